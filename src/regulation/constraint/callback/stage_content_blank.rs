//! Each stage of the phone callbacks does what it is for (C-P.2.2 to C-P.2.4).

use crate::record::Kind;
use crate::record::id::Stage;
use crate::record::parts::NONE;
use crate::record::phone_callback::PhoneCallback;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "stage_content_blank",
    clauses: &["C-P.2.2", "C-P.2.3", "C-P.2.4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback],
    title: Text { zh: "本阶段应做的事写成“无”", en: "what the stage is for was not done" },
    explanation: Explanation {
        checks: Text {
            zh: "一个月和半年回访的提醒与指导、一年回访的设备状况和维护培训，不得写“无”。",
            en: "Reminders after one and six months, the state of the equipment and training after twelve, are not 无.",
        },
        why: Text {
            zh: "C-P.2.2：“提醒用户一些注意事项”；C-P.2.3：“提醒用户正确使用设备”；C-P.2.4：“对使用了一年的设备进行仔细了解，培训用户进行简单的维护保养工作”。",
            en: "C-P.2.2 and C-P.2.3: remind the user; C-P.2.4: go carefully into the equipment and train the user in simple maintenance.",
        },
        fails: Text {
            zh: "一年回访的 call.training_given 为“无”。",
            en: "`call.training_given` of the call after a year is 无.",
        },
        fix: Text {
            zh: "做到并写明；此次通话没有做的，再打一次。",
            en: "Do it and say what; if this talk did not, call again.",
        },
    },
    check,
};

texts! {
    BLANK: "本阶段不得写“无”", "this may not be 无 at this stage";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<PhoneCallback>() else {
        return;
    };
    let Some(call) = &callback.call else {
        return;
    };
    let needed: &[(&str, &Option<String>)] = match callback.stage {
        Stage::Month(1 | 6) => &[("reminders", &call.reminders)],
        Stage::Month(12) => &[("equipment_status", &call.equipment_status), ("training_given", &call.training_given)],
        _ => &[],
    };
    for (member, _) in needed.iter().filter(|(_, said)| said.as_deref() == Some(NONE)) {
        faults.at(format!("/call/{member}"), &BLANK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, phone, trial};

    fn year(training: &str) -> Draft {
        phone()
            .filed_as("S00001-01.month_12")
            .set("/id", "S00001-01.month_12")
            .set("/stage", "month_12")
            .set("/call/equipment_status", "正常")
            .set("/call/training_given", training)
    }

    #[test]
    fn training_given_is_fine() {
        trial(&RULE).adding(&year("清洁护罩")).passes();
    }

    #[test]
    fn no_training_is_noticed() {
        trial(&RULE).adding(&year("无")).fails_at("/call/training_given");
    }

    #[test]
    fn the_day_of_installation_asks_nothing_of_the_kind() {
        trial(&RULE).adding(&phone().set("/call/reminders", "无")).passes();
    }
}
