//! What a user of these records may rely on, on both databases.
