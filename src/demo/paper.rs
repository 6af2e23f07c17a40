//! A record on its way into the repository: its value, the signatures put under its sections, and the drawings
//! that go with them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Fault;
use super::cast::Person;
use super::drawing;
use crate::record::id::ContactId;
use crate::record::instant::Instant;
use crate::record::parts::{Attachment, Method, Role, Signature, Signer};
use crate::record::path::Key;
use crate::record::section;
use crate::sign;

/// A record and its attachments.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Which record.
    pub key: Key,
    /// Its value as it is to be written.
    pub value: Value,
    /// Attachments by the end of their names, those of this act alone.
    pub drawings: BTreeMap<String, Vec<u8>>,
}

impl Paper {
    /// A paper with a form filled in so far.
    pub fn new(key: Key, form: &impl Serialize) -> Result<Self, Fault> {
        Ok(Self { key, value: serde_json::to_value(form)?, drawings: BTreeMap::new() })
    }

    /// Fills in a member of the form.
    pub fn fill(&mut self, member: &str, part: &impl Serialize) -> Result<(), Fault> {
        if let Some(members) = self.value.as_object_mut() {
            members.insert(member.to_owned(), serde_json::to_value(part)?);
        }
        Ok(())
    }

    /// The paper as it lies in the file after an act: the same value, nothing new beside it.
    #[must_use]
    pub fn filed(&self) -> Self {
        Self { key: self.key.clone(), value: self.value.clone(), drawings: BTreeMap::new() }
    }

    /// A member of staff signs a section with their key.
    pub fn signed(&mut self, repository: &str, name: &str, role: Role, by: &Person, at: Instant) -> Result<(), Fault> {
        let mut signature = Signature {
            role,
            signer: Signer::Staff(by.id.clone()),
            at,
            method: Method::Ssh,
            digest: self.digest(repository, name)?,
            evidence: None,
            signature: None,
        };
        signature.signature = Some(by.sign(&sign::signed_bytes(&signature))?);
        self.put_under(name, &signature)
    }

    /// A person of the client draws their signature under a section.
    pub fn drawn(
        &mut self,
        repository: &str,
        name: &str,
        by: &ContactId,
        at: Instant,
        file: &str,
    ) -> Result<(), Fault> {
        let drawing = drawing::signature(by.as_str());
        let signature = Signature {
            role: Role::Client,
            signer: Signer::Contact(by.clone()),
            at,
            method: Method::Drawn,
            digest: self.digest(repository, name)?,
            evidence: Some(Attachment {
                file: file.to_owned(),
                sha256: sign::sha256_hex(&drawing),
                size: drawing.len() as u64,
            }),
            signature: None,
        };
        self.drawings.insert(file.to_owned(), drawing);
        self.put_under(name, &signature)
    }

    fn digest(&self, repository: &str, name: &str) -> Result<String, Fault> {
        let section = section::section(&self.value, name).ok_or_else(|| self.no_section(name))?;
        Ok(sign::digest(repository, &self.key, &self.value, &section))
    }

    fn put_under(&mut self, name: &str, signature: &Signature) -> Result<(), Fault> {
        let signature = serde_json::to_value(signature)?;
        match self.value.pointer_mut(&format!("/{name}/signatures")).and_then(Value::as_array_mut) {
            Some(signatures) => {
                signatures.push(signature);
                Ok(())
            }
            None => Err(self.no_section(name)),
        }
    }

    fn no_section(&self, name: &str) -> Fault {
        Fault::Story(format!("{} has no section {name}", self.key))
    }
}
