//! The RFC 8785 form of a value: members by their UTF-16 units, no space, the fewest escapes.
//!
//! Written straight into one text, since every signature of every record judged goes through here.

use serde_json::{Map, Value};

use crate::json::quote;

/// The RFC 8785 form of a value.
pub fn canonical(value: &Value) -> Vec<u8> {
    let mut out = String::with_capacity(512);
    write(value, &mut out);
    out.into_bytes()
}

/// Appends the form of a value.
pub(super) fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(number, out),
        Value::String(text) => quote(text, out),
        Value::Array(items) => {
            let mut before = '[';
            for item in items {
                out.push(before);
                write(item, out);
                before = ',';
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Value::Object(members) => write_members(members, None, out),
    }
}

/// Appends the form of an object, one member left out on demand.
pub(super) fn write_members(members: &Map<String, Value>, without: Option<&str>, out: &mut String) {
    out.push('{');
    let start = out.len();
    let mut put = |name: &str, value: &Value| {
        if without != Some(name) {
            if out.len() > start {
                out.push(',');
            }
            quote(name, out);
            out.push(':');
            write(value, out);
        }
    };
    // The map is in the order of bytes. That of UTF-16 units is another only from U+E000 on, where bytes begin at 0xEE.
    if members.keys().any(|name| name.bytes().any(|byte| byte >= 0xEE)) {
        let mut sorted: Vec<_> = members.iter().collect();
        sorted.sort_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
        for (name, value) in sorted {
            put(name, value);
        }
    } else {
        for (name, value) in members {
            put(name, value);
        }
    }
    out.push('}');
}

fn write_number(number: &serde_json::Number, out: &mut String) {
    use std::fmt::Write as _;
    if number.is_f64() {
        // No record holds a fraction; whoever asks nevertheless gets the form of ECMAScript.
        out.push_str(&serde_json_canonicalizer::to_string(number).unwrap_or_default());
    } else {
        let _ = write!(out, "{number}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let ours = String::from_utf8(canonical(&value)).unwrap();
            assert_eq!(ours, wanted);
            assert_eq!(ours, serde_json_canonicalizer::to_string(&value).unwrap());
        }
    }

    #[test]
    fn every_character_is_written_as_an_independent_writer_does() {
        for code in (0..0x300).chain([0x2028, 0xE000, 0xFFFD, 0x10000, 0x20BB7]) {
            let text: String = char::from_u32(code).into_iter().chain(['x']).collect();
            let value = serde_json::json!({ text.clone(): [text, {}, []] });
            assert_eq!(canonical(&value), serde_json_canonicalizer::to_vec(&value).unwrap(), "U+{code:04X}");
        }
    }
}
