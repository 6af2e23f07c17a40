//! Several documents bound into one output, under a cover of their own.

use super::{Document, Fact, Format, badge, csv, html, json, markdown, text, xlsx};
use crate::text::Lang;

/// A cover and what follows it; a single document is a cover that nothing follows.
#[derive(Debug, Clone, Copy)]
pub struct Bundle<'a> {
    /// What comes first.
    pub cover: &'a Document,
    /// The documents behind it, each told apart by the family its report is of.
    pub parts: &'a [Document],
    /// What a person must know before any figure: it stands first in whatever is read, and in no form for machines.
    pub notices: &'a [String],
}

impl<'a> Bundle<'a> {
    /// One document.
    pub const fn of(document: &'a Document) -> Self {
        Self { cover: document, parts: &[], notices: &[] }
    }

    /// As text in a format.
    pub fn render(&self, format: Format, lang: Lang) -> String {
        match format {
            Format::Text => self.noticed(text::render(self, lang)),
            Format::Json => json::render(self),
            Format::Markdown => self.noticed(markdown::render(self, lang)),
            Format::Csv => csv::render(self, lang),
            Format::Html => html::render(self, lang),
            Format::Badge => badge::render(self.cover, lang),
        }
    }

    fn noticed(&self, text: String) -> String {
        if self.notices.is_empty() { text } else { format!("{}\n\n{text}", self.notices.join("\n")) }
    }

    /// As a workbook, a sheet a table; what is wrong with it if it cannot be one.
    pub fn workbook(&self, lang: Lang) -> Result<Vec<u8>, String> {
        xlsx::render(self, lang)
    }

    /// The cover, then the parts.
    pub(super) fn documents(&self) -> impl Iterator<Item = &'a Document> {
        std::iter::once(self.cover).chain(self.parts)
    }

    /// Those facts of a part that its cover does not tell already.
    pub(super) fn own_facts(&self, part: &'a Document) -> impl Iterator<Item = &'a Fact> {
        let (cover, own) = (self.cover, std::ptr::eq(self.cover, part));
        let told = move |fact: &Fact| cover.facts.iter().any(|it| it.name == fact.name && it.value == fact.value);
        part.facts.iter().filter(move |fact| own || !told(fact))
    }
}

impl Document {
    /// What the report is of, without its version: `callbacks`.
    pub fn family(&self) -> &'static str {
        self.report.split_once('/').map_or(self.report, |(family, _)| family)
    }
}

impl super::Row {
    /// Whether the row is the sum of others: its first cell says so.
    pub(super) fn is_sum(&self) -> bool {
        matches!(self.cells.first(), Some(super::Cell::Word("total", _)))
    }
}
