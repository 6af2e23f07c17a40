//! A file outside the records that may not lie there.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while walking commits.
pub static RULE: Rule = Rule {
    id: "foreign_file",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "记录之外的文件不许这样", en: "a file outside the records that is not taken" },
    explanation: Explanation {
        checks: Text {
            zh: "schemas/ 里的文件与程序自带的相同；没有改变显示的文件（.mailmap、.gitmodules、.lfsconfig；.gitattributes 只能在根目录且仅为“* -text”）；制度参数 only_records 为真时只收说明、许可、CI 设置等已知路径；enforce_roles 为真时，记录之外的文件由能改公司记录的岗位改。",
            en: "Files in schemas/ are the program's own; nothing changes what is shown (.mailmap, .gitmodules, .lfsconfig; .gitattributes only at the root and with `* -text` alone); while the policy only_records is on, only known paths such as read-me, licence and CI settings are taken; while enforce_roles is on, files outside the records are for those who may change the company's record.",
        },
        why: Text {
            zh: "评审的人看到的必须就是收下的；格式文件被换，别的工具会按另一套格式判断。",
            en: "Reviewers must see what is taken in; were a schema exchanged, other tools would judge by another format.",
        },
        fails: Text {
            zh: "推送 .gitattributes，把 records/ 标成二进制，评审页面便不再显示差异。",
            en: "A push brings a .gitattributes that calls records/ binary, and review pages show no differences any more.",
        },
        fix: Text {
            zh: "撤销对这个文件的改动；schemas/ 用 weibao 自带的版本，程序升级后由管理员一并更新。",
            en: "Take the change of this file back; keep the schemas weibao brings, and let an administrator update them together with the program.",
        },
    },
    check: super::found_while_reading,
};
