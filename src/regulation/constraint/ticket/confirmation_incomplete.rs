//! The client confirms time, content and quality.

use crate::record::Kind;
use crate::record::parts::NONE;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "confirmation_incomplete",
    clauses: &["M-6", "T-4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "服务确认不完整", en: "the confirmation of the service is incomplete" },
    explanation: Explanation {
        checks: Text {
            zh: "服务确认写有工作时间（结束晚于开始）、具体内容（不是“无”）和 1–5 的服务质量。",
            en: "The confirmation has a working time (the end after the start), content other than 无, and a quality from 1 to 5.",
        },
        why: Text {
            zh: "M-6：“售后服务后，就售后服务工作时间、具体内容和服务质量进行确认。”",
            en: "M-6: afterwards, confirm the working time, the specific content and the quality of service.",
        },
        fails: Text { zh: "confirmation.content 为“无”。", en: "`confirmation.content` is 无." },
        fix: Text { zh: "请客户确认并补全三项。", en: "Have the client confirm, and complete all three." },
    },
    check,
};

texts! {
    TIME: "工作结束不晚于工作开始", "the work does not end after it began";
    CONTENT: "没有服务内容", "there is no content";
    QUALITY: "服务质量应为 1 至 5", "quality is from 1 to 5";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(confirmation) = case.form::<Ticket>().and_then(|ticket| ticket.confirmation.as_ref()) else {
        return;
    };
    if confirmation.work_end <= confirmation.work_start {
        faults.at("/confirmation/work_end", &TIME);
    }
    if confirmation.content == NONE {
        faults.at("/confirmation/content", &CONTENT);
    }
    if !(1..=5).contains(&confirmation.quality) {
        faults.at("/confirmation/quality", &QUALITY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};

    #[test]
    fn time_content_and_quality_are_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn all_three_are_due() {
        trial(&RULE)
            .adding(
                &ticket(1)
                    .set("/confirmation/work_end", "2025-03-04T10:25:00+08:00")
                    .set("/confirmation/content", "无")
                    .set("/confirmation/quality", 6),
            )
            .fails_at_all(&["/confirmation/work_end", "/confirmation/content", "/confirmation/quality"]);
    }
}
