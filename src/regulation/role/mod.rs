//! Who may write what: posts, kinds and transitions, from the regulation. What the table does not allow is refused.
//!
//! [`table::ROWS`] is the whole table, [`judge()`] cuts one record's change into transitions and looks each up.
//! The author of a commit acts by the posts held on the day of the judgement, as the roster from before the push
//! says. In which capacity somebody signs is the signer's affair and stands in [`posts_of`].

pub mod document;
mod judge;
pub mod table;

pub use judge::{Author, Denied, judge};

use crate::record::Kind;
use crate::record::parts::Role;
use crate::record::staff::Duty;
use crate::regulation::constraint::general::signer_role_missing;
use crate::text::Text;
use crate::texts;

/// What can be done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transition {
    /// A record comes to be.
    Create,
    /// It is written on, as far as it is not signed.
    Change,
    /// One's own signature is put under a section.
    Sign,
    /// It is declared void.
    Void,
    /// It is taken over from the one who wrote it.
    HandIn,
    /// It is settled or accounted for.
    Settle,
    /// Something in it is consented to or acknowledged.
    Approve,
}

impl Transition {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Create, Self::Change, Self::Sign, Self::Void, Self::HandIn, Self::Settle, Self::Approve];

    /// Its name.
    pub const fn name(self) -> &'static Text {
        match self {
            Self::Create => &CREATE,
            Self::Change => &CHANGE,
            Self::Sign => &SIGN,
            Self::Void => &VOID,
            Self::HandIn => &HAND_IN,
            Self::Settle => &SETTLE,
            Self::Approve => &APPROVE,
        }
    }

    /// The word for machines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change => "change",
            Self::Sign => "sign",
            Self::Void => "void",
            Self::HandIn => "hand_in",
            Self::Settle => "settle",
            Self::Approve => "approve",
        }
    }
}

texts! {
    CREATE: "新建", "create";
    CHANGE: "填写", "write on";
    SIGN: "签字", "sign";
    VOID: "作废", "void";
    HAND_IN: "接收", "take over";
    SETTLE: "核销", "settle";
    APPROVE: "核准", "approve";
}

/// What may be done with the records of one kind, and by which posts.
#[derive(Debug)]
pub struct Row {
    /// The kind.
    pub kind: Kind,
    /// The clauses that say so; `G` where only the general order of the registers does.
    pub clauses: &'static [&'static str],
    /// Transitions and the posts that may make them; one that is not listed is for nobody.
    pub may: &'static [(Transition, &'static [Duty])],
    /// The capacities in which its sections are signed.
    pub signed_as: &'static [Role],
    /// Members whose coming or change is another transition than [`Transition::Change`].
    pub places: &'static [(&'static str, Transition)],
    /// Where a member names the one who acts: it must be the author, or that person's own key must have signed.
    pub actors: &'static [(&'static str, &'static str)],
}

impl Row {
    /// The posts that may make a transition; for signing, those of all its capacities.
    pub fn posts(&self, transition: Transition) -> Vec<Duty> {
        let listed = self.may.iter().filter(|(what, _)| *what == transition).flat_map(|(_, posts)| *posts);
        let mut posts: Vec<Duty> = listed.copied().collect();
        if transition == Transition::Sign {
            posts.extend(self.signed_as.iter().flat_map(|role| posts_of(*role)));
        }
        posts.sort_unstable();
        posts.dedup();
        posts
    }

    /// Whether a post may make a transition.
    pub fn allows(&self, duty: Duty, transition: Transition) -> bool {
        self.posts(transition).contains(&duty) || (transition == Transition::Sign && self.is_signed_by_anyone())
    }

    /// Whether there is a capacity in which anyone employed may sign.
    pub fn is_signed_by_anyone(&self) -> bool {
        self.signed_as.iter().any(|role| is_for_anyone(*role))
    }

    /// The transition that a change of a member is.
    pub fn transition(&self, member: &str) -> Transition {
        self.places.iter().find(|(name, _)| *name == member).map_or(Transition::Change, |(_, transition)| *transition)
    }
}

/// The posts that may approve what others wrote of a kind: those that approve within its records, else the heads.
pub fn approvers(kind: Kind) -> Vec<Duty> {
    let posts = row(kind).map(|row| row.posts(Transition::Approve)).unwrap_or_default();
    if posts.is_empty() { vec![Duty::Supervisor, Duty::PersonInCharge] } else { posts }
}

/// The posts that may sign in a capacity; none listed means anyone employed ([`is_for_anyone`]), or the client.
pub const fn posts_of(role: Role) -> &'static [Duty] {
    signer_role_missing::posts(role)
}

/// Whether anyone employed may sign in a capacity.
pub const fn is_for_anyone(role: Role) -> bool {
    posts_of(role).is_empty() && !matches!(role, Role::Client)
}

/// The row of a kind.
pub fn row(kind: Kind) -> Option<&'static Row> {
    table::ROWS.iter().find(|row| row.kind == kind)
}
