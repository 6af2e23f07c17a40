//! To a far site the company assigns a vehicle (V-2).

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
    id: "far_site_needs_company_car",
    clauses: &["V-2"],
    class: Class::Text,
    severity: Severity::Warning,
    kinds: KINDS,
    title: Text {
        zh: "较远地区未乘公司指派的车辆",
        en: "a far site was not reached in a vehicle the company assigned",
    },
    explanation: Explanation {
        checks: Text {
            zh: "站点为较远地区（far）时，出行方式为公司车辆；乘出租车的另由 V-3 约束。条款并未禁止乘公交或骑车，故仅提示。",
            en: "When the site is far, the trip was by company car; a taxi is judged by V-3. Nothing forbids bus or bicycle for far places, so this only warns.",
        },
        why: Text {
            zh: "V-2：“较远地区由公司指派车辆。”",
            en: "V-2: “Farther places: the company assigns a vehicle.”",
        },
        fails: Text {
            zh: "站点 area 为 far，而 trip.mode 为 bus。",
            en: "The site's `area` is `far` and `trip.mode` is `bus`.",
        },
        fix: Text {
            zh: "如实填写；今后去较远站点请先由公司派车。",
            en: "Leave what is true; next time have the company assign a vehicle for a far site.",
        },
    },
    check,
};

texts! {
    WRONG: "站点 {site} 属较远地区，应由公司派车", "site {site} is far: the company assigns a vehicle";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(travel) = Travel::new_in(case) else {
        return;
    };
    if travel.area(case) == Some(Area::Far) && matches!(travel.trip.mode, Mode::Bicycle | Mode::Bus) {
        faults.at("/trip/mode", Message::new(&WRONG).with("site", travel.site));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};

    #[test]
    fn a_company_car_reaches_a_far_site() {
        trial(&RULE).adding(&ticket(1).set("/report/site", "S00002").set("/trip/mode", "company_car")).passes();
    }

    #[test]
    fn a_bus_to_a_far_site_is_noted() {
        trial(&RULE).adding(&ticket(1).set("/report/site", "S00002")).fails_at("/trip/mode");
    }
}
