//! sshd's list of keys, written from the staff records: whoever has a key in force may ask for this one repository, under
//! their own name, and for nothing else.

use std::path::Path;

use crate::record::instant::Date;
use crate::record::staff::Staff;
use crate::text::Message;
use crate::texts;

texts! {
    BAD_PATH: "{path} 不能作服务器目录：不可有引号、反斜杠或控制字符", "{path} cannot be a server's folder: it holds a quote, a backslash or a control character";
}

/// Refuses a path that could not stand in a line of keys as it is.
pub fn check_path(path: &Path) -> Result<&str, Message> {
    path.to_str()
        .filter(|text| !text.contains(|c: char| c.is_control() || matches!(c, '\'' | '"' | '\\')))
        .ok_or_else(|| Message::new(&BAD_PATH).with("path", path.to_string_lossy().escape_default()))
}

/// One line: `restrict` takes away everything sshd would offer, the command is run whatever the client asks for.
pub fn line(program: &str, repository: &str, who: &str, public: &str) -> String {
    format!("restrict,command=\"'{program}' serve '{repository}' --as {who}\" {public} {who}")
}

/// A line for each key that is in force on a day.
pub fn lines(staff: &[Staff], day: Date, program: &str, repository: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for person in staff.iter().filter(|person| person.employed(day)) {
        for key in person.keys.iter().filter(|key| key.from <= day && key.to.is_none_or(|to| day <= to)) {
            // A key is two words; whatever else a record may one day hold must not become an option or a second line.
            let words: Vec<_> = key.public.split_whitespace().take(2).collect();
            lines.push(line(program, repository, person.id.as_str(), &words.join(" ")));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_forces_the_command_and_takes_everything_else_away() {
        assert_eq!(
            line("/usr/local/bin/weibao", "/srv/records.git", "wang-jun", "ssh-ed25519 AAAA"),
            "restrict,command=\"'/usr/local/bin/weibao' serve '/srv/records.git' --as wang-jun\" ssh-ed25519 AAAA wang-jun"
        );
    }

    #[test]
    fn a_path_that_would_end_the_command_is_refused() {
        assert!(check_path(Path::new("/srv/维保 记录.git")).is_ok());
        for bad in ["/srv/it's", "/srv/a\"b", "/srv/a\\b", "/srv/a\nb"] {
            assert!(check_path(Path::new(bad)).is_err(), "{bad}");
        }
    }
}
