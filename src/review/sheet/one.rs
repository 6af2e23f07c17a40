//! One record on the page: a line of what happened, what was rewritten, who signed, what falls due; the rest folded.

use std::collections::BTreeMap;

use super::value::{spoken, title};
use super::{Block, Lang, Line, Mark, Message, Run, ours};
use crate::record::Kind;
use crate::record::parts::{Method, Role};
use crate::review::{AttachmentShown, DueChange, FieldChange, Nature, RecordChange, Review, Shape, SignatureShown};
use crate::schema::{Field, Schemas};
use crate::text::Text;
use crate::texts;

texts! {
    NEW: "新建", "new";
    CHANGED: "改动", "changed";
    BESIDE: "附件有变", "files beside it";
    REMOVED: "删去", "taken away";
    UNREADABLE: "读不成记录", "cannot be read";
    ADDED: "新填 {n} 项：{sections}", "{n} fields filled in: {sections}";
    GOOD_SIGNATURES: "签字成立：", "signatures that hold: ";
    ALTERED: "签字不成立（所签内容或凭据已变）：", "does not hold (what was signed, or its evidence, is another now): ";
    FORGED: "SSH 签名验证不通过：", "the SSH signature does not verify: ";
    NO_EVIDENCE: "签字的凭据不在：", "the evidence of the signature is missing: ";
    GONE_SIGNATURE: "签字被取走：", "a signature was taken away: ";
    GOOD_FILES: "附件相符：", "files that match: ";
    ALTERED_FILE: "附件与记录不符：", "a file that does not match: ";
    MISSING_FILE: "附件不在：", "a file that is missing: ";
    UNNAMED_FILE: "记录没有写明的附件：", "a file that the record does not name: ";
    GONE_FILE: "附件被取走：", "a file was taken away: ";
    FULFILS: "履行：{what}，应在 {day}", "fulfils: {what}, due {day}";
    FULFILS_LATE: "逾期履行：{what}，应在 {day}", "fulfils too late: {what}, due {day}";
    OPENS: "产生：{what}，应在 {day}", "makes due: {what}, by {day}";
    DROPS: "不再有：{what}，原应在 {day}", "no longer due: {what}, was due {day}";
    ALL: "全部 {n} 项", "all {n} fields";
    TEXT: "原文", "its text";
    NONE: "（无）", "(none)";
}

/// Adds one record to the page.
pub(super) fn record(review: &Review, record: &RecordChange, lang: Lang, blocks: &mut Vec<Block>) {
    let mark = match record.nature {
        Nature::Removed | Nature::Unreadable => Mark::Bad,
        _ if record.errors > 0 => Mark::Bad,
        _ if record.asks() => Mark::Ask,
        _ => Mark::Good,
    };
    blocks.push(Block::Item(0, mark, head(review, record, lang)));
    for change in record.fields.iter().filter(|change| change.old.is_some() && record.nature != Nature::Removed) {
        let mark = if change.rewrites() { Mark::Ask } else { Mark::Plain };
        blocks.push(Block::Item(1, mark, rewritten(review, change, lang)));
    }
    added(record, lang, blocks);
    signatures(review, record, lang, blocks);
    attachments(record, lang, blocks);
    for (list, is_opened) in [(&record.fulfilled, false), (&record.opened, true)] {
        due(review, list, is_opened, lang, blocks);
    }
    for dropped in &record.dropped {
        blocks.push(Block::Item(1, Mark::Ask, due_line(&DROPS, dropped, None, lang)));
    }
    folded(review, record, lang, blocks);
}

fn head(review: &Review, record: &RecordChange, lang: Lang) -> Line {
    let text: &'static Text = match record.nature {
        Nature::New => &NEW,
        Nature::Changed => &CHANGED,
        Nature::Beside => &BESIDE,
        Nature::Removed => &REMOVED,
        Nature::Unreadable => &UNREADABLE,
    };
    let mut line = vec![Run::Strong(record.key.id.clone()), Run::ours(" "), ours(text, lang)];
    let state = |state: &Option<String>| {
        let word = state.clone()?;
        let choice = record.states().iter().find(|choice| choice.value == word);
        Some(choice.map_or(word, |choice| choice.title.get(lang).to_owned()))
    };
    match (state(&record.state.0), state(&record.state.1)) {
        (None, None) => {}
        (old, new) if old == new => line.extend([Run::ours(" · "), Run::theirs(new.unwrap_or_default())]),
        (Some(old), Some(new)) => line.extend([Run::ours(" · "), Run::theirs(format!("{old} → {new}"))]),
        (old, new) => line.extend([Run::ours(" · "), Run::theirs(new.or(old).unwrap_or_default())]),
    }
    // Where it is and what it is about, so that a short line still says something.
    for pointer in
        ["/name", "/report/site", "/site", "/client", "/report/symptom", "/symptom", "/issue/holder", "/person"]
    {
        if let Some(change) = record.fields.iter().find(|change| change.pointer == pointer)
            && let (None, Some(new)) = (&change.old, &change.new)
        {
            line.extend([Run::ours(" · "), Run::theirs(spoken(change, new, &review.names, lang))]);
        }
    }
    line
}

/// `title: old → new`.
pub(super) fn rewritten(review: &Review, change: &FieldChange, lang: Lang) -> Line {
    let value = |value: &Option<serde_json::Value>| match value {
        Some(value) => Run::theirs(spoken(change, value, &review.names, lang)),
        None => ours(&NONE, lang),
    };
    let mut line = named(change, lang);
    line.extend([value(&change.old), Run::ours(" → "), value(&change.new)]);
    line
}

fn named(change: &FieldChange, lang: Lang) -> Line {
    let (title, known) = title(&change.steps, lang);
    let colon = Run::ours(if lang == Lang::Zh { "：" } else { ": " });
    vec![if known { Run::ours(title) } else { Run::theirs(title) }, colon]
}

/// What was filled in, by section.
fn added(record: &RecordChange, lang: Lang, blocks: &mut Vec<Block>) {
    if record.nature != Nature::Changed {
        return;
    }
    let mut sections: Vec<(String, usize)> = Vec::new();
    for change in record.fields.iter().filter(|change| change.old.is_none()) {
        let name = change.section().map(|step| title(std::slice::from_ref(step), lang).0).unwrap_or_default();
        match sections.last_mut().filter(|(last, _)| *last == name) {
            Some((_, count)) => *count += 1,
            None => sections.push((name, 1)),
        }
    }
    let n: usize = sections.iter().map(|(_, count)| count).sum();
    if n > 0 {
        let list: Vec<String> = sections.into_iter().map(|(name, count)| format!("{name} {count}")).collect();
        let said = Message::new(&ADDED).with("n", n).with("sections", list.join(" · "));
        blocks.push(Block::Item(1, Mark::Plain, vec![Run::theirs(said.speak(lang))]));
    }
}

fn signatures(review: &Review, record: &RecordChange, lang: Lang, blocks: &mut Vec<Block>) {
    let mut groups: BTreeMap<(bool, u8), (&'static Text, Vec<String>)> = BTreeMap::new();
    for one in &record.signatures {
        let (bad, place, text): (bool, u8, &'static Text) = match (one.gone, one.shape) {
            (true, _) => (true, 0, &GONE_SIGNATURE),
            (_, Shape::Good) => (false, 0, &GOOD_SIGNATURES),
            (_, Shape::Altered) => (true, 1, &ALTERED),
            (_, Shape::Forged) => (true, 2, &FORGED),
            (_, Shape::Missing) => (true, 3, &NO_EVIDENCE),
        };
        groups.entry((bad, place)).or_insert((text, Vec::new())).1.push(signed(review, record.key.kind, one, lang));
    }
    for ((bad, _), (text, list)) in groups {
        let mark = if bad { Mark::Bad } else { Mark::Good };
        blocks.push(Block::Item(
            1,
            mark,
            vec![ours(text, lang), Run::theirs(list.join(if lang == Lang::Zh { "；" } else { "; " }))],
        ));
    }
}

/// `维修 · 维修人员 王军 wang-jun 2026-03-02 10:00`; how it was signed stands there where it was not with an SSH key.
fn signed(review: &Review, kind: Kind, one: &SignatureShown, lang: Lang) -> String {
    let root = Schemas::get().fields(kind);
    let section = section_title(root, &one.section, lang);
    let field = |name: &str| root.at(&format!("/{}/signatures/0/{name}", one.section));
    let choice = |field: Option<&Field>, word: String| {
        let choice = field.and_then(|field| field.choices.iter().find(|choice| choice.value == word));
        choice.map_or(word.clone(), |choice| choice.title.get(lang).to_owned())
    };
    let role = choice(field("role"), word_of_role(one.role));
    let method = match one.method {
        Method::PaperScan => "paper_scan",
        Method::Drawn => "drawn",
        Method::Ssh => "ssh",
    };
    let method = match one.method {
        Method::Ssh => String::new(),
        _ => format!(" {}", choice(field("method"), method.to_owned())),
    };
    let name = review.names.of(one.signer.as_str()).map_or(String::new(), |name| format!("{name} "));
    let at = one.at.to_string().replace('T', " ");
    format!("{section} · {role} {name}{} {}{method}", one.signer, at.get(..16).unwrap_or(&at))
}

fn section_title(root: &'static Field, section: &str, lang: Lang) -> String {
    let mut titles = Vec::new();
    let mut path = String::new();
    for step in section.split('/') {
        path = format!("{path}/{step}");
        match root.at(&path) {
            Some(field) if !step.bytes().all(|byte| byte.is_ascii_digit()) => {
                titles.push(field.title.get(lang).to_owned());
            }
            _ => titles.push(step.parse::<usize>().map_or(step.to_owned(), |n| (n + 1).to_string())),
        }
    }
    titles.join(" ")
}

fn word_of_role(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn attachments(record: &RecordChange, lang: Lang, blocks: &mut Vec<Block>) {
    let shown = |one: &AttachmentShown| match one.size {
        Some(size) => format!("{} ({size} B)", one.file),
        None => one.file.clone(),
    };
    let good: Vec<String> =
        record.attachments.iter().filter(|one| one.shape == Some(Shape::Good) && !one.gone).map(shown).collect();
    if !good.is_empty() {
        blocks.push(Block::Item(1, Mark::Good, vec![ours(&GOOD_FILES, lang), Run::theirs(good.join(" "))]));
    }
    for one in record.attachments.iter().filter(|one| one.gone || one.shape != Some(Shape::Good)) {
        let text: &'static Text = match (one.gone, one.shape) {
            (true, _) => &GONE_FILE,
            (_, None) => &UNNAMED_FILE,
            (_, Some(Shape::Missing)) => &MISSING_FILE,
            _ => &ALTERED_FILE,
        };
        blocks.push(Block::Item(1, Mark::Bad, vec![ours(text, lang), Run::theirs(shown(one))]));
    }
}

/// Obligations, those of one rule in one line: the first by name, then how many more.
fn due(review: &Review, list: &[DueChange], is_opened: bool, lang: Lang, blocks: &mut Vec<Block>) {
    let mut by_rule: BTreeMap<&str, Vec<&DueChange>> = BTreeMap::new();
    for change in list {
        by_rule.entry(change.due.rule.id).or_default().push(change);
    }
    for mut changes in by_rule.into_values() {
        changes.sort_by_key(|change| change.due.due_on);
        let late = changes.iter().any(|change| change.late());
        let (text, mark): (&'static Text, Mark) = match (is_opened, late) {
            (true, _) => (&OPENS, Mark::Plain),
            (false, true) => (&FULFILS_LATE, Mark::Ask),
            (false, false) => (&FULFILS, Mark::Good),
        };
        let more = changes.len() - 1;
        if let Some(first) = changes.first() {
            let name = first.due.responsible.as_ref().and_then(|id| review.names.of(id.as_str()));
            let mut line = due_line(text, first, name, lang);
            if more > 0 {
                line.push(Run::ours(format!(" (+{more})")));
            }
            blocks.push(Block::Item(1, mark, line));
        }
    }
}

fn due_line(text: &'static Text, change: &DueChange, name: Option<&str>, lang: Lang) -> Line {
    let said = Message::new(text).with_message("what", &change.due.rule.title).with("day", change.due.due_on);
    let mut line = vec![Run::ours(format!("{} ({})", said.speak(lang), change.due.clauses.join(", ")))];
    if let Some(name) = name {
        line.extend([Run::ours(" "), Run::theirs(name)]);
    }
    line
}

/// Everything, for whoever wants it.
fn folded(review: &Review, record: &RecordChange, lang: Lang, blocks: &mut Vec<Block>) {
    if let Some(raw) = &record.raw {
        let lines = raw.lines().map(|line| Block::Item(0, Mark::Plain, vec![Run::theirs(line)])).collect();
        blocks.push(Block::Folded(vec![ours(&TEXT, lang)], lines));
    }
    let inside: Vec<Block> = record
        .fields
        .iter()
        .filter(|change| change.old.is_none() || record.nature == Nature::Removed)
        .filter(|change| !matches!(change.pointer.as_str(), "/schema" | "/id"))
        .map(|change| {
            let mut line = named(change, lang);
            let value = change.new.as_ref().or(change.old.as_ref());
            line.push(Run::theirs(value.map(|value| spoken(change, value, &review.names, lang)).unwrap_or_default()));
            Block::Item(0, Mark::Plain, line)
        })
        .collect();
    if !inside.is_empty() {
        let said = Message::new(&ALL).with("n", inside.len()).speak(lang);
        blocks.push(Block::Folded(vec![Run::ours(said)], inside));
    }
}
