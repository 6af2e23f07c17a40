//! The first days: the company, the announced calendars, the staff, and the first books.

use super::Fault;
use super::act;
use super::cast::Who;
use super::days;
use super::paper::Paper;
use super::story::Story;
use super::{books, duty, emergencies, repairs, sites};
use crate::record::Kind;
use crate::record::book::BookKind;
use crate::record::company::{Company, DutyPhone, PolicyValue, Series, Setting};
use crate::record::path::Key;
use crate::regulation::policy;

/// Plans the whole story: founding, books, sites, the leaver.
pub fn plan(story: &mut Story<'_>) {
    let founded = story.founded;
    story.at(days::at(founded, 8 * 60 + 30), found);
    for (n, who) in (0..).zip(story.cast.everybody()) {
        let when = days::at(founded, 9 * 60).plus_seconds(20 * n);
        story.at(when, move |story| engage(story, who));
    }
    let opened = days::rolled(days::plus(story.opened, -3));
    story.at(days::at(opened, 8 * 60 + 40), books::first_books);
    duty::plan(story);
    emergencies::plan(story);
    sites::plan(story);
    repairs::plan_last_days(story);
    books::plan_loss(story);
    books::plan_leaver(story);
}

fn found(story: &mut Story<'_>) -> Result<(), Fault> {
    let company = Company {
        schema: "company/1".to_owned(),
        repository: story.repository.clone(),
        name: "昌平维保科技有限公司".to_owned(),
        series: vec![
            Series { code: books::REGULAR.to_owned(), kind: BookKind::Regular },
            Series { code: books::SPARE.to_owned(), kind: BookKind::Spare },
        ],
        duty_phones: vec![DutyPhone { id: "DH-01".to_owned(), name: "值班手机".to_owned(), to: None }],
        deputies: vec![story.person(story.cast.deputy_general_manager).id.clone()],
        // On the first day everybody is still being entered; from the second on, everybody acts by their posts.
        policies: vec![PolicyValue {
            name: policy::named::enforce_roles.name.to_owned(),
            value: Setting::Switch(true),
            from: days::plus(story.founded, 1),
            reason: "各岗位各司其职".to_owned(),
        }],
    };
    let mut papers = vec![Paper::new(key(Kind::Company, "company")?, &company)?];
    for year in days::calendars() {
        papers.push(Paper::new(key(Kind::Calendar, &year.year.to_string())?, &year)?);
    }
    let office = story.cast.office;
    story.enter(office, &act::FOUNDED, papers)
}

fn engage(story: &mut Story<'_>, who: Who) -> Result<(), Fault> {
    let person = story.person(who);
    let paper = Paper::new(person.id.key(Kind::Staff), &person.record()?)?;
    let office = story.cast.office;
    story.enter(office, &act::NEW, vec![paper])
}

/// The record of a kind that a text names.
pub fn key(kind: Kind, id: &str) -> Result<Key, Fault> {
    Key::new(kind, id).ok_or_else(|| Fault::Story(format!("{id} names no {kind}")))
}
