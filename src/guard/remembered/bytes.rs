//! Numbers and texts as few bytes, and back; whoever reads gets nothing where the bytes do not fit.

/// Bytes being written.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    /// A number, seven bits a byte, the lowest first.
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    /// A length.
    pub(super) fn len(&mut self, len: usize) {
        self.number(len as u64);
    }

    /// A number that may be negative, in eight bytes.
    pub(super) fn signed(&mut self, number: i64) {
        self.0.extend(number.to_le_bytes());
    }

    /// A number of which every bit counts, in eight bytes.
    pub(super) fn whole(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    /// A text with its length before it.
    pub(super) fn text(&mut self, text: &str) {
        self.len(text.len());
        self.0.extend(text.as_bytes());
    }

    /// A text that comes after another, without the beginning that both share.
    pub(super) fn text_after(&mut self, last: &str, text: &str) {
        let shared = last.bytes().zip(text.bytes()).take_while(|(left, right)| left == right).count();
        self.len(shared);
        self.len(text.len() - shared);
        self.0.extend(&text.as_bytes()[shared..]);
    }

    /// Texts one after the other.
    pub(super) fn texts<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let mut last = "";
        for text in texts {
            self.text_after(last, text);
            last = text;
        }
    }
}

/// Bytes being read.
#[derive(Debug)]
pub(super) struct Reader<'b>(pub(super) &'b [u8]);

impl<'b> Reader<'b> {
    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (first, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(first & 0x7f) << shift;
            if first & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn small(&mut self) -> Option<u32> {
        self.number().and_then(|number| u32::try_from(number).ok())
    }

    /// A length of what is still to be read: of so many things, each of at least a byte.
    pub(super) fn len(&mut self) -> Option<usize> {
        self.number().and_then(|number| usize::try_from(number).ok()).filter(|len| *len <= self.0.len())
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(i64::from_le_bytes(*first))
    }

    pub(super) fn whole(&mut self) -> Option<u64> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*first))
    }

    pub(super) fn bytes(&mut self, len: usize) -> Option<&'b [u8]> {
        let (first, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(first)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let len = self.len()?;
        String::from_utf8(self.bytes(len)?.to_vec()).ok()
    }

    /// The next of texts that were written one after the other; `last` is the one before it and becomes this one.
    pub(super) fn next_text(&mut self, last: &mut Vec<u8>) -> Option<()> {
        let (shared, len) = (usize::try_from(self.number()?).ok()?, self.len()?);
        if shared > last.len() {
            return None;
        }
        last.truncate(shared);
        last.extend(self.bytes(len)?);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_what_is_cut_short_is_not() {
        let mut out = Writer::default();
        for number in [0, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            out.number(number);
        }
        out.signed(i64::MIN);
        out.whole(7);
        out.text("维修单");
        out.texts(["records/a/1", "records/a/12", "records/b"].into_iter());
        let read = |bytes: &[u8]| {
            let mut from = Reader(bytes);
            let numbers: Option<Vec<u64>> = (0..6).map(|_| from.number()).collect();
            let rest = (from.signed()?, from.whole()?, from.text()?);
            let mut last = Vec::new();
            let mut texts = Vec::new();
            for _ in 0..3 {
                from.next_text(&mut last)?;
                texts.push(String::from_utf8(last.clone()).ok()?);
            }
            from.is_at_end().then_some((numbers?, rest, texts))
        };
        let (numbers, rest, texts) = read(&out.0).unwrap();
        assert_eq!(numbers, [0, 127, 128, 300, u64::from(u32::MAX), u64::MAX]);
        assert_eq!(rest, (i64::MIN, 7, "维修单".to_owned()));
        assert_eq!(texts, ["records/a/1", "records/a/12", "records/b"]);
        assert!((0..out.0.len()).all(|len| read(&out.0[..len]).is_none()));
    }
}
