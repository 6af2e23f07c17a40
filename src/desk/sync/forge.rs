//! How a branch is handed in for review: what each forge wants to be told, and where the person goes then.
//!
//! A forge is known by the remote's address or by `git config weibao.forge`. Gitea and Forgejo take a push to `refs/for/…`
//! and open the request themselves; GitLab opens one for push options; elsewhere a branch is pushed, and a link
//! leads to the page where the request is opened.

use super::network::Place;

/// What the remote is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    /// GitHub or GitHub Enterprise.
    GitHub,
    /// GitLab.
    GitLab,
    /// Gitea or Forgejo.
    Gitea,
    /// Gitee.
    Gitee,
    /// A plain git server.
    Plain,
}

/// What is pushed, and what is said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// Source and destination, as git takes them.
    pub refspec: String,
    /// Options for the server.
    pub options: Vec<String>,
    /// The page where the request is opened, if the forge does not open it itself.
    pub link: Option<String>,
}

impl Forge {
    /// The forge of a name: `github`, `gitlab`, `gitea`, `forgejo`, `gitee`, `plain`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "github" => Some(Self::GitHub),
            "gitlab" => Some(Self::GitLab),
            "gitea" | "forgejo" => Some(Self::Gitea),
            "gitee" => Some(Self::Gitee),
            "plain" => Some(Self::Plain),
            _ => None,
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
            Self::Gitea => "gitea",
            Self::Gitee => "gitee",
            Self::Plain => "plain",
        }
    }

    /// The forge that an address speaks of: by a part of the host's name, as companies name theirs.
    pub fn of_address(address: &str) -> Self {
        let Some((host, _)) = host_and_path(address) else {
            return Self::Plain;
        };
        let part = |name: &str| host.split(['.', '-']).any(|part| part == name);
        [("github", Self::GitHub), ("gitlab", Self::GitLab), ("gitee", Self::Gitee), ("gitea", Self::Gitea)]
            .into_iter()
            .chain([("forgejo", Self::Gitea), ("codeberg", Self::Gitea)])
            .find_map(|(name, forge)| part(name).then_some(forge))
            .unwrap_or(Self::Plain)
    }

    /// How a commit is handed in as the branch `topic`, to be merged into the place's branch.
    pub fn handover(self, commit: &str, topic: &str, title: &str, place: &Place, address: &str) -> Handover {
        let target = &place.branch;
        let branch = format!("{commit}:refs/heads/{topic}");
        match self {
            Self::Gitea => Handover {
                refspec: format!("{commit}:refs/for/{target}"),
                options: vec![format!("topic={topic}"), format!("title={title}")],
                link: None,
            },
            Self::GitLab => Handover {
                refspec: branch,
                options: vec![
                    "merge_request.create".to_owned(),
                    format!("merge_request.target={target}"),
                    format!("merge_request.title={title}"),
                ],
                link: None,
            },
            Self::GitHub | Self::Gitee => {
                let page = host_and_path(address).map(|(host, path)| {
                    let path = path.strip_suffix(".git").unwrap_or(path);
                    format!("https://{host}/{path}/compare/{}...{}", escaped(target), escaped(topic))
                });
                Handover { refspec: branch, options: Vec::new(), link: page }
            }
            Self::Plain => Handover { refspec: branch, options: Vec::new(), link: None },
        }
    }
}

/// The host and the path of an address: `https://host/path`, `ssh://git@host:22/path` or `git@host:path`.
fn host_and_path(address: &str) -> Option<(&str, &str)> {
    let (rest, has_scheme) = match address.split_once("://") {
        Some(("http" | "https" | "ssh" | "git", rest)) => (rest, true),
        Some(_) => return None,
        None => (address, false),
    };
    let (authority, path) = if has_scheme { rest.split_once('/')? } else { rest.split_once(':')? };
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?;
    let is_host = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    (is_host && !path.is_empty()).then(|| (host, path.trim_matches('/')))
}

/// A ref's name in a link.
fn escaped(name: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// A title that stands on one line and holds nothing that acts.
pub fn title(subject: &str) -> String {
    let plain: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.trim().chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place { remote: "origin".to_owned(), branch: "main".to_owned() }
    }

    #[test]
    fn a_forge_is_known_by_its_address() {
        for (address, forge) in [
            ("git@github.com:company/records.git", Forge::GitHub),
            ("https://gitlab.company.cn/after/records.git", Forge::GitLab),
            ("ssh://git@gitee.com:22/company/records.git", Forge::Gitee),
            ("https://git-gitea.company.cn/a/b", Forge::Gitea),
            ("git@codeberg.org:a/b.git", Forge::Gitea),
            ("records@git.company.cn:records.git", Forge::Plain),
            ("/srv/git/github.git", Forge::Plain),
            ("file:///srv/github.com/x", Forge::Plain),
            ("https://github.company.cn.evil\u{202e}.example/x", Forge::Plain),
        ] {
            assert_eq!(Forge::of_address(address), forge, "{address}");
        }
    }

    #[test]
    fn gitea_is_told_by_a_ref_and_gitlab_by_options() {
        let gitea = Forge::Gitea.handover("abc", "zhao-lei/1", "三张维修单", &place(), "x");
        assert_eq!(gitea.refspec, "abc:refs/for/main");
        assert_eq!(gitea.options, ["topic=zhao-lei/1", "title=三张维修单"]);
        let gitlab = Forge::GitLab.handover("abc", "zhao-lei/1", "t", &place(), "x");
        assert_eq!(gitlab.refspec, "abc:refs/heads/zhao-lei/1");
        assert!(gitlab.options.contains(&"merge_request.target=main".to_owned()));
    }

    #[test]
    fn elsewhere_a_link_leads_to_the_page_of_the_request() {
        let link = |address| Forge::GitHub.handover("abc", "zhao-lei/1#2", "t", &place(), address).link;
        let page = "https://github.com/company/records/compare/main...zhao-lei/1%232";
        assert_eq!(link("git@github.com:company/records.git").as_deref(), Some(page));
        assert_eq!(link("https://github.com/company/records").as_deref(), Some(page));
        assert_eq!(Forge::Plain.handover("abc", "t", "t", &place(), "/srv/x.git").link, None);
    }

    #[test]
    fn a_title_is_one_tame_line() {
        assert_eq!(title(" a\nb\u{1b}[0m "), "a b [0m");
    }
}
