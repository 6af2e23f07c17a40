//! What every writing command takes: members one by one, a file of them, and signatures.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::session::Session;
use super::{CliError, attach, value};
use crate::desk::merge;
use crate::desk::signing::{Signing, With};
use crate::desk::{Desk, DeskError, keygen};
use crate::json;
use crate::record::Kind;
use crate::record::id::ContactId;
use crate::record::parts::{Method, Role, Signer};
use crate::record::path::Key;
use crate::text::Message;
use crate::texts;

texts! {
    BAD_SET: "--set “{text}” 不对", "--set `{text}` does not say what to set";
    BAD_SET_FIX: "形如 --set report.symptom=无图像", "write it as --set report.symptom=…";
    WHO_SIGNS: "“{role}” 由谁签？", "who signs as `{role}`?";
    WHO_SIGNS_FIX: "写明签字人，如 {section}:{role}@C00001-01=scan:签字.png", "name the signer, as in {section}:{role}@C00001-01=scan:signed.png";
    NO_KEY: "不知道用哪把 SSH 密钥", "which SSH key is to sign?";
    NO_KEY_FIX: "请写明，如 key:~/.ssh/id_ed25519，或运行 git config user.signingkey 文件", "name it as in key:/home/me/.ssh/id_ed25519, or run git config user.signingkey FILE";
}

/// Members and signatures on the command line.
#[derive(Debug, Clone, Default, Args)]
pub struct Input {
    /// 设定一项，可重复；值按字段类型读，枚举可写中文，对象和列表写 JSON / Sets one member by its path; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// 把文件附在记录旁，可重复；文件名、大小、哈希自动填写 / Puts a file beside the record; name, size and hash are filled in; may be repeated
    #[arg(long = "attach", value_name = "PATH=FILE")]
    pub attach: Vec<String>,
    /// 从 JSON 文件取，`-` 为标准输入；草稿也这样取回 / Takes members from a JSON file, `-` for standard input; also takes a kept draft back
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// 同时签字，可重复：节:角色=key、节:角色=scan:文件 或 节:角色=drawn:文件；角色后可加 @签字人，key 后可加 :文件 / Signs in the same commit; may be repeated
    #[arg(long = "sign", value_name = "SECTION:ROLE[@SIGNER]=HOW", value_parser = SignArg::parse)]
    pub sign: Vec<SignArg>,
    /// 只判定，不写入 / Judges only and writes nothing
    #[arg(long)]
    pub dry_run: bool,
}

impl Input {
    /// What was given, over `base`: the file first, then each `--set`, read by the types of the kind's schema below
    /// `under`.
    pub fn members(&self, session: &Session<'_>, kind: Kind, base: Value, under: &str) -> Result<Value, CliError> {
        let mut members = base;
        if let Some(path) = &self.from {
            let read = read_json(session, path)?;
            if !read.is_object() {
                return Err(DeskError::NotAnObject(path.display().to_string()).into());
            }
            merge::merge(&mut members, &read);
        }
        for text in &self.set {
            let (path, written) = text
                .split_once('=')
                .filter(|(path, _)| !path.is_empty())
                .ok_or_else(|| CliError::said(Message::new(&BAD_SET).with("text", text), &BAD_SET_FIX))?;
            let whole = if under.is_empty() { path.to_owned() } else { format!("{under}.{path}") };
            let value = value::parse(kind, &whole, written)?;
            merge::set(&mut members, path, value)?;
        }
        for text in &self.attach {
            attach::by_flag(session, kind, &mut members, text)?;
        }
        Ok(members)
    }

    /// Whether anything was given.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.attach.is_empty() && self.from.is_none()
    }
}

/// Reads a file of JSON strictly, or standard input for `-`.
pub fn read_json(session: &Session<'_>, path: &Path) -> Result<Value, CliError> {
    let name = path.display().to_string();
    let bytes = if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|source| CliError::File { path: path.to_owned(), source })?;
        bytes
    } else {
        read_file(session, path)?
    };
    json::parse(&json::tidy(&bytes)).map_err(|fault| CliError::NotJson { path: name, fault })
}

/// Reads a file as it is.
pub(super) fn read_file(session: &Session<'_>, path: &Path) -> Result<Vec<u8>, CliError> {
    let path = session.path(path);
    std::fs::read(&path).map_err(|source| CliError::File { path, source })
}

/// A signature asked for: `work:technician=key`, `confirmation:client@C00001-01=scan:signed.png`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignArg {
    /// The section.
    pub section: String,
    /// In which capacity.
    pub role: Role,
    /// Who; otherwise the one who acts.
    pub signer: Option<Signer>,
    /// With what.
    pub how: How,
}

/// With what one signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// An SSH key; without a file git's `user.signingkey`.
    Key(Option<PathBuf>),
    /// A picture.
    Picture(Method, PathBuf),
}

impl SignArg {
    /// Reads `SECTION:ROLE[@SIGNER]=HOW`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let shape = || "SECTION:ROLE[@SIGNER]=key[:FILE]|scan:FILE|drawn:FILE".to_owned();
        let (front, how) = text.split_once('=').ok_or_else(shape)?;
        let (section, who) = front.split_once(':').ok_or_else(shape)?;
        let (role, signer) = match who.split_once('@') {
            Some((role, signer)) => (role, Some(parse_signer(signer)?)),
            None => (who, None),
        };
        let (word, file) = how.split_once(':').map_or((how, None), |(word, file)| (word, Some(PathBuf::from(file))));
        let how = match (word, file) {
            ("key", file) => How::Key(file),
            ("scan", Some(file)) => How::Picture(Method::PaperScan, file),
            ("drawn", Some(file)) => How::Picture(Method::Drawn, file),
            _ => return Err(shape()),
        };
        Ok(Self { section: section.to_owned(), role: parse_role(role)?, signer, how })
    }
}

/// Reads a role by its English word or its Chinese name.
pub fn parse_role(text: &str) -> Result<Role, String> {
    let word = value::enum_value(Kind::Ticket, "work.signatures.0.role", text)?;
    serde_json::from_value(Value::from(word)).map_err(|error| error.to_string())
}

/// Reads a signer: a contact's or a staff's id.
pub fn parse_signer(text: &str) -> Result<Signer, String> {
    if let Ok(id) = ContactId::parse(text) {
        return Ok(Signer::Contact(id));
    }
    crate::record::id::StaffId::parse(text).map(Signer::Staff).map_err(|bad| bad.to_string())
}

/// Puts a signature that was asked for under the record's section.
pub fn sign(
    session: &Session<'_>,
    desk: &mut Desk<'_>,
    key: &Key,
    order: &SignArg,
    store_key: Option<String>,
) -> Result<(), CliError> {
    let role =
        serde_json::to_value(order.role).ok().and_then(|role| role.as_str().map(str::to_owned)).unwrap_or_default();
    let signer = match (&order.signer, order.role) {
        (Some(signer), _) => signer.clone(),
        (None, Role::Client) => {
            return Err(CliError::said(
                Message::new(&WHO_SIGNS).with("role", &role),
                Message::new(&WHO_SIGNS_FIX).with("role", &role).with("section", &order.section),
            ));
        }
        (None, _) => Signer::Staff(desk.by().clone()),
    };
    let at = desk.at();
    let signing = |with| Signing { section: &order.section, role: order.role, signer: signer.clone(), at, with };
    match &order.how {
        How::Key(file) => {
            let file = file.clone().map(|file| session.path(&file)).or_else(|| store_key.map(PathBuf::from));
            let file = file.ok_or_else(|| CliError::said(&NO_KEY, &NO_KEY_FIX))?;
            let with_key = |message: &[u8]| keygen::sign(&file, message);
            desk.sign(key, &signing(With::Key(&with_key)))?;
        }
        How::Picture(method, file) => {
            let bytes = read_file(session, file)?;
            let ending =
                file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
            let ending = if ending == "jpeg" { "jpg" } else { ending.as_str() };
            desk.sign(key, &signing(With::Picture { method: *method, ending, bytes }))?;
        }
    }
    Ok(())
}
