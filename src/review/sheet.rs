//! A review laid out for people: what needs a decision first, then the records by kind, unremarkable ones short.

use std::collections::BTreeMap;

use super::{Nature, RecordChange, Review};
use crate::guard::Placed;
use crate::measure::books::{Account, NumberState};
use crate::record::Kind;
use crate::regulation::finding::Finding;
use crate::regulation::rule::Severity;
use crate::render::sheet::{Block, Line, Mark, Run, Sheet};
use crate::store::Id;
use crate::text::{Lang, Message, Text};
use crate::texts;

mod one;
mod value;

texts! {
    TITLE: "评审 {from}..{to}", "review of {from}..{to}";
    NOTHING: "（空库）", "(nothing)";
    PARTED: "与 {parted} 比较（分支由此分出），{base} 此后的提交不在其内", "compared with {parted}, where the branch parted; what {base} got since is no part of it";
    COMMITS: "{n} 次提交，{people} 人，{records} 份记录", "{n} commits by {people} people, {records} records";
    ASKING: "需要定夺的 {n} 份，其余 {rest} 份没有可疑之处", "{n} of them ask for a decision, nothing is unusual about the other {rest}";
    SUMMARY: "概要", "Summary";
    COUNT: "{kind}：{what}", "{kind}: {what}";
    NEW: "新建 {n}", "{n} new";
    CHANGED: "改动 {n}", "{n} changed";
    GONE: "删去 {n}", "{n} taken away";
    OTHER_FILES: "记录以外的文件：{n}", "files that are no records: {n}";
    NO_RECORDS: "没有改动任何记录", "no record is changed";
    DECIDE: "需要定夺", "To be decided";
    NOTHING_TO_DECIDE: "没有发现问题，也没有作废、更正、逾期或删改", "nothing found; nothing made void, corrected, late or taken away";
    FINDING: " [{rule}] {clause}", " [{rule}] {clause}";
    TIMES: "（{n} 处）", " ({n} times)";
    REWRITTEN: "改写了已有的内容", "replaces what stood there";
    FIX: "怎么改：", "how to put it right: ";
    VOID: "作废、撤回或转单", "void, withdrawn or transferred";
    CORRECTION: "更正另一份记录", "corrects another record";
    LATE: "自报逾期", "declares itself late";
    LATE_DONE: "履行逾期", "done too late";
    REMOVED: "删去了记录", "takes a record away";
    UNREADABLE: "不是合格的记录", "is no record of its kind";
    HIDDEN: "含有看不见或冒充的字符", "has characters that cannot be seen or pose as others";
    SIGNATURE: "有签字被取走或不成立", "has a signature that was taken away or does not hold";
    FILE: "有附件被取走、未登记或不符", "has a file that was taken away, is not named, or does not match";
    MERGE: "合并提交，带来 {n} 个文件的改动，自身没有另改", "a merge that brings changes of {n} files and none of its own";
    MERGE_OWN: "合并提交自身另改了 {n} 处，任何一边都没有：", "a merge that itself has {n} files as on neither side: ";
    BOOKS: "维修单本", "Books";
    BOOK_NEW: "新发", "newly issued";
    BOOK_GONE: "已不在", "gone";
    FILES: "其他文件", "Other files";
    BYTES: "{before} → {after} 字节", "{before} → {after} bytes";
    ODD_FILE: "不是普通文件", "no plain file";
    LINES: "改动的行：去 {old}，加 {new}", "changed lines: {old} out, {new} in";
    LIST: "提交", "Commits";
    CANNOT: "无法判断：", "could not judge: ";
}

/// The review as a page.
pub fn sheet(review: &Review, lang: Lang) -> Sheet {
    let short = |id: Id| id.to_string()[..12].to_owned();
    let from = review.base.map_or_else(|| NOTHING.get(lang).to_owned(), short);
    let title = Message::new(&TITLE).with("from", &from).with("to", short(review.head)).speak(lang);
    let mut blocks = Vec::new();
    if review.parted != review.base {
        let parted = review.parted.map_or_else(|| NOTHING.get(lang).to_owned(), short);
        blocks.push(plain(&Message::new(&PARTED).with("parted", parted).with("base", from), lang));
    }
    summary(review, lang, &mut blocks);
    decide(review, lang, &mut blocks);
    records(review, lang, &mut blocks);
    books(review, lang, &mut blocks);
    others(review, lang, &mut blocks);
    commits(review, lang, &mut blocks);
    Sheet { title, blocks }
}

fn ours(text: &'static Text, lang: Lang) -> Run {
    Run::ours(text.get(lang))
}

fn plain(message: &Message, lang: Lang) -> Block {
    Block::Item(0, Mark::Plain, vec![Run::ours(message.speak(lang))])
}

fn heading(text: &'static Text, lang: Lang) -> Block {
    Block::Heading(2, vec![ours(text, lang)])
}

fn summary(review: &Review, lang: Lang, blocks: &mut Vec<Block>) {
    blocks.push(heading(&SUMMARY, lang));
    let mut people: Vec<&str> = review.commits.iter().map(|commit| commit.author.as_str()).collect();
    people.sort_unstable();
    people.dedup();
    let commits = Message::new(&COMMITS).with("n", review.commits.len()).with("people", people.len());
    blocks.push(plain(&commits.with("records", review.records.len()), lang));
    let asking = review.records.iter().filter(|record| record.asks()).count();
    if asking > 0 {
        let rest = review.records.len() - asking;
        blocks.push(plain(&Message::new(&ASKING).with("n", asking).with("rest", rest), lang));
    }
    let mut counts: BTreeMap<Kind, [usize; 3]> = BTreeMap::new();
    for record in &review.records {
        let place = match record.nature {
            Nature::New => 0,
            Nature::Changed | Nature::Beside | Nature::Unreadable => 1,
            Nature::Removed => 2,
        };
        counts.entry(record.key.kind).or_default()[place] += 1;
    }
    if counts.is_empty() {
        blocks.push(plain(&Message::new(&NO_RECORDS), lang));
    }
    // In one paragraph: what needs a decision is to be seen on the first screen.
    let kinds = counts.into_iter().map(|(kind, counts)| {
        let texts: [&'static Text; 3] = [&NEW, &CHANGED, &GONE];
        let some = texts.into_iter().zip(counts).filter(|(_, n)| *n > 0);
        let what: Vec<String> = some.map(|(text, n)| Message::new(text).with("n", n).speak(lang)).collect();
        let message = Message::new(&COUNT).with_message("kind", kind.name());
        message.with("what", what.join(if lang == Lang::Zh { "，" } else { ", " })).speak(lang)
    });
    let kinds: Vec<String> = kinds.collect();
    if !kinds.is_empty() {
        let line = kinds.join(if lang == Lang::Zh { "；" } else { "; " });
        blocks.push(Block::Item(0, Mark::Plain, vec![Run::ours(line)]));
    }
    if !review.others.is_empty() {
        blocks.push(plain(&Message::new(&OTHER_FILES).with("n", review.others.len()), lang));
    }
}

fn decide(review: &Review, lang: Lang, blocks: &mut Vec<Block>) {
    blocks.push(heading(&DECIDE, lang));
    let start = blocks.len();
    if let Some(unreadable) = &review.verdict.unreadable {
        let said = format!("{}: {}", unreadable.path, unreadable.reason);
        blocks.push(Block::Item(0, Mark::Bad, vec![ours(&CANNOT, lang), Run::theirs(said)]));
    }
    findings(review, lang, blocks);
    for record in &review.records {
        let reasons = reasons(record);
        if reasons.is_empty() {
            continue;
        }
        let mark = if reasons.iter().any(|(_, bad)| *bad) { Mark::Bad } else { Mark::Ask };
        let (colon, comma) = if lang == Lang::Zh { ("：", "；") } else { (": ", "; ") };
        let why: Vec<&str> = reasons.iter().map(|(text, _)| text.get(lang)).collect();
        let name = format!("{} {}{colon}{}", record.key.kind.name().get(lang), record.key.id, why.join(comma));
        blocks.push(Block::Item(0, mark, vec![Run::ours(name)]));
        for change in record.rewritten() {
            blocks.push(Block::Item(1, Mark::Plain, one::rewritten(review, change, lang)));
        }
    }
    for merge in &review.merges {
        let id = merge.id.to_string()[..12].to_owned();
        if merge.own.is_empty() {
            let said = Message::new(&MERGE).with("n", merge.brings).speak(lang);
            blocks.push(Block::Item(0, Mark::Plain, vec![Run::ours(format!("{id} {said}"))]));
            continue;
        }
        let said = Message::new(&MERGE_OWN).with("n", merge.own.len()).speak(lang);
        blocks.push(Block::Item(
            0,
            Mark::Bad,
            vec![Run::ours(format!("{id} {said}")), Run::theirs(merge.own.join(" "))],
        ));
    }
    if blocks.len() == start {
        blocks.push(Block::Item(0, Mark::Good, vec![ours(&NOTHING_TO_DECIDE, lang)]));
    }
}

/// What the gate finds: errors first, each rule once with all its places, and how to put it right once.
fn findings(review: &Review, lang: Lang, blocks: &mut Vec<Block>) {
    let is_error = |placed: &Placed| placed.finding.rule.severity == Severity::Error;
    let mut alike: Vec<(&Finding, Vec<&Placed>)> = Vec::new();
    let (errors, warnings): (Vec<_>, Vec<_>) = review.verdict.findings.iter().partition(|placed| is_error(placed));
    for placed in errors.into_iter().chain(warnings) {
        let one = &placed.finding;
        match alike.iter_mut().find(|(first, _)| first.rule.id == one.rule.id && first.clauses == one.clauses) {
            Some((_, list)) => list.push(placed),
            None => alike.push((one, vec![placed])),
        }
    }
    for (first, list) in alike {
        let rule = first.rule;
        let mark = if rule.severity == Severity::Error { Mark::Bad } else { Mark::Ask };
        let clause = Message::new(&FINDING).with("rule", rule.id).with("clause", first.clauses.join(", ")).speak(lang);
        let mut line = vec![Run::Strong(rule.title.get(lang).to_owned()), Run::ours(clause)];
        if list.len() > 1 {
            line.push(Run::ours(Message::new(&TIMES).with("n", list.len()).speak(lang)));
        }
        blocks.push(Block::Item(0, mark, line));
        let mut fixes: Vec<String> = Vec::new();
        for placed in list {
            let place = placed.position.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
            let file = placed.finding.path.rsplit('/').next().unwrap_or_default();
            let what = vec![
                Run::theirs(format!("{file}{place}")),
                Run::ours(if lang == Lang::Zh { "：" } else { ": " }),
                Run::theirs(placed.finding.wrong.speak(lang)),
            ];
            blocks.push(Block::Item(1, Mark::Plain, what));
            let fix = placed.finding.fix.speak(lang);
            if !fixes.contains(&fix) {
                fixes.push(fix);
            }
        }
        for fix in fixes {
            blocks.push(Block::Item(1, Mark::Plain, vec![ours(&FIX, lang), Run::theirs(fix)]));
        }
    }
}

/// Why a record asks for a decision, besides what the gate finds.
fn reasons(record: &RecordChange) -> Vec<(&'static Text, bool)> {
    use super::Shape::Good;
    let signed = record.signatures.iter().any(|one| one.gone || one.shape != Good);
    let attached = record.attachments.iter().any(|one| one.gone || one.shape != Some(Good));
    let all: [(bool, &'static Text, bool); 10] = [
        (record.nature == Nature::Removed, &REMOVED, true),
        (record.nature == Nature::Unreadable, &UNREADABLE, true),
        (signed, &SIGNATURE, true),
        (attached, &FILE, true),
        (record.hidden, &HIDDEN, true),
        (record.rewritten().next().is_some(), &REWRITTEN, false),
        (record.void, &VOID, false),
        (record.correction, &CORRECTION, false),
        (record.late, &LATE, false),
        (record.fulfilled.iter().any(super::DueChange::late), &LATE_DONE, false),
    ];
    all.into_iter().filter(|(is, ..)| *is).map(|(_, text, bad)| (text, bad)).collect()
}

/// The records by kind, then by who wrote them, then by key.
fn records(review: &Review, lang: Lang, blocks: &mut Vec<Block>) {
    let mut sorted: Vec<&RecordChange> = review.records.iter().collect();
    sorted.sort_by_key(|record| (record.key.kind, record.author.clone(), record.key.clone()));
    let mut kind = None;
    let mut author = None;
    for record in sorted {
        if kind != Some(record.key.kind) {
            kind = Some(record.key.kind);
            author = None;
            blocks.push(Block::Heading(2, vec![Run::ours(record.key.kind.name().get(lang))]));
        }
        if author.as_ref() != Some(&record.author) {
            author = Some(record.author.clone());
            blocks.push(Block::Heading(3, who(review, record.author.as_deref())));
        }
        one::record(review, record, lang, blocks);
    }
}

/// Who an address belongs to.
fn who(review: &Review, email: Option<&str>) -> Line {
    let Some(email) = email else {
        return vec![Run::ours("—")];
    };
    let id = review.names.person(email);
    let name = id.and_then(|id| review.names.of(id.as_str()));
    vec![Run::theirs(match (id, name) {
        (Some(id), Some(name)) => format!("{name} {id}"),
        _ => email.to_owned(),
    })]
}

fn books(review: &Review, lang: Lang, blocks: &mut Vec<Block>) {
    if review.books.is_empty() {
        return;
    }
    blocks.push(heading(&BOOKS, lang));
    for book in &review.books {
        let holder = book.after.as_ref().or(book.before.as_ref()).map(|account| account.holder.to_string());
        let holder = holder.map(|id| review.names.of(&id).map_or(id.clone(), |name| format!("{name} {id}")));
        let mut line =
            vec![Run::ours(format!("{} ", book.book)), Run::theirs(holder.unwrap_or_default()), Run::ours(" ")];
        match (&book.before, &book.after) {
            (None, Some(_)) => line.extend([ours(&BOOK_NEW, lang), Run::ours(" · ")]),
            (Some(_), None) => line.extend([ours(&BOOK_GONE, lang), Run::ours(" · ")]),
            _ => {}
        }
        line.push(Run::ours(states(book.before.as_ref(), book.after.as_ref(), lang)));
        blocks.push(Block::Item(0, Mark::Plain, line));
        for odd in &book.odd {
            blocks.push(Block::Item(1, Mark::Bad, vec![Run::theirs(odd.speak(lang))]));
        }
    }
}

/// How many numbers are in each state, before and after where they differ.
fn states(before: Option<&Account>, after: Option<&Account>, lang: Lang) -> String {
    use NumberState::{Completed, Open, Returned, Transferred, Unused, Void};
    let counts = |account: Option<&Account>| {
        account
            .map(|account| &account.states)
            .map_or([0; 6], |it| [it.unused, it.open, it.completed, it.void, it.transferred, it.returned])
    };
    let (old, new) = (counts(before), counts(after));
    let named = [Unused, Open, Completed, Void, Transferred, Returned].into_iter().zip(old.into_iter().zip(new));
    let shown = named.filter(|(_, (old, new))| *old > 0 || *new > 0).map(|(state, (old, new))| {
        let name = state.name().get(lang);
        if old == new { format!("{name} {new}") } else { format!("{name} {old} → {new}") }
    });
    shown.collect::<Vec<_>>().join(" · ")
}

fn others(review: &Review, lang: Lang, blocks: &mut Vec<Block>) {
    if review.others.is_empty() {
        return;
    }
    blocks.push(heading(&FILES, lang));
    for file in &review.others {
        let mut line = vec![Run::theirs(&file.path), Run::ours(" ")];
        if file.before.is_none() && file.after.is_none() {
            line.push(ours(&ODD_FILE, lang));
        } else {
            let size = |size: Option<usize>| size.map_or_else(|| "—".to_owned(), |size| size.to_string());
            let said = Message::new(&BYTES).with("before", size(file.before)).with("after", size(file.after));
            line.push(Run::ours(said.speak(lang)));
        }
        blocks.push(Block::Item(0, Mark::Ask, line));
        if let Some((old, new)) = &file.lines {
            let said = Message::new(&LINES).with("old", old.len()).with("new", new.len()).speak(lang);
            let lines = |sign: &'static str, lines: &[String]| -> Vec<Block> {
                let item = |line: &String| Block::Item(0, Mark::Plain, vec![Run::ours(sign), Run::theirs(line)]);
                lines.iter().map(item).collect()
            };
            let inside = [lines("− ", old), lines("+ ", new)].concat();
            blocks.push(Block::Folded(vec![Run::ours(said)], inside));
        }
    }
}

fn commits(review: &Review, lang: Lang, blocks: &mut Vec<Block>) {
    let items = review.commits.iter().map(|commit| {
        let mut line = vec![Run::ours(format!("{} {} ", &commit.id.to_string()[..12], commit.at))];
        line.extend(who(review, Some(&commit.author)));
        line.extend([Run::ours(" "), Run::theirs(&commit.subject)]);
        Block::Item(0, Mark::Plain, line)
    });
    let said = format!("{} ({})", LIST.get(lang), review.commits.len());
    blocks.push(Block::Folded(vec![Run::ours(said)], items.collect()));
}
