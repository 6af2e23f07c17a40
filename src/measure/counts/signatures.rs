//! Signatures of the service forms by the month in which the work ended; a form that does not say so is of no month.

use super::{Adds, Measure, Source, amount, measure};
use crate::ledger::Entry;
use crate::measure::Family;
use crate::measure::signatures::Signatures;
use crate::record::Kind;
use crate::regulation::world::World;

static FORMS: Measure = measure("forms", "表单", "forms");
static BOTH: Measure = measure("both", "双方已签", "signed by both");
static NO_PROVIDER: Measure = measure("provider_missing", "我方未签", "not signed by us");
static NO_CLIENT: Measure = measure("client_missing", "甲方未签", "not signed by the client");
static SAME_DAY: Measure = measure("same_day", "甲方当日签", "signed by the client the same day");

pub(super) static SOURCE: Source = Source { family: Family::Signatures, kinds: KINDS, adds };

/// The kinds of [`crate::measure::signatures::FORMS`].
const KINDS: &[Kind] =
    &[Kind::Ticket, Kind::Install, Kind::Maintenance, Kind::Upgrade, Kind::Training, Kind::OnsiteCallback];

fn adds(entry: &Entry, world: &World<'_>) -> Option<Adds> {
    let mut signatures = Signatures::default();
    signatures.take(entry, world);
    let (month, one) = signatures.by_month.into_iter().next()?;
    let amounts = vec![
        (&FORMS, amount(one.forms)),
        (&BOTH, amount(one.both)),
        (&NO_PROVIDER, amount(one.provider_missing)),
        (&NO_CLIENT, amount(one.client_missing)),
        (&SAME_DAY, amount(one.same_day.done)),
    ];
    Some(Adds { month: month?, amounts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_form_is_counted() {
        let forms: Vec<_> = crate::measure::signatures::FORMS.iter().map(|form| form.kind).collect();
        assert_eq!(forms, KINDS);
    }
}
