//! Half-open pieces of time: what is left of one under another, and what a set of them leaves open.

use crate::record::instant::Instant;

/// A piece of time: from an instant, inclusive, until another, exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First instant.
    pub from: Instant,
    /// First instant after it.
    pub to: Instant,
}

impl Span {
    /// Whether no instant lies in it.
    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// Whether an instant lies in it.
    pub fn contains(self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    /// What it shares with another, if anything.
    pub fn shared(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (!both.is_empty()).then_some(both)
    }

    /// What is left of it where another lies over it: nothing, one or two pieces.
    pub fn without(self, other: Self) -> Vec<Self> {
        if self.shared(other).is_none() {
            return vec![self];
        }
        let before = Self { from: self.from, to: other.from };
        let after = Self { from: other.to, to: self.to };
        [before, after].into_iter().filter(|piece| !piece.is_empty()).collect()
    }

    /// Its length in whole seconds; never negative.
    pub fn seconds(self) -> u64 {
        u64::try_from(self.to.seconds_since(self.from)).unwrap_or_default()
    }
}

/// What a set of pieces leaves open of a period, in order; exact to the second.
pub fn gaps(covered: impl IntoIterator<Item = Span>, period: Span) -> Vec<Span> {
    let mut covered: Vec<_> = covered.into_iter().filter_map(|span| span.shared(period)).collect();
    covered.sort_unstable();
    let mut open = Vec::new();
    let mut reached = period.from;
    for span in covered {
        if span.from > reached {
            open.push(Span { from: reached, to: span.from });
        }
        reached = reached.max(span.to);
    }
    if reached < period.to {
        open.push(Span { from: reached, to: period.to });
    }
    open
}
