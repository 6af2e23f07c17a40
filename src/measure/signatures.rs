//! Signatures under the service forms: both parties, by what method, what is missing, and how soon the client signed (M-5).
//!
//! A form counts once its work is done: its provider's section is there. A form that both have not signed is listed,
//! whatever its state, since a service without both signatures is not closed (M-5).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::client::Client;
use crate::record::id::{ClientId, StaffId};
use crate::record::instant::Instant;
use crate::record::parts::{Method, Signature, Signer};
use crate::record::path::Key;
use crate::record::section;
use crate::regulation::world::World;

use super::Rate;

/// Where a kind of service form holds what this counts.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The kind.
    pub kind: Kind,
    /// The section that our people sign.
    pub provider: &'static str,
    /// The section that the client signs.
    pub client: &'static str,
    /// When the work ended.
    pub ended: &'static str,
}

/// The service forms (M-5: maintenance, repair, upgrade, training and the like).
pub static FORMS: &[Form] = &[
    Form { kind: Kind::Ticket, provider: "work", client: "confirmation", ended: "/confirmation/work_end" },
    Form { kind: Kind::Install, provider: "service", client: "confirmation", ended: "/service/ended_at" },
    Form { kind: Kind::Maintenance, provider: "work", client: "confirmation", ended: "/work/ended_at" },
    Form { kind: Kind::Upgrade, provider: "execution", client: "confirmation", ended: "/execution/ended_at" },
    Form { kind: Kind::Training, provider: "session", client: "confirmation", ended: "/session/ended_at" },
    Form { kind: Kind::OnsiteCallback, provider: "visit", client: "confirmation", ended: "/visit/left_at" },
];

/// How many signatures were made in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Methods {
    /// With the signer's SSH key.
    pub ssh: u64,
    /// On paper, scanned.
    pub scan: u64,
    /// On a screen.
    pub drawn: u64,
}

impl Methods {
    fn count(&mut self, method: Method) {
        match method {
            Method::Ssh => self.ssh += 1,
            Method::PaperScan => self.scan += 1,
            Method::Drawn => self.drawn += 1,
        }
    }
}

/// A count over some of the forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Count {
    /// Forms whose work is done.
    pub forms: u64,
    /// Forms that our people have not signed.
    pub provider_missing: u64,
    /// Forms that the client has not signed.
    pub client_missing: u64,
    /// Forms that both have signed.
    pub both: u64,
    /// How our people signed, the first signature of each form.
    pub provider: Methods,
    /// How the client signed.
    pub client: Methods,
    /// Forms that the client signed on the day the work ended, of those whose times are known.
    pub same_day: Rate,
    /// Minutes from the end of the work to the client's signature, one for each form whose times are known.
    minutes: Vec<i64>,
}

impl Count {
    /// The middle of the minutes to the client's signature, the lower of two; nothing if none is known.
    pub fn median_minutes(&self) -> Option<i64> {
        let mut sorted = self.minutes.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len().checked_sub(1)? / 2).copied()
    }

    /// The longest of them.
    pub fn longest_minutes(&self) -> Option<i64> {
        self.minutes.iter().max().copied()
    }

    /// How many forms were signed by both, out of all.
    pub const fn rate(&self) -> Rate {
        Rate { done: self.both, due: self.forms }
    }
}

/// A form that somebody has not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned {
    /// Which.
    pub key: Key,
    /// Whether our people have not.
    pub provider: bool,
    /// Whether the client has not.
    pub client: bool,
    /// When the work ended, as far as the form says.
    pub ended: Option<Instant>,
}

/// A form that the client signed without an agreement on electronic signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unagreed {
    /// Which.
    pub key: Key,
    /// The client.
    pub client: ClientId,
    /// How it was signed: a scan is as it must be, anything else is not.
    pub method: Method,
    /// When.
    pub at: Instant,
}

/// The figures.
#[derive(Debug, Clone, Default)]
pub struct Signatures {
    /// All forms.
    pub total: Count,
    /// By kind, in the order of [`FORMS`].
    pub by_kind: BTreeMap<Kind, Count>,
    /// By the month in which the work ended, `2026-03`; forms that do not say stand under nothing.
    pub by_month: BTreeMap<Option<String>, Count>,
    /// By the one of us who signed first; forms that nobody signed stand under nothing.
    pub by_person: BTreeMap<Option<StaffId>, Count>,
    /// Forms that somebody has not signed.
    pub missing: Vec<Unsigned>,
    /// Forms that the client signed without an agreement.
    pub unagreed: Vec<Unagreed>,
}

impl Signatures {
    /// Takes one form into account; a record that is none is passed over.
    pub fn take(&mut self, entry: &Entry, world: &World<'_>) {
        let Some(form) = FORMS.iter().find(|form| form.kind == entry.key.kind) else {
            return;
        };
        if section::section(&entry.value, form.provider).is_none() {
            return;
        }
        let ended = entry.value.pointer(form.ended).and_then(Value::as_str).and_then(Instant::parse);
        let provider = signatures(entry, form.provider).into_iter().find(|it| matches!(it.signer, Signer::Staff(_)));
        let client = signatures(entry, form.client).into_iter().find(|it| matches!(it.signer, Signer::Contact(_)));
        // What was signed or done later than the moment of the report has not happened yet.
        let seen = |it: &Signature| it.at <= world.clock.now();
        let (provider, client) = (provider.filter(seen), client.filter(seen));
        if ended.is_some_and(|ended| ended > world.clock.now()) {
            return;
        }
        let person = provider.as_ref().and_then(|it| match &it.signer {
            Signer::Staff(id) => Some(id.clone()),
            Signer::Contact(_) => None,
        });
        let month = ended.map(|ended| ended.day().format("%Y-%m").to_string());
        for count in [
            &mut self.total,
            self.by_kind.entry(form.kind).or_default(),
            self.by_month.entry(month).or_default(),
            self.by_person.entry(person).or_default(),
        ] {
            add(count, provider.as_ref(), client.as_ref(), ended);
        }
        if provider.is_none() || client.is_none() {
            let (provider, client) = (provider.is_none(), client.is_none());
            self.missing.push(Unsigned { key: entry.key.clone(), provider, client, ended });
        }
        if let Some(signature) = client {
            self.agreed(entry, &signature, world);
        }
    }

    fn agreed(&mut self, entry: &Entry, signature: &Signature, world: &World<'_>) {
        let Signer::Contact(contact) = &signature.signer else {
            return;
        };
        let id = contact.client();
        let client = world.records.get::<Client>(&id.key(Kind::Client));
        if !client.is_some_and(|client| client.signs_electronically_on(signature.at.day())) {
            let (key, method, at) = (entry.key.clone(), signature.method, signature.at);
            self.unagreed.push(Unagreed { key, client: id, method, at });
        }
    }
}

fn signatures(entry: &Entry, name: &str) -> Vec<Signature> {
    section::section(&entry.value, name).map(|section| section.signatures()).unwrap_or_default()
}

fn add(count: &mut Count, provider: Option<&Signature>, client: Option<&Signature>, ended: Option<Instant>) {
    count.forms += 1;
    count.provider_missing += u64::from(provider.is_none());
    count.client_missing += u64::from(client.is_none());
    count.both += u64::from(provider.is_some() && client.is_some());
    if let Some(signature) = provider {
        count.provider.count(signature.method);
    }
    if let Some(signature) = client {
        count.client.count(signature.method);
    }
    if let (Some(signature), Some(ended)) = (client, ended) {
        count.minutes.push(signature.at.seconds_since(ended).div_euclid(60));
        count.same_day.due += 1;
        count.same_day.done += u64::from(signature.at.day() == ended.day());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, Scene, client, install, onsite, ticket};

    fn counted(drafts: &[Draft], scene: &Scene) -> Signatures {
        let mut figures = Signatures::default();
        scene.world(|world| drafts.iter().for_each(|draft| figures.take(&draft.entry(), world)));
        figures
    }

    #[test]
    fn what_both_signed_counts_with_its_method_month_and_person() {
        let figures = counted(&[ticket(1), install(), onsite()], &Scene::company());
        assert_eq!(figures.total.rate(), Rate { done: 3, due: 3 });
        assert_eq!(figures.total.client, Methods { drawn: 3, ..Methods::default() });
        let months: Vec<_> = figures.by_month.keys().flatten().map(String::as_str).collect();
        assert_eq!(months, ["2025-01", "2025-03", "2025-04"]);
        assert_eq!(figures.by_person.len(), 1);
        assert_eq!((figures.total.median_minutes(), figures.total.longest_minutes()), (Some(10), Some(30)));
        assert!(figures.missing.is_empty() && figures.unagreed.is_empty());
    }

    #[test]
    fn an_open_or_void_ticket_is_no_service_yet() {
        assert_eq!(counted(&[ticket(2), ticket(3), ticket(4)], &Scene::company()).total, Count::default());
    }

    #[test]
    fn work_that_the_client_has_not_signed_is_listed() {
        let unsigned = ticket(1).set("/state", "open").drop("/confirmation").drop("/front_desk").drop("/office");
        let figures = counted(&[unsigned], &Scene::company());
        assert_eq!(figures.total.rate(), Rate { done: 0, due: 1 });
        assert!(figures.missing[0].client && !figures.missing[0].provider && figures.missing[0].ended.is_none());
        assert_eq!(figures.total.median_minutes(), None, "not known is not zero");
    }

    #[test]
    fn a_client_without_an_agreement_is_listed_with_what_was_signed() {
        let scene = Scene::company().with(&client().set("/e_signature_agreement", "无"));
        let scanned = ticket(1).set("/confirmation/signatures/0/method", "paper_scan");
        let figures = counted(&[scanned], &scene);
        assert_eq!(figures.total.client, Methods { scan: 1, ..Methods::default() });
        assert_eq!(figures.unagreed.len(), 1);
        assert_eq!(figures.unagreed[0].method, Method::PaperScan);
    }

    #[test]
    fn what_was_signed_after_the_moment_has_not_happened_yet() {
        let figures = counted(&[ticket(1)], &Scene::company().now("2025-03-04T11:44:59+08:00"));
        assert_eq!((figures.total.forms, figures.total.client_missing), (1, 1));
        let figures = counted(&[ticket(1)], &Scene::company().now("2025-03-04T11:45:00+08:00"));
        assert_eq!((figures.total.forms, figures.total.client_missing), (1, 0));
    }
}
