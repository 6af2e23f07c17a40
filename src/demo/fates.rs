//! What is to go wrong: lots drawn from bags, so that even a dozen sites meet every kind of failure.

use super::chance::{Bag, Chance};

/// What becomes of a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Made in time and entered at once.
    InTime,
    /// Made at the last instant that is in time.
    AtTheDeadline,
    /// Made in time with the help of an earlier vain attempt.
    SecondTry,
    /// Made in time; the user is dissatisfied.
    Dissatisfied,
    /// Made in time; the user wants a visit.
    WantsVisit,
    /// Made in time, entered after the deadline.
    EnteredLate,
    /// Made after the deadline, declared and acknowledged.
    Late,
    /// Nobody reached.
    Unreachable,
    /// Nobody reached, excused by the supervisor.
    Excused,
    /// Not made.
    Missing,
    /// Begun and then forgotten.
    Forgotten,
}

/// What happens in a repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Nothing out of the ordinary.
    Plain,
    /// A writing error spoils the first ticket.
    SpoiltTicket,
    /// The work goes over to a spare ticket.
    Transfer,
    /// It takes longer than promised; a delay slip.
    Delay,
    /// A delay slip that finance accounts late.
    DelayAccountedLate,
    /// A delay slip that finance rejects; the promise is kept after all.
    DelayRejected,
    /// A unit is lent while the old one is away.
    Loan,
    /// The same fault comes again.
    Repeat,
    /// A taxi, with the supervisor's consent.
    Taxi,
    /// The technician leaves before it is done, and somebody else takes it over on a spare ticket.
    HandedOn,
}

/// How a ticket comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Return {
    /// Front desk and office in time.
    InTime,
    /// In time, entered late.
    EnteredLate,
    /// Late, declared.
    Late,
    /// It stays at the front desk.
    StaysAtFrontDesk,
}

/// All bags.
#[derive(Debug)]
pub struct Fates {
    phone: Bag<Fate>,
    visit: Bag<Fate>,
    demanded: Bag<Fate>,
    repair: Bag<Turn>,
    hand_in: Bag<Return>,
}

impl Fates {
    /// Full bags.
    pub fn filled() -> Self {
        use Fate::{
            AtTheDeadline, Dissatisfied, EnteredLate, Excused, Forgotten, InTime, Late, Missing, SecondTry,
            Unreachable, WantsVisit,
        };
        Self {
            phone: Bag::new(&[
                (InTime, 20),
                (AtTheDeadline, 2),
                (SecondTry, 3),
                (Dissatisfied, 1),
                (WantsVisit, 1),
                (EnteredLate, 1),
                (Late, 1),
                (Unreachable, 1),
                (Excused, 1),
                (Missing, 1),
                (Forgotten, 1),
            ]),
            visit: Bag::new(&[
                (InTime, 20),
                (Dissatisfied, 1),
                (EnteredLate, 1),
                (Late, 1),
                (Missing, 1),
                (Forgotten, 1),
            ]),
            demanded: Bag::new(&[(InTime, 3), (AtTheDeadline, 1), (EnteredLate, 1), (Late, 1), (Missing, 1)]),
            repair: Bag::new(&[
                (Turn::Plain, 8),
                (Turn::SpoiltTicket, 1),
                (Turn::Transfer, 1),
                (Turn::Delay, 1),
                (Turn::DelayAccountedLate, 1),
                (Turn::DelayRejected, 1),
                (Turn::Loan, 1),
                (Turn::Repeat, 1),
                (Turn::Taxi, 1),
            ]),
            hand_in: Bag::new(&[
                (Return::InTime, 16),
                (Return::EnteredLate, 1),
                (Return::Late, 1),
                (Return::StaysAtFrontDesk, 1),
            ]),
        }
    }

    /// The fate of a phone callback.
    pub fn phone(&mut self, chance: &mut Chance) -> Fate {
        self.phone.draw(chance)
    }

    /// The fate of a regular visit.
    pub fn visit(&mut self, chance: &mut Chance) -> Fate {
        self.visit.draw(chance)
    }

    /// The fate of a demanded visit.
    pub fn demanded(&mut self, chance: &mut Chance) -> Fate {
        self.demanded.draw(chance)
    }

    /// The turn of a repair.
    pub fn repair(&mut self, chance: &mut Chance) -> Turn {
        self.repair.draw(chance)
    }

    /// How a ticket comes in.
    pub fn hand_in(&mut self, chance: &mut Chance) -> Return {
        self.hand_in.draw(chance)
    }
}
