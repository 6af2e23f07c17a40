//! A spare that stays in place of a device under warranty costs nothing; out of warranty it is no warranty replacement
//! (C-7.2.2, C-S.2.2).

use super::warranty;
use crate::record::Kind;
use crate::record::spare_loan::{ConversionKind, SpareLoan};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "conversion_charged_in_warranty",
    clauses: &["C-7.2.2", "C-S.2.2", "M-3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::SpareLoan],
    title: Text { zh: "备品转换与保修期不符", en: "the conversion of a spare does not fit the warranty" },
    explanation: Explanation {
        checks: Text {
            zh: "借用品留用以代替换下的原件时：转换当日原件在保修期内（止日当天仍算）的，收费为 0；保修更换只在保修期内，且收费为 0。保修期由换下原件的序列号找安装单算出。",
            en: "Where a lent unit stays for a removed device: on a day within its warranty (last day included) the charge is 0; a warranty replacement is within warranty and costs 0. The warranty is computed from the form that lists the removed device.",
        },
        why: Text {
            zh: "C-7.2.2：“所有更换的零配件在保修期内必须免费更换”。是否在保由日期算出，不由人填。",
            en: "C-7.2.2: all parts replaced within warranty must be free. Whether it holds is computed from dates, not typed.",
        },
        fails: Text {
            zh: "换下的主机保修至 2027-01-09，2025-03-14 转为销售收费 1200 元。",
            en: "The removed unit is under warranty until 2027-01-09; on 2025-03-14 the spare is sold for 1200 yuan.",
        },
        fix: Text {
            zh: "保修期内的改为保修更换、收费 0；保修期外的改为销售。",
            en: "Within warranty make it a warranty replacement at 0; out of warranty a sale.",
        },
    },
    check,
};

texts! {
    CHARGED: "{day} 在安装单 {install} 的保修期内，却收费 {cents} 分", "{cents} cents are charged on {day}, within the warranty of {install}";
    NOT_FREE: "保修更换却收费 {cents} 分", "a warranty replacement is charged {cents} cents";
    OUTSIDE: "{day} 不在保修期内，不能作保修更换", "{day} lies in no warranty; this is no warranty replacement";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(loan) = case.form::<SpareLoan>() else {
        return;
    };
    let Some((back, conversion)) = loan.giving_back.as_ref().and_then(|back| Some((back, back.conversion.as_ref()?)))
    else {
        return;
    };
    let day = back.at.day();
    let serials: Vec<_> = loan.lending.removed.as_option().map(|asset| asset.serial.as_str()).into_iter().collect();
    let covering = warranty::covering(&loan.site, &serials, day, case.world.records);
    let cents = conversion.charge_cents;
    match (conversion.kind, &covering) {
        (ConversionKind::WarrantyReplacement, None) => {
            faults.at("/giving_back/conversion/kind", Message::new(&OUTSIDE).with("day", day));
        }
        (ConversionKind::WarrantyReplacement, Some(_)) if cents != 0 => {
            faults.at("/giving_back/conversion/charge_cents", Message::new(&NOT_FREE).with("cents", cents));
        }
        (ConversionKind::Sale, Some(install)) if cents != 0 && !serials.is_empty() => {
            let charged = Message::new(&CHARGED).with("day", day).with("install", &install.id).with("cents", cents);
            faults.at("/giving_back/conversion/charge_cents", charged);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, install, signed, spare_loan, trial};
    use serde_json::json;

    /// A spare that stayed at S00001 for the device installed there.
    fn stayed(kind: &str, cents: i64) -> Draft {
        spare_loan()
            .set("/site", "S00001")
            .set("/lending/removed", json!({"name": "监控主机", "model": "YA-16", "serial": "YA16-2024-0017"}))
            .set("/state", "converted")
            .set(
                "/giving_back",
                json!({
                    "at": "2025-03-14T16:00:00+08:00", "condition": "完好", "damage": "无", "converted": "原机无法修复，留用",
                    "conversion": {"kind": kind, "charge_cents": cents}, "received_by": "wu-gang",
                    "signatures": [signed("storekeeper", "wu-gang", "2025-03-14T17:00:00+08:00")],
                }),
            )
    }

    fn until(day: &str) -> Draft {
        install().set("/service/warranty/to", day)
    }

    #[test]
    fn a_warranty_replacement_is_free() {
        trial(&RULE).adding(&stayed("warranty_replacement", 0)).passes();
        trial(&RULE).adding(&stayed("warranty_replacement", 1)).fails_at("/giving_back/conversion/charge_cents");
    }

    #[test]
    fn within_warranty_nothing_is_sold_and_the_last_day_is_within_it() {
        let sold = stayed("sale", 120_000);
        trial(&RULE).beside(&until("2025-03-14")).adding(&sold).fails_at("/giving_back/conversion/charge_cents");
        trial(&RULE).beside(&until("2025-03-13")).adding(&sold).passes();
    }

    #[test]
    fn out_of_warranty_there_is_no_warranty_replacement() {
        let free = stayed("warranty_replacement", 0);
        trial(&RULE).beside(&until("2025-03-13")).adding(&free).fails_at("/giving_back/conversion/kind");
    }

    #[test]
    fn an_extension_installed_later_does_not_make_a_warranty_replacement_wrong() {
        let extended = |day: &str| {
            install()
                .filed_as("S00001-02")
                .set("/id", "S00001-02")
                .set("/confirmation/at", format!("{day}T15:00:00+08:00"))
                .set("/service/warranty/from", day)
        };
        let free = stayed("warranty_replacement", 0);
        trial(&RULE).beside(&extended("2025-03-15")).adding(&free).passes();
        // Confirmed before, with a warranty that has not begun: of these two installations not both cover the day.
        let not_begun = extended("2025-03-14").set("/service/warranty/from", "2025-03-15");
        trial(&RULE).beside(&not_begun).adding(&free).fails_at("/giving_back/conversion/kind");
    }

    #[test]
    fn a_spare_that_replaced_nothing_may_be_sold() {
        trial(&RULE).adding(&stayed("sale", 120_000).set("/lending/removed", "无")).passes();
    }
}
