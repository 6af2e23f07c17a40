//! Whether and when a callback was made: read from the record at the obligation's own key.

use super::Fulfilment;
use crate::record::onsite_callback::{OnsiteCallback, OnsiteState};
use crate::record::path::Key;
use crate::record::phone_callback::{PhoneCallback, PhoneState};
use crate::regulation::world::World;

/// How far a phone callback got: the time of the talk, or of the last attempt in vain.
pub(super) fn by_phone(key: &Key, world: &World<'_>) -> Fulfilment {
    let Some(callback) = world.records.get::<PhoneCallback>(key) else {
        return Fulfilment::Open;
    };
    match callback.state {
        PhoneState::Done => callback.call.as_ref().map_or(Fulfilment::Open, |call| Fulfilment::Done { at: call.at }),
        PhoneState::Unreachable => callback
            .attempts
            .iter()
            .map(|attempt| attempt.at)
            .max()
            .map_or(Fulfilment::Open, |at| Fulfilment::Unreachable { at, excused: callback.excuse.is_some() }),
        PhoneState::Open => Fulfilment::Open,
    }
}

/// How far an on-site callback got: the time of arrival.
pub(super) fn on_site(key: &Key, world: &World<'_>) -> Fulfilment {
    let callback = world.records.get::<OnsiteCallback>(key);
    callback
        .as_ref()
        .filter(|callback| callback.state == OnsiteState::Done)
        .and_then(|callback| callback.visit.as_ref())
        .map_or(Fulfilment::Open, |visit| Fulfilment::Done { at: visit.arrived_at })
}
