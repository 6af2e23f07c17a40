//! Who signs in a capacity holds the post it takes.

use crate::record::Kind;
use crate::record::client::Client;
use crate::record::contact::Contact;
use crate::record::id::{ClientId, SiteId};
use crate::record::parts::{Role, Signature, Signer};
use crate::record::site::Site;
use crate::record::staff::{Duty, Staff};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "signer_role_missing",
    clauses: &["G", "M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "签字人不具备签字角色", en: "a signer does not hold the post their signature claims" },
    explanation: Explanation {
        checks: Text {
            zh: "我方角色由当日任相应岗位的员工签字（安装负责人可为维修人员或主管；回访人可为回访人员或维修人员；领用人、接收部门、申请人、编制人、值班员、培训人为在职员工即可）；甲方角色由本记录甲方的联系人签字。",
            en: "Our roles are signed by staff who hold the post on that day (an installation lead is technician or supervisor, a caller is caller or technician, a holder, receiving department, applicant, preparer, duty officer or trainer is anyone employed); the client's role by a contact of the record's client.",
        },
        why: Text {
            zh: "M-5：“双方签字确认”；T-1、T-2、T-3、V-3 各指明由谁经手。角色不符的签字不算。",
            en: "M-5: signed by both parties; T-1, T-2, T-3 and V-3 say whose hands a paper goes through. A signature in a capacity one does not have does not count.",
        },
        fails: Text {
            zh: "前台 li-na 以 finance 角色在延时单上签字。",
            en: "Li Na of the front desk signs a delay slip as `finance`.",
        },
        fix: Text {
            zh: "由任该岗位的人签字；岗位登记有误的，先更正员工记录。",
            en: "Have someone who holds the post sign; if the register of posts is wrong, correct the staff record first.",
        },
    },
    check,
};

texts! {
    NO_POST: "{signer} 在 {day} 不任签字所需的岗位", "{signer} did not hold the post this signature takes on {day}";
    NOT_CLIENT: "{signer} 是员工，不能代甲方签字", "{signer} is staff and cannot sign for the client";
    NOT_STAFF: "{signer} 是甲方联系人，不能以我方角色签字", "{signer} is a contact of the client and cannot sign for us";
    OTHER_CLIENT: "{signer} 不是本单甲方 {client} 的联系人", "{signer} is no contact of this record's client {client}";
}

/// The posts that may sign in a capacity; none listed means anyone employed.
pub(crate) const fn posts(role: Role) -> &'static [Duty] {
    match role {
        Role::Technician => &[Duty::Technician],
        Role::InstallLead => &[Duty::Technician, Duty::Supervisor],
        Role::FrontDesk => &[Duty::FrontDesk],
        Role::Office => &[Duty::Office],
        Role::Finance => &[Duty::Finance],
        Role::Supervisor => &[Duty::Supervisor],
        Role::Caller => &[Duty::Caller, Duty::Technician],
        Role::PersonInCharge => &[Duty::PersonInCharge],
        Role::Storekeeper => &[Duty::Storekeeper],
        Role::Department
        | Role::Holder
        | Role::Applicant
        | Role::Preparer
        | Role::DutyOfficer
        | Role::Trainer
        | Role::Client => &[],
    }
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    let client = client(case);
    for signed in after.signed() {
        for (index, signature) in signed.signatures.iter().enumerate() {
            if let Some(wrong) = verdict(case, signature, client.as_ref()) {
                faults.at(format!("/{}/signatures/{index}/signer", signed.section), wrong);
            }
        }
    }
}

fn verdict(case: &Case<'_>, signature: &Signature, client: Option<&ClientId>) -> Option<Message> {
    let wrong = |text| Message::new(text).with("signer", &signature.signer);
    match (&signature.signer, signature.role) {
        (Signer::Staff(_), Role::Client) => Some(wrong(&NOT_CLIENT)),
        (Signer::Contact(id), Role::Client) => {
            let contact = case.world.records.get::<Contact>(&id.key(Kind::Contact))?;
            let client = client.filter(|client| **client != contact.client)?;
            Some(wrong(&OTHER_CLIENT).with("client", client))
        }
        (Signer::Contact(_), _) => Some(wrong(&NOT_STAFF)),
        (Signer::Staff(id), role) => {
            let staff = case.world.records.get::<Staff>(&id.key(Kind::Staff))?;
            let day = signature.at.day();
            let posts = posts(role);
            let holds =
                if posts.is_empty() { staff.employed(day) } else { posts.iter().any(|duty| staff.holds(*duty, day)) };
            (!holds).then(|| wrong(&NO_POST).with("day", day))
        }
    }
}

/// The client a record is about: named in it, or that of its site.
fn client(case: &Case<'_>) -> Option<ClientId> {
    let value = &case.after?.value;
    let text = |pointer| value.pointer(pointer).and_then(serde_json::Value::as_str);
    let named = text("/client").or_else(|| text("/report/client")).and_then(|id| ClientId::parse(id).ok());
    named
        .or_else(|| {
            let site = SiteId::parse(text("/site")?).ok()?;
            Some(case.world.records.get::<Site>(&site.key(Kind::Site))?.client.clone())
        })
        .filter(|client| case.world.records.get::<Client>(&client.key(Kind::Client)).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{client, contact, delay, install, onsite, spare_loan, staff, ticket, trial};

    #[test]
    fn everyone_signs_in_their_own_post() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn a_technician_may_sign_as_the_visitor_and_a_technician_may_lead() {
        trial(&RULE).adding(&onsite()).passes();
        trial(&RULE).adding(&install()).passes();
    }

    #[test]
    fn the_front_desk_does_not_sign_for_finance() {
        trial(&RULE)
            .adding(&delay().set("/finance/signatures/0/signer", "li-na"))
            .fails_at("/finance/signatures/0/signer");
    }

    #[test]
    fn a_post_given_up_no_longer_signs() {
        trial(&RULE)
            .beside(&staff("li-na").set("/roles/0/to", "2025-03-03"))
            .adding(&ticket(1))
            .fails_at("/front_desk/signatures/0/signer");
    }

    #[test]
    fn staff_do_not_sign_for_the_client() {
        trial(&RULE)
            .adding(&ticket(1).set("/confirmation/signatures/0/signer", "zhang-wei"))
            .fails_at("/confirmation/signatures/0/signer");
    }

    #[test]
    fn another_clients_contact_does_not_sign() {
        let other = client().filed_as("C00002").set("/id", "C00002");
        let stranger = contact(1).filed_as("C00002-01").set("/id", "C00002-01").set("/client", "C00002");
        trial(&RULE)
            .beside(&other)
            .beside(&stranger)
            .adding(&spare_loan().set("/lending/signatures/2/signer", "C00002-01"))
            .fails_at("/lending/signatures/2/signer");
    }
}
