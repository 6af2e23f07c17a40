//! A warranty is a period that begins with the installation (C-7.2.2).

use crate::record::Kind;
use crate::record::install::{Install, Purpose};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "warranty_before_install",
    clauses: &["C-7.2.2", "C-S.2.2"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Install],
    title: Text { zh: "保修期填写不合理", en: "the warranty makes no sense" },
    explanation: Explanation {
        checks: Text {
            zh: "保修止日不早于起日；新装系统的保修起日不早于开工之日，也不晚于用户确认次日。",
            en: "A warranty does not end before it begins; that of a new system begins no earlier than the first day of work and no later than the day after the user's confirmation.",
        },
        why: Text {
            zh: "C-7.2.2：“所有更换的零配件在保修期内必须免费更换”；保修起止决定何时免费，不得留有空档。",
            en: "C-7.2.2: parts within warranty are replaced free of charge; its days decide when, so there is no gap before it.",
        },
        fails: Text {
            zh: "2025-01-10 安装确认，保修自 2025-02-01 起。",
            en: "Confirmed on 2025-01-10 with a warranty from 2025-02-01.",
        },
        fix: Text {
            zh: "按合同改正 service.warranty 的起止日期。",
            en: "Correct the dates of `service.warranty` according to the contract.",
        },
    },
    check,
};

texts! {
    EMPTY: "保修止日 {to} 早于起日 {from}", "the warranty ends on {to}, before it begins on {from}";
    EARLY: "保修起日 {from} 早于开工之日 {start}", "the warranty begins on {from}, before the work on {start}";
    GAP: "保修起日 {from} 晚于用户确认次日（{confirmed} 确认）", "the warranty begins on {from}, later than the day after the confirmation on {confirmed}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(install) = case.form::<Install>() else {
        return;
    };
    let Some(service) = &install.service else {
        return;
    };
    let (from, to) = (service.warranty.from, service.warranty.to);
    if to < from {
        faults.at("/service/warranty/to", Message::new(&EMPTY).with("to", to).with("from", from));
    }
    // Forms for later work repeat the warranty of the system they work on.
    if install.purpose != Purpose::Install {
        return;
    }
    let start = service.started_at.day();
    if from < start {
        faults.at("/service/warranty/from", Message::new(&EARLY).with("from", from).with("start", start));
    }
    if let Some(confirmed) = install.installed_on()
        && confirmed.succ_opt().is_some_and(|next| from > next)
    {
        faults.at("/service/warranty/from", Message::new(&GAP).with("from", from).with("confirmed", confirmed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{install, trial};

    #[test]
    fn a_warranty_may_begin_on_the_day_after_the_confirmation() {
        trial(&RULE).adding(&install().set("/service/warranty/from", "2025-01-11")).passes();
    }

    #[test]
    fn a_warranty_does_not_end_before_it_begins() {
        trial(&RULE).adding(&install().set("/service/warranty/to", "2025-01-09")).fails_at("/service/warranty/to");
    }

    #[test]
    fn a_warranty_does_not_begin_before_the_work() {
        trial(&RULE).adding(&install().set("/service/warranty/from", "2025-01-09")).fails_at("/service/warranty/from");
    }

    #[test]
    fn a_warranty_leaves_no_gap() {
        trial(&RULE).adding(&install().set("/service/warranty/from", "2025-01-12")).fails_at("/service/warranty/from");
    }

    #[test]
    fn a_form_for_parts_repeats_the_warranty_of_the_system() {
        let later = install().set("/purpose", "replace_parts").set("/service/warranty/from", "2024-06-01");
        trial(&RULE).adding(&later).passes();
    }
}
