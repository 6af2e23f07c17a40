//! Figures of spares and parts (M-3, C-7.2.2): units lent and what became of them, parts put in for others, free and charged.
//!
//! Whether a part had to be free is computed from the installation forms of the site, not read from the form that
//! charged for it. Parts of a visit that stand on an installation form of their own are counted there, once.

use std::collections::BTreeMap;

use super::Rate;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::{SiteId, SlipId, StaffId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::NONE;
use crate::record::path::Key;
use crate::record::spare_loan::{ConversionKind, LoanState, SpareLoan};
use crate::regulation::constraint::{PutIn, put_in};
use crate::regulation::obligation::{Standing, arising};
use crate::regulation::world::World;

/// The kinds that lend spares or put parts in.
pub const KINDS: &[Kind] = &[Kind::SpareLoan, Kind::Ticket, Kind::Install, Kind::OnsiteCallback];

/// Which loans and parts count, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The moment of the report.
    pub as_of: Instant,
    /// First day, inclusive: of lending, or of the work that put the part in.
    pub since: Option<Date>,
    /// Last day, inclusive.
    pub until: Option<Date>,
}

impl Scope {
    fn covers(&self, day: Date) -> bool {
        day <= self.as_of.day()
            && self.since.is_none_or(|since| since <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}

/// Loans; each is in exactly one of the first six.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loans {
    /// Still out and not yet due.
    pub out: u64,
    /// Still out after the agreed day.
    pub overdue: u64,
    /// Come back by the agreed day.
    pub returned: u64,
    /// Come back later.
    pub returned_late: u64,
    /// Sold, or turned into a warranty replacement.
    pub converted: u64,
    /// Lost.
    pub lost: u64,
    /// Of those that came back, damaged.
    pub damaged: u64,
    /// Cents that conversions were charged.
    pub sold_cents: i64,
}

/// Parts that were put in, by number of pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts {
    /// Pieces within warranty.
    pub in_warranty: u64,
    /// Pieces out of warranty.
    pub out_of_warranty: u64,
    /// Pieces that cost nothing.
    pub free: u64,
    /// Pieces that were charged.
    pub charged: u64,
    /// Pieces whose test failed.
    pub failed: u64,
    /// What was charged, in cents.
    pub charge_cents: i64,
}

/// A loan that is to be looked after: out after its day, lost, damaged, or converted.
#[derive(Debug, Clone)]
pub struct Loan {
    /// Its number.
    pub id: SlipId,
    /// What it was lent for.
    pub site: SiteId,
    /// Who has it.
    pub borrower: StaffId,
    /// What was lent: model and serial number of each.
    pub items: Vec<String>,
    /// When it is to come back.
    pub due_on: Date,
    /// What became of it: `overdue`, `returned_late`, `damaged`, `converted_sale`, `converted_warranty`, `lost`.
    pub what: &'static str,
    /// When that was written down; nothing while it is out.
    pub at: Option<Instant>,
    /// Whole days over the agreed day.
    pub days: i64,
}

/// A part that was put in, for the list.
#[derive(Debug, Clone)]
pub struct Part {
    /// The form it stands on.
    pub form: Key,
    /// On which day.
    pub day: Date,
    /// Where.
    pub site: SiteId,
    /// Name and model.
    pub part: String,
    /// Model.
    pub model: String,
    /// Serial number taken out.
    pub serial_old: String,
    /// Serial number put in.
    pub serial_new: String,
    /// Pieces.
    pub quantity: u32,
    /// The installation form whose warranty covers it.
    pub warranty: Option<String>,
    /// Cents charged.
    pub charge_cents: i64,
}

/// The figures.
#[derive(Debug)]
pub struct Figures {
    /// What was counted.
    pub scope: Scope,
    /// All loans.
    pub loans: Loans,
    /// Loans by model of what was lent: a loan of two models counts under both.
    pub loans_by_model: BTreeMap<String, Loans>,
    /// Loans by site.
    pub loans_by_site: BTreeMap<SiteId, Loans>,
    /// Loans by month of lending.
    pub loans_by_month: BTreeMap<String, Loans>,
    /// All parts.
    pub parts: Parts,
    /// Parts by name and model.
    pub parts_by_model: BTreeMap<(String, String), Parts>,
    /// Parts by site.
    pub parts_by_site: BTreeMap<SiteId, Parts>,
    /// Parts by month of the work.
    pub parts_by_month: BTreeMap<String, Parts>,
    /// Loans to be looked after, by number.
    pub watched: Vec<Loan>,
    /// Every part that was put in, by day, then form.
    pub listed: Vec<Part>,
}

impl Figures {
    /// Nothing counted yet.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            loans: Loans::default(),
            loans_by_model: BTreeMap::new(),
            loans_by_site: BTreeMap::new(),
            loans_by_month: BTreeMap::new(),
            parts: Parts::default(),
            parts_by_model: BTreeMap::new(),
            parts_by_site: BTreeMap::new(),
            parts_by_month: BTreeMap::new(),
            watched: Vec::new(),
            listed: Vec::new(),
        }
    }

    /// Takes a record of one of [`KINDS`].
    pub fn take(&mut self, entry: &Entry, world: &World<'_>) {
        if let Some(loan) = entry.form::<SpareLoan>() {
            self.take_loan(entry, loan, world);
        } else if let Some(put_in) = put_in(entry, world.records).filter(|put_in| self.scope.covers(put_in.day)) {
            self.take_parts(&entry.key, &put_in);
        }
    }

    /// Puts the lists in order, once everything has been taken.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.watched.sort_by(|a, b| (&a.id, a.what).cmp(&(&b.id, b.what)));
        self.listed.sort_by(|a, b| (a.day, &a.form).cmp(&(b.day, &b.form)));
        self
    }

    fn take_loan(&mut self, entry: &Entry, loan: &SpareLoan, world: &World<'_>) {
        let lent_on = loan.lending.lent_at.day();
        if loan.lending.lent_at > self.scope.as_of || !self.scope.covers(lent_on) {
            return;
        }
        let (one, states) = self.became(entry, loan, world);
        let month = lent_on.format("%Y-%m").to_string();
        let mut models: Vec<_> = loan.lending.items.iter().map(|item| item.model.clone()).collect();
        models.sort();
        models.dedup();
        self.loans.add(one);
        self.loans_by_site.entry(loan.site.clone()).or_default().add(one);
        self.loans_by_month.entry(month).or_default().add(one);
        for model in models {
            self.loans_by_model.entry(model).or_default().add(one);
        }
        let back = loan.giving_back.as_ref().map(|back| back.at).filter(|at| *at <= self.scope.as_of);
        let last = back.unwrap_or(self.scope.as_of).day();
        for what in states {
            self.watched.push(Loan {
                id: loan.id.clone(),
                site: loan.site.clone(),
                borrower: loan.lending.borrower.clone(),
                items: loan.lending.items.iter().map(|item| format!("{}:{}", item.model, item.serial)).collect(),
                due_on: loan.lending.due_on,
                what,
                at: back,
                days: (last - loan.lending.due_on).num_days().max(0),
            });
        }
    }

    /// What became of a loan by the moment of the report, and what of it is to be looked after.
    fn became(&self, entry: &Entry, loan: &SpareLoan, world: &World<'_>) -> (Loans, Vec<&'static str>) {
        let as_of = self.scope.as_of;
        let mut one = Loans::default();
        let mut watched = Vec::new();
        let standing = arising(entry, world).first().map(|obligation| obligation.standing(as_of));
        let Some(back) = loan.giving_back.as_ref().filter(|back| back.at <= as_of) else {
            if standing == Some(Standing::Missing) {
                one.overdue = 1;
                watched.push("overdue");
            } else {
                one.out = 1;
            }
            return (one, watched);
        };
        match loan.state {
            LoanState::Converted => {
                one.converted = 1;
                let conversion = back.conversion.as_ref();
                one.sold_cents = conversion.map_or(0, |conversion| conversion.charge_cents);
                let free = conversion.is_some_and(|conversion| conversion.kind == ConversionKind::WarrantyReplacement);
                watched.push(if free { "converted_warranty" } else { "converted_sale" });
            }
            LoanState::Lost => {
                one.lost = 1;
                watched.push("lost");
            }
            LoanState::Lent | LoanState::Returned => {
                if standing == Some(Standing::Late) {
                    one.returned_late = 1;
                    watched.push("returned_late");
                } else {
                    one.returned = 1;
                }
                if back.damage != NONE {
                    one.damaged = 1;
                    watched.push("damaged");
                }
            }
        }
        (one, watched)
    }

    fn take_parts(&mut self, form: &Key, put_in: &PutIn<'_>) {
        for part in put_in.parts {
            let pieces = u64::from(part.quantity);
            let covered = put_in.warranty.is_some();
            let free = part.charge_cents == 0;
            let one = Parts {
                in_warranty: if covered { pieces } else { 0 },
                out_of_warranty: if covered { 0 } else { pieces },
                free: if free { pieces } else { 0 },
                charged: if free { 0 } else { pieces },
                failed: if part.test.ok { 0 } else { pieces },
                charge_cents: part.charge_cents,
            };
            self.parts.add(one);
            self.parts_by_model.entry((part.part.clone(), part.model.clone())).or_default().add(one);
            self.parts_by_site.entry(put_in.site.clone()).or_default().add(one);
            self.parts_by_month.entry(put_in.day.format("%Y-%m").to_string()).or_default().add(one);
            self.listed.push(Part {
                form: form.clone(),
                day: put_in.day,
                site: put_in.site.clone(),
                part: part.part.clone(),
                model: part.model.clone(),
                serial_old: part.serial_old.clone(),
                serial_new: part.serial_new.clone(),
                quantity: part.quantity,
                warranty: put_in.warranty.as_ref().map(ToString::to_string),
                charge_cents: part.charge_cents,
            });
        }
    }
}

impl Loans {
    fn add(&mut self, other: Self) {
        self.out += other.out;
        self.overdue += other.overdue;
        self.returned += other.returned;
        self.returned_late += other.returned_late;
        self.converted += other.converted;
        self.lost += other.lost;
        self.damaged += other.damaged;
        self.sold_cents = self.sold_cents.saturating_add(other.sold_cents);
    }

    /// How many loans.
    pub const fn all(&self) -> u64 {
        self.out + self.overdue + self.returned + self.returned_late + self.converted + self.lost
    }
}

impl Parts {
    fn add(&mut self, other: Self) {
        self.in_warranty += other.in_warranty;
        self.out_of_warranty += other.out_of_warranty;
        self.free += other.free;
        self.charged += other.charged;
        self.failed += other.failed;
        self.charge_cents = self.charge_cents.saturating_add(other.charge_cents);
    }

    /// How many pieces.
    pub const fn all(&self) -> u64 {
        self.in_warranty + self.out_of_warranty
    }

    /// Pieces within warranty, out of all.
    pub const fn warranty_share(&self) -> Rate {
        Rate { done: self.in_warranty, due: self.all() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{
        Draft, Scene, at, install, onsite, replacement, rest_ticket, signed, spare_loan, ticket,
    };
    use serde_json::json;

    fn counted(scene: &Scene, as_of: &str, since: Option<&str>) -> Figures {
        let since = since.map(|text| crate::record::instant::date::parse(text).unwrap());
        let mut figures = Figures::new(Scope { as_of: at(as_of), since, until: None });
        scene.world(|world| {
            for path in scene.files().keys() {
                if let Some(crate::record::path::Place::Record(key)) = crate::record::path::place(path)
                    && KINDS.contains(&key.kind)
                {
                    figures.take(&world.records.entry(&key).unwrap(), world);
                }
            }
        });
        figures.finish()
    }

    /// The company with one repair that put a part in.
    fn company() -> Scene {
        Scene::company().without(&rest_ticket().key.path())
    }

    fn ended(state: &str, at: &str, damage: &str) -> Draft {
        spare_loan().set("/state", state).set(
            "/giving_back",
            json!({
                "at": at, "condition": "完好", "damage": damage, "converted": "无", "received_by": "wu-gang",
                "signatures": [signed("storekeeper", "wu-gang", at)],
            }),
        )
    }

    #[test]
    fn a_loan_is_out_until_the_agreed_day_is_over() {
        let loans = |as_of| counted(&company(), as_of, None).loans;
        assert_eq!(loans("2025-03-07T12:59:59+08:00").all(), 0);
        assert_eq!(loans("2025-03-15T00:00:00+08:00"), Loans { out: 1, ..Loans::default() });
        assert_eq!(loans("2025-03-15T00:00:01+08:00"), Loans { overdue: 1, ..Loans::default() });
        let watched = counted(&company(), "2025-03-20T12:00:00+08:00", None).watched;
        assert_eq!((watched[0].what, watched[0].days, watched[0].at), ("overdue", 6, None));
    }

    #[test]
    fn every_end_of_a_loan_has_its_place() {
        let loans = |draft: &Draft| counted(&company().with(draft), "2025-06-30T00:00:00+08:00", None).loans;
        let none = Loans::default();
        let in_time = ended("returned", "2025-03-14T16:00:00+08:00", "无");
        assert_eq!(loans(&in_time), Loans { returned: 1, ..none });
        let late = ended("returned", "2025-03-15T00:00:01+08:00", "外壳开裂，已修复");
        assert_eq!(loans(&late), Loans { returned_late: 1, damaged: 1, ..none });
        assert_eq!(loans(&ended("lost", "2025-03-14T16:00:00+08:00", "被盗")), Loans { lost: 1, ..none });
        let sold = ended("converted", "2025-03-14T16:00:00+08:00", "无")
            .set("/giving_back/conversion", json!({"kind": "sale", "charge_cents": 120_000}));
        assert_eq!(loans(&sold), Loans { converted: 1, sold_cents: 120_000, ..none });
    }

    #[test]
    fn parts_are_counted_by_what_the_dates_say() {
        // Ticket 1 puts one disk in, on 4 March 2025, free, under the warranty of S00001-01.
        let parts = |scene: &Scene| counted(scene, "2025-06-30T00:00:00+08:00", None);
        let all = parts(&company());
        assert_eq!(all.parts, Parts { in_warranty: 1, free: 1, ..Parts::default() });
        assert_eq!(all.listed[0].warranty.as_deref(), Some("S00001-01"));
        assert_eq!((all.listed[0].serial_old.as_str(), all.listed[0].serial_new.as_str()), ("W1", "W2"));
        let charged = ticket(1).set("/work/parts/0/charge_cents", 60_000).set("/work/parts/0/quantity", 2);
        let over = company().with(&install().set("/service/warranty/to", "2025-03-03")).with(&charged);
        let wanted = Parts { out_of_warranty: 2, charged: 2, charge_cents: 60_000, ..Parts::default() };
        assert_eq!(parts(&over).parts, wanted);
        assert_eq!(parts(&over).parts.warranty_share(), Rate { done: 0, due: 2 });
    }

    #[test]
    fn a_part_on_a_visit_and_on_its_form_is_one_part() {
        let part = json!([replacement("风扇", 0)]);
        let form = install()
            .filed_as("S00001-02")
            .set("/id", "S00001-02")
            .set("/purpose", "replace_parts")
            .set("/service/replacements", part.clone());
        let visit = onsite().set("/visit/replacements", part);
        let count = |visit: &Draft| {
            let scene = company().with(&form).with(visit);
            counted(&scene, "2025-06-30T00:00:00+08:00", None).parts_by_model[&("风扇".to_owned(), "通用".to_owned())]
        };
        assert_eq!(count(&visit.clone().set("/visit/install_form", "S00001-02")).all(), 1);
        assert_eq!(count(&visit).all(), 2);
    }

    #[test]
    fn bounds_are_those_of_lending_and_of_the_work() {
        let from = |since| counted(&company(), "2025-06-30T00:00:00+08:00", Some(since));
        assert_eq!((from("2025-03-04").parts.all(), from("2025-03-05").parts.all()), (1, 0));
        assert_eq!((from("2025-03-07").loans.all(), from("2025-03-08").loans.all()), (1, 0));
    }
}
