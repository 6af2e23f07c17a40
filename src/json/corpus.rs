//! A corpus of texts that are not ours to accept, each with its defect and place; and of texts that are.
//!
//! Written for this project, in the spirit of the usual collections of JSON test cases.

#[cfg(test)]
mod tests {
    use crate::json::FaultKind::{self, *};
    use crate::json::{MAX_BYTES, MAX_DEPTH, Position, parse, parse_ordered, tidy};

    /// Text, defect, line, column.
    type Case = (&'static [u8], FaultKind, usize, usize);

    const REFUSED: &[Case] = &[
        // Whole files.
        (b"", Empty, 1, 1),
        (b" ", Empty, 1, 1),
        (b"\n", Empty, 1, 1),
        (b" \n\t\n", Empty, 1, 1),
        (b"\xEF\xBB\xBF{}\n", Bom, 1, 1),
        (b"\xEF\xBB\xBF", Bom, 1, 1),
        (b"\xFE\xFF\0{\0}", NotUtf8, 1, 1),
        (b"\xFF\xFE{\0}\0", NotUtf8, 1, 1),
        (b"{}", NoFinalNewline, 1, 3),
        (b"7", NoFinalNewline, 1, 2),
        (b"{} ", NoFinalNewline, 1, 4),
        (b"{}\n ", NoFinalNewline, 2, 2),
        (b"{}\n{}\n", SecondDocument, 2, 1),
        (b"{} {}\n", SecondDocument, 1, 4),
        (b"1 2\n", SecondDocument, 1, 3),
        (b"null null\n", SecondDocument, 1, 6),
        (b"[],\n", SecondDocument, 1, 3),
        (b"{}}\n", WrongBracket, 1, 3),
        (b"[]]\n", WrongBracket, 1, 3),
        (b"\"a\"b\n", SecondDocument, 1, 4),
        (b"{}\r\n", CarriageReturn, 1, 3),
        (b"{\r\n}\r\n", CarriageReturn, 1, 2),
        (b"{}\r", CarriageReturn, 1, 3),
        (b"\r{}\n", CarriageReturn, 1, 1),
        (b"{}\0\n", SecondDocument, 1, 3),
        (b"\0", NoValue, 1, 1),
        // Cut off.
        (b"{", UnexpectedEnd, 1, 2),
        (b"[", UnexpectedEnd, 1, 2),
        (b"[1", UnexpectedEnd, 1, 3),
        (b"[1,", UnexpectedEnd, 1, 4),
        (b"{\"a\"", UnexpectedEnd, 1, 5),
        (b"{\"a\":", UnexpectedEnd, 1, 6),
        (b"{\"a\":1", UnexpectedEnd, 1, 7),
        (b"{\"a\":1,", UnexpectedEnd, 1, 8),
        (b"{\"a\":{\"b\":[\n", UnexpectedEnd, 2, 1),
        (b"\"", OpenString, 1, 1),
        (b"\"abc", OpenString, 1, 1),
        (b"[\"abc\n]\n", OpenString, 1, 2),
        (b"\"\\", UnexpectedEnd, 1, 2),
        (b"\"\\\"", OpenString, 1, 1),
        (b"\"\\u00", BadUnicodeEscape, 1, 2),
        // UTF-8.
        (b"\"\x80\"\n", NotUtf8, 1, 2),
        (b"\"\xFF\"\n", NotUtf8, 1, 2),
        (b"\"\xC0\xAF\"\n", NotUtf8, 1, 2),
        (b"\"\xE0\x80\xAF\"\n", NotUtf8, 1, 2),
        (b"\"\xF0\x80\x80\xAF\"\n", NotUtf8, 1, 2),
        (b"\"\xED\xA0\x80\"\n", NotUtf8, 1, 2),
        (b"\"\xED\xBF\xBF\"\n", NotUtf8, 1, 2),
        (b"\"\xF4\x90\x80\x80\"\n", NotUtf8, 1, 2),
        (b"\"\xE5\xBC\"\n", NotUtf8, 1, 2),
        (b"\"\xE5\xBC\xA0\xE4\xBC\n\"\n", NotUtf8, 1, 3),
        (b"[1,\n \xB0\xA1]\n", NotUtf8, 2, 2),
        // Characters in strings.
        (b"\"a\tb\"\n", RawControl, 1, 3),
        (b"\"a\rb\"\n", RawControl, 1, 3),
        (b"\"\x01\"\n", RawControl, 1, 2),
        (b"\"\x1F\"\n", RawControl, 1, 2),
        (b"\"a\0b\"\n", Nul, 1, 3),
        (b"\"\\u0000\"\n", Nul, 1, 2),
        (b"{\"\\u0000\": 1}\n", Nul, 1, 3),
        (b"\"\x7F\"\n", HiddenControl, 1, 2),
        (b"\"\xC2\x80\"\n", HiddenControl, 1, 2),
        (b"\"\xC2\x85\"\n", HiddenControl, 1, 2),
        (b"\"\xC2\x9F\"\n", HiddenControl, 1, 2),
        (b"\"\\u0085\"\n", HiddenControl, 1, 2),
        (b"\"\\u007f\"\n", HiddenControl, 1, 2),
        (b"\"\xE2\x80\xAE\"\n", Bidi, 1, 2),
        (b"\"\xE2\x81\xA6\"\n", Bidi, 1, 2),
        (b"\"\xD8\x9C\"\n", Bidi, 1, 2),
        (b"\"\xE2\x80\x8F\"\n", Bidi, 1, 2),
        (b"\"\\u202E\"\n", Bidi, 1, 2),
        (b"\"\\u2069\"\n", Bidi, 1, 2),
        (b"\"a\xEF\xBB\xBF\"\n", Bom, 1, 3),
        (b"\"\\uFEFF\"\n", Bom, 1, 2),
        (b"\"\xEF\xBF\xBF\"\n", Noncharacter, 1, 2),
        (b"\"\xEF\xBF\xBE\"\n", Noncharacter, 1, 2),
        (b"\"\xEF\xB7\x90\"\n", Noncharacter, 1, 2),
        (b"\"\xF0\x9F\xBF\xBF\"\n", Noncharacter, 1, 2),
        (b"\"\\uFFFF\"\n", Noncharacter, 1, 2),
        (b"\"\\uD83F\\uDFFE\"\n", Noncharacter, 1, 2),
        // Escapes.
        (b"\"\\x41\"\n", BadEscape, 1, 2),
        (b"\"\\a\"\n", BadEscape, 1, 2),
        (b"\"\\'\"\n", BadEscape, 1, 2),
        (b"\"\\0\"\n", BadEscape, 1, 2),
        (b"\"\\U0041\"\n", BadEscape, 1, 2),
        (b"\"\\ \"\n", BadEscape, 1, 2),
        (b"\"\\\n\"\n", BadEscape, 1, 2),
        (b"\"\\\xE5\xBC\xA0\"\n", BadEscape, 1, 2),
        (b"\"\\u\"\n", BadUnicodeEscape, 1, 2),
        (b"\"\\u12\"\n", BadUnicodeEscape, 1, 2),
        (b"\"\\u12G4\"\n", BadUnicodeEscape, 1, 2),
        (b"\"\\u+123\"\n", BadUnicodeEscape, 1, 2),
        (b"\"\\u 123\"\n", BadUnicodeEscape, 1, 2),
        (b"\"\\u{41}\"\n", BadUnicodeEscape, 1, 2),
        (b"\"\\u\xE5\xBC\xA0a\"\n", BadUnicodeEscape, 1, 2),
        (b"\"\\uD800\"\n", LoneSurrogate, 1, 2),
        (b"\"\\uDC00\"\n", LoneSurrogate, 1, 2),
        (b"\"\\uD800x\"\n", LoneSurrogate, 1, 2),
        (b"\"\\uD800\\n\"\n", LoneSurrogate, 1, 2),
        (b"\"\\uD800\\uD800\"\n", LoneSurrogate, 1, 2),
        (b"\"\\uDBFF\\u0041\"\n", LoneSurrogate, 1, 2),
        (b"\"\\uD800\\u12\"\n", BadUnicodeEscape, 1, 8),
        (b"\"\xE5\xBC\xA0\\uDFFF\"\n", LoneSurrogate, 1, 3),
        // Numbers.
        (b"-0\n", NegativeZero, 1, 1),
        (b"[1, -0]\n", NegativeZero, 1, 5),
        (b"-00\n", LeadingZero, 1, 1),
        (b"-0.0\n", NotAnInteger, 1, 1),
        (b"00\n", LeadingZero, 1, 1),
        (b"007\n", LeadingZero, 1, 1),
        (b"-01\n", LeadingZero, 1, 1),
        (b"01.5\n", LeadingZero, 1, 1),
        (b"1.0\n", NotAnInteger, 1, 1),
        (b"0.1\n", NotAnInteger, 1, 1),
        (b"-3.14\n", NotAnInteger, 1, 1),
        (b"1e3\n", NotAnInteger, 1, 1),
        (b"1E3\n", NotAnInteger, 1, 1),
        (b"1e+3\n", NotAnInteger, 1, 1),
        (b"12e-3\n", NotAnInteger, 1, 1),
        (b"1e400\n", NotAnInteger, 1, 1),
        (b"1.\n", BadNumber, 1, 1),
        (b"1.e3\n", BadNumber, 1, 1),
        (b"1e\n", BadNumber, 1, 1),
        (b"1e+\n", BadNumber, 1, 1),
        (b".5\n", BadNumber, 1, 1),
        (b"-.5\n", BadNumber, 1, 1),
        (b"+1\n", BadNumber, 1, 1),
        (b"-\n", BadNumber, 1, 1),
        (b"--1\n", BadNumber, 1, 1),
        (b"0x1F\n", BadNumber, 1, 1),
        (b"1_000\n", BadNumber, 1, 1),
        (b"12a\n", BadNumber, 1, 1),
        (b"1-2\n", BadNumber, 1, 1),
        (b"2026-03-15\n", BadNumber, 1, 1),
        (b"1,000\n", SecondDocument, 1, 2),
        (b"9007199254740992\n", IntegerTooLarge, 1, 1),
        (b"-9007199254740992\n", IntegerTooLarge, 1, 1),
        (b"18446744073709551616\n", IntegerTooLarge, 1, 1),
        (b"[\n  1000000000000000000000000000000000000000000000\n]\n", IntegerTooLarge, 2, 3),
        (b"NaN\n", NotANumber, 1, 1),
        (b"[Infinity]\n", NotANumber, 1, 2),
        (b"-Infinity\n", NotANumber, 1, 1),
        (b"-NaN\n", NotANumber, 1, 1),
        // Words and signs.
        (b"True\n", UnknownWord, 1, 1),
        (b"TRUE\n", UnknownWord, 1, 1),
        (b"None\n", UnknownWord, 1, 1),
        (b"nul\n", UnknownWord, 1, 1),
        (b"nulll\n", UnknownWord, 1, 1),
        (b"truefalse\n", UnknownWord, 1, 1),
        (b"undefined\n", UnknownWord, 1, 1),
        (b"[a]\n", UnknownWord, 1, 2),
        (b"'a'\n", SingleQuote, 1, 1),
        (b"{'a': 1}\n", SingleQuote, 1, 2),
        (b"// note\n{}\n", Comment, 1, 1),
        (b"/* note */ {}\n", Comment, 1, 1),
        (b"{} // note\n", Comment, 1, 4),
        (b"{\"a\": 1 /* note */}\n", Comment, 1, 9),
        (b"[1, # note\n2]\n", Comment, 1, 5),
        (b"/\n", NoValue, 1, 1),
        (b"*\n", NoValue, 1, 1),
        (b"<html>\n", NoValue, 1, 1),
        (b"<<<<<<< HEAD\n{}\n", NoValue, 1, 1),
        ("{“a”: 1}\n".as_bytes(), WideSign, 1, 2),
        ("{\"a\"：1}\n".as_bytes(), WideSign, 1, 5),
        ("[1，2]\n".as_bytes(), WideSign, 1, 3),
        ("[1、2]\n".as_bytes(), WideSign, 1, 3),
        ("\u{3000}{}\n".as_bytes(), WideSign, 1, 1),
        ("{\u{A0}\"a\": 1}\n".as_bytes(), WideSign, 1, 2),
        ("[１]\n".as_bytes(), WideSign, 1, 2),
        ("[张]\n".as_bytes(), NoValue, 1, 2),
        (b"\x0C{}\n", NoValue, 1, 1),
        (b"\x0B{}\n", NoValue, 1, 1),
        // Brackets, commas, colons, names.
        (b"]\n", NoValue, 1, 1),
        (b"}\n", NoValue, 1, 1),
        (b",\n", NoValue, 1, 1),
        (b"[1}\n", WrongBracket, 1, 3),
        (b"{\"a\": 1]\n", WrongBracket, 1, 8),
        (b"{]\n", WrongBracket, 1, 2),
        (b"[}\n", NoValue, 1, 2),
        (b"[,]\n", NoValue, 1, 2),
        (b"[,1]\n", NoValue, 1, 2),
        (b"[1,,2]\n", NoValue, 1, 4),
        (b"[1,]\n", TrailingComma, 1, 3),
        (b"[1 , ]\n", TrailingComma, 1, 4),
        (b"{\"a\": 1,}\n", TrailingComma, 1, 8),
        (b"{\n  \"a\": 1,\n}\n", TrailingComma, 2, 9),
        (b"{\"a\": 1,,\"b\": 2}\n", NoName, 1, 9),
        (b"{,}\n", NoName, 1, 2),
        (b"[1 2]\n", NoComma, 1, 4),
        (b"[\"a\" \"b\"]\n", NoComma, 1, 6),
        (b"[[] []]\n", NoComma, 1, 5),
        (b"[1: 2]\n", NoComma, 1, 3),
        (b"{\"a\": 1 \"b\": 2}\n", NoComma, 1, 9),
        (b"{\"a\": 1; \"b\": 2}\n", NoComma, 1, 8),
        (b"{\n  \"a\": 1\n  \"b\": 2\n}\n", NoComma, 3, 3),
        (b"{\"a\" 1}\n", NoColon, 1, 6),
        (b"{\"a\", 1}\n", NoColon, 1, 5),
        (b"{\"a\" = 1}\n", NoColon, 1, 6),
        (b"{\"a\"}\n", NoColon, 1, 5),
        (b"{\"a\":: 1}\n", NoValue, 1, 6),
        (b"{\"a\":}\n", NoValue, 1, 6),
        (b"{\"a\":,}\n", NoValue, 1, 6),
        (b"{a: 1}\n", NoName, 1, 2),
        (b"{1: 1}\n", NoName, 1, 2),
        (b"{null: 1}\n", NoName, 1, 2),
        (b"{[]: 1}\n", NoName, 1, 2),
        (b"{: 1}\n", NoName, 1, 2),
        // Names that stand twice.
        (b"{\"a\": 1, \"a\": 1}\n", DuplicateName, 1, 10),
        (b"{\"a\": 1, \"\\u0061\": 2}\n", DuplicateName, 1, 10),
        (b"{\"\": 1, \"\": 2}\n", DuplicateName, 1, 9),
        (b"{\"x\": [{\"a\": 1, \"b\": 2, \"a\": 3}]}\n", DuplicateName, 1, 25),
        ("{\n  \"姓名\": 1, \"电话\": 2,\n  \"备注\": \"无\", \"姓名\": 3\n}\n".as_bytes(), DuplicateName, 3, 14),
        (b"{\"\\ud834\\udd1e\": 1, \"\xF0\x9D\x84\x9E\": 2}\n", DuplicateName, 1, 21),
    ];

    #[test]
    fn what_is_malformed_is_refused_with_its_defect_and_place() {
        assert!(REFUSED.len() >= 120, "{}", REFUSED.len());
        let mut wrong = Vec::new();
        for (text, kind, line, column) in REFUSED {
            let shown = String::from_utf8_lossy(text);
            match parse(text) {
                Ok(value) => wrong.push(format!("{shown:?}: accepted as {value}")),
                Err(fault) if (fault.kind, fault.position) != (*kind, Position { line: *line, column: *column }) => {
                    wrong.push(format!(
                        "{shown:?}: {:?} at {}, wanted {kind:?} at {line}:{column}",
                        fault.kind, fault.position
                    ));
                }
                Err(_) => {}
            }
            match parse_ordered(text) {
                Err(fault) if fault.kind == *kind => {}
                other => wrong.push(format!("{shown:?}: with order {other:?}")),
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_defect_has_a_case() {
        let missing: Vec<_> = FaultKind::ALL
            .iter()
            .filter(|kind| !matches!(kind, TooDeep | TooLarge) && !REFUSED.iter().any(|case| case.1 == **kind))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn what_is_well_formed_is_read_as_any_reader_reads_it() {
        for text in [
            "{}\n",
            "[]\n",
            "null\n",
            "true\n",
            " false \n",
            "0\n",
            "-1\n",
            "9007199254740991\n",
            "-9007199254740991\n",
            "\"\"\n",
            "\t[ 1 ,\n2 ]\n\n",
            "{\"\": {\"\": []}}\n",
            "{\"a\": 1, \"A\": 2, \"á\": 3, \"a\u{301}\": 4}\n",
            "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"\n",
            "\"\\u0041\\u5f20\\uD842\\uDFB7\\u0001\\u001f\"\n",
            "\"张伟，𠮷野家：“无”……（一）　 é\u{301} 👨‍👩‍👧\"\n",
            "\"\u{A0}\u{2028}\u{FFFD}\u{E000}\u{10FFFD}\"\n",
            "[[[[]]], {\"a\": [{}]}]\n",
        ] {
            let wanted: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(parse(text.as_bytes()), Ok(wanted.clone()), "{text:?}");
            assert_eq!(parse_ordered(text).map(|read| read.to_value()), Ok(wanted), "{text:?}");
        }
    }

    #[test]
    fn nesting_ends_at_its_bound_and_the_stack_never_does() {
        let nested = |open: &str, close: &str, depth: usize| format!("{}{}\n", open.repeat(depth), close.repeat(depth));
        assert!(parse(nested("[", "]", MAX_DEPTH).as_bytes()).is_ok());
        let fault = parse(nested("[", "]", MAX_DEPTH + 1).as_bytes()).unwrap_err();
        assert_eq!((fault.kind, fault.position.column), (TooDeep, 65));
        for text in ["[".repeat(MAX_BYTES), "{\"a\":".repeat(MAX_BYTES / 5), "[{\"a\":".repeat(MAX_BYTES / 6)] {
            assert_eq!(parse(text.as_bytes()).unwrap_err().kind, TooDeep);
        }
    }

    #[test]
    fn a_file_ends_at_its_bound() {
        let filled = |size: usize| format!("\"{}\"\n", "a".repeat(size - 3));
        assert!(parse(filled(MAX_BYTES).as_bytes()).is_ok());
        assert_eq!(parse(filled(MAX_BYTES + 1).as_bytes()).unwrap_err().kind, TooLarge);
    }

    #[test]
    fn many_members_are_no_way_to_keep_the_reader_busy() {
        let members: Vec<String> = (0..20_000).map(|n| format!("\"{n}\":0")).collect();
        let text = format!("{{{}}}\n", members.join(","));
        assert!(parse(text.as_bytes()).is_ok());
        assert!(parse_ordered(&text).is_ok());
    }

    #[test]
    fn words_name_what_was_found() {
        use crate::text::Lang;
        for (text, words) in [
            ("{\"姓名\": 1, \"姓名\": 2}\n", "名称 \"姓名\" 重复"),
            ("[1.50]\n", "数值须为整数，不带小数点和指数：1.50"),
            ("[1，2]\n", "，（U+FF0C） 是全角或排版符号，此处须用半角符号"),
            ("\"\\uD83D\"\n", "\\uD83D 是落单的代理项，不是字符"),
            ("\"a\tb\"\n", "字符串中有控制字符 U+0009，换行写 \\n，制表写 \\t"),
        ] {
            assert_eq!(parse(text.as_bytes()).unwrap_err().message.speak(Lang::Zh), words);
        }
    }

    #[test]
    fn what_an_editor_added_is_tidied_and_nothing_else() {
        assert_eq!(tidy(b"\xEF\xBB\xBF{\r\n}"), b"{\n}\n");
        assert_eq!(tidy(b"{}\n"), b"{}\n");
        assert_eq!(tidy(b"\"a\rb\""), b"\"a\rb\"\n");
        assert_eq!(tidy(b""), b"");
    }
}
