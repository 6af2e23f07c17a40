//! A hazardous part is replaced in the visit, or a ticket sees to it (C-7.2.2, C-S.2.2).

use crate::record::Kind;
use crate::record::onsite_callback::OnsiteCallback;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "hazard_neither_replaced_nor_ticketed",
    clauses: &["C-7.2.2", "C-S.2.2"],
    class: Class::Text,
    severity: Severity::Warning,
    kinds: &[Kind::OnsiteCallback],
    title: Text {
        zh: "隐患零配件未更换也未开维修单", en: "a hazardous part was neither replaced nor put on a ticket"
    },
    explanation: Explanation {
        checks: Text {
            zh: "上门发现的每项隐患，或有同名更换件（含易耗件），或填有维修单号。",
            en: "Each hazard found in a visit has a replacement of the same name (consumables included) or a ticket.",
        },
        why: Text {
            zh: "C-7.2.2：“不能正常使用的或存在隐患的零配件立即更换处理”。紧固、清洁等其他处理亦属可能，故只提示。",
            en: "C-7.2.2: parts that are unusable or hazardous are replaced at once. Tightening or cleaning may do as well: a warning only.",
        },
        fails: Text {
            zh: "visit.hazards[0].ticket 为“无”，visit.replacements 也没有该零件。",
            en: "`visit.hazards[0].ticket` is 无 and `visit.replacements` does not list the part.",
        },
        fix: Text {
            zh: "更换该零件并列入更换件，或开维修单并填单号；确已用其他办法消除的，可不改。",
            en: "Replace the part and list it, or open a ticket and name it; where it was removed otherwise, leave it.",
        },
    },
    check,
};

texts! {
    LEFT: "隐患 {part} 既未更换，也未开维修单", "{part} was neither replaced nor put on a ticket";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(visit) = case.form::<OnsiteCallback>().and_then(|callback| callback.visit.as_ref()) else {
        return;
    };
    for (place, hazard) in visit.hazards.entries().iter().enumerate() {
        let replaced = visit.replacements.entries().iter().any(|part| part.part == hazard.part)
            || visit.consumables.iter().any(|part| part.replaced && part.part == hazard.part);
        if hazard.ticket.as_option().is_none() && !replaced {
            faults.at(format!("/visit/hazards/{place}/ticket"), Message::new(&LEFT).with("part", &hazard.part));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, onsite, replacement, trial};
    use serde_json::json;

    fn hazard(ticket: &str) -> Draft {
        onsite().set("/visit/hazards", json!([{"part": "风扇", "action": "更换", "ticket": ticket}]))
    }

    #[test]
    fn a_ticket_sees_to_it() {
        trial(&RULE).adding(&hazard("WX-0000004")).passes();
    }

    #[test]
    fn a_replacement_sees_to_it() {
        trial(&RULE).adding(&hazard("无").set("/visit/replacements", json!([replacement("风扇", 0)]))).passes();
    }

    #[test]
    fn a_hazard_left_is_shown() {
        trial(&RULE).adding(&hazard("无")).fails_at("/visit/hazards/0/ticket");
    }
}
