//! The audit of a server's log of receipts: whether anything was taken out of it, put in, moved, doubled or changed, and
//! whether it tells of the very history that the branches have.
//!
//! [`chain()`] looks at the log alone, [`against()`] holds it against the branches. What neither can see is an end cut off:
//! a shorter log is as sound as the longer one was. So whoever audits notes number and hash of the newest entry and
//! gives them the next time.

mod against;
mod chain;
mod trust;

pub use against::against;
pub use chain::{Chain, chain};

use crate::text::Message;
use crate::texts;

texts! {
    pub(super) UNREADABLE: "第 {place} 条不是收据", "entry {place} is no receipt";
    pub(super) NUMBER: "第 {place} 条写着 {number} 号：有收据被删、重复或调换", "entry {place} has number {number}: one was taken out, doubled or moved";
    pub(super) CHAIN: "{number} 号所指的上一条不是现在的上一条：日志被改过", "number {number} names another entry before it than the one that is there: the log was changed";
    pub(super) SIGNATURE: "{number} 号的签名不成立：{why}", "the signature of number {number} does not hold: {why}";
    pub(super) OTHER_KEY: "{number} 号由另一把钥匙签：{key}", "number {number} is signed with another key: {key}";
    pub(super) STRANGERS: "没有一条是由已知的服务器密钥签的", "no entry is signed with a key that is known to be the server's";
    pub(super) TIME: "{number} 号的时间早于上一条", "the time of number {number} is before that of the entry before it";
    pub(super) OLD: "{number} 号说 {name} 原在 {old}，此前的收据却说在 {was}", "number {number} says that {name} was at {old}, the entries before it say {was}";
    pub(super) TIPS: "{number} 号旁边所记的各分支位置与收据不符", "what is noted beside number {number} of where the branches stand is not what the entries say";
    pub(super) CERTIFICATE: "{number} 号的推送证书不是收据所记的那份", "the certificate beside number {number} is not the one it names";
    pub(super) SHAPE: "{number} 号的日志提交不像服务器所写（上级 {parents} 个，另有 {strays}）", "the log's commit of number {number} is not as a server writes it ({parents} parents, besides: {strays})";
    pub(super) ANCHOR_GONE: "记下的 {number} 号收据不见了：日志末尾被截去", "the noted receipt {number} is gone: the end of the log was cut off";
    pub(super) ANCHOR: "{number} 号收据不是记下的那一条（现为 {hash}）", "receipt {number} is not the one that was noted (it is {hash})";
    pub(super) REWRITTEN: "{number} 号说 {name} 从 {old} 到 {new}，后者的历史里却没有前者", "number {number} says that {name} went from {old} to {new}, whose history does not hold the former";
    pub(super) NOT_HERE: "{number} 号说 {name} 到了 {new}，这里没有它：先 git fetch；仍没有，就是历史被改写", "number {number} says that {name} went to {new}, which is not here: git fetch first; if it is still missing, history was rewritten";
    pub(super) DIVERGED: "{name} 在 {at}，收据说在 {new}，两者不在一条线上", "{name} is at {at}, the receipts say {new}; neither holds the other";
    pub(super) BEHIND: "{name} 还在 {at}，收据已到 {new}：先 git fetch；仍是这样，就是服务器退回了已收下的", "{name} is still at {at}, the receipts say {new}: git fetch first; if it stays so, the server has taken back what it had received";
    pub(super) UNCOVERED: "提交 {commit}（{name}）没有收据", "commit {commit} of {name} has no receipt";
    pub(super) STANDS: "{name} 在 {at}，收据说在 {new}", "{name} is at {at}, the receipts say {new}";
    pub(super) NO_REF: "收据里有 {name}，这里没有", "the receipts tell of {name}, which is not here";
    pub(super) NOTHING: "无", "nothing";
}

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// A word for machines, one a kind.
    pub what: &'static str,
    /// The number of the entry, where it is about one.
    pub number: Option<u64>,
    /// What is wrong, in words.
    pub said: Message,
}

impl Breach {
    pub(super) fn new(what: &'static str, number: Option<u64>, said: Message) -> Self {
        let said = match number {
            Some(number) => said.with("number", number),
            None => said,
        };
        Self { what, number, said }
    }
}

/// An entry that somebody noted down: number and SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its number.
    pub number: u64,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub hash: String,
}

impl Anchor {
    /// Reads `17:ab…`, the hash with all its 64 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, hash) = text.trim().split_once(':')?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        Some(Self { number: number.parse().ok().filter(|number| *number > 0)?, hash: hash.to_owned() })
            .filter(|_| is_hash)
    }
}
