//! What a forge makes of approved commits when it merges them, and why an approval that lies there does not count.
//!
//! A merge commit whose first parent is the approved base, whose second is the approved head and whose tree is the approved
//! tree brings what was approved and nothing else: whoever pressed the button wrote nothing. A squash or a rebase makes
//! other commits: who wrote what and when would rest on the forge's word, so no approval covers them.

use super::{Approval, PREFIX, RefMove, authors, lying, repository, signer};
use crate::guard::authority::listed;
use crate::ledger::Records;
use crate::record::instant::Instant;
use crate::record::staff::Duty;
use crate::store::{Id, Store, StoreFault};
use crate::text::{Message, Text};
use crate::texts;

texts! {
    APPROVE: "作者先 weibao submit 送审；评审人（{posts}）运行 weibao approve {range} --push；然后作者再推送一次", "the author hands them in with weibao submit; a reviewer ({posts}) runs weibao approve {range} --push; then the author pushes again";
    MOVED_ON: "{who} 核准的是在 {base} 之上，而编号分支已到 {now}：请作者 weibao sync 或更新分支，再请 {who} 重新核准", "{who} approved them on top of {base}, and the branch stands at {now} by now: the author runs weibao sync or updates the branch, then {who} approves anew";
    ALTERED: "合并提交的内容与 {who} 核准的 {head} 不同：请在分支上解决冲突，再请 {who} 核准分支的终点", "the merge commit holds something else than {head}, which {who} approved: resolve conflicts on the branch, and have its tip approved anew";
    REWRITTEN: "{who} 核准的是 {head}；平台压缩或变基成了另外的提交，作者和时间不再有据。请改用快进或“合并提交”合入 {head}，并在平台的仓库设置里关掉压缩和变基合并", "{who} approved {head}; a squash or rebase made other commits of it, which no longer prove who wrote what and when. Merge {head} itself, by fast-forward or merge commit, and switch squash and rebase merging off in the forge's settings";
    OTHER_HEAD: "{who} 核准的是较早的 {head}，此后又有提交：请 {who} 对 {range} 重新核准", "{who} approved {head}, and commits came after it: {who} approves {range} anew";
    OWN: "{who} 是这些提交的作者，自己的核准不算：请另一位（{posts}）核准 {range}", "{who} wrote some of these commits, and nobody's own approval counts: somebody else ({posts}) approves {range}";
    NO_POST: "{who} 没有核准此类记录的岗位，或签名、在职、密钥此刻不成立：请有岗位的人（{posts}）核准 {range}", "{who} holds no post that approves such records, or signature, employment or key do not hold now: somebody who does ({posts}) approves {range}";
}

/// How many approvals are looked at to tell why none counts.
const MOST: usize = 256;

/// The move as its approval names it: a forge's merge commit that adds nothing stands for what it brings.
pub(super) fn brought(store: &Store, one: &RefMove) -> Result<RefMove, StoreFault> {
    let merge = store.commit_header(one.new)?;
    if let [first, second] = merge.parents[..]
        && first == one.old
        && store.commit_header(second)?.tree() == merge.tree()
        && store.merge_base(first, second)? == Some(first)
    {
        return Ok(RefMove { new: second, ..one.clone() });
    }
    Ok(one.clone())
}

/// What is to be done, before the posts are named that may approve.
pub(super) struct ToDo(Message);

impl ToDo {
    /// In words, for those who hold one of these posts.
    pub(super) fn speak_for(&self, posts: &[Duty]) -> Message {
        listed(self.0.clone(), "posts", posts)
    }
}

/// Why no approval that lies there is enough, in one sentence on what to do.
pub(super) fn what_to_do(
    store: &Store,
    moves: &[RefMove],
    one: &RefMove,
    brought: &RefMove,
    (roster, now): (&Records<'_>, Instant),
) -> Result<ToDo, StoreFault> {
    let short = |id: &str| id.get(..12).unwrap_or(id).to_owned();
    let range = format!("{}..{}", short(&one.old.to_string()), short(&brought.new.to_string()));
    let parents = store.commit_header(one.new)?.parents;
    let tree = store.commit_header(brought.new)?.tree().to_string();
    let own = authors(store, brought)?;
    let name = repository(roster);
    let mut why: Option<(u8, Message)> = None;
    for approval in lying(store, moves, PREFIX)?.into_iter().filter(|it| it.repository == name).take(MOST) {
        let Some((rank, text)) = reason(store, &approval, (one, brought), &parents, &tree)? else {
            continue;
        };
        let text = match text {
            Some(text) => text,
            None => match signer(&approval, roster, now) {
                Some(staff) if own.contains(&staff.email.to_lowercase()) => &OWN,
                _ => &NO_POST,
            },
        };
        let said = Message::new(text)
            .with("who", &approval.by)
            .with("head", short(&approval.head))
            .with("base", short(&approval.base))
            .with("now", short(&one.old.to_string()))
            .with("range", &range);
        if why.as_ref().is_none_or(|(found, _)| rank < *found) {
            why = Some((rank, said));
        }
    }
    Ok(ToDo(why.map_or_else(|| Message::new(&APPROVE).with("range", range), |(_, said)| said)))
}

/// Why one approval does not cover a move, the nearest reasons first; no text where it does cover it and its person is
/// what is wrong, nothing at all where it speaks of something else.
fn reason(
    store: &Store,
    approval: &Approval,
    (one, brought): (&RefMove, &RefMove),
    parents: &[Id],
    tree: &str,
) -> Result<Option<(u8, Option<&'static Text>)>, StoreFault> {
    let (old, new) = (one.old.to_string(), brought.new.to_string());
    let merged = parents.get(1).is_some_and(|second| second.to_string() == approval.head);
    Ok(if approval.head == new && approval.base == old {
        Some((3, None))
    } else if approval.head == new || (merged && approval.base != old) {
        Some((0, Some(&MOVED_ON)))
    } else if merged {
        Some((0, Some(&ALTERED)))
    } else if approval.base == old && approval.tree == tree {
        Some((1, Some(&REWRITTEN)))
    } else {
        let head = Id::parse(&approval.head).filter(|head| store.commit_header(*head).is_ok());
        let is_below = |head| store.merge_base(head, brought.new).map(|found| found == Some(head));
        match head {
            Some(head) if approval.base == old && is_below(head)? => Some((2, Some(&OTHER_HEAD))),
            _ => None,
        }
    })
}
