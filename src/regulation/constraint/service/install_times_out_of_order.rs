//! The times on an installation form follow the work (M-6).

use crate::record::Kind;
use crate::record::install::Install;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "install_times_out_of_order",
    clauses: &["M-6", "C-P.2.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Install],
    title: Text { zh: "安装单的时间先后不合", en: "the times of an installation are out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "开始时间早于结束时间；用户确认不早于结束时间。",
            en: "The work starts before it ends; the user confirms no earlier than its end.",
        },
        why: Text {
            zh: "M-6：服务后就工作时间、内容和质量进行确认；C-P.2.1 的安装日期即用户确认之日，决定其后各次回访。",
            en: "M-6: time, content and quality are confirmed after the service; the day of the user's confirmation is the installation date (C-P.2.1) that all callbacks count from.",
        },
        fails: Text {
            zh: "confirmation.at 早于 service.ended_at。",
            en: "`confirmation.at` is earlier than `service.ended_at`.",
        },
        fix: Text {
            zh: "按实际改正时间，重新请有关各方签字。",
            en: "Enter the true times and have the section signed again.",
        },
    },
    check,
};

texts! {
    EMPTY: "结束时间 {end} 不晚于开始时间 {start}", "the end {end} is not later than the start {start}";
    EARLY: "用户确认 {at} 早于工作结束 {end}", "the user's confirmation at {at} is earlier than the end of the work at {end}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(install) = case.form::<Install>() else {
        return;
    };
    let Some(service) = &install.service else {
        return;
    };
    let (start, end) = (service.started_at, service.ended_at);
    if end <= start {
        faults.at("/service/ended_at", Message::new(&EMPTY).with("end", end).with("start", start));
    }
    if let Some(confirmation) = &install.confirmation
        && confirmation.at < end
    {
        faults.at("/confirmation/at", Message::new(&EARLY).with("at", confirmation.at).with("end", end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{install, trial};

    #[test]
    fn work_then_confirmation_is_fine() {
        trial(&RULE).adding(&install()).passes();
    }

    #[test]
    fn work_cannot_end_when_it_starts() {
        trial(&RULE)
            .adding(&install().set("/service/ended_at", "2025-01-10T09:00:00+08:00"))
            .fails_at("/service/ended_at");
    }

    #[test]
    fn nobody_confirms_work_that_goes_on() {
        trial(&RULE)
            .adding(&install().set("/confirmation/at", "2025-01-10T14:59:59+08:00"))
            .fails_at("/confirmation/at");
    }
}
