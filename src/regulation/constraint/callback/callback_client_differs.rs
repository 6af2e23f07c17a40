//! A callback goes to the client and site it is due at (C-P.1.4, C-7.1.4).

use super::view::Callback;
use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::obligation;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "callback_client_differs",
    clauses: &["C-P.1.4", "C-7.1.4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text {
        zh: "回访的甲方或站点与依据不符", en: "client or site differ from what the callback is due for"
    },
    explanation: Explanation {
        checks: Text {
            zh: "甲方和站点等于安装单、维修单或原回访记录上的甲方和站点。",
            en: "Client and site are those of the installation, the repair or the callback it arises from.",
        },
        why: Text {
            zh: "每个应回访的用户都须回访（C-P.1.4、C-7.1.4）；问了别的用户不算。",
            en: "Every user due is to be called back (C-P.1.4, C-7.1.4); asking somebody else does not count.",
        },
        fails: Text {
            zh: "安装单 S00001-01 的回访，站点填成 S00002。",
            en: "A callback of the installation S00001-01 names site S00002.",
        },
        fix: Text { zh: "改正甲方或站点。", en: "Correct client or site." },
    },
    check,
};

texts! {
    SITE: "应回访的站点是 {due}，不是 {said}", "the callback is due at site {due}, not {said}";
    CLIENT: "应回访的甲方是 {due}，不是 {said}", "the callback is due to client {due}, not {said}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.after.and_then(Callback::of) else {
        return;
    };
    let Some(due) = obligation::for_callback(case.key, case.world) else {
        return;
    };
    if let Some(client) = due.client.as_ref().filter(|client| *client != callback.client) {
        faults.at("/client", Message::new(&CLIENT).with("due", client).with("said", callback.client));
    }
    if let Some(site) = due.site.as_ref().filter(|site| *site != callback.site) {
        faults.at("/site", Message::new(&SITE).with("due", site).with("said", callback.site));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, phone, phone_after_repair, trial};

    #[test]
    fn client_and_site_of_the_installation_are_fine() {
        trial(&RULE).adding(&phone()).passes();
    }

    #[test]
    fn another_site_is_noticed() {
        trial(&RULE).adding(&onsite().set("/site", "S00002")).fails_at("/site");
    }

    #[test]
    fn another_client_is_noticed() {
        trial(&RULE).adding(&phone_after_repair().set("/client", "C00002")).fails_at("/client");
    }
}
