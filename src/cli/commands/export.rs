//! `weibao export`: obligations, events, records and book accounts as flat tables, for engines beyond one machine.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use serde_json::json;

use crate::cli::report::export::{Asked, Files, SQL, described, export};
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, Format};
use crate::text::Message;
use crate::texts;

texts! {
    EXPORTED: "已导出提交 {commit}，截至 {as_of}", "exported commit {commit} as of {as_of}";
    TABLE: "{table}：{rows} 行，{files} 个文件，其中改写 {rewritten}，删去 {removed}", "{table}: {rows} rows in {files} files, {rewritten} of them rewritten, {removed} taken away";
    NOT_BUILT: "这个程序没有编入 Parquet", "this program was built without Parquet";
    NOT_BUILT_FIX: "用 cargo build --release --features parquet 编译，或导出 ndjson", "build it with cargo build --release --features parquet, or export ndjson";
}

/// 导出供其他引擎计算的表：义务、时刻、记录、各本账目，按月分区；再次运行只改写有变的文件 / Flat tables for other engines: obligations, events, records, books, by month; a second run rewrites only what changed
#[derive(Debug, Args)]
pub struct Export {
    /// 写入的文件夹：新的、空的，或先前的导出 / The folder: new, empty, or an earlier export
    #[arg(long, value_name = "DIR", required_unless_present_any = ["sql", "tables"])]
    to: Option<PathBuf>,
    /// 文件格式；parquet 须编入该功能 / Form of the files; parquet is a feature of the build
    #[arg(long, value_name = "FORM", default_value = "ndjson", value_parser = form())]
    format: Format,
    /// 截至：某日（该日结束时）或某时刻已知的记录，或某提交；默认此刻 / As known on a day (once it is over) or at an instant, or as of a commit; now by default
    #[arg(long, value_name = "DATE|INSTANT|COMMIT")]
    as_of: Option<String>,
    /// 接收日志：每行“提交 时刻” / Receipt log: lines of a commit and an instant
    #[arg(long, value_name = "FILE")]
    receipts: Option<PathBuf>,
    /// 不先检查记录，清单中注明 / Without the check of the records; the manifest says so
    #[arg(long)]
    unchecked: bool,
    /// 只输出由这些表算出回访率的 SQL / Only the SQL that computes the callback rates from the tables
    #[arg(long, conflicts_with_all = ["to", "tables"])]
    sql: bool,
    /// 只输出各表各列的说明 / Only what the tables and their columns mean
    #[arg(long, conflicts_with = "to")]
    tables: bool,
}

/// The same flag as everywhere, with values of its own.
fn form() -> impl clap::builder::TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["ndjson", "parquet"])
        .map(|form| if form == "parquet" { Format::Parquet } else { Format::Ndjson })
}

impl Export {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        if self.sql {
            session.out.text(SQL)?;
            return Ok(Exit::Clean);
        }
        let Some(to) = self.to.as_ref().filter(|_| !self.tables) else {
            session.out.text(&described(session.lang()))?;
            return Ok(Exit::Clean);
        };
        let files = if self.format == Format::Parquet { Files::Parquet } else { Files::Ndjson };
        if !files.built() {
            return Err(CliError::said(&NOT_BUILT, &NOT_BUILT_FIX));
        }
        let given = export(&Asked {
            repo: &session.folder,
            to: &session.path(to),
            files,
            as_of: self.as_of.as_deref(),
            receipts: self.receipts.as_ref().map(|file| session.path(file)).as_deref(),
            checked: !self.unchecked,
            now: session.now,
        })
        .map_err(CliError::plain)?;
        if session.out.is_json() {
            let table = |it: &crate::cli::report::export::Told| {
                json!({
                    "table": it.table, "rows": it.rows, "files": it.files, "rewritten": it.rewritten,
                    "removed": it.removed,
                })
            };
            let tables: Vec<_> = given.tables.iter().map(table).collect();
            let members = json!({"commit": given.commit, "as_of": given.as_of.to_string(), "tables": tables});
            session.out.json("weibao-exported/1", members)?;
            return Ok(Exit::Clean);
        }
        session.out.say(Message::new(&EXPORTED).with("commit", &given.commit).with("as_of", given.as_of))?;
        for it in &given.tables {
            let message = Message::new(&TABLE).with("table", it.table).with("rows", it.rows).with("files", it.files);
            session.out.say(message.with("rewritten", it.rewritten).with("removed", it.removed))?;
        }
        Ok(Exit::Clean)
    }
}
