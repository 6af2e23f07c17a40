//! Parts replaced within warranty are free (C-7.2.2, C-S.2.2).

use super::replaced::Replaced;
use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "replacement_charged_in_warranty",
    clauses: &["C-7.2.2", "C-S.2.2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket, Kind::Install, Kind::OnsiteCallback],
    title: Text { zh: "保修期内更换零配件收费", en: "a part replaced within warranty was charged for" },
    explanation: Explanation {
        checks: Text {
            zh: "更换当日若在该设备安装单的保修期内（止日当天仍算），收费须为 0。由单上设备序列号找安装单；找不到的，该站点各系统均在保修期内才免费。",
            en: "If the day of replacement lies within the warranty of the installation that lists the device (its last day included), the charge is 0. Where no installation lists it, the part is free only if every system at the site is within warranty.",
        },
        why: Text {
            zh: "C-7.2.2：“所有更换的零配件在保修期内必须免费更换”。是否在保由日期算出，不由人填。",
            en: "C-7.2.2: all parts replaced within warranty must be free. Whether it holds is computed from dates, not typed.",
        },
        fails: Text {
            zh: "保修至 2027-01-09 的主机，2025-03-04 更换硬盘收费 600 元。",
            en: "A disk of a device under warranty until 2027-01-09 is charged 600 yuan on 2025-03-04.",
        },
        fix: Text { zh: "将该零配件的 charge_cents 改为 0。", en: "Set `charge_cents` of the part to 0." },
    },
    check,
};

texts! {
    CHARGED: "{day} 在安装单 {install} 的保修期内（至 {to}），{part} 却收费 {cents} 分",
        "{part} is charged {cents} cents on {day}, within the warranty of {install} (until {to})";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(replaced) = case.after.and_then(Replaced::on) else {
        return;
    };
    if replaced.parts.iter().all(|part| part.charge_cents == 0) {
        return;
    }
    let Some(install) = replaced.free_under(case.world.records) else {
        return;
    };
    let Some(service) = &install.service else {
        return;
    };
    for (place, part) in replaced.parts.iter().enumerate().filter(|(_, part)| part.charge_cents != 0) {
        let charged = Message::new(&CHARGED)
            .with("day", replaced.day)
            .with("install", &install.id)
            .with("to", service.warranty.to)
            .with("part", &part.part)
            .with("cents", part.charge_cents);
        faults.at(format!("{}/{place}/charge_cents", replaced.pointer), charged);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{install, onsite, replacement, ticket, trial};
    use serde_json::json;

    #[test]
    fn a_free_part_is_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn a_part_of_a_ticket_within_warranty_is_free() {
        trial(&RULE).adding(&ticket(1).set("/work/parts/0/charge_cents", 60000)).fails_at("/work/parts/0/charge_cents");
    }

    #[test]
    fn the_last_day_of_warranty_is_within_it() {
        let charged = ticket(1).set("/work/parts/0/charge_cents", 60000);
        let until = |day: &str| install().set("/service/warranty/to", day);
        trial(&RULE).beside(&until("2025-03-04")).adding(&charged).fails_at("/work/parts/0/charge_cents");
        trial(&RULE).beside(&until("2025-03-03")).adding(&charged).passes();
    }

    #[test]
    fn the_system_that_lists_the_device_decides() {
        let other = install()
            .filed_as("S00001-02")
            .set("/id", "S00001-02")
            .set("/service/assets/0/serial", "YA16-2019-0001")
            .set("/service/warranty/to", "2025-02-01");
        let charged = ticket(1).set("/work/parts/0/charge_cents", 60000);
        let of_the_other = charged.clone().set("/report/assets/0/serial", "YA16-2019-0001");
        trial(&RULE).beside(&other).adding(&charged).fails_at("/work/parts/0/charge_cents");
        trial(&RULE).beside(&other).adding(&of_the_other).passes();
    }

    #[test]
    fn a_part_on_an_installation_form_within_warranty_is_free() {
        let form = install().filed_as("S00001-02").set("/id", "S00001-02").set("/purpose", "replace_parts");
        let on = |day: &str, cents: i64| {
            form.clone()
                .set("/service/ended_at", format!("{day}T15:00:00+08:00"))
                .set("/service/replacements", json!([replacement("硬盘", cents)]))
        };
        trial(&RULE).adding(&on("2027-01-09", 0)).passes();
        trial(&RULE).adding(&on("2027-01-09", 60000)).fails_at("/service/replacements/0/charge_cents");
        trial(&RULE).adding(&on("2027-01-10", 60000)).passes();
    }

    #[test]
    fn a_visit_after_the_last_day_of_warranty_may_charge() {
        let charged = onsite().set("/visit/replacements", json!([replacement("风扇", 1)]));
        let until = |day: &str| install().set("/service/warranty/to", day);
        trial(&RULE).beside(&until("2025-04-10")).adding(&charged).fails_at("/visit/replacements/0/charge_cents");
        trial(&RULE).beside(&until("2025-04-09")).adding(&charged).passes();
    }

    #[test]
    fn a_part_put_in_during_a_visit_within_warranty_is_free() {
        let charged = onsite().set("/visit/replacements", json!([replacement("风扇", 1)]));
        trial(&RULE).adding(&charged).fails_at("/visit/replacements/0/charge_cents");
    }
}
