//! A spare that was lent is to come back, or be converted, by the agreed day (M-3).

use super::{Fulfilment, Obligation, ObligationRule};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::site::Site;
use crate::record::spare_loan::SpareLoan;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "spare_return",
    clauses: &["M-3"],
    anchors: &[Kind::SpareLoan],
    title: Text { zh: "备品备件应归还", en: "spare loan to be given back" },
    explanation: Explanation {
        checks: Text {
            zh: "借出的备品备件在预计归还日 24 时前归还，或转为销售、保修更换，或登记遗失。约定之日不顺延。",
            en: "A lent spare is given back, converted into a sale or warranty replacement, or recorded as lost, by 24:00 of the agreed day, which is not rolled.",
        },
        why: Text {
            zh: "M-3：遇特殊情况时提供备品备件；借用单写明预计归还日，备件收回后才能再用于抢修。",
            en: "M-3: spares are provided in special circumstances. The loan names the day it comes back; only then can the spare serve the next repair.",
        },
        fails: Text {
            zh: "预计 2025-03-14 归还，过后借用单仍为借出。",
            en: "Due on 2025-03-14, and the loan is still open after that day.",
        },
        fix: Text {
            zh: "收回备件并由库管验收签字，或登记转换。",
            en: "Take the spare back and have the storekeeper sign for it, or record the conversion.",
        },
    },
    arise,
};

crate::texts! {
    AGREED: "预计归还", "agreed return";
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let Some(loan) = entry.form::<SpareLoan>() else {
        return Vec::new();
    };
    let lent_at = loan.lending.lent_at;
    let (window, steps) = Sum::from_day(&world.calendar, &AGREED, loan.lending.due_on).window(lent_at, 0);
    let site = world.records.get::<Site>(&loan.site.key(Kind::Site));
    vec![Obligation {
        rule: &RULE,
        clauses: RULE.clauses.to_vec(),
        key: entry.key.clone(),
        anchor: entry.key.clone(),
        client: site.map(|site| site.client.clone()),
        site: Some(loan.site.clone()),
        responsible: Some(loan.holder().clone()),
        arose_at: lent_at,
        window,
        steps,
        fulfilment: loan.giving_back.as_ref().map_or(Fulfilment::Open, |back| Fulfilment::Done { at: back.at }),
    }]
}
