//! What an author may not do, in words: the findings for what the table of posts denies.

use crate::ledger::Entry;
use crate::record::path::Key;
use crate::record::staff::Duty;
use crate::regulation::commit::{author_may_not, author_names_another, post_given_to_oneself};
use crate::regulation::finding::Finding;
use crate::regulation::role::{self, Author, Denied};
use crate::text::{Message, Text};
use crate::texts;

texts! {
    NOT_FOR: "{who}（{held}）不能{what}{kind}；可由{posts}来做", "{who} ({held}) may not {what}: {kind}; that is for: {posts}";
    NO_CAPACITY: "{kind}没有“{role}”这种签字", "a {kind} is not signed as {role}";
    NAMES: "写的经办人是 {named}，录入的是 {who}", "{named} is named as acting, {who} entered it";
    OWN_POST: "{who} 给自己派了岗位：{post}", "{who} gave themself a post: {post}";
    NOBODY: "无人", "nobody";
    ONE: "{a}", "{a}";
    TWO: "{a}、{b}", "{a}, {b}";
    THREE: "{a}、{b}、{c}", "{a}, {b}, {c}";
    FOUR: "{a}、{b}、{c}、{d}", "{a}, {b}, {c}, {d}";
    MORE: "{a}、{b}、{c}、{d}、{e}等", "{a}, {b}, {c}, {d}, {e} and others";
}

/// What the author may not do of one record's change.
pub(super) fn findings(author: &Author, key: &Key, before: Option<&Entry>, after: &Entry) -> Vec<Finding> {
    role::judge(author, key.kind, before.map(|entry| &entry.value), &after.value)
        .into_iter()
        .map(|denied| finding(author, key, denied))
        .collect()
}

fn finding(author: &Author, key: &Key, denied: Denied) -> Finding {
    let pointer = |member: &str| if member.is_empty() { String::new() } else { format!("/{member}") };
    let (rule, pointer, wrong) = match denied {
        Denied::Transition { member, transition, posts } => {
            let wrong = Message::new(&NOT_FOR).with("who", &author.id);
            let wrong = listed(wrong, "held", &author.duties).with_message("what", transition.name());
            let wrong = listed(wrong.with_message("kind", key.kind.name()), "posts", &posts);
            (&author_may_not::RULE, pointer(&member), wrong)
        }
        Denied::Capacity { section, role } => {
            let word = serde_json::to_value(role).ok().and_then(|word| word.as_str().map(str::to_owned));
            let wrong = Message::new(&NO_CAPACITY).with_message("kind", key.kind.name());
            (&author_may_not::RULE, pointer(&section), wrong.with("role", word.unwrap_or_default()))
        }
        Denied::OwnPost { pointer: at, post } => {
            let wrong = Message::new(&OWN_POST).with("who", &author.id).with_message("post", post.name());
            (&post_given_to_oneself::RULE, pointer(&at), wrong)
        }
        Denied::Actor { pointer, named } => {
            let wrong = Message::new(&NAMES).with("named", named).with("who", &author.id);
            (&author_names_another::RULE, pointer, wrong)
        }
    };
    let fix = Message::new(&rule.explanation.fix);
    Finding { clauses: rule.clauses.into(), rule, path: key.path(), pointer, wrong, fix }
}

/// A message with a place filled by posts, each in its language.
pub(super) fn listed(message: Message, place: &'static str, posts: &[Duty]) -> Message {
    static FORMS: &[&Text] = &[&NOBODY, &ONE, &TWO, &THREE, &FOUR, &MORE];
    let mut list = Message::new(FORMS[posts.len().min(FORMS.len() - 1)]);
    for (name, duty) in ["a", "b", "c", "d", "e"].into_iter().zip(posts) {
        list = list.with_message(name, duty.name());
    }
    message.with_message(place, list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn posts_are_listed_in_the_readers_language() {
        static BY: Text = Text { zh: "由{posts}", en: "by {posts}" };
        let said = |posts: &[Duty], lang| listed(Message::new(&BY), "posts", posts).speak(lang);
        assert_eq!(said(&[Duty::Office, Duty::Finance], Lang::Zh), "由办公室、财务");
        assert_eq!(said(&[Duty::Office], Lang::En), "by office");
        assert_eq!(said(&[], Lang::En), "by nobody");
    }
}
