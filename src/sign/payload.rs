//! The bytes that are hashed and signed.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::record::parts::Signature;
use crate::record::path::Key;
use crate::record::section::{Section, section};

/// The RFC 8785 form of a value.
pub fn canonical(value: &Value) -> Vec<u8> {
    match serde_json_canonicalizer::to_vec(value) {
        Ok(bytes) => bytes,
        // A `Value` has neither NaN nor names that are no strings, and memory does not fail to be written.
        Err(_) => unreachable!("a JSON value always has a canonical form"),
    }
}

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

/// What signing a section means: its content and everything that ties it to its place.
pub fn payload(repository: &str, key: &Key, record: &Value, section: &Section<'_>) -> Vec<u8> {
    let mut content = section.value.clone();
    content.remove("signatures");
    canonical(&json!({
        "format": "weibao-section/1",
        "repository": repository,
        "kind": key.kind.word(),
        "key": key.id,
        "section": section.name,
        "supersedes": record.get("supersedes"),
        "content": content,
    }))
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

    /// Input and canonical form: the examples of RFC 8785 (3.2.2, 3.2.3, appendix B as far as integers go), and ours.
    #[test]
    fn canonical_forms_are_those_of_rfc_8785() {
        for (input, wanted) in [
            (
                r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#,
                r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#,
            ),
            (
                r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#,
                "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}",
            ),
            ("[9007199254740991,-9007199254740991,0]", "[9007199254740991,-9007199254740991,0]"),
            (r#"{"张":"𠮷","b":{"z":[],"a":{}}}"#, r#"{"b":{"a":{},"z":[]},"张":"𠮷"}"#),
        ] {
            let value: Value = serde_json::from_str(input).unwrap();
            assert_eq!(String::from_utf8(canonical(&value)).unwrap(), wanted);
        }
    }

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
