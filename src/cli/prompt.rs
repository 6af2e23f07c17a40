//! Asking people: a terminal, nobody, or in tests a list of answers. Whoever asks has a flag for the same value.

use std::rc::Rc;

use inquire::autocompletion::{Autocomplete, Replacement};
use inquire::error::InquireError;
use inquire::validator::Validation;
use inquire::{Confirm, CustomUserError, Password, Select, Text};

use super::known::{Known, meant};

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// There is nobody to ask.
    Nobody,
    /// The person gave up.
    GaveUp,
    /// The terminal failed.
    Broken(String),
}

/// Says what is wrong with a text as it is typed; nothing if it will do.
pub type Check = Rc<dyn Fn(&str) -> Option<String>>;

/// A question for one value.
#[derive(Clone)]
pub struct Question {
    /// What is asked.
    pub title: String,
    /// Meaning and unit, below the line.
    pub help: Option<String>,
    /// The answer if only Enter is pressed.
    pub default: Option<String>,
    /// Judges while typing.
    pub check: Check,
    /// The records that may be named, offered while typing; empty for other questions.
    pub known: Vec<Known>,
}

impl Question {
    /// The answer that a text means, and what is wrong with it.
    fn judged(&self, text: &str) -> Result<String, String> {
        let text = if self.known.is_empty() { text.to_owned() } else { meant(&self.known, text) };
        (self.check)(&text).map_or(Ok(text), Err)
    }
}

/// Someone who can be asked.
pub trait Prompter {
    /// Whether anybody is there.
    fn is_there(&self) -> bool;
    /// Asks for a text.
    fn text(&self, question: &Question) -> Result<String, NoAnswer>;
    /// Lets one of several be chosen; gives its place.
    fn choose(&self, title: &str, options: &[String]) -> Result<usize, NoAnswer>;
    /// Asks yes or no.
    fn confirm(&self, title: &str, default: bool) -> Result<bool, NoAnswer>;
}

/// Nobody: every question is an error that names the flag.
pub struct Nobody;

impl Prompter for Nobody {
    fn is_there(&self) -> bool {
        false
    }
    fn text(&self, _: &Question) -> Result<String, NoAnswer> {
        Err(NoAnswer::Nobody)
    }
    fn choose(&self, _: &str, _: &[String]) -> Result<usize, NoAnswer> {
        Err(NoAnswer::Nobody)
    }
    fn confirm(&self, _: &str, _: bool) -> Result<bool, NoAnswer> {
        Err(NoAnswer::Nobody)
    }
}

/// The person at the terminal.
pub struct Terminal;

impl Prompter for Terminal {
    fn is_there(&self) -> bool {
        true
    }

    fn text(&self, question: &Question) -> Result<String, NoAnswer> {
        let judge = question.clone();
        let mut prompt = Text::new(&question.title).with_validator(move |text: &str| {
            Ok(judge.judged(text).map_or_else(|wrong| Validation::Invalid(wrong.into()), |_| Validation::Valid))
        });
        if let Some(help) = &question.help {
            prompt = prompt.with_help_message(help);
        }
        if let Some(default) = &question.default {
            prompt = prompt.with_default(default);
        }
        if !question.known.is_empty() {
            prompt = prompt.with_autocomplete(Offered { known: question.known.clone() });
        }
        let text = prompt.prompt().map_err(|error| no_answer(&error))?;
        question.judged(&text).map_err(NoAnswer::Broken)
    }

    fn choose(&self, title: &str, options: &[String]) -> Result<usize, NoAnswer> {
        let choice = Select::new(title, options.to_vec()).raw_prompt().map_err(|error| no_answer(&error))?;
        Ok(choice.index)
    }

    fn confirm(&self, title: &str, default: bool) -> Result<bool, NoAnswer> {
        Confirm::new(title).with_default(default).prompt().map_err(|error| no_answer(&error))
    }
}

/// Asks the person at the terminal for something that is not shown.
pub fn secret(title: &str) -> Result<String, NoAnswer> {
    Password::new(title).without_confirmation().prompt().map_err(|error| no_answer(&error))
}

/// Offers the records whose keys or names fit what has been typed.
#[derive(Clone)]
struct Offered {
    known: Vec<Known>,
}

impl Autocomplete for Offered {
    fn get_suggestions(&mut self, typed: &str) -> Result<Vec<String>, CustomUserError> {
        Ok(self.known.iter().filter(|one| one.fits(typed)).map(Known::line).collect())
    }

    fn get_completion(&mut self, typed: &str, chosen: Option<String>) -> Result<Replacement, CustomUserError> {
        let text = meant(&self.known, chosen.as_deref().unwrap_or(typed));
        Ok((text != typed).then_some(text))
    }
}

fn no_answer(error: &InquireError) -> NoAnswer {
    match error {
        InquireError::NotTTY => NoAnswer::Nobody,
        InquireError::OperationCanceled | InquireError::OperationInterrupted => NoAnswer::GaveUp,
        other => NoAnswer::Broken(other.to_string()),
    }
}

/// A person in a test: answers in order, each checked as a terminal would, and what was asked is kept.
#[cfg(test)]
#[derive(Default)]
pub(crate) struct Script {
    answers: std::cell::RefCell<std::collections::VecDeque<String>>,
    /// What was asked, in order; refused answers with the reason.
    pub(crate) asked: std::cell::RefCell<Vec<String>>,
}

#[cfg(test)]
impl Script {
    pub(crate) fn of(answers: &[&str]) -> Self {
        Self {
            answers: std::cell::RefCell::new(answers.iter().map(|text| (*text).to_owned()).collect()),
            ..Self::default()
        }
    }

    fn next(&self, title: &str) -> Result<String, NoAnswer> {
        self.asked.borrow_mut().push(title.to_owned());
        self.answers.borrow_mut().pop_front().ok_or(NoAnswer::GaveUp)
    }
}

#[cfg(test)]
impl Prompter for Script {
    fn is_there(&self) -> bool {
        true
    }

    fn text(&self, question: &Question) -> Result<String, NoAnswer> {
        loop {
            let mut answer = self.next(&question.title)?;
            if answer.is_empty() {
                answer = question.default.clone().unwrap_or_default();
            }
            match question.judged(&answer) {
                Ok(answer) => return Ok(answer),
                Err(wrong) => self.asked.borrow_mut().push(format!("! {wrong}")),
            }
        }
    }

    fn choose(&self, title: &str, options: &[String]) -> Result<usize, NoAnswer> {
        let answer = self.next(title)?;
        options.iter().position(|option| option.starts_with(&answer)).ok_or(NoAnswer::GaveUp)
    }

    fn confirm(&self, title: &str, default: bool) -> Result<bool, NoAnswer> {
        let answer = self.next(title)?;
        Ok(if answer.is_empty() { default } else { answer == "y" })
    }
}
