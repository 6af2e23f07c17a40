//! What git is told on a server of records, each with its reason: the one table that `init --server` writes, every
//! `weibao serve` repeats on git's command line, and `doctor` compares with.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use crate::text::Text;
use crate::texts;

texts! {
    JUDGED: "对象在收下之前由 git 自己先查一遍", "git looks every object over before the hook does";
    GROWS: "历史只增不减", "history only grows";
    SAFE_ON_DISK: "说了“收下”就必须已在磁盘上", "what was said to be accepted lies on the disk";
    SEEN_AS_IT_IS: "判定与统计看到的就是存着的", "gates and figures see what is stored, not replacements";
    NAMES: "别的文件系统会混同的名称不收", "names that other file systems confuse are not taken";
    BOUNDED: "一次推送的大小有限", "the size of one push is bounded";
    PLAIN: "不用的功能都关掉", "what is not used is off";
    WITNESS: "每次移动都留痕", "each move leaves a trace";
    HOUSEKEEPING: "整理由定时的 weibao serve --janitor --gc 来做，不在推送途中", "housekeeping is done by a timed weibao serve --janitor --gc, not in the middle of a push";
    KEPT: "被引用过的对象不清除", "what a ref has once named is not pruned";
    HIDDEN: "内部的引用不给人推", "refs of the server's own are not pushed to";
    SMART_ONLY: "网页上只有经判定的通道，没有裸文件", "over the web only what goes through git, no bare files";
    QUEUE: "一次推送最多排队多久", "how long a push waits for its turn";
    LEASE: "落后的推送取回新历史再推，位置保留多久；未来取回的只留四分之一", "how long the place of a push that came behind is kept while it fetches; a quarter of it if it does not";
    HOLD: "有人等候时，一次推送最多占用多久", "how long a push may take while others wait";
    PUSH: "一次推送最多多久", "how long a push may take at all";
    OWN_HOOKS: "钩子就是这个库自己的", "the hooks are this repository's own";
    SIGNED: "每个提交须由本人的登记密钥签名，不论公司参数怎样", "each commit is signed with a registered key of its author, whatever the company's policy says";
    POSTS: "提交的作者须任相应岗位，不论公司参数怎样", "the author of a commit holds a post that may do what it does, whatever the company's policy says";
    CERTIFIED: "每次推送须有员工登记密钥签名的证书，不论公司参数怎样", "each push carries a certificate signed with a registered key, whatever the company's policy says";
    CANNOT_REACH_OUT: "服务器上的 git 不替人启动别的程序", "git on a server starts no program somebody chose";
}

/// A setting, its value, and why.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The name, in small letters as git lists it.
    pub name: &'static str,
    /// The value.
    pub value: &'static str,
    /// Why.
    pub why: &'static Text,
}

const fn set(name: &'static str, value: &'static str, why: &'static Text) -> Setting {
    Setting { name, value, why }
}

/// The settings.
pub const SETTINGS: &[Setting] = &[
    set("core.bare", "true", &PLAIN),
    set("core.commitgraph", "true", &SEEN_AS_IT_IS),
    set("core.fsync", "all", &SAFE_ON_DISK),
    set("core.fsyncmethod", "fsync", &SAFE_ON_DISK),
    set("core.logallrefupdates", "always", &WITNESS),
    set("core.protecthfs", "true", &NAMES),
    set("core.protectntfs", "true", &NAMES),
    set("core.usereplacerefs", "false", &SEEN_AS_IT_IS),
    set("fetch.fsckobjects", "true", &JUDGED),
    set("gc.auto", "0", &HOUSEKEEPING),
    set("gc.autodetach", "false", &HOUSEKEEPING),
    set("gc.pruneexpire", "2.weeks.ago", &KEPT),
    set("gc.reflogexpire", "never", &KEPT),
    set("gc.reflogexpireunreachable", "never", &KEPT),
    set("http.getanyfile", "false", &SMART_ONLY),
    set("http.receivepack", "true", &SMART_ONLY),
    set("http.uploadpack", "true", &SMART_ONLY),
    set("maintenance.auto", "false", &HOUSEKEEPING),
    set("receive.advertisepushoptions", "false", &PLAIN),
    set("receive.autogc", "false", &HOUSEKEEPING),
    set("receive.certnonceslop", "300", &WITNESS),
    set("receive.denycurrentbranch", "refuse", &GROWS),
    set("receive.denydeletecurrent", "refuse", &GROWS),
    set("receive.denydeletes", "true", &GROWS),
    set("receive.denynonfastforwards", "true", &GROWS),
    set("receive.fsck.badfilemode", "error", &JUDGED),
    set("receive.fsck.extraheaderentry", "error", &JUDGED),
    set("receive.fsck.gitattributessymlink", "error", &JUDGED),
    set("receive.fsck.gitignoresymlink", "error", &JUDGED),
    set("receive.fsck.gitmodulesparse", "error", &JUDGED),
    set("receive.fsck.mailmapsymlink", "error", &JUDGED),
    set("receive.fsckobjects", "true", &JUDGED),
    set("receive.hiderefs", "refs/weibao/receipts", &HIDDEN),
    set("receive.maxinputsize", "104857600", &BOUNDED),
    set("receive.shallowupdate", "false", &GROWS),
    set("receive.updateserverinfo", "false", &SMART_ONLY),
    set("transfer.advertisesid", "false", &PLAIN),
    set("transfer.fsckobjects", "true", &JUDGED),
    set("transfer.hiderefs", "refs/replace", &SEEN_AS_IT_IS),
    set("uploadarchive.allowunreachable", "false", &SMART_ONLY),
    set("uploadpack.allowanysha1inwant", "false", &SMART_ONLY),
    set("uploadpack.allowfilter", "false", &PLAIN),
    set("uploadpack.allowreachablesha1inwant", "false", &SMART_ONLY),
    set("uploadpack.allowtipsha1inwant", "false", &SMART_ONLY),
];

/// How long things may take, in seconds; a server may set others.
pub const LIMITS: &[Setting] = &[
    set("weibao.queueseconds", "300", &QUEUE),
    set("weibao.leaseseconds", "8", &LEASE),
    set("weibao.holdseconds", "60", &HOLD),
    set("weibao.pushseconds", "1800", &PUSH),
];

/// What the server demands whatever the company's policy says: on for a new server, off only where its administrator wrote
/// so. The push that founds the company is free of it, for there is no roster yet.
pub const FLOOR: &[Setting] =
    &[set("weibao.requiresignedcommits", "true", &SIGNED), set("weibao.enforceroles", "true", &POSTS)];

/// What the server demands only where its administrator wrote so.
pub const ON_DEMAND: &[Setting] = &[set("weibao.requiresignedpushes", "true", &CERTIFIED)];

/// What must not be set on a server: each of them makes git run something, read somewhere else, or believe somebody else.
pub const FORBIDDEN: &[&str] = &[
    "core.alternaterefscommand",
    "core.askpass",
    "core.fsmonitor",
    "core.gitproxy",
    "core.sshcommand",
    "core.worktree",
    "extensions.worktreeconfig",
    "receive.procreceiverefs",
    "uploadpack.packobjectshook",
];

/// What the own config file of a repository says, names in small letters as git gives them; a value given twice is the
/// later one, as git takes it.
pub fn read(git: &mut Command, config: &Path) -> std::io::Result<BTreeMap<String, String>> {
    let output = git.args(["config", "--no-includes", "--list", "-z", "--file"]).arg(config).output()?;
    if !output.status.success() {
        return Err(std::io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let entries = text.split('\0').filter(|entry| !entry.is_empty());
    // A name without a value means true.
    let pair = |entry: &str| match entry.split_once('\n') {
        Some((name, value)) => (name.to_owned(), value.to_owned()),
        None => (entry.to_owned(), "true".to_owned()),
    };
    Ok(entries.map(pair).collect())
}

/// A setting that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its name.
    pub name: String,
    /// What it is, if it is set.
    pub found: Option<String>,
    /// What it must be, if it may be set at all.
    pub wanted: Option<String>,
    /// Why.
    pub why: &'static Text,
}

/// Compares a config file's values with the table.
pub fn compare(found: &BTreeMap<String, String>, hooks: &Path) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let hooks = hooks.to_string_lossy().into_owned();
    let own = std::iter::once(("core.hookspath", hooks, &OWN_HOOKS as &'static Text));
    let table = SETTINGS.iter().map(|one| (one.name, one.value.to_owned(), one.why));
    for (name, value, why) in own.chain(table) {
        let is = found.get(name);
        if is != Some(&value) {
            wrong.push(Wrong { name: name.to_owned(), found: is.cloned(), wanted: Some(value), why });
        }
    }
    if found.get("receive.certnonceseed").is_none_or(|seed| seed.len() < 32) {
        let name = "receive.certnonceseed".to_owned();
        wrong.push(Wrong { name, found: None, wanted: Some("…".to_owned()), why: &WITNESS });
    }
    for limit in LIMITS {
        if let Some(value) = found.get(limit.name).filter(|value| value.parse::<u32>().is_err()) {
            let (name, found) = (limit.name.to_owned(), Some(value.clone()));
            wrong.push(Wrong { name, found, wanted: Some(limit.value.to_owned()), why: limit.why });
        }
    }
    for (name, value) in found {
        let foreign = name.starts_with("include.") || name.starts_with("includeif.") || name.starts_with("alias.");
        if foreign || FORBIDDEN.contains(&name.as_str()) {
            let (name, found) = (name.clone(), Some(value.clone()));
            wrong.push(Wrong { name, found, wanted: None, why: &CANNOT_REACH_OUT });
        }
    }
    wrong
}

/// The table as `-c` arguments, so that it holds whatever became of the config file.
pub fn arguments(hooks: &Path) -> Vec<OsString> {
    let mut arguments = Vec::new();
    let mut own = OsString::from("core.hooksPath=");
    own.push(hooks);
    arguments.extend([OsString::from("-c"), own]);
    for one in SETTINGS.iter().filter(|one| one.name != "core.bare") {
        arguments.extend([OsString::from("-c"), OsString::from(format!("{}={}", one.name, one.value))]);
    }
    arguments
}

/// A limit, from the config file's values or the table.
pub fn limit(found: &BTreeMap<String, String>, name: &str) -> std::time::Duration {
    let table = LIMITS.iter().find(|one| one.name == name).and_then(|one| one.value.parse().ok());
    let own = found.get(name).and_then(|value| value.parse::<u32>().ok());
    std::time::Duration::from_secs(u64::from(own.or(table).unwrap_or(60)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> BTreeMap<String, String> {
        let mut found: BTreeMap<String, String> =
            SETTINGS.iter().map(|one| (one.name.to_owned(), one.value.to_owned())).collect();
        found.insert("core.hookspath".to_owned(), "/srv/x.git/hooks".to_owned());
        found.insert("receive.certnonceseed".to_owned(), "0".repeat(64));
        found
    }

    #[test]
    fn names_are_sorted_small_and_once() {
        for table in [SETTINGS.iter().map(|one| one.name).collect::<Vec<_>>(), FORBIDDEN.to_vec()] {
            assert!(table.windows(2).all(|pair| pair[0] < pair[1]), "{table:?}");
            assert!(table.iter().all(|name| name.to_ascii_lowercase() == **name));
        }
    }

    #[test]
    fn each_setting_that_strays_is_named() {
        let hooks = Path::new("/srv/x.git/hooks");
        assert_eq!(compare(&sound(), hooks), []);
        for name in sound().keys() {
            let mut without = sound();
            without.remove(name);
            assert_eq!(compare(&without, hooks)[0].name, *name);
            let mut other = sound();
            other.insert(name.clone(), "other".to_owned());
            assert_eq!(compare(&other, hooks)[0].name, *name);
        }
        for name in FORBIDDEN.iter().copied().chain(["include.path", "includeif.x.path", "alias.x"]) {
            let mut more = sound();
            more.insert(name.to_owned(), "x".to_owned());
            assert_eq!(compare(&more, hooks)[0].wanted, None, "{name}");
        }
    }

    #[test]
    fn a_limit_is_the_servers_own_or_the_tables() {
        let mut found = sound();
        assert_eq!(limit(&found, "weibao.leaseseconds").as_secs(), 8);
        found.insert("weibao.leaseseconds".to_owned(), "3".to_owned());
        assert_eq!(limit(&found, "weibao.leaseseconds").as_secs(), 3);
        found.insert("weibao.leaseseconds".to_owned(), "-3".to_owned());
        assert_eq!(limit(&found, "weibao.leaseseconds").as_secs(), 8);
        assert_eq!(compare(&found, Path::new("/srv/x.git/hooks"))[0].name, "weibao.leaseseconds");
    }
}
