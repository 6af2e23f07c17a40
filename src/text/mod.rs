//! Words shown to people: each in zh-CN and English, declared side by side, so that one without
//! the other does not compile.
//!
//! A [`Text`] is a sentence with `{name}` places, a [`Message`] a text with its values. Texts are
//! declared with [`texts!`](crate::texts) next to what speaks them; a test walks the sources and compares the
//! places of both languages. This module knows nothing of what the words are about.

mod visible;

use std::fmt::Write as _;

pub use visible::{has_hidden, visible};

/// A language of the programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Simplified Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads a language from a flag or a locale (`zh`, `zh_CN.UTF-8`, `en`, `en_GB`); anything else is not known.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match primary {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The tag that machines read: `zh-CN` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// A sentence in both languages; `{name}` marks a value to be put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The sentence in one language, places unfilled.
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// The names of the places of one language, in order of appearance.
    pub fn places(&self, lang: Lang) -> Vec<&'static str> {
        let mut rest = self.get(lang);
        let mut found = Vec::new();
        while let Some(start) = rest.find('{') {
            let Some(len) = rest[start..].find('}') else {
                break;
            };
            found.push(&rest[start + 1..start + len]);
            rest = &rest[start + len + 1..];
        }
        found
    }
}

/// A text together with the values for its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    text: &'static Text,
    values: Vec<(&'static str, Value)>,
}

/// A value for a place: the same in both languages, a text of its own, or one made for each.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Plain(String),
    Spoken(Message),
    Pair { zh: String, en: String },
}

impl Message {
    /// A message without values.
    pub const fn new(text: &'static Text) -> Self {
        Self { text, values: Vec::new() }
    }

    /// Puts a value that is the same in both languages into the place `name`.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a sentence reads better without borrows at every value")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, Value::Plain(value.to_string())));
        self
    }

    /// Puts another message into the place `name`, spoken in the same language.
    #[must_use]
    pub fn with_message(mut self, name: &'static str, value: impl Into<Message>) -> Self {
        self.values.push((name, Value::Spoken(value.into())));
        self
    }

    /// Puts a value that reads differently in each language, made while running, into the place `name`.
    #[must_use]
    pub fn with_pair(mut self, name: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.values.push((name, Value::Pair { zh: zh.into(), en: en.into() }));
        self
    }

    /// The text this message fills.
    pub const fn text(&self) -> &'static Text {
        self.text
    }

    /// The sentence in one language with its values put in; a place without a value stays as written.
    pub fn speak(&self, lang: Lang) -> String {
        let mut rest = self.text.get(lang);
        let mut out = String::with_capacity(rest.len() + 32);
        while let Some(start) = rest.find('{') {
            out.push_str(&rest[..start]);
            let Some(len) = rest[start..].find('}') else {
                break;
            };
            let name = &rest[start + 1..start + len];
            match self.values.iter().find(|(key, _)| *key == name) {
                Some((_, Value::Plain(value))) => out.push_str(value),
                Some((_, Value::Spoken(message))) => out.push_str(&message.speak(lang)),
                Some((_, Value::Pair { zh, en })) => out.push_str(if lang == Lang::Zh { zh } else { en }),
                None => {
                    let _ = write!(out, "{{{name}}}");
                }
            }
            rest = &rest[start + len + 1..];
        }
        out.push_str(rest);
        out
    }
}

impl From<&'static Text> for Message {
    fn from(text: &'static Text) -> Self {
        Self::new(text)
    }
}

/// Declares texts: `texts! { pub NAME: "中文 {place}", "English {place}"; … }`.
///
/// Beside each constant the module gets `ALL_TEXTS`, which the catalogue test walks.
#[macro_export]
macro_rules! texts {
    ($($(#[$meta:meta])* $vis:vis $name:ident: $zh:literal, $en:literal;)+) => {
        $($(#[$meta])* $vis static $name: $crate::text::Text = $crate::text::Text { zh: $zh, en: $en };)+
        #[cfg(test)]
        #[test]
        fn texts_have_the_same_places_in_both_languages() {
            $($crate::text::assert_complete(stringify!($name), &$name);)+
        }
    };
}

/// Panics unless a text is present in both languages with the same places and no stray brace; used by the tests of [`texts!`].
#[cfg(test)]
pub(crate) fn assert_complete(name: &str, text: &Text) {
    for lang in [Lang::Zh, Lang::En] {
        assert!(!text.get(lang).trim().is_empty(), "{name} has no {} text", lang.tag());
        let opened = text.get(lang).matches('{').count();
        assert_eq!(opened, text.places(lang).len(), "{name}: stray brace in {}", lang.tag());
    }
    assert_eq!(half_width(text.zh), None, "{name}: punctuation between Chinese is full-width: {}", text.zh);
    let (mut zh, mut en) = (text.places(Lang::Zh), text.places(Lang::En));
    zh.sort_unstable();
    zh.dedup();
    en.sort_unstable();
    en.dedup();
    assert_eq!(zh, en, "{name}: places differ between the languages");
}

/// The first half-width mark that stands between two Chinese characters, or a parenthesis that opens after one before
/// another; code in a Chinese sentence (`weibao list`, a pattern, a path) keeps its own marks.
#[cfg(test)]
fn half_width(zh: &str) -> Option<char> {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let chars: Vec<char> = zh.chars().collect();
    chars.windows(3).find_map(|three| match *three {
        [before, mark @ (',' | ';' | ':' | '!' | '?' | '('), after] if han(before) && han(after) => Some(mark),
        [_, mark @ ')', after] if han(after) => Some(mark),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_width_mark_between_chinese_is_found() {
        assert_eq!(half_width("留下内容,删去标记"), Some(','));
        assert_eq!(half_width("恢复(完成)时间"), Some('('));
        assert_eq!(half_width("见 (weibao)后"), Some(')'));
        assert_eq!(half_width("运行 weibao list staff；再看，如 report.a:b"), None);
    }

    texts! {
        GREETING: "{who} 已签 {what}", "{who} signed {what}";
        WHAT: "维修单", "the ticket";
    }

    #[test]
    fn a_message_is_spoken_in_either_language_with_its_values() {
        let message = Message::new(&GREETING).with("who", "zhang-wei").with_message("what", &WHAT);
        assert_eq!(message.speak(Lang::Zh), "zhang-wei 已签 维修单");
        assert_eq!(message.speak(Lang::En), "zhang-wei signed the ticket");
    }

    #[test]
    fn a_locale_names_its_language_by_its_first_part() {
        assert_eq!(Lang::from_tag("zh_CN.UTF-8"), Some(Lang::Zh));
        assert_eq!(Lang::from_tag("en-GB"), Some(Lang::En));
        assert_eq!(Lang::from_tag("C.UTF-8"), None);
    }
}
