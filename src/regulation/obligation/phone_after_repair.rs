//! Phone callback after every completed repair (C-P.1.2).

use super::{Obligation, ObligationRule, fulfilled};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::CallbackId;
use crate::record::site::Site;
use crate::record::ticket::{Service, Ticket, TicketState};
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "phone_after_repair",
    clauses: &["C-P.1.2", "C-P.1.4"],
    anchors: &[Kind::Ticket],
    title: Text { zh: "维修后电话回访", en: "phone callback after a repair" },
    explanation: Explanation {
        checks: Text {
            zh: "每张完成的维修单（服务类型为维修）电话回访一次。窗口：自恢复时刻起 repair_callback_hours 小时。",
            en: "One phone callback for every completed ticket of service repair. Window: repair_callback_hours from the moment of restoration.",
        },
        why: Text {
            zh: "C-P.1.2：对接受维修服务的用户，回访产品在维修后是否正常。条文未定时限，取公司制度值（默认 24 小时）。",
            en: "C-P.1.2: users who had a repair are asked whether the product is normal since. The text gives no time: the hours are a policy value, 24 by default.",
        },
        fails: Text {
            zh: "2025-03-04 11:30 修复，至 2025-03-05 11:30 没有 <单号>.post_repair 的回访记录。",
            en: "Restored on 2025-03-04 at 11:30, and no callback `<ticket>.post_repair` by 11:30 the next day.",
        },
        fix: Text {
            zh: "致电用户并登记维修后是否正常；已逾期的如实写明逾期原因并由负责人确认。",
            en: "Call the user and record whether all is normal since the repair; when late, declare it with the reason and have it acknowledged.",
        },
    },
    arise,
};

crate::texts! {
    RESTORED: "恢复时间", "restored";
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    of(entry, world).into_iter().collect()
}

fn of(entry: &Entry, world: &World<'_>) -> Option<Obligation> {
    let ticket = entry.form::<Ticket>().filter(|ticket| ticket.state == TicketState::Completed)?;
    let report = ticket.report.as_ref().filter(|report| report.service == Service::Repair)?;
    let restored_at = ticket.work.as_ref()?.restored_at;
    let hours = world.policies.number(&named::repair_callback_hours, restored_at.day());
    let (window, steps) = Sum::from_instant(&world.calendar, &RESTORED, restored_at).hours(restored_at, hours);
    let key = CallbackId::of_repair(&ticket.id).key(Kind::PhoneCallback);
    let site = world.records.get::<Site>(&report.site.key(Kind::Site));
    Some(Obligation {
        rule: &RULE,
        clauses: RULE.clauses.to_vec(),
        fulfilment: fulfilled::by_phone(&key, world),
        key,
        anchor: entry.key.clone(),
        client: Some(report.client.clone()),
        site: Some(report.site.clone()),
        responsible: site.map(|site| site.callback_by.clone()),
        arose_at: restored_at,
        window,
        steps,
    })
}
