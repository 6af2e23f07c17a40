//! Files outside `records/`: schemas must be the program's own, files that change what a reviewer is shown stay out,
//! and where the policy says so only known files come in.

use crate::regulation::finding::Finding;
use crate::regulation::reading::foreign_file;
use crate::schema::Schemas;
use crate::text::{Message, Text};
use crate::texts;

use super::verdict::Placed;

texts! {
    OTHER_SCHEMA: "{path} 与程序自带的不同：记录只按程序自带的格式判定", "{path} differs from the program's own: records are judged by the program's own schemas";
    DECEIVES: "{path} 会改变评审时看到的内容，不收；根目录的 .gitattributes 只能是“* -text”", "{path} changes what reviewers are shown and is not taken; at the root .gitattributes may hold `* -text` alone";
    UNKNOWN: "{path} 不在许可的路径中", "{path} is none of the paths that are taken";
    NOT_YOURS: "{path} 由管公司记录的人改；{who} 不任那样的岗位", "{path} is for those who keep the company's record; {who} holds no such post";
}

/// The one text that `.gitattributes` may have: bytes stay as they are in every clone.
pub(super) const ATTRIBUTES: &[u8] = b"* -text\n";

/// Files of the root that are taken where only known files are.
const KNOWN_FILES: &[&str] = &[
    ".gitattributes",
    ".gitignore",
    ".gitlab-ci.yml",
    ".weibao-version",
    "CHANGELOG.md",
    "LICENSE",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.en.md",
    "README.md",
];

/// Folders of the root that are taken where only known files are.
const KNOWN_FOLDERS: &[&str] =
    &[".forgejo", ".gitea", ".github", ".gitlab", ".workflow", "docs", "hooks", "schemas", "templates"];

/// What is wrong with a file outside the records; `bytes` is absent when it was taken away.
pub(super) fn judge(path: &str, bytes: Option<&[u8]>, only_known: bool) -> Option<Placed> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let wrong: &'static Text = if let Some(file) = path.strip_prefix("schemas/") {
        let own = Schemas::files().find(|(own, _)| *own == file).map(|(_, text)| text.as_bytes());
        match (own, bytes) {
            // A later program's schema, taken away with that program, is no loss; our own stays.
            (Some(own), Some(bytes)) if own == bytes => return None,
            (None, None) => return None,
            _ => &OTHER_SCHEMA,
        }
    } else if deceives(name) {
        match bytes {
            None => return None,
            Some(ATTRIBUTES) if path == ".gitattributes" => return None,
            Some(_) => &DECEIVES,
        }
    } else if only_known && bytes.is_some() && !is_known(path) {
        &UNKNOWN
    } else {
        return None;
    };
    Some(finding(path, Message::new(wrong)))
}

/// The finding for a file outside that is not this author's to change.
pub(super) fn not_yours(path: &str, who: &str) -> Placed {
    finding(path, Message::new(&NOT_YOURS).with("who", who))
}

fn finding(path: &str, wrong: Message) -> Placed {
    let rule = &foreign_file::RULE;
    let fix = Message::new(&rule.explanation.fix);
    let finding = Finding {
        clauses: rule.clauses.into(),
        rule,
        path: path.to_owned(),
        pointer: String::new(),
        wrong: wrong.with("path", path),
        fix,
    };
    Placed { finding, position: None, commit: None }
}

/// Whether git or a forge reads a file of this name and shows or takes other files differently for it.
fn deceives(name: &str) -> bool {
    [".gitattributes", ".gitmodules", ".lfsconfig", ".mailmap"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

fn is_known(path: &str) -> bool {
    match path.split_once('/') {
        Some((folder, _)) => KNOWN_FOLDERS.contains(&folder),
        None => KNOWN_FILES.contains(&path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_are_the_programs_own() {
        let (file, text) = Schemas::files().next().unwrap();
        let path = format!("schemas/{file}");
        assert!(judge(&path, Some(text.as_bytes()), true).is_none());
        assert!(judge(&path, Some(b"{}"), false).is_some());
        assert!(judge(&path, None, false).is_some());
        assert!(judge("schemas/ticket.9.json", Some(b"{}"), false).is_some());
        assert!(judge("schemas/deep/ticket.1.json", Some(text.as_bytes()), false).is_some());
    }

    #[test]
    fn what_deceives_reviewers_stays_out_wherever_it_lies() {
        assert!(judge(".gitattributes", Some(ATTRIBUTES), true).is_none());
        for path in [".gitattributes", "docs/.gitattributes", ".mailmap", ".GitModules", "docs/.lfsconfig"] {
            assert!(judge(path, Some(b"* -diff\n"), false).is_some(), "{path}");
            assert!(judge(path, None, false).is_none(), "{path}");
        }
        assert!(judge("docs/.gitattributes", Some(ATTRIBUTES), false).is_some());
    }

    #[test]
    fn other_files_are_taken_where_they_are_known_or_nobody_minds() {
        for path in ["README.md", ".github/workflows/records.yml", "docs/how/to.md"] {
            assert!(judge(path, Some(b"x"), true).is_none(), "{path}");
        }
        for path in ["run.sh", "src/lib.rs", "readme.MD"] {
            assert!(judge(path, Some(b"x"), true).is_some(), "{path}");
            assert!(judge(path, Some(b"x"), false).is_none(), "{path}");
        }
    }
}
