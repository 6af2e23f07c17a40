//! `weibao due`: what is to be done by when, what is overdue, and how each day came about.

mod family;
mod feed;
pub(super) mod listed;

use clap::Args;

use self::family::Family;
use super::contact::reveal::{Opener, Reveal};
use super::issue::staff;
use super::list::collect;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, value};
use crate::ledger::{Records, Snapshot};
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::{Instant, date};
use crate::record::path::ROOT;
use crate::regulation::obligation::{self, Obligation, Standing};
use crate::regulation::world::World;

/// 应办事项：各类到期和逾期的义务，可按人、甲方、类别、天数筛选 / What is due and overdue, of every family; with --explain how each day came about
///
/// 例 / example: `weibao due --person zhang-wei --days 7`，`weibao due --ics > 应办.ics`
#[derive(Debug, Args)]
pub struct Due {
    /// 只看由此记录履行的：种类（可省）和编号，办了没办都列 / Only what this record fulfils, by kind (may be left out) and key, whatever came of it
    #[arg(value_name = "[KIND] KEY", num_args = 0..=2)]
    pub record: Vec<String>,
    /// 逐行说明到期日怎样算出 / Explains each due day line by line
    #[arg(long)]
    pub explain: bool,
    /// 只看某人负责的 / Only what this person is responsible for
    #[arg(long, value_name = "STAFF", value_parser = staff)]
    pub person: Option<StaffId>,
    /// 只看某甲方的 / Only this client's
    #[arg(long, value_name = "CLIENT")]
    pub client: Option<String>,
    /// 只看一类：义务名、记录种类，或 回访 / Only one family: an obligation's id, a kind of record, or `callbacks`
    #[arg(long, visible_alias = "kind", value_name = "FAMILY", value_parser = Family::parse)]
    family: Option<Family>,
    /// 往后看几天 / How many days ahead
    #[arg(long, default_value_t = 30)]
    pub days: u32,
    /// 以哪一刻或哪一天结束时为准 / As of this instant, or the end of this day
    #[arg(long, value_name = "TIME", value_parser = as_of)]
    pub as_of: Option<Instant>,
    /// 输出 Markdown 表 / A Markdown table
    #[arg(long, conflicts_with_all = ["ics", "contacts"])]
    markdown: bool,
    /// 输出日历订阅（iCalendar），供手机订阅 / A calendar feed (iCalendar) for phones
    #[arg(long, conflicts_with = "contacts")]
    ics: bool,
    #[command(flatten)]
    reveal: Reveal,
}

/// Reads an instant, or a day, which means its end; a time without an offset is China Standard Time, as in `--set`.
pub fn as_of(text: &str) -> Result<Instant, String> {
    value::instant(text)
        .and_then(|whole| Instant::parse(&whole))
        .or_else(|| date::parse(text)?.succ_opt().map(|next| Instant::start_of(next).plus_seconds(-1)))
        .ok_or_else(|| format!("`{text}` is neither a day such as 2026-03-15 nor a time such as `2026-03-15 09:30`"))
}

impl Due {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let now = self.as_of.unwrap_or(session.now);
        let store = session.store()?;
        let snapshot = store.head_snapshot()?;
        let records = Records::new(&snapshot);
        let world = World::new(&records, now);
        let found = self.found(&snapshot, &world)?;
        if self.ics {
            let head = store.resolve("HEAD")?;
            let changed = store.commit_header(head)?.info.committed_at;
            let feed = feed::of(&found, &world, changed, session.lang());
            session.out.text(&feed.render())?;
            return Ok(Exit::Clean);
        }
        if self.markdown {
            let text =
                listed::document(&found, &world, self.explain).render(crate::render::Format::Markdown, session.lang());
            session.out.text(&text)?;
            return Ok(Exit::Clean);
        }
        let mut opener = Opener::new(&self.reveal, &store, &records);
        let exit = listed::print(session, &found, now, self.explain, opener.as_mut())?;
        opener.map_or(Ok(()), |opener| opener.tell(session))?;
        Ok(exit)
    }

    /// The obligations asked for, those overdue first, then by deadline.
    fn found(&self, snapshot: &dyn Snapshot, world: &World<'_>) -> Result<Vec<Obligation>, CliError> {
        let mut found = Vec::new();
        let mut anchors: Vec<_> = obligation::ALL.iter().flat_map(|rule| rule.anchors.iter().copied()).collect();
        anchors.sort_unstable();
        anchors.dedup();
        for kind in anchors {
            let mut keys = Vec::new();
            collect(snapshot, &format!("{ROOT}/{}", kind.word()), &mut keys)?;
            for entry in keys.iter().filter_map(|key| world.records.entry(key)) {
                found.extend(
                    obligation::arising(&entry, world).into_iter().filter(|due| self.wanted(due, world.clock.now())),
                );
            }
        }
        if let Some(unreadable) = world.records.failure() {
            return Err(unreadable.into());
        }
        let overdue = |due: &Obligation| !due.window.fallen_due(world.clock.now());
        found.sort_by(|a, b| {
            (overdue(a), a.window.deadline, &a.key, a.rule.id).cmp(&(overdue(b), b.window.deadline, &b.key, b.rule.id))
        });
        Ok(found)
    }

    fn wanted(&self, due: &Obligation, now: Instant) -> bool {
        let ahead = now.plus_hours(i64::from(self.days) * 24);
        let open = match due.standing(now) {
            Standing::Missing | Standing::Unreachable => true,
            Standing::NotYetDue => due.window.deadline <= ahead || due.window.opens <= now,
            Standing::InTime | Standing::Late => false,
        };
        let named = match self.record.as_slice() {
            [] => open,
            [key] => due.key.id == *key || due.key.path() == *key,
            [kind, key, ..] => Kind::parse(kind) == Some(due.key.kind) && due.key.id == *key,
        };
        named
            && self.person.as_ref().is_none_or(|person| due.responsible.as_ref() == Some(person))
            && self.client.as_ref().is_none_or(|client| due.client.as_ref().is_some_and(|id| id.as_str() == client))
            && self.family.as_ref().is_none_or(|family| family.holds(due))
    }
}
