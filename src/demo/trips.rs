//! Trips: by bicycle or bus in town, by an assigned car farther out, by taxi with the supervisor's consent (V-1 to V-3).

use super::cast::Who;
use super::story::Story;
use crate::record::instant::Instant;
use crate::record::parts::OrNone;
use crate::record::trip::{Consent, Mode, Trip, Vehicle};

/// A way to a site.
pub(super) struct Way {
    /// Whether the site is near the office.
    pub(super) near: bool,
    /// Whether a taxi was consented to.
    pub(super) taxi: bool,
    /// Who goes.
    pub(super) traveller: Who,
    /// Who assigns a car.
    pub(super) assigned_by: Who,
    /// When they set out.
    pub(super) departed: Instant,
    /// When they reach the site.
    pub(super) arrived: Instant,
}

/// The trip that the way makes.
pub(super) fn by(story: &mut Story<'_>, way: &Way) -> Trip {
    let mode = match (way.taxi, way.near) {
        (true, _) => Mode::Taxi,
        (false, true) if story.chance.once_in(3) => Mode::Bus,
        (false, true) => Mode::Bicycle,
        (false, false) => Mode::CompanyCar,
    };
    let vehicle = Vehicle {
        plate: format!("京N{:05}", 10_000 + story.chance.below(20)),
        assigned_by: story.person(way.assigned_by).id.clone(),
        at: way.departed.plus_minutes(-9),
    };
    // Every second consent is given by word of mouth and written down only on the way.
    let by_word = mode == Mode::Taxi && story.taxis.is_multiple_of(2);
    story.taxis += u32::from(mode == Mode::Taxi);
    let consent = Consent {
        by: story.person(story.cast.supervisor).id.clone(),
        agreed_at: way.departed.plus_minutes(-12),
        entered_at: way.departed.plus_minutes(if by_word { 25 } else { -10 }),
        reason: "携带大件备品，公交无法乘坐".to_owned(),
    };
    Trip {
        traveller: story.person(way.traveller).id.clone(),
        mode,
        departed_at: way.departed,
        arrived_at: way.arrived,
        vehicle: if mode == Mode::CompanyCar { OrNone::Of(vehicle) } else { OrNone::Nothing },
        consent: if mode == Mode::Taxi { OrNone::Of(consent) } else { OrNone::Nothing },
    }
}
