//! The head of every report: what it rests on, so that anybody can make it again.

use super::moment::Moment;
use super::walk::Seen;
use crate::regulation::world::World;
use crate::render::{Cell, Fact};
use crate::text::Text;

crate::texts! {
    REPOSITORY: "记录库", "repository";
    COMMIT: "提交", "commit";
    AS_OF: "截至", "as of";
    SCHEMAS: "格式版本", "schemas";
    CALENDARS: "已公布的节假日", "calendars published";
    RECORDS: "读取记录数", "records read";
    PROGRAM: "程序", "program";
}

/// The facts every report begins with.
pub(super) fn facts(moment: &Moment, seen: &Seen, world: &World<'_>) -> Vec<Fact> {
    let fact = |name, title: &'static Text, value| Fact { name, title, value };
    let repository = Some(&world.repository).filter(|repository| !repository.is_empty());
    vec![
        fact("repository", &REPOSITORY, Cell::text_or_unknown(repository)),
        fact("commit", &COMMIT, Cell::Text(moment.commit.to_string())),
        fact("as_of", &AS_OF, Cell::Instant(moment.as_of.to_string())),
        fact("schemas", &SCHEMAS, Cell::List(seen.schemas.iter().cloned().collect())),
        fact("calendars", &CALENDARS, Cell::List(world.calendar.years().map(|year| year.to_string()).collect())),
        fact("records_read", &RECORDS, Cell::count(seen.records)),
        fact("program", &PROGRAM, Cell::Text(concat!("weibao ", env!("CARGO_PKG_VERSION")).to_owned())),
    ]
}
