//! `weibao init`: a new repository of records, ready to be worked in.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde_json::{Value, json};

use super::hook;
use crate::calendar;
use crate::cli::input::read_json;
use crate::cli::pipeline::{self, owners};
use crate::cli::prompt::Question;
use crate::cli::session::Session;
use crate::cli::words::CliError;
use crate::cli::{Exit, prompt};
use crate::desk::sync::forge::Forge;
use crate::desk::{Desk, publish};
use crate::guard::{self, ExitCode};
use crate::ledger::{Memory, Records};
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::schema::Schemas;
use crate::store::{Person, Store};
use crate::text::{Message, Text};
use crate::texts;

texts! {
    pub(super) ALREADY: "{path} 里已有 git 仓库", "{path} already holds a git repository";
    pub(super) GIT_FAILED: "git 没有成功：{said}", "git did not succeed: {said}";
    pub(super) NO_GIT: "找不到 git：{why}", "git cannot be run: {why}";
    FOUNDED: "repository: {name} 建库", "repository: {name} founded";
    READY: "已建库 {path}", "the repository {path} is ready";
    NEXT: "下一步：cd {path}；weibao new staff，weibao new client，weibao new site；再由财务 weibao issue 员工", "next: cd {path}; weibao new staff, weibao new client, weibao new site; then finance runs weibao issue STAFF";
    COMPANY: "单位名称", "name of the company";
    STAFF: "第一位员工的编号（如 zhang-wei）", "id of the first member of staff (such as zhang-wei)";
    STAFF_NAME: "姓名", "name";
    EMAIL: "邮箱（提交用）", "address for commits";
    DEPARTMENT: "部门", "department";
    pub(super) NOT_STAFF: "须形如 zhang-wei", "must look like zhang-wei";
    EMPTY: "不能空着", "must not be empty";
}

/// 建库：git 仓库、schema、钩子、公司、节假日、第一位员工、CI 流水线，一次提交 / Makes a repository: schemas, hooks, company, calendar, first staff, the pipeline of CI; one commit
///
/// 例 / example: weibao init 记录 --name 某某公司 --staff chen-jing --staff-name 陈静 --email chen@example.com --department 财务部
#[derive(Debug, Args)]
pub struct Init {
    /// 目录 / Folder
    pub dir: PathBuf,
    /// 改建服务器上收推送的空库 (bare)：钩子、严格设置、服务方法 / Makes the empty repository of a server instead: hook, strict settings, how to serve it
    #[arg(long)]
    pub server: bool,
    /// 服务器不要求提交签名；默认要求 / With --server: commits need no signature; by default they do
    #[arg(long, requires = "server")]
    pub allow_unsigned: bool,
    /// 服务器不要求作者任相应岗位；默认要求 / With --server: authors need no post; by default they do
    #[arg(long, requires = "server")]
    pub allow_any_post: bool,
    /// 单位名称 / Name of the company
    #[arg(long)]
    pub name: Option<String>,
    /// 库的标识，写进每个签名，永不改；不写则由名称和时间得出 / Identity of the repository, bound into every signature
    #[arg(long, value_name = "ID")]
    pub repository: Option<String>,
    /// 正式本系列 / Series of regular books
    #[arg(long, default_value = "WX")]
    pub series: String,
    /// 备用本系列 / Series of spare books
    #[arg(long, default_value = "BY")]
    pub spare_series: String,
    /// 第一位员工的编号 / Id of the first member of staff
    #[arg(long, value_name = "STAFF")]
    pub staff: Option<String>,
    /// 其姓名 / Their name
    #[arg(long, value_name = "NAME")]
    pub staff_name: Option<String>,
    /// 其邮箱 / Their address
    #[arg(long)]
    pub email: Option<String>,
    /// 其部门 / Their department
    #[arg(long)]
    pub department: Option<String>,
    /// 其岗位，可重复 / Their posts; may be repeated
    #[arg(long = "role", value_name = "DUTY", default_values = ["finance", "supervisor"])]
    pub roles: Vec<String>,
    /// 其 SSH 公钥文件 / File of their public SSH key
    #[arg(long, value_name = "FILE")]
    pub public_key: Option<PathBuf>,
    /// 改用此 JSON 作公司记录 / Takes the company record from this JSON file
    #[arg(long, value_name = "FILE")]
    pub company: Option<PathBuf>,
    /// 代码平台，写入其流水线；库已有时只写流水线 / The forge whose pipeline is written; in a repository that is there, that alone
    #[arg(long, conflicts_with = "server", value_parser = ["github", "gitlab", "gitea", "forgejo", "gitee"])]
    pub forge: Option<String>,
    /// 平台上的组织，其下每岗位一个小组，据此写 CODEOWNERS / The organisation on the forge, a team a post, for CODEOWNERS
    #[arg(long, requires = "forge", value_name = "ORG", value_parser = organisation)]
    pub owners: Option<String>,
}

fn organisation(text: &str) -> Result<String, String> {
    owners::is_organisation(text)
        .then(|| text.to_owned())
        .ok_or_else(|| format!("`{text}` is no name of an organisation"))
}

impl Init {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let dir = session.path(&self.dir);
        if self.server {
            return super::init_server::run(self, session, &dir);
        }
        let forge = self.forge.as_deref().and_then(Forge::named);
        if dir.join(".git").exists() {
            if let Some(forge) = forge {
                return super::pipeline::write(session, &Store::open(&dir)?, forge, self.owners.as_deref());
            }
            return Err(CliError::plain(Message::new(&ALREADY).with("path", dir.display())));
        }
        let name = answer(session, self.name.as_ref(), &COMPANY, "--name", false)?;
        let staff = answer(session, self.staff.as_ref(), &STAFF, "--staff", true)?;
        let staff_name = answer(session, self.staff_name.as_ref(), &STAFF_NAME, "--staff-name", false)?;
        let email = answer(session, self.email.as_ref(), &EMAIL, "--email", false)?;
        let department = answer(session, self.department.as_ref(), &DEPARTMENT, "--department", false)?;
        let staff = StaffId::parse(&staff).map_err(|_| CliError::plain(&NOT_STAFF))?;
        let empty = Memory::new();
        let records = Records::new(&empty);
        let mut desk = Desk::new(&records, staff.clone(), session.now);
        desk.new_record(Kind::Company, &self.company_record(session, &name)?)?;
        for year in calendar::published() {
            desk.new_record(Kind::Calendar, &crate::desk::value_of(&year)?)?;
        }
        let day = session.now.day().format("%Y-%m-%d").to_string();
        let roles: Vec<_> = self.roles.iter().map(|role| json!({ "role": role, "from": day })).collect();
        let keys = match &self.public_key {
            Some(path) => vec![json!({ "public": public_key(session, path)?, "from": day })],
            None => Vec::new(),
        };
        desk.new_record(
            Kind::Staff,
            &json!({
                "id": staff, "name": staff_name, "email": email, "department": department, "roles": roles,
                "joined_on": day, "keys": keys, "books": [],
            }),
        )?;
        let mut draft = desk.draft()?;
        let author = Person { name: staff_name, email };
        let verdict = publish::judge(&empty, &draft, session.now, &author)?;
        if verdict.exit() != ExitCode::Clean {
            session.out.text(&guard::text(&verdict, session.lang(), session.surroundings.coloured))?;
            return Ok(Exit::of(verdict.exit()));
        }
        for (file, text) in Schemas::files() {
            draft.add_file(format!("schemas/{file}"), text.as_bytes().to_vec());
        }
        for (path, text) in pipeline::files(forge.unwrap_or(Forge::GitHub), "main", self.owners.as_deref()) {
            draft.add_file(path.to_owned(), text.into_bytes());
        }
        draft.retitle(Message::new(&FOUNDED).with("name", &name));
        let store = Store::create(&dir)?;
        let published = publish::commit(&store, &draft, session.now, author)?;
        hook::install(session, &store)?;
        run_git(&dir, &["config", "weibao.staff", staff.as_str()])?;
        if session.out.is_json() {
            let members = json!({ "path": dir, "commit": published.to_string() });
            session.out.json("weibao-init/1", members)?;
        } else {
            session.out.say(Message::new(&READY).with("path", dir.display()))?;
            session.out.note(Message::new(&NEXT).with("path", self.dir.display()))?;
        }
        Ok(Exit::Clean)
    }

    fn company_record(&self, session: &Session<'_>, name: &str) -> Result<Value, CliError> {
        if let Some(path) = &self.company {
            return read_json(session, path);
        }
        let seed = format!("{name} {}", session.now);
        let drawn = || format!("weibao-{}", &crate::sign::sha256_hex(seed.as_bytes())[..12]);
        let mut series = vec![json!({ "code": self.series, "kind": "regular" })];
        series.push(json!({ "code": self.spare_series, "kind": "spare" }));
        Ok(json!({
            "repository": self.repository.clone().unwrap_or_else(drawn), "name": name, "series": series,
            "duty_phones": [{ "id": "DH-01", "name": "值班电话" }], "policies": [],
        }))
    }
}

/// The answer from a flag or a person.
fn answer(
    session: &Session<'_>,
    given: Option<&String>,
    title: &'static Text,
    flag: &str,
    is_staff: bool,
) -> Result<String, CliError> {
    if let Some(given) = given {
        return Ok(given.clone());
    }
    let lang = session.lang();
    let check: prompt::Check = std::rc::Rc::new(move |text: &str| {
        if text.trim().is_empty() {
            Some(EMPTY.get(lang).to_owned())
        } else if is_staff && StaffId::parse(text.trim()).is_err() {
            Some(NOT_STAFF.get(lang).to_owned())
        } else {
            None
        }
    });
    let question = Question { title: title.get(lang).to_owned(), help: None, default: None, check, known: Vec::new() };
    let text = session.prompter.text(&question).map_err(|why| CliError::unanswered(why, title.get(lang), flag))?;
    Ok(text.trim().to_owned())
}

/// The key of a `.pub` file without its comment.
pub(super) fn public_key(session: &Session<'_>, path: &Path) -> Result<String, CliError> {
    let path = session.path(path);
    let text = std::fs::read_to_string(&path).map_err(|source| CliError::File { path, source })?;
    Ok(text.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
}

fn run_git(dir: &Path, args: &[&str]) -> Result<(), CliError> {
    finished(Command::new("git").arg("-C").arg(dir).args(args))
}

pub(super) fn finished(command: &mut Command) -> Result<(), CliError> {
    let output = command.output().map_err(|why| CliError::plain(Message::new(&NO_GIT).with("why", why)))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(CliError::plain(Message::new(&GIT_FAILED).with("said", said)))
}
