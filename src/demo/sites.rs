//! Sites and their clients join; what each of them is like.

use std::collections::BTreeSet;

use super::Fault;
use super::act;
use super::cast::Who;
use super::days;
use super::installs;
use super::paper::Paper;
use super::repairs;
use super::story::Story;
use super::trainings;
use super::upgrades;
use super::upkeep;
use super::words::{CLIENT_FRONTS, CLIENT_TRADES, DEVICES, FAR, GIVEN, NEAR, SITE_PARTS, SURNAMES, TITLES};
use crate::record::Kind;
use crate::record::client::Client;
use crate::record::contact::{Basis, Contact, State};
use crate::record::id::{ClientId, ContactId, InstallId, SiteId, TicketId, UpgradeId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{Asset, OrNone, Period};
use crate::record::site::{Area, Importance, Site};

/// A site as the story remembers it.
#[derive(Debug, Clone)]
pub struct Place {
    /// Id.
    pub id: SiteId,
    /// Client.
    pub client: ClientId,
    /// The client's person who signs here.
    pub contact: ContactId,
    /// Who calls back.
    pub caller: Who,
    /// Who keeps it: plans its quarters and maintains it.
    pub keeper: Who,
    /// The last ticket completed here.
    pub repaired: Option<TicketId>,
    /// Whether it lies near the office.
    pub near: bool,
    /// Last day of service, known to the story from the start, to the records once it is near.
    pub served_until: Option<Date>,
    /// From when it is important.
    pub important_from: Option<Date>,
    /// The device that breaks.
    pub asset: Asset,
    /// The version its software runs.
    pub firmware: &'static str,
    /// The upgrade done since the last maintenance, and when.
    pub upgraded: Option<(UpgradeId, Instant)>,
    /// Months of warranty from the installation on.
    pub warranty_months: u32,
    /// Installation forms so far.
    pub forms: u32,
    /// Contract number.
    pub contract: String,
    /// First day of service, once installed.
    pub installed_on: Date,
}

impl Place {
    /// Whether it is important on a day.
    pub fn important_on(&self, day: Date) -> bool {
        self.important_from.is_some_and(|from| from <= day)
    }

    /// Whether service runs on a day.
    pub fn served_on(&self, day: Date) -> bool {
        self.installed_on <= day && self.served_until.is_none_or(|until| day <= until)
    }

    /// Last day of the warranty on what is installed on a day.
    pub fn warranty_to(&self, installed_on: Date) -> Date {
        days::plus(days::plus_months(installed_on, self.warranty_months), -1)
    }

    /// Whether the warranty of the installation still runs on a day.
    pub fn in_warranty_on(&self, day: Date) -> bool {
        day <= self.warranty_to(self.installed_on)
    }

    /// The next installation form of the site.
    pub fn next_form(&mut self) -> Result<InstallId, Fault> {
        self.forms += 1;
        Ok(InstallId::parse(&format!("{}-{:02}", self.id, self.forms))?)
    }
}

/// Plans the joining of every site, spread over the whole story.
pub fn plan(story: &mut Story<'_>) {
    let first = days::plus(story.founded, 16);
    let span = (story.end.day() - first).num_days() - 3;
    let sites = i64::from(story.options.sites);
    for n in 0..story.options.sites {
        let spread = i64::from(n) * span / sites.max(1) + story.chance.between(0, (span / sites.max(1)).clamp(2, 12));
        let day = days::plus(first, spread.min(span));
        let day = if story.chance.once_in(9) { day } else { days::rolled(day).min(days::plus(story.end.day(), -1)) };
        let joins = days::at(days::plus(day, -story.chance.between(4, 10)), 9 * 60 + story.chance.between(0, 90));
        story.at(joins, move |story| join(story, n, day));
    }
}

fn join(story: &mut Story<'_>, n: u32, installed_on: Date) -> Result<(), Fault> {
    let clients = story.options.sites.div_ceil(3).max(1);
    let client_no = n % clients;
    let client = ClientId::parse(&format!("C{:05}", client_no + 1))?;
    if story.clients.insert(client_no) {
        client_joins(story, client_no, &client)?;
    }
    let today = story.now.day();
    let caller = story.cast.callers[story.chance.below(story.cast.callers.len())];
    let near = !story.chance.once_in(4);
    let served_until = story.chance.once_in(7).then(|| days::plus(installed_on, story.chance.between(100, 280)));
    let important_from = story.chance.once_in(4).then_some(today);
    let (device, model) = DEVICES[story.chance.below(DEVICES.len())];
    let place = Place {
        id: SiteId::parse(&format!("S{:05}", n + 1))?,
        contact: contact_of(&client, 1 + story.chance.below(2))?,
        client,
        caller,
        keeper: upkeep::keeper(story, n),
        repaired: None,
        near,
        served_until,
        important_from,
        asset: Asset {
            name: device.to_owned(),
            model: model.to_owned(),
            serial: format!("SN{:05}{:04}", n + 1, story.chance.below(10_000)),
        },
        firmware: upgrades::INSTALLED,
        upgraded: None,
        // Every third site had a used device put in, with a warranty of a month.
        warranty_months: if n % 3 == 2 { 1 } else { 36 },
        forms: 0,
        contract: format!("HT-{}-{:05}", installed_on.format("%Y"), n + 1),
        installed_on,
    };
    let part = story.chance.pick(SITE_PARTS);
    let district = story.chance.pick(if near { NEAR } else { FAR });
    let record = site_record(story, &place, part, district, None);
    let desk = story.cast.front_desk[n as usize % story.cast.front_desk.len()];
    let plain = Site { important: Vec::new(), ..record.clone() };
    story.enter(desk, &act::NEW, vec![Paper::new(place.id.key(Kind::Site), &plain)?])?;
    if record != plain {
        // Who is important is for the head of the department to say.
        let (head, paper) = (story.cast.supervisor, Paper::new(place.id.key(Kind::Site), &record)?);
        story.at(story.now.plus_minutes(10), move |story| story.enter(head, &act::IMPORTANT, vec![paper]));
    }
    if let Some(until) = served_until {
        let ending = site_record(story, &place, part, district, Some(until));
        let paper = Paper::new(place.id.key(Kind::Site), &ending)?;
        let office = story.cast.office;
        story.at(days::at(days::plus(until, -12), 16 * 60), move |story| {
            story.enter(office, &act::SERVICE_ENDS, vec![paper])
        });
    }
    story.places.insert(n, place);
    installs::plan(story, n, installed_on);
    if story.chance.once_in(9) {
        let later = days::rolled(days::plus(installed_on, story.chance.between(60, 200)));
        if later < days::plus(story.end.day(), -1) {
            installs::plan(story, n, later);
        }
    }
    repairs::plan(story, n, installed_on);
    upgrades::plan(story, n, installed_on);
    upkeep::plan(story, n, installed_on);
    Ok(())
}

fn site_record(story: &Story<'_>, place: &Place, part: &str, district: &str, until: Option<Date>) -> Site {
    let important = place.important_from.map(|from| Importance {
        from,
        to: None,
        set_by: story.person(story.cast.supervisor).id.clone(),
        reason: "重点保障单位".to_owned(),
    });
    Site {
        schema: "site/1".to_owned(),
        id: place.id.clone(),
        client: place.client.clone(),
        name: part.to_owned(),
        district: district.to_owned(),
        area: if place.near { Area::Near } else { Area::Far },
        service: vec![Period { from: place.installed_on, to: until }],
        important: important.into_iter().collect(),
        callback_by: story.person(place.caller).id.clone(),
        maintained_by: Some(story.person(place.keeper).id.clone()),
    }
}

fn client_joins(story: &mut Story<'_>, n: u32, id: &ClientId) -> Result<(), Fault> {
    let place = n as usize;
    let front = CLIENT_FRONTS[place % CLIENT_FRONTS.len()];
    let trade = CLIENT_TRADES[place / CLIENT_FRONTS.len() % CLIENT_TRADES.len()];
    let round = place / (CLIENT_FRONTS.len() * CLIENT_TRADES.len());
    let name = if round == 0 { format!("{front}{trade}") } else { format!("{front}{trade}{}分部", round + 1) };
    let today = story.now.day();
    let client = Client {
        schema: "client/1".to_owned(),
        id: id.clone(),
        name,
        since: today,
        e_signature_agreement: OrNone::Of("服务合同附件三：双方认可手写屏签名".to_owned()),
        e_signature_period: None,
    };
    let mut papers = vec![Paper::new(id.key(Kind::Client), &client)?];
    for nth in 1..=2 {
        let contact = contact_of(id, nth)?;
        let surname = SURNAMES[story.chance.below(SURNAMES.len())].0;
        let given = GIVEN[story.chance.below(GIVEN.len())].0;
        let person = Contact {
            schema: "contact/2".to_owned(),
            state: Some(State::Plain),
            sealed: None,
            erasure: None,
            id: contact.clone(),
            client: id.clone(),
            name: format!("{surname}{given}"),
            title: story.chance.pick(TITLES).to_owned(),
            phone: format!("010-5550{:04}", (place * 2 + nth) % 10_000),
            basis: Basis::Contract,
            informed_on: today,
        };
        papers.push(Paper::new(contact.key(Kind::Contact), &person)?);
    }
    let desk = story.cast.front_desk[place % story.cast.front_desk.len()];
    story.enter(desk, &act::NEW, papers)?;
    trainings::plan(story, n, id);
    Ok(())
}

fn contact_of(client: &ClientId, nth: usize) -> Result<ContactId, Fault> {
    Ok(ContactId::parse(&format!("{client}-{nth:02}"))?)
}

/// The clients that have joined, by number.
pub type Joined = BTreeSet<u32>;
