//! The reader: one pass over the bytes, building whatever a [`Build`] makes of it.
//!
//! It descends by recursion, bounded by [`MAX_DEPTH`], so that no input can exhaust the stack. On the way it keeps
//! byte offsets only; a [`Fault`] with line, column and words is made once, at the end, for the one defect found.

use serde_json::Value;

use super::build::{Build, Scalar, ToValue};
use super::chars::{CLASS, Class, refused};
use super::fault::{Fault, FaultKind};
use super::found::{found, number_end, word_end};

/// The deepest nesting of a text.
pub const MAX_DEPTH: usize = 64;

/// The largest file.
pub const MAX_BYTES: usize = 256 * 1024;

/// The largest integer that every reader keeps exactly: 2^53 − 1 (RFC 7493).
pub const LARGEST_INTEGER: i64 = (1 << 53) - 1;

/// Reads a record's bytes, or says what is wrong first.
pub fn parse(bytes: &[u8]) -> Result<Value, Fault> {
    read(bytes, &ToValue)
}

/// The text without byte order mark, carriage returns before line feeds, and with a line feed at the end:
/// what an editor may have done to a file that is otherwise right. For `weibao fmt`, never for judging.
pub fn tidy(bytes: &[u8]) -> Vec<u8> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut out = Vec::with_capacity(body.len() + 1);
    for (at, byte) in body.iter().enumerate() {
        if *byte != b'\r' || body.get(at + 1) != Some(&b'\n') {
            out.push(*byte);
        }
    }
    if !out.is_empty() && !out.ends_with(b"\n") {
        out.push(b'\n');
    }
    out
}

/// Reads one text.
pub(super) fn read<B: Build>(bytes: &[u8], build: &B) -> Result<B::Value, Fault> {
    if bytes.is_empty() {
        return Err(FaultKind::Empty.at(bytes, 0, ""));
    }
    if bytes.len() > MAX_BYTES {
        return Err(FaultKind::TooLarge.at(bytes, 0, &bytes.len().to_string()));
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return Err(FaultKind::Bom.at(bytes, 0, ""));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        FaultKind::NotUtf8.at(bytes, at, &format!("{:02X}", bytes.get(at).copied().unwrap_or_default()))
    })?;
    let mut reader = Reader { text, bytes, at: 0 };
    reader.document(build).map_err(|Stop { kind, at }| kind.at(bytes, at, &found(text, kind, at)))
}

/// Where reading stopped and why; small, so that the good path stays fast.
pub(super) struct Stop {
    kind: FaultKind,
    at: usize,
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn document<B: Build>(&mut self, build: &B) -> Result<B::Value, Stop> {
        self.space()?;
        if self.at == self.bytes.len() {
            return Err(Stop { kind: FaultKind::Empty, at: 0 });
        }
        let value = self.value(build, 0)?;
        self.space()?;
        match self.peek() {
            Some(b']' | b'}') => Err(self.stop(FaultKind::WrongBracket)),
            Some(byte) => Err(self.stop(self.sign(byte).unwrap_or(FaultKind::SecondDocument))),
            None if self.bytes.last() != Some(&b'\n') => Err(self.stop(FaultKind::NoFinalNewline)),
            None => Ok(value),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn stop(&self, kind: FaultKind) -> Stop {
        Stop { kind, at: self.at }
    }

    fn space(&mut self) -> Result<(), Stop> {
        // A local offset stays in a register; most bytes of a record are blanks and characters.
        let mut at = self.at;
        while let Some(b' ' | b'\n' | b'\t') = self.bytes.get(at) {
            at += 1;
        }
        self.at = at;
        if self.peek() == Some(b'\r') { Err(self.stop(FaultKind::CarriageReturn)) } else { Ok(()) }
    }

    /// The kind of a byte that belongs nowhere between values: a comment, a wide sign.
    fn sign(&self, byte: u8) -> Option<FaultKind> {
        let next = self.bytes.get(self.at + 1).copied();
        match byte {
            b'#' => Some(FaultKind::Comment),
            b'/' if matches!(next, Some(b'/' | b'*')) => Some(FaultKind::Comment),
            b'\'' => Some(FaultKind::SingleQuote),
            0x80.. => {
                let sign = self.text.get(self.at..)?.chars().next()?;
                match sign {
                    '\u{FEFF}' => Some(FaultKind::Bom),
                    '\u{A0}' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{301F}' | '\u{FF01}'..='\u{FF5E}' => {
                        Some(FaultKind::WideSign)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The fault of a place where something else should stand.
    fn instead(&self, otherwise: FaultKind) -> Stop {
        match self.peek() {
            None => self.stop(FaultKind::UnexpectedEnd),
            Some(byte) => self.stop(self.sign(byte).unwrap_or(otherwise)),
        }
    }

    fn value<B: Build>(&mut self, build: &B, depth: usize) -> Result<B::Value, Stop> {
        let start = self.at;
        let scalar = match self.peek() {
            Some(b'"') => Scalar::Text(self.string()?),
            Some(b'{') => return self.object(build, depth),
            Some(b'[') => return self.list(build, depth),
            Some(b'-' | b'0'..=b'9') => Scalar::Integer(self.integer()?),
            Some(byte) if byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$' => self.word()?,
            Some(b'+' | b'.') => return Err(self.number_fault(start)),
            _ => return Err(self.instead(FaultKind::NoValue)),
        };
        Ok(build.scalar(scalar, start, self.at))
    }

    fn object<B: Build>(&mut self, build: &B, depth: usize) -> Result<B::Value, Stop> {
        if depth >= MAX_DEPTH {
            return Err(self.stop(FaultKind::TooDeep));
        }
        let start = self.at;
        self.at += 1;
        let mut members = B::Members::default();
        self.space()?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(build.object(members, start, self.at));
        }
        loop {
            let name_at = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.instead(match self.peek() {
                    Some(b']') => FaultKind::WrongBracket,
                    _ => FaultKind::NoName,
                }));
            }
            let name = self.string()?;
            self.space()?;
            if self.peek() != Some(b':') {
                return Err(self.instead(FaultKind::NoColon));
            }
            self.at += 1;
            self.space()?;
            let value = self.value(build, depth + 1)?;
            if !build.member(&mut members, name, value) {
                return Err(Stop { kind: FaultKind::DuplicateName, at: name_at });
            }
            if self.next_entry(b'}', b']')? {
                return Ok(build.object(members, start, self.at));
            }
        }
    }

    fn list<B: Build>(&mut self, build: &B, depth: usize) -> Result<B::Value, Stop> {
        if depth >= MAX_DEPTH {
            return Err(self.stop(FaultKind::TooDeep));
        }
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        self.space()?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(build.list(items, start, self.at));
        }
        loop {
            items.push(self.value(build, depth + 1)?);
            if self.next_entry(b']', b'}')? {
                return Ok(build.list(items, start, self.at));
            }
        }
    }

    /// What follows an entry: true at the closing bracket, false at the next entry.
    fn next_entry(&mut self, close: u8, wrong: u8) -> Result<bool, Stop> {
        self.space()?;
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(true)
            }
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.space()?;
                match self.peek() {
                    Some(byte) if byte == close => Err(Stop { kind: FaultKind::TrailingComma, at: comma }),
                    _ => Ok(false),
                }
            }
            Some(byte) if byte == wrong => Err(self.stop(FaultKind::WrongBracket)),
            _ => Err(self.instead(FaultKind::NoComma)),
        }
    }

    fn word(&mut self) -> Result<Scalar, Stop> {
        let start = self.at;
        let end = word_end(self.bytes, start);
        let scalar = match &self.bytes[start..end] {
            b"null" => Scalar::Null,
            b"true" => Scalar::Bool(true),
            b"false" => Scalar::Bool(false),
            b"NaN" | b"nan" | b"NAN" | b"Infinity" | b"infinity" | b"Inf" | b"inf" => {
                return Err(self.stop(FaultKind::NotANumber));
            }
            _ => return Err(self.stop(FaultKind::UnknownWord)),
        };
        self.at = end;
        Ok(scalar)
    }

    fn integer(&mut self) -> Result<i64, Stop> {
        let start = self.at;
        let negative = self.bytes[start] == b'-';
        let first = start + usize::from(negative);
        let mut end = first;
        let mut value: i64 = 0;
        while let Some(digit) = self.bytes.get(end).filter(|byte| byte.is_ascii_digit()) {
            value = value.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
            end += 1;
        }
        let plain = !matches!(self.bytes.get(end), Some(b'.' | b'+' | b'-' | b'_' | b'a'..=b'z' | b'A'..=b'Z'));
        let leading_zero = end > first + 1 && self.bytes[first] == b'0';
        if !plain || end == first || leading_zero || value > LARGEST_INTEGER || (negative && value == 0) {
            return Err(self.number_fault(start));
        }
        self.at = end;
        Ok(if negative { -value } else { value })
    }

    /// Why what begins at `start` is no integer of ours.
    fn number_fault(&self, start: usize) -> Stop {
        let token = &self.text[start..number_end(self.bytes, start)];
        let unsigned = token.strip_prefix('-').unwrap_or(token);
        let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
        let kind = if matches!(unsigned, "Infinity" | "NaN" | "inf" | "nan") {
            FaultKind::NotANumber
        } else if digits > 1 && unsigned.starts_with('0') {
            FaultKind::LeadingZero
        } else if token == "-0" {
            FaultKind::NegativeZero
        } else if digits > 0 && digits == unsigned.len() {
            FaultKind::IntegerTooLarge
        } else if digits > 0
            && unsigned.parse::<f64>().is_ok()
            && !unsigned.ends_with('.')
            && !unsigned.contains(".e")
            && !unsigned.contains(".E")
        {
            FaultKind::NotAnInteger
        } else {
            FaultKind::BadNumber
        };
        Stop { kind, at: start }
    }

    fn string(&mut self) -> Result<String, Stop> {
        let open = self.at;
        self.at += 1;
        let mut run = self.at;
        let mut out = String::new();
        loop {
            let plain =
                self.bytes[self.at..].iter().position(|byte| !matches!(CLASS[usize::from(*byte)], Class::Plain));
            self.at = plain.map_or(self.bytes.len(), |plain| self.at + plain);
            let Some(&byte) = self.bytes.get(self.at) else {
                return Err(Stop { kind: FaultKind::OpenString, at: open });
            };
            match CLASS[usize::from(byte)] {
                Class::Plain => {}
                Class::Quote => {
                    let tail = &self.text[run..self.at];
                    self.at += 1;
                    if out.is_empty() {
                        return Ok(tail.to_owned());
                    }
                    out.push_str(tail);
                    return Ok(out);
                }
                Class::Backslash => {
                    out.push_str(&self.text[run..self.at]);
                    out.push(self.escape()?);
                    run = self.at;
                }
                Class::Control => {
                    return Err(match byte {
                        b'\n' => Stop { kind: FaultKind::OpenString, at: open },
                        0 => self.stop(FaultKind::Nul),
                        0x7F => self.stop(FaultKind::HiddenControl),
                        _ => self.stop(FaultKind::RawControl),
                    });
                }
                Class::Suspect => {
                    let Some(sign) = self.text[self.at..].chars().next() else {
                        return Err(Stop { kind: FaultKind::OpenString, at: open });
                    };
                    if let Some(kind) = refused(sign) {
                        return Err(self.stop(kind));
                    }
                    self.at += sign.len_utf8();
                }
            }
        }
    }

    /// The character of an escape; `at` moves behind it.
    fn escape(&mut self) -> Result<char, Stop> {
        let start = self.at;
        let Some(&letter) = self.bytes.get(start + 1) else {
            return Err(Stop { kind: FaultKind::UnexpectedEnd, at: start });
        };
        self.at += 2;
        let sign = match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unicode(start)?,
            _ => return Err(Stop { kind: FaultKind::BadEscape, at: start }),
        };
        match refused(sign) {
            Some(kind) => Err(Stop { kind, at: start }),
            None => Ok(sign),
        }
    }

    fn unicode(&mut self, start: usize) -> Result<char, Stop> {
        let first = self.hex4().ok_or(Stop { kind: FaultKind::BadUnicodeEscape, at: start })?;
        let lone = Stop { kind: FaultKind::LoneSurrogate, at: start };
        let code = match first {
            0xD800..=0xDBFF => {
                if self.bytes.get(self.at..self.at + 2) != Some(b"\\u") {
                    return Err(lone);
                }
                let second_at = self.at;
                self.at += 2;
                let second = self.hex4().ok_or(Stop { kind: FaultKind::BadUnicodeEscape, at: second_at })?;
                if !(0xDC00..=0xDFFF).contains(&second) {
                    return Err(lone);
                }
                0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
            }
            code => code,
        };
        char::from_u32(code).ok_or(lone)
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.bytes.get(self.at..self.at + 4)?;
        let mut code = 0;
        for digit in digits {
            code = code * 16 + char::from(*digit).to_digit(16)?;
        }
        self.at += 4;
        Some(code)
    }
}
