//! `weibao review`: what a reviewer of a range of commits must decide, on one page.

use clap::Args;

use super::check;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, Format};
use crate::guard::{Terms, approval};
use crate::render::sheet::SheetFormat;
use crate::review;
use crate::text::Message;
use crate::texts;

texts! {
    WANTED: "{wrong}", "{wrong}";
    HOW: "  → {fix}", "  → {fix}";
}

/// 评审：一段提交里要定夺的事，逐条写明 / Shows what a reviewer of a range of commits must decide
///
/// 另有 --format markdown、html，以及 check 的各种格式 / Also --format markdown, html, and those of check
#[derive(Debug, Args)]
pub struct Review {
    /// 提交范围，如 main..HEAD / A range of commits such as main..HEAD
    pub range: String,
    /// 文本里也列出每份记录的全部内容 / In text, list all that each record holds too
    #[arg(long)]
    pub full: bool,
}

impl Review {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let store = session.store()?;
        let (base, head) = store.range(&self.range)?;
        let review = review::review(&store, base, head, &Terms::at(session.now))?;
        let lang = session.lang();
        let page = |format| review::sheet(&review, lang).render(format, lang);
        let text = match session.out.format {
            // Export's own forms are refused before a run begins.
            Format::Text | Format::Ndjson | Format::Parquet => page(SheetFormat::Text { full: self.full }),
            Format::Markdown => page(SheetFormat::Markdown),
            Format::Html => page(SheetFormat::Html),
            Format::Json => review::json(&review),
            Format::Github | Format::Gitlab | Format::Sarif | Format::Junit => {
                check::verdict_text(session, &review.verdict)
            }
        };
        session.out.text(&text)?;
        if let Some(base) = base.filter(|_| session.out.format == Format::Text) {
            for placed in approval::wanting(&store, base, head, session.now)?.findings {
                session.out.note(Message::new(&WANTED).with_message("wrong", placed.finding.wrong))?;
                session.out.note(Message::new(&HOW).with_message("fix", placed.finding.fix))?;
            }
        }
        Ok(Exit::of(review.verdict.exit()))
    }
}
