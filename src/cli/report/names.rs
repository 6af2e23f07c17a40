//! The names behind ids, looked up once each for the tables.

use crate::ledger::Records;
use crate::record::Kind;
use crate::record::client::Client;
use crate::record::id::{ClientId, StaffId};
use crate::record::staff::Staff;
use crate::render::Cell;

/// A person's name.
pub(super) fn of_staff(records: &Records<'_>, id: Option<&StaffId>) -> Cell {
    let staff = id.and_then(|id| records.get::<Staff>(&id.key(Kind::Staff)));
    Cell::text_or_unknown(staff.map(|staff| staff.name.clone()))
}

/// A client's name.
pub(super) fn of_client(records: &Records<'_>, id: Option<&ClientId>) -> Cell {
    let client = id.and_then(|id| records.get::<Client>(&id.key(Kind::Client)));
    Cell::text_or_unknown(client.map(|client| client.name.clone()))
}
