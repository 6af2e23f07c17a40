//! The same signatures through the real `ssh-keygen`, in both directions: what it signs we accept, what we sign it
//! accepts, and what either changes both refuse. Skipped with a note where it is not installed, except in CI.

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output, Stdio};

    use serde_json::json;
    use sha2::{Digest as _, Sha256};
    use tempfile::TempDir;

    use crate::record::staff::Staff;
    use crate::sign::{SignFault, allowed_signers, public_key_of_seed, sign_with_key, verify};

    const MESSAGE: &[u8] = "{\"digest\":\"张\"}".as_bytes();

    struct Keygen {
        folder: TempDir,
    }

    impl Keygen {
        /// The program, or nothing with a note; in CI a missing one is a failure.
        fn find() -> Option<Self> {
            // `-Y` without a word prints usage; only a missing program is an error here.
            if Command::new("ssh-keygen").arg("-Y").stdin(Stdio::null()).output().is_ok() {
                return Some(Self { folder: TempDir::new().unwrap() });
            }
            #[expect(clippy::disallowed_methods, reason = "a test may ask where it runs")]
            let in_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
            assert!(!in_ci, "ssh-keygen is missing and CI=true");
            println!("skipped: ssh-keygen is not installed");
            None
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn run(&self, arguments: &[&str], input: Option<&Path>) -> Output {
            let input = input.map_or_else(Stdio::null, |path| std::fs::File::open(path).unwrap().into());
            Command::new("ssh-keygen").current_dir(self.folder.path()).args(arguments).stdin(input).output().unwrap()
        }

        /// Makes a key and gives its public line without comment.
        fn key(&self, name: &str, arguments: &[&str]) -> Option<String> {
            let made = self.run(&[&["-q", "-N", "", "-C", "", "-f", name], arguments].concat(), None);
            let public =
                std::fs::read_to_string(self.path(&format!("{name}.pub"))).ok().filter(|_| made.status.success())?;
            Some(public.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
        }

        fn sign(&self, key: &str, namespace: &str, more: &[&str]) -> String {
            let message = self.path("message");
            let signature = self.path("message.sig");
            let _ = std::fs::remove_file(&signature);
            std::fs::write(&message, MESSAGE).unwrap();
            let done = self.run(&[&["-Y", "sign", "-f", key, "-n", namespace], more, &["message"]].concat(), None);
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            std::fs::read_to_string(signature).unwrap()
        }

        fn verifies(&self, allowed: &str, principal: &str, message: &[u8], armoured: &str, time: &str) -> bool {
            std::fs::write(self.path("allowed"), allowed).unwrap();
            std::fs::write(self.path("checked"), message).unwrap();
            std::fs::write(self.path("checked.sig"), armoured).unwrap();
            let time = format!("verify-time={time}");
            let arguments =
                ["-Y", "verify", "-f", "allowed", "-I", principal, "-n", "weibao", "-s", "checked.sig", "-O", &time];
            self.run(&arguments, Some(&self.path("checked"))).status.success()
        }
    }

    fn staff(public: &str) -> Staff {
        serde_json::from_value(json!({
            "schema": "staff/1", "id": "zhang-wei", "name": "张伟", "email": "z@example.com", "department": "维修部",
            "roles": [], "joined_on": "2024-01-01",
            "keys": [{"public": public, "from": "2026-01-01", "to": "2026-06-30"}], "books": [],
        }))
        .unwrap()
    }

    #[test]
    fn what_ssh_keygen_signs_is_accepted_here() {
        let Some(keygen) = Keygen::find() else { return };
        for (name, kind) in [("ed", &["-t", "ed25519"][..]), ("ec", &["-t", "ecdsa", "-b", "256"])] {
            let public = keygen.key(name, kind).unwrap();
            let armoured = keygen.sign(name, "weibao", &[]);
            assert_eq!(verify(&public, MESSAGE, &armoured), Ok(()), "{name}");
            assert!(matches!(verify(&public, b"other", &armoured), Err(SignFault::Mismatch(_))), "{name}");
        }
    }

    #[test]
    fn what_we_sign_ssh_keygen_accepts_and_makes_itself() {
        let Some(keygen) = Keygen::find() else { return };
        let seed = [9; 32];
        let public = public_key_of_seed(&seed).unwrap();
        let armoured = sign_with_key(&seed, MESSAGE).unwrap();
        let allowed = allowed_signers([&staff(&public)]);
        assert!(keygen.verifies(&allowed, "zhang-wei", MESSAGE, &armoured, "20260315093000Z"));
        assert!(!keygen.verifies(&allowed, "zhang-wei", b"other", &armoured, "20260315093000Z"));
        assert!(!keygen.verifies(&allowed, "li-na", MESSAGE, &armoured, "20260315093000Z"));

        let private = ssh_key::PrivateKey::from(ssh_key::private::Ed25519Keypair::from_seed(&seed));
        let file = keygen.path("seed");
        std::fs::write(&file, private.to_openssh(ssh_key::LineEnding::LF).unwrap().as_bytes()).unwrap();
        restrict(&file);
        assert_eq!(keygen.sign("seed", "weibao", &[]), armoured);
    }

    #[test]
    fn allowed_signers_counts_days_as_china_does() {
        let Some(keygen) = Keygen::find() else { return };
        let seed = [9; 32];
        let armoured = sign_with_key(&seed, MESSAGE).unwrap();
        let allowed = allowed_signers([&staff(&public_key_of_seed(&seed).unwrap())]);
        for (time, good) in [
            ("20251231155959Z", false),
            ("20251231160001Z", true),
            ("20260630155959Z", true),
            ("20260630160001Z", false),
        ] {
            assert_eq!(keygen.verifies(&allowed, "zhang-wei", MESSAGE, &armoured, time), good, "{time}");
        }
    }

    #[test]
    fn what_is_signed_for_another_purpose_is_refused_on_both_sides() {
        let Some(keygen) = Keygen::find() else { return };
        let public = keygen.key("ed", &["-t", "ed25519"]).unwrap();
        let armoured = keygen.sign("ed", "git", &[]);
        assert_eq!(verify(&public, MESSAGE, &armoured), Err(SignFault::OtherNamespace("git".to_owned())));
        assert!(!keygen.verifies(
            &allowed_signers([&staff(&public)]),
            "zhang-wei",
            MESSAGE,
            &armoured,
            "20260315093000Z"
        ));
        let armoured = keygen.sign("ed", "weibao", &["-O", "hashalg=sha256"]);
        assert_eq!(verify(&public, MESSAGE, &armoured), Err(SignFault::OtherHash("sha256".to_owned())));
    }

    #[test]
    fn rsa_and_long_curves_are_refused() {
        let Some(keygen) = Keygen::find() else { return };
        for (name, kind) in [("rsa", &["-t", "rsa", "-b", "2048"][..]), ("ec384", &["-t", "ecdsa", "-b", "384"])] {
            let Some(public) = keygen.key(name, kind) else {
                println!("skipped: this ssh-keygen makes no {name} keys");
                continue;
            };
            let armoured = keygen.sign(name, "weibao", &[]);
            assert!(matches!(verify(&public, MESSAGE, &armoured), Err(SignFault::WeakKey(_))), "{name}");
            let registered = public_key_of_seed(&[9; 32]).unwrap();
            assert!(verify(&registered, MESSAGE, &armoured).is_err(), "{name}");
        }
    }

    /// What a hardware key makes, with the flags it sets; its private part stands in software here.
    fn hardware(flags: u8) -> (String, String) {
        use ssh_key::private::Ed25519Keypair;
        use ssh_key::public::{KeyData, SkEd25519};
        use ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey, PublicKey, Signature, SigningKey, SshSig};

        fn raw(key: &impl SigningKey, bytes: &[u8]) -> Vec<u8> {
            key.try_sign(bytes).unwrap().as_bytes().to_vec()
        }

        let pair = Ed25519Keypair::from_seed(&[5; 32]);
        let public = KeyData::SkEd25519(SkEd25519::new(pair.public, "ssh:"));
        let blob = SshSig::signed_data("weibao", HashAlg::Sha512, MESSAGE).unwrap();
        let trailer = [flags, 0, 0, 0, 41];
        let signed = [&Sha256::digest(b"ssh:")[..], &trailer, &Sha256::digest(&blob)[..]].concat();
        let bytes = [&raw(&PrivateKey::from(pair), &signed)[..], &trailer].concat();
        let signature = Signature::new(Algorithm::SkEd25519, bytes).unwrap();
        let armoured =
            SshSig::new(public.clone(), "weibao", HashAlg::Sha512, signature).unwrap().to_pem(LineEnding::LF).unwrap();
        (PublicKey::from(public).to_openssh().unwrap(), armoured)
    }

    #[test]
    fn a_hardware_key_counts_if_it_was_touched() {
        let (public, armoured) = hardware(1);
        assert_eq!(verify(&public, MESSAGE, &armoured), Ok(()));
        assert!(matches!(verify(&public, b"other", &armoured), Err(SignFault::Mismatch(_))));
        let (public, untouched) = hardware(0);
        assert!(matches!(verify(&public, MESSAGE, &untouched), Err(SignFault::Untouched(_))));
        if let Some(keygen) = Keygen::find() {
            assert!(keygen.verifies(
                &allowed_signers([&staff(&public)]),
                "zhang-wei",
                MESSAGE,
                &armoured,
                "20260315093000Z"
            ));
        }
    }

    #[cfg(unix)]
    fn restrict(path: &Path) {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    #[cfg(not(unix))]
    fn restrict(_: &Path) {}
}
