//! A draft: changed files and the message of the commit they make, not yet judged and not yet anywhere.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::record::path::Key;
use crate::text::{Lang, Message};

/// What an act changes, until it is published.
#[derive(Debug, Clone)]
#[must_use = "a draft changes nothing until it is published"]
pub struct Draft {
    records: BTreeMap<Key, Value>,
    files: BTreeMap<String, Vec<u8>>,
    subjects: Vec<Message>,
}

impl Draft {
    /// A draft of records and attachments; record bytes are canonical.
    pub(super) fn new(
        records: BTreeMap<Key, Value>,
        attachments: BTreeMap<String, Vec<u8>>,
        subjects: Vec<Message>,
    ) -> Self {
        let mut files = attachments;
        for (key, value) in &records {
            files.insert(key.path(), super::record::bytes(key, value));
        }
        Self { records, files, subjects }
    }

    /// The records it leaves, by key.
    pub fn records(&self) -> &BTreeMap<Key, Value> {
        &self.records
    }

    /// The files it leaves, by path.
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds a file that is no record: a schema, an example of CI.
    pub fn add_file(&mut self, path: String, bytes: Vec<u8>) {
        self.files.insert(path, bytes);
    }

    /// Says what was done as a whole, instead of act by act.
    pub fn retitle(&mut self, subject: Message) {
        self.subjects = vec![subject];
    }

    /// The message of its commit in the house form: what was done, Chinese first, a line each.
    pub fn message(&self) -> String {
        let lines: Vec<_> = self.subjects.iter().map(spoken_twice).collect();
        match lines.as_slice() {
            [] => String::new(),
            [one] => format!("{one}\n"),
            [first, rest @ ..] => format!("{first}\n\n{}\n", rest.join("\n")),
        }
    }
}

/// A subject in both languages; what both say alike at the front is said once.
fn spoken_twice(subject: &Message) -> String {
    let (zh, en) = (subject.speak(Lang::Zh), subject.speak(Lang::En));
    match (zh.split_once(": "), en.split_once(": ")) {
        (Some((head, zh_rest)), Some((en_head, en_rest))) if head == en_head => {
            let (zh_id, zh_word) = zh_rest.split_once(' ').unwrap_or((zh_rest, ""));
            match en_rest.split_once(' ') {
                Some((en_id, en_word)) if en_id == zh_id => format!("{head}: {zh_id} {zh_word} / {en_word}"),
                _ => format!("{head}: {zh_rest} / {en_rest}"),
            }
        }
        _ if zh == en => zh,
        _ => format!("{zh} / {en}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    texts! {
        OPENED: "ticket: {id} 开单", "ticket: {id} opened";
    }

    #[test]
    fn a_message_names_the_record_once_and_the_act_in_both_languages() {
        let draft = Draft::new(
            BTreeMap::new(),
            BTreeMap::new(),
            vec![Message::new(&OPENED).with("id", "WX-0000601"), Message::new(&OPENED).with("id", "WX-0000602")],
        );
        assert_eq!(draft.message(), "ticket: WX-0000601 开单 / opened\n\nticket: WX-0000602 开单 / opened\n");
    }

    use crate::texts;
}
