//! A correcting installation form corrects an earlier confirmed one of its site and purpose, once.

use super::warranty;
use crate::record::Kind;
use crate::record::install::{Install, InstallState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "supersedes_wrong_form",
    clauses: &["G", "C-P.2.1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Install],
    title: Text { zh: "所更正的安装单不对", en: "a correction names the wrong form" },
    explanation: Explanation {
        checks: Text {
            zh: "supersedes 须是同一站点、同一服务性质、单号在前、用户已确认、尚未被别的单更正的安装单。",
            en: "`supersedes` names a form of the same site and purpose with a lower number, confirmed, and not corrected by another.",
        },
        why: Text {
            zh: "签过字的表单不改，更正另开新单并写明所更正的单号；安装日期由最后一张更正单决定（C-P.2.1）。",
            en: "Signed forms are not changed: a correction is a new form that names what it corrects, and the last one decides the installation date (C-P.2.1).",
        },
        fails: Text { zh: "S00001-03 的 supersedes 为 S00002-01。", en: "`supersedes` of S00001-03 is S00002-01." },
        fix: Text {
            zh: "改正 supersedes；不是更正的，删去该项。",
            en: "Correct `supersedes`; if nothing is corrected, take it away.",
        },
    },
    check,
};

texts! {
    ABSENT: "本站点没有在前的安装单 {form}", "this site has no earlier form {form}";
    OTHER_PURPOSE: "安装单 {form} 的服务性质不同", "the form {form} has another purpose";
    UNCONFIRMED: "安装单 {form} 未经用户确认，直接修改即可", "the form {form} is not confirmed: change it instead";
    TWICE: "安装单 {form} 已由 {other} 更正", "the form {form} is corrected by {other} already";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(install) = case.form::<Install>() else {
        return;
    };
    let Some(id) = &install.supersedes else {
        return;
    };
    let forms = warranty::forms_of(&install.site, case.world.records);
    let Some(corrected) = forms.iter().find(|form| form.id == *id && form.id < install.id) else {
        faults.at("/supersedes", Message::new(&ABSENT).with("form", id));
        return;
    };
    if corrected.purpose != install.purpose {
        faults.at("/supersedes", Message::new(&OTHER_PURPOSE).with("form", id));
    }
    if corrected.state != InstallState::Confirmed {
        faults.at("/supersedes", Message::new(&UNCONFIRMED).with("form", id));
    }
    let other = forms.iter().find(|form| form.id != install.id && form.supersedes.as_ref() == Some(id));
    if let Some(other) = other {
        faults.at("/supersedes", Message::new(&TWICE).with("form", id).with("other", &other.id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, install, trial};

    fn correction(number: &str) -> Draft {
        install().filed_as(number).set("/id", number).set("/supersedes", "S00001-01")
    }

    #[test]
    fn an_earlier_form_of_the_site_is_corrected() {
        trial(&RULE).adding(&correction("S00001-02")).passes();
    }

    #[test]
    fn a_form_does_not_correct_itself_or_a_later_one() {
        trial(&RULE).adding(&correction("S00001-02").set("/supersedes", "S00001-02")).fails_at("/supersedes");
    }

    #[test]
    fn a_form_of_another_site_is_not_corrected() {
        trial(&RULE).adding(&correction("S00001-02").set("/supersedes", "S00002-01")).fails_at("/supersedes");
    }

    #[test]
    fn a_form_of_another_purpose_is_not_corrected() {
        trial(&RULE).adding(&correction("S00001-02").set("/purpose", "commission")).fails_at("/supersedes");
    }

    #[test]
    fn an_open_form_is_changed_instead() {
        let open = install().set("/state", "open").drop("/confirmation");
        trial(&RULE).beside(&open).adding(&correction("S00001-02")).fails_at("/supersedes");
    }

    #[test]
    fn a_form_is_corrected_once() {
        trial(&RULE).beside(&correction("S00001-02")).adding(&correction("S00001-03")).fails_at("/supersedes");
    }
}
