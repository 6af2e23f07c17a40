//! CODEOWNERS out of the table of posts: who is asked to look at which kind, as teams named after posts.
//!
//! Forges know users and teams, records know staff and posts; a team a post (`@anshi/front-desk`) is filled on the
//! forge. Advice for the forge alone: the gate's own approvals ([`crate::guard::approval`]) do not rely on it.

use std::fmt::Write as _;

use crate::desk::sync::forge::Forge;
use crate::record::Kind;
use crate::record::staff::Duty;
use crate::regulation::role::{self, Transition};

/// What stands before the organisation, in the second line.
const NAMED: &str = "# organisation: ";

/// Where a forge looks for owners; Gitee has no such file.
pub const fn path(forge: Forge) -> Option<&'static str> {
    match forge {
        Forge::GitHub => Some(".github/CODEOWNERS"),
        Forge::GitLab => Some(".gitlab/CODEOWNERS"),
        Forge::Gitea => Some(".gitea/CODEOWNERS"),
        Forge::Gitee | Forge::Plain => None,
    }
}

/// Whether a name can be an organisation or group on a forge: words, joined by slashes on GitLab.
pub fn is_organisation(name: &str) -> bool {
    name.len() <= 100
        && name.split('/').all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphanumeric())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        })
}

/// The organisation that a written file names.
pub fn organisation(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let name = text.lines().find_map(|line| line.strip_prefix(NAMED))?.trim();
    is_organisation(name).then(|| name.to_owned())
}

/// The file. The last line that fits a path counts on every forge, so what is for all stands first.
pub fn text(forge: Forge, organisation: &str) -> String {
    let mut out = format!(
        "# 由岗位表生成，勿手改 / Generated from the table of posts by weibao; weibao doctor --fix writes it anew.\n{NAMED}{organisation}\n"
    );
    let company = role::row(Kind::Company).map(|row| row.posts(Transition::Change)).unwrap_or_default();
    // Gitea reads regular expressions, the others patterns as in .gitignore.
    let all = if forge == Forge::Gitea { ".*" } else { "*" };
    let _ = writeln!(out, "{all} {}", teams(organisation, &company));
    for kind in Kind::ALL {
        let word = kind.word();
        let pattern = if forge == Forge::Gitea { format!("records/{word}/.*") } else { format!("/records/{word}/") };
        let _ = writeln!(out, "{pattern} {}", teams(organisation, &role::approvers(*kind)));
    }
    out
}

fn teams(organisation: &str, posts: &[Duty]) -> String {
    let each: Vec<_> =
        posts.iter().map(|post| format!("@{organisation}/{}", post.name().en.replace(' ', "-"))).collect();
    each.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_the_posts_that_approve_it_and_the_general_line_stands_first() {
        let text = text(Forge::GitHub, "anshi");
        let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines[0].starts_with("* @anshi/finance"), "{text}");
        assert_eq!(lines.len(), Kind::ALL.len() + 1);
        assert!(lines.contains(&"/records/company/ @anshi/supervisor @anshi/person-in-charge"), "{text}");
        assert_eq!(organisation(text.as_bytes()).as_deref(), Some("anshi"));
    }

    #[test]
    fn an_organisation_holds_nothing_that_acts() {
        for bad in ["", "a b", "@a", "a/", "a\n* @b", "-a"] {
            assert!(!is_organisation(bad), "{bad:?}");
        }
        assert!(is_organisation("anshi/after-sales"));
    }
}
