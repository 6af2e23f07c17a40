//! One view of everything in a register that runs from a day on, until a day or still: service, importance, posts.

use crate::ledger::Entry;
use crate::record::instant::Date;
use crate::record::parts::OrNone;
use crate::record::staff::Duty;
use crate::record::{Kind, Record};

/// The kinds of registers that hold periods.
pub(super) const KINDS: &[Kind] = &[Kind::Staff, Kind::Client, Kind::Site];

/// Something that runs from a day on, until a day (inclusive) or still.
pub(super) struct Dated {
    /// Where it stands.
    pub(super) pointer: String,
    /// First day.
    pub(super) from: Date,
    /// Last day.
    pub(super) to: Option<Date>,
}

/// The series of periods of a register, each in the order written; no two of one series may run at once.
pub(super) fn series(entry: &Entry) -> Vec<Vec<Dated>> {
    match &entry.record {
        Record::Site(site) => {
            let service = site.service.iter().map(|period| (period.from, period.to));
            let important = site.important.iter().map(|flag| (flag.from, flag.to));
            vec![dated("/service", service), dated("/important", important)]
        }
        Record::Staff(staff) => {
            let mut posts: Vec<(Duty, Vec<Dated>)> = Vec::new();
            for (post, held) in
                dated("/roles", staff.roles.iter().map(|held| (held.from, held.to))).into_iter().zip(&staff.roles)
            {
                match posts.iter_mut().find(|(duty, _)| *duty == held.role) {
                    Some((_, list)) => list.push(post),
                    None => posts.push((held.role, vec![post])),
                }
            }
            posts.into_iter().map(|(_, list)| list).collect()
        }
        Record::Client(client) => match (&client.e_signature_agreement, &client.e_signature_period) {
            (OrNone::Of(_), Some(period)) => {
                let pointer = "/e_signature_period".to_owned();
                vec![vec![Dated { pointer, from: period.from, to: period.to }]]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn dated(list: &str, periods: impl Iterator<Item = (Date, Option<Date>)>) -> Vec<Dated> {
    periods.enumerate().map(|(index, (from, to))| Dated { pointer: format!("{list}/{index}"), from, to }).collect()
}
