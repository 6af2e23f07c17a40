//! The regulation's clauses: all sixty with their text in both languages, and how the doubtful ones are read.
//!
//! The words stand in `clauses.json` beside this file, so that a lawyer can read and correct them without Rust.
//! Besides the clauses there is `G`, what holds for every record, and the readings `D1` to `D9`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::Text;

/// A clause of the regulation, the general clause `G`, or a reading.
#[derive(Debug, Clone, Copy)]
pub struct Clause {
    /// Its number: `T-1`, `C-P.2.3`, `M-2.A`; `G`; `D4`.
    pub id: &'static str,
    /// The part of the regulation it stands in.
    pub part: Text,
    /// Its text; 〔…〕 marks what was restored.
    pub text: Text,
    /// How it is read where it leaves doubt.
    pub reading: Option<Text>,
}

#[derive(Deserialize)]
struct Words<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Deserialize)]
struct Row<'a> {
    id: &'a str,
    #[serde(borrow)]
    part: Words<'a>,
    #[serde(borrow)]
    text: Words<'a>,
    #[serde(borrow)]
    reading: Option<Words<'a>>,
}

#[derive(Deserialize, Default)]
struct Data<'a> {
    #[serde(borrow)]
    clauses: Vec<Row<'a>>,
    #[serde(borrow)]
    readings: Vec<Row<'a>>,
}

struct Table {
    clauses: Vec<Clause>,
    readings: Vec<Clause>,
}

static DATA: &str = include_str!("clauses.json");

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        // The data are part of the program; a test reads them, so they cannot fail here.
        let data: Data<'static> = serde_json::from_str(DATA).unwrap_or_default();
        Table {
            clauses: data.clauses.into_iter().map(Row::clause).collect(),
            readings: data.readings.into_iter().map(Row::clause).collect(),
        }
    })
}

impl Row<'static> {
    fn clause(self) -> Clause {
        let text = |words: Words<'static>| Text { zh: words.zh, en: words.en };
        Clause { id: self.id, part: text(self.part), text: text(self.text), reading: self.reading.map(text) }
    }
}

/// The clauses of the regulation, in its order.
pub fn all() -> &'static [Clause] {
    &table().clauses
}

/// What is not the regulation's text: the general clause `G`, then the readings `D1` to `D9`.
pub fn readings() -> &'static [Clause] {
    &table().readings
}

/// The clause, general clause or reading with this number.
pub fn get(id: &str) -> Option<&'static Clause> {
    all().iter().chain(readings()).find(|clause| clause.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_regulation_has_sixty_clauses() {
        let data: Data<'static> = serde_json::from_str(DATA).unwrap();
        assert_eq!(data.clauses.len(), 60);
        assert_eq!(all().len(), 60);
        assert_eq!(
            readings().iter().map(|clause| clause.id).collect::<Vec<_>>().join(" "),
            "G D1 D2 D3 D4 D5 D6 D7 D8 D9"
        );
    }

    #[test]
    fn a_clause_is_found_by_its_number() {
        assert!(get("T-5").unwrap().text.zh.starts_with("严格按照顺序号使用"));
        assert!(get("C-P.2.3").unwrap().reading.is_some());
        assert!(get("T-8").is_none());
    }

    #[test]
    fn clause_numbers_are_unique() {
        let ids: BTreeSet<_> = all().iter().chain(readings()).map(|clause| clause.id).collect();
        assert_eq!(ids.len(), all().len() + readings().len());
    }

    #[test]
    fn no_words_of_a_clause_are_blank() {
        for clause in all().iter().chain(readings()) {
            for text in [Some(clause.part), Some(clause.text), clause.reading].into_iter().flatten() {
                assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty(), "{}", clause.id);
            }
        }
    }
}
