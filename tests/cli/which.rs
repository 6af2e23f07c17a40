//! A record is named as people name it: by its key, by kind and key, or by its path.

use super::environment::{Environment, set};

#[test]
fn a_key_alone_is_enough_where_one_record_has_it() {
    let place = Environment::new();
    place.company(2);
    place.open_ticket().ok();
    let whole = place.weibao(&["show", "ticket", "WX-0000001"]).ok();
    for words in [
        &["show", "WX-0000001"][..],
        &["show", "维修单", "WX-0000001"],
        &["show", "records/ticket/WX/000/00/WX-0000001.json"],
    ] {
        assert_eq!(place.weibao(words).ok(), whole, "{words:?}");
    }
    assert!(place.weibao(&["log", "WX-0000001"]).ok().contains("WX-0000001"));
    assert!(place.weibao(&["show", "公司与制度参数"]).ok().contains("WX"));
}

#[test]
fn a_key_of_no_record_or_of_several_is_an_error_that_says_so() {
    let place = Environment::new();
    place.company(2);
    for (words, wanted) in [
        (&["show", "WX-0000001"][..], "no record has the key `WX-0000001`"),
        (&["show", "????"], "is no key of any kind"),
        (&["show", "ticket"], "say which"),
        (&["edit", "zhang"], "no record has the key"),
    ] {
        let said = place.weibao(words).ends(2);
        assert!(said.contains(wanted), "{words:?}: {said}");
    }
    let said = place.weibao(&set(&["sign", "WX-0000001", "--role", "technician"], &[])).ends(2);
    assert!(said.contains("SECTION"), "{said}");
}
