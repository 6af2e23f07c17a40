//! The `allowed_signers` file of `ssh-keygen -Y verify`, written from the staff records: for the signatures on records
//! and for git's own on commits. The principals of a key are its owner's id and address.

use std::fmt::Write as _;

use crate::record::instant::{Date, Instant};
use crate::record::staff::Staff;

/// A key of a person and when it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedSigner {
    /// Staff id, the principal.
    pub principal: String,
    /// Their address, by which git knows them.
    pub email: String,
    /// `ssh-ed25519 AAAA…`.
    pub public_key: String,
    /// First day.
    pub from: Date,
    /// Last day, inclusive; the day of leaving at the latest.
    pub to: Option<Date>,
}

impl AllowedSigner {
    /// The keys of a member of staff, in order of registration; none that ended before it began.
    pub fn of(staff: &Staff) -> Vec<Self> {
        staff
            .keys
            .iter()
            .map(|key| Self {
                principal: staff.id.to_string(),
                email: staff.email.clone(),
                public_key: key.public.clone(),
                from: key.from.max(staff.joined_on),
                to: [key.to, staff.left_on].into_iter().flatten().min(),
            })
            .filter(|signer| signer.to.is_none_or(|to| signer.from <= to))
            .collect()
    }

    /// The line of the file. Times are UTC (`Z`, OpenSSH 9.1 or later): a day here is a day in China.
    pub fn line(&self) -> String {
        let (principal, email, from) = (&self.principal, &self.email, stamp(self.from));
        let namespaces = [super::COMMIT_NAMESPACE, super::NAMESPACE, super::APPROVAL_NAMESPACE].join(",");
        let mut line = format!("{principal},{email} namespaces=\"{namespaces}\",valid-after=\"{from}\"");
        if let Some(next) = self.to.and_then(|to| to.succ_opt()) {
            let _ = write!(line, ",valid-before=\"{}\"", stamp(next));
        }
        let _ = write!(line, " {}", self.public_key);
        line
    }
}

/// The file for a list of staff, in the order of the list.
pub fn allowed_signers<'a>(staff: impl IntoIterator<Item = &'a Staff>) -> String {
    let mut text = String::new();
    for signer in staff.into_iter().flat_map(AllowedSigner::of) {
        text.push_str(&signer.line());
        text.push('\n');
    }
    text
}

/// The start of a day in China, written in UTC.
fn stamp(day: Date) -> String {
    chrono::DateTime::from_timestamp(Instant::start_of(day).unix(), 0)
        .map_or_else(String::new, |utc| utc.format("%Y%m%d%H%M%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_counts_from_its_first_day_in_china_until_the_end_of_its_last() {
        let staff: Staff = serde_json::from_value(serde_json::json!({
            "schema": "staff/1", "id": "zhang-wei", "name": "张伟", "email": "z@example.com", "department": "维修部",
            "roles": [], "joined_on": "2024-01-01", "left_on": "2026-06-30",
            "keys": [{"public": "ssh-ed25519 AAAA", "from": "2023-05-01"}, {"public": "ssh-ed25519 BBBB", "from": "2026-07-01"}],
            "books": [],
        }))
        .unwrap();
        assert_eq!(
            allowed_signers([&staff]),
            "zhang-wei,z@example.com namespaces=\"git,weibao,weibao-approval\",valid-after=\"20231231160000Z\",valid-before=\"20260630160000Z\" ssh-ed25519 AAAA\n"
        );
    }
}
