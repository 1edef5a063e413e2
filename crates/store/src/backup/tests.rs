//! What a town may rely on after a disaster.

use super::*;
use crate::testing::{MORNING, TestDb, both};
use crate::{Act, Deed, Migration, Reads, Retention, RoomSchema, Table, args, journal};
use kernel::{Uuid, id::CaseId};
use object_store::memory::InMemory;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Two tables whose alphabetical order is not the one in which they can be filled.
const ROOM: RoomSchema = RoomSchema {
    room: "books",
    migrations: &[Migration {
        version: 1,
        name: "books",
        sql: "CREATE TABLE books_shelf (id uuid PRIMARY KEY, title text NOT NULL, blob text); \
              CREATE TABLE books_book (id uuid PRIMARY KEY, shelf uuid NOT NULL REFERENCES books_shelf (id), lent boolean);",
    }],
    tables: &[
        Table { name: "books_book", journaled: true, blob: None, retention: Retention::WhileNeeded("a test") },
        Table { name: "books_shelf", journaled: true, blob: Some("blob"), retention: Retention::WhileNeeded("a test") },
    ],
};

async fn add(t: &TestDb, title: &str, file: &[u8]) -> Uuid {
    let blob = t.blobs.put(file.to_vec()).await.unwrap();
    let title = title.to_owned();
    let act = Act::system("test", MORNING);
    t.db.write(&act, move |tx| async move {
        let (shelf, book): (CaseId, CaseId) = (tx.id(), tx.id());
        tx.execute("INSERT INTO books_shelf (id, title, blob) VALUES ($1, $2, $3)", args![shelf, title.as_str(), blob])
            .await?;
        tx.execute("INSERT INTO books_book (id, shelf, lent) VALUES ($1, $2, $3)", args![book, shelf, true]).await?;
        tx.index("shelf", kernel::TypedId::uuid(shelf), &title).await?;
        tx.record(Deed::new("books.add").row("books_shelf", shelf).row("books_book", book).detail(title));
        Ok::<_, StoreError>(kernel::TypedId::uuid(shelf))
    })
    .await
    .unwrap()
}

async fn verdict(t: &TestDb, blobs: &Blobs) -> journal::Verdict {
    let key = KeyFolder::in_folder(t.data.path()).unwrap().journal().unwrap().verifying();
    journal::verify(&t.db, blobs, &HeadsFile::in_folder(t.data.path()), &key).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_restored_into_either_database_and_proved() {
    both(&[ROOM], |t| async move {
        let id = add(&t, "水道", b"a picture").await;
        add(&t, "下水道", b"another").await;
        let place = tempfile::TempDir::new().unwrap();
        let copy = place.path().join("copy");
        let manifest = take(&t.db, &t.blobs, t.data.path(), &copy, MORNING).await.unwrap();
        assert_eq!((manifest.rows["books_book"], manifest.blobs, manifest.journal_seq), (2, 2, 2));
        for other in [TestDb::sqlite(&[ROOM]).await, TestDb::postgres(&[ROOM]).await] {
            restore(&other.db, &other.blobs, other.data.path(), &copy, MORNING).await.unwrap();
            let verdict = verdict(&other, &other.blobs).await;
            assert!(verdict.holds(), "{:?}", verdict.findings);
            assert_eq!((verdict.entries, verdict.rows, verdict.blobs, verdict.unsigned), (2, 4, 2, 0));
            assert!(other.db.search("shelf", "水道", 10).await.unwrap().contains(&id));
            assert!(restore(&other.db, &other.blobs, other.data.path(), &copy, MORNING).await.is_err(), "not empty");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_taken_while_people_write_and_heads_are_signed_is_one_moment() {
    both(&[ROOM], |t| async move {
        let stop = Arc::new(AtomicBool::new(false));
        let (writer, stopped) = (t.clone(), stop.clone());
        let writing = tokio::spawn(async move {
            let heads = HeadsFile::in_folder(writer.data.path());
            let key = KeyFolder::in_folder(writer.data.path()).unwrap().journal().unwrap();
            for n in 0.. {
                add(&writer, &format!("{n}"), format!("file {n}").as_bytes()).await;
                let head = journal::head(&writer.db).await.unwrap().unwrap();
                heads.append(&head, MORNING, &key).unwrap();
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        let place = tempfile::TempDir::new().unwrap();
        let vault = Vault::in_folder(&place.path().join("vault")).unwrap();
        let mut seen = Vec::new();
        for n in 0..4 {
            while t.db.last_entry() < 10 * (n + 1) {
                tokio::task::yield_now().await;
            }
            let at = MORNING.plus_seconds(n);
            seen.push(vault.keep(&t.db, &t.blobs, t.data.path(), place.path(), at).await.unwrap());
        }
        stop.store(true, Ordering::SeqCst);
        writing.await.unwrap();
        for (name, manifest) in seen {
            let other = TestDb::sqlite(&[ROOM]).await;
            vault.restore(&name, &other.db, Some(&other.blobs), other.data.path(), MORNING).await.unwrap();
            let verdict = verdict(&other, &other.blobs).await;
            assert!(verdict.holds(), "{:?}", verdict.findings);
            assert_eq!((verdict.entries as i64, verdict.unsigned), (manifest.journal_seq, 0));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_many_pages_are_copied_whole() {
    both(&[ROOM], |t| async move {
        let act = Act::system("test", MORNING);
        t.db.write(&act, |tx| async move {
            for n in 0..2001i64 {
                tx.enqueue(crate::NewJob::new("books.count", &n).key(format!("{n}")));
            }
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
        let place = tempfile::TempDir::new().unwrap();
        let copy = place.path().join("copy");
        take(&t.db, &t.blobs, t.data.path(), &copy, MORNING).await.unwrap();
        let other = TestDb::sqlite(&[ROOM]).await;
        restore(&other.db, &other.blobs, other.data.path(), &copy, MORNING).await.unwrap();
        let n: Option<i64> = other.db.one("SELECT CAST(COUNT(*) AS bigint) FROM store_job", vec![]).await.unwrap();
        assert_eq!(n, Some(2001));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_changed_byte_of_a_copy_is_named_before_anything_is_restored() {
    let t = TestDb::sqlite(&[ROOM]).await;
    add(&t, "一", b"one").await;
    let place = tempfile::TempDir::new().unwrap();
    let copy = place.path().join("copy");
    take(&t.db, &t.blobs, t.data.path(), &copy, MORNING).await.unwrap();
    for file in ["tables/books_book.jsonl", "journal-heads.jsonl", "keys/journal.pem", "SHA256SUMS"] {
        let path = copy.join(file);
        let before = std::fs::read(&path).unwrap();
        let mut changed = before.clone();
        changed[10] ^= 1;
        std::fs::write(&path, changed).unwrap();
        let other = TestDb::sqlite(&[ROOM]).await;
        let refused = restore(&other.db, &other.blobs, other.data.path(), &copy, MORNING).await.unwrap_err();
        assert!(refused.to_string().contains("changed"), "{file}: {refused}");
        assert!(journal::is_empty(&other.db).await.unwrap());
        std::fs::write(&path, before).unwrap();
    }
    std::fs::remove_file(copy.join("manifest.json")).unwrap();
    let other = TestDb::sqlite(&[ROOM]).await;
    assert!(restore(&other.db, &other.blobs, other.data.path(), &copy, MORNING).await.is_err(), "not a whole copy");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_newer_program_is_refused() {
    const NEWER: RoomSchema = RoomSchema {
        room: "books",
        migrations: &[
            ROOM.migrations[0],
            Migration { version: 2, name: "more", sql: "ALTER TABLE books_book ADD COLUMN more text;" },
        ],
        tables: ROOM.tables,
    };
    let t = TestDb::sqlite(&[NEWER]).await;
    add(&t, "一", b"one").await;
    let place = tempfile::TempDir::new().unwrap();
    let copy = place.path().join("copy");
    let manifest = take(&t.db, &t.blobs, t.data.path(), &copy, MORNING).await.unwrap();
    assert!(schema_is_known(&manifest, &[NEWER]) && !schema_is_known(&manifest, &[ROOM]));
    let older = TestDb::sqlite(&[ROOM]).await;
    let refused = restore(&older.db, &older.blobs, older.data.path(), &copy, MORNING).await.unwrap_err();
    assert!(matches!(refused, StoreError::Newer(_)), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_holds_blobs_once_lets_old_copies_go_and_keeps_what_the_others_need() {
    let folder = tempfile::TempDir::new().unwrap();
    let scratch = tempfile::TempDir::new().unwrap();
    let memory = Vault::in_store(Arc::new(InMemory::new()));
    for vault in [Vault::in_folder(folder.path()).unwrap(), memory] {
        let t = TestDb::sqlite(&[ROOM]).await;
        for day in 0..4 {
            add(&t, &format!("{day}"), format!("file of day {day}").as_bytes()).await;
            vault.keep(&t.db, &t.blobs, t.data.path(), scratch.path(), MORNING.plus_days(day)).await.unwrap();
        }
        assert_eq!(vault.sets().await.unwrap().len(), 4);
        assert_eq!(vault.blobs().all().await.unwrap().len(), 4, "each blob once");
        // A copy that broke off long ago, and a blob that nobody names.
        vault.put(&in_broken(), b"half".to_vec()).await.unwrap();
        vault.blobs().put(&b"nobody's"[..]).await.unwrap();
        let keep = Keep { daily: 2, weekly: 0, monthly: 0 };
        let gone = vault.rotate(keep, MORNING.plus_days(4)).await.unwrap();
        assert_eq!((gone.sets, gone.blobs), (3, 1));
        let sets = vault.sets().await.unwrap();
        assert_eq!(sets, [SetName::of(MORNING.plus_days(3)), SetName::of(MORNING.plus_days(2))]);
        for set in &sets {
            let other = TestDb::sqlite(&[ROOM]).await;
            vault.restore(set, &other.db, None, other.data.path(), MORNING).await.unwrap();
            let verdict = verdict(&other, vault.blobs()).await;
            assert!(verdict.holds(), "{:?}", verdict.findings);
        }
        assert_eq!(vault.rotate(keep, MORNING.plus_days(4)).await.unwrap(), Rotated::default());
    }
    assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0, "nothing is left on the way");
}

fn in_broken() -> object_store::path::Path {
    object_store::path::Path::from("sets/20260501T020000/tables/books_book.jsonl")
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_copy_is_under_way_no_blob_is_let_go() {
    let t = TestDb::sqlite(&[ROOM]).await;
    add(&t, "一", b"one").await;
    let vault = Vault::in_store(Arc::new(InMemory::new()));
    let scratch = tempfile::TempDir::new().unwrap();
    vault.keep(&t.db, &t.blobs, t.data.path(), scratch.path(), MORNING).await.unwrap();
    vault.blobs().put(&b"of the copy under way"[..]).await.unwrap();
    let name = SetName::of(MORNING.plus_seconds(60));
    vault.put(&object_store::path::Path::from(format!("sets/{name}/begun")), Vec::new()).await.unwrap();
    assert_eq!(vault.rotate(Keep::default(), MORNING.plus_seconds(120)).await.unwrap(), Rotated::default());
    assert_eq!(vault.blobs().all().await.unwrap().len(), 2);
    assert_eq!(vault.sets().await.unwrap().len(), 1);
}
