//! Steps done one upon the other in memory, each by its own person and judged on its own; committed when all pass.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cli::input::{self, Input, SignArg};
use crate::cli::session::{self, Session};
use crate::cli::{CliError, Exit, ask_sign, finish, words};
use crate::desk::{Desk, Draft, company_key, publish};
use crate::guard::{self, ExitCode, Roster, Verdict};
use crate::ledger::{Memory, Records, Snapshot};
use crate::record::company::Company;
use crate::record::id::StaffId;
use crate::record::path::Key;
use crate::record::section::sections;
use crate::record::staff::{Duty, Staff};
use crate::regulation::policy::{Policies, named};
use crate::store::{Person, Store};
use crate::text::Message;

/// What was done so far, none of it committed yet.
pub(super) struct Walk<'w> {
    store: &'w Store,
    head: &'w dyn Snapshot,
    input: &'w Input,
    laid: BTreeMap<String, Vec<u8>>,
    steps: Vec<Step>,
}

struct Step {
    draft: Draft,
    author: Person,
    keys: Vec<Key>,
    verdict: Verdict,
}

impl<'w> Walk<'w> {
    /// A walk from the newest commit.
    pub(super) fn new(store: &'w Store, head: &'w dyn Snapshot, input: &'w Input) -> Self {
        Self { store, head, input, laid: BTreeMap::new(), steps: Vec::new() }
    }

    /// The records as the steps so far leave them.
    fn place(&self) -> Memory<'_> {
        let mut place = Memory::over(self.head);
        for (path, bytes) in &self.laid {
            place.put(path.clone(), bytes.clone());
        }
        place
    }

    /// The posts that somebody holds now; nothing where posts are not enforced.
    pub(super) fn duties_of(&self, session: &Session<'_>, who: &StaffId) -> Result<Option<Vec<Duty>>, CliError> {
        let place = self.place();
        let records = Records::new(&place);
        let person = member(&records, who)?;
        Ok(Roster::new(&records, session.now).author(&person.email).map(|author| author.duties))
    }

    /// Whether every commit must be signed by its author.
    pub(super) fn wants_signed_commits(&self, session: &Session<'_>) -> bool {
        let records = Records::new(self.head);
        let company = records.get::<Company>(&company_key());
        Policies::of(company.as_deref()).switch(&named::require_signed_commits, session.now.day())
    }

    /// One step, by the one whose it is: acts, signs, and has it judged.
    pub(super) fn step(
        &mut self,
        session: &mut Session<'_>,
        by: &StaffId,
        act: impl FnOnce(&mut Session<'_>, &mut Desk<'_>) -> Result<Vec<Key>, CliError>,
    ) -> Result<(), CliError> {
        let place = self.place();
        let records = Records::new(&place);
        let person = member(&records, by)?;
        let mut desk = Desk::new(&records, by.clone(), session.now);
        let keys = act(session, &mut desk)?;
        self.sign(session, &mut desk, &keys)?;
        let draft = desk.draft()?;
        let author = Person { name: person.name.clone(), email: person.email.clone() };
        let verdict = publish::judge(&place, &draft, session.now, &author)?;
        self.laid.extend(draft.files().iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
        self.steps.push(Step { draft, author, keys, verdict });
        Ok(())
    }

    /// Signs every new section that an order names; at a terminal without such an order, asks.
    fn sign(&self, session: &mut Session<'_>, desk: &mut Desk<'_>, keys: &[Key]) -> Result<(), CliError> {
        let mut orders: Vec<(Key, SignArg)> = Vec::new();
        for key in keys {
            let Some(value) = desk.value(key) else {
                continue;
            };
            for section in sections(&value).iter().filter(|section| section.signatures().is_empty()) {
                let of = |order: &&SignArg| {
                    section.name == order.section
                        || section.name.strip_prefix(&order.section).is_some_and(|rest| rest.starts_with('/'))
                };
                let named = self.input.sign.iter().filter(of);
                orders.extend(
                    named.map(|order| (key.clone(), SignArg { section: section.name.clone(), ..order.clone() })),
                );
            }
        }
        if orders.is_empty() {
            for key in keys {
                let asked = ask_sign::ask(session, desk, std::slice::from_ref(key))?;
                orders.extend(asked.into_iter().map(|order| (key.clone(), order)));
            }
        }
        let own_key = self.store.config("weibao.signingkey").or_else(|| self.store.config("user.signingkey"));
        for (key, order) in &orders {
            input::sign(session, desk, key, order, own_key.clone())?;
        }
        Ok(())
    }

    /// Says what the gate found; commits every step if it found nothing to refuse and it is not only to be looked at.
    pub(super) fn finish(self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let refused: usize = self.steps.iter().map(|step| step.verdict.errors().count()).sum();
        let worst = self.steps.iter().map(|step| step.verdict.exit()).find(|exit| *exit != ExitCode::Clean);
        let mut commits: Vec<String> = Vec::new();
        let mut said: Vec<Message> = Vec::new();
        if worst.is_none() && !self.input.dry_run {
            for step in &self.steps {
                let commit = publish::commit(self.store, &step.draft, session.now, step.author.clone())?.to_string();
                said.push(finish::written(&commit, &step.draft.message()));
                commits.push(commit);
            }
        }
        if session.out.is_json() {
            let keys = self.steps.iter().flat_map(|step| &step.keys);
            let records: Vec<_> =
                keys.map(|key| json!({ "kind": key.kind.word(), "key": key.id, "path": key.path() })).collect();
            let judged = |step: &Step| serde_json::from_str::<Value>(&guard::json(&step.verdict)).unwrap_or_default();
            let verdicts: Vec<Value> = self.steps.iter().map(judged).collect();
            let members = json!({ "commits": commits, "records": records, "verdicts": verdicts });
            session.out.json("weibao-depart/1", members)?;
        } else {
            for step in self.steps.iter().filter(|step| !step.verdict.findings.is_empty()) {
                let text = guard::text(&step.verdict, session.lang(), session.surroundings.coloured);
                session.out.text(&text)?;
            }
            for message in said {
                session.out.say(message)?;
            }
        }
        match worst {
            Some(exit) => {
                session.out.note(finish::refused(refused))?;
                Ok(Exit::of(exit))
            }
            None if self.input.dry_run && !session.out.is_json() => {
                session.out.say(finish::all_well())?;
                Ok(Exit::Clean)
            }
            None => Ok(Exit::Clean),
        }
    }
}

fn member(records: &Records<'_>, who: &StaffId) -> Result<Staff, CliError> {
    session::staff(records, who)
        .ok_or_else(|| CliError::said(Message::new(&words::NO_SUCH_STAFF).with("who", who), &words::NO_SUCH_STAFF_FIX))
}
