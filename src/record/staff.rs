//! 员工: a member of staff with dated roles, keys and the ticket books ever issued to them.

use serde::{Deserialize, Serialize};

use super::id::{BookId, StaffId};
use super::instant::Date;
use crate::text::Text;

/// A member of staff 员工.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// Schema and version.
    pub schema: String,
    /// Id.
    pub id: StaffId,
    /// 姓名.
    pub name: String,
    /// 邮箱, the committer address.
    pub email: String,
    /// 部门.
    pub department: String,
    /// Roles held, dated.
    pub roles: Vec<RoleHeld>,
    /// 入职日期.
    #[serde(with = "super::instant::date")]
    pub joined_on: Date,
    /// 离职日期.
    #[serde(default, with = "super::instant::date::option", skip_serializing_if = "Option::is_none")]
    pub left_on: Option<Date>,
    /// Public SSH keys, dated.
    pub keys: Vec<Key>,
    /// 维修单领用登记: every book issued to this person, in order of issue (T-1).
    pub books: Vec<BookId>,
}

/// A role held for a time 岗位.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleHeld {
    /// Which.
    pub role: Duty,
    /// First day.
    #[serde(with = "super::instant::date")]
    pub from: Date,
    /// Last day, inclusive.
    #[serde(default, with = "super::instant::date::option", skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// A post in the company 岗位.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// 维修人员.
    Technician,
    /// 前台.
    FrontDesk,
    /// 办公室.
    Office,
    /// 财务.
    Finance,
    /// 部门主管.
    Supervisor,
    /// 回访人员.
    Caller,
    /// 负责人.
    PersonInCharge,
    /// 库管.
    Storekeeper,
    /// 派单调度.
    Dispatcher,
    /// 总经理.
    GeneralManager,
    /// 副总经理.
    DeputyGeneralManager,
    /// 总工程师.
    ChiefEngineer,
    /// 工程部经理.
    EngineeringManager,
    /// 项目经理.
    ProjectManager,
}

macro_rules! duties {
    ($($duty:ident: $zh:literal, $en:literal;)+) => {
        impl Duty {
            /// All posts, in the order of the lists.
            pub const ALL: &'static [Self] = &[$(Self::$duty,)+];

            /// The name in both languages.
            pub const fn name(self) -> &'static Text {
                match self { $(Self::$duty => { const NAME: &Text = &Text { zh: $zh, en: $en }; NAME },)+ }
            }
        }
    };
}

duties! {
    Technician: "维修人员", "technician";
    FrontDesk: "前台", "front desk";
    Office: "办公室", "office";
    Finance: "财务", "finance";
    Supervisor: "部门主管", "supervisor";
    Caller: "回访人员", "caller";
    PersonInCharge: "负责人", "person in charge";
    Storekeeper: "库管", "storekeeper";
    Dispatcher: "派单调度", "dispatcher";
    GeneralManager: "总经理", "general manager";
    DeputyGeneralManager: "副总经理", "deputy general manager";
    ChiefEngineer: "总工程师", "chief engineer";
    EngineeringManager: "工程部经理", "engineering manager";
    ProjectManager: "项目经理", "project manager";
}

/// A public SSH key and when it may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// `ssh-ed25519 AAAA…` without comment.
    pub public: String,
    /// First day.
    #[serde(with = "super::instant::date")]
    pub from: Date,
    /// Last day, inclusive.
    #[serde(default, with = "super::instant::date::option", skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Staff {
    /// Whether the person holds a post on a day, and has not left.
    pub fn holds(&self, duty: Duty, day: Date) -> bool {
        self.employed(day)
            && self.roles.iter().any(|held| held.role == duty && held.from <= day && held.to.is_none_or(|to| day <= to))
    }

    /// Whether the person is employed on a day (the day of leaving counts).
    pub fn employed(&self, day: Date) -> bool {
        self.joined_on <= day && self.left_on.is_none_or(|left| day <= left)
    }
}
