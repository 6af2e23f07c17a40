//! Chance with a seed: the same seed tells the same story, on every machine and for ever.
//!
//! `ChaCha8` is a documented stream, so the story does not hang on a library's choice of generator. Numbers are
//! drawn by multiplication, without rejection, so that a story draws the same number of words whatever comes out.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of a seed; streams with other numbers of the same seed are independent of it.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// A number below `limit`; 0 if the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * limit as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(0);
        low.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// Whether something happens that happens once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several.
    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// Puts things into a random order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }

    /// 32 random bytes, for a key.
    pub fn key_seed(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}

/// Lots drawn without putting back: every bagful holds each lot as often as it was put in, so that even a small
/// story has one of everything.
#[derive(Debug)]
pub struct Bag<T: Copy> {
    all: Vec<T>,
    left: Vec<T>,
}

impl<T: Copy> Bag<T> {
    /// A bag with each lot as many times as said.
    pub fn new(lots: &[(T, usize)]) -> Self {
        let all = lots.iter().flat_map(|(lot, times)| std::iter::repeat_n(*lot, *times)).collect();
        Self { all, left: Vec::new() }
    }

    /// Draws the next lot; a bag that has become empty is filled again.
    pub fn draw(&mut self, chance: &mut Chance) -> T {
        if self.left.is_empty() {
            self.left.clone_from(&self.all);
            chance.shuffle(&mut self.left);
        }
        self.left.pop().unwrap_or(self.all[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_gives_others() {
        let draw = |seed, stream| {
            let mut chance = Chance::new(seed, stream);
            (0..8).map(|_| chance.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 0), draw(1, 0));
        assert_ne!(draw(1, 0), draw(2, 0));
        assert_ne!(draw(1, 0), draw(1, 1));
    }

    #[test]
    fn a_bagful_holds_every_lot_as_often_as_it_was_put_in() {
        let mut bag = Bag::new(&[('a', 1), ('b', 3)]);
        let mut chance = Chance::new(7, 0);
        for _ in 0..5 {
            let drawn: Vec<_> = (0..4).map(|_| bag.draw(&mut chance)).collect();
            assert_eq!(drawn.iter().filter(|lot| **lot == 'a').count(), 1);
        }
    }
}
