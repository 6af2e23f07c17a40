//! Signatures and attachments of a record as a reviewer must see them: whose, under what, and whether they hold.
//!
//! Each is worked out here from the bytes, not read off the findings: a signature that no rule speaks of is still said
//! to hold only if it does.

use std::rc::Rc;

use serde_json::Value;

use crate::ledger::{Entry, Records};
use crate::record::Kind;
use crate::record::parts::{Attachment, Method, Role, Signature, Signer};
use crate::record::staff::Staff;
use crate::regulation::world::World;
use crate::sign;

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It holds.
    Good,
    /// The section is another than the one that was signed, or a file is another than the record says.
    Altered,
    /// The SSH signature is by no key that the signer held on that day.
    Forged,
    /// The file that shows it is not there.
    Missing,
}

/// A signature that the change brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureShown {
    /// The section: the JSON pointer to it without the leading slash.
    pub section: String,
    /// In which capacity.
    pub role: Role,
    /// Who.
    pub signer: Signer,
    /// When, as written.
    pub at: crate::record::instant::Instant,
    /// How.
    pub method: Method,
    /// Whether it holds.
    pub shape: Shape,
    /// Whether it was there before and is taken away.
    pub gone: bool,
}

/// A file beside a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentShown {
    /// The end of its name.
    pub file: String,
    /// Its size in bytes; absent when it is not there.
    pub size: Option<usize>,
    /// Whether size and SHA-256 are as the record says; absent when the record does not name it.
    pub shape: Option<Shape>,
    /// Whether it was taken away.
    pub gone: bool,
}

/// The signatures that came or went.
pub(super) fn signatures(before: Option<&Entry>, after: Option<&Entry>, is: &World<'_>) -> Vec<SignatureShown> {
    let of = |entry: Option<&Entry>| -> Vec<(String, Signature)> {
        let signed = entry.map(Entry::signed).unwrap_or_default().iter();
        signed.flat_map(|one| one.signatures.iter().map(|it| (one.section.clone(), it.clone()))).collect()
    };
    let (old, new) = (of(before), of(after));
    let mut shown: Vec<SignatureShown> = Vec::new();
    for (section, signature) in &new {
        let known = old.contains(&(section.clone(), signature.clone()));
        let shape = after.map_or(Shape::Missing, |entry| shape(entry, section, signature, is));
        if !known || shape != Shape::Good {
            shown.push(one(section, signature, shape, false));
        }
    }
    for (section, signature) in old.iter().filter(|one| !new.contains(one)) {
        shown.push(one(section, signature, Shape::Missing, true));
    }
    shown
}

fn one(section: &str, signature: &Signature, shape: Shape, gone: bool) -> SignatureShown {
    SignatureShown {
        section: section.to_owned(),
        role: signature.role,
        signer: signature.signer.clone(),
        at: signature.at,
        method: signature.method,
        shape,
        gone,
    }
}

fn shape(entry: &Entry, section: &str, signature: &Signature, is: &World<'_>) -> Shape {
    let digest = sign::digest_of(&is.repository, &entry.key, &entry.value, section);
    if digest.as_deref() != Some(&signature.digest) {
        return Shape::Altered;
    }
    match (&signature.evidence, signature.method) {
        (_, Method::Ssh) => by_key(signature, is.records),
        (Some(evidence), _) => file(entry, evidence, is.records),
        (None, _) => Shape::Missing,
    }
}

fn by_key(signature: &Signature, records: &Records<'_>) -> Shape {
    let Signer::Staff(id) = &signature.signer else {
        return Shape::Forged;
    };
    let day = signature.at.day();
    let message = sign::signed_bytes(signature);
    let holds = |armoured: &str| {
        let staff = records.get::<Staff>(&id.key(Kind::Staff)).filter(|staff| staff.employed(day));
        staff.is_some_and(|staff| {
            let mut valid = staff.keys.iter().filter(|key| key.from <= day && key.to.is_none_or(|to| day <= to));
            valid.any(|key| sign::verify(&key.public, &message, armoured).is_ok())
        })
    };
    if signature.signature.as_deref().is_some_and(holds) { Shape::Good } else { Shape::Forged }
}

fn file(entry: &Entry, said: &Attachment, records: &Records<'_>) -> Shape {
    match records.attachment(&entry.key, &said.file) {
        None => Shape::Missing,
        Some(bytes) if bytes.len() as u64 == said.size && sign::sha256_hex(&bytes) == said.sha256 => Shape::Good,
        Some(_) => Shape::Altered,
    }
}

/// The attachments that a record names newly or otherwise, and those among `moved` (file, there before, there after).
pub(super) fn attachments(
    before: Option<&Entry>,
    after: Option<&Rc<Entry>>,
    moved: &[(String, Option<usize>)],
    is: &World<'_>,
) -> Vec<AttachmentShown> {
    let named = |entry: Option<&Entry>| {
        let mut found = Vec::new();
        if let Some(entry) = entry {
            gather(&entry.value, &mut found);
        }
        found
    };
    let (old, new) = (named(before), named(after.map(|entry| &**entry)));
    let mut shown: Vec<AttachmentShown> = Vec::new();
    if let Some(entry) = after {
        for said in &new {
            let shape = file(entry, said, is.records);
            let touched = moved.iter().any(|(file, _)| *file == said.file);
            if !old.contains(said) || touched || shape != Shape::Good {
                let size = is.records.attachment(&entry.key, &said.file).map(|bytes| bytes.len());
                shown.push(AttachmentShown { file: said.file.clone(), size, shape: Some(shape), gone: false });
            }
        }
    }
    for (file, size) in moved {
        if !shown.iter().any(|one| one.file == *file) {
            shown.push(AttachmentShown { file: file.clone(), size: *size, shape: None, gone: size.is_none() });
        }
    }
    shown
}

fn gather(value: &Value, found: &mut Vec<Attachment>) {
    match value {
        Value::Object(members) => {
            if members.contains_key("sha256")
                && let Ok(attachment) = <Attachment as serde::Deserialize>::deserialize(value)
            {
                found.push(attachment);
            }
            members.values().for_each(|member| gather(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
        _ => {}
    }
}
