//! The table as a document; a test compares it with the committed copy.

use std::fmt::Write as _;

use super::table::ROWS;
use super::{Row, Transition};
use crate::text::Lang;
use crate::texts;

texts! {
    TITLE: "谁可以做什么", "Who may do what";
    GENERATED: "由程序自岗位表生成，勿手改。制度参数 enforce_roles 为真时按此判定；未列的一律不许。签字一列，“任何在职员工”指领用人、接收部门等。",
        "Generated from the table of posts; do not edit. Judged by while the policy enforce_roles is on; what is not listed is for nobody. Where signing is for anyone employed, it is as holder, receiving department and the like.";
    KIND: "种类", "Kind";
    CLAUSES: "条款", "Clauses";
    ANYONE: "任何在职员工", "anyone employed";
    NOBODY: "—", "—";
}

/// The table as a Markdown document.
pub fn markdown(lang: Lang) -> String {
    let mut out = format!("# {}\n\n{}\n\n", TITLE.get(lang), GENERATED.get(lang));
    let heads: Vec<_> = Transition::ALL.iter().map(|transition| transition.name().get(lang)).collect();
    let _ = writeln!(out, "| {} | {} | {} |", KIND.get(lang), heads.join(" | "), CLAUSES.get(lang));
    let _ = writeln!(out, "|---|{}---|", "---|".repeat(heads.len()));
    for row in ROWS {
        let cells: Vec<_> = Transition::ALL.iter().map(|transition| cell(row, *transition, lang)).collect();
        let _ = writeln!(out, "| {} | {} | {} |", row.kind.name().get(lang), cells.join(" | "), row.clauses.join(", "));
    }
    out
}

fn cell(row: &Row, transition: Transition, lang: Lang) -> String {
    if transition == Transition::Sign && row.is_signed_by_anyone() {
        return ANYONE.get(lang).to_owned();
    }
    let posts: Vec<_> = row.posts(transition).into_iter().map(|duty| duty.name().get(lang)).collect();
    if posts.is_empty() { NOBODY.get(lang).to_owned() } else { posts.join(if lang == Lang::Zh { "、" } else { ", " }) }
}
