//! What is found abnormal is dealt with, or goes over to a ticket (M-2.A, M-2.G).

use crate::record::Kind;
use crate::record::maintenance::{Maintenance, Status};
use crate::record::parts::NONE;
use crate::record::plan::ItemCode;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "abnormal_without_action",
    clauses: &["M-2.A", "M-2.G"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text {
        zh: "异常没有措施也没有维修单", en: "something abnormal has neither an action nor a ticket"
    },
    explanation: Explanation {
        checks: Text {
            zh: "A 项状态不正常的设备、G 项的线路故障，写明措施或维修单；G 项遗留未排除的须有维修单；状态正常的设备不写维修单。",
            en: "An abnormal device of A and a fault of G have an action or a ticket; a fault of G that is left open has a ticket; a normal device has none.",
        },
        why: Text {
            zh: "M-2.A：检查运行状态；M-2.G：“保持联接稳定可靠”。查出问题而不处理，检查就落空。",
            en: "M-2.A: check the running state; M-2.G: keep connections stable and reliable. A check whose findings are left alone is none.",
        },
        fails: Text {
            zh: "UPS 为 abnormal，action 和 ticket 都写“无”。",
            en: "The UPS is `abnormal`, and both `action` and `ticket` are 无.",
        },
        fix: Text {
            zh: "写明采取的措施；当场不能解决的开维修单并写单号。",
            en: "Say what was done; open a ticket for what could not be settled on the spot and give its number.",
        },
    },
    check,
};

texts! {
    ALONE: "{what} 不正常，没有措施，也没有维修单", "{what} is not normal, with neither an action nor a ticket";
    OPEN: "{what} 的故障遗留未排除，没有维修单", "the fault at {what} is left open without a ticket";
    NORMAL: "{what} 正常，却写了维修单", "{what} is normal, and yet a ticket is named";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(work) = case.form::<Maintenance>().and_then(|maintenance| maintenance.work.as_ref()) else {
        return;
    };
    for found in work.abnormal().iter().filter(|found| matches!(found.item, ItemCode::A | ItemCode::G)) {
        if found.ticket.is_some() {
            continue;
        }
        if found.left_open {
            faults.at(format!("{}/ticket", found.pointer), Message::new(&OPEN).with("what", found.what));
        } else if found.action == NONE {
            faults.at(format!("{}/action", found.pointer), Message::new(&ALONE).with("what", found.what));
        }
    }
    for (n, row) in work.a_equipment.equipment.entries().iter().enumerate() {
        if row.status == Status::Normal && row.ticket.as_option().is_some() {
            let place = format!("/work/a_equipment/equipment/{n}/ticket");
            faults.at(place, Message::new(&NORMAL).with("what", &row.asset));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{maintenance, trial};

    const DEVICE: &str = "/work/a_equipment/equipment/1";
    const FAULT: &str = "/work/g_lines/faults/0";

    #[test]
    fn what_was_put_right_on_the_spot_is_fine() {
        trial(&RULE).adding(&maintenance()).passes();
    }

    #[test]
    fn a_ticket_carries_it_on() {
        let carried = maintenance()
            .set(&format!("{DEVICE}/action"), "无")
            .set(&format!("{DEVICE}/ticket"), "WX-0000001")
            .set(&format!("{FAULT}/left_open"), true)
            .set(&format!("{FAULT}/ticket"), "WX-0000001");
        trial(&RULE).adding(&carried).passes();
    }

    #[test]
    fn nothing_abnormal_is_left_alone() {
        for place in [DEVICE, FAULT] {
            let action = format!("{place}/action");
            trial(&RULE).adding(&maintenance().set(&action, "无")).fails_at(&action);
        }
    }

    #[test]
    fn a_fault_that_stays_needs_a_ticket() {
        let open = maintenance().set(&format!("{FAULT}/left_open"), true);
        trial(&RULE).adding(&open).fails_at(&format!("{FAULT}/ticket"));
    }

    #[test]
    fn a_normal_device_needs_no_ticket() {
        let odd = maintenance().set("/work/a_equipment/equipment/0/ticket", "WX-0000001");
        trial(&RULE).adding(&odd).fails_at("/work/a_equipment/equipment/0/ticket");
    }
}
