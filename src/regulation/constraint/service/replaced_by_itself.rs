//! A part that was replaced has another serial number than before (C-7.2.2, C-S.2.2).

use super::replaced::Replaced;
use crate::record::Kind;
use crate::record::parts::NONE;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "replaced_by_itself",
    clauses: &["C-7.2.2", "C-S.2.2"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Ticket, Kind::Install, Kind::OnsiteCallback],
    title: Text { zh: "更换前后序列号相同", en: "a part was replaced by itself" },
    explanation: Explanation {
        checks: Text {
            zh: "更换件的新旧序列号不同（没有序列号的写“无”）；同一张单上不会两次装上同一序列号。",
            en: "Old and new serial number of a replaced part differ (无 where there is none); no serial number is put in twice on one form.",
        },
        why: Text {
            zh: "C-7.2.2：“不能正常使用的或存在隐患的零配件立即更换处理”。新旧序列号是更换的凭据。",
            en: "C-7.2.2: parts that are unusable or hazardous are replaced at once. The two serial numbers are the evidence of it.",
        },
        fails: Text { zh: "serial_old 和 serial_new 都是 W1。", en: "`serial_old` and `serial_new` are both W1." },
        fix: Text {
            zh: "按实物填写新旧序列号。", en: "Enter the serial numbers from the parts themselves."
        },
    },
    check,
};

texts! {
    SAME: "{part} 的新旧序列号都是 {serial}", "old and new serial number of {part} are both {serial}";
    TWICE: "{serial} 在本单上已装过一次", "{serial} was put in already on this form";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(replaced) = case.after.and_then(Replaced::on) else {
        return;
    };
    for (place, part) in replaced.parts.iter().enumerate().filter(|(_, part)| part.serial_new != NONE) {
        let pointer = format!("{}/{place}/serial_new", replaced.pointer);
        if part.serial_new == part.serial_old {
            faults.at(pointer, Message::new(&SAME).with("part", &part.part).with("serial", &part.serial_new));
        } else if replaced.parts[..place].iter().any(|other| other.serial_new == part.serial_new) {
            faults.at(pointer, Message::new(&TWICE).with("serial", &part.serial_new));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{install, onsite, replacement, ticket, trial};
    use serde_json::json;

    #[test]
    fn another_serial_number_is_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn parts_without_serial_numbers_are_fine() {
        let unmarked = ticket(1).set("/work/parts/0/serial_old", "无").set("/work/parts/0/serial_new", "无");
        trial(&RULE).adding(&unmarked).passes();
    }

    #[test]
    fn the_same_part_put_back_is_no_replacement_on_any_form() {
        let mut itself = replacement("风扇", 0);
        itself["serial_new"] = json!("O-1");
        let parts = json!([itself]);
        for (form, list) in [
            (ticket(1).set("/work/parts", parts.clone()), "/work/parts"),
            (install().set("/service/replacements", parts.clone()), "/service/replacements"),
            (onsite().set("/visit/replacements", parts.clone()), "/visit/replacements"),
        ] {
            trial(&RULE).adding(&form).fails_at(&format!("{list}/0/serial_new"));
        }
    }

    #[test]
    fn one_part_is_not_put_in_twice() {
        let twice = json!([replacement("风扇", 0), replacement("硬盘", 0)]);
        trial(&RULE).adding(&onsite().set("/visit/replacements", twice)).fails_at("/visit/replacements/1/serial_new");
    }
}
