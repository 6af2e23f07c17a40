//! `weibao policy`: the values that the regulation leaves open, as they stand on a day, and setting one from a day on.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::issue::day;
use crate::cli::columns::aligned;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, fill, finish};
use crate::desk;
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::company::{Company, Setting};
use crate::record::instant::Date;
use crate::regulation::policy::{self, Policies, Policy};
use crate::text::{Message, Text};
use crate::texts;

texts! {
    HEAD_NAME: "参数", "name";
    HEAD_VALUE: "当前值", "value";
    HEAD_DEFAULT: "默认", "default";
    HEAD_UNIT: "单位", "unit";
    HEAD_CLAUSE: "条款", "clause";
    HEAD_SINCE: "自何日起", "since";
    HEAD_TITLE: "含义", "meaning";
    AS_OF: "{day} 有效的制度参数：", "policy values in force on {day}:";
    WHY: "      {day} 起 {value}：{reason}", "      {value} from {day} on: {reason}";
    UNKNOWN: "没有名为 “{name}” 的制度参数", "there is no policy called `{name}`";
    UNKNOWN_FIX: "查看全部：weibao policy", "see them all: weibao policy";
    NUMBER: "{name} 须是不小于 0 的整数（单位：{unit}）", "{name} takes a whole number not below 0 ({unit})";
    SWITCH: "{name} 是开关，须是 true 或 false", "{name} is a switch: true or false";
}

/// 制度参数：条文未定之数，某日有效的值、默认值、条款、自何日起及理由 / The policy values: what the regulation leaves open, as in force on a day
///
/// 例 / example: `weibao policy set hand_in_days 3 --from 2026-04-01 --reason 站点分散`
#[derive(Debug, Args)]
pub struct PolicyCommand {
    #[command(subcommand)]
    action: Option<Action>,
    /// 哪一天有效的值；不写则今天 / The values in force on this day; today if not said
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Date>,
}

#[derive(Debug, Subcommand)]
enum Action {
    #[command(visible_alias = "设定")]
    Set(Set),
}

/// 自某日起改一个参数；以前的判定仍按以前的值 / Sets a value from a day on; what was judged before stays as it was
///
/// 例 / example: `weibao policy set roll_weekends false --from 2026-07-01 --reason 客户要求`
#[derive(Debug, Args)]
struct Set {
    /// 参数名 / Name of the policy
    name: String,
    /// 值：整数，或 true、false / The value: a whole number, or true or false
    value: String,
    /// 自何日起生效，不能早于今天；不写则今天 / First day in force, not before today; today if not said
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// 理由 / Why
    #[arg(long)]
    reason: Option<String>,
    /// 只判定，不写入 / Judges only and writes nothing
    #[arg(long)]
    dry_run: bool,
}

impl PolicyCommand {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        match &self.action {
            Some(Action::Set(set)) => set.run(session),
            None => list(session, self.as_of.unwrap_or_else(|| session.now.day())),
        }
    }
}

impl Set {
    fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let policy = Policy::named(&self.name)
            .ok_or_else(|| CliError::said(Message::new(&UNKNOWN).with("name", &self.name), &UNKNOWN_FIX))?;
        let value = read(policy, &self.value)?;
        let from = self.from.unwrap_or_else(|| session.now.day());
        let input = Input { dry_run: self.dry_run, ..Input::default() };
        finish::write(session, &input, |session, desk, kept| {
            kept.typed = json!({ "reason": self.reason });
            let flag = "--reason …";
            fill::ask(session, Kind::Company, "policies.0.reason", flag, &mut kept.typed, "reason")?;
            let reason = fill::text_at(&kept.typed, "reason");
            kept.typed = Value::Null;
            desk.set_policy(policy, value, from, &reason)?;
            Ok(vec![desk::company_key()])
        })
    }
}

/// The setting that a text means for a policy.
fn read(policy: &Policy, text: &str) -> Result<Setting, CliError> {
    let unit = policy.unit_name();
    let wrong =
        |text| CliError::plain(Message::new(text).with("name", policy.name).with_pair("unit", unit.zh, unit.en));
    match policy.default {
        Setting::Number(_) => {
            let number = text.parse().ok().filter(|number: &i64| *number >= 0);
            number.map(Setting::Number).ok_or_else(|| wrong(&NUMBER))
        }
        Setting::Switch(_) => match text {
            "true" | "是" | "开" | "yes" | "on" => Ok(Setting::Switch(true)),
            "false" | "否" | "关" | "no" | "off" => Ok(Setting::Switch(false)),
            _ => Err(wrong(&SWITCH)),
        },
    }
}

fn list(session: &mut Session<'_>, day: Date) -> Result<Exit, CliError> {
    let store = session.store()?;
    let snapshot = store.head_snapshot()?;
    let records = Records::new(&snapshot);
    let company = records.get::<Company>(&desk::company_key());
    let policies = Policies::of(company.as_deref());
    if let Some(unreadable) = records.failure() {
        return Err(unreadable.into());
    }
    if session.out.is_json() {
        let listed: Vec<_> = policy::ALL.iter().map(|policy| in_json(policy, &policies, day)).collect();
        session.out.json("weibao-policy/1", json!({ "as_of": day.to_string(), "policies": listed }))?;
        return Ok(Exit::Clean);
    }
    let lang = session.lang();
    session.out.say(Message::new(&AS_OF).with("day", day))?;
    let heads: [&Text; 7] =
        [&HEAD_NAME, &HEAD_VALUE, &HEAD_DEFAULT, &HEAD_UNIT, &HEAD_CLAUSE, &HEAD_SINCE, &HEAD_TITLE];
    let mut rows = vec![heads.iter().map(|head| head.get(lang).to_owned()).collect::<Vec<_>>()];
    rows.extend(policy::ALL.iter().map(|policy| {
        let set = policies.in_force(policy, day);
        vec![
            policy.name.to_owned(),
            set.map_or(policy.default, |set| set.value).to_string(),
            policy.default.to_string(),
            policy.unit_name().get(lang).to_owned(),
            policy.clause.to_owned(),
            set.map_or_else(|| "—".to_owned(), |set| set.from.to_string()),
            policy.title.get(lang).to_owned(),
        ]
    }));
    for (row, line) in aligned(&rows).iter().enumerate() {
        session.out.line(line)?;
        let Some(policy) = row.checked_sub(1).and_then(|place| policy::ALL.get(place)) else {
            continue;
        };
        for set in policies.history(policy) {
            let why = Message::new(&WHY).with("day", set.from).with("value", set.value).with("reason", &set.reason);
            session.out.say(why)?;
        }
    }
    Ok(Exit::Clean)
}

fn in_json(policy: &Policy, policies: &Policies, day: Date) -> Value {
    let set = policies.in_force(policy, day);
    let history: Vec<_> = policies
        .history(policy)
        .map(|set| json!({ "value": set.value, "from": set.from.to_string(), "reason": set.reason }))
        .collect();
    json!({
        "name": policy.name, "value": set.map_or(policy.default, |set| set.value), "default": policy.default,
        "unit": policy.unit, "clause": policy.clause, "since": set.map(|set| set.from.to_string()),
        "reason": set.map(|set| set.reason.as_str()), "title": { "zh": policy.title.zh, "en": policy.title.en },
        "history": history,
    })
}
