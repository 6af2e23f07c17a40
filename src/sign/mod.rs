//! What a signature binds and how it is verified: canonical forms, digests, SSH signatures; and what is sealed to the same
//! keys. Pure: no file, no program.
//!
//! A section is signed as the RFC 8785 form of its content **together with** the repository, kind, key, section name
//! and what the record supersedes, so that a signature cannot be moved to another place. The SHA-256 of that stands in
//! every signature, whatever its method. An SSH key signs the digest together with role, signer and time, in the
//! namespace `weibao`, so that these cannot be exchanged either. `ssh-keygen -Y verify` checks the same bytes with
//! nothing of ours installed ([`allowed_signers`] writes the file it wants). A server signs its log with a key of its own
//! ([`ServerKey`]).

mod allowed;
mod canonical;
mod fault;
mod payload;
mod seal;
mod server_key;
mod ssh;

mod interop;
mod tamper;

pub use allowed::{AllowedSigner, allowed_signers};
pub use canonical::canonical;
pub use fault::SignFault;
pub use payload::{digest, digest_of, payload, sha256_hex, signed_bytes};
pub use seal::{DataKey, PrivateKey, SEAL_BEGIN, SealFault, can_open};
pub use server_key::{RECEIPT_NAMESPACE, ServerKey, verify_receipt};
pub use ssh::{
    APPROVAL_NAMESPACE, COMMIT_NAMESPACE, MAX_ARMOUR, NAMESPACE, check_public_key, fingerprint_of_signature,
    public_key_of_seed, sign_commit_with_key, sign_with_key, verify, verify_approval, verify_commit,
};
