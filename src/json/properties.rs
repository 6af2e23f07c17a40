//! Properties that hold for every text and every value, tried at random.

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    use crate::json::{FaultKind, LARGEST_INTEGER, Order, is_canonical, locate, parse, parse_ordered, print, span};

    /// A character that records may hold, common and awkward ones alike.
    fn sign() -> impl Strategy<Value = char> {
        prop_oneof![
            8 => proptest::char::range(' ', '~'),
            4 => proptest::char::range('一', '龥'),
            1 => prop::sample::select(vec!['"', '\\', '/', '\n', '\t', '\r', '\u{1}', '\u{8}', '\u{c}', '\u{1f}', '，', '：', '“', '\u{3000}', '𠮷', '😀', '\u{A0}', '\u{2028}', '\u{FFFD}']),
            1 => any::<char>().prop_filter("refused in records", |sign| held(*sign)),
        ]
    }

    fn held(sign: char) -> bool {
        parse(print(&Value::from(sign.to_string()), &Order::default()).as_bytes()).is_ok()
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(sign(), 0..12).prop_map(|signs| signs.into_iter().collect())
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-LARGEST_INTEGER..=LARGEST_INTEGER).prop_map(Value::from),
            (-20i64..20).prop_map(Value::from),
            text().prop_map(Value::from),
        ];
        leaf.prop_recursive(6, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(text(), inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    /// Some order, for a value of any shape.
    fn order() -> impl Strategy<Value = Order> {
        let leaf = prop::collection::vec(text(), 0..4).prop_map(|names| Order {
            members: unique(names).into_iter().map(|name| (name, Order::default())).collect(),
            items: None,
        });
        leaf.prop_recursive(3, 12, 3, |inner| {
            (prop::collection::vec((text(), inner.clone()), 0..4), prop::option::of(inner)).prop_map(
                |(members, items)| {
                    let mut seen = std::collections::BTreeSet::new();
                    Order {
                        members: members.into_iter().filter(|(name, _)| seen.insert(name.clone())).collect(),
                        items: items.map(Box::new),
                    }
                },
            )
        })
    }

    fn unique(mut names: Vec<String>) -> Vec<String> {
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    /// Bytes that look like JSON: pieces of it in any order.
    fn shards() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\"a\"",
            "\"张\"",
            "1",
            "-",
            "0",
            ".",
            "e",
            "9007199254740992",
            "true",
            "null",
            "\\",
            "\\u",
            "d800",
            "\n",
            " ",
            "\r",
            "\t",
            "/",
            "'",
            "，",
            "\u{feff}",
            "\u{202e}",
            "\0",
        ]);
        (prop::collection::vec(piece, 0..24), any::<bool>()).prop_map(|(pieces, end)| {
            let mut text: String = pieces.concat();
            if end {
                text.push('\n');
            }
            text.into_bytes()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_printed_is_read_back(value in value(), order in order()) {
            let text = print(&value, &order);
            prop_assert_eq!(parse(text.as_bytes()).unwrap(), value.clone());
            prop_assert!(is_canonical(text.as_bytes(), &value, &order));
            prop_assert_eq!(parse_ordered(&text).unwrap().to_value(), value);
        }

        #[test]
        fn what_is_canonical_is_printed_back(value in value(), order in order(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            // A canonical text with one byte changed is either refused, or not canonical, or the text of another value.
            let text = print(&value, &order).into_bytes();
            let mut changed = text.clone();
            changed[at.index(text.len())] = byte;
            if let Ok(read) = parse(&changed) {
                prop_assert_eq!(is_canonical(&changed, &read, &order), print(&read, &order).into_bytes() == changed);
                prop_assert!(changed == text || read != value || !is_canonical(&changed, &read, &order));
            }
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
            let _ = locate(&bytes, "/a/0");
        }

        #[test]
        fn what_is_accepted_means_the_same_to_serde_json(bytes in shards()) {
            match parse(&bytes) {
                Ok(value) => {
                    prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), value.clone());
                    prop_assert_eq!(parse_ordered(&bytes).unwrap().to_value(), value);
                }
                Err(fault) => {
                    let ordered = parse_ordered(&bytes).unwrap_err();
                    prop_assert_eq!(ordered.kind == FaultKind::DuplicateName, fault.kind == FaultKind::DuplicateName);
                    let lines = bytes.split(|byte| *byte == b'\n').count();
                    prop_assert!(fault.position.line <= lines && fault.position.column >= 1);
                }
            }
        }

        #[test]
        fn serde_json_refuses_what_is_refused_as_no_json_at_all(bytes in shards()) {
            use FaultKind::*;
            if let Err(fault) = parse(&bytes) {
                let narrower = matches!(
                    fault.kind,
                    Bom | CarriageReturn | NoFinalNewline | NegativeZero | NotAnInteger | IntegerTooLarge | Nul | HiddenControl | Bidi | Noncharacter | DuplicateName
                );
                prop_assert!(narrower || serde_json::from_slice::<Value>(&bytes).is_err(), "{:?}", fault);
            }
        }

        #[test]
        fn a_place_holds_the_value_its_pointer_leads_to(value in value()) {
            let text = print(&value, &Order::default());
            let mut pointers = vec![String::new()];
            while let Some(pointer) = pointers.pop() {
                let inner = value.pointer(&pointer).unwrap();
                let place = span(text.as_bytes(), &pointer).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Value>(&text[place]).unwrap(), inner);
                match inner {
                    Value::Array(items) => pointers.extend((0..items.len()).map(|at| format!("{pointer}/{at}"))),
                    Value::Object(members) => {
                        pointers.extend(members.keys().map(|name| format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))));
                    }
                    _ => {}
                }
            }
        }
    }
}
