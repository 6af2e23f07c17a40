//! One judgement of times for services that the client confirms with a working time of their own: work takes time, lies
//! within the confirmed time, and is confirmed no earlier than that ends (M-6).

use crate::record::instant::Instant;
use crate::regulation::finding::Faults;
use crate::text::{Message, Text};
use crate::texts;

texts! {
    EMPTY: "结束 {end} 不晚于开始 {start}", "the end {end} is not later than the start {start}";
    EARLY: "确认 {at} 早于服务结束 {end}", "confirmed at {at}, before the service ended at {end}";
}

/// From when until when.
pub(super) type Span = (Instant, Instant);

/// Reports a span that ends no later than it begins, at the place of its end.
pub(super) fn empty((start, end): Span, pointer: &str, faults: &mut Faults<'_>) {
    if end <= start {
        faults.at(pointer, Message::new(&EMPTY).with("end", end).with("start", start));
    }
}

/// Reports work that reaches out of the confirmed time, with `{started}` and `{ended}` in the words of its form.
pub(super) fn outside((started, ended): Span, confirmed: Span, words: &'static Text, faults: &mut Faults<'_>) {
    if started < confirmed.0 || confirmed.1 < ended {
        let outside = Message::new(words).with("started", started).with("ended", ended);
        faults.at("/confirmation/work_start", outside);
    }
}

/// Reports a confirmation given before the confirmed time was over.
pub(super) fn early(at: Instant, (_, end): Span, faults: &mut Faults<'_>) {
    if at < end {
        faults.at("/confirmation/at", Message::new(&EARLY).with("at", at).with("end", end));
    }
}
