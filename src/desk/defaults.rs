//! What other records already tell about a new one, so that nobody types it again: a site names its client, a fault
//! report its symptom, a callback's key its stage. Given members always win.

use serde_json::{Map, Value, json};

use super::{Desk, quarterly};
use crate::record::Kind;
use crate::record::fault_report::FaultReport;
use crate::record::id::{
    Anchor, CallbackId, FaultReportId, IncidentEntryId, InstallId, SiteId, SlipId, TicketId, UpgradeId,
};
use crate::record::install::Install;
use crate::record::parts::NONE;
use crate::record::path::Key;
use crate::record::site::Site;
use crate::record::ticket::Ticket;

/// Members of a new record that can be told from its key, its given members, who acts and when.
pub fn of(desk: &Desk<'_>, key: &Key, members: &Value) -> Value {
    match key.kind {
        Kind::Ticket => json!({ "report": report(desk, members.get("report").unwrap_or(&Value::Null)) }),
        Kind::FaultReport => fault_report(desk, members),
        Kind::Delay | Kind::SpareLoan => slip(desk, key),
        Kind::Contact => member("client", key.id.get(..6)),
        Kind::Install => install(desk, key),
        Kind::Upgrade => upgrade(desk, key, members),
        Kind::Plan => quarterly::plan(desk, key, members),
        Kind::Maintenance => quarterly::maintenance(desk, key),
        Kind::Training => json!({
            "client": key.id.get(..6),
            "request": { "at": desk.at(), "received_by": desk.by(), "assigned_to": desk.by() },
        }),
        Kind::PhoneCallback | Kind::OnsiteCallback => callback(desk, key),
        Kind::Staff => json!({ "keys": [], "books": [] }),
        Kind::Site => json!({ "important": [] }),
        Kind::Company => json!({ "policies": [] }),
        Kind::DutyLog => json!({ "entry": {
            "at": desk.at(), "recorded_by": desk.by(), "recorded_at": desk.at(), "reported_to": NONE, "present_at": NONE,
        } }),
        Kind::RestCredit => super::rest::credit(desk, members),
        Kind::RestUse => super::rest::taking(desk, members),
        Kind::DutyRoster => super::roster::proposal(desk, key),
        Kind::Incident => json!({
            "site": NONE,
            "intake": { "received_at": desk.at(), "received_by": desk.by() },
        }),
        Kind::IncidentEntry => incident_entry(desk, key),
        Kind::Calendar | Kind::Client | Kind::Book => Value::Object(Map::new()),
    }
}

fn member(name: &str, value: Option<&str>) -> Value {
    value.map_or_else(|| Value::Object(Map::new()), |value| json!({ name: value }))
}

/// The report section of a new ticket: opened now by the one who acts; the fault report says the rest.
pub fn report(desk: &Desk<'_>, given: &Value) -> Value {
    let mut report = json!({ "opened_at": desk.at(), "opened_by": desk.by(), "repeat_of": NONE });
    let fault = text(given, "fault_report")
        .and_then(|id| FaultReportId::parse(id).ok())
        .and_then(|id| desk.form::<FaultReport>(&id.key(Kind::FaultReport)));
    if let Some(fault) = fault {
        super::merge::fill(
            &mut report,
            &json!({
                "received_at": fault.received_at, "channel": fault.channel, "client": fault.client, "site": fault.site,
                "contact": fault.reporter, "assets": fault.assets, "service": "repair", "priority": fault.severity,
                "symptom": fault.symptom,
            }),
        );
    } else {
        super::merge::fill(&mut report, &json!({ "fault_report": NONE, "received_at": desk.at() }));
    }
    super::merge::fill(&mut report, &client_of_site(desk, given));
    report
}

fn fault_report(desk: &Desk<'_>, members: &Value) -> Value {
    let mut told = json!({ "received_at": desk.at(), "received_by": desk.by(), "tickets": [] });
    super::merge::fill(&mut told, &client_of_site(desk, members));
    told
}

fn client_of_site(desk: &Desk<'_>, members: &Value) -> Value {
    let site = text(members, "site").and_then(|id| SiteId::parse(id).ok());
    let site = site.and_then(|id| desk.form::<Site>(&id.key(Kind::Site)));
    member("client", site.as_ref().map(|site| site.client.as_str()))
}

fn slip(desk: &Desk<'_>, key: &Key) -> Value {
    let Ok(slip) = SlipId::parse(&key.id) else {
        return Value::Null;
    };
    let ticket = slip.ticket();
    let mut told = json!({ "ticket": ticket });
    if let Some(report) = desk.form::<Ticket>(&ticket.key(Kind::Ticket)).and_then(|ticket| ticket.report) {
        super::merge::fill(&mut told, &json!({ "site": report.site }));
        if key.kind == Kind::Delay {
            super::merge::fill(
                &mut told,
                &json!({ "application": {
                    "original_due": report.promised_by, "applied_by": desk.by(), "applied_at": desk.at(),
                } }),
            );
        }
    }
    told
}

/// An entry of an incident's course happens now and is written down now, unless it says otherwise.
fn incident_entry(desk: &Desk<'_>, key: &Key) -> Value {
    let mut told = json!({ "at": desk.at(), "recorded_at": desk.at() });
    if let Ok(id) = IncidentEntryId::parse(&key.id) {
        super::merge::fill(&mut told, &json!({ "incident": id.incident(), "by": id.author() }));
    }
    told
}

fn install(desk: &Desk<'_>, key: &Key) -> Value {
    let site = key.id.get(..6).unwrap_or_default();
    let mut told = json!({ "site": site });
    super::merge::fill(&mut told, &client_of_site(desk, &json!({ "site": site })));
    told
}

/// Site and client from the number; the device and its software from the latest installation form that names them.
fn upgrade(desk: &Desk<'_>, key: &Key, members: &Value) -> Value {
    let Ok(id) = UpgradeId::parse(&key.id) else {
        return Value::Null;
    };
    let mut told = install(desk, key);
    let forms: Vec<Install> = (1..=99)
        .map_while(|n| desk.form(&InstallId::parse(&format!("{}-{n:02}", id.site())).ok()?.key(Kind::Install)))
        .collect();
    let serial = members.pointer("/asset/serial").and_then(Value::as_str);
    let services = || forms.iter().rev().filter_map(|form| form.service.as_ref());
    let device =
        services().flat_map(|service| &service.assets).find(|asset| serial.is_none_or(|it| it == asset.serial));
    if let Some(device) = device {
        super::merge::fill(
            &mut told,
            &json!({ "asset": { "name": device.name, "model": device.model, "serial": device.serial } }),
        );
    }
    if let Some(version) = services().flat_map(|service| service.versions.entries()).next() {
        super::merge::fill(&mut told, &json!({ "software": version.software }));
    }
    told
}

fn callback(desk: &Desk<'_>, key: &Key) -> Value {
    let Ok(id) = CallbackId::parse(&key.id) else {
        return Value::Null;
    };
    let mut told = json!({ "stage": id.stage() });
    if key.kind == Kind::PhoneCallback {
        super::merge::fill(&mut told, &json!({ "attempts": [] }));
    }
    let place = match id.anchor() {
        Anchor::Install(install) => {
            desk.form::<Install>(&install.key(Kind::Install)).map(|install| (install.client, install.site))
        }
        Anchor::Ticket(ticket) => ticket_place(desk, &ticket),
    };
    if let Some((client, site)) = place {
        super::merge::fill(&mut told, &json!({ "client": client, "site": site }));
    }
    told
}

fn ticket_place(
    desk: &Desk<'_>,
    ticket: &TicketId,
) -> Option<(crate::record::id::ClientId, crate::record::id::SiteId)> {
    let report = desk.form::<Ticket>(&ticket.key(Kind::Ticket))?.report?;
    Some((report.client, report.site))
}

fn text<'v>(members: &'v Value, name: &str) -> Option<&'v str> {
    members.get(name)?.as_str()
}
