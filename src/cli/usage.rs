//! What is said about a command line that cannot be read, in both languages and for both programs.
//!
//! The parser knows what is wrong and speaks English only; here its kinds of error become words, once.

use std::ffi::OsString;
use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};

use crate::text::{Lang, Message, Text};
use crate::texts;

texts! {
    ERROR: "错误：{what}", "error: {what}";
    HINT: "  → {what}", "  → {what}";
    MORE: "更多说明请加 --help", "for more, say --help";
    UNKNOWN_FLAG: "不认识 {arg}", "{arg} is not known";
    UNKNOWN_COMMAND: "没有 {arg} 这个命令", "there is no command {arg}";
    NO_COMMAND: "请说要做什么，命令见下", "say what is to be done; the commands are below";
    USAGE: "用法：", "Usage: ";
    MISSING: "缺少 {arg}", "{arg} is missing";
    CONFLICT: "{arg} 不能与 {other} 同用", "{arg} does not go with {other}";
    NO_VALUE: "{arg} 后须有值", "{arg} needs a value";
    NOT_ONE_OF: "{arg} 不能是 “{value}”", "{arg} cannot be `{value}`";
    BAD_VALUE: "{arg} 的值 “{value}” 不对：{why}", "{arg} cannot be `{value}`: {why}";
    TOO_MANY: "{arg} 给多了：“{value}”", "{arg} was given too much: `{value}`";
    WRONG_COUNT: "{arg} 须有 {least} 个值，给了 {given} 个", "{arg} takes {least} values, {given} were given";
    NOT_UTF8: "命令行含有不是 UTF-8 的文字", "the command line holds something that is not UTF-8";
    ONE_OF: "可用：{choices}", "one of {choices}";
    MEANT: "是否想写 {choices}？", "did you mean {choices}?";
    OTHER: "命令行读不懂：{why}", "the command line cannot be read: {why}";
}

/// Why a command line was not run: help was asked for, or it cannot be read.
#[derive(Debug)]
pub struct Unread {
    /// What to say.
    pub text: String,
    /// Whether it was asked for (help, version), and belongs on standard output.
    pub asked: bool,
}

impl Unread {
    /// Says it on the stream it belongs on; whether it was asked for.
    pub fn say(&self, stdout: &mut dyn Write, stderr: &mut dyn Write) -> bool {
        // Nobody may be listening any more; there is nothing left to say to them.
        let _ = if self.asked { write!(stdout, "{}", self.text) } else { write!(stderr, "{}", self.text) };
        self.asked
    }
}

/// Reads a command line; what is wrong with it is said in the language that `--lang` or the locale names.
pub fn parse<P: CommandFactory + FromArgMatches>(
    args: impl IntoIterator<Item = OsString>,
    locale: Option<&str>,
) -> Result<P, Unread> {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = language(&args).or_else(|| locale.and_then(Lang::from_tag)).unwrap_or_default();
    P::command().try_get_matches_from(args).and_then(|matches| P::from_arg_matches(&matches)).map_err(|error| {
        let asked = !error.use_stderr();
        Unread { text: if asked { error.render().to_string() } else { said(&error, lang) }, asked }
    })
}

/// The language that the arguments name, as far as they can be read without reading them all.
fn language(args: &[OsString]) -> Option<Lang> {
    let mut args = args.iter().map(|arg| arg.to_string_lossy());
    while let Some(arg) = args.next() {
        match arg.strip_prefix("--lang") {
            Some("") => return args.next().and_then(|tag| Lang::from_tag(&tag)),
            Some(rest) if rest.starts_with('=') => return Lang::from_tag(&rest[1..]),
            _ => {}
        }
    }
    None
}

/// The error in words: what is wrong, how to put it right, and how the command is written.
fn said(error: &clap::Error, lang: Lang) -> String {
    let mut lines = vec![Message::new(&ERROR).with_message("what", wrong(error)).speak(lang)];
    lines.extend(hints(error).map(|hint| Message::new(&HINT).with_message("what", hint).speak(lang)));
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        lines.push(String::new());
        lines.push(usage.to_string().replacen(USAGE.en, USAGE.get(lang), 1));
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        lines.push(String::new());
        lines.push(error.render().to_string().trim_end().to_owned());
    }
    lines.push(String::new());
    lines.push(MORE.get(lang).to_owned());
    lines.join("\n") + "\n"
}

fn wrong(error: &clap::Error) -> Message {
    let arg = || named(error, ContextKind::InvalidArg);
    let with_arg = |text: &'static Text| Message::new(text).with("arg", arg());
    let value = || named(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => with_arg(&UNKNOWN_FLAG),
        ErrorKind::InvalidSubcommand => {
            Message::new(&UNKNOWN_COMMAND).with("arg", named(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Message::new(&NO_COMMAND),
        ErrorKind::MissingRequiredArgument => with_arg(&MISSING),
        ErrorKind::ArgumentConflict => with_arg(&CONFLICT).with("other", named(error, ContextKind::PriorArg)),
        ErrorKind::InvalidValue if value().is_empty() => with_arg(&NO_VALUE),
        ErrorKind::InvalidValue => with_arg(&NOT_ONE_OF).with("value", value()),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            with_arg(&BAD_VALUE).with("value", value()).with("why", why)
        }
        ErrorKind::TooManyValues => with_arg(&TOO_MANY).with("value", value()),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            let least = match error.kind() {
                ErrorKind::TooFewValues => ContextKind::MinValues,
                _ => ContextKind::ExpectedNumValues,
            };
            let given = named(error, ContextKind::ActualNumValues);
            with_arg(&WRONG_COUNT).with("least", named(error, least)).with("given", given)
        }
        ErrorKind::NoEquals => with_arg(&NO_VALUE),
        ErrorKind::InvalidUtf8 => Message::new(&NOT_UTF8),
        _ => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            Message::new(&OTHER).with("why", first)
        }
    }
}

/// What would be right, where the parser knows it.
fn hints(error: &clap::Error) -> impl Iterator<Item = Message> {
    let of = |text: &'static Text, kind| {
        let choices = named(error, kind);
        (!choices.is_empty()).then(|| Message::new(text).with("choices", choices))
    };
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let valid = of(&ONE_OF, ContextKind::ValidValue);
    valid
        .into_iter()
        .chain(suggested.into_iter().filter_map(move |kind| of(&MEANT, kind)))
        .collect::<Vec<_>>()
        .into_iter()
}

/// What the parser says about one thing; several are listed.
fn named(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(all)) => all.join(" "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Program;

    fn refused(args: &[&str]) -> String {
        let args = std::iter::once("weibao").chain(args.iter().copied()).map(OsString::from);
        let unread = parse::<Program>(args, Some("zh_CN.UTF-8")).map(|_| ()).unwrap_err();
        assert!(!unread.asked, "{}", unread.text);
        unread.text
    }

    fn both(args: &[&str], zh: &str, en: &str) {
        let said = refused(args);
        assert!(said.contains(zh), "{said}");
        let said = refused(&[args, &["--lang", "en"]].concat());
        assert!(said.contains(en), "{said}");
        assert!(!said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{said}");
    }

    #[test]
    fn every_kind_of_misreading_is_said_in_both_languages() {
        both(&["due", "--nobody"], "不认识 --nobody", "--nobody is not known");
        both(&["explain"], "缺少 <WHAT>", "<WHAT> is missing");
        both(&["due", "--days", "soon"], "--days <DAYS> 的值 “soon” 不对", "--days <DAYS> cannot be `soon`");
        both(&["due", "--person"], "--person <STAFF> 后须有值", "--person <STAFF> needs a value");
        both(&["--format", "yaml", "due"], "不能是 “yaml”", "cannot be `yaml`");
        both(&["rules", "--policy", "--by-clause"], "不能与", "does not go with");
        both(&["explain", "a", "b"], "不认识 b", "b is not known");
        both(&["due", "--nobody"], "用法：weibao due", "Usage: weibao due");
    }

    #[test]
    fn a_misspelt_command_is_told_what_was_meant() {
        let said = refused(&["tranfer"]);
        assert!(
            said.contains("没有 tranfer 这个命令") && said.contains("是否想写") && said.contains("transfer"),
            "{said}"
        );
    }

    #[test]
    fn no_command_at_all_says_what_there_is() {
        let said = refused(&[]);
        assert!(said.contains("请说要做什么") && said.contains("transfer"), "{said}");
    }

    #[test]
    fn help_is_no_error() {
        let args = ["weibao", "due", "--help"].map(OsString::from);
        assert!(parse::<Program>(args, None).unwrap_err().asked);
    }

    #[test]
    fn the_flag_decides_the_language_wherever_it_stands() {
        assert_eq!(language(&["weibao", "--lang=en", "x"].map(OsString::from)), Some(Lang::En));
        assert_eq!(language(&["weibao", "x", "--lang", "zh"].map(OsString::from)), Some(Lang::Zh));
        assert_eq!(language(&["weibao", "--language"].map(OsString::from)), None);
    }
}
