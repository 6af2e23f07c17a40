//! What every callback after an installation starts from: the confirmed form, its day, its site.

use super::{Fulfilment, Obligation, ObligationRule, fulfilled};
use crate::calendar::Sum;
use crate::ledger::{Entry, Form};
use crate::record::Kind;
use crate::record::id::{CallbackId, InstallId, Stage};
use crate::record::install::{Install, InstallState, Purpose};
use crate::record::instant::{Date, Instant};
use crate::record::path::Key;
use crate::record::site::Site;
use crate::regulation::policy::named;
use crate::regulation::world::World;

crate::texts! {
    /// What a base date is the date of.
    pub(super) INSTALLED: "安装日期（用户确认）", "installation (confirmed by the user)";
}

/// A confirmed installation.
pub(super) struct Installed<'a> {
    pub(super) install: &'a Install,
    /// When the user confirmed it.
    pub(super) at: Instant,
    /// The installation date.
    pub(super) day: Date,
    pub(super) site: Option<Form<Site>>,
    anchor: &'a Key,
}

impl<'a> Installed<'a> {
    /// The installation of a form, if it anchors callbacks: confirmed, of a new system, and not superseded by a later form.
    pub(super) fn of(entry: &'a Entry, world: &World<'_>) -> Option<Self> {
        let install = entry.form::<Install>()?;
        if install.state != InstallState::Confirmed || install.purpose != Purpose::Install || superseded(install, world)
        {
            return None;
        }
        let at = install.confirmation.as_ref()?.at;
        let site = world.records.get::<Site>(&install.site.key(Kind::Site));
        Some(Self { install, at, day: at.day(), site, anchor: &entry.key })
    }

    /// Starts the sum of a due day.
    pub(super) fn sum<'w>(&self, world: &'w World<'_>) -> Sum<'w> {
        Sum::from_day(&world.calendar, &INSTALLED, self.day)
    }

    /// The phone callback a number of months after the installation; may be made some days early (policy).
    pub(super) fn phone(&self, rule: &'static ObligationRule, world: &World<'_>, months: u16) -> Obligation {
        let sum = self.sum(world).months(months);
        let day = sum.day();
        let early = world.policies.number(&named::phone_early_days, day);
        let opens = Instant::start_of(day).plus_hours(early.saturating_mul(-24));
        let (window, steps) = sum.rolled(world.policies.switch(&named::roll_weekends, day)).window(opens, 0);
        self.obligation(rule, rule.clauses, Kind::PhoneCallback, Stage::Month(months), window, steps, world)
    }

    /// An obligation of this installation.
    #[expect(clippy::too_many_arguments, reason = "a row of plain values, each named by its type")]
    pub(super) fn obligation(
        &self,
        rule: &'static ObligationRule,
        clauses: &[&'static str],
        kind: Kind,
        stage: Stage,
        window: crate::calendar::Window,
        steps: Vec<crate::text::Message>,
        world: &World<'_>,
    ) -> Obligation {
        let key = self.key(kind, stage, world);
        let fulfilment: Fulfilment = match kind {
            Kind::PhoneCallback => fulfilled::by_phone(&key, world),
            _ => fulfilled::on_site(&key, world),
        };
        Obligation {
            rule,
            clauses: clauses.to_vec(),
            key,
            anchor: self.anchor.clone(),
            client: Some(self.install.client.clone()),
            site: Some(self.install.site.clone()),
            responsible: self.site.as_ref().map(|site| site.callback_by.clone()),
            arose_at: self.at,
            window,
            steps,
            fulfilment,
        }
    }
}

impl Installed<'_> {
    /// Where the callback of a stage stands: under this form, or under a form it corrects if it was made before.
    fn key(&self, kind: Kind, stage: Stage, world: &World<'_>) -> Key {
        let own = CallbackId::of_install(&self.install.id, stage).key(kind);
        let mut corrected = self.install.supersedes.clone();
        // A form corrects one with a lower number, so the chain is short; the bound holds even where the rule was broken.
        for _ in 0..100 {
            let Some(id) = corrected.filter(|_| !world.records.exists(&own)) else {
                return own;
            };
            let key = CallbackId::of_install(&id, stage).key(kind);
            if world.records.exists(&key) {
                return key;
            }
            corrected = world.records.get::<Install>(&id.key(Kind::Install)).and_then(|form| form.supersedes.clone());
        }
        own
    }
}

/// Whether a later confirmed form of the same site corrects this one; then that one anchors the callbacks.
fn superseded(install: &Install, world: &World<'_>) -> bool {
    let id = install.id.as_str();
    let Some((site, number)) = id.rsplit_once('-').and_then(|(site, n)| Some((site, n.parse::<u8>().ok()?))) else {
        return false;
    };
    (number.saturating_add(1)..100)
        .map_while(|n| {
            let next = InstallId::parse(&format!("{site}-{n:02}")).ok()?;
            world.records.get::<Install>(&next.key(Kind::Install))
        })
        .any(|later| later.state == InstallState::Confirmed && later.supersedes.as_ref() == Some(&install.id))
}
