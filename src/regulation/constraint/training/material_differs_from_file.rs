//! Written material has a title, and the hash of the file that lies beside the record (M-4).

use crate::record::Kind;
use crate::record::parts::NONE;
use crate::record::training::Training;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "material_differs_from_file",
    clauses: &["M-4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Training],
    title: Text { zh: "书面资料与其文件不符", en: "written material is not the file that is attached" },
    explanation: Explanation {
        checks: Text {
            zh: "每份书面资料有名称；附有文件的，资料的 SHA-256 即该文件的 SHA-256。",
            en: "Each piece of written material has a title; where its file is attached, its SHA-256 is that of the file.",
        },
        why: Text {
            zh: "M-4：“并提供书面培训资料”。资料以哈希为凭，与所附文件不一致就无从证明发的是什么。",
            en: "M-4: and provide written training material. The hash is the evidence; where it differs from the file, nothing shows what was handed out.",
        },
        fails: Text {
            zh: "materials[0].sha256 与 materials[0].attachment.sha256 不同。",
            en: "`materials[0].sha256` differs from `materials[0].attachment.sha256`.",
        },
        fix: Text {
            zh: "附上真正发放的文件，填写它的 SHA-256。",
            en: "Attach the file that was handed out and enter its SHA-256.",
        },
    },
    check,
};

texts! {
    UNNAMED: "书面资料没有名称", "the written material has no title";
    DIFFERS: "“{title}”的 SHA-256 与所附文件 {file} 不同", "the SHA-256 of “{title}” is not that of the attached {file}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(session) = case.form::<Training>().and_then(|training| training.session.as_ref()) else {
        return;
    };
    for (place, material) in session.materials.iter().enumerate() {
        if material.title == NONE {
            faults.at(format!("/session/materials/{place}/title"), &UNNAMED);
        }
        if let Some(file) = material.attachment.as_option().filter(|file| file.sha256 != material.sha256) {
            let differs = Message::new(&DIFFERS).with("title", &material.title).with("file", &file.file);
            faults.at(format!("/session/materials/{place}/sha256"), differs);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{training, trial};

    #[test]
    fn an_attached_handout_is_the_one_named() {
        trial(&RULE).adding(&training()).passes();
    }

    #[test]
    fn material_on_paper_alone_has_a_hash_of_its_own() {
        let on_paper =
            training().set("/session/materials/0/attachment", "无").set("/session/materials/0/sha256", "4".repeat(64));
        trial(&RULE).adding(&on_paper).passes();
    }

    #[test]
    fn another_file_is_not_the_material() {
        let other = training().set("/session/materials/0/sha256", "4".repeat(64));
        trial(&RULE).adding(&other).fails_at("/session/materials/0/sha256");
    }

    #[test]
    fn none_is_no_material() {
        trial(&RULE).adding(&training().set("/session/materials/0/title", "无")).fails_at("/session/materials/0/title");
    }
}
