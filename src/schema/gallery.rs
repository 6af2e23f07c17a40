//! How faults against a schema read: one change of a good book each, and its words.

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::record::Kind;
    use crate::schema::Schemas;
    use crate::text::Lang;

    fn book() -> serde_json::Value {
        json!({
            "schema": "book/1", "id": "WX-00001", "kind": "regular", "state": "issued",
            "first_no": "WX-0000001", "last_no": "WX-0000050", "count": 50, "plies": 4,
            "issue": {
                "holder": "zhang-wei", "department": "维修部", "issued_by": "li-na", "issued_at": "2026-03-15T09:30:00+08:00",
                "exchanged_for": "无",
                "signatures": [signature("finance", "li-na"), signature("holder", "zhang-wei")],
            },
        })
    }

    fn signature(role: &str, signer: &str) -> serde_json::Value {
        json!({
            "role": role, "signer": signer, "at": "2026-03-15T09:31:00+08:00", "method": "drawn", "digest": "0".repeat(64),
            "evidence": {"file": "sign.png", "sha256": "0".repeat(64), "size": 7},
        })
    }

    /// The faults of a book after a change at a pointer, in both languages.
    fn told(pointer: &str, value: serde_json::Value) -> Vec<(String, String, String)> {
        let mut book = book();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        book.pointer_mut(parent).unwrap()[name] = value;
        let faults = Schemas::get().check(Kind::Book, &book);
        assert_eq!(faults.is_empty(), Schemas::get().is_valid(Kind::Book, &book));
        faults
            .into_iter()
            .map(|fault| (fault.pointer, fault.message.speak(Lang::Zh), fault.message.speak(Lang::En)))
            .collect()
    }

    fn one(pointer: &str, value: serde_json::Value) -> (String, String) {
        let mut found = told(pointer, value);
        assert_eq!(found.len(), 1, "{found:?}");
        let (place, zh, _) = found.remove(0);
        (place, zh)
    }

    #[test]
    fn a_record_that_fits_has_no_faults() {
        assert_eq!(Schemas::get().check(Kind::Book, &book()), []);
    }

    #[test]
    fn a_wrong_choice_lists_the_choices() {
        assert_eq!(
            one("/kind", json!("big")),
            ("/kind".to_owned(), "「本别」不能是 \"big\"；可选：regular（正式）、spare（备用）".to_owned())
        );
    }

    #[test]
    fn a_wrong_spelling_shows_an_example_once() {
        let (place, words) = one("/issue/holder", json!("Zhang Wei"));
        assert_eq!(place, "/issue/holder");
        assert!(words.contains("例如 \"zhang-wei\""), "{words}");
        let (_, words) = one("/issue/issued_at", json!("2026-03-15 09:30"));
        assert!(words.contains("例如 \"2026-03-15T09:30:00+08:00\""), "{words}");
    }

    #[test]
    fn a_conditional_demand_says_what_it_depends_on() {
        let (place, words) = one("/state", json!("settled"));
        assert_eq!(place, "/settlement");
        assert_eq!(words, "缺少「核销」（settlement）（因为「状态」为 settled（已核销））");
    }

    #[test]
    fn a_missing_signature_names_its_role() {
        let (place, words) = one("/issue/signatures", json!([signature("finance", "li-na")]));
        assert_eq!((place.as_str(), words.as_str()), ("/issue/signatures", "「签字」缺一项：领用人签字"));
    }

    #[test]
    fn where_none_may_be_written_the_words_say_so() {
        let (_, words) = one("/issue/exchanged_for", json!(7));
        assert!(words.ends_with("没有则写“无”"), "{words}");
    }

    #[test]
    fn an_unknown_member_is_shown_beside_the_known_ones() {
        let (place, words) = one("/colour", json!("red"));
        assert_eq!(place, "/colour");
        assert!(words.starts_with("没有「colour」这一项；此处可有：schema, id, kind, state"), "{words}");
    }

    #[test]
    fn faults_come_in_a_fixed_order_indices_as_numbers() {
        let mut many = vec![signature("finance", "li-na"), signature("holder", "zhang-wei")];
        many.extend((0..12).map(|_| json!(null)));
        let places: Vec<_> = told("/issue/signatures", json!(many)).into_iter().map(|fault| fault.0).collect();
        let entries: Vec<_> = (2..14).map(|at| format!("/issue/signatures/{at}")).collect();
        assert_eq!(places[0], "/issue/signatures");
        assert_eq!(places[1..], entries);
    }

    #[test]
    fn no_words_are_left_unfilled() {
        for (pointer, value) in [
            ("/count", json!("x")),
            ("/count", json!(0)),
            ("/first_no", json!("WX-0000000")),
            ("/issue", json!([])),
            ("/issue/department", json!("")),
            ("/issue/department", json!("x".repeat(5000))),
            ("/issue/signatures", json!([])),
            ("/settlement", json!({})),
            ("/plies", json!(9)),
        ] {
            for (_, zh, en) in told(pointer, value) {
                assert!(!zh.contains('{') && !en.contains('{'), "{zh} {en}");
            }
        }
    }

    fn pointers(value: &serde_json::Value, here: &str, found: &mut Vec<String>) {
        found.push(here.to_owned());
        match value {
            serde_json::Value::Object(members) => {
                members.iter().for_each(|(name, value)| pointers(value, &format!("{here}/{name}"), found));
            }
            serde_json::Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, value)| pointers(value, &format!("{here}/{at}"), found));
            }
            _ => {}
        }
    }

    #[test]
    fn whatever_stands_at_any_place_has_a_verdict_and_a_place_in_the_text() {
        let mut all = Vec::new();
        pointers(&book(), "", &mut all);
        let odd = [
            json!(null),
            json!(true),
            json!(-1),
            json!(""),
            json!("无"),
            json!([]),
            json!({}),
            json!([[{}]]),
            json!({"a~/b": 1}),
        ];
        for pointer in &all {
            for value in &odd {
                let mut book = book();
                *book.pointer_mut(pointer).unwrap() = value.clone();
                let faults = Schemas::get().check(Kind::Book, &book);
                assert_eq!(faults.is_empty(), Schemas::get().is_valid(Kind::Book, &book), "{pointer} {value}");
                let text = Schemas::get().format(Kind::Book, &book);
                for fault in faults {
                    assert!(crate::json::locate(text.as_bytes(), &fault.pointer).is_some());
                    let words = fault.message.speak(Lang::Zh).replace("{…}", "");
                    assert!(!words.contains('{'), "{words}");
                }
            }
        }
    }
}
