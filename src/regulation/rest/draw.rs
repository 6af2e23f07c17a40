//! Which credits a rest draws on: the oldest first, each as far as it goes.

use crate::record::id::RestId;
use crate::record::rest_use::Draw;

/// A credit with something left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which credit.
    pub credit: RestId,
    /// Minutes not yet drawn.
    pub left: u32,
}

/// Draws minutes from credits in the order given; what the credits cannot give is not drawn.
pub fn propose(offers: &[Offer], minutes: u32) -> Vec<Draw> {
    let mut wanted = minutes;
    let mut draws = Vec::new();
    for offer in offers {
        let taken = offer.left.min(wanted);
        if taken > 0 {
            draws.push(Draw { credit: offer.credit.clone(), minutes: taken });
            wanted -= taken;
        }
    }
    draws
}
