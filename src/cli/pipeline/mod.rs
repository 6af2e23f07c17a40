//! The pipeline of a forge: the files by which its CI judges every pull request with the program of the base, and the
//! file of owners that follows from the table of posts.
//!
//! Everything is a function of the forge, the branch and the owners' organisation, so that `doctor` can write it anew
//! and compare. The shell steps are the same on every forge and lie in `steps/`; a pull request's texts enter none of
//! them, its commits are looked at and never laid out as files.

pub mod owners;

use crate::desk::sync::forge::Forge;
use crate::ledger::{Snapshot, Unreadable};

/// The file by which the branch that gives numbers names the program that judges pull requests.
pub const VERSION_FILE: &str = ".weibao-version";

/// The shell steps, by their mark in the templates.
const STEPS: &[(&str, &str)] = &[
    ("FETCH", include_str!("steps/fetch.sh")),
    ("RANGE", include_str!("steps/range.sh")),
    ("INSTALL", include_str!("steps/install.sh")),
    ("JUDGE", include_str!("steps/judge.sh")),
    ("NIGHTLY", include_str!("steps/nightly.sh")),
];

/// A forge with a pipeline: where it lies, its template, and how far its steps are indented.
struct Template {
    forge: Forge,
    path: &'static str,
    text: &'static str,
    indent: usize,
}

const TEMPLATES: &[Template] = &[
    Template {
        forge: Forge::GitHub,
        path: ".github/workflows/records.yml",
        text: include_str!("github.yml"),
        indent: 10,
    },
    Template { forge: Forge::GitLab, path: ".gitlab-ci.yml", text: include_str!("gitlab.yml"), indent: 6 },
    Template { forge: Forge::Gitea, path: ".gitea/workflows/records.yml", text: include_str!("gitea.yml"), indent: 10 },
    Template { forge: Forge::Gitee, path: ".workflow/records.yml", text: include_str!("gitee.yml"), indent: 10 },
];

/// The files of a forge's pipeline, for the branch that gives numbers; `organisation` names the owners' teams.
pub fn files(forge: Forge, branch: &str, organisation: Option<&str>) -> Vec<(&'static str, String)> {
    let Some(template) = TEMPLATES.iter().find(|template| template.forge == forge) else {
        return Vec::new();
    };
    let version = format!("{}\n", env!("CARGO_PKG_VERSION"));
    let mut files = vec![(template.path, render(template, branch)), (VERSION_FILE, version)];
    if let Some((path, organisation)) = owners::path(forge).zip(organisation) {
        files.push((path, owners::text(forge, organisation)));
    }
    files
}

/// The pipelines that are there, each with the organisation that its file of owners names.
pub fn present(there: &dyn Snapshot) -> Result<Vec<(Forge, Option<String>)>, Unreadable> {
    let mut found = Vec::new();
    for template in TEMPLATES {
        if !is_ours(there.read(template.path)?.as_deref()) {
            continue;
        }
        let owners = owners::path(template.forge).map(|path| there.read(path)).transpose()?.flatten();
        found.push((template.forge, owners.as_deref().and_then(owners::organisation)));
    }
    Ok(found)
}

/// The files of a pipeline that are not as this program writes them.
pub fn stale(
    there: &dyn Snapshot,
    files: &[(&'static str, String)],
) -> Result<Vec<(&'static str, String)>, Unreadable> {
    let mut stale = Vec::new();
    for (path, text) in files {
        if there.read(path)?.as_deref() != Some(text.as_bytes()) {
            stale.push((*path, text.clone()));
        }
    }
    Ok(stale)
}

/// Whether a file is a pipeline that `init` wrote, by this or another program's version.
fn is_ours(bytes: Option<&[u8]>) -> bool {
    let text = bytes.map(String::from_utf8_lossy).unwrap_or_default();
    text.contains("Written by `weibao init --forge")
}

fn render(template: &Template, branch: &str) -> String {
    let mut out = String::with_capacity(template.text.len() * 2);
    for line in template.text.lines() {
        let mark = line.strip_prefix('@').and_then(|mark| mark.strip_suffix('@'));
        let (mark, deeper) = match mark.and_then(|mark| mark.strip_suffix("_DEEPER")) {
            Some(mark) => (Some(mark), 2),
            None => (mark, 0),
        };
        if let Some((_, step)) = mark.and_then(|mark| STEPS.iter().find(|(name, _)| *name == mark)) {
            for line in step.lines() {
                out.push_str(&" ".repeat(template.indent + deeper));
                out.push_str(line);
                out.push('\n');
            }
        } else {
            out.push_str(&named(line, branch));
            out.push('\n');
        }
    }
    out
}

/// A line with the branch in the place of the word `BRANCH`; names of variables keep theirs.
fn named(line: &str, branch: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("BRANCH") {
        let (before, after) = (&rest[..at], &rest[at + "BRANCH".len()..]);
        out.push_str(before);
        out.push_str(if before.ends_with('_') { "BRANCH" } else { branch });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Memory;

    #[test]
    fn every_forge_has_a_pipeline_without_a_mark_left_in_it() {
        for forge in [Forge::GitHub, Forge::GitLab, Forge::Gitea, Forge::Gitee] {
            let files = files(forge, "trunk", None);
            let (path, text) = &files[0];
            assert!(text.lines().all(|line| !line.starts_with('@')), "{path}");
            assert!(text.contains("trunk") && !text.contains("[main]") && !text.contains("- main"), "{path}");
            assert!(text.contains("weibao check --approvals"), "{path}");
            assert!(text.lines().take(12).any(|line| line.contains("WEIBAO_URL")), "{path}");
            assert!(!text.contains("cargo"), "{path}: the crate is published nowhere");
        }
        assert!(files(Forge::Plain, "main", None).is_empty());
    }

    #[test]
    fn a_pipeline_is_known_with_its_owners_and_compared_byte_by_byte() {
        let mut there = Memory::new();
        assert!(present(&there).unwrap().is_empty());
        for (path, text) in files(Forge::GitLab, "main", Some("anshi")) {
            there.put(path.to_owned(), text.into_bytes());
        }
        assert_eq!(present(&there).unwrap(), [(Forge::GitLab, Some("anshi".to_owned()))]);
        let wanted = files(Forge::GitLab, "main", Some("anshi"));
        assert!(stale(&there, &wanted).unwrap().is_empty());
        there.put(".gitlab/CODEOWNERS".to_owned(), b"* @anshi/nobody\n".to_vec());
        assert_eq!(stale(&there, &wanted).unwrap().len(), 1);
    }
}
