//! Whoever calls to supervise the service is not the one who did it (C-P.1.3).

use crate::record::Kind;
use crate::record::id::{Anchor, StaffId, Stage};
use crate::record::install::Install;
use crate::record::phone_callback::PhoneCallback;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "caller_did_the_work",
    clauses: &["C-P.1.3", "C-P.2.1"],
    class: Class::Text,
    severity: Severity::Warning,
    kinds: &[Kind::PhoneCallback],
    title: Text { zh: "回访人即服务人员", en: "the caller did the work" },
    explanation: Explanation {
        checks: Text {
            zh: "维修后回访的回访人不是该单的维修人员；安装当天回访的回访人不是安装人员。",
            en: "The caller after a repair is none of its technicians; on installation day, none of the installers.",
        },
        why: Text {
            zh: "C-P.1.3：“及时监督服务结果”；C-P.2.1：“询问用户是否对安装人员的服务满意”。原文未明令禁止，故只提示。",
            en: "C-P.1.3: supervise the result of service; C-P.2.1: ask whether the user is satisfied with the installers. The text does not forbid it outright: a warning only.",
        },
        fails: Text {
            zh: "zhang-wei 维修，又由 zhang-wei 回访。", en: "zhang-wei did the repair and made the call."
        },
        fix: Text { zh: "由他人再次回访。", en: "Have somebody else call again." },
    },
    check,
};

texts! {
    OWN: "{who} 回访的是自己的工作", "{who} called about their own work";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<PhoneCallback>() else {
        return;
    };
    let Some(call) = &callback.call else {
        return;
    };
    if workers(case, callback).contains(&call.caller) {
        faults.at("/call/caller", Message::new(&OWN).with("who", &call.caller));
    }
}

/// Who did the work that the call is about.
fn workers(case: &Case<'_>, callback: &PhoneCallback) -> Vec<StaffId> {
    let records = case.world.records;
    match callback.id.anchor() {
        Anchor::Ticket(id) => {
            let ticket = records.get::<Ticket>(&id.key(Kind::Ticket));
            let dispatch = ticket.as_ref().and_then(|ticket| ticket.dispatch.as_ref());
            dispatch.map(|dispatch| dispatch.technicians.clone()).unwrap_or_default()
        }
        Anchor::Install(id) if callback.stage == Stage::InstallDay => {
            let install = records.get::<Install>(&id.key(Kind::Install));
            let service = install.as_ref().and_then(|install| install.service.as_ref());
            service.map(|service| service.technicians.clone()).unwrap_or_default()
        }
        Anchor::Install(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{phone, phone_after_repair, trial};

    #[test]
    fn somebody_else_calls() {
        trial(&RULE).adding(&phone_after_repair()).passes();
    }

    #[test]
    fn a_technician_who_calls_about_the_repair_is_shown() {
        trial(&RULE).adding(&phone_after_repair().set("/call/caller", "zhang-wei")).fails_at("/call/caller");
    }

    #[test]
    fn so_is_an_installer() {
        trial(&RULE).adding(&phone().set("/call/caller", "sun-tao")).fails_at("/call/caller");
    }
}
