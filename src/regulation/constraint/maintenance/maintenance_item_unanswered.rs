//! Each of the seven items is answered: what was done, or why it does not apply (M-2).

use crate::record::Kind;
use crate::record::maintenance::{Maintenance, MaintenanceState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "maintenance_item_unanswered",
    clauses: &["M-2", "M-2.A", "M-2.B", "M-2.C", "M-2.D", "M-2.E", "M-2.F", "M-2.G"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "维护保养项目没有回答", en: "an item of the maintenance is not answered" },
    explanation: Explanation {
        checks: Text {
            zh: "维护保养完成时，A 至 G 每项写明做了什么，或写明不适用的原因，两者取一。",
            en: "In done maintenance each of A to G says what was done or why it does not apply, one of the two.",
        },
        why: Text {
            zh: "M-2 列出季度检查维护的七项内容，缺一不可；不适用须有原因，并经甲方签字看到。",
            en: "M-2 lists the seven items of the quarterly check; one that does not apply says why, under the client’s signature.",
        },
        fails: Text {
            zh: "b_cabinets.cleaned 和 not_applicable 都写“无”。",
            en: "Both `cleaned` and `not_applicable` of `b_cabinets` are 无.",
        },
        fix: Text {
            zh: "补做并写明，或写明不适用的原因；做了的项，不适用写“无”。",
            en: "Do it and write it down, or say why it does not apply; where it was done, `not_applicable` is 无.",
        },
    },
    check,
};

texts! {
    NEITHER: "{code} 项没有写明做了什么，也没有不适用的原因", "item {code} says neither what was done nor why it does not apply";
    BOTH: "{code} 项已做，又写了不适用的原因", "item {code} was done and yet does not apply";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let done = case.form::<Maintenance>().filter(|maintenance| maintenance.state == MaintenanceState::Done);
    let Some(work) = done.and_then(|maintenance| maintenance.work.as_ref()) else {
        return;
    };
    for answer in work.answers().iter().filter(|answer| !answer.is_one()) {
        let (text, member) = if answer.told { (&BOTH, "not_applicable") } else { (&NEITHER, answer.member) };
        let place = format!("{}/{member}", answer.pointer);
        faults.at(place, Message::new(text).with("code", format!("{:?}", answer.item)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{maintenance, trial};

    const LISTS: [&str; 7] = [
        "a_equipment/equipment",
        "b_cabinets/cleaned",
        "c_wiring/checked",
        "d_performance/measurements",
        "e_cleaning/cleaned",
        "f_software/decisions",
        "g_lines/segments",
    ];

    #[test]
    fn seven_answers_are_fine() {
        trial(&RULE).adding(&maintenance()).passes();
    }

    #[test]
    fn an_item_that_does_not_apply_says_why() {
        let none = maintenance()
            .set("/work/b_cabinets/cleaned", "无")
            .set("/work/b_cabinets/not_applicable", "本站点没有机柜");
        trial(&RULE).adding(&none).passes();
    }

    #[test]
    fn no_item_is_passed_over_in_silence() {
        for list in LISTS {
            let place = format!("/work/{list}");
            trial(&RULE).adding(&maintenance().set(&place, "无")).fails_at(&place);
        }
    }

    #[test]
    fn what_was_done_applies() {
        let both = maintenance().set("/work/e_cleaning/not_applicable", "没有前端");
        trial(&RULE).adding(&both).fails_at("/work/e_cleaning/not_applicable");
    }

    #[test]
    fn work_under_way_may_still_be_unanswered() {
        let open = maintenance().set("/state", "open").drop("/confirmation").set("/work/g_lines/segments", "无");
        trial(&RULE).adding(&open).passes();
    }
}
