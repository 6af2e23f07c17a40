//! Telling a story into a repository: every act goes to the desk, before the gate, and becomes a commit.
//!
//! The gate judges each act as it would anybody's, over the state before it; one refused act ends the telling, for then
//! this program is wrong. Only what the act touches is read, so the cost of an act does not grow with the story.

use std::collections::BTreeMap;

use super::act::Act;
use super::cast::Cast;
use super::recent::Recent;
use super::story::{Press, Story};
use super::truth::Truth;
use super::{Fault, Options, founding, scribe};
use crate::desk::publish;
use crate::guard::{self, ExitCode};
use crate::ledger::{Records, Snapshot};
use crate::record::path::{Place, place};
use crate::schema::Schemas;
use crate::store::{Bulk, Draft, Person, Store, StoreFault};
use crate::text::Lang;

/// Tells a story into a repository that has no commit yet, and returns what is true of it.
pub fn tell(repository: &Store, options: Options) -> Result<Truth, Fault> {
    repository.in_bulk(|bulk| {
        let mut gate = Gate { bulk, recent: Recent::default(), records: BTreeMap::new() };
        let cast = Cast::engage(options.technicians, options.sites as usize, options.seed, options.founded())?;
        let mut story = Story::new(options, cast, &mut gate);
        founding::plan(&mut story);
        story.tell()?;
        let as_of = story.end;
        let (callbacks, planted) = story.notes.counted(as_of);
        let services = story.notes.services;
        let emergencies = std::mem::take(&mut story.notes.emergencies);
        let maintenance = story.notes.kept_by(as_of);
        let departures = std::mem::take(&mut story.notes.departures);
        let books = story.shelf.accounts(&story);
        let duty = super::duty::log::truth(&story);
        let leave = story.rests.accounts(&story);
        drop(story);
        Ok(Truth {
            format: "weibao-demo-truth/1",
            told_with: options,
            as_of,
            head: gate.bulk.head().map(|head| head.to_string()).unwrap_or_default(),
            commits: gate.bulk.commits(),
            records: gate.records,
            callbacks,
            planted,
            maintenance,
            services,
            emergencies,
            books,
            departures,
            duty,
            leave,
        })
    })
}

/// The gate before the repository.
struct Gate<'b, 's> {
    bulk: &'b mut Bulk<'s>,
    recent: Recent,
    records: BTreeMap<String, u64>,
}

impl Press for Gate<'_, '_> {
    fn publish(&mut self, act: Act) -> Result<(), Fault> {
        let last = self.bulk.snapshot();
        let before = self.recent.over(&last);
        let draft = scribe::draft(&Records::new(&before), &act)?;
        let author = Person { name: act.name, email: act.email };
        let verdict = publish::judge(&before, &draft, act.at, &author)?;
        if verdict.exit() != ExitCode::Clean {
            return Err(Fault::Refused(format!("{}\n{}", act.at, guard::text(&verdict, Lang::En, false))));
        }
        for path in draft.files().keys() {
            if let Some(Place::Record(key)) = place(path)
                && !before.exists(path)?
            {
                *self.records.entry(key.kind.word().to_owned()).or_default() += 1;
            }
        }
        let mut files: BTreeMap<_, _> =
            draft.files().iter().map(|(path, bytes)| (path.clone(), Some(bytes.clone()))).collect();
        if self.bulk.head().is_none() {
            files.extend(
                Schemas::files().map(|(file, text)| (format!("schemas/{file}"), Some(text.as_bytes().to_vec()))),
            );
        }
        self.recent.written(draft.files());
        self.bulk.commit(&Draft { files, message: draft.message(), author, at: act.at })?;
        Ok(())
    }
}

impl From<StoreFault> for Fault {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}
