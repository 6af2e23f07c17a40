//! What an attacker, or a careless editor, might do to a signature: every way must fail, each with its own words.

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::record::Kind;
    use crate::record::parts::Signature;
    use crate::record::path::Key;
    use crate::sign::{
        SignFault, check_public_key, digest_of, public_key_of_seed, sign_with_key, signed_bytes, verify,
    };

    const SEED: [u8; 32] = [7; 32];
    const REPOSITORY: &str = "7f1d6c1e-3a7e-4f0e-9d57-0c1f5b2a9e11";

    fn record() -> Value {
        json!({
            "schema": "ticket/1",
            "id": "WX-0000601",
            "work": {"diagnosis": "电源损坏", "actions": "更换电源", "signatures": []},
            "copy": {"diagnosis": "电源损坏", "actions": "更换电源", "signatures": []},
        })
    }

    fn key(kind: Kind, id: &str) -> Key {
        Key::new(kind, id).unwrap()
    }

    fn ticket() -> Key {
        key(Kind::Ticket, "WX-0000601")
    }

    fn signature() -> Signature {
        serde_json::from_value(json!({
            "role": "technician",
            "signer": "zhang-wei",
            "at": "2026-03-15T09:30:00+08:00",
            "method": "ssh",
            "digest": digest_of(REPOSITORY, &ticket(), &record(), "work").unwrap(),
        }))
        .unwrap()
    }

    fn verdict(signature: &Signature, armoured: &str) -> Result<(), SignFault> {
        verify(&public_key_of_seed(&SEED).unwrap(), &signed_bytes(signature), armoured)
    }

    fn armoured() -> String {
        sign_with_key(&SEED, &signed_bytes(&signature())).unwrap()
    }

    #[test]
    fn a_signature_that_nobody_touched_verifies() {
        assert_eq!(verdict(&signature(), &armoured()), Ok(()));
        assert_eq!(verdict(&signature(), armoured().trim_end()), Ok(()));
    }

    #[test]
    fn signing_twice_gives_the_same_bytes() {
        assert_eq!(armoured(), armoured());
    }

    #[test]
    fn a_section_moved_to_another_place_has_another_digest() {
        let home = digest_of(REPOSITORY, &ticket(), &record(), "work").unwrap();
        let mut superseding = record();
        superseding["supersedes"] = json!("WX-0000600");
        for moved in [
            digest_of("another repository", &ticket(), &record(), "work"),
            digest_of(REPOSITORY, &key(Kind::Ticket, "WX-0000602"), &record(), "work"),
            digest_of(REPOSITORY, &ticket(), &record(), "copy"),
            digest_of(REPOSITORY, &ticket(), &superseding, "work"),
        ] {
            assert_ne!(moved, Some(home.clone()));
        }
        let slip = |kind| digest_of(REPOSITORY, &key(kind, "WX-0000601-1"), &record(), "work");
        assert_ne!(slip(Kind::Delay), slip(Kind::SpareLoan));
    }

    #[test]
    fn any_change_of_the_content_changes_the_digest() {
        let home = digest_of(REPOSITORY, &ticket(), &record(), "work");
        let mut record = record();
        record["work"]["actions"] = json!("更换电源 ");
        assert_ne!(digest_of(REPOSITORY, &ticket(), &record, "work"), home);
        record["work"]["actions"] = json!("更换电源");
        assert_eq!(digest_of(REPOSITORY, &ticket(), &record, "work"), home);
        record["work"]["signatures"] = json!([{"role": "technician"}]);
        record["copy"] = json!(null);
        assert_eq!(
            digest_of(REPOSITORY, &ticket(), &record, "work"),
            home,
            "what lies outside the section is not signed with it"
        );
    }

    #[test]
    fn role_signer_time_and_digest_cannot_be_exchanged() {
        let edits: [fn(&mut Value); 4] = [
            |value| value["role"] = json!("supervisor"),
            |value| value["signer"] = json!("li-na"),
            |value| value["at"] = json!("2026-03-15T09:29:59+08:00"),
            |value| value["digest"] = json!("0".repeat(64)),
        ];
        for edit in edits {
            let mut value = serde_json::to_value(signature()).unwrap();
            edit(&mut value);
            let changed: Signature = serde_json::from_value(value).unwrap();
            assert!(matches!(verdict(&changed, &armoured()), Err(SignFault::Mismatch(_))));
        }
    }

    #[test]
    fn no_changed_character_of_the_armour_verifies() {
        let armour = armoured();
        for at in 0..armour.len() - 1 {
            for other in [b'A', b'/', b'=', b'\n', b' '] {
                let mut changed = armour.clone().into_bytes();
                if changed[at] == other {
                    continue;
                }
                changed[at] = other;
                let changed = String::from_utf8(changed).unwrap();
                assert!(verdict(&signature(), &changed).is_err(), "{changed}");
            }
        }
    }

    #[test]
    fn another_key_is_named() {
        let other = sign_with_key(&[8; 32], &signed_bytes(&signature())).unwrap();
        assert!(
            matches!(verdict(&signature(), &other), Err(SignFault::OtherKey(found)) if found.starts_with("SHA256:"))
        );
    }

    #[test]
    fn there_is_one_armour_and_nothing_beside_it() {
        let armour = armoured();
        let with = |text: String| verdict(&signature(), &text).unwrap_err();
        assert!(matches!(with(format!("{armour}{armour}")), SignFault::Several(_)));
        assert!(matches!(with(format!("note\n{armour}")), SignFault::Surrounded(_)));
        assert!(matches!(with(format!("{armour}note")), SignFault::Surrounded(_)));
        assert!(matches!(with(format!("{armour}\n")), SignFault::Surrounded(_)));
        assert!(matches!(
            with(armour.replace('\n', "\r\n")),
            SignFault::BadArmour(_) | SignFault::OtherSpelling(_) | SignFault::Surrounded(_)
        ));
        assert!(matches!(with(String::new()), SignFault::BadArmour(_)));
        assert!(matches!(with("A".repeat(5000)), SignFault::TooLong(_)));
        assert!(matches!(with(armour.replace("SSH SIGNATURE", "PGP SIGNATURE")), SignFault::BadArmour(_)));
    }

    #[test]
    fn lines_of_another_length_are_another_spelling() {
        let armour = armoured();
        let lines: Vec<&str> = armour.lines().collect();
        let body = lines[1..lines.len() - 1].concat();
        let wrapped = |width: usize| {
            let body: Vec<&str> =
                (0..body.len()).step_by(width).map(|at| &body[at..(at + width).min(body.len())]).collect();
            format!("{}\n{}\n{}\n", lines[0], body.join("\n"), lines[lines.len() - 1])
        };
        assert_eq!(wrapped(70), armour);
        assert!(verdict(&signature(), &wrapped(64)).is_err());
        assert!(verdict(&signature(), &wrapped(76)).is_err());
    }

    #[test]
    fn bytes_behind_the_signature_are_refused() {
        let armour = armoured();
        let lines: Vec<&str> = armour.lines().collect();
        // Four characters more are three bytes more.
        let body = lines[1..lines.len() - 1].concat().trim_end_matches('=').to_owned();
        for extra in ["AAAA", "AA==", "A"] {
            let longer = format!("{body}{extra}");
            let longer: Vec<&str> =
                (0..longer.len()).step_by(70).map(|at| &longer[at..(at + 70).min(longer.len())]).collect();
            let text = format!("{}\n{}\n{}\n", lines[0], longer.join("\n"), lines[lines.len() - 1]);
            assert!(matches!(verdict(&signature(), &text), Err(SignFault::BadArmour(_) | SignFault::OtherSpelling(_))));
        }
    }

    #[test]
    fn keys_that_may_not_be_registered_are_refused_by_name() {
        let rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC6ySQiMDQ4jZ9Zf3xXw2bK0vJm0m3oT6H0o1XG5l5Xc6mWvQ2w7mC8mYk1z1fZkqk2kq8E9l8T3vG5b8qg0p4t0sQ4dJt3n0Q6o1bJr3r0h6vP2y2c9l4u0q3m9e6K9r9kI0g2xv7j5h3Gd0pQ4d3xA1n2b9Z5f4gW6Y0o1mQ==";
        assert!(matches!(check_public_key(rsa), Err(SignFault::WeakKey(_) | SignFault::BadPublicKey(_))));
        assert!(matches!(check_public_key("ssh-rsa AAAA"), Err(SignFault::WeakKey(name)) if name == "ssh-rsa"));
        assert!(matches!(check_public_key("ssh-ed25519 AAAA"), Err(SignFault::BadPublicKey(_))));
        assert!(matches!(check_public_key(""), Err(SignFault::BadPublicKey(_))));
        assert!(matches!(check_public_key(&"A".repeat(2000)), Err(SignFault::BadPublicKey(_))));
        let good = public_key_of_seed(&SEED).unwrap();
        assert!(good.starts_with("ssh-ed25519 AAAA") && !good.ends_with(' '), "{good}");
        assert!(check_public_key(&good).unwrap().starts_with("SHA256:"));
    }

    #[test]
    fn signatures_for_another_purpose_or_with_another_hash_are_refused() {
        use ssh_key::private::Ed25519Keypair;
        use ssh_key::{HashAlg, LineEnding, PrivateKey};
        let key = PrivateKey::from(Ed25519Keypair::from_seed(&SEED));
        let sign = |namespace: &str, hash: HashAlg| {
            key.sign(namespace, hash, &signed_bytes(&signature())).unwrap().to_pem(LineEnding::LF).unwrap()
        };
        assert_eq!(verdict(&signature(), &sign("weibao", HashAlg::Sha512)), Ok(()));
        assert_eq!(
            verdict(&signature(), &sign("git", HashAlg::Sha512)),
            Err(SignFault::OtherNamespace("git".to_owned()))
        );
        assert_eq!(
            verdict(&signature(), &sign("weibao", HashAlg::Sha256)),
            Err(SignFault::OtherHash("sha256".to_owned()))
        );
    }

    #[test]
    fn every_fault_speaks_both_languages() {
        use crate::text::Lang;
        let fault = verdict(&signature(), "x").unwrap_err();
        assert!(fault.message().speak(Lang::Zh).starts_with("不是 SSH 签名"));
        assert!(fault.to_string().starts_with("this is not an SSH signature"));
    }
}
