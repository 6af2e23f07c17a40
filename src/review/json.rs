//! A review for machines: `weibao-review/1`, complete, in a fixed order.

use serde_json::{Value, json};

use super::{AttachmentShown, DueChange, FieldChange, Nature, RecordChange, Review, Shape, SignatureShown, Step};
use crate::guard;
use crate::measure::books::Account;
use crate::regulation::obligation::Standing;

/// The review as one JSON document with a newline at the end.
pub fn json(review: &Review) -> String {
    let verdict: Value = serde_json::from_str(&guard::json(&review.verdict)).unwrap_or_default();
    let document = json!({
        "format": "weibao-review/1",
        "base": review.base.map(|id| id.to_string()),
        "merge_base": review.parted.map(|id| id.to_string()),
        "head": review.head.to_string(),
        "tree": review.tree.to_string(),
        "commits": review.commits.iter().map(|commit| json!({
            "id": commit.id.to_string(), "subject": commit.subject, "author": commit.author,
            "person": review.names.person(&commit.author), "at": commit.at, "parents": commit.parents,
        })).collect::<Vec<_>>(),
        "merges": review.merges.iter().map(|merge| json!({
            "id": merge.id.to_string(), "brings": merge.brings, "own": merge.own,
        })).collect::<Vec<_>>(),
        "records": review.records.iter().map(record).collect::<Vec<_>>(),
        "files": review.others.iter().map(|file| json!({
            "path": file.path, "size_before": file.before, "size_after": file.after,
        })).collect::<Vec<_>>(),
        "books": review.books.iter().map(|book| json!({
            "book": book.book, "before": account(book.before.as_ref()), "after": account(book.after.as_ref()),
        })).collect::<Vec<_>>(),
        "verdict": verdict,
    });
    let mut out = serde_json::to_string_pretty(&document).unwrap_or_default();
    out.push('\n');
    out
}

fn record(record: &RecordChange) -> Value {
    json!({
        "kind": record.key.kind.word(),
        "key": record.key.id,
        "path": record.path,
        "nature": match record.nature {
            Nature::New => "new",
            Nature::Changed => "changed",
            Nature::Beside => "beside",
            Nature::Removed => "removed",
            Nature::Unreadable => "unreadable",
        },
        "author": record.author,
        "asks": record.asks(),
        "state": {"before": record.state.0, "after": record.state.1},
        "void": record.void,
        "correction": record.correction,
        "late": record.late,
        "hidden_characters": record.hidden,
        "findings": record.findings,
        "fields": record.fields.iter().map(field).collect::<Vec<_>>(),
        "signatures": record.signatures.iter().map(signature).collect::<Vec<_>>(),
        "attachments": record.attachments.iter().map(attachment).collect::<Vec<_>>(),
        "fulfilled": record.fulfilled.iter().map(due).collect::<Vec<_>>(),
        "opened": record.opened.iter().map(due).collect::<Vec<_>>(),
        "dropped": record.dropped.iter().map(due).collect::<Vec<_>>(),
    })
}

fn field(change: &FieldChange) -> Value {
    let titles = |zh: bool| -> Vec<String> {
        let title = |step: &Step| match step {
            Step::Field(field) => (if zh { field.title.zh } else { field.title.en }).to_owned(),
            Step::Entry(place) => (place + 1).to_string(),
            Step::Unknown(name) => name.clone(),
        };
        change.steps.iter().map(title).collect()
    };
    json!({"pointer": change.pointer, "titles": {"zh-CN": titles(true), "en": titles(false)}, "old": change.old, "new": change.new})
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Good => "good",
        Shape::Altered => "altered",
        Shape::Forged => "forged",
        Shape::Missing => "missing",
    }
}

fn signature(one: &SignatureShown) -> Value {
    json!({
        "section": one.section, "role": one.role, "signer": one.signer, "at": one.at, "method": one.method,
        "shape": shape(one.shape), "gone": one.gone,
    })
}

fn attachment(one: &AttachmentShown) -> Value {
    json!({"file": one.file, "size": one.size, "shape": one.shape.map(shape), "gone": one.gone})
}

fn due(change: &DueChange) -> Value {
    let due = &change.due;
    json!({
        "rule": due.rule.id, "clauses": due.clauses, "kind": due.key.kind.word(), "key": due.key.id,
        "anchor_kind": due.anchor.kind.word(), "anchor": due.anchor.id, "responsible": due.responsible,
        "due_on": due.due_on.to_string(), "done_at": due.done_at,
        "standing": match due.standing {
            Standing::InTime => "in_time",
            Standing::Late => "late",
            Standing::Unreachable => "unreachable",
            Standing::Missing => "missing",
            Standing::NotYetDue => "not_yet_due",
        },
    })
}

fn account(account: Option<&Account>) -> Value {
    account.map_or(Value::Null, |account| {
        let it = &account.states;
        json!({
            "holder": account.holder, "first": account.first, "last": account.last, "unused": it.unused,
            "open": it.open, "completed": it.completed, "void": it.void, "transferred": it.transferred, "returned": it.returned,
        })
    })
}
