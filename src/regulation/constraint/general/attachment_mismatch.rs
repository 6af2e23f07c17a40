//! Attachments and the records that name them agree, both ways.

use crate::record::parts::Attachment;
use crate::regulation::constraint::places::walk;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::sign;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "attachment_mismatch",
    clauses: &["G", "M-5"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "附件与记录不符", en: "an attachment and its record do not agree" },
    explanation: Explanation {
        checks: Text {
            zh: "记录所列每个附件都在其旁，大小和 SHA-256 相符；记录旁的附件都在记录中列出。",
            en: "Every attachment a record names lies beside it with its size and SHA-256; every attachment beside a record is named in it.",
        },
        why: Text {
            zh: "M-5：签字的扫描件是“详细、准确的记录”的凭据；被换掉或没人认领的文件证明不了什么。",
            en: "M-5: the scan of a signature is the evidence of a detailed, accurate record; a file that was exchanged, or that nobody names, proves nothing.",
        },
        fails: Text {
            zh: "签字扫描件 WX-0000001.signed.png 被另一张图替换，sha256 不再相符。",
            en: "The scan `WX-0000001.signed.png` was replaced by another picture and no longer has its `sha256`.",
        },
        fix: Text {
            zh: "恢复原文件；新附件放在记录旁并在记录中写明文件名、大小和 SHA-256；多余的文件移走。",
            en: "Bring the original file back; put a new attachment beside the record and name it there with size and SHA-256; take stray files away.",
        },
    },
    check,
};

texts! {
    MISSING: "记录旁没有文件 {file}", "there is no file {file} beside the record";
    SIZE: "文件 {file} 为 {real} 字节，记录写 {said}", "the file {file} has {real} bytes, the record says {said}";
    CONTENT: "文件 {file} 的 SHA-256 与记录不符", "the file {file} does not have the SHA-256 that the record says";
    UNNAMED: "记录旁的文件 {file} 未在记录中列出", "the file {file} beside the record is not named in it";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    let mut listed: Vec<(String, Attachment)> = Vec::new();
    walk(&after.value, true, &mut |trail, value| {
        if value.get("sha256").is_some()
            && let Ok(attachment) = <Attachment as serde::Deserialize>::deserialize(value)
        {
            listed.push((trail.to_string(), attachment));
        }
    });
    for (pointer, said) in &listed {
        let with_file = |text| Message::new(text).with("file", case.key.attachment(&said.file));
        let Some(bytes) = case.world.records.attachment(case.key, &said.file) else {
            faults.at(format!("{pointer}/file"), with_file(&MISSING));
            continue;
        };
        if bytes.len() as u64 != said.size {
            let wrong = with_file(&SIZE).with("real", bytes.len()).with("said", said.size);
            faults.at(format!("{pointer}/size"), wrong);
        }
        if sign::sha256_hex(&bytes) != said.sha256 {
            faults.at(format!("{pointer}/sha256"), with_file(&CONTENT));
        }
    }
    let named = |file: &String| listed.iter().any(|(_, said)| said.file == *file);
    for file in case.world.records.attachments(case.key).iter().filter(|file| !named(file)) {
        faults.at("", Message::new(&UNNAMED).with("file", case.key.attachment(file)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, ticket, trial};

    const SCAN: &str = "records/ticket/WX/000/00/WX-0000002.signed.png";

    #[test]
    fn a_scan_beside_its_record_is_fine() {
        trial(&RULE).adding(&ticket(2)).passes();
    }

    #[test]
    fn the_attachment_of_a_callback_is_not_that_of_a_longer_key() {
        let neighbour = "records/onsite-callback/000/S00001/S00001-01.month_3.after_visit.photo.png";
        trial(&RULE).adding(&onsite()).scene(|scene| scene.file(neighbour, b"x")).passes();
    }

    #[test]
    fn a_named_scan_is_there() {
        trial(&RULE).adding(&ticket(2)).scene(|scene| scene.without(SCAN)).fails_at("/void/signatures/0/evidence/file");
    }

    #[test]
    fn a_scan_is_not_exchanged() {
        trial(&RULE)
            .adding(&ticket(2))
            .scene(|scene| scene.file(SCAN, b"another drawing!!\n"))
            .fails_at("/void/signatures/0/evidence/sha256");
    }

    #[test]
    fn a_scan_has_its_size() {
        trial(&RULE)
            .adding(&ticket(2).set("/void/signatures/0/evidence/size", 19))
            .fails_at("/void/signatures/0/evidence/size");
    }

    #[test]
    fn a_file_nobody_names_is_found() {
        trial(&RULE)
            .adding(&ticket(4))
            .scene(|scene| scene.file("records/ticket/WX/000/00/WX-0000004.photo.png", b"x"))
            .fails_at("");
    }
}
