//! A page of headings and items, computed once, for a terminal, a Markdown comment and a browser.
//!
//! What is ours and what others wrote are kept apart to the very end ([`Run`]): each renderer escapes by that and by
//! nothing else, so a record, a branch or a title can do nothing but be shown.

mod html;
mod markdown;
mod text;

use crate::text::{Lang, visible};

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Our own words.
    Ours(String),
    /// Our own words that must not be passed over.
    Strong(String),
    /// What others wrote: records, branches, messages, paths.
    Theirs(String),
}

/// A line.
pub type Line = Vec<Run>;

/// How much an item matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// It is told.
    #[default]
    Plain,
    /// It is well.
    Good,
    /// It asks for a look.
    Ask,
    /// It is wrong.
    Bad,
}

/// A block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 2 or 3.
    Heading(u8, Line),
    /// An item of a list, as deep as it says.
    Item(u8, Mark, Line),
    /// What is shown on demand: always there in Markdown and HTML, in text only if everything is asked for.
    Folded(Line, Vec<Block>),
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// Lines of at most 100 columns; with what is folded or without.
    Text {
        /// Whether folded parts are shown.
        full: bool,
    },
    /// Markdown for a comment on a pull request.
    Markdown,
    /// One HTML file: no script, nothing loaded.
    Html,
}

impl Sheet {
    /// The page in a format.
    pub fn render(&self, format: SheetFormat, lang: Lang) -> String {
        match format {
            SheetFormat::Text { full } => text::render(self, full, lang),
            SheetFormat::Markdown => markdown::render(self, lang),
            SheetFormat::Html => html::render(self, lang),
        }
    }
}

impl Run {
    /// Our own words.
    pub fn ours(text: impl Into<String>) -> Self {
        Self::Ours(text.into())
    }

    /// What others wrote.
    pub fn theirs(text: impl Into<String>) -> Self {
        Self::Theirs(text.into())
    }

    /// As it is to be shown, before a renderer escapes it.
    fn shown(&self, lang: Lang) -> String {
        match self {
            Self::Ours(text) | Self::Strong(text) => text.clone(),
            Self::Theirs(text) => visible(text, lang),
        }
    }
}

#[cfg(test)]
mod tests;
