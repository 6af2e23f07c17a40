//! Families: what is counted together, whether as a rate of obligations or as a number of records.

use crate::record::Kind;
use crate::regulation::obligation::Obligation;
use crate::text::Text;

crate::texts! {
    CALLBACKS: "回访", "callbacks";
    DEMANDS: "重点登记与转交", "key registrations";
    PLANS: "维护保养计划", "quarterly plans";
    MAINTENANCE: "维护保养", "maintenance";
    INCIDENTS: "突发公共事件", "incidents";
    DUTY: "值班", "duty";
    LEAVE: "倒休", "compensatory rest";
    TICKETS: "维修单", "tickets";
    PARTS: "备件与更换件", "spares and parts";
    BOOKS: "维修单本", "ticket books";
    TRAINING: "培训", "training";
    SIGNATURES: "签字", "signatures";
    OTHER: "其他", "other";
}

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Callbacks: the callback rate.
    Callbacks,
    /// What a callback's key registration demands, and issues handed to departments.
    Demands,
    /// Quarterly plans to be confirmed.
    Plans,
    /// Quarterly maintenance.
    Maintenance,
    /// Clocks and courses of emergencies.
    Incidents,
    /// Rosters and the duty log.
    Duty,
    /// Compensatory rest.
    Leave,
    /// Fault reports, tickets, delay slips.
    Tickets,
    /// Spares lent, parts put in.
    Parts,
    /// Ticket books.
    Books,
    /// Training on request.
    Training,
    /// Signatures of the service forms.
    Signatures,
    /// What none of these holds.
    Other,
}

impl Family {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 13] = [
        Self::Callbacks,
        Self::Demands,
        Self::Plans,
        Self::Maintenance,
        Self::Incidents,
        Self::Duty,
        Self::Leave,
        Self::Tickets,
        Self::Parts,
        Self::Books,
        Self::Training,
        Self::Signatures,
        Self::Other,
    ];

    /// The family of an obligation: by the record that fulfils it, and callbacks apart from what callbacks bring about.
    pub fn of(obligation: &Obligation) -> Self {
        match obligation.key.kind {
            _ if obligation.is_callback() => Self::Callbacks,
            Kind::PhoneCallback | Kind::OnsiteCallback => Self::Demands,
            Kind::Plan => Self::Plans,
            Kind::Maintenance => Self::Maintenance,
            Kind::Incident | Kind::IncidentEntry => Self::Incidents,
            Kind::DutyRoster | Kind::DutyLog => Self::Duty,
            Kind::RestCredit | Kind::RestUse => Self::Leave,
            Kind::FaultReport | Kind::Ticket | Kind::Delay => Self::Tickets,
            Kind::SpareLoan => Self::Parts,
            Kind::Book => Self::Books,
            Kind::Training => Self::Training,
            _ => Self::Other,
        }
    }

    /// The word that machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Callbacks => "callbacks",
            Self::Demands => "demands",
            Self::Plans => "plans",
            Self::Maintenance => "maintenance",
            Self::Incidents => "incidents",
            Self::Duty => "duty",
            Self::Leave => "leave",
            Self::Tickets => "tickets",
            Self::Parts => "parts",
            Self::Books => "books",
            Self::Training => "training",
            Self::Signatures => "signatures",
            Self::Other => "other",
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static Text {
        match self {
            Self::Callbacks => &CALLBACKS,
            Self::Demands => &DEMANDS,
            Self::Plans => &PLANS,
            Self::Maintenance => &MAINTENANCE,
            Self::Incidents => &INCIDENTS,
            Self::Duty => &DUTY,
            Self::Leave => &LEAVE,
            Self::Tickets => &TICKETS,
            Self::Parts => &PARTS,
            Self::Books => &BOOKS,
            Self::Training => &TRAINING,
            Self::Signatures => &SIGNATURES,
            Self::Other => &OTHER,
        }
    }
}
