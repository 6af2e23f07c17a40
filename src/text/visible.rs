//! Text that people wrote, made so that a reader sees what stands there: what has no shape of its own, or turns its
//! neighbours around, is written out by number and name; letters that pose as others are named beside themselves.

use super::Lang;

/// Names of characters that have no shape or move others: first, last, Chinese, English.
const NAMED: &[(char, char, &str, &str)] = &[
    ('\0', '\u{8}', "控制字符", "control character"),
    ('\t', '\t', "制表符", "tab"),
    ('\u{b}', '\u{1a}', "控制字符", "control character"),
    ('\u{1b}', '\u{1b}', "转义符", "escape"),
    ('\u{1c}', '\u{1f}', "控制字符", "control character"),
    ('\u{7f}', '\u{9f}', "控制字符", "control character"),
    ('\u{a0}', '\u{a0}', "不换行空格", "no-break space"),
    ('\u{ad}', '\u{ad}', "软连字符", "soft hyphen"),
    ('\u{34f}', '\u{34f}', "组合连接符", "combining grapheme joiner"),
    ('\u{61c}', '\u{61c}', "阿拉伯方向标记", "Arabic letter mark"),
    ('\u{115f}', '\u{1160}', "谚文填充符", "Hangul filler"),
    ('\u{1680}', '\u{1680}', "空格的变体", "other space"),
    ('\u{17b4}', '\u{17b5}', "看不见的元音", "invisible vowel"),
    ('\u{180b}', '\u{180f}', "看不见的选择符", "invisible selector"),
    ('\u{2000}', '\u{200a}', "空格的变体", "other space"),
    ('\u{200b}', '\u{200b}', "零宽空格", "zero-width space"),
    ('\u{200c}', '\u{200c}', "零宽不连字", "zero-width non-joiner"),
    ('\u{200d}', '\u{200d}', "零宽连字", "zero-width joiner"),
    ('\u{200e}', '\u{200e}', "从左至右标记", "left-to-right mark"),
    ('\u{200f}', '\u{200f}', "从右至左标记", "right-to-left mark"),
    ('\u{2028}', '\u{2028}', "行分隔符", "line separator"),
    ('\u{2029}', '\u{2029}', "段分隔符", "paragraph separator"),
    ('\u{202a}', '\u{202a}', "从左至右嵌入", "left-to-right embedding"),
    ('\u{202b}', '\u{202b}', "从右至左嵌入", "right-to-left embedding"),
    ('\u{202c}', '\u{202c}', "方向结束", "pop directional formatting"),
    ('\u{202d}', '\u{202d}', "从左至右强制", "left-to-right override"),
    ('\u{202e}', '\u{202e}', "从右至左强制", "right-to-left override"),
    ('\u{202f}', '\u{202f}', "窄的不换行空格", "narrow no-break space"),
    ('\u{205f}', '\u{205f}', "数学空格", "mathematical space"),
    ('\u{2060}', '\u{2064}', "零宽字符", "zero-width character"),
    ('\u{2065}', '\u{2065}', "未定义的控制字符", "undefined control"),
    ('\u{2066}', '\u{2069}', "方向隔离", "directional isolate"),
    ('\u{206a}', '\u{206f}', "弃用的控制字符", "deprecated control"),
    ('\u{2800}', '\u{2800}', "空白盲文", "blank braille"),
    ('\u{3164}', '\u{3164}', "谚文填充符", "Hangul filler"),
    ('\u{e000}', '\u{f8ff}', "私用字符", "private character"),
    ('\u{fe00}', '\u{fe0f}', "异体选择符", "variation selector"),
    ('\u{feff}', '\u{feff}', "零宽不换行空格", "zero-width no-break space"),
    ('\u{ffa0}', '\u{ffa0}', "谚文填充符", "Hangul filler"),
    ('\u{fff0}', '\u{fffb}', "标注控制符", "annotation control"),
    ('\u{1d173}', '\u{1d17a}', "看不见的乐谱符", "invisible musical symbol"),
    ('\u{e0000}', '\u{e0fff}', "看不见的标签", "invisible tag"),
    ('\u{f0000}', '\u{10ffff}', "私用字符", "private character"),
];

/// Whether anything in a text would be written out by [`visible`]; a line's end is no such thing.
pub fn has_hidden(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len()).any(|at| name(chars[at]).is_some() || poses(&chars, at).is_some())
}

/// A text on one line in which everything can be seen; the ends of its lines stand as ⏎.
pub fn visible(text: &str, lang: Lang) -> String {
    use std::fmt::Write as _;
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        let said = |(zh, en): (&'static str, &'static str)| if lang == Lang::Zh { zh } else { en };
        if *c == '\n' {
            out.push('⏎');
        } else if let Some(named) = name(*c) {
            let _ = write!(out, "⟨U+{:04X} {}⟩", u32::from(*c), said(named));
        } else {
            out.push(*c);
            if let Some(named) = poses(&chars, at) {
                let _ = write!(out, "⟨U+{:04X} {}⟩", u32::from(*c), said(named));
            }
        }
    }
    out
}

fn name(c: char) -> Option<(&'static str, &'static str)> {
    if c == '\n' {
        return None;
    }
    let named = NAMED.iter().find(|(first, last, ..)| (*first..=*last).contains(&c));
    named.map(|(_, _, zh, en)| (*zh, *en)).or_else(|| c.is_control().then_some(("控制字符", "control character")))
}

/// A Greek or Cyrillic letter in a word that has Latin letters or digits: it is there to be taken for one of them.
fn poses(chars: &[char], at: usize) -> Option<(&'static str, &'static str)> {
    let named = match chars[at] {
        '\u{370}'..='\u{3ff}' => ("希腊字母", "Greek letter"),
        '\u{400}'..='\u{52f}' => ("西里尔字母", "Cyrillic letter"),
        _ => return None,
    };
    let in_word = |c: &&char| c.is_alphanumeric() && !is_han(**c) || **c == '-' || **c == '_';
    let before = chars[..at].iter().rev().take_while(in_word);
    let after = chars[at + 1..].iter().take_while(in_word);
    before.chain(after).any(char::is_ascii_alphanumeric).then_some(named)
}

fn is_han(c: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_named() {
        assert_eq!(visible("WX\u{202e}1", Lang::En), "WX⟨U+202E right-to-left override⟩1");
        assert_eq!(visible("张\u{200b}伟", Lang::Zh), "张⟨U+200B 零宽空格⟩伟");
        assert_eq!(visible("a\u{1b}[31mb", Lang::En), "a⟨U+001B escape⟩[31mb");
        assert_eq!(visible("一行\n二行", Lang::Zh), "一行⏎二行");
    }

    #[test]
    fn letters_of_another_alphabet_in_a_latin_word_are_named() {
        assert_eq!(visible("p\u{430}y", Lang::En), "p\u{430}⟨U+0430 Cyrillic letter⟩y");
        assert!(!has_hidden("Москва"));
        assert!(!has_hidden("β 测试，图像 ①"));
        assert!(has_hidden("W\u{3a7}-0000601"));
    }

    #[test]
    fn no_character_of_unicode_comes_through_without_a_shape() {
        for c in ('\0'..='\u{10ffff}').filter(|c| c.is_control() && *c != '\n') {
            assert!(has_hidden(&c.to_string()), "U+{:04X}", u32::from(c));
        }
        assert!(NAMED.is_sorted_by(|a, b| a.1 < b.0), "ranges in order, none over another");
    }
}
