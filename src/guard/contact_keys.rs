//! What a push may do to the keys of sealed contacts: their ref is the one outside branches and tags that is taken.
//!
//! A contact's keys come while its record is sealed and go, all together, once two people have signed that it is erased.
//! Nothing is ever replaced, so that nobody destroys a key alone by writing over it. Only what differs is looked at.

use crate::ledger::Records;
use crate::record::Kind;
use crate::record::contact::{Contact, State};
use crate::record::path::Key;
use crate::sign::SEAL_BEGIN;
use crate::store::{CONTACT_KEYS, FileChange, Id, Store, StoreFault};
use crate::text::Message;
use crate::texts;

use super::identity::{Ground, Roster};
use super::judge::Terms;
use super::receive::{Received, RefMove};

texts! {
    DELETED: "不许删除 {name}：一人的密钥须经两人签字才销毁", "{name} may not be deleted: a key is destroyed only after two people have signed";
    HISTORY: "{name} 须是没有父提交的一个提交：销毁的密钥不能留在历史里", "{name} must be one commit without parents: a key that is destroyed may not stay in history";
    SHAPE: "{name} 中的 {path} 不是密钥：应为 000/C00001-01/….age，age 格式，不超过 {most} 字节", "{path} in {name} is no key: 000/C00001-01/….age in the age format is, of at most {most} bytes";
    CHANGED: "{name} 中的 {path} 被改动：密钥只增添，不替换；请先 weibao sync", "{path} in {name} was changed: keys are added, never replaced; run weibao sync first";
    NOT_SEALED: "{name} 中的 {path}：{main} 上的联系人 {contact} 不是已密封的", "{path} in {name}: contact {contact} is not sealed on {main}";
    NOT_ERASED: "{name} 中的 {path} 被去掉，但 {main} 上的联系人 {contact} 没有经两人签字删除；请先 weibao sync", "{path} in {name} was taken out, but two people have not signed on {main} that contact {contact} is erased; run weibao sync first";
    LEFT: "{name} 中还留有 {contact} 的密钥：同一人的须一起去掉", "{name} still holds keys of {contact}: all of one person go together";
    TOO_MANY: "{name} 一次最多改动 {most} 处", "{name} may change in at most {most} places at once";
}

/// The size of a wrapped key, in bytes: some two hundred staff.
const LARGEST: usize = 32 * 1024;

/// How many files one push may add or take out.
const MOST: usize = 2_000;

/// Whether a ref is the keys'.
pub(super) fn is_here(name: &str) -> bool {
    name == CONTACT_KEYS
}

/// Judges a move of the keys' ref; `stood` and `main` are the commits of the branch that gives numbers, before this push
/// and after it.
pub(super) fn receive(
    store: &Store,
    one: &RefMove,
    (stood, main): (Option<Id>, Option<Id>),
    terms: &Terms,
    received: &mut Received,
) -> Result<(), StoreFault> {
    let refuse = |received: &mut Received, why: Message| received.refuse(why.with("name", CONTACT_KEYS));
    if one.new.is_zero() {
        refuse(received, Message::new(&DELETED));
        return Ok(());
    }
    let header = match store.commit_header(one.new) {
        Ok(header) if header.parents.is_empty() => header,
        _ => {
            refuse(received, Message::new(&HISTORY));
            return Ok(());
        }
    };
    let before = if one.old.is_zero() { store.nothing() } else { store.snapshot_of(one.old)? };
    let after = store.snapshot_of(one.new)?;
    let changes = store.changes_outside(&before, &after)?;
    if let Some(odd) = changes.odd.first() {
        refuse(received, Message::new(&SHAPE).with("path", odd.path.escape_debug()).with("most", LARGEST));
    }
    if changes.files.len() > MOST {
        refuse(received, Message::new(&TOO_MANY).with("most", MOST));
        return Ok(());
    }
    let ground = match main {
        Some(main) => store.snapshot_of(main)?,
        None => store.nothing(),
    };
    let records = Records::new(&ground);
    for change in &changes.files {
        if let Some(why) = wrong(store, &records, change, &after)? {
            let branch = super::receive::authority(store);
            let branch = branch.trim_start_matches("refs/heads/").to_owned();
            refuse(received, why.with("path", change.path.escape_debug()).with("main", branch).with("most", LARGEST));
        }
    }
    let staff = match stood {
        Some(stood) => store.snapshot_of(stood)?,
        None => store.nothing(),
    };
    let staff = Records::new(&staff);
    if stood.is_some() {
        let roster = Roster::on(Ground::at(stood).as_configured(store), &staff, terms.now);
        received.verdict.findings.extend(roster.judge(store, &header)?);
    }
    let unreadable = records.failure().or_else(|| staff.failure());
    received.verdict.unreadable = received.verdict.unreadable.take().or(unreadable);
    Ok(())
}

fn wrong(
    store: &Store,
    records: &Records<'_>,
    change: &FileChange,
    after: &crate::store::GitSnapshot<'_>,
) -> Result<Option<Message>, StoreFault> {
    let Some(key) = contact(&change.path) else {
        return Ok(Some(Message::new(&SHAPE)));
    };
    let state = records.get::<Contact>(&key).map(|contact| contact.state());
    Ok(match (change.before, change.after) {
        (None, Some(added)) => {
            let sound = store.size(added)? <= LARGEST && store.file(added)?.starts_with(SEAL_BEGIN.as_bytes());
            if !sound {
                Some(Message::new(&SHAPE))
            } else if state != Some(State::Sealed) {
                Some(Message::new(&NOT_SEALED).with("contact", &key.id))
            } else {
                None
            }
        }
        (Some(_), None) if state != Some(State::Erased) => Some(Message::new(&NOT_ERASED).with("contact", &key.id)),
        (Some(_), None) => {
            let folder = change.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let left = crate::ledger::Snapshot::list(after, folder).is_ok_and(|names| !names.is_empty());
            left.then(|| Message::new(&LEFT).with("contact", &key.id))
        }
        (Some(_), Some(_)) => Some(Message::new(&CHANGED)),
        (None, None) => None,
    })
}

/// The contact whose key lies at a path: `000/C00001-01/0123456789abcdef.age`.
pub fn contact(path: &str) -> Option<Key> {
    let (folder, file) = path.rsplit_once('/')?;
    let (shard, id) = folder.split_once('/')?;
    let name = file.strip_suffix(".age")?;
    let plain = name.len() == 16 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    Key::new(Kind::Contact, id).filter(|_| plain && id.get(1..4) == Some(shard))
}

#[cfg(test)]
mod tests {
    use super::contact;

    #[test]
    fn the_path_of_a_key_names_its_contact() {
        assert_eq!(contact("000/C00001-01/0123456789abcdef.age").unwrap().id, "C00001-01");
        for bad in [
            "C00001-01/0123456789abcdef.age",
            "001/C00001-01/0123456789abcdef.age",
            "000/C00001-00/0123456789abcdef.age",
            "000/C00001-01/0123456789abcdeF.age",
            "000/C00001-01/0123456789abcdef",
            "000/C00001-01/x/0123456789abcdef.age",
            "000/C00001/0123456789abcdef.age",
        ] {
            assert!(contact(bad).is_none(), "{bad}");
        }
    }
}
