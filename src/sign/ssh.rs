//! SSH signatures, verified in process. The only user of `ssh-key`.
//!
//! Stricter than `ssh-keygen`: one spelling of the armour, SHA-512, no reserved bytes, a touch on hardware keys, and
//! no RSA (its keys of old lengths are weak and its verifier has open advisories).

use ssh_key::private::Ed25519Keypair;
use ssh_key::public::KeyData;
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, PrivateKey, PublicKey, SshSig};

use super::fault::SignFault;

/// The namespace of all our signatures: `ssh-keygen -Y sign -n weibao`.
pub const NAMESPACE: &str = "weibao";

/// The namespace in which git has its commits signed.
pub const COMMIT_NAMESPACE: &str = "git";

/// The namespace of a reviewer's approval of commits.
pub const APPROVAL_NAMESPACE: &str = "weibao-approval";
/// The largest armoured signature.
pub const MAX_ARMOUR: usize = 4096;

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";

/// The largest line with a public key.
const MAX_KEY: usize = 1024;

/// User presence, the flag that a hardware key was touched (CTAP2).
const TOUCHED: u8 = 0x01;

/// Whether a public key (`ssh-ed25519 AAAA…`) may be registered; gives its fingerprint.
pub fn check_public_key(public_key: &str) -> Result<String, SignFault> {
    read_key(public_key).map(|key| key.fingerprint(HashAlg::Sha256).to_string())
}

/// The fingerprint of the key that an armoured signature says it was made with; nothing is verified.
pub fn fingerprint_of_signature(armoured: &str) -> Result<String, SignFault> {
    let signature = read_armour(armoured)?;
    require_strong(&signature.public_key().algorithm())?;
    Ok(signature.public_key().fingerprint(HashAlg::Sha256).to_string())
}

/// Verifies an armoured signature of `message` by the holder of a public key.
pub fn verify(public_key: &str, message: &[u8], armoured: &str) -> Result<(), SignFault> {
    verify_in(NAMESPACE, public_key, message, armoured)
}

/// Verifies git's own signature of a commit, given the commit's bytes without it.
pub fn verify_commit(public_key: &str, commit: &[u8], armoured: &str) -> Result<(), SignFault> {
    verify_in(COMMIT_NAMESPACE, public_key, commit, armoured)
}

/// Verifies a reviewer's signature of an approval.
pub fn verify_approval(public_key: &str, approval: &[u8], armoured: &str) -> Result<(), SignFault> {
    verify_in(APPROVAL_NAMESPACE, public_key, approval, armoured)
}

pub(super) fn verify_in(namespace: &str, public_key: &str, message: &[u8], armoured: &str) -> Result<(), SignFault> {
    let key = read_key(public_key)?;
    let signature = read_armour(armoured)?;
    // The version is not among the signed bytes, and the crate refuses only greater ones.
    if signature.version() != SshSig::VERSION {
        return Err(SignFault::OtherVersion(signature.version().to_string()));
    }
    if signature.namespace() != namespace {
        return Err(SignFault::OtherNamespace(printable(signature.namespace())));
    }
    if signature.hash_alg() != HashAlg::Sha512 {
        return Err(SignFault::OtherHash(signature.hash_alg().to_string()));
    }
    if !signature.reserved().is_empty() {
        return Err(SignFault::Reserved(signature.reserved().len().to_string()));
    }
    let fingerprint = |key: &KeyData| key.fingerprint(HashAlg::Sha256).to_string();
    if signature.public_key() != key.key_data() {
        return Err(SignFault::OtherKey(fingerprint(signature.public_key())));
    }
    key.verify(namespace, message, &signature).map_err(|_| SignFault::Mismatch(fingerprint(key.key_data())))?;
    if let KeyData::SkEd25519(_) = key.key_data() {
        // The bytes of such a signature end with one byte of flags and a counter of four.
        let bytes = signature.signature_bytes();
        let flags = bytes.len().checked_sub(5).and_then(|at| bytes.get(at)).copied().unwrap_or_default();
        if flags & TOUCHED == 0 {
            return Err(SignFault::Untouched(fingerprint(key.key_data())));
        }
    }
    Ok(())
}

fn read_key(public_key: &str) -> Result<PublicKey, SignFault> {
    if public_key.len() > MAX_KEY {
        return Err(SignFault::BadPublicKey(format!("{} > {MAX_KEY}", public_key.len())));
    }
    let key = PublicKey::from_openssh(public_key).map_err(|error| match public_key.split(' ').next() {
        Some(word @ ("ssh-rsa" | "ssh-dss" | "ecdsa-sha2-nistp384" | "ecdsa-sha2-nistp521")) => {
            SignFault::WeakKey(word.to_owned())
        }
        _ => SignFault::BadPublicKey(error.to_string()),
    })?;
    require_strong(&key.algorithm())?;
    Ok(key)
}

fn require_strong(algorithm: &Algorithm) -> Result<(), SignFault> {
    match algorithm {
        Algorithm::Ed25519 | Algorithm::SkEd25519 | Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 } => Ok(()),
        other => Err(SignFault::WeakKey(other.to_string())),
    }
}

/// Reads the one armour of a signature; whatever else decodes to it is refused.
fn read_armour(armoured: &str) -> Result<SshSig, SignFault> {
    if armoured.len() > MAX_ARMOUR {
        return Err(SignFault::TooLong(armoured.len().to_string()));
    }
    let blocks = armoured.matches(BEGIN).count();
    if blocks == 0 {
        // PGP and X.509 have armours of their own.
        return Err(SignFault::BadArmour(printable(armoured.lines().next().unwrap_or_default())));
    }
    if blocks > 1 {
        return Err(SignFault::Several(blocks.to_string()));
    }
    let body = armoured.strip_suffix('\n').unwrap_or(armoured);
    if !(body.starts_with(BEGIN) && body.ends_with(END)) {
        let around = body.split(BEGIN).next().filter(|before| !before.is_empty());
        let around = around.or_else(|| body.rsplit(END).next()).unwrap_or_default();
        return Err(SignFault::Surrounded(printable(around)));
    }
    let signature = SshSig::from_pem(armoured).map_err(|error| SignFault::BadArmour(error.to_string()))?;
    let spelt = signature.to_pem(LineEnding::LF).map_err(|error| SignFault::BadArmour(error.to_string()))?;
    if spelt.trim_end_matches('\n') != body {
        return Err(SignFault::OtherSpelling(armoured.len().to_string()));
    }
    Ok(signature)
}

fn printable(text: &str) -> String {
    text.chars().take(40).flat_map(char::escape_debug).collect()
}

/// Signs with an ed25519 key grown from a seed. **For the demo and for tests**: people sign through `ssh-keygen`,
/// where agents and hardware keys hold the private part.
pub fn sign_with_key(seed: &[u8; 32], message: &[u8]) -> Result<String, SignFault> {
    sign_in(NAMESPACE, &of_seed(seed), message)
}

/// Signs a commit's bytes as git has them signed, with an ed25519 key grown from a seed. For the demo and for tests.
pub fn sign_commit_with_key(seed: &[u8; 32], commit: &[u8]) -> Result<String, SignFault> {
    sign_in(COMMIT_NAMESPACE, &of_seed(seed), commit)
}

fn of_seed(seed: &[u8; 32]) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(seed))
}

pub(super) fn sign_in(namespace: &str, key: &PrivateKey, message: &[u8]) -> Result<String, SignFault> {
    key.sign(namespace, HashAlg::Sha512, message)
        .and_then(|signature| signature.to_pem(LineEnding::LF))
        .map(|text| if text.ends_with('\n') { text } else { text + "\n" })
        .map_err(|error| SignFault::BadArmour(error.to_string()))
}

/// The public key of a seed as it is registered, without comment. For the demo and for tests.
pub fn public_key_of_seed(seed: &[u8; 32]) -> Result<String, SignFault> {
    let public: PublicKey = Ed25519Keypair::from_seed(seed).public.into();
    public.to_openssh().map_err(|error| SignFault::BadPublicKey(error.to_string()))
}
