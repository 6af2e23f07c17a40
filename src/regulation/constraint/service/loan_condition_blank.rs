//! The condition of a spare is written down when it goes out and when it comes back; a loss says how it was dealt with (M-3).

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
    id: "loan_condition_blank",
    clauses: &["M-3"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::SpareLoan],
    title: Text { zh: "备品状况没有写明", en: "the condition of a spare is not written down" },
    explanation: Explanation {
        checks: Text {
            zh: "借出时状况不得写“无”；归还或转换时的状况也不得写“无”；遗失的写明如何处理。",
            en: "The condition when lent is not 无, nor is that on return or conversion; a loss says how it was dealt with.",
        },
        why: Text {
            zh: "M-3：“提供备品备件，保证系统正常运行”。状况借还各记一次，才知道损坏在何时、由谁负责。",
            en: "M-3: spares keep the system running. Only with the condition noted on both occasions is it known when damage was done, and by whom.",
        },
        fails: Text {
            zh: "state 为 lost，而 giving_back.damage 为“无”。",
            en: "`state` is `lost` and `giving_back.damage` is 无.",
        },
        fix: Text {
            zh: "写明借出、归还时的状况；遗失的写明赔偿、报警等处理。",
            en: "Write down the condition out and in; for a loss, what was done about it.",
        },
    },
    check,
};

texts! {
    OUT: "没有写明借出时的状况", "the condition when lent is not written down";
    BACK: "没有写明归还时的状况", "the condition on return is not written down";
    LOSS: "遗失而没有写明如何处理", "lost, and what was done about it is not said";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(loan) = case.form::<SpareLoan>() else {
        return;
    };
    if loan.lending.condition == NONE {
        faults.at("/lending/condition", &OUT);
    }
    let Some(back) = &loan.giving_back else {
        return;
    };
    if loan.state == LoanState::Lost {
        if back.damage == NONE {
            faults.at("/giving_back/damage", &LOSS);
        }
    } else if back.condition == NONE {
        faults.at("/giving_back/condition", &BACK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, signed, spare_loan, trial};
    use serde_json::json;

    fn ended(state: &str, condition: &str, damage: &str) -> Draft {
        spare_loan().set("/state", state).set(
            "/giving_back",
            json!({
                "at": "2025-03-14T16:00:00+08:00", "condition": condition, "damage": damage, "converted": "无",
                "received_by": "wu-gang", "signatures": [signed("storekeeper", "wu-gang", "2025-03-14T17:00:00+08:00")],
            }),
        )
    }

    #[test]
    fn a_spare_looked_at_out_and_in_is_fine() {
        trial(&RULE).adding(&ended("returned", "完好", "无")).passes();
    }

    #[test]
    fn it_is_looked_at_when_it_goes_out() {
        trial(&RULE).adding(&spare_loan().set("/lending/condition", "无")).fails_at("/lending/condition");
    }

    #[test]
    fn it_is_looked_at_when_it_comes_back() {
        trial(&RULE).adding(&ended("returned", "无", "无")).fails_at("/giving_back/condition");
    }

    #[test]
    fn a_loss_is_dealt_with() {
        trial(&RULE).adding(&ended("lost", "无", "被盗，已报警，由借用人赔偿")).passes();
        trial(&RULE).adding(&ended("lost", "无", "无")).fails_at("/giving_back/damage");
    }
}
