//! The head of every report: what it rests on, so that anybody can make it again.

use super::moment::{self, Moment};
use super::walk::Seen;
use crate::record::Kind;
use crate::record::company::Company;
use crate::record::path::Key;
use crate::regulation::world::World;
use crate::render::{Cell, Fact};
use crate::store::Id;
use crate::text::Text;

crate::texts! {
    COMPANY: "公司", "company";
    REPOSITORY: "记录库", "repository";
    COMMIT: "提交", "commit";
    CHOSEN: "选用此提交", "chosen as";
    COMMITTED: "提交时间", "committed at";
    CLOCKS: "时钟", "clocks";
    BY_RECORD: "记录所述", "claimed";
    BY_COMMIT: "提交时间", "committed";
    BY_RECEIPT: "服务器接收", "received";
    AS_OF: "评判时刻", "as of";
    SET_APART: "评判时刻另行指定", "judged at a moment set apart";

    SCHEMAS: "格式版本", "schemas";
    CALENDAR_VERSIONS: "节假日版本（git 对象）", "versions of the calendars (git objects)";
    POLICY_VERSION: "制度参数版本（git 对象）", "version of the policies (git object)";
    CALENDARS: "已公布的节假日", "calendars published";
    RECORDS: "读取记录数", "records read";
    PROGRAM: "程序", "program";
}

/// The facts every report begins with.
pub(super) fn facts(moment: &Moment, seen: &Seen, world: &World<'_>) -> Vec<Fact> {
    let fact = |name, title: &'static Text, value| Fact { name, title, value };
    let (chosen, chosen_title) = moment::why(moment.chosen);
    let versioned = |year: &str| version(world, Kind::Calendar, year).map(|id| format!("{year}@{}", &id[..12]));
    let calendars = world.calendar.years().filter_map(|year| versioned(&year.to_string())).collect();
    let received: Option<(_, &'static Text)> = moment.receipts.as_ref().map(|_| ("received", &BY_RECEIPT));
    let clocks = [("claimed", &BY_RECORD), ("committed", &BY_COMMIT)].into_iter().chain(received).collect();
    let repository = Some(&world.repository).filter(|repository| !repository.is_empty());
    let mut facts = moment.check.facts();
    facts.extend([
        fact("company_name", &COMPANY, Cell::text_or_unknown(company(world))),
        fact("repository", &REPOSITORY, Cell::text_or_unknown(repository)),
        fact("commit", &COMMIT, Cell::Text(moment.commit.to_string())),
        fact("commit_time", &COMMITTED, Cell::Instant(moment.info.committed_at.to_string())),
        fact("commit_chosen", &CHOSEN, Cell::Word(chosen, chosen_title.into())),
        fact("as_of", &AS_OF, Cell::Instant(moment.as_of.to_string())),
        fact("clocks", &CLOCKS, Cell::Words(clocks)),
        fact("judged_apart", &SET_APART, Cell::Bool(moment.set_apart)),
        fact("schemas", &SCHEMAS, Cell::List(seen.schemas.iter().cloned().collect())),
        fact("calendars", &CALENDARS, Cell::List(world.calendar.years().map(|year| year.to_string()).collect())),
        fact("calendar_versions", &CALENDAR_VERSIONS, Cell::List(calendars)),
        fact("policy_version", &POLICY_VERSION, Cell::text_or_unknown(version(world, Kind::Company, "company"))),
        fact("records_read", &RECORDS, Cell::count(seen.records)),
        fact("program", &PROGRAM, Cell::Text(concat!("weibao ", env!("CARGO_PKG_VERSION")).to_owned())),
    ]);
    facts
}

/// What the company calls itself.
fn company(world: &World<'_>) -> Option<String> {
    let own = world.records.get::<Company>(&Key::new(Kind::Company, "company")?)?;
    Some(own.name.clone())
}

/// The name of a record's bytes: its version.
fn version(world: &World<'_>, kind: Kind, id: &str) -> Option<String> {
    let entry = world.records.entry(&Key::new(kind, id)?)?;
    Id::of_file(&entry.bytes).map(|id| id.to_string())
}
