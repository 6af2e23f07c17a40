//! One judgement of declared lateness for every form that may declare it: undeclared, unsigned, acknowledged too early,
//! or acknowledged by the very person who was late (design: lateness declared).

use crate::calendar::{Timing, Window};
use crate::record::id::StaffId;
use crate::record::instant::Instant;
use crate::record::parts::{Lateness, Role, Signer};
use crate::regulation::finding::Faults;
use crate::text::Message;
use crate::texts;

texts! {
    UNDECLARED: "{at} 晚于截止 {deadline}，没有逾期说明", "{at} is after the deadline {deadline}, and lateness is not declared";
    UNSIGNED: "确认人 {who} 没有以主管或负责人身份签字", "{who} has not signed as supervisor or person in charge";
    EARLY: "确认时间 {at} 早于 {done}", "acknowledged at {at}, before {done}";
    OWN: "{who} 不能确认自己的逾期", "{who} cannot acknowledge their own lateness";
}

/// Reports an act after its deadline whose lateness nobody declared.
pub(super) fn undeclared(at: Instant, window: &Window, pointer: &str, faults: &mut Faults<'_>) {
    if window.timing(at) == Timing::Late {
        faults.at(pointer, Message::new(&UNDECLARED).with("at", at).with("deadline", window.deadline));
    }
}

/// Reports an acknowledgement that the one who acknowledges has not signed, in charge.
pub(super) fn unsigned(late: &Lateness, faults: &mut Faults<'_>) {
    let who = &late.acknowledged_by;
    let signed = late.signatures.iter().any(|signature| {
        matches!(signature.role, Role::Supervisor | Role::PersonInCharge)
            && matches!(&signature.signer, Signer::Staff(signer) if signer == who)
    });
    if !signed {
        faults.at("/late/signatures", Message::new(&UNSIGNED).with("who", who));
    }
}

/// Reports an acknowledgement made before what was late was done.
pub(super) fn beforehand(late: &Lateness, done: Instant, faults: &mut Faults<'_>) {
    if late.acknowledged_at < done {
        faults.at("/late/acknowledged_at", Message::new(&EARLY).with("at", late.acknowledged_at).with("done", done));
    }
}

/// Reports an acknowledgement by one of those who were late.
pub(super) fn by_oneself<'p>(late: &Lateness, mut by: impl Iterator<Item = &'p StaffId>, faults: &mut Faults<'_>) {
    if by.any(|one| *one == late.acknowledged_by) {
        faults.at("/late/acknowledged_by", Message::new(&OWN).with("who", &late.acknowledged_by));
    }
}
