//! An entry that may not be among the records.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while reading.
pub static RULE: Rule = Rule {
    id: "forbidden_entry",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "记录目录里有不许存在的条目", en: "an entry that may not be among the records" },
    explanation: Explanation {
        checks: Text {
            zh: "records/ 下只有普通文件（100644）和目录；没有链接、可执行文件、子模块，没有怪异的名称。",
            en: "Under records/ there are plain files (100644) and folders only: no links, no executables, no submodules, no odd names.",
        },
        why: Text {
            zh: "设计第 1 条：记录就是文件。别的条目能骗过读者和工具。",
            en: "Design: a record is a file. Other entries deceive readers and tools.",
        },
        fails: Text {
            zh: "把 records/staff/zhang-wei.json 换成符号链接。",
            en: "Replacing records/staff/zhang-wei.json by a symbolic link.",
        },
        fix: Text {
            zh: "以普通文件重新提交:git update-index --chmod=-x,或删去链接后写回文件。",
            en: "Commit it again as a plain file: `git update-index --chmod=-x`, or take the link away and write the file back.",
        },
    },
    check: super::found_while_reading,
};
