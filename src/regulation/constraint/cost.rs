//! What judging one change reads does not grow with the company: every record of the fixture is judged in the company
//! as it is, and beside a hundred others like it, and every look at a path or into a folder is counted.
//!
//! A new kind comes under this test by standing in the fixture's company; a rule that scans fails here.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::all;
use crate::ledger::{Entry, Memory, Name, Records, Snapshot, Unreadable};
use crate::record::Kind;
use crate::record::path::{Key, Place, place};
use crate::regulation::finding::Faults;
use crate::regulation::fixture::{Scene, everything};
use crate::regulation::world::{Case, World};

/// How many companies stand beside the fixture's own.
const OTHERS: u32 = 100;

/// A snapshot that counts who looks at it.
struct Counting<'a> {
    inner: Memory<'a>,
    looks: Cell<usize>,
    names: Cell<usize>,
}

impl Snapshot for Counting<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        self.looks.set(self.looks.get() + 1);
        self.inner.read(path)
    }

    fn exists(&self, path: &str) -> Result<bool, Unreadable> {
        self.looks.set(self.looks.get() + 1);
        self.inner.exists(path)
    }

    fn list(&self, folder: &str) -> Result<Vec<Name>, Unreadable> {
        let listed = self.inner.list(folder)?;
        self.looks.set(self.looks.get() + 1);
        self.names.set(self.names.get() + listed.len());
        Ok(listed)
    }
}

/// The text of a record as another company would have written it: its own sites, clients, numbers and people.
fn as_another(text: &str, people: &[String], other: u32) -> String {
    let letters: String = [other / 26, other % 26].iter().filter_map(|n| char::from_u32(u32::from(b'a') + n)).collect();
    let named = people.iter().fold(text.to_owned(), |text, person| text.replace(person, &format!("{person}{letters}")));
    let chars: Vec<char> = named.chars().collect();
    let mut out = String::with_capacity(named.len());
    let mut at = 0;
    while at < chars.len() {
        let fresh = at == 0 || !chars[at - 1].is_ascii_alphanumeric();
        let digits = |from: usize| chars[from..].iter().take_while(|c| c.is_ascii_digit()).count();
        let number =
            |from: usize, len: usize| chars[from..from + len].iter().collect::<String>().parse::<u32>().unwrap();
        if fresh && matches!(chars[at], 'C' | 'S') && digits(at + 1) == 5 {
            // Five digits, shards of a hundred: every other company lies in a shard of its own.
            let _ = write!(out, "{}{:05}", chars[at], 10_000 + 100 * other + number(at + 1, 5));
            at += 6;
        } else if fresh && chars.len() > at + 3 && matches!(chars[at], 'W' | 'B') && chars[at + 2] == '-' {
            let len = digits(at + 3);
            let step = if len == 7 { 10_000 } else { 200 };
            let moved = number(at + 3, len.max(1)) + step * (other + 1);
            let _ = write!(out, "{}{}-{moved:0len$}", chars[at], chars[at + 1]);
            at += 3 + len;
        } else if fresh && digits(at) == 8 && chars.get(at + 8) == Some(&'-') {
            // What is filed by its day is filed on another day: a day's folder is as wide as the day was busy.
            let _ = write!(out, "{}", 2030 + other % 60);
            out.extend(&chars[at + 4..at + 8]);
            at += 8;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// The company among a hundred others; only records whose key names something of the company can be told of another.
fn among_others() -> (Scene, BTreeMap<Kind, usize>) {
    let company = Scene::company();
    let people: Vec<String> =
        everything().iter().filter(|draft| draft.key.kind == Kind::Staff).map(|draft| draft.key.id.clone()).collect();
    let mut scene = company.clone();
    let mut added = BTreeMap::new();
    for (path, bytes) in company.files() {
        let Some(Place::Record(key)) = place(path) else {
            continue;
        };
        for other in 0..OTHERS {
            let id = as_another(&key.id, &people, other);
            if let Some(theirs) = Key::new(key.kind, &id).filter(|theirs| *theirs != key) {
                let text = as_another(std::str::from_utf8(bytes).unwrap(), &people, other);
                scene = scene.file(&theirs.path(), text.as_bytes());
                *added.entry(key.kind).or_default() += 1;
            }
        }
    }
    (scene, added)
}

/// Looks and listed names, by record, of judging each record of the company as new and as changed.
fn costs(scene: &Scene) -> BTreeMap<Key, (usize, usize)> {
    let snapshot = Counting { inner: scene.snapshot(), looks: Cell::new(0), names: Cell::new(0) };
    everything()
        .iter()
        .map(|draft| {
            snapshot.looks.set(0);
            snapshot.names.set(0);
            let entry = draft.entry();
            // Who is new is compared with everybody in the register: no key and no address belongs to two people.
            // It grows with the people, not with the records, and no other change of a person does it.
            let states = if draft.key.kind == Kind::Staff { vec![Some(&entry)] } else { vec![None, Some(&entry)] };
            for before in states {
                judge(&snapshot, scene, before, &entry);
            }
            (draft.key.clone(), (snapshot.looks.get(), snapshot.names.get()))
        })
        .collect()
}

fn judge(snapshot: &dyn Snapshot, scene: &Scene, before: Option<&Entry>, after: &Entry) {
    let records = Records::new(snapshot);
    let world = World::new(&records, scene.moment());
    let case = Case { key: &after.key, before, after: Some(after), world: &world };
    let mut found = Vec::new();
    for rule in all().filter(|rule| rule.kinds.is_empty() || rule.kinds.contains(&after.key.kind)) {
        (rule.check)(&case, &mut Faults::new(rule, &after.key, &mut found));
    }
}

#[test]
fn judging_one_change_reads_as_much_in_a_small_company_as_in_a_large_one() {
    let (large, added) = among_others();
    for kind in [Kind::Staff, Kind::Client, Kind::Site, Kind::Book, Kind::Ticket, Kind::Install, Kind::OnsiteCallback] {
        assert!(added.get(&kind).is_some_and(|count| *count >= OTHERS as usize), "{kind}: {added:?}");
    }
    let (small, large) = (costs(&Scene::company()), costs(&large));
    // People lie in one folder, which is as wide as the company has people; what is beside a record is looked for there.
    let counted = |key: &Key, cost: (usize, usize)| if key.kind == Kind::Staff { (cost.0, 0) } else { cost };
    let grown: Vec<_> = small
        .iter()
        .filter(|(key, cost)| counted(key, large[*key]) != counted(key, **cost))
        .map(|(key, cost)| format!("{key}: {cost:?} looks and names alone, {:?} among others", large[key]))
        .collect();
    assert!(grown.is_empty(), "{}", grown.join("\n"));
}
