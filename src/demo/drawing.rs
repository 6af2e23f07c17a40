//! Hand-drawn signatures of clients: a tiny PNG for each person, the same whenever the story is told again.
//!
//! The picture is 40 by 14 points in black and white, its data stored uncompressed, so some 150 bytes in all.

const WIDTH: usize = 40;
const HEIGHT: usize = 14;
/// Width and height, one bit a point, greyscale, no interlace.
const HEADER: [u8; 13] = [0, 0, 0, 40, 0, 0, 0, 14, 1, 0, 0, 0, 0];

/// The drawing of a person's signature; different people draw different lines.
pub fn signature(of: &str) -> Vec<u8> {
    let mut rows = [[0xff_u8; WIDTH / 8]; HEIGHT];
    let mut state = of.bytes().fold(0x9e37_79b9_u32, |state, byte| (state ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let mut height = HEIGHT / 2;
    for column in 1..WIDTH - 1 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        height = match state >> 30 {
            0 => height.saturating_sub(2).max(1),
            1 => height.saturating_sub(1).max(1),
            2 => (height + 1).min(HEIGHT - 2),
            _ => (height + 2).min(HEIGHT - 2),
        };
        rows[height][column / 8] &= !(0x80 >> (column % 8));
    }
    let raw: Vec<u8> = rows.iter().flat_map(|row| std::iter::once(0).chain(row.iter().copied())).collect();
    png(&raw)
}

fn png(raw: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, *b"IHDR", &HEADER);
    let length = u16::try_from(raw.len()).unwrap_or(0);
    let mut data = vec![0x78, 0x01, 0x01];
    data.extend(length.to_le_bytes());
    data.extend((!length).to_le_bytes());
    data.extend(raw);
    data.extend(adler32(raw).to_be_bytes());
    chunk(&mut file, *b"IDAT", &data);
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    file.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    let start = file.len();
    file.extend(name);
    file.extend(data);
    let sum = crc32(&file[start..]);
    file.extend(sum.to_be_bytes());
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_small_and_each_persons_own() {
        let (one, other) = (signature("C00001-01"), signature("C00001-02"));
        assert!(one.len() <= 300 && one.starts_with(b"\x89PNG"));
        assert_eq!(one, signature("C00001-01"));
        assert_ne!(one, other);
    }

    #[test]
    fn the_checksums_are_the_known_ones() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
    }
}
