//! The forms of quarterly maintenance as the story fills them in.

use super::Fault;
use super::days;
use super::sites::Place;
use super::story::Story;
use super::upgrades;
use super::upkeep::{Served, maintenance_id, plan_id};
use crate::record::decimal::Decimal;
use crate::record::instant::{Date, Instant};
use crate::record::maintenance::{
    Cabinets, CleanedCabinet, CleanedDevice, Cleaning, Decision, Equipment, EquipmentCheck, LineFault, Lines,
    Maintenance, MaintenanceConfirmation, MaintenanceState, MaintenanceWork, Measurement, Performance, Side, Software,
    Status, UpgradeDecision, Wiring,
};
use crate::record::parts::{Channel, OrNone, PreContact};
use crate::record::plan::{ALL_SYSTEMS, ItemCode, Plan, PlanItem, PlanState, Preparation};
use crate::record::quarter::Quarter;
use crate::record::trip::{Mode, Trip, Vehicle};

const NONE: &str = "无";

fn quarter(served: &Served) -> Result<Quarter, Fault> {
    Quarter::parse(&served.name()).ok_or_else(|| Fault::Story(format!("{} is no quarter", served.name())))
}

/// What there is at a site to be maintained.
fn systems(at: &Place) -> Vec<String> {
    vec![at.asset.name.clone(), "门禁系统".to_owned()]
}

/// The plan of a quarter, drawn up by whoever keeps the site.
pub(super) fn plan(
    story: &Story<'_>,
    at: &Place,
    served: &Served,
    number: u8,
    prepared: Instant,
) -> Result<Plan, Fault> {
    let keeper = &story.person(at.keeper).id;
    let item = |code, system: &str, scope: &str| PlanItem {
        code,
        system: system.to_owned(),
        scope: scope.to_owned(),
        planned_from: served.first,
        planned_to: served.last,
        assignee: keeper.clone(),
    };
    let mut items = vec![
        item(ItemCode::A, ALL_SYSTEMS, "检查中心控制室设备运行状态"),
        item(ItemCode::B, ALL_SYSTEMS, "清洁主机及机柜"),
        item(ItemCode::C, ALL_SYSTEMS, "检查控制室线路并紧固"),
    ];
    items.extend(systems(at).iter().map(|system| item(ItemCode::D, system, "检测并调整参数")));
    items.extend([
        item(ItemCode::E, ALL_SYSTEMS, "清洁前端及后端设备"),
        item(ItemCode::F, ALL_SYSTEMS, "核对软件版本"),
        item(ItemCode::G, ALL_SYSTEMS, "检查整个系统线路"),
    ]);
    Ok(Plan {
        schema: "plan/1".to_owned(),
        id: plan_id(at, served, number)?,
        state: PlanState::Drafted,
        period: quarter(served)?,
        contract: at.contract.clone(),
        client: at.client.clone(),
        site: at.id.clone(),
        supersedes: if number > 1 { Some(plan_id(at, served, number - 1)?) } else { None },
        preparation: Preparation {
            prepared_by: keeper.clone(),
            prepared_at: prepared,
            systems: systems(at),
            items,
            client_support: if number > 1 { "按甲方要求改期" } else { NONE }.to_owned(),
            signatures: Vec::new(),
        },
        confirmation: None,
        late: None,
        withdrawal: None,
    })
}

/// A record of maintenance that is about to begin.
pub(super) fn maintenance(at: &Place, served: &Served, number: u8) -> Result<Maintenance, Fault> {
    Ok(Maintenance {
        schema: "maintenance/1".to_owned(),
        id: maintenance_id(at, served)?,
        state: MaintenanceState::Open,
        period: quarter(served)?,
        plan: plan_id(at, served, number)?,
        client: at.client.clone(),
        site: at.id.clone(),
        pre_contact: None,
        trip: None,
        work: None,
        confirmation: None,
        late: None,
    })
}

/// The client is called the day before.
pub(super) fn pre_contact(story: &Story<'_>, at: &Place, when: Instant, agreed: Instant) -> PreContact {
    PreContact {
        at: when,
        by: story.person(at.keeper).id.clone(),
        with: at.contact.clone(),
        channel: Channel::Phone,
        agreed_arrival: agreed,
    }
}

/// The way there.
pub(super) fn trip(story: &Story<'_>, at: &Place, arrived: Instant) -> Trip {
    let departed = arrived.plus_minutes(if at.near { -35 } else { -80 });
    let vehicle = Vehicle {
        plate: "京N10008".to_owned(),
        assigned_by: story.person(story.cast.front_desk[0]).id.clone(),
        at: departed.plus_minutes(-9),
    };
    Trip {
        traveller: story.person(at.keeper).id.clone(),
        mode: if at.near { Mode::Bicycle } else { Mode::CompanyCar },
        departed_at: departed,
        arrived_at: arrived,
        vehicle: if at.near { OrNone::Nothing } else { OrNone::Of(vehicle) },
        consent: OrNone::Nothing,
    }
}

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap_or_else(|| unreachable!("a number of this file"))
}

/// What was done on a day; with something abnormal, or with an item that does not apply.
pub(super) fn work(
    story: &Story<'_>,
    at: &Place,
    served: &Served,
    day: Date,
    abnormal: bool,
    not_applicable: bool,
) -> MaintenanceWork {
    let none = || NONE.to_owned();
    let ticket = at.repaired.clone().filter(|_| abnormal).map_or(OrNone::Nothing, OrNone::Of);
    let device = EquipmentCheck {
        asset: at.asset.name.clone(),
        status: if abnormal { Status::Abnormal } else { Status::Normal },
        finding: if abnormal { "录像时有中断" } else { "运行正常" }.to_owned(),
        action: if abnormal { "重新插拔数据线，观察运行" } else { NONE }.to_owned(),
        ticket,
    };
    let measured = |n: usize, system: &String| {
        let out = abnormal && n == 0;
        let value = decimal(if out { "10.1" } else { "12.1" });
        Measurement {
            system: system.clone(),
            parameter: "供电电压".to_owned(),
            unit: "V".to_owned(),
            before: value.clone(),
            after: value,
            min: OrNone::Of(decimal("10.8")),
            max: OrNone::Of(decimal("13.2")),
            adjusted: false,
            action: if out { "电源老化，已订货更换" } else { NONE }.to_owned(),
            ticket: OrNone::Nothing,
        }
    };
    let decided = |(n, system): (usize, &String)| {
        // The first system is the one whose software is upgraded.
        let upgrade = at.upgraded.as_ref().filter(|_| n == 0).map(|(upgrade, _)| upgrade.clone());
        let (decision, reason) = match (&upgrade, abnormal) {
            (Some(_), _) => (Decision::Upgraded, "本季已升级"),
            (None, true) => (Decision::Deferred, "故障排除后再升级"),
            (None, false) => (Decision::NotNeeded, "已是最新版本"),
        };
        UpgradeDecision {
            system: system.clone(),
            version_seen: if n == 0 { at.firmware } else { upgrades::INSTALLED }.to_owned(),
            decision,
            reason: reason.to_owned(),
            upgrade: upgrade.map_or(OrNone::Nothing, OrNone::Of),
        }
    };
    let fault = LineFault {
        place: "一号立杆接线盒".to_owned(),
        action: "重做接头".to_owned(),
        left_open: false,
        ticket: OrNone::Nothing,
    };
    let cabinets = CleanedCabinet { asset: "一号机柜".to_owned(), done_at: days::at(day, 10 * 60 + 30) };
    let device_of = |asset: &str, side| CleanedDevice { asset: asset.to_owned(), side };
    MaintenanceWork {
        started_at: days::at(day, 9 * 60 + 10),
        ended_at: days::at(day, 15 * 60 + 30),
        technicians: vec![story.person(at.keeper).id.clone()],
        control_room: "中心控制室".to_owned(),
        a_equipment: Equipment { equipment: OrNone::Of(vec![device]), not_applicable: none() },
        b_cabinets: Cabinets {
            cleaned: if not_applicable { OrNone::Nothing } else { OrNone::Of(vec![cabinets]) },
            not_applicable: if not_applicable { "主机为壁挂，没有机柜" } else { NONE }.to_owned(),
        },
        c_wiring: Wiring {
            checked: "控制室内全部接线端子".to_owned(),
            loose_found: 2,
            tightened: 2,
            reason: none(),
            not_applicable: none(),
        },
        d_performance: Performance {
            measurements: OrNone::Of(systems(at).iter().enumerate().map(|(n, system)| measured(n, system)).collect()),
            not_applicable: none(),
        },
        e_cleaning: Cleaning {
            cleaned: OrNone::Of(vec![device_of("前端设备", Side::Front), device_of("控制室设备", Side::Back)]),
            not_applicable: none(),
        },
        f_software: Software {
            decisions: OrNone::Of(systems(at).iter().enumerate().map(decided).collect()),
            not_applicable: none(),
        },
        g_lines: Lines {
            segments: OrNone::Of(vec!["控制室至前端".to_owned()]),
            faults: if abnormal { OrNone::Of(vec![fault]) } else { OrNone::Nothing },
            not_applicable: none(),
        },
        open_issues: if abnormal { "电源待更换" } else { NONE }.to_owned(),
        next_planned_on: days::plus_months(served.first, 4),
        signatures: Vec::new(),
    }
}

/// How many things the story made abnormal in the work, and how many of them stay open: the device and the line are
/// settled, the value out of its limits is not.
pub(super) fn found(work: &MaintenanceWork) -> (u64, u64) {
    let planted = work.open_issues != NONE;
    if planted { (3, 1) } else { (0, 0) }
}

/// The client confirms time, content and quality.
pub(super) fn confirmation(at: &Place, work: &MaintenanceWork) -> MaintenanceConfirmation {
    MaintenanceConfirmation {
        contact: at.contact.clone(),
        work_start: work.started_at,
        work_end: work.ended_at,
        content: "A 至 G 各项维护保养".to_owned(),
        quality: 5,
        client_opinion: NONE.to_owned(),
        at: work.ended_at.plus_minutes(12),
        signatures: Vec::new(),
    }
}
