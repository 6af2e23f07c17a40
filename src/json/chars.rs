//! The characters of strings: which byte needs a second look, and which character no record may hold.

use super::fault::FaultKind;

/// What a byte inside a string may be the start of.
#[derive(Clone, Copy)]
pub(super) enum Class {
    Plain,
    Quote,
    Backslash,
    Control,
    /// Lead byte of a character that may be refused.
    Suspect,
}

/// What each byte is, inside a string.
pub(super) static CLASS: [Class; 256] = {
    let mut table = [Class::Plain; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = Class::Control;
        byte += 1;
    }
    table[0x7F] = Class::Control;
    table[b'"' as usize] = Class::Quote;
    table[b'\\' as usize] = Class::Backslash;
    // U+0080–9F; U+061C; U+200E…2069; U+FDD0…FDEF, U+FEFF, U+FFFE; the last two of each further plane.
    table[0xC2] = Class::Suspect;
    table[0xD8] = Class::Suspect;
    table[0xE2] = Class::Suspect;
    table[0xEF] = Class::Suspect;
    byte = 0xF0;
    while byte <= 0xF4 {
        table[byte] = Class::Suspect;
        byte += 1;
    }
    table
};

/// Why a character may not stand in a record's text, however it is written.
pub(super) fn refused(sign: char) -> Option<FaultKind> {
    match sign {
        '\0' => Some(FaultKind::Nul),
        '\u{7F}'..='\u{9F}' => Some(FaultKind::HiddenControl),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Some(FaultKind::Bidi)
        }
        '\u{FEFF}' => Some(FaultKind::Bom),
        '\u{FDD0}'..='\u{FDEF}' => Some(FaultKind::Noncharacter),
        _ if u32::from(sign) & 0xFFFE == 0xFFFE => Some(FaultKind::Noncharacter),
        _ => None,
    }
}
