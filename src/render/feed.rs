//! A calendar feed: iCalendar (RFC 5545) that phones subscribe to.
//!
//! Events rather than to-dos, since subscribed calendars on phones show nothing else. The end of a day's event is the
//! day after (ends are exclusive); times are in China Standard Time with the time zone's own block, which never moves.
//! The same feed always gives the same bytes: the stamp is given, and no clock is looked at.

use std::fmt::Write as _;

/// A feed.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What the calendar is called.
    pub name: String,
    /// When what it tells was last changed, in UTC: `20260315T013000Z`.
    pub stamp: String,
    /// Its events.
    pub events: Vec<Event>,
}

/// An event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Stable over every reading of the feed, and its own in the world.
    pub uid: String,
    /// One line.
    pub summary: String,
    /// The rest, line by line.
    pub description: String,
    /// What it is filed under.
    pub category: String,
    /// When.
    pub when: When,
}

/// When an event is.
#[derive(Debug, Clone)]
pub enum When {
    /// Whole days, `20260315`; reminded at nine in the morning of the first.
    Days {
        /// The first.
        first: String,
        /// The day after the last.
        after: String,
    },
    /// Between two times in China, `20260315T093000`; reminded at the first.
    Times {
        /// From.
        from: String,
        /// To.
        to: String,
    },
}

/// China Standard Time as the standard wants it told: one offset, no summer time.
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19910915T000000\r\n\
    TZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// Most octets on a line, its end not counted.
const WIDEST: usize = 75;

impl Feed {
    /// The feed as text.
    pub fn render(&self) -> String {
        let mut out = String::new();
        line(&mut out, "BEGIN", "VCALENDAR");
        line(&mut out, "VERSION", "2.0");
        line(&mut out, "PRODID", concat!("-//weibao//weibao ", env!("CARGO_PKG_VERSION"), "//ZH"));
        line(&mut out, "CALSCALE", "GREGORIAN");
        line(&mut out, "METHOD", "PUBLISH");
        line(&mut out, "X-WR-CALNAME", &escaped(&self.name));
        line(&mut out, "X-WR-TIMEZONE", "Asia/Shanghai");
        out.push_str(ZONE);
        for event in &self.events {
            self.event(&mut out, event);
        }
        line(&mut out, "END", "VCALENDAR");
        out
    }

    fn event(&self, out: &mut String, event: &Event) {
        line(out, "BEGIN", "VEVENT");
        line(out, "UID", &escaped(&event.uid));
        line(out, "DTSTAMP", &self.stamp);
        let trigger = match &event.when {
            When::Days { first, after } => {
                line(out, "DTSTART;VALUE=DATE", first);
                line(out, "DTEND;VALUE=DATE", after);
                "PT9H"
            }
            When::Times { from, to } => {
                line(out, "DTSTART;TZID=Asia/Shanghai", from);
                line(out, "DTEND;TZID=Asia/Shanghai", to);
                "PT0S"
            }
        };
        line(out, "SUMMARY", &escaped(&event.summary));
        line(out, "DESCRIPTION", &escaped(&event.description));
        line(out, "CATEGORIES", &escaped(&event.category));
        line(out, "TRANSP", "TRANSPARENT");
        line(out, "BEGIN", "VALARM");
        line(out, "ACTION", "DISPLAY");
        line(out, "DESCRIPTION", &escaped(&event.summary));
        line(out, "TRIGGER", trigger);
        line(out, "END", "VALARM");
        line(out, "END", "VEVENT");
    }
}

/// A content line, folded between characters so that no part is longer than allowed.
fn line(out: &mut String, name: &str, value: &str) {
    let whole = format!("{name}:{value}");
    let mut width = 0;
    for c in whole.chars() {
        if width + c.len_utf8() > WIDEST {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

/// Text as a value: what has a meaning is marked, line ends are written out, other controls are left away.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                let _ = write!(out, "\\{c}");
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(summary: &str) -> String {
        let when = When::Days { first: "20260228".to_owned(), after: "20260301".to_owned() };
        let event = Event {
            uid: "onsite_quarterly-S00001-01.month_6@yongan".to_owned(),
            summary: summary.to_owned(),
            description: "第一行\n第二行".to_owned(),
            category: "上门回访记录单".to_owned(),
            when,
        };
        Feed { name: "应办事项".to_owned(), stamp: "20260315T013000Z".to_owned(), events: vec![event] }.render()
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_cut() {
        let long = "站点东城商场监控中心，安装满六个月上门回访；".repeat(12);
        let text = feed(&long);
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
        }
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains(&format!("SUMMARY:{}", escaped(&long))));
    }

    #[test]
    fn every_line_ends_as_the_standard_wants() {
        let text = feed("x");
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }

    #[test]
    fn a_record_cannot_add_lines_of_its_own() {
        let text = feed("a\r\nEND:VEVENT\nX-EVIL:1;b,c\\");
        assert!(text.contains("SUMMARY:a\\nEND:VEVENT\\nX-EVIL:1\\;b\\,c\\\\"), "{text}");
        assert!(text.contains("第一行\\n第二行"));
    }

    #[test]
    fn the_end_of_a_day_is_the_next_day() {
        assert!(feed("x").contains("DTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\n"));
    }
}
