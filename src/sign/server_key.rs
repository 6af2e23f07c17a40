//! The key with which a server signs the log of what it received, in a namespace of its own.
//!
//! It is an ordinary OpenSSH key file, so that its public half, its signatures and its rotation need nothing of ours:
//! `ssh-keygen -Y verify -n weibao-receipt` checks an entry. The private half is read and written as text by whoever may
//! touch files, and shown nowhere.

use ssh_key::private::Ed25519Keypair;
use ssh_key::{LineEnding, PrivateKey};

use super::fault::SignFault;
use super::ssh::{sign_in, verify_in};

/// The namespace of a server's receipts.
pub const RECEIPT_NAMESPACE: &str = "weibao-receipt";

/// A server's key.
pub struct ServerKey(PrivateKey);

impl ServerKey {
    /// The ed25519 key grown from 32 random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(PrivateKey::from(Ed25519Keypair::from_seed(seed)))
    }

    /// Reads an OpenSSH private key that no passphrase guards.
    pub fn read(text: &str) -> Result<Self, SignFault> {
        let bad = |reason: String| SignFault::BadPublicKey(reason);
        let key = PrivateKey::from_openssh(text).map_err(|error| bad(error.to_string()))?;
        if key.key_data().ed25519().is_none() {
            return Err(SignFault::WeakKey(key.algorithm().to_string()));
        }
        Ok(Self(key))
    }

    /// The key file's text: a secret.
    pub fn secret(&self) -> Result<String, SignFault> {
        let text = self.0.to_openssh(LineEnding::LF);
        text.map(|text| text.to_string()).map_err(|error| SignFault::BadPublicKey(error.to_string()))
    }

    /// `ssh-ed25519 AAAA…`, without comment.
    pub fn public(&self) -> Result<String, SignFault> {
        let text = self.0.public_key().to_openssh().map_err(|error| SignFault::BadPublicKey(error.to_string()))?;
        Ok(text.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
    }

    /// Signs an entry of the log.
    pub fn sign(&self, entry: &[u8]) -> Result<String, SignFault> {
        sign_in(RECEIPT_NAMESPACE, &self.0, entry)
    }
}

/// Verifies the signature of an entry of the log by a server's public key.
pub fn verify_receipt(public: &str, entry: &[u8], armoured: &str) -> Result<(), SignFault> {
    verify_in(RECEIPT_NAMESPACE, public, entry, armoured)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_verified_by_the_key_that_was_written_and_read_back() {
        let key = ServerKey::from_seed(&[7; 32]);
        let again = ServerKey::read(&key.secret().unwrap()).unwrap();
        let public = key.public().unwrap();
        assert_eq!(again.public().unwrap(), public);
        let signature = again.sign(b"entry").unwrap();
        assert_eq!(verify_receipt(&public, b"entry", &signature), Ok(()));
        assert!(verify_receipt(&public, b"Entry", &signature).is_err());
        assert!(super::super::verify(&public, b"entry", &signature).is_err(), "a receipt signs no record");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert!(ServerKey::read("ssh-ed25519 AAAA").is_err());
    }
}
