//! What is found loose is tightened, or the record says why not (M-2.C).

use crate::record::Kind;
use crate::record::maintenance::Maintenance;
use crate::record::parts::NONE;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "loose_left_untightened",
    clauses: &["M-2.C"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "发现松动没有全部紧固", en: "loose wiring was not tightened" },
    explanation: Explanation {
        checks: Text {
            zh: "紧固处数等于松动处数；较少的写明原因，多于松动处数的不对。",
            en: "As many places were tightened as were loose; fewer have a reason, and more cannot be.",
        },
        why: Text {
            zh: "M-2.C：“对中心控制室内线路进行检查，必要时进行紧固。”发现松动即为必要。",
            en: "M-2.C: check the wiring in the control room; tighten where necessary. Loose is where it is necessary.",
        },
        fails: Text {
            zh: "loose_found 为 3，tightened 为 2，reason 为“无”。",
            en: "`loose_found` is 3, `tightened` is 2 and `reason` is 无.",
        },
        fix: Text {
            zh: "全部紧固，或写明未紧固的原因。", en: "Tighten them all, or say why some were not."
        },
    },
    check,
};

texts! {
    FEWER: "松动 {loose} 处，只紧固 {tightened} 处，没有写原因", "{loose} were loose, {tightened} were tightened, and there is no reason";
    MORE: "松动 {loose} 处，却紧固 {tightened} 处", "{loose} were loose, and yet {tightened} were tightened";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(work) = case.form::<Maintenance>().and_then(|maintenance| maintenance.work.as_ref()) else {
        return;
    };
    let wiring = &work.c_wiring;
    let told = |text| Message::new(text).with("loose", wiring.loose_found).with("tightened", wiring.tightened);
    if wiring.tightened > wiring.loose_found {
        faults.at("/work/c_wiring/tightened", told(&MORE));
    } else if wiring.tightened < wiring.loose_found && wiring.reason == NONE {
        faults.at("/work/c_wiring/reason", told(&FEWER));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{maintenance, trial};

    #[test]
    fn all_loose_places_are_tightened() {
        trial(&RULE).adding(&maintenance()).passes();
    }

    #[test]
    fn a_reason_excuses_the_rest() {
        let rest = maintenance().set("/work/c_wiring/loose_found", 3).set("/work/c_wiring/reason", "端子损坏，待换");
        trial(&RULE).adding(&rest).passes();
    }

    #[test]
    fn fewer_without_a_reason_are_noticed() {
        trial(&RULE).adding(&maintenance().set("/work/c_wiring/loose_found", 3)).fails_at("/work/c_wiring/reason");
    }

    #[test]
    fn nothing_firm_is_tightened() {
        trial(&RULE).adding(&maintenance().set("/work/c_wiring/tightened", 3)).fails_at("/work/c_wiring/tightened");
    }
}
