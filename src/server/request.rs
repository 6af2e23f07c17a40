//! What may be asked of a server: to fetch from or push to its one repository, and nothing else.
//!
//! Nothing is taken apart: a command that came over ssh must be, byte for byte, one of a few that git itself sends, and a
//! web request one of four. So there is no quoting to get wrong, no path to normalise and no option to smuggle in.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use crate::record::id::StaffId;
use crate::text::{Message, Text};
use crate::texts;

texts! {
    NO_SHELL: "这里只收发 {name} 的记录，不能登录", "this account only serves the records of {name}; there is no shell";
    NOT_SERVED: "不受理这个请求：只可 git fetch、git push {name}", "not served: only git fetch from and git push to {name}";
    NOBODY: "网页服务器没有说出是哪位员工 (REMOTE_USER)", "the web server does not say which member of staff asks (REMOTE_USER)";
    NOT_THERE: "这里没有这个网址", "there is no such address here";
}

/// What the client wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// To push.
    Receive,
    /// To fetch.
    Upload,
}

impl Service {
    /// The name of git's program.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Receive => "receive-pack",
            Self::Upload => "upload-pack",
        }
    }
}

/// A request over the web: the first look at the refs, or the exchange itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// What for.
    pub service: Service,
    /// Whether it only asks what refs there are.
    pub is_advertisement: bool,
    /// Who asks, as the web server found out.
    pub who: StaffId,
}

/// A web request that is not served: the status, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line of the status.
    pub status: &'static str,
    /// Why.
    pub why: Message,
}

/// The variables of a CGI request that are looked at.
pub const VARIABLES: &[&str] = &[
    "REQUEST_METHOD",
    "PATH_INFO",
    "QUERY_STRING",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "HTTP_CONTENT_ENCODING",
    "REMOTE_USER",
    "REMOTE_ADDR",
];

/// The name a repository is asked for by: the last part of its path.
pub fn name(repository: &Path) -> String {
    repository.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads what came over ssh.
pub fn over_ssh(asked: Option<&OsStr>, repository: &Path) -> Result<Service, Message> {
    let name = name(repository);
    let Some(asked) = asked else {
        return Err(Message::new(&NO_SHELL).with("name", name));
    };
    let full = repository.to_string_lossy().into_owned();
    for spelling in [full, format!("/{name}"), name.clone()] {
        for service in [Service::Receive, Service::Upload] {
            for command in ["git-", "git "] {
                let expected = format!("{command}{} '{spelling}'", service.word());
                if asked.as_encoded_bytes() == expected.as_bytes() {
                    return Ok(service);
                }
            }
        }
    }
    Err(Message::new(&NOT_SERVED).with("name", name))
}

/// Reads what a web server hands to a CGI program.
pub fn over_http(variables: &BTreeMap<&'static str, String>, repository: &Path) -> Result<Web, Refusal> {
    let value = |name: &str| variables.get(name).map_or("", String::as_str);
    let refuse = |status, why: &'static Text| Refusal { status, why: Message::new(why) };
    let Ok(who) = StaffId::parse(value("REMOTE_USER")) else {
        return Err(refuse("403 Forbidden", &NOBODY));
    };
    let name = name(repository);
    for service in [Service::Receive, Service::Upload] {
        let word = service.word();
        if value("PATH_INFO") == format!("/{name}/info/refs")
            && value("REQUEST_METHOD") == "GET"
            && value("QUERY_STRING") == format!("service=git-{word}")
        {
            return Ok(Web { service, is_advertisement: true, who });
        }
        if value("PATH_INFO") == format!("/{name}/git-{word}")
            && value("REQUEST_METHOD") == "POST"
            && value("QUERY_STRING").is_empty()
            && value("CONTENT_TYPE") == format!("application/x-git-{word}-request")
            && matches!(value("HTTP_CONTENT_ENCODING"), "" | "gzip" | "x-gzip")
            && value("CONTENT_LENGTH").bytes().all(|byte| byte.is_ascii_digit())
        {
            return Ok(Web { service, is_advertisement: false, who });
        }
    }
    Err(refuse("404 Not Found", &NOT_THERE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ssh(asked: &str) -> Result<Service, Message> {
        over_ssh(Some(OsStr::new(asked)), Path::new("/srv/records.git"))
    }

    #[test]
    fn what_git_sends_is_served_however_the_address_is_spelt() {
        for path in ["/srv/records.git", "/records.git", "records.git"] {
            assert_eq!(ssh(&format!("git-receive-pack '{path}'")), Ok(Service::Receive));
            assert_eq!(ssh(&format!("git upload-pack '{path}'")), Ok(Service::Upload));
        }
    }

    #[test]
    fn anything_else_is_not() {
        for asked in [
            "",
            "sh",
            "git-receive-pack records.git",
            "git-receive-pack 'records.git' ",
            "git-receive-pack 'records.git'; id",
            "git-receive-pack 'records.git'\nid",
            "git-receive-pack '../srv/records.git'",
            "git-receive-pack '/srv/./records.git'",
            "git-receive-pack --stateless-rpc 'records.git'",
            "git-upload-archive 'records.git'",
            "GIT-RECEIVE-PACK 'records.git'",
        ] {
            assert!(ssh(asked).is_err(), "{asked}");
        }
        assert!(over_ssh(None, Path::new("/srv/records.git")).is_err());
    }

    fn web(changes: &[(&'static str, &str)]) -> Result<Web, Refusal> {
        let mut variables: BTreeMap<&'static str, String> = [
            ("REQUEST_METHOD", "POST"),
            ("PATH_INFO", "/records.git/git-receive-pack"),
            ("QUERY_STRING", ""),
            ("CONTENT_TYPE", "application/x-git-receive-pack-request"),
            ("REMOTE_USER", "wang-jun"),
        ]
        .into_iter()
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
        variables.extend(changes.iter().map(|(name, value)| (*name, (*value).to_owned())));
        over_http(&variables, Path::new("/srv/records.git"))
    }

    #[test]
    fn a_push_over_the_web_names_who_pushes() {
        let asked = web(&[]).unwrap();
        assert_eq!((asked.service, asked.is_advertisement, asked.who.as_str()), (Service::Receive, false, "wang-jun"));
        let look = [
            ("REQUEST_METHOD", "GET"),
            ("PATH_INFO", "/records.git/info/refs"),
            ("QUERY_STRING", "service=git-upload-pack"),
        ];
        assert!(web(&look).unwrap().is_advertisement);
    }

    #[test]
    fn nobody_two_people_and_other_addresses_are_refused() {
        for user in ["", "wang-jun,li-na", "wang-jun li-na", "Wang Jun", "../x", "wang-jun\n"] {
            assert_eq!(web(&[("REMOTE_USER", user)]).unwrap_err().status, "403 Forbidden", "{user:?}");
        }
        for path in [
            "/records.git/objects/info/packs",
            "/records.git/HEAD",
            "/other.git/git-receive-pack",
            "/records.git/../other.git/git-receive-pack",
            "//records.git/git-receive-pack",
            "/records.git/git-upload-archive",
        ] {
            assert_eq!(web(&[("PATH_INFO", path)]).unwrap_err().status, "404 Not Found", "{path}");
        }
        assert!(web(&[("REQUEST_METHOD", "GET")]).is_err());
        assert!(web(&[("QUERY_STRING", "service=git-receive-pack")]).is_err());
        assert!(web(&[("HTTP_CONTENT_ENCODING", "br")]).is_err());
        assert!(web(&[("CONTENT_LENGTH", "-1")]).is_err());
    }
}
