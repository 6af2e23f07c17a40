//! Site and client of a form belong together (M-3).

use crate::record::Kind;
use crate::record::Record;
use crate::record::id::{ClientId, SiteId};
use crate::record::site::Site;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "site_of_another_client",
    clauses: &["M-3", "G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[
        Kind::FaultReport,
        Kind::Ticket,
        Kind::Install,
        Kind::Upgrade,
        Kind::Plan,
        Kind::Maintenance,
        Kind::PhoneCallback,
        Kind::OnsiteCallback,
    ],
    title: Text { zh: "站点不属于该甲方", en: "the site belongs to another client" },
    explanation: Explanation {
        checks: Text {
            zh: "表单所填站点档案中的甲方，与表单所填甲方一致；安装单、升级记录的站点与单号一致。",
            en: "The client in the site's record is the client on the form; the site of an installation form or upgrade is the one in its number.",
        },
        why: Text {
            zh: "回访与保修都按站点和甲方查找；填错则到期事项落到别人名下。",
            en: "Callbacks and warranties are found by site and client; a wrong one lays what is due at another's door.",
        },
        fails: Text {
            zh: "site 为 S00001（甲方 C00001），而 client 为 C00002。",
            en: "`site` is S00001 (of C00001) and `client` is C00002.",
        },
        fix: Text {
            zh: "核对站点档案，改正站点或甲方。", en: "Look at the site's record and correct site or client."
        },
    },
    check,
};

texts! {
    OTHER: "站点 {site} 属于甲方 {owner}，不是 {client}", "site {site} belongs to {owner}, not to {client}";
    NUMBERED: "单号属于站点 {numbered}，不是 {site}", "the form's number belongs to site {numbered}, not to {site}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.after else {
        return;
    };
    let Some((client, site, place)) = named(&entry.record) else {
        return;
    };
    if let Some(record) = case.world.records.get::<Site>(&site.key(Kind::Site))
        && record.client != *client
    {
        let other = Message::new(&OTHER).with("site", site).with("owner", &record.client).with("client", client);
        faults.at(place, other);
    }
    let numbered = match &entry.record {
        Record::Install(install) => Some(install.id.site()),
        Record::Upgrade(upgrade) => Some(upgrade.id.site()),
        _ => None,
    };
    if let Some(numbered) = numbered.filter(|numbered| numbered != site) {
        faults.at(place, Message::new(&NUMBERED).with("numbered", numbered).with("site", site));
    }
}

/// Client and site of a form, and where the site stands.
fn named(record: &Record) -> Option<(&ClientId, &SiteId, &'static str)> {
    match record {
        Record::FaultReport(report) => Some((&report.client, &report.site, "/site")),
        Record::Ticket(ticket) => ticket.report.as_ref().map(|report| (&report.client, &report.site, "/report/site")),
        Record::Install(install) => Some((&install.client, &install.site, "/site")),
        Record::Upgrade(upgrade) => Some((&upgrade.client, &upgrade.site, "/site")),
        Record::Plan(plan) => Some((&plan.client, &plan.site, "/site")),
        Record::Maintenance(maintenance) => Some((&maintenance.client, &maintenance.site, "/site")),
        Record::PhoneCallback(callback) => Some((&callback.client, &callback.site, "/site")),
        Record::OnsiteCallback(callback) => Some((&callback.client, &callback.site, "/site")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{fault_report, install, maintenance, onsite, phone, plan, ticket, trial, upgrade};

    #[test]
    fn a_site_of_the_client_is_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn a_ticket_names_the_sites_client() {
        trial(&RULE).adding(&ticket(1).set("/report/client", "C00002")).fails_at("/report/site");
    }

    #[test]
    fn so_does_every_other_form() {
        for form in [fault_report(), install(), upgrade(), plan(), maintenance(), phone(), onsite()] {
            trial(&RULE).adding(&form.set("/client", "C00002")).fails_at("/site");
        }
    }

    #[test]
    fn an_installation_form_lies_under_its_site() {
        trial(&RULE).adding(&install().set("/site", "S00002")).fails_at("/site");
        trial(&RULE).adding(&upgrade().set("/site", "S00002")).fails_at("/site");
    }
}
