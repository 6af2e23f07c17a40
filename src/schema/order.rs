//! The canonical order of members: that of `properties`, through `$ref` and the schemas that apply beside.

use super::document::{Documents, Node};
use crate::json::Order;

/// Deeper than any record.
const MAX_DEPTH: usize = 32;

/// The order of what a node describes.
pub(super) fn order(documents: &Documents, node: Node<'_>) -> Order {
    let mut order = Order::default();
    collect(documents, node, &mut order, 0);
    order
}

fn collect(documents: &Documents, node: Node<'_>, order: &mut Order, depth: usize) {
    if depth >= MAX_DEPTH {
        return;
    }
    for node in documents.chain(node) {
        for (name, member) in node.get("properties").into_iter().flat_map(Node::members) {
            let at = order.members.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                order.members.push((name.to_owned(), Order::default()));
                order.members.len() - 1
            });
            collect(documents, member, &mut order.members[at].1, depth + 1);
        }
        if let Some(items) = node.get("items") {
            let inner = order.items.get_or_insert_default();
            collect(documents, items, inner, depth + 1);
        }
        for beside in node.beside() {
            collect(documents, beside, order, depth + 1);
        }
    }
}
