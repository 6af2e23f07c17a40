//! The commands, one a file; each file's `///` is the help that people read.

pub mod approve;
pub mod audit;
pub mod check;
pub mod contact;
pub mod demo;
pub mod depart;
pub mod doctor;
mod doctor_server;
pub mod due;
pub mod duty;
pub mod edit;
pub mod explain;
pub mod export;
pub mod fmt;
pub mod give_back;
pub mod hook;
pub mod incident;
pub mod init;
mod init_server;
pub mod issue;
pub mod leave;
pub mod list;
pub mod log;
pub mod may;
pub mod new;
mod pipeline;
pub mod policy;
pub mod review;
pub mod rules;
pub mod serve;
pub mod show;
pub mod sign;
pub mod submit;
pub mod sync;
pub mod transfer;
pub mod void;

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};

use crate::record::Kind;

/// Reads a kind by its word or Chinese name; lists them all in the help.
#[derive(Debug, Clone, Copy)]
pub struct KindArg;

impl TypedValueParser for KindArg {
    type Value = Kind;

    fn parse_ref(&self, command: &clap::Command, _: Option<&clap::Arg>, value: &OsStr) -> Result<Kind, clap::Error> {
        let text = value.to_string_lossy();
        Kind::parse(&text).ok_or_else(|| {
            let known: Vec<_> = Kind::ALL.iter().map(|kind| format!("{}（{}）", kind.word(), kind.name().zh)).collect();
            clap::Error::raw(
                clap::error::ErrorKind::InvalidValue,
                format!("“{text}” 不是记录的种类 / is no kind of record: {}\n", known.join(" ")),
            )
            .with_cmd(command)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            Kind::ALL.iter().map(|kind| PossibleValue::new(kind.word()).alias(kind.name().zh).help(kind.name().zh)),
        ))
    }
}
