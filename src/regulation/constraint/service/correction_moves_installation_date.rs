//! A correction does not move the installation date to a later day (C-P.2.1).

use crate::record::Kind;
use crate::record::install::Install;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "correction_moves_installation_date",
    clauses: &["C-P.2.1", "C-S.2.1", "C-7.2.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Install],
    title: Text { zh: "更正单把安装日期推后", en: "a correction moves the installation date to a later day" },
    explanation: Explanation {
        checks: Text {
            zh: "更正单的用户确认日期不晚于所更正的安装单。",
            en: "The day of confirmation on a correction is no later than on the form it corrects.",
        },
        why: Text {
            zh: "安装日期是各次回访的起点（C-P.2.1、C-S.2.1、C-7.2.1）；若更正可把它推后，已逾期的回访就会消失。",
            en: "All callbacks count from the installation date (C-P.2.1, C-S.2.1, C-7.2.1); if a correction could move it later, what was missed would vanish.",
        },
        fails: Text {
            zh: "S00001-01 于 2025-01-10 确认，更正单 S00001-02 的 confirmation.at 为 2025-03-01。",
            en: "S00001-01 was confirmed on 2025-01-10 and `confirmation.at` of its correction S00001-02 is 2025-03-01.",
        },
        fix: Text {
            zh: "confirmation.at 填原来的确认时间；更正单的签字时间另记在签字上。",
            en: "Enter the original time in `confirmation.at`; when the correction was signed stands in its signature.",
        },
    },
    check,
};

texts! {
    LATER: "更正单的安装日期 {day} 晚于原单 {form} 的 {original}", "the installation date {day} is later than {original} on {form}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(install) = case.form::<Install>() else {
        return;
    };
    let (Some(id), Some(day)) = (&install.supersedes, install.installed_on()) else {
        return;
    };
    let corrected = case.world.records.get::<Install>(&id.key(Kind::Install));
    if let Some(original) = corrected.and_then(|form| form.installed_on()).filter(|original| day > *original) {
        let later = Message::new(&LATER).with("day", day).with("form", id).with("original", original);
        faults.at("/confirmation/at", later);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, install, trial};

    fn correction(at: &str) -> Draft {
        install()
            .filed_as("S00001-02")
            .set("/id", "S00001-02")
            .set("/supersedes", "S00001-01")
            .set("/confirmation/at", at)
    }

    #[test]
    fn a_correction_keeps_the_day() {
        trial(&RULE).adding(&correction("2025-01-10T16:00:00+08:00")).passes();
    }

    #[test]
    fn a_correction_does_not_move_it_later() {
        trial(&RULE).adding(&correction("2025-01-11T09:00:00+08:00")).fails_at("/confirmation/at");
    }
}
