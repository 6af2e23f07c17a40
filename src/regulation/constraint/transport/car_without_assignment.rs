//! A company car is one that the company assigned, before the trip.

use super::travel::{KINDS, Travel};
use crate::record::trip::Mode;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "car_without_assignment",
    clauses: &["V-2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: KINDS,
    title: Text { zh: "乘公司车辆而无派车", en: "a company car was taken without an assignment" },
    explanation: Explanation {
        checks: Text {
            zh: "出行方式为公司车辆时写有派车（车牌、派车人、时间），派车不晚于出发，派车人不是出行人；其他出行方式的派车写“无”。",
            en: "A trip by company car names the vehicle, who assigned it and when, no later than the departure and not by the traveller; with other means the vehicle is 无.",
        },
        why: Text {
            zh: "V-2：“较远地区由公司指派车辆。”车由公司派，不由出行人自取。",
            en: "V-2: “Farther places: the company assigns a vehicle.” The company assigns it; the traveller does not help themselves.",
        },
        fails: Text {
            zh: "trip.mode 为 company_car，trip.vehicle 为“无”。",
            en: "`trip.mode` is `company_car` and `trip.vehicle` is 无.",
        },
        fix: Text {
            zh: "填写派车；未经派车的，如实改填出行方式。",
            en: "Fill in the assignment; if there was none, write how the trip was really made.",
        },
    },
    check,
};

texts! {
    MISSING: "乘公司车辆而没有派车", "a company car, and nobody assigned it";
    LATE: "派车时间 {at} 晚于出发时间 {departed}", "assigned at {at}, after the departure at {departed}";
    OWN: "出行人 {who} 不能给自己派车", "the traveller {who} cannot assign a car to themselves";
    OTHER: "未乘公司车辆，派车应为“无”", "it was no company car: 无 is due";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(Travel { trip, .. }) = Travel::of(case) else {
        return;
    };
    match (trip.mode, trip.vehicle.as_option()) {
        (Mode::CompanyCar, None) => faults.at("/trip/vehicle", &MISSING),
        (Mode::CompanyCar, Some(vehicle)) => {
            if vehicle.at > trip.departed_at {
                let late = Message::new(&LATE).with("at", vehicle.at).with("departed", trip.departed_at);
                faults.at("/trip/vehicle/at", late);
            }
            if vehicle.assigned_by == trip.traveller {
                faults.at("/trip/vehicle/assigned_by", Message::new(&OWN).with("who", &trip.traveller));
            }
        }
        (_, Some(_)) => faults.at("/trip/vehicle", &OTHER),
        (_, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, ticket, trial};
    use serde_json::json;

    fn car(by: &str, at: &str) -> Draft {
        let vehicle = json!({"plate": "京A·12345", "assigned_by": by, "at": at});
        ticket(1).set("/trip/mode", "company_car").set("/trip/vehicle", vehicle)
    }

    #[test]
    fn an_assigned_car_is_fine() {
        trial(&RULE).adding(&car("wu-gang", "2025-03-04T09:40:00+08:00")).passes();
    }

    #[test]
    fn a_bus_needs_no_assignment() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn nobody_takes_a_car_unassigned() {
        trial(&RULE).adding(&ticket(1).set("/trip/mode", "company_car")).fails_at("/trip/vehicle");
    }

    #[test]
    fn a_car_is_assigned_before_it_leaves() {
        trial(&RULE).adding(&car("wu-gang", "2025-03-04T09:41:00+08:00")).fails_at("/trip/vehicle/at");
    }

    #[test]
    fn nobody_assigns_a_car_to_themselves() {
        trial(&RULE).adding(&car("zhang-wei", "2025-03-04T09:30:00+08:00")).fails_at("/trip/vehicle/assigned_by");
    }

    #[test]
    fn a_bus_has_no_number_plate() {
        trial(&RULE)
            .adding(&car("wu-gang", "2025-03-04T09:30:00+08:00").set("/trip/mode", "bus"))
            .fails_at("/trip/vehicle");
    }
}
