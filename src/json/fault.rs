//! What can be wrong with a text that should be JSON: one kind a defect, each with its own words.

use crate::text::{Message, Text};

/// A place in a text: both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The first defect of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which defect.
    pub kind: FaultKind,
    /// Where it begins.
    pub position: Position,
    /// What is wrong, in words.
    pub message: Message,
}

macro_rules! fault_kinds {
    ($($(#[$meta:meta])* $kind:ident, $text:ident: $zh:literal, $en:literal;)+) => {
        /// The defects of a text, from whole files down to single characters.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FaultKind {
            $($(#[$meta])* $kind,)+
        }

        impl FaultKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The words; `{found}` is what stands there.
            pub const fn text(self) -> &'static Text {
                match self { $(Self::$kind => &$text,)+ }
            }
        }

        crate::texts! { $($text: $zh, $en;)+ }
    };
}

fault_kinds! {
    /// No text at all.
    Empty, EMPTY: "文件是空的", "the file is empty";
    /// Beyond [`super::MAX_BYTES`].
    TooLarge, TOO_LARGE: "文件有 {found} 字节，超过 262144 字节（256 KiB）", "the file has {found} bytes, more than 262144 (256 KiB)";
    /// A byte order mark, at the start or inside.
    Bom, BOM: "有字节顺序标记（BOM，U+FEFF），请用无 BOM 的 UTF-8 保存", "there is a byte order mark (U+FEFF); save as UTF-8 without one";
    /// Not UTF-8: a stray, overlong or cut-off sequence, an encoded surrogate.
    NotUtf8, NOT_UTF8: "不是合法的 UTF-8（字节 {found}）", "this is not UTF-8 (byte {found})";
    /// A carriage return between tokens.
    CarriageReturn, CARRIAGE_RETURN: "有回车符（CR），换行只用 LF", "there is a carriage return; lines end with LF alone";
    /// The last byte is no line feed.
    NoFinalNewline, NO_FINAL_NEWLINE: "文件末尾缺少换行", "the file does not end with a line feed";
    /// More than one value.
    SecondDocument, SECOND_DOCUMENT: "记录结束后还有内容：{found}", "something follows the end of the record: {found}";
    /// The text stops in the middle.
    UnexpectedEnd, UNEXPECTED_END: "文件没有写完", "the file ends in the middle of a value";
    /// No value begins so.
    NoValue, NO_VALUE: "此处应为一个值，却是 {found}", "a value should stand here, found {found}";
    /// A comment.
    Comment, COMMENT: "JSON 不能有注释", "JSON has no comments";
    /// `'` as quote.
    SingleQuote, SINGLE_QUOTE: "字符串须用双引号 \"，不能用单引号", "strings take double quotes, not single ones";
    /// A full-width or typographic sign where an ASCII one belongs, or a space that is none.
    WideSign, WIDE_SIGN: "{found} 是全角或排版符号，此处须用半角符号", "{found} is a full-width or typographic sign; use the ASCII one here";
    /// `NaN`, `Infinity`.
    NotANumber, NOT_A_NUMBER: "{found} 不是 JSON 数值", "{found} is not a JSON number";
    /// `True`, `None`, `undefined` and other words.
    UnknownWord, UNKNOWN_WORD: "不认识的词 {found}；只有 true、false、null，文字须加双引号", "unknown word {found}; there are true, false and null, and text takes double quotes";
    /// A comma before a closing bracket.
    TrailingComma, TRAILING_COMMA: "最后一项之后多了逗号", "there is a comma after the last entry";
    /// No comma between two entries.
    NoComma, NO_COMMA: "两项之间缺少逗号，此处是 {found}", "a comma is missing between two entries, found {found}";
    /// No colon after a name.
    NoColon, NO_COLON: "名称之后缺少冒号，此处是 {found}", "a colon is missing after a name, found {found}";
    /// A member without a quoted name.
    NoName, NO_NAME: "此处应为加双引号的名称，却是 {found}", "a name in double quotes should stand here, found {found}";
    /// A bracket closed by one of the other kind.
    WrongBracket, WRONG_BRACKET: "括号不配对：{found}", "brackets do not match: {found}";
    /// A name twice in one object.
    DuplicateName, DUPLICATE_NAME: "名称 {found} 重复", "the name {found} stands twice";
    /// Deeper than [`super::MAX_DEPTH`].
    TooDeep, TOO_DEEP: "嵌套超过 64 层", "nested more than 64 deep";
    /// `007`.
    LeadingZero, LEADING_ZERO: "数值不能以 0 开头：{found}", "a number does not begin with 0: {found}";
    /// `-0`.
    NegativeZero, NEGATIVE_ZERO: "-0 不是合法的整数，请写 0", "-0 is not an integer of ours, write 0";
    /// A fraction or an exponent, whole or not.
    NotAnInteger, NOT_AN_INTEGER: "数值须为整数，不带小数点和指数：{found}", "numbers are integers without point and exponent: {found}";
    /// Beyond ±(2^53 − 1).
    IntegerTooLarge, INTEGER_TOO_LARGE: "整数超出 ±9007199254740991：{found}", "the integer lies beyond ±9007199254740991: {found}";
    /// `+1`, `.5`, `-`, `0x1`, `1_000`.
    BadNumber, BAD_NUMBER: "数值的写法不对：{found}", "this is not how a number is written: {found}";
    /// No closing quote on the line.
    OpenString, OPEN_STRING: "字符串没有结束的双引号", "the string has no closing quote";
    /// A raw control character in a string.
    RawControl, RAW_CONTROL: "字符串中有控制字符 {found}，换行写 \\n，制表写 \\t", "the string holds the control character {found}; write a line feed as \\n, a tab as \\t";
    /// U+0000, raw or escaped.
    Nul, NUL: "不允许 NUL 字符（U+0000）", "the character NUL (U+0000) is not allowed";
    /// U+007F–U+009F, raw or escaped.
    HiddenControl, HIDDEN_CONTROL: "不允许看不见的控制字符 {found}", "the invisible control character {found} is not allowed";
    /// A character that turns the direction of writing.
    Bidi, BIDI: "不允许改变文字方向的字符 {found}", "the character {found}, which turns the direction of writing, is not allowed";
    /// A code point that is no character.
    Noncharacter, NONCHARACTER: "{found} 不是字符（Unicode 非字符）", "{found} is not a character (Unicode noncharacter)";
    /// `\x`.
    BadEscape, BAD_ESCAPE: "不认识的转义 {found}", "unknown escape {found}";
    /// `\u12G4`.
    BadUnicodeEscape, BAD_UNICODE_ESCAPE: "\\u 之后须有四位十六进制数字", "\\u takes four hexadecimal digits";
    /// Half of a surrogate pair.
    LoneSurrogate, LONE_SURROGATE: "{found} 是落单的代理项，不是字符", "{found} is a lone surrogate, not a character";
}

impl FaultKind {
    /// The fault at a place of a text, with what was found there.
    pub(super) fn at(self, bytes: &[u8], offset: usize, found: &str) -> Fault {
        Fault {
            kind: self,
            position: Position::of(bytes, offset),
            message: Message::new(self.text()).with("found", found),
        }
    }
}

impl Position {
    /// The place of a byte offset; bytes before it that are not UTF-8 count as what they are replaced by.
    pub(super) fn of(bytes: &[u8], offset: usize) -> Self {
        let before = &bytes[..offset.min(bytes.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let line = before[..line_start].split(|byte| *byte == b'\n').count();
        let column = 1 + String::from_utf8_lossy(&before[line_start..]).chars().count();
        Self { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_characters() {
        let text = "{\n  \"姓名\": 𠮷".as_bytes();
        assert_eq!(Position::of(text, 0), Position { line: 1, column: 1 });
        assert_eq!(Position::of(text, text.len() - 4), Position { line: 2, column: 9 });
        assert_eq!(Position::of(text, 9_999), Position { line: 2, column: 10 });
    }

    #[test]
    fn every_kind_has_words_of_its_own() {
        let mut words: Vec<_> = FaultKind::ALL.iter().map(|kind| kind.text().zh).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), FaultKind::ALL.len());
    }
}
