//! The page in Chromium. A frame around it measures it at the width of a phone and of a desk: its own policy lets nothing run
//! inside, so what is measured is measured from outside.

use std::fs;
use std::path::Path;
use std::process::Command;

use weibao::render::{Cell, Column, ColumnKind, Document, Fact, Format, Row, Table};
use weibao::text::{Lang, Message, Text};

use super::{find, report};

/// What systems call it.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// Runs Chromium without a screen; what it prints.
fn chromium(browser: &str, folder: &Path, args: &[&str]) -> String {
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", &profile])
        .args(["--disable-web-security", "--allow-file-access-from-files", "--no-first-run", "--timeout=20000"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a frame of a width sees of the page: how wide it lays out, how wide its style lets it be, how many scripts there are,
/// how many tables and charts, and whether anything ran.
fn measured(browser: &str, folder: &Path, width: u32) -> serde_json::Value {
    let frame = r#"<!DOCTYPE html><meta charset="utf-8"><iframe id="f" src="page.html" style="border:0;width:WIDTHpx;height:2000px"></iframe>
<pre id="m"></pre><script>document.getElementById('f').onload=function(){var w=this.contentWindow,d=w.document;
document.getElementById('m').textContent=JSON.stringify({wide:d.documentElement.scrollWidth,most:w.getComputedStyle(d.body).maxWidth,
scripts:d.scripts.length,tables:d.querySelectorAll('table').length,charts:d.querySelectorAll('figure svg[role=img]').length,
titles:d.title,ran:typeof w.ran,text:d.body.innerText.length})}</script>"#;
    fs::write(folder.join("frame.html"), frame.replace("WIDTH", &width.to_string())).unwrap();
    let url = format!("file://{}", folder.join("frame.html").display());
    let dom = chromium(browser, folder, &["--window-size=1400,2200", "--virtual-time-budget=5000", "--dump-dom", &url]);
    let told = dom.split_once("<pre id=\"m\">").unwrap().1.split_once("</pre>").unwrap().0;
    serde_json::from_str(&told.replace("&quot;", "\"")).unwrap_or_else(|_| panic!("{dom}"))
}

#[test]
fn the_page_of_the_meeting_fits_a_phone_a_desk_and_a4() {
    let Some(browser) = find(BROWSERS) else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let (code, _, err) =
        report(&["all", "--repo", "1", "--lang", "zh", "--format", "html", "--output", path.to_str().unwrap()]);
    assert!(code < 2, "{err}");
    for width in [390, 1280] {
        let seen = measured(browser, folder.path(), width);
        assert_eq!(seen["wide"], width, "nothing sticks out at {width}: {seen}");
        assert_eq!(seen["most"], "1180px", "the style is the one the policy names: {seen}");
        assert_eq!((seen["scripts"].as_u64(), seen["titles"].as_str()), (Some(0), Some("售后服务月报")));
        assert!(seen["tables"].as_u64().unwrap() > 5 && seen["charts"].as_u64().unwrap() > 3, "{seen}");
    }
    let url = format!("file://{}", path.display());
    let pdf = folder.path().join("page.pdf");
    chromium(browser, folder.path(), &["--no-pdf-header-footer", &format!("--print-to-pdf={}", pdf.display()), &url]);
    let bytes = fs::read(&pdf).unwrap();
    assert!(bytes.starts_with(b"%PDF-") && bytes.len() > 20_000);
    let boxes = String::from_utf8_lossy(&bytes).matches("/MediaBox [0 0 594.95996 841.91998]").count();
    assert!(boxes > 0, "the first page is A4 and stands upright");
    let shot = folder.path().join("page.png");
    chromium(browser, folder.path(), &["--window-size=1280,1400", &format!("--screenshot={}", shot.display()), &url]);
    assert!(fs::metadata(&shot).unwrap().len() > 20_000);
}

static TITLE: Text = Text { zh: "样张", en: "Sample" };
static NOTE: Text = Text { zh: "{text}", en: "{text}" };

#[test]
fn nothing_that_a_record_says_runs_in_the_page() {
    const PAYLOAD: &str = "<script>window.ran=1</script><img src=x onerror=window.ran=1>\"' onload=window.ran=1 \
        <svg onload=window.ran=1></title></style></table><iframe src=javascript:parent.ran=1>\u{202e}";
    let Some(browser) = find(BROWSERS) else { return };
    let column = |name, kind| Column { name, title: &TITLE, kind };
    let row = |done| Row {
        cells: vec![Cell::Text(PAYLOAD.to_owned()), Cell::Rate(done, 3)],
        notes: vec![Message::new(&NOTE).with("text", PAYLOAD)],
    };
    let columns = vec![column("person", ColumnKind::Text), column("rate", ColumnKind::Rate)];
    let tables = vec![Table { name: "t", title: &TITLE, columns, rows: vec![row(1), row(3)] }];
    let facts = vec![Fact { name: "f", title: &TITLE, value: Cell::Text(PAYLOAD.to_owned()) }];
    let page = Document { report: "t/1", title: &TITLE, facts, tables }.render(Format::Html, Lang::Zh);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("page.html"), page).unwrap();
    let seen = measured(browser, folder.path(), 390);
    assert_eq!((seen["ran"].as_str(), seen["scripts"].as_u64()), (Some("undefined"), Some(0)), "{seen}");
    assert_eq!(
        (seen["tables"].as_u64(), seen["charts"].as_u64(), seen["wide"].as_u64()),
        (Some(1), Some(1), Some(390))
    );
}
