//! Policy values: every number and switch the regulation leaves open, with its clause, unit and recommended default.
//!
//! The company record lists what differs, from a date on; a verdict about a day uses the value in force on that day.

use super::clock::Clock;
use crate::record::Kind;
use crate::record::company::{Company, PolicyValue, Setting};
use crate::record::instant::Date;
use crate::text::Text;
use crate::texts;

/// One policy: a number or a switch the company may set.
#[derive(Debug)]
pub struct Policy {
    /// Name in the company record.
    pub name: &'static str,
    /// The clause that leaves it open.
    pub clause: &'static str,
    /// Recommended default.
    pub default: Setting,
    /// Unit of a number; `switch` for a switch.
    pub unit: &'static str,
    /// What it means.
    pub title: Text,
}

macro_rules! policies {
    ($($(#[$meta:meta])* $name:ident: $clause:literal, $kind:ident($default:expr), $unit:literal, $zh:literal, $en:literal;)+) => {
        /// The policies by name.
        #[expect(non_upper_case_globals, reason = "a policy is named as the company record names it")]
        pub mod named {
            use super::{Policy, Setting, Text};
            $($(#[$meta])* #[doc = $en] pub static $name: Policy = Policy {
                name: stringify!($name), clause: $clause, default: Setting::$kind($default), unit: $unit,
                title: Text { zh: $zh, en: $en },
            };)+
        }
        /// All policies, sorted by name.
        pub static ALL: &[&Policy] = &[$(&named::$name,)+];
    };
}

policies! {
    after_hours_pay_due: "R-1", Switch(true), "switch", "工作日下班后工作的，除倒休外是否标明另须付酬", "whether work after hours of a working day is flagged as pay due besides rest";
    after_hours_rest: "R-1", Switch(true), "switch", "工作日下班后工作的，可否登记倒休", "whether work after hours of a working day may be credited as rest";
    book_return_days: "T-1", Number(5), "working days", "用完的维修单本应在几个工作日内以旧换新", "working days in which a used-up book is to be exchanged";
    clock_tolerance_minutes: "G", Number(5), "minutes", "允许记录时间超前服务器时钟的分钟数", "minutes a recorded time may lie ahead of the clock";
    company_informed_minutes: "E-1.2", Number(5), "minutes", "接报后“立即”报告公司的分钟数，超过则提示", "minutes within which the company is informed “immediately”; later is pointed out";
    delay_effective_days: "T-3", Number(5), "working days", "延时单提交后应在几个工作日内由财务核算", "working days in which finance is to account a delay slip";
    dissatisfied_score: "C-P.3", Number(2), "points", "满意度几分及以下视为不满意", "highest satisfaction, of five, that counts as dissatisfied";
    duty_log_minutes: "D-1", Number(60), "minutes", "值班记录应在事情发生后几分钟内记下", "minutes after an event in which it is to be written into the duty log";
    enforce_roles: "G", Switch(false), "switch", "提交的作者是否须任相应岗位", "whether the author of a commit must hold a post that may do what it does";
    entry_late_minutes: "E-4", Number(30), "minutes", "事后补记超过几分钟即标明", "minutes after the event from which an entry is marked as written late";
    fault_ticket_hours: "M-3", Number(24), "hours", "报修后应开维修单的小时数", "hours after a fault report in which a ticket is to be opened";
    final_report_days: "E-3.3", Number(7), "days", "处置结束后几日内终报", "days after the end of handling in which the final report is due";
    hand_in_days: "T-2", Number(2), "working days", "维修单完成后应在几个工作日内上交办公室", "working days in which a completed ticket is to reach the office";
    handover_minutes: "D-1", Number(60), "minutes", "换班前后几分钟之内的交接班记录算作该次换班的交接", "minutes around a change of people in which a hand-over in the log counts for it";
    issue_days: "C-7.3.2", Number(10), "working days", "上门回访留下的问题应处理并得到用户许可的工作日数", "working days in which an issue left by a visit is to be solved and accepted";
    maintenance_service_days: "M-2", Number(60), "days", "季度内服务期至少几天，该季度才应有维护保养计划和维护保养", "days of service in a quarter from which on it is to be planned and maintained";
    only_records: "G", Switch(false), "switch", "记录之外是否只收已知路径的文件", "whether files outside the records are taken at known paths only";
    onsite_window_hours: "C-7.1.4", Number(24), "hours", "到期日结束后仍可上门回访的小时数 (D4)", "hours after the due day's end in which an on-site callback is in time (D4)";
    outcome_days: "C-P.3", Number(7), "working days", "重点登记后应有落实结果的工作日数", "working days after a key registration in which there is to be an outcome";
    phone_early_days: "C-P.1.4", Number(7), "days", "电话回访可早于到期日的天数", "days a phone callback may be made before its due day";
    plan_confirm_month: "M-2", Number(1), "month of the quarter", "季度维护保养计划应在季度第几个月末前经甲方确认", "month of the quarter by whose end the plan is to be confirmed by the client";
    progress_report_hours: "E-3.2", Number(24), "hours", "处置期间每隔几小时至少续报一次", "hours in each of which an open incident has a progress report";
    record_entry_hours: "G", Number(72), "hours", "事情发生后应在几小时内提交记录，超过而未说明的列入录入及时性报表", "hours after an event in which its record is to be committed; later ones that do not say why are listed in the report of entries";
    repair_callback_hours: "C-P.1.2", Number(24), "hours", "维修完成后电话回访的时限", "hours after a repair in which the phone callback is due";
    repeat_repair_days: "M-3", Number(30), "days", "视为二次返修的天数", "days within which the same fault counts as a repeat repair";
    requested_visit_hours: "C-P.1.3", Number(24), "hours", "电话回访要求上门后的时限 (D4)", "hours after registration in which a demanded visit is due (D4)";
    require_signed_commits: "G", Switch(false), "switch", "每次提交是否须由作者本人的登记密钥签名", "whether each commit must be signed with a registered key of its author";
    require_signed_pushes: "G", Switch(false), "switch", "每次推送是否须有员工登记密钥签名的证书", "whether each push must carry a certificate signed with a registered key";
    required_approvals_book: "G", Number(0), "approvals", "维修单本进入主分支前须有几人核准", "approvals that book records need to enter the branch that gives numbers";
    required_approvals_calendar: "G", Number(0), "approvals", "节假日进入主分支前须有几人核准", "approvals that calendar records need to enter the branch that gives numbers";
    required_approvals_client: "G", Number(0), "approvals", "甲方进入主分支前须有几人核准", "approvals that client records need to enter the branch that gives numbers";
    required_approvals_company: "G", Number(0), "approvals", "公司与制度参数进入主分支前须有几人核准", "approvals that company records need to enter the branch that gives numbers";
    required_approvals_contact: "G", Number(0), "approvals", "联系人进入主分支前须有几人核准", "approvals that contact records need to enter the branch that gives numbers";
    required_approvals_delay: "G", Number(0), "approvals", "延时单进入主分支前须有几人核准", "approvals that delay slip records need to enter the branch that gives numbers";
    required_approvals_duty_log: "G", Number(0), "approvals", "值班记录进入主分支前须有几人核准", "approvals that duty log records need to enter the branch that gives numbers";
    required_approvals_duty_roster: "G", Number(0), "approvals", "值班表进入主分支前须有几人核准", "approvals that duty roster records need to enter the branch that gives numbers";
    required_approvals_fault_report: "G", Number(0), "approvals", "报修进入主分支前须有几人核准", "approvals that fault report records need to enter the branch that gives numbers";
    required_approvals_incident: "G", Number(0), "approvals", "突发公共事件进入主分支前须有几人核准", "approvals that incident records need to enter the branch that gives numbers";
    required_approvals_incident_entry: "G", Number(0), "approvals", "事件过程记录进入主分支前须有几人核准", "approvals that incident entry records need to enter the branch that gives numbers";
    required_approvals_install: "G", Number(0), "approvals", "技术安装服务单进入主分支前须有几人核准", "approvals that install form records need to enter the branch that gives numbers";
    required_approvals_maintenance: "G", Number(0), "approvals", "季度维护保养记录进入主分支前须有几人核准", "approvals that quarterly maintenance record records need to enter the branch that gives numbers";
    required_approvals_onsite_callback: "G", Number(0), "approvals", "上门回访记录单进入主分支前须有几人核准", "approvals that on-site callback records need to enter the branch that gives numbers";
    required_approvals_phone_callback: "G", Number(0), "approvals", "电话回访记录进入主分支前须有几人核准", "approvals that phone callback records need to enter the branch that gives numbers";
    required_approvals_plan: "G", Number(0), "approvals", "季度维护保养计划进入主分支前须有几人核准", "approvals that quarterly maintenance plan records need to enter the branch that gives numbers";
    required_approvals_rest_credit: "G", Number(0), "approvals", "倒休登记进入主分支前须有几人核准", "approvals that rest credit records need to enter the branch that gives numbers";
    required_approvals_rest_use: "G", Number(0), "approvals", "倒休使用进入主分支前须有几人核准", "approvals that rest use records need to enter the branch that gives numbers";
    required_approvals_site: "G", Number(0), "approvals", "站点进入主分支前须有几人核准", "approvals that site records need to enter the branch that gives numbers";
    required_approvals_spare_loan: "G", Number(0), "approvals", "备品备件借用单进入主分支前须有几人核准", "approvals that spare loan records need to enter the branch that gives numbers";
    required_approvals_staff: "G", Number(0), "approvals", "员工进入主分支前须有几人核准", "approvals that staff records need to enter the branch that gives numbers";
    required_approvals_ticket: "G", Number(0), "approvals", "维修单进入主分支前须有几人核准", "approvals that ticket records need to enter the branch that gives numbers";
    required_approvals_training: "G", Number(0), "approvals", "培训记录进入主分支前须有几人核准", "approvals that training records need to enter the branch that gives numbers";
    required_approvals_upgrade: "G", Number(0), "approvals", "软件升级记录进入主分支前须有几人核准", "approvals that software upgrade records need to enter the branch that gives numbers";
    rest_reminder_days: "R-1", Number(90), "days", "倒休登记多少天未用完即在报表中提示", "days after which a rest credit not used up is shown in the report";
    roll_weekends: "D7", Switch(true), "switch", "到期日遇普通周末是否顺延 (D7)", "whether a due day on an ordinary weekend rolls to the next working day (D7)";
    roster_lead_days: "D-1", Number(3), "days", "下月值班表应在月初之前几天公布", "days before the month in which its duty roster is to be published";
    ticket_plies: "T-6", Number(4), "plies", "维修单每张联数 (D1)", "plies of a ticket (D1)";
    training_days: "M-4", Number(30), "days", "甲方提出培训要求后应在几天内培训", "days in which a training that the client asked for is to be given";
    work_day_ends_minute: "R-1", Number(1080), "minutes", "工作日下班时刻，自零时起的分钟数", "when working hours end, in minutes after midnight";
    work_day_starts_minute: "R-1", Number(540), "minutes", "工作日上班时刻，自零时起的分钟数", "when working hours begin, in minutes after midnight";
}

texts! {
    APPROVALS: "人次核准", "approvals";
    DAYS: "天", "days";
    HOURS: "小时", "hours";
    MINUTES: "分钟", "minutes";
    MONTH: "季度第几个月", "month of the quarter";
    PLIES: "联", "plies";
    POINTS: "分", "points";
    SWITCH: "开关", "switch";
    WORKING_DAYS: "工作日", "working days";
}

/// The units by the words that stand in the table.
static UNITS: &[&Text] = &[&APPROVALS, &DAYS, &HOURS, &MINUTES, &MONTH, &PLIES, &POINTS, &SWITCH, &WORKING_DAYS];

impl Policy {
    /// How many approvals the records of a kind need before they enter the branch that gives numbers.
    pub fn required_approvals(kind: Kind) -> Option<&'static Self> {
        Self::named(&format!("required_approvals_{}", kind.word().replace('-', "_")))
    }

    /// The unit in words.
    pub fn unit_name(&self) -> Text {
        let named = UNITS.iter().find(|unit| unit.en == self.unit);
        named.map_or(Text { zh: self.unit, en: self.unit }, |unit| **unit)
    }

    /// Finds a policy by its name.
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|policy| policy.name == name)
    }
}

/// The values in force.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    set: Vec<PolicyValue>,
}

impl Policies {
    /// The values a company set; without a company, the defaults.
    pub fn of(company: Option<&Company>) -> Self {
        Self { set: company.map(|company| company.policies.clone()).unwrap_or_default() }
    }

    /// The number in force on a day.
    pub fn number(&self, policy: &Policy, day: Date) -> i64 {
        number(self.setting(policy, day), policy)
    }

    /// The number in force at the time of a judgement.
    pub fn number_now(&self, policy: &Policy, clock: &Clock) -> i64 {
        number(self.latest(policy, |from| clock.has_begun(from)).map_or(policy.default, |value| value.value), policy)
    }

    /// Whether a switch is on, on a day.
    pub fn switch(&self, policy: &Policy, day: Date) -> bool {
        self.number(policy, day) != 0
    }

    /// What the company set, as in force on a day; nothing where the default holds.
    pub fn in_force(&self, policy: &Policy, day: Date) -> Option<&PolicyValue> {
        self.latest(policy, |from| from <= day)
    }

    fn latest(&self, policy: &Policy, has_begun: impl Fn(Date) -> bool) -> Option<&PolicyValue> {
        self.history(policy).filter(|value| has_begun(value.from)).max_by_key(|value| value.from)
    }

    /// Every value the company set for a policy, in the order written.
    pub fn history(&self, policy: &Policy) -> impl Iterator<Item = &PolicyValue> {
        self.set.iter().filter(move |value| value.name == policy.name)
    }

    fn setting(&self, policy: &Policy, day: Date) -> Setting {
        self.in_force(policy, day).map_or(policy.default, |value| value.value)
    }
}

/// A setting as a number; the default where it is of the wrong type.
fn number(setting: Setting, policy: &Policy) -> i64 {
    match (setting, policy.default) {
        (Setting::Number(number), _) | (Setting::Switch(_), Setting::Number(number)) => number,
        (Setting::Switch(on), Setting::Switch(_)) => i64::from(on),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::instant::date;
    use crate::regulation::clause;
    use crate::text::assert_complete;

    fn day(text: &str) -> Date {
        date::parse(text).unwrap()
    }

    fn set(name: &str, value: Setting, from: &str) -> PolicyValue {
        PolicyValue { name: name.to_owned(), value, from: day(from), reason: "试行".to_owned() }
    }

    #[test]
    fn policies_are_sorted_and_named_once() {
        assert!(ALL.is_sorted_by(|a, b| a.name < b.name));
    }

    #[test]
    fn every_policy_says_what_it_means_and_which_clause_leaves_it_open() {
        for policy in ALL {
            assert_complete(policy.name, &policy.title);
            assert_ne!(policy.unit_name().zh, policy.unit, "{}: {} has no word of its own", policy.name, policy.unit);
            assert!(clause::get(policy.clause).is_some(), "{}: no clause {}", policy.name, policy.clause);
            assert_eq!(policy.unit == "switch", matches!(policy.default, Setting::Switch(_)), "{}", policy.name);
        }
    }

    #[test]
    fn a_day_is_judged_by_the_value_in_force_on_it() {
        let policies = Policies {
            set: vec![
                set("hand_in_days", Setting::Number(3), "2025-07-01"),
                set("hand_in_days", Setting::Number(4), "2026-01-01"),
            ],
        };
        let on = |text| policies.number(&named::hand_in_days, day(text));
        assert_eq!([on("2025-06-30"), on("2025-07-01"), on("2025-12-31"), on("2026-01-01")], [2, 3, 3, 4]);
    }

    #[test]
    fn without_a_company_the_defaults_hold() {
        let policies = Policies::of(None);
        assert!(policies.switch(&named::roll_weekends, day("2026-03-02")));
        assert_eq!(policies.number(&named::onsite_window_hours, day("2026-03-02")), 24);
    }

    #[test]
    fn a_value_of_the_wrong_type_does_not_count() {
        let policies = Policies { set: vec![set("hand_in_days", Setting::Switch(true), "2025-01-01")] };
        assert_eq!(policies.number(&named::hand_in_days, day("2026-03-02")), 2);
    }
}
