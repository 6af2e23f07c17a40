//! Two plies go to the front desk, then to the office.

use crate::record::Kind;
use crate::record::book::Book;
use crate::record::ticket::{HandIn, Ticket};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "hand_in_out_of_order",
    clauses: &["T-2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "交单手续不合", en: "a ticket was not handed in as it should be" },
    explanation: Explanation {
        checks: Text {
            zh: "用户确认 ≤ 前台接收 ≤ 办公室接收；交前台的恰为两联（不同、且在该单联数之内），办公室收到的是同样两联；没有前台签收就没有办公室接收。",
            en: "Confirmed ≤ front desk ≤ office; exactly two different plies of the form go to the front desk, and the same two reach the office; without the front desk nothing reaches the office.",
        },
        why: Text {
            zh: "T-2：“维修单（两联）交前台签字后上交办公室。”“两联”为四联单中上交的两联（D1）。",
            en: "T-2: “The repair ticket (two plies) is handed to the front desk to sign, then turned in to the office.” These are two of the form's four plies (D1).",
        },
        fails: Text {
            zh: "front_desk.plies 为 [3, 4],office.plies 只有 [3]。",
            en: "`front_desk.plies` is [3, 4] and `office.plies` only [3].",
        },
        fix: Text {
            zh: "按真实的顺序和联次填写；缺联的先找齐再交。",
            en: "Write the true order and plies; find a missing ply before handing in.",
        },
    },
    check,
};

texts! {
    BEFORE_CONFIRMED: "前台接收 {at} 早于用户确认 {confirmed}", "the front desk received it at {at}, before the client confirmed at {confirmed}";
    BEFORE_DESK: "办公室接收 {at} 早于前台接收 {desk}", "the office received it at {at}, before the front desk at {desk}";
    NO_DESK: "未经前台签收", "it did not pass the front desk";
    TWO: "应为不同的两联", "two different plies are due";
    NO_PLY: "本单没有第 {ply} 联", "the form has no ply {ply}";
    OTHER: "与交前台的两联不同", "these are not the two plies the front desk had";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    let plies = case.world.records.get::<Book>(&ticket.book.key(Kind::Book)).map_or(4, |book| book.plies);
    if let Some(desk) = &ticket.front_desk {
        judge_plies(desk, "/front_desk/plies", plies, faults);
        if let Some(confirmation) = ticket.confirmation.as_ref().filter(|confirmation| desk.at < confirmation.at) {
            let wrong = Message::new(&BEFORE_CONFIRMED).with("at", desk.at).with("confirmed", confirmation.at);
            faults.at("/front_desk/at", wrong);
        }
    }
    match (&ticket.front_desk, &ticket.office) {
        (Some(desk), Some(office)) => {
            if office.at < desk.at {
                faults.at("/office/at", Message::new(&BEFORE_DESK).with("at", office.at).with("desk", desk.at));
            }
            let sorted = |hand_in: &HandIn| {
                let mut plies = hand_in.plies.clone();
                plies.sort_unstable();
                plies
            };
            if sorted(desk) != sorted(office) {
                faults.at("/office/plies", &OTHER);
            }
        }
        (None, Some(_)) => faults.at("/office", &NO_DESK),
        (_, None) => {}
    }
}

fn judge_plies(hand_in: &HandIn, pointer: &str, plies: u8, faults: &mut Faults<'_>) {
    match hand_in.plies.as_slice() {
        [a, b] if a != b => {}
        _ => faults.at(pointer, &TWO),
    }
    for ply in hand_in.plies.iter().filter(|ply| !(1..=plies).contains(*ply)) {
        faults.at(pointer, Message::new(&NO_PLY).with("ply", ply));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};
    use serde_json::json;

    #[test]
    fn two_plies_by_the_front_desk_to_the_office_are_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn one_ply_is_not_enough() {
        trial(&RULE)
            .adding(&ticket(1).set("/front_desk/plies", json!([3])).set("/office/plies", json!([3])))
            .fails_at("/front_desk/plies");
    }

    #[test]
    fn a_fifth_ply_does_not_exist() {
        trial(&RULE)
            .adding(&ticket(1).set("/front_desk/plies", json!([3, 5])).set("/office/plies", json!([5, 3])))
            .fails_at("/front_desk/plies");
    }

    #[test]
    fn the_office_gets_the_same_plies() {
        trial(&RULE).adding(&ticket(1).set("/office/plies", json!([2, 3]))).fails_at("/office/plies");
    }

    #[test]
    fn the_front_desk_comes_first() {
        trial(&RULE).adding(&ticket(1).set("/office/at", "2025-03-04T15:00:00+08:00")).fails_at("/office/at");
    }

    #[test]
    fn the_front_desk_is_not_passed_by() {
        trial(&RULE).adding(&ticket(1).drop("/front_desk")).fails_at("/office");
    }

    #[test]
    fn an_unconfirmed_ticket_is_not_handed_in() {
        trial(&RULE).adding(&ticket(1).set("/front_desk/at", "2025-03-04T11:44:00+08:00")).fails_at("/front_desk/at");
    }
}
