//! The log against the branches: whether every step it tells of is a step of the history that is here, and whether
//! every commit that is here came in by one.

use super::{Breach, Chain};
use crate::ledger::Receipts;
use crate::store::{Id, Store, StoreFault};
use crate::text::Message;

/// How many commits without a receipt are named.
const MOST: usize = 20;

/// Holds a log against a repository. `main` is the branch that gives numbers, `here` the ref under which this repository
/// has it; on the server itself every branch and tag must stand where the log says.
pub fn against(
    store: &Store,
    chain: &Chain,
    receipts: &Receipts,
    main: &str,
    here: &str,
    is_server: bool,
) -> Result<Vec<Breach>, StoreFault> {
    let mut breaches = Vec::new();
    for receipt in &receipts.entries {
        let name = receipt.reference.escape_debug().to_string();
        let at = |id: &str| Id::parse(id).filter(|id| store.commit_header(*id).is_ok());
        let said = |text| Message::new(text).with("name", &name).with("old", &receipt.old).with("new", &receipt.new);
        let counts = is_server || receipt.reference == main;
        match (at(&receipt.old), at(&receipt.new)) {
            (_, None) if counts => {
                breaches.push(Breach::new("not_here", Some(receipt.number), said(&super::NOT_HERE)));
            }
            (Some(old), Some(new)) if store.merge_base(old, new)? != Some(old) => {
                breaches.push(Breach::new("rewritten", Some(receipt.number), said(&super::REWRITTEN)));
            }
            _ => {}
        }
    }
    if is_server {
        stands(store, chain, &mut breaches)?;
    }
    let Some(tip) = store.reference(here)? else {
        return Ok(breaches);
    };
    if let Some(new) = chain.tips.get(main).and_then(|id| Id::parse(id)).filter(|id| store.commit_header(*id).is_ok()) {
        let base = store.merge_base(tip, new)?;
        let (what, text) = if base == Some(tip) { ("behind", &super::BEHIND) } else { ("diverged", &super::DIVERGED) };
        if base != Some(new) {
            let said = Message::new(text).with("name", here).with("at", tip).with("new", new);
            breaches.push(Breach::new(what, None, said));
        }
    }
    for commit in store.not_received(tip, receipts)?.iter().take(MOST) {
        let said = Message::new(&super::UNCOVERED).with("name", here).with("commit", commit);
        breaches.push(Breach::new("uncovered", None, said));
    }
    Ok(breaches)
}

/// Whether every branch and tag of the server stands where the log says.
fn stands(store: &Store, chain: &Chain, breaches: &mut Vec<Breach>) -> Result<(), StoreFault> {
    let stands = store.branches_and_tags()?;
    let nowhere = "0".repeat(40);
    for (name, at) in &stands {
        let new = chain.tips.get(name).unwrap_or(&nowhere);
        if *new != at.to_string() {
            let said = Message::new(&super::STANDS).with("name", name.escape_debug());
            breaches.push(Breach::new("stands", None, said.with("at", at).with("new", new)));
        }
    }
    for name in chain.tips.keys().filter(|name| !stands.contains_key(*name)) {
        let said = Message::new(&super::NO_REF).with("name", name.escape_debug());
        breaches.push(Breach::new("no_ref", None, said));
    }
    Ok(())
}
