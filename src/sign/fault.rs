//! Why a signature does not count.

use crate::text::{Message, Text};

macro_rules! sign_faults {
    ($($(#[$meta:meta])* $kind:ident, $text:ident: $zh:literal, $en:literal;)+) => {
        /// Why a signature does not count.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum SignFault {
            $($(#[$meta])* $kind(String),)+
        }

        impl SignFault {
            /// The words in both languages.
            pub fn message(&self) -> Message {
                match self { $(Self::$kind(found) => Message::new(&$text).with("found", found),)+ }
            }

            /// The sentence, values unfilled.
            pub const fn text(&self) -> &'static Text {
                match self { $(Self::$kind(_) => &$text,)+ }
            }
        }

        crate::texts! { $($text: $zh, $en;)+ }
    };
}

sign_faults! {
    /// The registered public key cannot be read.
    BadPublicKey, BAD_PUBLIC_KEY: "登记的公钥无法读取：{found}", "the registered public key cannot be read: {found}";
    /// RSA, DSA, other curves.
    WeakKey, WEAK_KEY: "不接受 {found} 密钥；请用 ed25519、ecdsa-p256 或 sk-ed25519", "{found} keys are not accepted; use ed25519, ecdsa-p256 or sk-ed25519";
    /// Beyond [`super::MAX_ARMOUR`].
    TooLong, TOO_LONG: "签名有 {found} 字节，超过 4096", "the signature has {found} bytes, more than 4096";
    /// More than one armoured block.
    Several, SEVERAL: "此处有 {found} 个签名，只能有一个", "there are {found} signatures here, there may be one";
    /// Something before or behind the armour.
    Surrounded, SURROUNDED: "签名前后有多余内容：{found}", "something stands before or behind the signature: {found}";
    /// Not an armoured SSH signature.
    BadArmour, BAD_ARMOUR: "不是 SSH 签名：{found}", "this is not an SSH signature: {found}";
    /// Decodes, but is not the one spelling.
    OtherSpelling, OTHER_SPELLING: "签名不是 ssh-keygen 的写法，或夹有多余字节（{found}）", "the signature is not spelt as ssh-keygen does, or holds extra bytes ({found})";
    /// Another version of the format than 1.
    OtherVersion, OTHER_VERSION: "签名格式的版本是 {found}，应为 1", "the signature is of format version {found}, not 1";
    /// Made for another purpose.
    OtherNamespace, OTHER_NAMESPACE: "签名的命名空间是 {found}：记录应为 weibao，提交应为 git", "the signature was made in namespace {found}: weibao is for records, git for commits";
    /// Another hash than SHA-512.
    OtherHash, OTHER_HASH: "签名用了 {found}，应为 sha512（ssh-keygen 的默认）", "the signature uses {found}, it should be sha512 (ssh-keygen's default)";
    /// Reserved bytes in use.
    Reserved, RESERVED: "签名的保留字段不为空（{found} 字节）", "the reserved field of the signature is not empty ({found} bytes)";
    /// Made by another key than the registered one.
    OtherKey, OTHER_KEY: "签名出自另一把钥匙：{found}", "the signature was made with another key: {found}";
    /// A hardware key that nobody touched.
    Untouched, UNTOUCHED: "硬件密钥签名时无人触碰确认（{found}）", "nobody touched the hardware key when it signed ({found})";
    /// The content is not what was signed.
    Mismatch, MISMATCH: "签名与内容不符：内容、角色、签字人或时间在签后变过（密钥 {found}）", "the signature does not fit: content, role, signer or time changed after signing (key {found})";
}

impl std::fmt::Display for SignFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message().speak(crate::text::Lang::En))
    }
}

impl std::error::Error for SignFault {}
