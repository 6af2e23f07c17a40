//! A training that the client asked for is to be given within some days (M-4).

use super::{Fulfilment, Obligation, ObligationRule};
use crate::calendar::{Sum, Window};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::training::{Training, TrainingState};
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::{Message, Text};

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "training_after_request",
    clauses: &["M-4"],
    anchors: &[Kind::Training],
    title: Text { zh: "按甲方要求培训", en: "training as the client requested" },
    explanation: Explanation {
        checks: Text {
            zh: "甲方提出培训要求后 training_days 天之末前举办培训，遇休息日顺延 (D7)。甲方撤回的不再到期。",
            en: "A training is held by the end of training_days days after the client's request, rolled past rest days (D7). Nothing is due any more once the client withdrew.",
        },
        why: Text {
            zh: "M-4：“根据甲方要求安排培训，并提供书面培训资料”。条文未定期限，取公司制度值（默认 30 天）。",
            en: "M-4: arrange training as the client requires, and provide written material. The text gives no time: a policy value, 30 days by default.",
        },
        fails: Text {
            zh: "2025-05-06 要求，至 2025-06-05 24 时记录仍为已要求。",
            en: "Requested on 2025-05-06, and still `requested` at 24:00 of 2025-06-05.",
        },
        fix: Text {
            zh: "安排培训并登记；甲方不再需要的，登记撤回并由甲方签字。",
            en: "Hold the training and record it; where the client no longer wants it, record the withdrawal and have the client sign.",
        },
    },
    arise,
};

crate::texts! {
    REQUESTED: "甲方要求", "requested by the client";
}

/// By when a request is to be answered, and how that came about.
pub fn window(training: &Training, world: &World<'_>) -> (Window, Vec<Message>) {
    let at = training.request.at;
    let days = world.policies.number(&named::training_days, at.day());
    let sum = Sum::from_instant(&world.calendar, &REQUESTED, at).days(u32::try_from(days).unwrap_or_default());
    let roll = world.policies.switch(&named::roll_weekends, sum.day());
    sum.rolled(roll).window(at, 0)
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    of(entry, world).into_iter().collect()
}

fn of(entry: &Entry, world: &World<'_>) -> Option<Obligation> {
    let training = entry.form::<Training>().filter(|training| training.state != TrainingState::Withdrawn)?;
    let (window, steps) = window(training, world);
    Some(Obligation {
        rule: &RULE,
        clauses: RULE.clauses.to_vec(),
        key: entry.key.clone(),
        anchor: entry.key.clone(),
        client: Some(training.client.clone()),
        site: None,
        responsible: Some(training.request.assigned_to.clone()),
        arose_at: training.request.at,
        window,
        steps,
        fulfilment: training.answered().map_or(Fulfilment::Open, |(at, _)| Fulfilment::Done { at }),
    })
}
