//! One view of phone and on-site callbacks: what both have, and when the act itself took place.

use crate::calendar::Timing;
use crate::ledger::Entry;
use crate::record::callback::{KeyRegistration, Outcome};
use crate::record::id::{CallbackId, ClientId, SiteId, StaffId, Stage};
use crate::record::instant::Instant;
use crate::record::onsite_callback::{OnsiteCallback, OnsiteState};
use crate::record::parts::Lateness;
use crate::record::phone_callback::{PhoneCallback, PhoneState};
use crate::record::{Kind, Record};
use crate::regulation::finding::Faults;
use crate::regulation::obligation;
use crate::regulation::world::Case;
use crate::text::Message;
use crate::texts;

texts! {
    EARLY: "{at} 早于窗口开启 {opens}", "{at} is before the window opens at {opens}";
}

/// A callback of either kind.
pub(super) struct Callback<'a> {
    pub(super) kind: Kind,
    pub(super) id: &'a CallbackId,
    pub(super) stage: Stage,
    pub(super) client: &'a ClientId,
    pub(super) site: &'a SiteId,
    pub(super) late: Option<&'a Lateness>,
    pub(super) registration: Option<&'a KeyRegistration>,
    pub(super) outcome: Option<&'a Outcome>,
    /// The talk or the visit, once it is done.
    pub(super) act: Option<Act<'a>>,
}

/// The talk or the visit.
pub(super) struct Act<'a> {
    /// The time that decides whether it is in time.
    pub(super) at: Instant,
    /// Where that time stands.
    pub(super) pointer: &'static str,
    /// Who called or went.
    pub(super) by: &'a StaffId,
}

impl<'a> Callback<'a> {
    /// The callback of an entry, if it is one.
    pub(super) fn of(entry: &'a Entry) -> Option<Self> {
        match &entry.record {
            Record::PhoneCallback(form) => Some(of_phone(form)),
            Record::OnsiteCallback(form) => Some(of_visit(form)),
            _ => None,
        }
    }

    /// The key of the visit that this callback may demand.
    pub(super) fn demanded(&self) -> CallbackId {
        let stage = if self.kind == Kind::PhoneCallback { Stage::AfterCall } else { Stage::AfterVisit };
        self.id.demanded(stage)
    }
}

/// Finds a talk or a visit before its window opens.
pub(super) fn before_window(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(act) = case.after.and_then(Callback::of).and_then(|callback| callback.act) else {
        return;
    };
    let Some(due) = obligation::for_callback(case.key, case.world) else {
        return;
    };
    if due.window.timing(act.at) == Timing::Early {
        faults.at(act.pointer, Message::new(&EARLY).with("at", act.at).with("opens", due.window.opens));
    }
}

fn of_phone(form: &PhoneCallback) -> Callback<'_> {
    let call = form.call.as_ref().filter(|_| form.state == PhoneState::Done);
    Callback {
        kind: Kind::PhoneCallback,
        id: &form.id,
        stage: form.stage,
        client: &form.client,
        site: &form.site,
        late: form.late.as_ref(),
        registration: form.key_registration.as_ref(),
        outcome: form.outcome.as_ref(),
        act: call.map(|call| Act { at: call.at, pointer: "/call/at", by: &call.caller }),
    }
}

fn of_visit(form: &OnsiteCallback) -> Callback<'_> {
    let visit = form.visit.as_ref().filter(|_| form.state == OnsiteState::Done);
    Callback {
        kind: Kind::OnsiteCallback,
        id: &form.id,
        stage: form.stage,
        client: &form.client,
        site: &form.site,
        late: form.late.as_ref(),
        registration: form.key_registration.as_ref(),
        outcome: form.outcome.as_ref(),
        act: visit.map(|visit| Act { at: visit.arrived_at, pointer: "/visit/arrived_at", by: &visit.visitor }),
    }
}
