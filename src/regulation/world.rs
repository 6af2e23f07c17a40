//! What a rule may look at: the change before it, the records around it, the policy, the calendar and the time.

use std::cell::RefCell;
use std::rc::Rc;

use crate::calendar::Calendar;
use crate::ledger::{Entry, Form, Records};
use crate::record::calendar_year::CalendarYear;
use crate::record::company::Company;
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::record::{AsForm, Kind};

use super::clock::Clock;
use super::obligation::Answers;
use super::obligation::Obligation;
use super::policy::Policies;

/// The surroundings of a judgement: records as they will stand after the change, policy, calendar, time.
pub struct World<'a> {
    /// All records after the change.
    pub records: &'a Records<'a>,
    /// The company's policy values.
    pub policies: Policies,
    /// The identity of the repository; bound into every signature.
    pub repository: String,
    /// The calendar of working days.
    pub calendar: Calendar,
    /// When the judgement is made.
    pub clock: Clock,
    /// Whether SSH signatures are verified with their keys; digests always are.
    pub verify_keys: bool,
    /// What callbacks came to, if somebody has read them all already; else each is read when it is asked for.
    pub answers: Option<&'a Answers>,
    /// The obligation of the callback that was asked about last: many rules ask about the one they judge.
    pub(super) asked: RefCell<Option<(Key, Option<Rc<Obligation>>)>>,
}

impl<'a> World<'a> {
    /// The surroundings over a set of records; policy and calendar are read from them.
    pub fn new(records: &'a Records<'a>, now: Instant) -> Self {
        let company = company(records);
        Self {
            records,
            policies: Policies::of(company.as_deref()),
            repository: company.as_deref().map(|company| company.repository.clone()).unwrap_or_default(),
            calendar: Calendar::new(years(records)),
            clock: Clock::new(now),
            verify_keys: true,
            answers: None,
            asked: RefCell::default(),
        }
    }

    /// Turns to another record: what was worked out for the last one is worked out again where it is wanted, so that what the
    /// records and the clock note of this one is all that it rests on.
    pub fn turn(&self) {
        self.asked.take();
        self.clock.take();
    }
}

/// The policy values that a set of records sets.
pub fn policies(records: &Records<'_>) -> Policies {
    Policies::of(company(records).as_deref())
}

fn company(records: &Records<'_>) -> Option<Form<Company>> {
    Key::new(Kind::Company, "company").and_then(|key| records.get::<Company>(&key))
}

fn years(records: &Records<'_>) -> Vec<CalendarYear> {
    let Some(any) = Key::new(Kind::Calendar, "2000") else {
        return Vec::new();
    };
    records
        .siblings(&any)
        .iter()
        .filter_map(|key| records.get::<CalendarYear>(key).map(|year| (*year).clone()))
        .collect()
}

/// One record's change, to be judged.
pub struct Case<'a> {
    /// Which record.
    pub key: &'a Key,
    /// As it was; absent when it is new, or when a state is audited rather than a change.
    pub before: Option<&'a Entry>,
    /// As it will be; absent when it was taken away.
    pub after: Option<&'a Entry>,
    /// What lies around it.
    pub world: &'a World<'a>,
}

impl<'a> Case<'a> {
    /// The typed form after the change, if the record is of that kind and still there.
    pub fn form<T: AsForm>(&self) -> Option<&'a T> {
        self.after.and_then(Entry::form)
    }

    /// The typed form before the change.
    pub fn old<T: AsForm>(&self) -> Option<&'a T> {
        self.before.and_then(Entry::form)
    }
}
