//! The exact bytes that are hashed. Never change them: old chains must verify for ever.

use crate::Row;
use kernel::{Moment, Uuid, Value};
use sha2::{Digest, Sha256};

/// What stands before the first entry.
pub(crate) const GENESIS: [u8; 32] = [0; 32];

/// An entry without its own hash.
pub(crate) struct Link {
    pub(crate) seq: i64,
    pub(crate) at: Moment,
    pub(crate) actor: String,
    pub(crate) channel: String,
    pub(crate) purpose: String,
    pub(crate) subject: Option<Uuid>,
    pub(crate) act: String,
    pub(crate) detail_digest: Option<Vec<u8>>,
    pub(crate) prev: Vec<u8>,
}

pub(crate) struct RowDigest {
    pub(crate) table: String,
    pub(crate) id: Uuid,
    /// `None`: the row was not there after the change.
    pub(crate) digest: Option<Vec<u8>>,
}

impl Link {
    pub(crate) fn hash(&self, rows: &[RowDigest]) -> Vec<u8> {
        let mut h = Sha256::new();
        h.update(b"engawa-journal-1\0");
        bytes(&mut h, &self.prev);
        h.update(self.seq.to_be_bytes());
        h.update(self.at.as_micros().to_be_bytes());
        for text in [&self.actor, &self.channel, &self.purpose, &self.act] {
            bytes(&mut h, text.as_bytes());
        }
        optional(&mut h, self.subject.as_ref().map(|u| u.as_bytes().as_slice()));
        optional(&mut h, self.detail_digest.as_deref());
        h.update((rows.len() as u64).to_be_bytes());
        for row in rows {
            bytes(&mut h, row.table.as_bytes());
            bytes(&mut h, row.id.as_bytes());
            optional(&mut h, row.digest.as_deref());
        }
        h.finalize().to_vec()
    }
}

pub(crate) fn detail_digest(salt: &[u8], detail: &str) -> Vec<u8> {
    let mut h = Sha256::new();
    bytes(&mut h, salt);
    bytes(&mut h, detail.as_bytes());
    h.finalize().to_vec()
}

/// The digest of a row: its columns in the order of their names, absent values left out, so that
/// a nullable column added later changes no digest; both engines give the same.
pub(crate) fn row_digest(row: &Row) -> Vec<u8> {
    let mut columns: Vec<_> = row.pairs().filter(|(_, v)| **v != Value::Null).collect();
    columns.sort_by_key(|(name, _)| *name);
    let mut h = Sha256::new();
    h.update(b"engawa-row-1\0");
    for (name, value) in columns {
        bytes(&mut h, name.as_bytes());
        match value {
            Value::Null => {}
            Value::Uuid(u) => tagged(&mut h, b'b', u.as_bytes()),
            Value::Bytes(b) => tagged(&mut h, b'b', b),
            Value::Text(t) => tagged(&mut h, b't', t.as_bytes()),
            Value::Int(i) => tagged(&mut h, b'i', &i.to_be_bytes()),
            Value::Bool(b) => tagged(&mut h, b'i', &i64::from(*b).to_be_bytes()),
        }
    }
    h.finalize().to_vec()
}

fn tagged(h: &mut Sha256, tag: u8, data: &[u8]) {
    h.update([tag]);
    bytes(h, data);
}

fn bytes(h: &mut Sha256, data: &[u8]) {
    h.update((data.len() as u64).to_be_bytes());
    h.update(data);
}

fn optional(h: &mut Sha256, data: Option<&[u8]>) {
    match data {
        None => h.update([0]),
        Some(d) => {
            h.update([1]);
            bytes(h, d);
        }
    }
}
