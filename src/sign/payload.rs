//! The bytes that are hashed and signed.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::canonical::{self, canonical};
use crate::json::quote;
use crate::record::parts::Signature;
use crate::record::path::Key;
use crate::record::section::{Section, section};

/// SHA-256, 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// What signing a section means: the RFC 8785 form of its content and everything that ties it to its place.
///
/// The members are written in their order, the content where it stands: nothing is copied to be hashed.
pub fn payload(repository: &str, key: &Key, record: &Value, section: &Section<'_>) -> Vec<u8> {
    let mut out = String::with_capacity(1024);
    out.push_str("{\"content\":");
    canonical::write_members(section.value, Some("signatures"), &mut out);
    out.push_str(",\"format\":\"weibao-section/1\"");
    let places = [("key", key.id.as_str()), ("kind", key.kind.word()), ("repository", repository)];
    for (name, text) in places.into_iter().chain([("section", section.name.as_str())]) {
        out.push_str(",\"");
        out.push_str(name);
        out.push_str("\":");
        quote(text, &mut out);
    }
    out.push_str(",\"supersedes\":");
    canonical::write(record.get("supersedes").unwrap_or(&Value::Null), &mut out);
    out.push('}');
    out.into_bytes()
}

/// The digest of a section that every signature under it carries.
pub fn digest(repository: &str, key: &Key, record: &Value, section: &Section<'_>) -> String {
    sha256_hex(&payload(repository, key, record, section))
}

/// The digest of a section by its name; nothing if the record has no such section.
pub fn digest_of(repository: &str, key: &Key, record: &Value, name: &str) -> Option<String> {
    section(record, name).map(|section| digest(repository, key, record, &section))
}

/// What an SSH key signs: the digest, in which capacity, by whom and when.
pub fn signed_bytes(signature: &Signature) -> Vec<u8> {
    canonical(&json!({
        "format": "weibao-signature/1",
        "digest": signature.digest,
        "role": signature.role,
        "signer": signature.signer,
        "at": signature.at,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kind;

    #[test]
    fn sha_256_of_nothing_is_the_known_one() {
        assert_eq!(sha256_hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn a_payload_names_its_place_and_leaves_out_its_own_signatures_alone() {
        let record = json!({"visit": {"b": 1, "inner": {"signatures": []}, "signatures": [1]}});
        let key = Key::new(Kind::OnsiteCallback, "S00001-01.month_3").unwrap();
        let section = section(&record, "visit").unwrap();
        assert_eq!(
            String::from_utf8(payload("r1", &key, &record, &section)).unwrap(),
            r#"{"content":{"b":1,"inner":{"signatures":[]}},"format":"weibao-section/1","key":"S00001-01.month_3","kind":"onsite-callback","repository":"r1","section":"visit","supersedes":null}"#
        );
    }

    #[test]
    fn a_payload_is_the_canonical_form_of_an_object() {
        let record = json!({"supersedes": "S00001-01", "visit": {"签": "字\n", "a": [1, {}], "signatures": []}});
        let key = Key::new(Kind::Install, "S00001-02").unwrap();
        let section = section(&record, "visit").unwrap();
        let whole = json!({
            "format": "weibao-section/1", "repository": "库\"1", "kind": "install", "key": "S00001-02", "section": "visit",
            "supersedes": "S00001-01", "content": {"签": "字\n", "a": [1, {}]},
        });
        assert_eq!(payload("库\"1", &key, &record, &section), canonical(&whole));
    }

    #[test]
    fn what_a_key_signs_binds_role_signer_and_time() {
        let signature: Signature = serde_json::from_value(json!({
            "role": "technician", "signer": "zhang-wei", "at": "2026-03-15T09:30:00+08:00", "method": "ssh", "digest": "00",
        }))
        .unwrap();
        assert_eq!(
            String::from_utf8(signed_bytes(&signature)).unwrap(),
            r#"{"at":"2026-03-15T09:30:00+08:00","digest":"00","format":"weibao-signature/1","role":"technician","signer":"zhang-wei"}"#
        );
    }
}
