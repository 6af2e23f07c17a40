//! Parts put in during a visit are confirmed on an installation service form (C-7.2.2, C-S.2.2).

use crate::record::Kind;
use crate::record::install::{Install, InstallState, Purpose};
use crate::record::onsite_callback::{OnsiteCallback, OnsiteState};
use crate::record::parts::Replacement;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "replacement_without_install_form",
    clauses: &["C-7.2.2", "C-S.2.2"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::OnsiteCallback],
    title: Text {
        zh: "上门更换零配件而无技术安装服务单",
        en: "parts were replaced in a visit without an installation service form",
    },
    explanation: Explanation {
        checks: Text {
            zh: "完成的上门回访有更换件的，install_form 须指向本站点一张用户已确认、服务性质为更换零配件的技术安装服务单，确认不早于此次到达，更换件相同。",
            en: "A done visit with replacements names, in `install_form`, a form of the same site with purpose `replace_parts` and the same parts, confirmed no earlier than the arrival.",
        },
        why: Text {
            zh: "C-7.2.2：“使用技术安装服务单得到用户确认”。",
            en: "C-7.2.2: use the technical installation service form, confirmed by the user.",
        },
        fails: Text {
            zh: "visit.replacements 有一件，而 visit.install_form 为“无”。",
            en: "`visit.replacements` has an entry and `visit.install_form` is 无.",
        },
        fix: Text {
            zh: "为更换件开技术安装服务单（服务性质：更换零配件），请用户确认，再将单号填入 visit.install_form。",
            en: "Make out an installation service form (purpose: replace parts), have the user confirm it, and name it in `visit.install_form`.",
        },
    },
    check,
};

texts! {
    MISSING: "有更换件而没有技术安装服务单", "parts were replaced and no installation service form is named";
    ABSENT: "没有技术安装服务单 {form}", "there is no installation service form {form}";
    ELSEWHERE: "技术安装服务单 {form} 属于站点 {site}", "the installation service form {form} belongs to site {site}";
    OTHER_PURPOSE: "技术安装服务单 {form} 的服务性质不是更换零配件", "the purpose of the form {form} is not to replace parts";
    UNCONFIRMED: "技术安装服务单 {form} 未经用户确认", "the user has not confirmed the form {form}";
    OLDER: "技术安装服务单 {form} 在此次到达 {arrived} 之前已确认", "the form {form} was confirmed before the arrival at {arrived}";
    OTHER_PARTS: "技术安装服务单 {form} 的更换件与此处不同", "the form {form} lists other parts";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<OnsiteCallback>().filter(|callback| callback.state == OnsiteState::Done) else {
        return;
    };
    let Some(visit) = callback.visit.as_ref().filter(|visit| !visit.replacements.entries().is_empty()) else {
        return;
    };
    let place = "/visit/install_form";
    let Some(id) = visit.install_form.as_option() else {
        faults.at(place, &MISSING);
        return;
    };
    let Some(form) = case.world.records.get::<Install>(&id.key(Kind::Install)) else {
        faults.at(place, Message::new(&ABSENT).with("form", id));
        return;
    };
    if form.site != callback.site {
        faults.at(place, Message::new(&ELSEWHERE).with("form", id).with("site", &form.site));
    }
    if form.purpose != Purpose::ReplaceParts {
        faults.at(place, Message::new(&OTHER_PURPOSE).with("form", id));
    }
    if form.state != InstallState::Confirmed {
        faults.at(place, Message::new(&UNCONFIRMED).with("form", id));
    }
    if form.confirmation.as_ref().is_some_and(|confirmation| confirmation.at < visit.arrived_at) {
        let older = Message::new(&OLDER).with("form", id).with("arrived", visit.arrived_at);
        faults.at(place, older);
    }
    let listed = form.service.as_ref().map_or(&[][..], |service| service.replacements.entries());
    if !same(visit.replacements.entries(), listed) {
        faults.at(place, Message::new(&OTHER_PARTS).with("form", id));
    }
}

/// Whether two lists name the same parts, in any order; how each was tested may be told differently.
fn same(here: &[Replacement], there: &[Replacement]) -> bool {
    let sorted = |parts: &[Replacement]| {
        let mut told: Vec<_> = parts
            .iter()
            .map(|part| {
                (part.part.clone(), part.serial_old.clone(), part.serial_new.clone(), part.quantity, part.charge_cents)
            })
            .collect();
        told.sort_unstable();
        told
    };
    sorted(here) == sorted(there)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, install, onsite, replacement, trial};
    use serde_json::json;

    fn visit() -> Draft {
        onsite().set("/visit/replacements", json!([replacement("风扇", 0)])).set("/visit/install_form", "S00001-02")
    }

    fn form() -> Draft {
        install()
            .filed_as("S00001-02")
            .set("/id", "S00001-02")
            .set("/purpose", "replace_parts")
            .set("/confirmation/at", "2025-04-10T10:55:00+08:00")
            .set("/service/replacements", json!([replacement("风扇", 0)]))
    }

    #[test]
    fn a_confirmed_form_with_the_same_parts_is_fine() {
        trial(&RULE).beside(&form()).adding(&visit()).passes();
    }

    #[test]
    fn a_visit_without_replacements_needs_no_form() {
        trial(&RULE).adding(&onsite()).passes();
    }

    #[test]
    fn replacements_need_a_form() {
        trial(&RULE).adding(&visit().set("/visit/install_form", "无")).fails_at("/visit/install_form");
    }

    #[test]
    fn the_form_exists() {
        trial(&RULE).adding(&visit()).fails_at("/visit/install_form");
    }

    #[test]
    fn the_form_is_of_the_same_site() {
        let elsewhere = form().filed_as("S00002-01").set("/id", "S00002-01").set("/site", "S00002");
        let visit = visit().set("/visit/install_form", "S00002-01");
        trial(&RULE).beside(&elsewhere).adding(&visit).fails_at("/visit/install_form");
    }

    #[test]
    fn the_form_is_one_for_parts() {
        trial(&RULE).beside(&form().set("/purpose", "commission")).adding(&visit()).fails_at("/visit/install_form");
    }

    #[test]
    fn the_form_is_confirmed() {
        let open = form().set("/state", "open").drop("/confirmation");
        trial(&RULE).beside(&open).adding(&visit()).fails_at("/visit/install_form");
    }

    #[test]
    fn the_form_is_of_this_visit() {
        let older = form().set("/confirmation/at", "2025-04-10T09:59:59+08:00");
        trial(&RULE).beside(&older).adding(&visit()).fails_at("/visit/install_form");
    }

    #[test]
    fn the_form_lists_the_same_parts() {
        let other = form().set("/service/replacements/0/serial_new", "N-9");
        trial(&RULE).beside(&other).adding(&visit()).fails_at("/visit/install_form");
    }
}
