//! pre-receive, the law: what a push may do to refs, and a judgement of every commit it brings.
//!
//! git hands over one line a ref: old id, new id, name. Deletions and forced moves are refused here, whatever git's
//! own settings say; only branches and tags may come in. A line that cannot be understood refuses the push.

use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::path::Key;
use crate::record::staff::Staff;
use crate::regulation::role::Author;
use crate::sign::AllowedSigner;
use crate::store::{Id, Store, StoreFault};
use crate::text::{Message, Text};
use crate::texts;

use super::identity::{Ground, Roster};
use super::judge::Terms;
use super::push_certificate::{self, Given};
use super::verdict::Verdict;
use super::{approval, contact_keys, doors};

texts! {
    MALFORMED: "看不懂 git 交来的一行：{line}", "git handed over a line that cannot be understood: {line}";
    DELETED: "不许删除 {name}:历史只增不减", "{name} may not be deleted: history only grows";
    FORCED: "不许强推 {name}:旧的提交必须仍在其中；请先 git pull --rebase 再推", "{name} may not be forced: the old commits must stay in it; run git pull --rebase and push again";
    FORBIDDEN: "不许推送 {name}:只收 refs/heads/ 和 refs/tags/", "{name} may not be pushed: only refs/heads/ and refs/tags/ are taken";
    MOVED_TAG: "标签 {name} 已有，不许移动", "the tag {name} is there already and may not be moved";
    UNRELATED: "{name} 与已有历史没有共同祖先", "{name} shares no history with what is here";
    NO_COMMIT: "{name} 指向的不是提交", "{name} does not point to a commit";
    BAD_NAME: "不收名为 {name} 的分支或标签：只用小写字母、数字和 . - _ /，每段以字母或数字开头，不与 {main} 相混", "{name} is no name for a branch or tag here: lower-case letters, digits and . - _ / only, each part beginning with a letter or digit, none to be taken for {main}";
    FIRST_MAIN: "这里还没有 {main}：请先推送它", "there is no {main} here yet: push that first";
    LOCKED_OUT: "这样建库之后谁也推不了：服务器要求签名，而员工记录里没有一位管员工登记的人有现在有效的公钥；请在本机 weibao edit staff 加上 keys（或 weibao init --public-key）再推", "founded like this, nobody could push again: the server demands signatures, and nobody who keeps the staff register has a key that counts now; add one with weibao edit staff (or weibao init --public-key) and push again";
    TOO_MANY: "一次最多推送 {most} 个分支和标签，现在是 {count} 个", "a push moves at most {most} branches and tags, this one {count}";
}

/// A ref that a push moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefMove {
    /// Where it was; zero when it is new.
    pub old: Id,
    /// Where it shall be; zero when it is to be deleted.
    pub new: Id,
    /// Its full name.
    pub name: String,
}

/// What pre-receive says: refs that may not move, and the verdict on the commits.
#[derive(Debug, Default)]
pub struct Received {
    /// Why refs may not move, each in one sentence.
    pub refused: Vec<Message>,
    /// The judgement of the commits.
    pub verdict: Verdict,
}

/// Reads one line as git hands it over.
pub fn parse(line: &str) -> Result<RefMove, Message> {
    let malformed = || Message::new(&MALFORMED).with("line", line.escape_default());
    let mut parts = line.splitn(3, ' ');
    let mut id = || parts.next().and_then(Id::parse).ok_or_else(malformed);
    let (old, new) = (id()?, id()?);
    let name =
        line.get(82..).filter(|name| !name.is_empty() && !name.contains(char::is_whitespace)).ok_or_else(malformed)?;
    Ok(RefMove { old, new, name: name.to_owned() })
}

/// How many branches and tags one push may move.
const MOST: usize = 16;

/// The branch that gives numbers: git's `weibao.branch`, else `main`. All others hold drafts, judged again where they
/// are merged.
pub fn authority(store: &Store) -> String {
    let branch = store.config("weibao.branch").filter(|branch| !branch.trim().is_empty());
    format!("refs/heads/{}", branch.as_deref().map_or("main", str::trim))
}

/// Who vouches for a push by its certificate, by the roster of the branch that gives numbers as it stood before; nobody where
/// the certificate does not hold.
pub fn vouched_for(
    store: &Store,
    moves: &[RefMove],
    given: Given<'_>,
    terms: &Terms,
) -> Result<Option<StaffId>, StoreFault> {
    let main = authority(store);
    let stood = match moves.iter().find(|one| one.name == main) {
        Some(own) => Some(own.old).filter(|old| !old.is_zero()),
        None => store.reference(&main)?,
    };
    let Some(stood) = stood else { return Ok(None) };
    let snapshot = store.snapshot_of(stood)?;
    let records = Records::new(&snapshot);
    let roster = Roster::on(Ground::at(Some(stood)), &records, terms.now);
    Ok(push_certificate::judge(store, moves, Some(given), &roster, terms.now)?.by)
}

/// Judges a push, and the certificate that came with it.
pub fn receive(
    store: &Store,
    moves: &[RefMove],
    given: Option<Given<'_>>,
    terms: &Terms,
) -> Result<Received, StoreFault> {
    let mut received = Received::default();
    if moves.len() > MOST {
        received.refuse(Message::new(&TOO_MANY).with("most", MOST).with("count", moves.len()));
        return Ok(received);
    }
    // Roster and policy are those of the one branch that counts, as it stood before this push.
    let main = authority(store);
    let stood = store.reference(&main)?;
    let founding = stood.is_none() && moves.iter().any(|one| one.name == main && !one.new.is_zero());
    let new_main = moves.iter().find(|one| one.name == main && !one.new.is_zero()).map(|one| one.new);
    let ground = stood.map_or_else(|| Ok(store.nothing()), |stood| store.snapshot_of(stood))?;
    let roster = Records::new(&ground);
    if stood.is_some() {
        // Before the first push there is nobody whose key it could be.
        let posts = Roster::on(Ground::at(stood).as_configured(store), &roster, terms.now);
        received.verdict.findings = push_certificate::judge(store, moves, given, &posts, terms.now)?.findings;
    }
    for one in moves {
        if one.name.starts_with(approval::PREFIX) && !one.new.is_zero() {
            if let Some(text) = approval::refusal(store, one, &roster, terms.now)? {
                received.refused.push(Message::new(text).with("name", one.name.escape_default()));
            }
            continue;
        }
        if contact_keys::is_here(&one.name) {
            contact_keys::receive(store, one, (stood, new_main.or(stood)), terms, &mut received)?;
            continue;
        }
        let refused = match refusal(store, one, &main)? {
            None if stood.is_none() && !founding => Some(&FIRST_MAIN as &'static Text),
            refused => refused,
        };
        if let Some(text) = refused {
            let why = Message::new(text).with("name", one.name.escape_default());
            received.refused.push(why.with("main", main.trim_start_matches("refs/heads/")));
            continue;
        }
        let (without, base) = if one.old.is_zero() {
            let known = store.tips()?;
            let base = base(store, &known, one.new)?;
            (known, base)
        } else {
            // What came in on another branch was a draft there: it is judged again where it arrives.
            (vec![one.old], Some(one.old))
        };
        if let Some(text) = odd_graph(store, &without, base, one.new)? {
            received.refused.push(Message::new(text).with("name", one.name.escape_default()));
            continue;
        }
        if one.name == main && !one.old.is_zero() {
            received.verdict.findings.extend(approval::lacking(store, moves, one, &roster, terms.now)?);
        }
        if founding && one.name == main && locks_everybody_out(store, one.new, terms)? {
            received.refused.push(Message::new(&LOCKED_OUT));
        }
        let ground = Ground::at(stood).as_configured(store);
        received.verdict.append(doors::range_on(store, &without, base, one.new, ground, terms)?);
    }
    received.verdict.unreadable = received.verdict.unreadable.take().or_else(|| roster.failure());
    Ok(received)
}

/// Whether a founding leaves nobody who could register another: where the server demands signatures, somebody who keeps
/// the staff register needs a key from the beginning.
fn locks_everybody_out(store: &Store, tip: Id, terms: &Terms) -> Result<bool, StoreFault> {
    if !store.config_switch("weibao.requiresignedcommits") {
        return Ok(false);
    }
    let (snapshot, day) = (store.snapshot_of(tip)?, terms.now.day());
    let records = Records::new(&snapshot);
    let any = Key { kind: Kind::Staff, id: "aa".to_owned() };
    let can_go_on = |staff: &Staff| {
        let keys = AllowedSigner::of(staff);
        let has_key = keys.iter().any(|key| key.from <= day && key.to.is_none_or(|to| day <= to));
        has_key && Author::of(staff, day).keeps(Kind::Staff)
    };
    Ok(!records.siblings(&any).iter().any(|key| records.get::<Staff>(key).is_some_and(|staff| can_go_on(&staff))))
}

/// Why a ref may not move, if it may not.
fn refusal(store: &Store, one: &RefMove, main: &str) -> Result<Option<&'static Text>, StoreFault> {
    let is_tag = one.name.starts_with("refs/tags/");
    if one.new.is_zero() {
        return Ok(Some(&DELETED));
    }
    if !is_tag && !one.name.starts_with("refs/heads/") {
        return Ok(Some(&FORBIDDEN));
    }
    if one.name != main && !is_plain_name(&one.name, main) {
        return Ok(Some(&BAD_NAME));
    }
    if store.commit_header(one.new).is_err() {
        return Ok(Some(&NO_COMMIT));
    }
    if one.old.is_zero() {
        let known = store.tips()?;
        let related = known.is_empty() || base(store, &known, one.new)?.is_some();
        return Ok((!related).then_some(&UNRELATED as &'static Text));
    }
    if is_tag {
        return Ok(Some(&MOVED_TAG));
    }
    Ok((store.merge_base(one.old, one.new)? != Some(one.old)).then_some(&FORCED as &'static Text))
}

/// Whether a ref's name is read alike everywhere: by every file system, every shell and every reviewer.
fn is_plain_name(name: &str, main: &str) -> bool {
    let short = name.strip_prefix("refs/heads/").or_else(|| name.strip_prefix("refs/tags/")).unwrap_or_default();
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'))
            && !part.ends_with('.')
            && part.rsplit_once('.').is_none_or(|(_, end)| end != "lock")
            && !part.contains("..")
    };
    let branch = main.trim_start_matches("refs/heads/");
    let taken_for = |own: &str| short == own || short.starts_with(&format!("{own}/"));
    name.len() <= 200
        && short.split('/').all(part)
        && !["head", "heads", "refs", "tags", branch].into_iter().any(taken_for)
}

/// Why the new commits do not continue the history, if they do not: a second beginning.
fn odd_graph(store: &Store, without: &[Id], base: Option<Id>, new: Id) -> Result<Option<&'static Text>, StoreFault> {
    for commit in store.commits(without, new)? {
        if commit.parents.is_empty() && base.is_some() {
            return Ok(Some(&UNRELATED));
        }
    }
    Ok(None)
}

/// The first of the known tips' common ancestors with a commit.
fn base(store: &Store, known: &[Id], new: Id) -> Result<Option<Id>, StoreFault> {
    for tip in known {
        if let Some(found) = store.merge_base(*tip, new)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

impl Received {
    /// Adds a finding-free refusal.
    pub fn refuse(&mut self, why: Message) {
        self.refused.push(why);
    }

    /// Whether the push must be refused.
    pub fn is_refused(&self) -> bool {
        !self.refused.is_empty() || self.verdict.exit() != super::ExitCode::Clean
    }
}

/// The house form of a commit message: `topic: what changes`, up to 100 characters.
pub mod message {
    use super::Message;
    use crate::texts;

    texts! {
        EMPTY: "提交说明是空的；请写“类别: 做了什么”,例如“ticket: WX-0000601 完成”", "the commit message is empty; write `topic: what changes`, such as `ticket: WX-0000601 completed`";
        NO_TOPIC: "提交说明第一行应为“类别: 做了什么”,现在是：{line}", "the first line of the commit message reads `topic: what changes`; it is: {line}";
        TOO_LONG: "提交说明第一行有 {length} 个字，最多 100 个", "the first line of the commit message has {length} characters; at most 100";
    }

    /// What is wrong with a commit message, if anything. Merges, reverts and fixups keep git's own words.
    pub fn fault(text: &str) -> Option<Message> {
        let Some(line) = text.lines().map(str::trim_end).find(|line| !line.is_empty() && !line.starts_with('#')) else {
            return Some(Message::new(&EMPTY));
        };
        let own = ["Merge ", "Revert ", "fixup! ", "squash! ", "amend! "].iter().any(|word| line.starts_with(word));
        let length = line.chars().count();
        if length > 100 {
            return Some(Message::new(&TOO_LONG).with("length", length));
        }
        let topic = line.split_once(": ").is_some_and(|(topic, rest)| {
            !topic.is_empty() && !topic.contains(char::is_whitespace) && !rest.trim().is_empty()
        });
        (!own && !topic).then(|| Message::new(&NO_TOPIC).with("line", line))
    }

    #[cfg(test)]
    mod tests {
        use super::fault;

        #[test]
        fn a_message_names_a_topic_and_what_changes() {
            assert!(fault("ticket: WX-0000601 完成\n\n细节").is_none());
            assert!(fault("维修单: WX-0000601 完成\n").is_none());
            assert!(fault("Merge branch 'x'").is_none());
            assert!(fault("# only a comment\n\n").is_some());
            assert!(fault("did things").is_some());
            assert!(fault(&format!("ticket: {}", "长".repeat(100))).is_some());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_line_of_git_names_old_new_and_ref() {
        let (old, new) = ("0".repeat(40), "1".repeat(40));
        let one = parse(&format!("{old} {new} refs/heads/main")).unwrap();
        assert!(one.old.is_zero());
        assert_eq!(one.name, "refs/heads/main");
        for bad in [
            String::new(),
            "x".to_owned(),
            format!("{old} {new}"),
            format!("{old} {new} "),
            format!("{old}  {new} refs/heads/main"),
        ] {
            assert!(parse(&bad).is_err(), "{bad}");
        }
    }
}
