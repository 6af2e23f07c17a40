//! Stands in for `crate::sign` until it lands: the same payloads as the plan says.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::record::parts::Signature;
use crate::record::path::Key;
use crate::record::section::Section;

pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn digest(repository: &str, key: &Key, record: &Value, section: &Section<'_>) -> String {
    let mut content = section.value.clone();
    content.remove("signatures");
    let payload = json!({
        "format": "weibao-section/1", "repository": repository, "kind": key.kind.word(), "key": key.id,
        "section": section.name, "supersedes": record.get("supersedes"), "content": content,
    });
    sha256_hex(&serde_json_canonicalizer::to_vec(&payload).unwrap_or_default())
}

pub(super) fn signed_bytes(signature: &Signature) -> Vec<u8> {
    let payload = json!({
        "format": "weibao-signature/1", "digest": signature.digest, "role": signature.role,
        "signer": signature.signer, "at": signature.at,
    });
    serde_json_canonicalizer::to_vec(&payload).unwrap_or_default()
}
