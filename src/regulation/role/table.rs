//! The table: for each kind which posts may do what. Deny by default; each row names its clauses.
//!
//! A kind without a row could be written by nobody: the test below fails, and its words say what to write here.

use super::{Row, Transition};
use crate::record::Kind;
use crate::record::parts::Role;
use crate::record::staff::Duty;

use Transition::{Approve, Change, Create, HandIn, Settle, Void};

/// Those who answer for a department: they acknowledge, excuse and consent.
const HEADS: &[Duty] = &[Duty::Supervisor, Duty::PersonInCharge];
/// Those who keep the registers of the house.
const REGISTRARS: &[Duty] = &[Duty::Office, Duty::Finance, Duty::PersonInCharge];
/// Those who keep the registers of clients and sites.
const RECEPTION: &[Duty] = &[Duty::FrontDesk, Duty::Office, Duty::Dispatcher, Duty::PersonInCharge];
/// Those who keep the contacts, and those who confirm that one is erased.
const CONTACT_KEEPERS: &[Duty] =
    &[Duty::FrontDesk, Duty::Office, Duty::Dispatcher, Duty::PersonInCharge, Duty::Supervisor];
/// Those who receive faults.
const RECEIVERS: &[Duty] = &[Duty::FrontDesk, Duty::Dispatcher, Duty::Technician];
/// Those who work at the site.
const WORKERS: &[Duty] = &[Duty::Technician];
/// Those who call back.
const CALLERS: &[Duty] = &[Duty::Caller];
/// Those who visit.
const VISITORS: &[Duty] = &[Duty::Caller, Duty::Technician];
/// Those who install, lead installations, or replace parts while they visit (C-7.2.2).
const INSTALLERS: &[Duty] = &[Duty::Technician, Duty::Supervisor, Duty::Caller];
/// Those who plan a quarter's maintenance.
const PLANNERS: &[Duty] = &[Duty::Technician, Duty::Supervisor, Duty::PersonInCharge];
/// Finance alone.
const FINANCE: &[Duty] = &[Duty::Finance];

/// The rows; a test wants one a kind.
pub static ROWS: &[Row] = &[
    Row {
        kind: Kind::Company,
        clauses: &["G"],
        may: &[(Create, &[Duty::Finance, Duty::PersonInCharge]), (Change, &[Duty::Finance, Duty::PersonInCharge])],
        signed_as: &[],
        places: &[],
        actors: &[],
    },
    Row {
        kind: Kind::Staff,
        clauses: &["G", "T-1", "T-7"],
        may: &[(Create, REGISTRARS), (Change, REGISTRARS)],
        signed_as: &[],
        places: &[],
        actors: &[],
    },
    Row {
        kind: Kind::Calendar,
        clauses: &["G"],
        may: &[(Create, REGISTRARS), (Change, REGISTRARS)],
        signed_as: &[],
        places: &[],
        actors: &[],
    },
    Row {
        kind: Kind::Client,
        clauses: &["G"],
        may: &[(Create, RECEPTION), (Change, RECEPTION)],
        signed_as: &[],
        places: &[],
        actors: &[],
    },
    Row {
        kind: Kind::Site,
        clauses: &["G", "C-P.2.3"],
        may: &[(Create, RECEPTION), (Change, RECEPTION), (Approve, HEADS)],
        signed_as: &[],
        places: &[("important", Approve)],
        actors: &[],
    },
    Row {
        kind: Kind::Contact,
        clauses: &["G"],
        // A supervisor confirms an erasure, and with it the record changes.
        may: &[(Create, RECEPTION), (Change, CONTACT_KEEPERS)],
        signed_as: &[Role::Applicant, Role::Supervisor, Role::PersonInCharge],
        places: &[],
        actors: &[],
    },
    Row {
        kind: Kind::Book,
        clauses: &["T-1", "T-5", "T-6", "T-7"],
        may: &[(Create, FINANCE), (Change, FINANCE), (Settle, FINANCE)],
        signed_as: &[Role::Finance, Role::Holder],
        places: &[("settlement", Settle)],
        actors: &[("issue", "/issue/issued_by"), ("settlement", "/settlement/received_by")],
    },
    Row {
        kind: Kind::FaultReport,
        clauses: &["M-3"],
        may: &[(Create, RECEIVERS), (Change, RECEIVERS)],
        signed_as: &[],
        places: &[],
        actors: &[("received_by", "/received_by")],
    },
    Row {
        kind: Kind::Ticket,
        clauses: &["T-1", "T-2", "T-4", "T-6", "V-2"],
        may: &[
            (Create, WORKERS),
            (Change, &[Duty::Technician, Duty::Dispatcher]),
            (Void, WORKERS),
            (HandIn, &[Duty::FrontDesk, Duty::Office]),
            (Approve, HEADS),
        ],
        signed_as: &[
            Role::Technician,
            Role::FrontDesk,
            Role::Office,
            Role::Holder,
            Role::Supervisor,
            Role::PersonInCharge,
            Role::Client,
        ],
        places: &[("void", Void), ("front_desk", HandIn), ("office", HandIn), ("late", Approve)],
        actors: &[
            ("report", "/report/opened_by"),
            ("front_desk", "/front_desk/received_by"),
            ("office", "/office/received_by"),
            ("void", "/void/by"),
            ("transfer", "/transfer/by"),
        ],
    },
    Row {
        kind: Kind::Delay,
        clauses: &["T-3"],
        may: &[(Create, WORKERS), (Change, WORKERS), (Settle, FINANCE), (Approve, HEADS)],
        signed_as: &[Role::Technician, Role::Supervisor, Role::Finance, Role::PersonInCharge, Role::Client],
        places: &[("finance", Settle), ("late", Approve)],
        actors: &[("application", "/application/applied_by"), ("finance", "/finance/by")],
    },
    Row {
        kind: Kind::SpareLoan,
        clauses: &["M-3"],
        may: &[
            (Create, &[Duty::Technician, Duty::Storekeeper]),
            (Change, &[Duty::Technician, Duty::Storekeeper]),
            (HandIn, &[Duty::Storekeeper]),
            (Approve, HEADS),
        ],
        signed_as: &[Role::Storekeeper, Role::Holder, Role::Supervisor, Role::PersonInCharge, Role::Client],
        places: &[("giving_back", HandIn), ("late", Approve)],
        actors: &[("giving_back", "/giving_back/received_by")],
    },
    Row {
        kind: Kind::Install,
        clauses: &["C-7.2.2", "M-5"],
        may: &[(Create, INSTALLERS), (Change, INSTALLERS)],
        signed_as: &[Role::Technician, Role::InstallLead, Role::Client],
        places: &[],
        actors: &[],
    },
    Row {
        kind: Kind::Upgrade,
        clauses: &["M-2.F", "M-5"],
        may: &[(Create, WORKERS), (Change, WORKERS)],
        signed_as: &[Role::Technician, Role::Supervisor, Role::Client],
        places: &[],
        actors: &[("agreement", "/agreement/by"), ("execution", "/execution/operator")],
    },
    Row {
        kind: Kind::Plan,
        clauses: &["M-2"],
        may: &[(Create, PLANNERS), (Change, PLANNERS), (Void, PLANNERS), (Approve, HEADS)],
        signed_as: &[Role::Preparer, Role::Supervisor, Role::PersonInCharge, Role::Client],
        places: &[("withdrawal", Void), ("late", Approve)],
        actors: &[("preparation", "/preparation/prepared_by"), ("withdrawal", "/withdrawal/by")],
    },
    Row {
        kind: Kind::Maintenance,
        clauses: &["M-2", "M-5"],
        may: &[(Create, WORKERS), (Change, WORKERS), (Approve, HEADS)],
        signed_as: &[Role::Technician, Role::Supervisor, Role::PersonInCharge, Role::Client],
        places: &[("late", Approve)],
        actors: &[],
    },
    Row {
        kind: Kind::Training,
        clauses: &["M-4"],
        may: &[(Create, RECEIVERS), (Change, RECEIVERS), (Void, RECEIVERS), (Approve, HEADS)],
        signed_as: &[Role::Trainer, Role::Supervisor, Role::PersonInCharge, Role::Client],
        places: &[("withdrawal", Void), ("late", Approve)],
        actors: &[
            ("request", "/request/received_by"),
            ("session", "/session/trainer"),
            ("withdrawal", "/withdrawal/received_by"),
        ],
    },
    Row {
        kind: Kind::PhoneCallback,
        clauses: &["C-P.1.1", "C-P.3"],
        may: &[(Create, CALLERS), (Change, CALLERS), (Settle, &[Duty::PersonInCharge]), (Approve, HEADS)],
        signed_as: &[Role::Caller, Role::Supervisor, Role::PersonInCharge],
        places: &[("excuse", Approve), ("late", Approve), ("outcome", Settle)],
        actors: &[("call", "/call/caller"), ("excuse", "/excuse/by"), ("outcome", "/outcome/by")],
    },
    Row {
        kind: Kind::OnsiteCallback,
        clauses: &["C-7.1.1", "C-7.3.2"],
        may: &[
            (Create, VISITORS),
            (Change, VISITORS),
            (Settle, &[Duty::Caller, Duty::Technician, Duty::Supervisor, Duty::PersonInCharge]),
            (Approve, HEADS),
        ],
        signed_as: &[
            Role::Caller,
            Role::Technician,
            Role::Department,
            Role::Supervisor,
            Role::PersonInCharge,
            Role::Client,
        ],
        places: &[("issues", Settle), ("late", Approve), ("outcome", Settle)],
        actors: &[("visit", "/visit/visitor"), ("outcome", "/outcome/by")],
    },
    Row {
        kind: Kind::DutyRoster,
        clauses: &["D-1"],
        may: &[
            (Create, &[Duty::Office, Duty::Supervisor, Duty::PersonInCharge]),
            (Change, &[Duty::Office, Duty::Supervisor, Duty::PersonInCharge]),
            (Approve, HEADS),
        ],
        signed_as: &[Role::Preparer, Role::Supervisor, Role::PersonInCharge],
        places: &[("late", Approve)],
        actors: &[("plan", "/plan/prepared_by")],
    },
    Row {
        kind: Kind::DutyLog,
        clauses: &["D-1"],
        may: &[(Create, Duty::ALL), (Change, Duty::ALL)],
        signed_as: &[Role::DutyOfficer],
        places: &[],
        actors: &[("entry", "/entry/recorded_by")],
    },
    Row {
        kind: Kind::RestCredit,
        clauses: &["R-1"],
        may: &[(Create, Duty::ALL), (Change, Duty::ALL), (Approve, HEADS)],
        signed_as: &[Role::Applicant, Role::Supervisor, Role::Finance],
        places: &[("refusal", Approve)],
        actors: &[("person", "/person"), ("refusal", "/refusal/by")],
    },
    Row {
        kind: Kind::RestUse,
        clauses: &["R-1"],
        may: &[(Create, Duty::ALL), (Change, Duty::ALL), (Approve, HEADS)],
        signed_as: &[Role::Applicant, Role::Supervisor, Role::Finance],
        places: &[("refusal", Approve)],
        actors: &[("person", "/person"), ("refusal", "/refusal/by")],
    },
    // Whoever is on duty receives an emergency, and everybody who takes part writes down what they see.
    Row {
        kind: Kind::Incident,
        clauses: &["E-1.1", "E-3.3"],
        may: &[(Create, Duty::ALL), (Change, Duty::ALL), (Approve, HEADS)],
        signed_as: &[Role::Supervisor, Role::PersonInCharge],
        places: &[("closing", Approve)],
        actors: &[("intake", "/intake/received_by"), ("ended", "/ended/by"), ("closing", "/closing/by")],
    },
    Row {
        kind: Kind::IncidentEntry,
        clauses: &["E-4"],
        may: &[(Create, Duty::ALL), (Change, Duty::ALL)],
        signed_as: &[],
        places: &[],
        actors: &[("by", "/by")],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::clause;

    #[test]
    fn every_kind_has_its_row() {
        let rows = |kind: &Kind| ROWS.iter().filter(|row| row.kind == *kind).count();
        let without: Vec<_> = Kind::ALL.iter().filter(|kind| rows(kind) != 1).collect();
        assert!(
            without.is_empty(),
            "say once in src/regulation/role/table.rs which posts may write these: {without:?}"
        );
    }

    #[test]
    fn a_row_names_clauses_and_can_be_written_by_somebody() {
        for row in ROWS {
            assert!(
                !row.clauses.is_empty() && row.clauses.iter().all(|id| clause::get(id).is_some()),
                "{:?}",
                row.kind
            );
            for transition in [Create, Change] {
                assert!(!row.posts(transition).is_empty(), "nobody may {transition:?} a {:?}", row.kind);
            }
            for (member, transition) in row.places {
                assert!(!row.posts(*transition).is_empty(), "nobody may write {member} of a {:?}", row.kind);
            }
        }
    }
}
