//! Software upgrades: agreed with the client, done with a backup, tested; some are rolled back and tried again.
//!
//! They draw from a stream of chance of their own, so that the rest of the story is the same with and without them.

use super::Fault;
use super::act;
use super::cast::Who;
use super::chance::Chance;
use super::days;
use super::paper::Paper;
use super::story::Story;
use super::visits::place;
use crate::record::Kind;
use crate::record::id::UpgradeId;
use crate::record::instant::Date;
use crate::record::parts::{Channel, OrNone, PreContact, Role};
use crate::record::upgrade::{
    Agreement, Backup, Downtime, Execution, Package, Upgrade, UpgradeConfirmation, UpgradeReason, UpgradeState,
    UpgradeTest,
};

/// The streams of chance of upgrades: one a site, from here on.
const STREAM: u64 = 1 << 32;

/// The software that is upgraded, as the installation forms call it.
pub(super) const SOFTWARE: &str = "设备固件";

/// The version that systems are installed with.
pub(super) const INSTALLED: &str = "V4.30.2";

/// The version of the upgrades.
const NEXT: &str = "V4.31.0";

/// Plans the upgrade of a site: every fourth site has one, every second of these is rolled back and tried again.
pub(super) fn plan(story: &mut Story<'_>, site: u32, installed_on: Date) {
    if site % 4 != 1 {
        return;
    }
    let mut chance = Chance::new(story.options.seed, STREAM + u64::from(site));
    let first = days::rolled(days::plus(installed_on.max(story.opened), chance.between(20, 90)));
    let fails = site % 8 == 5;
    schedule(story, site, 1, first, fails);
    if fails {
        schedule(story, site, 2, days::rolled(days::plus(first, chance.between(20, 40))), false);
    }
}

fn schedule(story: &mut Story<'_>, site: u32, nth: u8, day: Date, fails: bool) {
    let agreed = days::at(days::plus(day, -2), 10 * 60 + 7 * i64::from(site % 8));
    story.at(agreed, move |story| agree(story, site, nth, day, fails));
}

/// The technician who upgrades at a site: one who stays with the company.
fn operator(story: &Story<'_>, site: u32) -> Option<Who> {
    let present: Vec<Who> = story.cast.technicians.iter().copied().filter(|who| !story.shelf.leaves(*who)).collect();
    present.get(site as usize % present.len().max(1)).copied()
}

fn agree(story: &mut Story<'_>, site: u32, nth: u8, day: Date, fails: bool) -> Result<(), Fault> {
    let place = place(story, site)?.clone();
    let Some(operator) = operator(story, site) else { return Ok(()) };
    let me = story.person(operator).id.clone();
    let id = UpgradeId::parse(&format!("{}-U{nth:02}", place.id))?;
    let from = days::at(day, 14 * 60);
    let asked = story.now.plus_minutes(-12);
    let form = Upgrade {
        schema: "upgrade/1".to_owned(),
        id: id.clone(),
        state: UpgradeState::Open,
        client: place.client.clone(),
        site: place.id.clone(),
        system: place.asset.name.clone(),
        asset: place.asset.clone(),
        software: SOFTWARE.to_owned(),
        reason: if fails { UpgradeReason::Feature } else { UpgradeReason::Security },
        reason_note: "厂家发布新版固件".to_owned(),
        pre_contact: Some(PreContact {
            at: asked,
            by: me.clone(),
            with: place.contact.clone(),
            channel: Channel::Phone,
            agreed_arrival: from,
        }),
        agreement: Some(Agreement {
            at: asked.plus_minutes(4),
            by: me,
            contact: place.contact.clone(),
            channel: Channel::Phone,
            impact: "约二十分钟不录像".to_owned(),
            downtime: Downtime { planned_from: from, planned_to: from.plus_minutes(120) },
            rollback_plan: "用原版固件重刷并导入配置备份".to_owned(),
            signatures: Vec::new(),
        }),
        execution: None,
        confirmation: None,
    };
    let paper = Paper::new(id.key(Kind::Upgrade), &form)?;
    story.enter(operator, &act::APPOINTED, vec![paper.clone()])?;
    story.notes.services.upgrades_open += 1;
    story.at(from.plus_minutes(85), move |story| done(story, site, operator, paper, fails));
    Ok(())
}

fn done(story: &mut Story<'_>, site: u32, operator: Who, mut paper: Paper, fails: bool) -> Result<(), Fault> {
    let at = place(story, site)?.clone();
    let ended = story.now.plus_minutes(-20);
    let started = ended.plus_minutes(-45);
    let execution = Execution {
        operator: story.person(operator).id.clone(),
        package: Package {
            source: "厂家官网下载".to_owned(),
            file: "firmware-4.31.0.bin".to_owned(),
            sha256: crate::sign::sha256_hex(NEXT.as_bytes()),
        },
        version_before: at.firmware.to_owned(),
        version_target: NEXT.to_owned(),
        version_after: if fails { at.firmware } else { NEXT }.to_owned(),
        backup: Backup {
            taken_at: started.plus_minutes(-8),
            location: format!("公司文件服务器 backup/{}", at.id),
            verified: true,
        },
        steps: "导出配置，上传固件，重启，核对通道".to_owned(),
        started_at: started,
        ended_at: ended,
        tests: vec![
            UpgradeTest { item: "各通道实时图像".to_owned(), ok: true },
            UpgradeTest { item: "录像回放".to_owned(), ok: !fails },
        ],
        rolled_back: fails,
        ticket: OrNone::Nothing,
        result: if fails { "回放异常，已恢复原版本" } else { "升级成功，各项功能正常" }.to_owned(),
        signatures: Vec::new(),
    };
    let confirmation = UpgradeConfirmation {
        contact: at.contact.clone(),
        work_start: started.plus_minutes(-15),
        work_end: ended.plus_minutes(5),
        content: "固件升级与测试".to_owned(),
        quality: if fails { 4 } else { 5 },
        client_opinion: "无".to_owned(),
        at: ended.plus_minutes(8),
        signatures: Vec::new(),
    };
    paper.fill("state", &UpgradeState::Confirmed)?;
    paper.fill("execution", &execution)?;
    paper.fill("confirmation", &confirmation)?;
    story.sign(&mut paper, "execution", Role::Technician, operator, ended.plus_minutes(3))?;
    story.client_signs(&mut paper, "confirmation", &at.contact, ended.plus_minutes(8), "client-sign.png")?;
    let number = paper.key.id.clone();
    story.enter(operator, &act::UPGRADED, vec![paper])?;
    if let Some(place) = story.places.get_mut(&site).filter(|_| !fails) {
        place.firmware = NEXT;
        place.upgraded = Some((UpgradeId::parse(&number)?, ended));
    }
    story.notes.services.upgrades_open -= 1;
    story.notes.services.upgrades_confirmed += 1;
    story.notes.services.upgrades_rolled_back += u64::from(fails);
    Ok(())
}
