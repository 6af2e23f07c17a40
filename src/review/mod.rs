//! What a reviewer of a range of commits must decide: what each record was and is, who signed it, what it fulfils and
//! makes due, what it does to the books, and everything the gate finds.
//!
//! The range is compared tree against tree, from where the branch parted: attributes, renames and text conversions of
//! git have no say. Everything looked at is computed from the change, so the cost grows with it and with nothing else.
//! [`Review`] is plain data; [`sheet()`] lays it out for people, [`json()`] for machines.

mod books;
mod due;
mod fields;
mod history;
mod json;
mod names;
mod record;
mod sheet;
mod signed;

pub use books::BookChange;
pub use due::{Due, DueChange};
pub use fields::{FieldChange, Step};
pub use history::{CommitShown, MergeShown, OtherFile};
pub use json::json;
pub use names::Names;
pub use record::{Nature, RecordChange};
pub use sheet::sheet;
pub use signed::{AttachmentShown, Shape, SignatureShown};

use crate::guard::{Terms, Verdict, doors};
use crate::ledger::Records;
use crate::regulation::rule::Severity;
use crate::regulation::world::World;
use crate::store::{Id, Store, StoreFault};

/// What a range of commits brings.
#[derive(Debug)]
pub struct Review {
    /// The state it is to be merged into.
    pub base: Option<Id>,
    /// Where the branch parted from the base: what it is compared with.
    pub parted: Option<Id>,
    /// The state to be reviewed.
    pub head: Id,
    /// The tree of the head.
    pub tree: Id,
    /// The commits, every one after its parents.
    pub commits: Vec<CommitShown>,
    /// Merges among them that hold something of their own.
    pub merges: Vec<MergeShown>,
    /// The records that differ, by kind and key.
    pub records: Vec<RecordChange>,
    /// Other files that differ.
    pub others: Vec<OtherFile>,
    /// The accounts of the books whose numbers are touched.
    pub books: Vec<BookChange>,
    /// What the gate says of the range.
    pub verdict: Verdict,
    /// Names of the people, clients and sites that are spoken of.
    pub names: Names,
}

/// Reviews what `head` brings to `base`.
pub fn review(store: &Store, base: Option<Id>, head: Id, terms: &Terms) -> Result<Review, StoreFault> {
    let parted = base.map(|base| store.merge_base(base, head)).transpose()?.flatten();
    let without: Vec<Id> = base.into_iter().collect();
    let verdict = doors::range(store, &without, base, head, terms)?;
    let before = parted.map_or_else(|| Ok(store.nothing()), |parted| store.snapshot_of(parted))?;
    let after = store.snapshot_of(head)?;
    let (old, new) = (Records::new(&before), Records::new(&after));
    let (was, is) = (World::new(&old, terms.now), World::new(&new, terms.now));
    let history = history::of(store, &without, head)?;
    let changes = store.changes(&before, &after)?;
    let mut names = Names::default();
    let mut records = record::changes(store, &changes, &was, &is)?;
    for record in &mut records {
        record.author = history.author(&record.path).or_else(|| history.author(record.attached_path())).cloned();
        let own = verdict.findings.iter().filter(|placed| placed.finding.path == record.path);
        record.findings = own.clone().count();
        record.errors = own.filter(|placed| placed.finding.rule.severity == Severity::Error).count();
        names.learn(record, &[&new, &old]);
    }
    due::add(&mut records, &was, &is);
    let mut others = history::others(store, &store.changes_outside(&before, &after)?)?;
    others.extend(history::strays(store, &changes)?);
    others.sort_by(|a, b| a.path.cmp(&b.path));
    let books = books::of(&records, &was, &is);
    names.people(&history.commits, &[&new, &old]);
    let mut review = Review {
        base,
        parted,
        head,
        tree: store.commit_header(head)?.tree(),
        commits: history.commits,
        merges: history.merges,
        records,
        others,
        books,
        verdict,
        names,
    };
    review.verdict.unreadable = review.verdict.unreadable.take().or_else(|| old.failure()).or_else(|| new.failure());
    Ok(review)
}
