//! What stands at a fault, for its words. Only faults pay for it.

use super::fault::FaultKind;

/// What stands at a fault, short and visible.
pub(super) fn found(text: &str, kind: FaultKind, at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default();
    let bytes = text.as_bytes();
    let short = |part: &str| part.chars().take(40).collect::<String>();
    match kind {
        FaultKind::LeadingZero | FaultKind::NotAnInteger | FaultKind::IntegerTooLarge | FaultKind::BadNumber => {
            short(&text[at..number_end(bytes, at)])
        }
        FaultKind::UnknownWord | FaultKind::NotANumber => {
            short(&text[at..number_end(bytes, at).max(word_end(bytes, at))])
        }
        FaultKind::BadEscape => short(&rest.chars().take(2).collect::<String>()),
        FaultKind::LoneSurrogate => short(&rest.chars().take(6).collect::<String>()),
        FaultKind::DuplicateName => short(&rest[..name_len(rest)]),
        FaultKind::RawControl | FaultKind::HiddenControl | FaultKind::Bidi | FaultKind::Noncharacter
            if !rest.starts_with('\\') =>
        {
            rest.chars().next().map_or_else(String::new, |sign| format!("U+{:04X}", u32::from(sign)))
        }
        FaultKind::RawControl | FaultKind::HiddenControl | FaultKind::Bidi | FaultKind::Noncharacter => {
            short(&rest[..name_escape_len(rest)])
        }
        _ => match rest.chars().next() {
            None => String::new(),
            Some(sign) if sign.is_ascii_graphic() => short(&rest[..run_len(rest)]),
            Some(sign) => format!("{sign}（U+{:04X}）", u32::from(sign)),
        },
    }
}

/// Length of a quoted name, quotes included.
fn name_len(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// Length of a `\uXXXX`, or of the pair of them that makes one character.
fn name_escape_len(rest: &str) -> usize {
    let pair = rest.get(6..8) == Some("\\u") && rest[2..].to_ascii_lowercase().starts_with('d');
    if pair { rest.len().min(12) } else { rest.len().min(6) }
}

/// Length of a run of visible ASCII.
fn run_len(rest: &str) -> usize {
    rest.bytes().take_while(u8::is_ascii_graphic).count()
}

/// Where a word that begins at `start` ends.
pub(super) fn word_end(bytes: &[u8], start: usize) -> usize {
    start + bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')).count()
}

/// Where what should be a number ends.
pub(super) fn number_end(bytes: &[u8], start: usize) -> usize {
    start
        + bytes[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_'))
            .count()
}
