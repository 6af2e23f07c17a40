//! No incident is closed without the company having been informed (E-1.2).

use super::closed;
use crate::record::Kind;
use crate::record::incident_entry::What;
use crate::regulation::course::Course;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "company_not_informed",
    clauses: &["E-1.2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text {
        zh: "结案时没有报告公司的记录", en: "an incident was closed and the company never informed"
    },
    explanation: Explanation {
        checks: Text {
            zh: "结案的事件有“报告公司”的过程记录。",
            en: "A closed incident has a `company_informed` entry.",
        },
        why: Text {
            zh: "E-1.2：“同时，立即向公司报告。”",
            en: "E-1.2: at the same time, report to the company immediately.",
        },
        fails: Text {
            zh: "结案了，过程中没有“报告公司”。", en: "Closed, with no `company_informed` in its course."
        },
        fix: Text {
            zh: "补记实际报告公司的时间；确未报告的，先报告再结案。",
            en: "Log when the company was really informed; if it never was, inform it before closing.",
        },
    },
    check,
};

texts! {
    WRONG: "过程中没有“报告公司”", "the course has no `company_informed`";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some((incident, closing)) = closed(case) else {
        return;
    };
    let course = Course::of(case.world.records, &incident.id).recorded_by(closing.at);
    if course.first(What::CompanyInformed).is_none() {
        faults.at("/closing", &WRONG);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{entry_path, incident, open_incident, trial};

    #[test]
    fn an_informed_company_is_fine() {
        trial(&RULE).adding(&incident()).passes();
    }

    #[test]
    fn while_it_is_open_nothing_is_missing_yet() {
        trial(&RULE).scene(|scene| scene.without(&entry_path("li-na-001"))).adding(&open_incident()).passes();
    }

    #[test]
    fn it_is_not_closed_behind_the_companys_back() {
        trial(&RULE).scene(|scene| scene.without(&entry_path("li-na-001"))).adding(&incident()).fails_at("/closing");
    }
}
