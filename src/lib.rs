//! weibao (维保): after-sales service records kept in git, judged by schemas and by the company's regulation
//! before they may enter, and counted from history afterwards.
//!
//! Three ideas carry everything:
//!
//! 1. **A record is a file and its path is its key** ([`record::path`]). Everything a check needs lies at a path
//!    that can be computed from the record, so the tree is the index and no check scans.
//! 2. **A constraint judges a change, an obligation waits for one** ([`regulation::constraint`], [`regulation::obligation`]).
//! 3. **History is evidence** ([`ledger::History`]): what a record claims and when it was committed are shown side by side.
//!
//! # The house
//!
//! Layers, arrows point down only; `tests/layers.rs` holds the table.
//!
//! | layer | what it is |
//! |---|---|
//! | `bin/` | parse, call, exit code; the only place with a clock and an environment |
//! | `cli` | one command a file, prompts, terminal |
//! | [`demo`] | a company's year as a story, told through the desk |
//! | [`server`] | a bare repository that judges what is pushed: settings, requests, the queue of its writers |
//! | [`desk`] | what staff do: open, edit, sign, void, transfer, issue, return; gives changes, publishes them |
//! | [`guard`] | what each hook and CI gate does: one engine, four doors |
//! | [`review`] | what a reviewer of a range of commits must decide |
//! | [`render`] | typed tables in; text, JSON, Markdown, CSV out |
//! | [`measure`] | figures as typed tables: rates, accounts |
//! | [`regulation`] | clauses, one rule a file, obligations, policy values |
//! | [`store`] | the only user of git2: read, history, transaction |
//! | [`ledger`] | plain data: `Snapshot`, `Change`, `History` (no git types) |
//! | [`schema`] | `schemas/` compiled: faults with JSON pointers, canonical order, fields for prompts |
//! | [`sign`] | canonical form, digests, SSH signatures |
//! | [`calendar`] | working days, month arithmetic, windows |
//! | [`record`] | the kinds: ids, typed forms, sections, paths |
//! | [`json`] | strict reading and canonical printing |
//! | [`text`] | words in zh-CN and English |

pub mod calendar;
pub mod cli;
pub mod demo;
pub mod desk;
pub mod guard;
pub mod json;
pub mod ledger;
pub mod measure;
pub mod record;
pub mod regulation;
pub mod render;
pub mod review;
pub mod schema;
pub mod server;
pub mod sign;
pub mod store;
pub mod text;
