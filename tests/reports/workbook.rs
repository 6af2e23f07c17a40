//! The workbook in LibreOffice, turned into its flat XML: what each cell is, in the words of a program that is not ours.

use std::fs;
use std::path::Path;
use std::process::Command;

use weibao::render::{Bundle, Cell, Column, ColumnKind, Document, Row, Table};
use weibao::text::{Lang, Text};

use super::{find, report};

/// What systems call it.
const OFFICE: &[&str] = &["soffice", "libreoffice"];

/// Opens a workbook and tells it as flat XML.
fn opened(office: &str, folder: &Path, book: &Path) -> String {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let output = Command::new(office)
        .args([&profile, "--headless", "--convert-to", "fods", "--outdir"])
        .args([folder, book])
        .env("HOME", folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(folder.join(book.file_stem().unwrap()).with_extension("fods")).unwrap()
}

#[test]
fn the_workbook_of_the_meeting_opens_with_typed_cells_frozen_heads_and_no_formula() {
    let Some(office) = find(OFFICE) else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.xlsx");
    let args = ["all", "--repo", "1", "--lang", "zh", "--format", "xlsx", "--output", path.to_str().unwrap()];
    let (code, _, err) = report(&args);
    assert!(code < 2, "{err}");
    let told = opened(office, folder.path(), &path);
    assert_eq!(told.matches("table:formula").count(), 0);
    for sheet in ["依据", "主要数字", "回访率 合计", "回访率 未按时回访"] {
        assert!(told.contains(&format!("table:name=\"{sheet}\"")), "{sheet}");
    }
    for kind in ["float", "percentage", "date", "string"] {
        assert!(told.contains(&format!("office:value-type=\"{kind}\"")), "{kind}");
    }
    // What a program without a screen leaves away, Python reads from the file itself.
    let count = "import sys, zipfile; book = zipfile.ZipFile(sys.argv[1])\n\
        sheets = [book.read(n).decode() for n in book.namelist() if n.startswith('xl/worksheets/sheet')]\n\
        print(len(sheets), sum('state=\"frozen\"' in s for s in sheets), sum('<f>' in s for s in sheets))";
    let output = Command::new("python3").args(["-c", count]).arg(&path).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<usize> = said.split_whitespace().map(|number| number.parse().unwrap()).collect();
    assert_eq!(numbers, [numbers[0], numbers[0], 0], "sheets, frozen heads, formulas");
    assert_eq!(numbers[0], told.matches("<table:table ").count());
}

static NAME: Text = Text { zh: "名称", en: "name" };

#[test]
fn what_looks_like_a_formula_stays_text_and_a_negative_number_stays_a_number() {
    let Some(office) = find(OFFICE) else { return };
    let payloads =
        ["=1+1", "=HYPERLINK(\"http://x.example\",\"y\")", "+1", "-1+1", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0"];
    let columns = vec![
        Column { name: "name", title: &NAME, kind: ColumnKind::Text },
        Column { name: "count", title: &NAME, kind: ColumnKind::Int },
    ];
    let rows = payloads.iter().map(|text| Row::plain(vec![Cell::Text((*text).to_owned()), Cell::Int(-3)])).collect();
    let tables = vec![Table { name: "t", title: &NAME, columns, rows }];
    let document = Document { report: "t/1", title: &NAME, facts: Vec::new(), tables };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.xlsx");
    fs::write(&path, Bundle::of(&document).workbook(Lang::Zh).unwrap()).unwrap();
    let told = opened(office, folder.path(), &path);
    assert_eq!((told.matches("table:formula").count(), told.matches("xlink:href").count()), (0, 0));
    assert!(told.contains("<text:p>=1+1</text:p>"), "{told}");
    assert_eq!(told.matches("office:value=\"-3\"").count(), payloads.len());
}
