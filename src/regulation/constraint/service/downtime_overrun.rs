//! The work ends within the downtime that the client agreed to; what ran over is shown (M-6).

use crate::record::Kind;
use crate::record::upgrade::Upgrade;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "downtime_overrun",
    clauses: &["M-6"],
    class: Class::Text,
    severity: Severity::Warning,
    kinds: &[Kind::Upgrade],
    title: Text { zh: "升级超出停机窗口", en: "an upgrade ran over the agreed downtime" },
    explanation: Explanation {
        checks: Text {
            zh: "操作结束不晚于停机窗口结束（恰好为止仍算在内）。",
            en: "The work ends no later than the agreed downtime (its last moment included).",
        },
        why: Text {
            zh: "M-6：服务前与甲方联系商定。超出窗口是事实，须如实记录，故只提示。",
            en: "M-6: the service is agreed with the client beforehand. Running over happens and is recorded as it was: a warning only.",
        },
        fails: Text {
            zh: "窗口至 16:00，操作 16:20 结束。", en: "The window ends at 16:00 and the work at 16:20."
        },
        fix: Text {
            zh: "时间属实的不改，在结论中说明；写错的改正。",
            en: "Leave a true time and explain it in the result; correct a wrong one.",
        },
    },
    check,
};

texts! {
    OVER: "操作 {ended} 结束，超出停机窗口 {to}", "the work ended at {ended}, after the downtime agreed until {to}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(upgrade) = case.form::<Upgrade>() else {
        return;
    };
    if let (Some(agreement), Some(execution)) = (&upgrade.agreement, &upgrade.execution)
        && execution.ended_at > agreement.downtime.planned_to
    {
        let over = Message::new(&OVER).with("ended", execution.ended_at).with("to", agreement.downtime.planned_to);
        faults.at("/execution/ended_at", over);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{trial, upgrade};

    #[test]
    fn the_last_moment_of_the_window_is_within_it() {
        trial(&RULE).adding(&upgrade().set("/execution/ended_at", "2025-03-20T16:00:00+08:00")).passes();
    }

    #[test]
    fn a_second_more_is_shown() {
        trial(&RULE)
            .adding(&upgrade().set("/execution/ended_at", "2025-03-20T16:00:01+08:00"))
            .fails_at("/execution/ended_at");
    }
}
