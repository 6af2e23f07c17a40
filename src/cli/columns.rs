//! Rows of words under each other, right for wide characters; what records hold cannot command the terminal.

use unicode_width::UnicodeWidthStr;

/// Widest a column grows; longer cells push the rest of their row to the right.
const WIDEST: usize = 40;

/// Lines with the cells of each row under each other, two spaces between.
pub fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |n: usize| {
        rows.iter()
            .filter_map(|row| row.get(n))
            .map(|cell| cell.width())
            .filter(|width| *width <= WIDEST)
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    rows.iter()
        .map(|row| {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
            }
            line.trim_end().to_owned()
        })
        .collect()
}

/// A text on one line without characters that move the cursor or change colours.
pub fn tame(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_counts_two_columns_a_character() {
        let rows = [vec!["甲公司".to_owned(), "x".to_owned()], vec!["ab".to_owned(), "y".to_owned()]];
        assert_eq!(aligned(&rows), ["甲公司  x", "ab      y"]);
    }

    #[test]
    fn a_record_cannot_command_the_terminal() {
        assert_eq!(tame("a\u{1b}[31mb\nc"), "a [31mb c");
    }
}
