//! What is due as a calendar feed: one event an obligation, on its due days or before its deadline.

use std::collections::BTreeMap;

use super::listed::{standing, steps};
use crate::calendar::Window;
use crate::record::Kind;
use crate::record::instant::{Date, Instant};
use crate::record::site::Site;
use crate::regulation::obligation::{Obligation, Standing};
use crate::regulation::world::World;
use crate::render::feed::{Event, Feed, When};
use crate::text::{Lang, Message};
use crate::texts;

texts! {
    NAME: "维保应办事项", "weibao: what is due";
    OVERDUE: "【{standing}】", "[{standing}] ";
    AT: "{what} · {place}", "{what} · {place}";
    RECORD: "{kind} {id}", "{kind} {id}";
    RESPONSIBLE: "负责：{who}", "responsible: {who}";
    DEADLINE: "最迟：{at}", "deadline: {at}";
    CLAUSES: "条款：{clauses}", "clauses: {clauses}";
}

/// How long before its deadline something due at a time is shown.
const SHOWN_BEFORE_MINUTES: i64 = 30;

/// The feed; `changed` is when the records were.
pub(super) fn of(found: &[Obligation], world: &World<'_>, changed: Instant, lang: Lang) -> Feed {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let events = found
        .iter()
        .map(|due| {
            let mut event = event(due, world, lang);
            // One record may owe the same thing twice (two heads called to one incident).
            let times = seen.entry(event.uid.clone()).and_modify(|times| *times += 1).or_insert(1);
            let ordinal = if *times > 1 { format!("-{times}") } else { String::new() };
            event.uid = format!("{}{ordinal}@{}", event.uid, world.repository);
            event
        })
        .collect();
    Feed { name: NAME.get(lang).to_owned(), stamp: format!("{}Z", local(changed.plus_hours(-8))), events }
}

fn event(due: &Obligation, world: &World<'_>, lang: Lang) -> Event {
    let stands = due.standing(world.clock.now());
    let late = matches!(stands, Standing::Missing | Standing::Unreachable)
        .then(|| Message::new(&OVERDUE).with_message("standing", standing(stands)).speak(lang));
    let site = due.site.as_ref().and_then(|site| world.records.get::<Site>(&site.key(Kind::Site)));
    let place = site.map_or_else(|| due.key.id.clone(), |site| site.name.clone());
    let what = Message::new(&AT).with_message("what", &due.rule.title).with("place", place).speak(lang);
    let mut lines = vec![Message::new(&RECORD).with_message("kind", due.key.kind.name()).with("id", &due.key.id)];
    lines.extend(due.responsible.as_ref().map(|who| Message::new(&RESPONSIBLE).with("who", who)));
    lines.push(Message::new(&DEADLINE).with("at", due.window.deadline));
    lines.push(Message::new(&CLAUSES).with("clauses", due.clauses.join(" ")));
    lines.extend(steps(due));
    Event {
        uid: format!("{}.{}.{}.{}", due.rule.id, due.key.kind.word(), due.key.id, due.arose_at.unix()),
        summary: format!("{}{what}", late.unwrap_or_default()),
        description: lines.iter().map(|line| line.speak(lang)).collect::<Vec<_>>().join("\n"),
        category: due.key.kind.name().get(lang).to_owned(),
        when: when(&due.window),
    }
}

/// Whole days where the deadline is the end of a day, else the last half hour before it.
fn when(window: &Window) -> When {
    let last = window.deadline.plus_seconds(-1).day();
    if window.deadline == Instant::start_of(window.deadline.day()) {
        let first = window.due_on.min(last);
        return When::Days { first: compact(first), after: compact(window.deadline.day()) };
    }
    let from = window.deadline.plus_minutes(-SHOWN_BEFORE_MINUTES).max(window.opens.min(window.deadline));
    When::Times { from: local(from), to: local(window.deadline) }
}

fn compact(day: Date) -> String {
    day.format("%Y%m%d").to_string()
}

/// A time in China as the feed writes it.
fn local(at: Instant) -> String {
    let day = at.day();
    let seconds = at.seconds_since(Instant::start_of(day));
    format!("{}T{:02}{:02}{:02}", compact(day), seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::instant::date;

    fn window(opens: &str, due_on: &str, deadline: &str) -> Window {
        Window {
            opens: Instant::parse(opens).unwrap(),
            due_on: date::parse(due_on).unwrap(),
            deadline: Instant::parse(deadline).unwrap(),
            provisional: false,
        }
    }

    #[test]
    fn a_day_that_ends_at_midnight_is_a_whole_day() {
        let of_day = window("2026-02-21T00:00:00+08:00", "2026-02-28", "2026-03-01T00:00:00+08:00");
        assert!(matches!(when(&of_day), When::Days { first, after } if first == "20260228" && after == "20260301"));
    }

    #[test]
    fn a_visit_and_its_day_of_grace_are_two_days() {
        let visit = window("2026-02-28T00:00:00+08:00", "2026-02-28", "2026-03-02T00:00:00+08:00");
        assert!(matches!(when(&visit), When::Days { first, after } if first == "20260228" && after == "20260302"));
    }

    #[test]
    fn hours_end_at_their_deadline() {
        let hours = window("2026-03-05T09:40:00+08:00", "2026-03-06", "2026-03-06T09:40:00+08:00");
        let shown = when(&hours);
        assert!(matches!(shown, When::Times { from, to } if from == "20260306T091000" && to == "20260306T094000"));
    }

    #[test]
    fn twenty_minutes_are_shown_from_their_beginning() {
        let arrival = window("2026-03-05T09:40:00+08:00", "2026-03-05", "2026-03-05T10:00:00+08:00");
        assert!(matches!(when(&arrival), When::Times { from, .. } if from == "20260305T094000"));
    }

    #[test]
    fn a_time_written_elsewhere_is_told_in_china() {
        assert_eq!(local(Instant::parse("2026-03-05T18:30:05+01:00").unwrap()), "20260306T013005");
    }
}
