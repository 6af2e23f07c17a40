//! The schema documents as trees that keep their order, and walking through them across `$ref`.

use std::sync::OnceLock;

use super::source::FILES;
use crate::json::{Ordered, parse_ordered};

/// How many `$ref` one behind the other are followed; more would be a circle.
const MAX_REFS: usize = 16;

/// The documents, each read when first asked for.
#[derive(Debug)]
pub(super) struct Documents {
    read: Vec<OnceLock<Option<Ordered>>>,
}

/// A node of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    /// Its document.
    pub file: &'static str,
    /// The node.
    pub node: &'a Ordered,
}

impl Documents {
    pub(super) fn new() -> Self {
        Self { read: FILES.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The root of a document; nothing if there is none of that name or it cannot be read.
    pub(super) fn root(&self, file: &str) -> Option<Node<'_>> {
        let at = FILES.iter().position(|known| known.name == file)?;
        let node = self.read.get(at)?.get_or_init(|| parse_ordered(FILES[at].text).ok()).as_ref()?;
        Some(Node { file: FILES[at].name, node })
    }

    /// What a node's `$ref` leads to.
    pub(super) fn target<'a>(&'a self, from: Node<'a>) -> Option<Node<'a>> {
        let reference = from.node.get("$ref")?.as_str()?;
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let root = self.root(if file.is_empty() { from.file } else { file })?;
        Some(Node { file: root.file, node: root.node.pointer(pointer)? })
    }

    /// A node and what it refers to, nearest first.
    pub(super) fn chain<'a>(&'a self, from: Node<'a>) -> Vec<Node<'a>> {
        let mut chain = vec![from];
        while let Some(next) = chain.last().and_then(|last| self.target(*last)) {
            if chain.len() >= MAX_REFS {
                break;
            }
            chain.push(next);
        }
        chain
    }

    /// A keyword of a node, or of what it refers to.
    pub(super) fn keyword<'a>(&'a self, from: Node<'a>, keyword: &str) -> Option<Node<'a>> {
        self.chain(from).into_iter().find_map(|node| node.get(keyword))
    }

    /// The files a document refers to, itself first.
    pub(super) fn closure(&self, file: &'static str) -> Vec<&'static str> {
        let mut files = vec![file];
        let mut next = 0;
        while let Some(file) = files.get(next).copied() {
            next += 1;
            if let Some(root) = self.root(file) {
                references(root.node, &mut files);
            }
        }
        files
    }
}

fn references(node: &Ordered, files: &mut Vec<&'static str>) {
    if let Some((file, _)) = node.get("$ref").and_then(Ordered::as_str).and_then(|text| text.split_once('#'))
        && let Some(known) = FILES.iter().find(|known| known.name == file)
        && !files.contains(&known.name)
    {
        files.push(known.name);
    }
    for (_, inner) in node.members() {
        references(inner, files);
    }
    for inner in node.items() {
        references(inner, files);
    }
}

impl<'a> Node<'a> {
    /// The member of that name.
    pub(super) fn get(self, name: &str) -> Option<Self> {
        self.node.get(name).map(|node| Self { file: self.file, node })
    }

    /// The string it is.
    pub(super) fn as_str(self) -> Option<&'a str> {
        self.node.as_str()
    }

    /// The members.
    pub(super) fn members(self) -> impl Iterator<Item = (&'a str, Self)> {
        self.node.members().iter().map(move |(name, node)| (name.as_str(), Self { file: self.file, node }))
    }

    /// The items.
    pub(super) fn items(self) -> impl Iterator<Item = Self> {
        self.node.items().iter().map(move |node| Self { file: self.file, node })
    }

    /// The schemas that apply to the same value beside this one: `allOf`, `anyOf`, `oneOf`, `then`, `else`.
    pub(super) fn beside(self) -> impl Iterator<Item = Self> {
        let lists =
            ["allOf", "anyOf", "oneOf"].into_iter().filter_map(move |word| self.get(word)).flat_map(Self::items);
        lists.chain(["then", "else"].into_iter().filter_map(move |word| self.get(word)))
    }
}
