//! The teller: scenes in the order of true time, each of which may do something and plan further scenes.
//!
//! A scene is what someone does at a moment; what it writes is one act, and one act is one commit. Scenes at the same
//! moment are told in the order in which they were planned, so nothing hangs on chance that was not drawn from the seed.

use std::collections::BTreeMap;

use super::act::Act;
use super::books::Shelf;
use super::cast::{Cast, Person, Who};
use super::chance::Chance;
use super::duty::Rosters;
use super::fates::Fates;
use super::paper::Paper;
use super::repairs::Running;
use super::rest::Ledger;
use super::sites::{Joined, Place};
use super::truth::Notes;
use super::{Fault, Options};
use crate::record::id::{ContactId, SlipId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::Role;
use crate::text::Text;

/// Something that is to happen.
pub type Scene = Box<dyn FnOnce(&mut Story<'_>) -> Result<(), Fault>>;

/// Where acts go: a repository, or a list in a test.
pub trait Press {
    /// Takes the next act.
    fn publish(&mut self, act: Act) -> Result<(), Fault>;
}

/// The story while it is told.
pub struct Story<'p> {
    /// The moment that has been reached.
    pub now: Instant,
    /// The moment at which the telling ends.
    pub end: Instant,
    /// First day of the whole story.
    pub founded: Date,
    /// First day on which tickets are written.
    pub opened: Date,
    /// How the story was ordered.
    pub options: Options,
    /// Identity of the repository, bound into every signature.
    pub repository: String,
    /// The stream of chance.
    pub chance: Chance,
    /// What is to go wrong, and how often.
    pub fates: Fates,
    /// The people.
    pub cast: Cast,
    /// The sites that have joined so far, by number.
    pub places: BTreeMap<u32, Place>,
    /// The clients that have joined.
    pub clients: Joined,
    /// The books.
    pub shelf: Shelf,
    /// The storyteller's notes.
    pub notes: Notes,
    /// Fault reports of a day, by receiver.
    pub reports_of_day: BTreeMap<(Date, Who), u32>,
    /// The duty rosters.
    pub rosters: Rosters,
    /// Compensatory rest.
    pub rests: Ledger,
    /// Rides by taxi so far.
    pub taxis: u32,
    /// The ticket that the leaver could not finish.
    pub(super) left_open: Option<Running>,
    /// Loans not yet given back.
    pub loans: BTreeMap<SlipId, Paper>,
    plan: BTreeMap<(Instant, u64), Scene>,
    planned: u64,
    press: &'p mut dyn Press,
}

impl<'p> Story<'p> {
    /// A story that is about to begin.
    pub fn new(options: Options, cast: Cast, press: &'p mut dyn Press) -> Self {
        let founded = options.founded();
        Self {
            now: super::days::at(founded, 8 * 60),
            end: options.as_of(),
            founded,
            opened: options.opened(),
            options,
            repository: options.repository(),
            chance: Chance::new(options.seed, 0),
            fates: Fates::filled(),
            cast,
            places: BTreeMap::new(),
            clients: Joined::new(),
            shelf: Shelf::new(&options),
            notes: Notes::default(),
            reports_of_day: BTreeMap::new(),
            rosters: Rosters::default(),
            rests: Ledger::default(),
            taxis: 0,
            left_open: None,
            loans: BTreeMap::new(),
            plan: BTreeMap::new(),
            planned: 0,
            press,
        }
    }

    /// Plans a scene; one that would lie in the past happens now.
    pub fn at(&mut self, when: Instant, scene: impl FnOnce(&mut Story<'_>) -> Result<(), Fault> + 'static) {
        self.planned += 1;
        self.plan.insert((when.max(self.now), self.planned), Box::new(scene));
    }

    /// Tells the story to its end.
    pub fn tell(&mut self) -> Result<(), Fault> {
        while let Some(((when, _), scene)) = self.plan.pop_first() {
            if when >= self.end {
                break;
            }
            self.now = when;
            scene(self)?;
        }
        self.plan.clear();
        self.now = self.end;
        Ok(())
    }

    /// Someone enters papers, now; what is said of the act is said of the first of them.
    pub fn enter(&mut self, who: Who, said: &'static Text, papers: Vec<Paper>) -> Result<(), Fault> {
        let person = self.cast.of(who);
        let act = Act {
            at: self.now,
            by: person.id.clone(),
            name: person.name.clone(),
            email: person.email.clone(),
            said,
            papers,
        };
        self.press.publish(act)
    }

    /// A person of the cast.
    pub fn person(&self, who: Who) -> &Person {
        self.cast.of(who)
    }

    /// Someone of the staff signs a section of a paper.
    pub fn sign(&self, paper: &mut Paper, section: &str, role: Role, who: Who, at: Instant) -> Result<(), Fault> {
        paper.signed(&self.repository, section, role, self.cast.of(who), at)
    }

    /// A person of the client signs a section of a paper.
    pub fn client_signs(
        &self,
        paper: &mut Paper,
        section: &str,
        contact: &ContactId,
        at: Instant,
        file: &str,
    ) -> Result<(), Fault> {
        paper.drawn(&self.repository, section, contact, at, file)
    }
}
