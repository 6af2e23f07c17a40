//! An entry lies under its day and writer (D-1).

use crate::record::Kind;
use crate::record::duty_log::DutyLog;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "log_key_differs",
    clauses: &["D-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::DutyLog],
    title: Text { zh: "值班记录编号与内容不符", en: "the key of a log entry is not its day and writer" },
    explanation: Explanation {
        checks: Text {
            zh: "编号中的日期是发生之日，人是记录人。",
            en: "The day in the key is that of the event, the person the one who wrote it.",
        },
        why: Text {
            zh: "D-1：值班记录按日存放，查某日的值班经过就看那一天。",
            en: "D-1: the log is kept by day; whoever asks about a day looks there.",
        },
        fails: Text {
            zh: "20260315-li-na-D01 记的是 3 月 14 日的事。", en: "20260315-li-na-D01 tells of 14 March."
        },
        fix: Text {
            zh: "用 weibao new 值班记录 新建，编号自动得出。",
            en: "Write it with `weibao new duty-log`, which finds the key.",
        },
    },
    check,
};

texts! {
    DAY: "编号写的日期是 {said}", "the key says {said}";
    WRITER: "编号写的是 {said}", "the key says {said}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(log) = case.form::<DutyLog>() else {
        return;
    };
    if log.entry.at.day().format("%Y%m%d").to_string() != log.id.day() {
        faults.at("/entry/at", Message::new(&DAY).with("said", log.id.day()));
    }
    if log.entry.recorded_by.as_str() != log.id.writer() {
        faults.at("/entry/recorded_by", Message::new(&WRITER).with("said", log.id.writer()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_log, trial};

    #[test]
    fn a_key_of_day_and_writer_is_fine() {
        trial(&RULE).adding(&duty_log()).passes();
    }

    #[test]
    fn a_key_of_another_day_is_refused() {
        trial(&RULE).adding(&duty_log().set("/entry/at", "2026-02-28T23:59:59+08:00")).fails_at("/entry/at");
    }

    #[test]
    fn a_key_of_another_writer_is_refused() {
        trial(&RULE).adding(&duty_log().set("/entry/recorded_by", "zhang-wei")).fails_at("/entry/recorded_by");
    }
}
