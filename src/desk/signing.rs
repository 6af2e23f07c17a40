//! Signing a section: the digest binds record, section and text; a scan, a drawing or an SSH key says who did it.

use serde_json::{Value, json};

use super::keygen::KeygenError;
use super::record::about;
use super::{Desk, DeskError, value_of};
use crate::record::instant::Instant;
use crate::record::parts::{Attachment, Method, Role, Signature, Signer};
use crate::record::path::{Key, is_attachment_name};
use crate::record::section;
use crate::texts;

texts! {
    SIGNED: "{kind}: {id} {role} 签字 {section}", "{kind}: {id} {role} signed {section}";
}

/// A signature to be put under a section.
pub struct Signing<'s> {
    /// The section's name, such as `work`.
    pub section: &'s str,
    /// In which capacity.
    pub role: Role,
    /// Who.
    pub signer: Signer,
    /// When.
    pub at: Instant,
    /// With what.
    pub with: With<'s>,
}

/// What makes a signature.
pub enum With<'s> {
    /// A picture of what was signed by hand.
    Picture {
        /// [`Method::PaperScan`] or [`Method::Drawn`].
        method: Method,
        /// The ending of the file's name, such as `png`.
        ending: &'s str,
        /// The file.
        bytes: Vec<u8>,
    },
    /// A key: gets the bytes to sign, gives the armoured signature.
    Key(&'s dyn Fn(&[u8]) -> Result<String, KeygenError>),
}

impl Desk<'_> {
    /// Puts a signature under a section of a record as it stands now.
    pub fn sign(&mut self, key: &Key, order: &Signing<'_>) -> Result<(), DeskError> {
        let mut value = self.existing(key)?;
        let pointer = format!("/{}", order.section);
        let missing = || DeskError::NoSection { key: key.clone(), section: order.section.to_owned() };
        let members = value.pointer_mut(&pointer).and_then(Value::as_object_mut).ok_or_else(missing)?;
        members.entry("signatures").or_insert_with(|| json!([]));
        let mut signature = Signature {
            role: order.role,
            signer: order.signer.clone(),
            at: order.at,
            method: Method::Ssh,
            digest: self.digest(key, &value, order.section)?,
            evidence: None,
            signature: None,
        };
        match &order.with {
            With::Picture { method, ending, bytes } => {
                let file = self.free_name(key, order, ending)?;
                signature.method = *method;
                signature.evidence = Some(Attachment {
                    file: file.clone(),
                    sha256: crate::sign::sha256_hex(bytes),
                    size: bytes.len() as u64,
                });
                self.attach(key, &file, bytes.clone());
            }
            With::Key(sign) => signature.signature = Some(sign(&crate::sign::signed_bytes(&signature))?),
        }
        let list = value.pointer_mut(&format!("{pointer}/signatures")).and_then(Value::as_array_mut);
        list.ok_or_else(missing)?.push(value_of(&signature)?);
        self.put(key.clone(), value);
        let role = value_of(&order.role)?;
        self.note(about(&SIGNED, key).with("role", role.as_str().unwrap_or_default()).with("section", order.section));
        Ok(())
    }

    /// What a signature under a section has to bind.
    pub fn digest(&self, key: &Key, value: &Value, name: &str) -> Result<String, DeskError> {
        let section = section::section(value, name)
            .ok_or_else(|| DeskError::NoSection { key: key.clone(), section: name.to_owned() })?;
        Ok(crate::sign::digest(&self.company()?.repository, key, value, &section))
    }

    /// A name for the picture that no file beside the record has yet: `confirmation-client.png`, then `…-2.png`.
    fn free_name(&self, key: &Key, order: &Signing<'_>, ending: &str) -> Result<String, DeskError> {
        let role = value_of(&order.role)?;
        let base = format!("{}-{}", order.section, role.as_str().unwrap_or_default());
        let base: String = base.chars().map(|c| if matches!(c, '_' | '/') { '-' } else { c }).collect();
        let names = std::iter::once(format!("{base}.{ending}")).chain((2..=99).map(|n| format!("{base}-{n}.{ending}")));
        for name in names.filter(|name| is_attachment_name(name)) {
            let path = key.attachment(&name);
            let taken = self.attachments.contains_key(&path)
                || self.records.snapshot().exists(&path).map_err(DeskError::Unreadable)?;
            if !taken {
                return Ok(name);
            }
        }
        Err(DeskError::BadAttachment(format!("{base}.{ending}")))
    }
}
