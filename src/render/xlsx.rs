//! A workbook, a sheet a table: numbers, days and times are typed, everything else is text and no cell a formula.
//!
//! Widths are counted in columns of text, since the library's own measure is too narrow for Chinese. The bytes depend on
//! the documents alone: the workbook says it was made at a fixed instant.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::{Bundle, Cell, ColumnKind, DONE, DUE, EXPLANATION, Row, Table, per_mille};
use crate::text::{Lang, Message};

/// Most rows below a head that a sheet takes; what is beyond goes on in the next.
const ROWS: usize = 1_048_575;
/// Most characters a cell takes.
const CHARACTERS: usize = 32_767;
/// Most characters of a sheet's name.
const NAME: usize = 31;
/// Heads longer than this wrap.
const HEAD: usize = 18;
/// Columns wider than this wrap.
const WIDEST: usize = 60;

crate::texts! {
    BASIS: "依据", "Basis";
    ITEM: "项目", "item";
    VALUE: "内容", "value";
    REPORT: "报表", "report";
    SHARE: "{column}（百分比）", "{column} (per cent)";
}

pub(super) fn render(bundle: &Bundle<'_>, lang: Lang) -> Result<Vec<u8>, String> {
    written(bundle, lang).map_err(|error| error.to_string())
}

fn written(bundle: &Bundle<'_>, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new().set_title(bundle.cover.title.get(lang)).set_author("weibao").set_creation_datetime(&made),
    );
    let (looks, mut taken) = (Looks::new(), BTreeSet::new());
    basis(workbook.add_worksheet(), bundle, &looks, &mut taken, lang)?;
    let mut opened = false;
    for document in bundle.documents() {
        for table in &document.tables {
            let name = if std::ptr::eq(document, bundle.cover) {
                table.title.get(lang).to_owned()
            } else {
                format!("{} {}", document.title.get(lang), table.title.get(lang))
            };
            let chunks = if table.rows.is_empty() { vec![[].as_slice()] } else { table.rows.chunks(ROWS).collect() };
            for rows in chunks {
                let sheet = workbook.add_worksheet();
                // What the figures rest on stands first; it opens on the figures unless something must be known before them.
                if !opened && bundle.notices.is_empty() {
                    sheet.set_active(true);
                }
                opened = true;
                sheet.set_name(free(&name, &mut taken))?;
                Sheet { onto: sheet, looks: &looks, widths: Vec::new(), lang }.table(table, rows)?;
            }
        }
    }
    workbook.save_to_buffer()
}

/// How cells look, and how their numbers read.
struct Looks {
    head: Format,
    text: Format,
    int: Format,
    share: Format,
    money: Format,
    day: Format,
    time: Format,
}

impl Looks {
    fn new() -> Self {
        let plain = || Format::new().set_align(FormatAlign::Top);
        Self {
            head: plain()
                .set_bold()
                .set_background_color(0x00E8_EDF1)
                .set_border_bottom(FormatBorder::Thin)
                .set_text_wrap(),
            text: plain().set_text_wrap(),
            int: plain().set_num_format("0"),
            share: plain().set_num_format("0.0%"),
            money: plain().set_num_format("#,##0.00\"元\""),
            day: plain().set_num_format("yyyy-mm-dd"),
            time: plain().set_num_format("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

/// The first sheet: what each report rests on.
fn basis(
    sheet: &mut Worksheet,
    bundle: &Bundle<'_>,
    looks: &Looks,
    taken: &mut BTreeSet<String>,
    lang: Lang,
) -> Result<(), XlsxError> {
    sheet.set_name(free(BASIS.get(lang), taken))?;
    let mut sheet = Sheet { onto: sheet, looks, widths: Vec::new(), lang };
    for (place, head) in [&REPORT, &ITEM, &VALUE].into_iter().enumerate() {
        sheet.head(place, head.get(lang))?;
    }
    let mut line = 1;
    for document in bundle.documents() {
        for fact in bundle.own_facts(document) {
            sheet.text(line, 0, document.title.get(lang))?;
            sheet.text(line, 1, fact.title.get(lang))?;
            sheet.cell(line, 2, &fact.value)?;
            line += 1;
        }
    }
    sheet.finish(line)
}

/// A sheet while it is written, and how wide its columns have become.
struct Sheet<'a> {
    onto: &'a mut Worksheet,
    looks: &'a Looks,
    widths: Vec<usize>,
    lang: Lang,
}

impl Sheet<'_> {
    fn table(mut self, table: &Table, rows: &[Row]) -> Result<(), XlsxError> {
        let noted = rows.iter().any(|row| !row.notes.is_empty());
        let mut place = 0;
        for column in &table.columns {
            if column.kind == ColumnKind::Rate {
                for text in [&DONE, &DUE, &SHARE] {
                    let head = Message::new(text).with_message("column", column.title).speak(self.lang);
                    self.head(place, &head)?;
                    place += 1;
                }
            } else {
                self.head(place, column.title.get(self.lang))?;
                place += 1;
            }
        }
        if noted {
            self.head(place, EXPLANATION.get(self.lang))?;
        }
        for (line, row) in rows.iter().enumerate() {
            let mut place = 0;
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                self.cell(line + 1, place, cell)?;
                place += if column.kind == ColumnKind::Rate { 3 } else { 1 };
            }
            if noted {
                let said = row.spoken_notes(self.lang).collect::<Vec<_>>().join("\n");
                self.text(line + 1, place, &said)?;
            }
        }
        self.finish(rows.len() + 1)
    }

    fn head(&mut self, place: usize, text: &str) -> Result<(), XlsxError> {
        // Room for the arrow of the filter; a long head goes on in a second line.
        self.widen(place, text.width().min(HEAD) + 3);
        self.onto.write_string_with_format(0, column(place), text, &self.looks.head)?;
        Ok(())
    }

    fn text(&mut self, line: usize, place: usize, text: &str) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        self.widen(place, text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0));
        let cut: String = text.chars().take(CHARACTERS).collect();
        self.onto.write_string_with_format(row(line), column(place), cut, &self.looks.text)?;
        Ok(())
    }

    fn number(&mut self, line: usize, place: usize, number: i64) -> Result<(), XlsxError> {
        self.widen(place, number.to_string().len());
        // Beyond what a cell can hold to the last digit it stands as text.
        match i32::try_from(number) {
            Ok(number) => {
                self.onto.write_number_with_format(row(line), column(place), number, &self.looks.int)?;
            }
            #[expect(clippy::cast_precision_loss, reason = "a whole number of this size is exact in a cell")]
            Err(_) if number.unsigned_abs() < 1_000_000_000_000_000 => {
                self.onto.write_number_with_format(row(line), column(place), number as f64, &self.looks.int)?;
            }
            Err(_) => self.text(line, place, &number.to_string())?,
        }
        Ok(())
    }

    fn cell(&mut self, line: usize, place: usize, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Unknown => {}
            Cell::Int(number) => self.number(line, place, *number)?,
            Cell::Cents(cents) => {
                let yuan = f64::from(i32::try_from(*cents).unwrap_or(i32::MAX)) / 100.0;
                self.widen(place, cell.spoken(self.lang).len());
                self.onto.write_number_with_format(row(line), column(place), yuan, &self.looks.money)?;
            }
            Cell::Rate(done, due) => {
                for (place, count) in [(place, *done), (place + 1, *due)] {
                    self.number(line, place, i64::try_from(count).unwrap_or(i64::MAX))?;
                }
                if *due > 0 {
                    let share = f64::from(u32::try_from(per_mille(*done, *due)).unwrap_or(u32::MAX)) / 1000.0;
                    self.onto.write_number_with_format(row(line), column(place + 2), share, &self.looks.share)?;
                }
            }
            Cell::Date(day) => match ExcelDateTime::parse_from_str(day) {
                Ok(typed) => {
                    self.widen(place, day.len());
                    self.onto.write_datetime_with_format(row(line), column(place), &typed, &self.looks.day)?;
                }
                Err(_) => self.text(line, place, &cell.spoken(self.lang))?,
            },
            // A cell has no offset: on China's clock the hands say enough, any other instant stays as it is written.
            Cell::Instant(at) => match at.strip_suffix("+08:00").map(ExcelDateTime::parse_from_str) {
                Some(Ok(typed)) => {
                    self.widen(place, at.len() - 6);
                    self.onto.write_datetime_with_format(row(line), column(place), &typed, &self.looks.time)?;
                }
                _ => self.text(line, place, &cell.spoken(self.lang))?,
            },
            other => self.text(line, place, &other.spoken(self.lang))?,
        }
        Ok(())
    }

    fn widen(&mut self, place: usize, width: usize) {
        if self.widths.len() <= place {
            self.widths.resize(place + 1, 6);
        }
        self.widths[place] = self.widths[place].max(width.min(WIDEST));
    }

    /// Widths, the frozen head, the filter, and how the sheet prints.
    fn finish(self, lines: usize) -> Result<(), XlsxError> {
        for (place, width) in self.widths.iter().enumerate() {
            self.onto.set_column_width(column(place), u16::try_from(width + 2).unwrap_or(u16::MAX))?;
        }
        self.onto.set_freeze_panes(1, 0)?;
        self.onto.set_repeat_rows(0, 0)?;
        if lines > 1 && !self.widths.is_empty() {
            self.onto.autofilter(0, 0, row(lines - 1), column(self.widths.len() - 1))?;
        }
        self.onto.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }
}

fn row(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn column(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// A name for a sheet that no other has: at most so many characters, none of those it may not hold.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed = |c: char| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { ' ' } else { c };
    let tame: String = name.chars().map(allowed).collect();
    let mut count = 1;
    loop {
        let end = if count == 1 { String::new() } else { format!(" {count}") };
        let found = tame.chars().take(NAME - end.len()).collect::<String>().trim().to_owned() + &end;
        if taken.insert(found.to_lowercase()) {
            return found;
        }
        count += 1;
    }
}
