//! To a near site one goes by bicycle or bus; a taxi only under V-3 (V-1).

use super::travel::{KINDS, Travel};
use crate::record::site::Area;
use crate::record::trip::Mode;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "near_site_needs_bicycle_or_bus",
    clauses: &["V-1", "V-3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: KINDS,
    title: Text {
        zh: "城区及周边未骑自行车或乘公交", en: "a near site was not reached by bicycle or bus"
    },
    explanation: Explanation {
        checks: Text {
            zh: "站点为城区及周边（near）时，出行方式为自行车或公交；出租车须有主管同意（V-3）。远近取自站点登记，不由出行人填写。",
            en: "When the site is near, the trip was by bicycle or bus; a taxi needs a consent (V-3). Near or far comes from the site's record, not from the traveller.",
        },
        why: Text {
            zh: "V-1：“昌平城区及周边地区骑自行车或坐公交车。”",
            en: "V-1: “Changping town and surroundings: bicycle or bus.”",
        },
        fails: Text {
            zh: "站点 area 为 near，而 trip.mode 为 company_car。",
            en: "The site's `area` is `near` and `trip.mode` is `company_car`.",
        },
        fix: Text {
            zh: "如实填写出行方式；特殊情况乘出租车的，补全主管同意；站点远近登记有误的，由办公室先更正站点。",
            en: "Write how the trip was really made; for a taxi in special circumstances add the supervisor's consent; if the site's area is wrong, the office corrects the site first.",
        },
    },
    check,
};

texts! {
    WRONG: "站点 {site} 属城区及周边，不得乘公司车辆", "site {site} is near: no company car";
    TAXI: "站点 {site} 属城区及周边，未经主管同意不得乘出租车", "site {site} is near: no taxi without the supervisor's consent";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(travel) = Travel::new_in(case) else {
        return;
    };
    if travel.area(case) != Some(Area::Near) {
        return;
    }
    match travel.trip.mode {
        Mode::CompanyCar => faults.at("/trip/mode", Message::new(&WRONG).with("site", travel.site)),
        Mode::Taxi if travel.trip.consent.as_option().is_none() => {
            faults.at("/trip/mode", Message::new(&TAXI).with("site", travel.site));
        }
        Mode::Bicycle | Mode::Bus | Mode::Taxi => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, ticket, travelled, trial};
    use serde_json::json;

    #[test]
    fn bicycle_and_bus_reach_a_near_site() {
        trial(&RULE).adding(&ticket(1).set("/trip/mode", "bicycle")).passes();
    }

    #[test]
    fn a_company_car_is_not_for_a_near_site() {
        trial(&RULE).adding(&ticket(1).set("/trip/mode", "company_car")).fails_at("/trip/mode");
    }

    #[test]
    fn a_trip_already_judged_is_not_judged_by_a_later_register() {
        let before = ticket(1).set("/trip/mode", "company_car").drop("/office");
        let office = ticket(1).value["office"].clone();
        trial(&RULE).changing(&before, |draft| draft.set("/office", office)).passes();
    }

    #[test]
    fn a_taxi_to_a_near_site_needs_consent() {
        trial(&RULE).adding(&ticket(1).set("/trip/mode", "taxi")).fails_at("/trip/mode");
    }

    #[test]
    fn a_taxi_with_consent_may_go_anywhere() {
        let consent = json!({
            "by": "zhao-lei", "agreed_at": "2025-03-04T09:30:00+08:00", "entered_at": "2025-03-04T09:35:00+08:00",
            "reason": "设备过重",
        });
        trial(&RULE).adding(&ticket(1).set("/trip/mode", "taxi").set("/trip/consent", consent)).passes();
    }

    #[test]
    fn a_company_car_is_not_for_a_visit_nearby_either() {
        let mut trip = travelled("zhang-wei", "2025-04-10T09:20:00+08:00", "2025-04-10T09:55:00+08:00");
        trip["mode"] = json!("company_car");
        trial(&RULE).adding(&onsite().set("/trip", trip)).fails_at("/trip/mode");
    }
}
