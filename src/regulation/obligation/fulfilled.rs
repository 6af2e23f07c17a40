//! Whether and when a callback was made: read from the record at the obligation's own key, or from [`Answers`].

use std::collections::HashMap;

use super::Fulfilment;
use crate::record::Kind;
use crate::record::onsite_callback::{OnsiteCallback, OnsiteState};
use crate::record::path::Key;
use crate::record::phone_callback::{PhoneCallback, PhoneState};
use crate::regulation::world::World;

/// What all callbacks came to, for whoever has read them all anyway: then none is read again.
#[derive(Debug, Default)]
pub struct Answers {
    by_key: HashMap<Key, Fulfilment>,
}

impl Answers {
    /// Takes a phone callback.
    pub fn take_call(&mut self, callback: &PhoneCallback) {
        self.by_key.insert(callback.id.key(Kind::PhoneCallback), of_call(callback));
    }

    /// Takes an on-site callback.
    pub fn take_visit(&mut self, callback: &OnsiteCallback) {
        self.by_key.insert(callback.id.key(Kind::OnsiteCallback), of_visit(callback));
    }

    fn of(&self, key: &Key) -> Fulfilment {
        self.by_key.get(key).copied().unwrap_or(Fulfilment::Open)
    }
}

/// How far the phone callback of a key got.
pub(super) fn by_phone(key: &Key, world: &World<'_>) -> Fulfilment {
    match world.answers {
        Some(answers) => answers.of(key),
        None => world.records.get::<PhoneCallback>(key).map_or(Fulfilment::Open, |callback| of_call(&callback)),
    }
}

/// How far the on-site callback of a key got.
pub(super) fn on_site(key: &Key, world: &World<'_>) -> Fulfilment {
    match world.answers {
        Some(answers) => answers.of(key),
        None => world.records.get::<OnsiteCallback>(key).map_or(Fulfilment::Open, |callback| of_visit(&callback)),
    }
}

/// The time of the talk, or of the last attempt in vain.
fn of_call(callback: &PhoneCallback) -> Fulfilment {
    match callback.state {
        PhoneState::Done => callback.call.as_ref().map_or(Fulfilment::Open, |call| Fulfilment::Done { at: call.at }),
        PhoneState::Unreachable => {
            let last = callback.attempts.iter().map(|attempt| attempt.at).max();
            let excused = callback.excuse.is_some();
            last.map_or(Fulfilment::Open, |at| Fulfilment::Unreachable { at, excused })
        }
        PhoneState::Open => Fulfilment::Open,
    }
}

/// The time of arrival.
fn of_visit(callback: &OnsiteCallback) -> Fulfilment {
    let visit = callback.visit.as_ref().filter(|_| callback.state == OnsiteState::Done);
    visit.map_or(Fulfilment::Open, |visit| Fulfilment::Done { at: visit.arrived_at })
}
