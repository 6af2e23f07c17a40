//! What other records tell about a quarter's plan and its maintenance: the former plan of the site, its installation,
//! the plan in force. A new plan begins as the last one did, moved into its quarter, so that nobody types it again.

use serde_json::{Value, json};

use super::{Desk, merge};
use crate::record::Kind;
use crate::record::id::{InstallId, MaintenanceId, PlanId, SiteId};
use crate::record::install::Install;
use crate::record::instant::Date;
use crate::record::parts::NONE;
use crate::record::path::Key;
use crate::record::plan::{ALL_SYSTEMS, ItemCode, Plan, PlanItem, PlanState};
use crate::record::quarter::Quarter;
use crate::record::site::Site;

/// What is done under each item, as the regulation words it.
const SCOPES: [&str; 7] = [
    "检查中心控制室内设备的运行状态",
    "清洁主机及机柜",
    "检查中心控制室内线路，必要时紧固",
    "检测工作状况和必要技术性能，调整相关技术参数",
    "清洁前端及后端设备",
    "进行必要的系统软件升级",
    "检查整个系统线路，保持联接稳定可靠",
];

/// A new plan: what the last plan of the site said, or the seven items for the systems that were installed.
pub(super) fn plan(desk: &Desk<'_>, key: &Key, members: &Value) -> Value {
    let Some((id, quarter)) = PlanId::parse(&key.id).ok().and_then(|id| Some((id.clone(), id.quarter()?))) else {
        return Value::Null;
    };
    let site = id.site();
    let former = former(desk, key);
    let install = install(desk, &site);
    let mut told = json!({ "period": quarter, "site": site });
    merge::fill(&mut told, &client(desk, &site));
    if let Some(before) = id.n().checked_sub(1).filter(|n| *n > 0) {
        merge::fill(&mut told, &json!({ "supersedes": PlanId::at(&site, quarter, before).ok() }));
    }
    let contract = former.as_ref().map(|plan| &plan.contract).or(install.as_ref().map(|form| &form.contract));
    merge::fill(&mut told, &contract.map_or(Value::Null, |contract| json!({ "contract": contract })));
    let mut preparation = json!({ "prepared_by": desk.by(), "prepared_at": desk.at(), "client_support": NONE });
    let given = members.pointer("/preparation/systems").and_then(|given| serde_json::from_value(given.clone()).ok());
    let known = former.as_ref().map(|plan| plan.preparation.systems.clone());
    let installed = || install.as_ref().map(systems).filter(|systems| !systems.is_empty());
    if let Some(systems) = given.or(known).or_else(installed) {
        let items = match former.filter(|plan| plan.preparation.systems == systems) {
            Some(plan) => plan.preparation.items.into_iter().map(|item| moved(item, quarter)).collect(),
            None => items(desk, &systems, quarter),
        };
        merge::fill(&mut preparation, &json!({ "systems": systems, "items": items }));
    }
    merge::fill(&mut told, &json!({ "preparation": preparation }));
    told
}

/// A new record of maintenance: the plan that it carries out.
pub(super) fn maintenance(desk: &Desk<'_>, key: &Key) -> Value {
    let Some((id, quarter)) = MaintenanceId::parse(&key.id).ok().and_then(|id| Some((id.clone(), id.quarter()?)))
    else {
        return Value::Null;
    };
    let site = id.site();
    let mut told = json!({ "period": quarter, "site": site });
    merge::fill(&mut told, &client(desk, &site));
    let plans = (1..100).map_while(|n| {
        let plan = PlanId::at(&site, quarter, n).ok()?;
        desk.form::<Plan>(&plan.key(Kind::Plan))
    });
    if let Some(plan) = plans.filter(|plan| plan.state == PlanState::Confirmed).last() {
        merge::fill(&mut told, &json!({ "plan": plan.id }));
    }
    told
}

fn client(desk: &Desk<'_>, site: &SiteId) -> Value {
    let site = desk.form::<Site>(&site.key(Kind::Site));
    site.map_or(Value::Null, |site| json!({ "client": site.client }))
}

/// The plan of the site that comes before this one, in this quarter or an earlier one.
fn former(desk: &Desk<'_>, key: &Key) -> Option<Plan> {
    let site = key.id.get(..7)?;
    let here = desk.changed.keys().filter(|other| other.kind == Kind::Plan && other.id.starts_with(site)).cloned();
    let before = desk.records.siblings(key).into_iter().chain(here).filter(|other| other.id < key.id).max()?;
    desk.form(&before)
}

/// The last installation form of the site.
fn install(desk: &Desk<'_>, site: &SiteId) -> Option<Install> {
    let forms = (1..100).map_while(|n| {
        let form = InstallId::parse(&format!("{site}-{n:02}")).ok()?;
        desk.form::<Install>(&form.key(Kind::Install))
    });
    forms.last()
}

/// What was installed, each name once.
fn systems(install: &Install) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for asset in install.service.iter().flat_map(|service| &service.assets) {
        if !names.contains(&asset.name) {
            names.push(asset.name.clone());
        }
    }
    names
}

/// The seven items for the systems, any day of the quarter that is left.
fn items(desk: &Desk<'_>, systems: &[String], quarter: Quarter) -> Vec<PlanItem> {
    let from = desk.at().day().clamp(quarter.first_day(), quarter.last_day());
    let item = |code, system: &str, scope: &str| PlanItem {
        code,
        system: system.to_owned(),
        scope: scope.to_owned(),
        planned_from: from,
        planned_to: quarter.last_day(),
        assignee: desk.by().clone(),
    };
    let each = |code: ItemCode, scope: &str| match code {
        ItemCode::D => systems.iter().map(|system| item(code, system, scope)).collect(),
        _ => vec![item(code, ALL_SYSTEMS, scope)],
    };
    ItemCode::ALL.into_iter().zip(SCOPES).flat_map(|(code, scope)| each(code, scope)).collect()
}

/// An item of a former plan at the same distance from the end of its quarter, within this one.
fn moved(mut item: PlanItem, quarter: Quarter) -> PlanItem {
    let to_here = |day: Date| {
        let to_end = Quarter::of(day).last_day() - day;
        let day = quarter.last_day().checked_sub_signed(to_end).unwrap_or(day);
        day.clamp(quarter.first_day(), quarter.last_day())
    };
    item.planned_from = to_here(item.planned_from);
    item.planned_to = to_here(item.planned_to);
    item
}
