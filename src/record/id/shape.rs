//! The one spelling of each identifier: whether a text is one.

use super::Stage;
use crate::record::quarter::Quarter;

/// Takes `count` ASCII digits off the front.
pub(super) fn digits(text: &str, count: usize) -> Option<&str> {
    let head = text.get(..count)?;
    head.bytes().all(|b| b.is_ascii_digit()).then(|| &text[count..])
}

/// Takes a series code (2 to 4 capitals) and the hyphen behind it off the front.
pub(super) fn series(text: &str) -> Option<&str> {
    let (code, rest) = text.split_once('-')?;
    ((2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase())).then_some(rest)
}

pub(super) fn is_staff(text: &str) -> bool {
    (2..=32).contains(&text.len())
        && text.as_bytes()[0].is_ascii_lowercase()
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

pub(super) fn is_client(text: &str) -> bool {
    text.strip_prefix('C').and_then(|rest| digits(rest, 5)) == Some("")
}

pub(super) fn is_site(text: &str) -> bool {
    text.strip_prefix('S').and_then(|rest| digits(rest, 5)) == Some("")
}

/// `<id>-NN`, NN from 01.
pub(super) fn is_numbered(text: &str, base: fn(&str) -> bool) -> bool {
    text.rsplit_once('-').is_some_and(|(head, tail)| base(head) && digits(tail, 2) == Some("") && tail != "00")
}

pub(super) fn is_contact(text: &str) -> bool {
    is_numbered(text, is_client)
}

pub(super) fn is_install(text: &str) -> bool {
    is_numbered(text, is_site)
}

/// `<id>-<letter>NN`, NN from 01.
pub(super) fn is_lettered(text: &str, base: fn(&str) -> bool, letter: char) -> bool {
    text.rsplit_once('-').is_some_and(|(head, tail)| {
        base(head) && tail.strip_prefix(letter).is_some_and(|n| digits(n, 2) == Some("") && n != "00")
    })
}

pub(super) fn is_upgrade(text: &str) -> bool {
    is_lettered(text, is_site, 'U')
}

pub(super) fn is_maintenance(text: &str) -> bool {
    text.split_once('-').is_some_and(|(site, quarter)| is_site(site) && Quarter::parse(quarter).is_some())
}

pub(super) fn is_plan(text: &str) -> bool {
    is_numbered(text, is_maintenance)
}

pub(super) fn is_training(text: &str) -> bool {
    is_lettered(text, is_client, 'T')
}

pub(super) fn is_book(text: &str) -> bool {
    series(text).and_then(|rest| digits(rest, 5)) == Some("") && !text.ends_with("-00000")
}

pub(super) fn is_ticket(text: &str) -> bool {
    series(text).and_then(|rest| digits(rest, 7)) == Some("") && !text.ends_with("-0000000")
}

pub(super) fn is_slip(text: &str) -> bool {
    text.rsplit_once('-')
        .is_some_and(|(head, tail)| is_ticket(head) && tail.len() == 1 && matches!(tail.as_bytes()[0], b'1'..=b'9'))
}

pub(super) fn is_fault_report(text: &str) -> bool {
    digits(text, 8).and_then(|rest| rest.strip_prefix('-')).is_some_and(|rest| is_numbered(rest, is_staff))
}

pub(super) fn is_roster(text: &str) -> bool {
    text.starts_with("20")
        && digits(text, 4)
            .and_then(|rest| rest.strip_prefix('-'))
            .is_some_and(|month| digits(month, 2) == Some("") && ("01"..="12").contains(&month))
}

/// `<YYYYMMDD>-<writer>-DNN`: a day of this century, NN from 01.
pub(super) fn is_duty_log(text: &str) -> bool {
    text.starts_with("20")
        && digits(text, 8).and_then(|rest| rest.strip_prefix('-')).is_some_and(|rest| {
            is_day(text)
                && rest
                    .rsplit_once("-D")
                    .is_some_and(|(writer, nn)| is_staff(writer) && digits(nn, 2) == Some("") && nn != "00")
        })
}

/// `<person>.<YYYYMMDD>-NN`: a day of this century, NN from 01.
pub(super) fn is_rest(text: &str) -> bool {
    text.split_once('.').is_some_and(|(person, rest)| {
        is_staff(person) && rest.starts_with("20") && is_numbered(rest, |day| digits(day, 8) == Some("") && is_day(day))
    })
}

pub(super) fn is_day(text: &str) -> bool {
    let part = |range| text.get(range).unwrap_or_default();
    ("01"..="12").contains(&part(4..6)) && ("01"..="31").contains(&part(6..8))
}

/// `<day>-<receiving officer>-E<NN>`.
pub(super) fn is_incident(text: &str) -> bool {
    digits(text, 8)
        .filter(|_| is_day(text))
        .and_then(|rest| rest.strip_prefix('-'))
        .and_then(|rest| rest.rsplit_once("-E"))
        .is_some_and(|(officer, number)| is_staff(officer) && digits(number, 2) == Some("") && number != "00")
}

/// `<incident>.<author>-NNN`.
pub(super) fn is_incident_entry(text: &str) -> bool {
    text.split_once('.')
        .and_then(|(incident, rest)| is_incident(incident).then_some(rest)?.rsplit_once('-'))
        .is_some_and(|(author, number)| is_staff(author) && digits(number, 3) == Some("") && number != "000")
}

pub(super) fn is_callback(text: &str) -> bool {
    let mut parts = text.split('.');
    let Some(anchor) = parts.next() else {
        return false;
    };
    let Some(first) = parts.next().and_then(Stage::parse) else {
        return false;
    };
    let anchored = match first {
        Stage::InstallDay | Stage::Month(_) => is_install(anchor),
        Stage::PostRepair => is_ticket(anchor),
        Stage::AfterCall | Stage::AfterVisit => false,
    };
    let mut demanded = 0;
    anchored
        && parts.all(|part| {
            demanded += 1;
            demanded <= 3 && matches!(Stage::parse(part), Some(Stage::AfterCall | Stage::AfterVisit))
        })
}
