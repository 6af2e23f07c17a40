//! Not well-formed JSON.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while reading.
pub static RULE: Rule = Rule {
    id: "malformed_json",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "不是合规的 JSON", en: "not well-formed JSON" },
    explanation: Explanation {
        checks: Text {
            zh: "记录是 UTF-8 的 I-JSON:无重复成员、无小数、整数不超过 ±(2^53−1)、无孤立代理、无 BOM、换行只用 LF、嵌套不超过 64 层、不超过 256 KiB。",
            en: "Records are I-JSON in UTF-8: no duplicate members, no fractions, integers within ±(2^53−1), no lone surrogates, no BOM, LF only, nesting to 64, up to 256 KiB.",
        },
        why: Text {
            zh: "一份记录只能有一种读法；签字所覆盖的必须就是人所读到的。",
            en: "A record must have one reading only: what was signed must be what is read.",
        },
        fails: Text { zh: "同一成员写了两次。", en: "The same member written twice." },
        fix: Text {
            zh: "按提示的行列改正；或用 weibao edit 修改，它只写合规的 JSON。",
            en: "Put it right at the line and column shown, or edit with `weibao edit`, which writes well-formed JSON only.",
        },
    },
    check: super::found_while_reading,
};
