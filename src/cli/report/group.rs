//! A report over several repositories, one a company: each is read by itself, then they are put together.
//!
//! A repository that cannot be read ends the run, or is named in the head where that was allowed. Policy values that differ
//! between the companies stand in a table of their own: a rate is comparable only under the same rules.

use std::path::{Path, PathBuf};

use super::words::Trouble;
use super::{Globals, Outcome, Report, Surroundings, Whole, demand, merge};
use crate::ledger::Records;
use crate::record::company::Setting;
use crate::record::instant::Instant;
use crate::regulation::policy;
use crate::regulation::world::policies;
use crate::render::{Cell, Column, ColumnKind, Fact, Row, Table};
use crate::store::Store;

crate::texts! {
    COMPANIES: "各公司所依据", "What each company's figures rest on";
    MISSING: "读不出而未计入的记录库", "repositories not read and not counted";
    UNEQUAL: "各公司不同的制度参数", "Policy values that differ between companies";
    POLICY: "参数", "policy";
    MEANING: "含义", "meaning";
    VALUE: "值", "value";
    UNIT: "单位", "unit";
}

/// The repositories of a run.
pub(super) struct Group<'a> {
    folders: Vec<PathBuf>,
    globals: &'a Globals,
    surroundings: &'a Surroundings,
}

/// A company's share of a report.
struct Share {
    /// Its repository, by which companies are told apart.
    company: String,
    /// What it calls itself.
    name: Option<String>,
    policies: Vec<(&'static policy::Policy, i64)>,
    outcome: Outcome,
}

impl<'a> Group<'a> {
    /// The repositories named on the command line and in the list; the current folder if there is none.
    pub(super) fn of(globals: &'a Globals, surroundings: &'a Surroundings) -> Result<Self, Trouble> {
        let mut folders = globals.repos.clone();
        if let Some(list) = &globals.list {
            let path = surroundings.here.join(list);
            let text = std::fs::read_to_string(&path).map_err(|error| Trouble::list(&path, &error))?;
            let beside = path.parent().unwrap_or(&path);
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            folders.extend(lines.map(|line| beside.join(line)));
        }
        if folders.is_empty() {
            folders.push(PathBuf::from("."));
        }
        Ok(Self { folders, globals, surroundings })
    }

    /// Whether there are several.
    pub(super) fn is_several(&self) -> bool {
        self.folders.len() > 1
    }

    /// One report over them.
    pub(super) fn report(&self, report: &Report) -> Result<Whole, Trouble> {
        if let [folder] = self.folders.as_slice() {
            let Outcome { document, wrong } = self.one(report, folder)?;
            return Ok(Whole { cover: document, parts: Vec::new(), wrong: demand::of_one(wrong)? });
        }
        let (mut shares, mut missing) = (Vec::<Share>::new(), Vec::new());
        for folder in &self.folders {
            match self.one(report, folder).and_then(|outcome| self.share(folder, outcome)) {
                Ok(share) if shares.iter().any(|other| other.company == share.company) => {
                    return Err(Trouble::twice(folder, &share.company));
                }
                Ok(share) => shares.push(share),
                Err(trouble) if self.globals.allow_missing && trouble.is_unreadable() => {
                    missing.push(folder.display().to_string());
                }
                Err(trouble) => return Err(trouble.of_repository(folder)),
            }
        }
        whole(shares, missing)
    }

    /// One repository, of which all history must be there whatever the report is.
    fn one(&self, report: &Report, folder: &Path) -> Result<Outcome, Trouble> {
        Store::open(&self.surroundings.here.join(folder))?.require_whole_history()?;
        report.run(&Globals { repo: folder.to_owned(), ..self.globals.clone() }, self.surroundings)
    }

    /// Who the company is, and which values were in force for it at the moment of the report.
    fn share(&self, folder: &Path, outcome: Outcome) -> Result<Share, Trouble> {
        let fact = |name| {
            let fact = outcome.document.facts.iter().find(|fact| fact.name == name);
            match fact.map(|fact| &fact.value) {
                Some(Cell::Text(text) | Cell::Instant(text)) => Some(text.as_str()),
                _ => None,
            }
        };
        let store = Store::open(&self.surroundings.here.join(folder))?;
        let snapshot = store.snapshot_of(store.resolve(fact("commit").unwrap_or("HEAD"))?)?;
        let records = Records::new(&snapshot);
        let day = fact("as_of").and_then(Instant::parse).unwrap_or(self.surroundings.now).day();
        let values = policies(&records);
        let policies = policy::ALL.iter().map(|policy| (*policy, values.number(policy, day))).collect();
        let name = fact("company_name").map(str::to_owned);
        let company = fact("repository").map_or_else(|| folder.display().to_string(), str::to_owned);
        if let Some(failure) = records.failure() {
            return Err(failure.into());
        }
        Ok(Share { company, name, policies, outcome })
    }
}

impl Share {
    /// The company in a table: its repository for machines; for people its name, and the repository too where another
    /// company has that name.
    fn cell(&self, all: &[Self]) -> Cell {
        let Some(name) = &self.name else {
            return Cell::Text(self.company.clone());
        };
        let alone = all.iter().filter(|other| other.name == self.name).count() == 1;
        let spoken = if alone { name.clone() } else { format!("{name} {}", self.company) };
        Cell::Named(self.company.clone(), spoken)
    }
}

fn whole(shares: Vec<Share>, missing: Vec<String>) -> Result<Whole, Trouble> {
    let cells: Vec<_> = shares.iter().map(|share| share.cell(&shares)).collect();
    let own = [companies(&shares, &cells), unequal(&shares, &cells)];
    let (mut documents, mut wrong) = (Vec::new(), Vec::new());
    for (cell, share) in cells.into_iter().zip(shares) {
        documents.push((cell, share.outcome.document));
        wrong.push((share.company, share.outcome.wrong));
    }
    let wrong = demand::of_several(wrong)?;
    let mut cover = merge::merge(&documents).ok_or_else(Trouble::none_left)?;
    cover.facts.push(Fact { name: "missing_repositories", title: &MISSING, value: Cell::List(missing) });
    cover.tables.extend(own);
    Ok(Whole { cover, parts: Vec::new(), wrong })
}

/// Every fact of every company, since in the head only those stand that hold for all.
fn companies(shares: &[Share], cells: &[Cell]) -> Table {
    let facts = shares.first().map(|share| share.outcome.document.facts.as_slice()).unwrap_or_default();
    let kind = |fact: &Fact| if matches!(fact.value, Cell::Int(_)) { ColumnKind::Int } else { ColumnKind::Text };
    let columns = std::iter::once(Column::text("company", &merge::COMPANY))
        .chain(facts.iter().map(|fact| Column { name: fact.name, title: fact.title, kind: kind(fact) }))
        .collect();
    let row = |(share, company): (&Share, &Cell)| {
        let value = |fact: &Fact| {
            let own = share.outcome.document.facts.iter().find(|own| own.name == fact.name);
            own.map_or(Cell::Unknown, |own| own.value.clone())
        };
        Row::plain(std::iter::once(company.clone()).chain(facts.iter().map(value)).collect())
    };
    Table { name: "companies", title: &COMPANIES, columns, rows: shares.iter().zip(cells).map(row).collect() }
}

fn unequal(shares: &[Share], cells: &[Cell]) -> Table {
    let value = |share: &Share, name: &str| {
        share.policies.iter().find(|(policy, _)| policy.name == name).map(|(_, value)| *value)
    };
    let mut rows = Vec::new();
    for policy in policy::ALL {
        let first = shares.first().and_then(|share| value(share, policy.name));
        if shares.iter().all(|share| value(share, policy.name) == first) {
            continue;
        }
        for (share, company) in shares.iter().zip(cells) {
            let set = value(share, policy.name).map_or(Cell::Unknown, |number| match policy.default {
                Setting::Switch(_) => Cell::Bool(number != 0),
                Setting::Number(_) => Cell::Int(number),
            });
            rows.push(Row::plain(vec![
                Cell::Text(policy.name.to_owned()),
                Cell::Word(policy.name, (&policy.title).into()),
                company.clone(),
                set,
                Cell::Text(policy.unit.to_owned()),
            ]));
        }
    }
    let columns = vec![
        Column::text("policy", &POLICY),
        Column::text("meaning", &MEANING),
        Column::text("company", &merge::COMPANY),
        // A number or a switch, so read as it stands.
        Column::text("value", &VALUE),
        Column::text("unit", &UNIT),
    ];
    Table { name: "unequal_policies", title: &UNEQUAL, columns, rows }
}
