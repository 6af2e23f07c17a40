//! Asking people: a terminal, nobody, or in tests a list of answers. Whoever asks has a flag for the same value.

use std::rc::Rc;

use inquire::error::InquireError;
use inquire::validator::Validation;
use inquire::{Confirm, Select, Text};

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
pub struct Question {
    /// What is asked.
    pub title: String,
    /// Meaning and unit, below the line.
    pub help: Option<String>,
    /// The answer if only Enter is pressed.
    pub default: Option<String>,
    /// Judges while typing.
    pub check: Check,
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
        let check = question.check.clone();
        let mut prompt = Text::new(&question.title).with_validator(move |text: &str| {
            Ok(match check(text) {
                None => Validation::Valid,
                Some(wrong) => Validation::Invalid(wrong.into()),
            })
        });
        if let Some(help) = &question.help {
            prompt = prompt.with_help_message(help);
        }
        if let Some(default) = &question.default {
            prompt = prompt.with_default(default);
        }
        prompt.prompt().map_err(|error| no_answer(&error))
    }

    fn choose(&self, title: &str, options: &[String]) -> Result<usize, NoAnswer> {
        let choice = Select::new(title, options.to_vec()).raw_prompt().map_err(|error| no_answer(&error))?;
        Ok(choice.index)
    }

    fn confirm(&self, title: &str, default: bool) -> Result<bool, NoAnswer> {
        Confirm::new(title).with_default(default).prompt().map_err(|error| no_answer(&error))
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
            match (question.check)(&answer) {
                None => return Ok(answer),
                Some(wrong) => self.asked.borrow_mut().push(format!("! {wrong}")),
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
