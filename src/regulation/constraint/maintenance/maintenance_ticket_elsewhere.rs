//! The ticket that carries on what maintenance found is one of the same site (M-2.A, M-2.D, M-2.G).

use crate::record::Kind;
use crate::record::maintenance::Maintenance;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "maintenance_ticket_elsewhere",
    clauses: &["M-2.A", "M-2.D", "M-2.G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "维修单不属于本站点", en: "the ticket is one of another site" },
    explanation: Explanation {
        checks: Text {
            zh: "A、D、G 各项所写的维修单，其站点与维护保养记录相同。",
            en: "The tickets named under A, D and G are of the site of the maintenance.",
        },
        why: Text {
            zh: "异常转维修单是为了修好它；别处的维修单修的不是它（M-2.A、M-2.D、M-2.G）。",
            en: "A ticket is to put right what was found; one of another site does not (M-2.A, M-2.D, M-2.G).",
        },
        fails: Text {
            zh: "站点为 S00001，ticket 为 S00002 的维修单。",
            en: "The site is S00001 and `ticket` is one of S00002.",
        },
        fix: Text {
            zh: "改为本站点为此所开的维修单。", en: "Name the ticket that was opened for it at this site."
        },
    },
    check,
};

texts! {
    ELSEWHERE: "维修单 {ticket} 属于站点 {found}，不是 {site}", "the ticket {ticket} is of site {found}, not of {site}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(maintenance) = case.form::<Maintenance>() else {
        return;
    };
    let Some(work) = &maintenance.work else {
        return;
    };
    for found in work.abnormal() {
        let Some(id) = found.ticket else {
            continue;
        };
        let ticket = case.world.records.get::<Ticket>(&id.key(Kind::Ticket));
        let site = ticket.as_ref().and_then(|ticket| ticket.report.as_ref()).map(|report| &report.site);
        if let Some(site) = site.filter(|site| **site != maintenance.site) {
            let wrong = Message::new(&ELSEWHERE).with("ticket", id).with("found", site).with("site", &maintenance.site);
            faults.at(format!("{}/ticket", found.pointer), wrong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{maintenance, trial};

    const PLACE: &str = "/work/a_equipment/equipment/1/ticket";

    #[test]
    fn a_ticket_of_the_site_carries_it_on() {
        trial(&RULE).adding(&maintenance().set(PLACE, "WX-0000001")).passes();
    }

    #[test]
    fn a_ticket_of_another_site_does_not() {
        trial(&RULE).adding(&maintenance().set(PLACE, "WX-0000004")).fails_at(PLACE);
    }

    #[test]
    fn nor_for_a_value_out_of_its_limits() {
        let row = "/work/d_performance/measurements/0";
        let out = maintenance().set(&format!("{row}/after"), "9").set(&format!("{row}/ticket"), "WX-0000004");
        trial(&RULE).adding(&out).fails_at(&format!("{row}/ticket"));
    }
}
