//! Periods of one series follow one another: no two run at once, and they stand in order.

use super::periods::{KINDS, series};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "period_overlaps",
    clauses: &["C-P.2.3", "C-7.2.1", "G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: KINDS,
    title: Text { zh: "期间重叠或次序颠倒", en: "periods overlap or stand out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "同一站点的各服务期、各重要用户期间，同一人同一岗位的各任职期间，按先后排列，前一段结束之后下一段才开始；未止的一段排在最后。",
            en: "The service periods of a site, its importance flags, and the times that one person held one post stand in order, each beginning after the one before has ended; one that still runs is the last.",
        },
        why: Text {
            zh: "义务按当日有效的期间判断（C-7.2.1、C-P.2.3）；重叠的两段各有起止和理由，说不清当日以哪一段为准。历史只增不改：旧的一段写上止日，再添新的一段。",
            en: "Obligations follow the period of their day (C-7.2.1, C-P.2.3); of two that overlap nobody can say which one counts. History only grows: end the old period, add the new one.",
        },
        fails: Text {
            zh: "service 第一项未止，又有第二项 from 2026-01-01。",
            en: "The first entry of `service` still runs and a second begins on 2026-01-01.",
        },
        fix: Text {
            zh: "给前一段写上止日（weibao edit … --set service.0.to=日期），或改正后一段的起日。",
            en: "End the earlier period (`weibao edit … --set service.0.to=DAY`), or correct the first day of the later one.",
        },
    },
    check,
};

texts! {
    RUNNING: "前一段自 {from} 起尚未结束", "the period before, from {from} on, has not ended";
    WRONG: "{from} 不晚于前一段的止日 {to}", "{from} is no later than the end of the period before, {to}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    for list in series(after) {
        for pair in list.windows(2) {
            let [earlier, later] = pair else {
                continue;
            };
            match earlier.to {
                None => {
                    let running = Message::new(&RUNNING).with("from", earlier.from);
                    faults.at(format!("{}/from", later.pointer), running);
                }
                Some(to) if later.from <= to.max(earlier.from) => {
                    let wrong = Message::new(&WRONG).with("from", later.from).with("to", to);
                    faults.at(format!("{}/from", later.pointer), wrong);
                }
                Some(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{site_near, staff, trial};
    use serde_json::json;

    #[test]
    fn service_may_be_taken_up_again() {
        trial(&RULE).adding(&site_near().set("/service/-", json!({"from": "2027-01-10"}))).passes();
    }

    #[test]
    fn one_person_may_hold_two_posts_at_once() {
        let post = json!({"role": "office", "from": "2024-06-01"});
        trial(&RULE).adding(&staff("li-na").set("/roles/-", post)).passes();
    }

    #[test]
    fn service_does_not_run_twice_at_once() {
        trial(&RULE).adding(&site_near().set("/service/-", json!({"from": "2027-01-09"}))).fails_at("/service/1/from");
    }

    #[test]
    fn a_flag_that_still_runs_is_the_last() {
        let flag = json!({"from": "2026-01-01", "set_by": "zhao-lei", "reason": "重点保障"});
        trial(&RULE).adding(&site_near().set("/important/-", flag)).fails_at("/important/1/from");
    }

    #[test]
    fn one_post_is_not_held_twice_at_once() {
        let post = json!({"role": "front_desk", "from": "2025-06-01"});
        trial(&RULE).adding(&staff("li-na").set("/roles/-", post)).fails_at("/roles/1/from");
    }

    #[test]
    fn an_earlier_period_does_not_stand_behind_a_later_one() {
        let post = json!({"role": "front_desk", "from": "2023-01-01", "to": "2023-12-31"});
        trial(&RULE)
            .adding(&staff("li-na").set("/roles/0/to", "2025-05-31").set("/roles/-", post))
            .fails_at("/roles/1/from");
    }
}
