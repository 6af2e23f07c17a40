//! Front-end and back-end equipment are both cleaned (M-2.E).

use crate::record::Kind;
use crate::record::maintenance::{Maintenance, Side};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "side_not_cleaned",
    clauses: &["M-2.E"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "前端或后端设备没有清洁", en: "one end of the equipment was not cleaned" },
    explanation: Explanation {
        checks: Text {
            zh: "E 项有清洁时，前端和后端各至少一台。",
            en: "Where E has devices, at least one is of the front end and one of the back end.",
        },
        why: Text {
            zh: "M-2.E：“对前端及后端设备进行清洁。”", en: "M-2.E: clean front-end and back-end equipment."
        },
        fails: Text {
            zh: "cleaned 中只有 side 为 back 的设备。",
            en: "`cleaned` has devices of the `back` end alone.",
        },
        fix: Text { zh: "补做并登记另一端的清洁。", en: "Clean the other end too and enter it." },
    },
    check,
};

texts! {
    FRONT: "没有清洁前端设备", "no front-end device was cleaned";
    BACK: "没有清洁后端设备", "no back-end device was cleaned";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(work) = case.form::<Maintenance>().and_then(|maintenance| maintenance.work.as_ref()) else {
        return;
    };
    let cleaned = work.e_cleaning.cleaned.entries();
    if cleaned.is_empty() {
        return;
    }
    for (side, missing) in [(Side::Front, &FRONT), (Side::Back, &BACK)] {
        if cleaned.iter().all(|row| row.side != side) {
            faults.at("/work/e_cleaning/cleaned", missing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{maintenance, trial};

    #[test]
    fn both_ends_are_cleaned() {
        trial(&RULE).adding(&maintenance()).passes();
    }

    #[test]
    fn one_end_is_not_enough() {
        for place in ["/work/e_cleaning/cleaned/0", "/work/e_cleaning/cleaned/1"] {
            trial(&RULE).adding(&maintenance().drop(place)).fails_at("/work/e_cleaning/cleaned");
        }
    }

    #[test]
    fn an_item_that_does_not_apply_has_no_ends() {
        trial(&RULE).adding(&maintenance().set("/work/e_cleaning/cleaned", "无")).passes();
    }
}
