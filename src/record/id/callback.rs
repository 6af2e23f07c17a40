//! Callbacks are named by the obligation they fulfil: what it hangs on, and the stage of its life.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{BadId, CallbackId, InstallId, TicketId, shape};

/// When in the life of an installation or repair a callback is due (阶段).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// On the day of installation 安装当天 (C-P.2.1).
    InstallDay,
    /// A number of full months after installation (C-P.2.2 to 2.4, C-7.2.1, C-S.2.1).
    Month(u16),
    /// After a repair 维修后 (C-P.1.2).
    PostRepair,
    /// Demanded by a phone callback 电话回访要求上门 (C-P.1.3, C-P.3).
    AfterCall,
    /// Demanded by an on-site callback 上门回访不满意 (C-P.3).
    AfterVisit,
}

impl Stage {
    /// Reads the word used in keys.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "install_day" => Some(Self::InstallDay),
            "post_repair" => Some(Self::PostRepair),
            "after_call" => Some(Self::AfterCall),
            "after_visit" => Some(Self::AfterVisit),
            _ => {
                let months = text.strip_prefix("month_")?;
                let one_spelling = (1..=3).contains(&months.len())
                    && !months.starts_with('0')
                    && months.bytes().all(|byte| byte.is_ascii_digit());
                one_spelling.then(|| months.parse().ok().map(Self::Month)).flatten()
            }
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InstallDay => f.write_str("install_day"),
            Self::Month(n) => write!(f, "month_{n}"),
            Self::PostRepair => f.write_str("post_repair"),
            Self::AfterCall => f.write_str("after_call"),
            Self::AfterVisit => f.write_str("after_visit"),
        }
    }
}

impl TryFrom<String> for Stage {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        Self::parse(&text).ok_or(BadId { text, wanted: "a callback stage such as month_6" })
    }
}

impl<'de> Deserialize<'de> for Stage {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Stage {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a callback obligation hangs on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// An installation.
    Install(InstallId),
    /// A repair.
    Ticket(TicketId),
}

impl CallbackId {
    /// The callback of an installation at a stage.
    pub fn of_install(install: &InstallId, stage: Stage) -> Self {
        Self(format!("{install}.{stage}"))
    }

    /// The phone callback after a repair.
    pub fn of_repair(ticket: &TicketId) -> Self {
        Self(format!("{ticket}.post_repair"))
    }

    /// The visit that this callback demanded: `AfterCall` of a call, `AfterVisit` of a visit.
    #[must_use]
    pub fn demanded(&self, stage: Stage) -> Self {
        Self(format!("{}.{stage}", self.0))
    }

    /// What the callback hangs on.
    pub fn anchor(&self) -> Anchor {
        let head = self.0.split('.').next().unwrap_or_default();
        if shape::is_ticket(head) {
            Anchor::Ticket(TicketId(head.to_owned()))
        } else {
            Anchor::Install(InstallId(head.to_owned()))
        }
    }

    /// The last stage: what kind of callback this is.
    pub fn stage(&self) -> Stage {
        self.0.rsplit('.').next().and_then(Stage::parse).unwrap_or(Stage::PostRepair)
    }

    /// For a demanded visit, the callback that demanded it.
    pub fn demanded_by(&self) -> Option<Self> {
        matches!(self.stage(), Stage::AfterCall | Stage::AfterVisit)
            .then(|| Self(self.0[..self.0.rfind('.').unwrap_or_default()].to_owned()))
    }
}
