//! Which installation's warranty a part falls under.
//!
//! Whether a part is within warranty is computed from the installation forms of the site, never typed (C-7.2.2).
//! The forms of a site are found by their numbers `-01`, `-02`, … until one is absent: no folder is listed.

use crate::ledger::{Form, Records};
use crate::record::Kind;
use crate::record::id::{InstallId, SiteId};
use crate::record::install::{Install, InstallState, Purpose};
use crate::record::instant::Date;
use crate::record::parts::NONE;

/// The forms of a site in the order of their numbers.
pub(in crate::regulation::constraint) fn forms_of(site: &SiteId, records: &Records<'_>) -> Vec<Form<Install>> {
    (1..=99)
        .filter_map(|n| InstallId::parse(&format!("{site}-{n:02}")).ok())
        .map(|id| id.key(Kind::Install))
        .take_while(|key| records.exists(key))
        .filter_map(|key| records.get(&key))
        .collect()
}

/// The installation under whose warranty work at a site falls on a day.
///
/// The installation that lists one of the devices decides; if none does, work is within warranty only when every
/// installation at the site is. What was installed later says nothing of the day: a form added afterwards must not make
/// wrong what was right.
pub(super) fn covering(site: &SiteId, serials: &[&str], day: Date, records: &Records<'_>) -> Option<Form<Install>> {
    let forms = forms_of(site, records);
    let corrected: Vec<_> = forms.iter().filter_map(|form| form.supersedes.clone()).collect();
    let systems = || {
        forms.iter().filter(|form| {
            form.purpose == Purpose::Install
                && form.state == InstallState::Confirmed
                && !corrected.contains(&form.id)
                && form.confirmation.as_ref().is_none_or(|confirmation| confirmation.at.day() <= day)
        })
    };
    let lists = |form: &&Form<Install>| {
        let mut assets = form.service.iter().flat_map(|service| &service.assets);
        assets.any(|asset| asset.serial != NONE && serials.contains(&asset.serial.as_str()))
    };
    let mut deciding: Vec<_> = systems().filter(lists).collect();
    if deciding.is_empty() {
        deciding = systems().collect();
    }
    let all = deciding.iter().all(|form| in_warranty(form, day));
    deciding.first().filter(|_| all).and_then(|form| records.get(&form.entry().key))
}

/// Whether a day lies within the form's warranty; its last day does.
pub(super) fn in_warranty(form: &Install, day: Date) -> bool {
    form.service.as_ref().is_some_and(|service| (service.warranty.from..=service.warranty.to).contains(&day))
}
