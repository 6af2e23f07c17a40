//! What was written is not taken out again.

use crate::record::Kind;
use crate::regulation::constraint::places::matching;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use serde_json::Value;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "field_lost",
    clauses: &["G", "T-4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "已有内容被删去", en: "something already written was taken out" },
    explanation: Explanation {
        checks: Text {
            zh: "变更前已有的各节不得删去；只增的清单（制度参数、系列、岗位、公钥、领用登记、服务期、重要标志、报修所开的维修单、拨打记录、问题及转交、调班、倒休的使用）只能在末尾增加，已有条目不改，只可补上结束日期。",
            en: "Sections that were there stay; lists that only grow (policy values, series, posts, keys, books, service periods, importance, the tickets of a fault report, attempts, issues and hand-overs, changes of shift, uses of a rest credit) grow at their end, entries keep their content, and only an end may be added.",
        },
        why: Text {
            zh: "T-4：“不得遗漏任何一项”。尚未签字的历史同样是证据：拨打过几次、何时任何岗，都不能事后抹去。",
            en: "T-4: no item may be omitted. History is evidence even before it is signed: how often one called, who held which post when, cannot be wiped out later.",
        },
        fails: Text {
            zh: "电话回访的 attempts 由三次变为一次。",
            en: "`attempts` of a phone callback shrinks from three to one.",
        },
        fix: Text {
            zh: "恢复被删去的内容；岗位、密钥、标志不再有效的，填结束日期 to。",
            en: "Bring back what was taken out; when a post, key or flag has ended, give it its last day `to`.",
        },
    },
    check,
};

texts! {
    SECTION: "原有的 {name} 被删去", "{name} was there and is gone";
    ENTRY: "清单中原有的条目被删去或改动", "an entry of the list was removed or altered";
}

/// Lists that only grow.
fn growing(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Company => &["/series", "/duty_phones", "/deputies", "/policies"],
        Kind::Staff => &["/roles", "/keys", "/books"],
        Kind::Site => &["/service", "/important"],
        Kind::FaultReport => &["/tickets"],
        Kind::SpareLoan => &["/handovers"],
        Kind::DutyRoster => &["/changes"],
        Kind::RestCredit => &["/used_by"],
        Kind::PhoneCallback => &["/attempts"],
        Kind::OnsiteCallback => &["/issues", "/issues/*/transfers"],
        _ => &[],
    }
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (Some(before), Some(after)) = (case.before, case.after) else {
        return;
    };
    if let (Some(old), Some(new)) = (before.value.as_object(), after.value.as_object()) {
        for name in old.keys().filter(|name| !new.contains_key(*name)) {
            faults.at(format!("/{name}"), Message::new(&SECTION).with("name", name));
        }
    }
    for (pointer, old) in growing(case.key.kind).iter().flat_map(|pattern| matching(&before.value, pattern)) {
        let Some(old) = old.as_array() else {
            continue;
        };
        let new = after.value.pointer(&pointer).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for (index, entry) in old.iter().enumerate() {
            // A service period may be cut short or prolonged; from when on is judged by policy_backdated.
            let movable = pointer == "/service";
            if !new.get(index).is_some_and(|new| grown(&without_end(entry, movable), &without_end(new, movable))) {
                faults.at(format!("{pointer}/{index}"), &ENTRY);
            }
        }
    }
}

fn without_end(entry: &Value, movable: bool) -> Value {
    let mut entry = entry.clone();
    if let (true, Some(members)) = (movable, entry.as_object_mut()) {
        members.remove("to");
    }
    entry
}

/// Whether an entry is the same, or has gained members that it did not have (an end, an answer).
fn grown(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => old.iter().all(|(name, old)| {
            // Lists inside an entry (hand-overs of an issue) grow themselves.
            new.get(name).is_some_and(|new| grown(old, new))
        }),
        (Value::Array(old), Value::Array(new)) => {
            old.len() <= new.len() && old.iter().zip(new).all(|(old, new)| grown(old, new))
        }
        _ => old == new,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{company, phone, site_near, staff, ticket, trial};
    use serde_json::json;

    #[test]
    fn a_post_may_end_and_another_begin() {
        trial(&RULE)
            .changing(&staff("li-na"), |draft| {
                draft.set("/roles/0/to", "2026-02-28").set("/roles/-", json!({"role": "office", "from": "2026-03-01"}))
            })
            .passes();
    }

    #[test]
    fn a_policy_value_may_be_added() {
        let value = json!({"name": "hand_in_days", "value": 2, "from": "2026-04-01", "reason": "恢复"});
        trial(&RULE).changing(&company(), |draft| draft.set("/policies/-", value)).passes();
    }

    #[test]
    fn an_attempt_is_not_forgotten() {
        let attempt =
            json!({"at": "2025-01-10T16:30:00+08:00", "by": "zhou-min", "contact": "C00001-01", "result": "busy"});
        let before = phone().set("/attempts/-", attempt);
        trial(&RULE).changing(&before, |draft| draft.drop("/attempts/0")).fails_at_all(&["/attempts/0", "/attempts/1"]);
    }

    #[test]
    fn a_post_is_not_moved_to_an_earlier_day() {
        trial(&RULE).changing(&staff("li-na"), |draft| draft.set("/roles/0/from", "2023-01-01")).fails_at("/roles/0");
    }

    #[test]
    fn a_flag_is_ended_and_not_removed() {
        trial(&RULE).changing(&site_near(), |draft| draft.drop("/important/0")).fails_at("/important/0");
    }

    #[test]
    fn an_unsigned_section_stays() {
        trial(&RULE).changing(&ticket(4), |draft| draft.drop("/report")).fails_at("/report");
    }
}
