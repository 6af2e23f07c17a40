//! A loan turned into a sale or a warranty replacement says so, a returned one does not (M-3).

use crate::record::Kind;
use crate::record::parts::NONE;
use crate::record::spare_loan::{LoanState, SpareLoan};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "conversion_unexplained",
    clauses: &["M-3"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::SpareLoan],
    title: Text {
        zh: "备品转为销售或保修更换而无说明", en: "the conversion of a spare is not explained"
    },
    explanation: Explanation {
        checks: Text {
            zh: "状态为 converted 的须写明转为销售或保修更换的说明、方式和收费；其他状态的该项写“无”，也没有方式。",
            en: "A converted loan explains the sale or warranty replacement, its kind and its price; any other has 无 there and no kind.",
        },
        why: Text {
            zh: "M-3：备品用于保证系统正常运行；未归还的去向须可查。",
            en: "M-3: spares keep the system running; where one stayed that did not come back must be known.",
        },
        fails: Text {
            zh: "state 为 converted，而 giving_back.converted 为“无”。",
            en: "`state` is `converted` and `giving_back.converted` is 无.",
        },
        fix: Text {
            zh: "填写 giving_back.converted，或改正状态。",
            en: "Fill in `giving_back.converted`, or correct the state.",
        },
    },
    check,
};

texts! {
    SILENT: "已转为销售或保修更换，但没有说明", "converted, but how is not said";
    KIND: "已转换，但没有写明是销售还是保修更换", "converted, but whether sold or as a warranty replacement is not said";
    CONTRADICTED: "写明已转为销售或保修更换，状态却不是", "said to be converted, yet the state is another";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(loan) = case.form::<SpareLoan>() else {
        return;
    };
    let Some(back) = &loan.giving_back else {
        return;
    };
    let converted = loan.state == LoanState::Converted;
    if converted && back.converted == NONE {
        faults.at("/giving_back/converted", &SILENT);
    } else if !converted && back.converted != NONE {
        faults.at("/giving_back/converted", &CONTRADICTED);
    }
    match &back.conversion {
        None if converted => faults.at("/giving_back", &KIND),
        Some(_) if !converted => faults.at("/giving_back/conversion", &CONTRADICTED),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, signed, spare_loan, trial};
    use serde_json::json;

    fn ended(state: &str, converted: &str) -> Draft {
        let ended = gone(state, converted);
        let sold = json!({"kind": "sale", "charge_cents": 120_000});
        if state == "converted" { ended.set("/giving_back/conversion", sold) } else { ended }
    }

    fn gone(state: &str, converted: &str) -> Draft {
        spare_loan().set("/state", state).set(
            "/giving_back",
            json!({
                "at": "2025-03-14T16:00:00+08:00", "condition": "完好", "damage": "无", "converted": converted,
                "received_by": "wu-gang", "signatures": [signed("storekeeper", "wu-gang", "2025-03-14T17:00:00+08:00")],
            }),
        )
    }

    #[test]
    fn an_explained_conversion_is_fine() {
        trial(&RULE).adding(&ended("converted", "作为保修更换留用")).passes();
    }

    #[test]
    fn a_conversion_is_explained() {
        trial(&RULE).adding(&ended("converted", "无")).fails_at("/giving_back/converted");
    }

    #[test]
    fn a_conversion_says_of_which_kind_it_is() {
        trial(&RULE).adding(&gone("converted", "售予客户")).fails_at("/giving_back");
        let neither = gone("returned", "无").set("/giving_back/conversion", json!({"kind": "sale", "charge_cents": 1}));
        trial(&RULE).adding(&neither).fails_at("/giving_back/conversion");
    }

    #[test]
    fn a_returned_spare_was_not_converted() {
        trial(&RULE).adding(&ended("returned", "售予客户")).fails_at("/giving_back/converted");
    }
}
