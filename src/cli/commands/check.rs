//! `weibao check`: the gate's engine on the working tree, the index, a range of commits, or everything.

use clap::Args;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit, Format};
use crate::guard::remembered::{self, How};
use crate::guard::{self, Terms, Verdict, approval, doors, formats};
use crate::store::{self, Store};

crate::texts! {
    DAMAGED: "上次检查记下的内容有损坏，已不用它，全部重新判定", "what was remembered of the last check is damaged; it was not used, and everything was judged anew";
}

/// 检查：工作区改动（默认）、索引、一段提交或全部 / Judges the working tree's changes, the index, a range of commits, or everything
///
/// 另有 --format github、gitlab、sarif、junit，供合并请求标注 / Also --format github, gitlab, sarif, junit, for annotations on pull requests
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Check {
    /// 提交范围，如 main..HEAD / A range of commits such as main..HEAD
    #[arg(conflicts_with_all = ["index", "all"])]
    pub range: Option<String>,
    /// 索引里将要提交的 / What is in the index
    #[arg(long, conflicts_with = "all")]
    pub index: bool,
    /// 全部记录 / All records
    #[arg(long)]
    pub all: bool,
    /// 连同制度要求的核准，如服务器所为 / The approvals that the policy wants, too, as a server does
    #[arg(long, requires = "range")]
    pub approvals: bool,
    /// 连同每次提交 / Every commit of the history too
    #[arg(long, requires = "all")]
    pub history: bool,
    /// 全部重新判定，不用上次记下的 / Everything judged anew, by nothing that was remembered
    #[arg(long, requires = "all")]
    pub no_cache: bool,
    /// 连同每个 SSH 签名 / Every SSH signature too
    #[arg(long, requires = "all")]
    pub signatures: bool,
}

impl Check {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        store::verify_here();
        let store = session.store()?;
        let terms = Terms { now: session.now, verify_keys: !self.all || self.signatures };
        let verdict = if self.all {
            self.everything(session, &store, &terms)?
        } else if let Some(range) = &self.range {
            let (from, to) = store.range(range)?;
            let without: Vec<_> = from.into_iter().collect();
            let mut verdict = doors::range(&store, &without, from, to, &terms)?;
            if let Some(base) = from.filter(|_| self.approvals) {
                verdict.append(approval::wanting(&store, base, to, session.now)?);
            }
            verdict
        } else if self.index {
            doors::index(&store, &terms)?
        } else {
            doors::worktree(&store, &terms)?
        };
        let text = verdict_text(session, &verdict);
        session.out.text(&text)?;
        Ok(Exit::of(verdict.exit()))
    }

    fn everything(&self, session: &mut Session<'_>, store: &Store, terms: &Terms) -> Result<Verdict, CliError> {
        let Some(head) = store.head()? else {
            return Ok(Verdict::default());
        };
        let mut verdict = if self.no_cache {
            doors::all(store, head, terms)?
        } else {
            let (verdict, how) = remembered::all(store, head, terms, remembered::Of::Head)?;
            if how == (How::Cold { damaged: true }) {
                session.out.note(&DAMAGED)?;
            }
            verdict
        };
        if self.history {
            verdict.append(doors::history(store, head, terms)?);
        }
        Ok(verdict)
    }
}

/// A verdict in the format asked for.
pub fn verdict_text(session: &Session<'_>, verdict: &Verdict) -> String {
    let lang = session.lang();
    match session.out.format {
        Format::Json => guard::json(verdict),
        Format::Github => formats::github(verdict, lang),
        Format::Gitlab => formats::gitlab(verdict, lang),
        Format::Sarif => formats::sarif(verdict, lang),
        Format::Junit => formats::junit(verdict, lang),
        // A run that asked for another form was refused before it began.
        Format::Text | Format::Markdown | Format::Html | Format::Ndjson | Format::Parquet => {
            guard::text(verdict, lang, session.surroundings.coloured)
        }
    }
}
