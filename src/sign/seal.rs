//! Sealing: values closed to a key of their own, and that key closed to SSH keys of staff, in the age format.
//!
//! The values go to one x25519 key a person; who may read them holds that key, wrapped to their own ed25519 SSH key. So
//! whoever destroys every wrapped copy of the one key has destroyed the values, wherever their ciphertext lies. Any
//! program that knows age opens both (`age -d -i ~/.ssh/id_ed25519`). The only user of the age crate.

use std::io::{Read as _, Write as _};
use std::str::FromStr as _;

use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::ExposeSecret as _;

/// The first line of everything that is sealed.
pub const SEAL_BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";

/// Something could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealFault {
    /// A key that nothing can be sealed to: only plain ed25519 SSH keys can.
    #[error("nothing can be sealed to {0}")]
    BadRecipient(String),
    /// There is nobody to seal to.
    #[error("there is no key to seal to")]
    Nobody,
    /// The private key's file is none.
    #[error("the private key cannot be read")]
    BadKey,
    /// The private key is of a kind that signs and opens nothing: of a device, or of another curve.
    #[error("a key of this kind signs and opens nothing")]
    OnlySigns,
    /// The private key is protected by a passphrase that was not given, or a wrong one.
    #[error("the private key wants its passphrase")]
    Locked,
    /// It was not sealed to this key.
    #[error("it is not sealed to this key")]
    NotForKey,
    /// What was sealed is damaged.
    #[error("what was sealed is damaged: {0}")]
    Damaged(String),
}

/// The key of one person's values; only ever kept wrapped.
pub struct DataKey(age::x25519::Identity);

/// A private SSH key that opens what was sealed to its public half, with its passphrase if it has one.
pub struct PrivateKey {
    identity: age::ssh::Identity,
    passphrase: Option<String>,
}

impl PrivateKey {
    /// Reads the text of its file; `passphrase` is asked once, and only if the key has one.
    pub fn read(text: &str, passphrase: &mut dyn FnMut() -> Option<String>) -> Result<Self, SealFault> {
        let identity = age::ssh::Identity::from_buffer(text.as_bytes(), None).map_err(|_| SealFault::BadKey)?;
        let passphrase = match &identity {
            age::ssh::Identity::Unencrypted(_) => None,
            age::ssh::Identity::Encrypted(_) => Some(passphrase().ok_or(SealFault::Locked)?),
            age::ssh::Identity::Unsupported(_) => return Err(SealFault::OnlySigns),
        };
        Ok(Self { identity, passphrase })
    }
}

impl DataKey {
    /// A new one, by chance.
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// Its public half, as a record names it.
    pub fn public(&self) -> String {
        self.0.to_public().to_string()
    }

    /// Seals values.
    pub fn seal(&self, values: &[u8]) -> Result<String, SealFault> {
        age::encrypt_and_armor(&self.0.to_public(), values).map_err(|error| SealFault::Damaged(error.to_string()))
    }

    /// Opens values.
    pub fn open(&self, sealed: &str) -> Result<Vec<u8>, SealFault> {
        decrypt(sealed, &self.0)
    }

    /// Wraps it for SSH keys, as staff records write them.
    pub fn wrap<'k>(&self, keys: impl IntoIterator<Item = &'k str>) -> Result<String, SealFault> {
        let mut recipients = Vec::new();
        for key in keys {
            let recipient = age::ssh::Recipient::from_str(key)
                .map_err(|_| SealFault::BadRecipient(key.chars().take(80).collect()))?;
            recipients.push(recipient);
        }
        let encryptor =
            age::Encryptor::with_recipients(recipients.iter().map(|recipient| recipient as &dyn age::Recipient))
                .map_err(|_| SealFault::Nobody)?;
        let write = || -> std::io::Result<Vec<u8>> {
            let armoured = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
            let mut writer = encryptor.wrap_output(armoured)?;
            writer.write_all(self.0.to_string().expose_secret().as_bytes())?;
            writer.finish()?.finish()
        };
        let bytes = write().map_err(|error| SealFault::Damaged(error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| SealFault::Damaged(error.to_string()))
    }

    /// Unwraps it with a private SSH key.
    pub fn unwrap(wrapped: &str, private: &PrivateKey) -> Result<Self, SealFault> {
        let secret = decrypt(wrapped, &private.identity.clone().with_callbacks(Told(private.passphrase.clone())))?;
        let text = String::from_utf8(secret).map_err(|error| SealFault::Damaged(error.to_string()))?;
        let key = age::x25519::Identity::from_str(&text).map_err(|error| SealFault::Damaged(error.to_owned()))?;
        Ok(Self(key))
    }
}

/// Whether something can be sealed to a public SSH key: devices and other curves than ed25519 only sign.
pub fn can_open(public: &str) -> bool {
    public.starts_with("ssh-ed25519 ") && age::ssh::Recipient::from_str(public).is_ok()
}

fn decrypt(sealed: &str, identity: &dyn age::Identity) -> Result<Vec<u8>, SealFault> {
    let damaged = |error: &dyn std::fmt::Display| SealFault::Damaged(error.to_string());
    let decryptor = age::Decryptor::new(ArmoredReader::new(sealed.as_bytes())).map_err(|error| damaged(&error))?;
    let mut reader = decryptor.decrypt(std::iter::once(identity)).map_err(|error| match error {
        age::DecryptError::NoMatchingKeys => SealFault::NotForKey,
        age::DecryptError::KeyDecryptionFailed => SealFault::Locked,
        other => damaged(&other),
    })?;
    let mut values = Vec::new();
    reader.read_to_end(&mut values).map_err(|error| damaged(&error))?;
    Ok(values)
}

/// Answers age's question for a passphrase with what was told before; it asks nothing else here.
#[derive(Clone)]
struct Told(Option<String>);

impl age::Callbacks for Told {
    fn display_message(&self, _: &str) {}
    fn confirm(&self, _: &str, _: &str, _: Option<&str>) -> Option<bool> {
        None
    }
    fn request_public_string(&self, _: &str) -> Option<String> {
        None
    }
    fn request_passphrase(&self, _: &str) -> Option<age::secrecy::SecretString> {
        self.0.clone().map(age::secrecy::SecretString::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pair of keys as `ssh-keygen` writes them.
    fn pair(seed: u8) -> (String, String) {
        let keys = ssh_key::private::Ed25519Keypair::from_seed(&[seed; 32]);
        let private = ssh_key::PrivateKey::from(keys);
        let public = private.public_key().to_openssh().unwrap();
        (private.to_openssh(ssh_key::LineEnding::LF).unwrap().to_string(), public)
    }

    #[test]
    fn who_it_was_wrapped_for_reads_the_values_and_nobody_else() {
        let ((one, one_public), (two, two_public), (other, _)) = (pair(1), pair(2), pair(3));
        let key = DataKey::generate();
        let sealed = key.seal("李四".as_bytes()).unwrap();
        assert!(sealed.starts_with(SEAL_BEGIN) && !sealed.contains("李四"));
        let wrapped = key.wrap([one_public.as_str(), two_public.as_str()]).unwrap();
        let read = |text: &str| PrivateKey::read(text, &mut || None);
        for private in [&one, &two] {
            let opened = DataKey::unwrap(&wrapped, &read(private).ok().unwrap()).ok().unwrap();
            assert_eq!(opened.open(&sealed).unwrap(), "李四".as_bytes());
        }
        let other = read(&other).ok().unwrap();
        assert!(matches!(DataKey::unwrap(&wrapped, &other), Err(SealFault::NotForKey)));
        assert!(matches!(read("no key"), Err(SealFault::BadKey)));
        assert!(matches!(DataKey::generate().open(&sealed), Err(SealFault::NotForKey)));
    }

    #[test]
    fn keys_that_only_sign_are_no_recipients() {
        assert!(can_open(&pair(1).1));
        assert!(!can_open("sk-ssh-ed25519@openssh.com AAAA") && !can_open("ecdsa-sha2-nistp256 AAAA"));
        assert!(matches!(DataKey::generate().wrap(["ssh-ed25519 x"]), Err(SealFault::BadRecipient(_))));
        assert!(matches!(DataKey::generate().wrap([]), Err(SealFault::Nobody)));
    }
}
