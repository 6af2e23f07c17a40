//! How long things took: number, median, ninetieth percentile and maximum, by nearest rank; nothing where nothing is known.

/// Minutes, or days, of things that were measured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread(Vec<i64>);

impl Spread {
    /// Takes one; what is not known, or runs backwards, is not counted.
    pub fn take(&mut self, value: Option<i64>) {
        self.0.extend(value.filter(|value| *value >= 0));
    }

    /// Takes all of another.
    pub fn append(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// Puts the values in order, once all have been taken.
    pub fn sort(&mut self) {
        self.0.sort_unstable();
    }

    /// How many are known.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// All of them together.
    pub fn sum(&self) -> i64 {
        self.0.iter().fold(0, |sum, value| sum.saturating_add(*value))
    }

    /// The least value that `percent` of all do not exceed; the values must be in order.
    pub fn percentile(&self, percent: usize) -> Option<i64> {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied()
    }

    /// The largest.
    pub fn max(&self) -> Option<i64> {
        self.0.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[i64]) -> Spread {
        let mut spread = Spread::default();
        for value in values {
            spread.take(Some(*value));
        }
        spread.sort();
        spread
    }

    #[test]
    fn nothing_known_is_not_zero() {
        let mut none = of(&[]);
        none.take(None);
        assert_eq!((none.count(), none.percentile(50), none.max()), (0, None, None));
    }

    #[test]
    fn ranks_are_nearest() {
        let ten = of(&[10, 1, 9, 2, 8, 3, 7, 4, 6, 5]);
        assert_eq!((ten.percentile(50), ten.percentile(90), ten.max()), (Some(5), Some(9), Some(10)));
        let eleven = of(&[11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        assert_eq!((eleven.percentile(50), eleven.percentile(90)), (Some(6), Some(10)));
        assert_eq!(of(&[7]).percentile(90), Some(7));
    }

    #[test]
    fn what_runs_backwards_is_not_counted() {
        assert_eq!(of(&[-1, 0]).count(), 1);
    }
}
