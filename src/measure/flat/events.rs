//! Events as rows: every instant that a record claims, beside the commit with which it was first told.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Came;
use crate::measure::entries::Ground;
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::regulation::constraint::told_places;

/// One instant that a record claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The record.
    pub key: Key,
    /// The JSON pointer of the member that first told it.
    pub member: String,
    /// The instant, as claimed.
    pub at: Instant,
    /// The commit whose version first told it.
    pub came: Came,
    /// That commit's author's date.
    pub written_at: Instant,
    /// When that commit came onto the authoritative line.
    pub landed_at: Instant,
    /// Whether that version declares its lateness.
    pub declared: bool,
}

/// What a record tells, from all its versions in the order of [`Ground::in_order`].
pub fn events(key: &Key, versions: &[(usize, Value)], ground: &Ground<'_>) -> Vec<Event> {
    let mut known = BTreeSet::new();
    let mut events = Vec::new();
    for (place, value) in versions {
        let info = &ground.versions.commits[*place].info;
        for (at, member) in told_places(value).into_iter().filter(|(at, _)| known.insert(*at)) {
            events.push(Event {
                key: key.clone(),
                member,
                at,
                came: Came {
                    commit: info.id.clone(),
                    committed_at: info.committed_at,
                    received_at: ground.receipts.and_then(|receipts| receipts.of(&info.id)),
                },
                written_at: info.authored_at,
                landed_at: ground.landed_at[*place],
                declared: value.pointer("/late/reason").is_some(),
            });
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{CommitInfo, Committed, Versions};
    use crate::record::Kind;
    use crate::regulation::policy::Policies;
    use serde_json::json;

    #[test]
    fn an_instant_is_an_event_once_with_the_version_that_first_told_it() {
        let at = |seconds| Instant::from_unix(seconds).unwrap();
        let commit = |place: usize| Committed {
            info: CommitInfo {
                id: format!("{place:040}"),
                authored_at: at(0),
                committed_at: at(60),
                author_email: String::new(),
            },
            parents: Vec::new(),
            landed: place,
        };
        let versions = Versions { commits: vec![commit(0), commit(1)], ..Versions::default() };
        let landed_at = versions.landed_at();
        let policies = Policies::of(None);
        let ground = Ground { versions: &versions, landed_at: &landed_at, receipts: None, policies: &policies };
        let key = Key::new(Kind::Ticket, "WX-0000001").unwrap();
        let first = json!({ "report": { "opened_at": "2026-03-02T09:00:00+08:00" } });
        let second = json!({
            "report": { "opened_at": "2026-03-02T09:00:00+08:00" }, "work": { "restored_at": "2026-03-02T11:00:00+08:00" },
        });
        let told = events(&key, &[(0, first), (1, second)], &ground);
        let told: Vec<_> = told.iter().map(|event| (event.member.as_str(), &event.came.commit[39..])).collect();
        assert_eq!(told, [("/report/opened_at", "0"), ("/work/restored_at", "1")]);
    }
}
