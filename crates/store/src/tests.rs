//! What every room may rely on, on both databases.

use crate::testing::{MORNING, TestClock, TestDb, both};
use crate::*;
use kernel::id::CaseId;
use kernel::{Clock, TypedId, Uuid};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const BOOKS: RoomSchema = RoomSchema {
    room: "books",
    migrations: &[Migration {
        version: 1,
        name: "books",
        sql: "CREATE TABLE books_book (id uuid PRIMARY KEY, title text NOT NULL, shelf bigint, lent boolean, cover bytea, \
              blob text, owner uuid, UNIQUE (title, shelf));",
    }],
    tables: &[Table {
        name: "books_book",
        journaled: true,
        blob: Some("blob"),
        retention: Retention::WhileNeeded("a test"),
    }],
};

fn act() -> Act {
    Act::system("test", MORNING)
}

async fn add(db: &Db, title: &str, blob: Option<BlobId>) -> Uuid {
    let title = title.to_owned();
    db.write(&act(), move |tx| async move {
        let id: CaseId = tx.id();
        tx.execute(
            "INSERT INTO books_book (id, title, shelf, lent, cover, blob, owner) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![id, title.as_str(), 3i64, true, vec![0u8, 255], blob, None::<Uuid>],
        )
        .await?;
        tx.record(Deed::new("books.add").row("books_book", id).detail(format!("「{title}」")));
        Ok::<_, StoreError>(id.uuid())
    })
    .await
    .unwrap()
}

async fn count(db: &Db) -> i64 {
    db.one("SELECT CAST(COUNT(*) AS bigint) FROM books_book", vec![]).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_read_back_alike_from_both_databases() {
    both(&[BOOKS], |t| async move {
        let id = add(&t.db, "葛\u{E0100}の話", None).await;
        let row = t.db.row("SELECT * FROM books_book WHERE id = $1", args![id]).await.unwrap().unwrap();
        assert_eq!(row.get::<Uuid>("id").unwrap(), id);
        assert_eq!(row.get::<String>("title").unwrap(), "葛\u{E0100}の話");
        assert_eq!(row.get::<i64>("shelf").unwrap(), 3);
        assert!(row.get::<bool>("lent").unwrap());
        assert_eq!(row.get::<Vec<u8>>("cover").unwrap(), [0, 255]);
        assert_eq!(row.get::<Option<Uuid>>("owner").unwrap(), None);
        assert!(row.get::<String>("shelf").is_err() && row.get::<i64>("nothing").is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_fails_leaves_nothing_and_disturbs_no_neighbour() {
    both(&[BOOKS], |t| async move {
        let mut all = Vec::new();
        for n in 0..40 {
            let db = t.db.clone();
            all.push(tokio::spawn(async move {
                db.write(&act(), move |tx| async move {
                    let id: CaseId = tx.id();
                    tx.execute("INSERT INTO books_book (id, title) VALUES ($1, $2)", args![id, format!("{n}")]).await?;
                    tx.record(Deed::new("books.add").row("books_book", id));
                    match n % 4 {
                        0 => Err(StoreError::Missing("refused")),
                        1 => panic!("a bug in a room"),
                        _ => Ok(()),
                    }
                })
                .await
            }));
        }
        let done = futures::future::join_all(all).await;
        let good = done.into_iter().filter(|r| matches!(r, Ok(Ok(())))).count();
        assert_eq!((good, count(&t.db).await), (20, 20));
        assert!(proof(&t).await.holds());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_of_a_kind_is_a_conflict_on_named_columns_and_ends_the_transaction() {
    both(&[BOOKS], |t| async move {
        add(&t.db, "一", None).await;
        let act = act();
        let outcome = t.db.write(&act, |tx| async move {
            let twice = "INSERT INTO books_book (id, title, shelf) VALUES ($1, '一', 3)";
            let error = tx.execute(twice, args![tx.id::<CaseId>()]).await.unwrap_err();
            assert!(matches!(tx.rows("SELECT id FROM books_book", vec![]).await, Err(StoreError::Poisoned)));
            Err::<(), _>(error)
        });
        match outcome.await {
            Err(StoreError::Conflict { table, columns }) => {
                assert_eq!((table.as_str(), columns.join(",").as_str()), ("books_book", "title,shelf"));
            }
            other => panic!("{other:?}"),
        }
        // A room that hides the error still cannot commit.
        let hidden = t.db.write(&act, |tx| async move {
            let _ = tx
                .execute("INSERT INTO books_book (id, title, shelf) VALUES ($1, '一', 3)", args![tx.id::<CaseId>()])
                .await;
            Ok::<(), StoreError>(())
        });
        assert!(matches!(hidden.await, Err(StoreError::Poisoned)));
    })
    .await;
}

async fn proof(t: &TestDb) -> journal::Verdict {
    let keys = keys::KeyFolder::in_folder(t.data.path()).unwrap();
    let key = keys.journal().unwrap();
    let heads = journal::HeadsFile::in_folder(t.data.path());
    if let Some(head) = journal::head(&t.db).await.unwrap() {
        heads.append(&head, MORNING, &key).unwrap();
    }
    check(t).await
}

async fn check(t: &TestDb) -> journal::Verdict {
    let key = keys::KeyFolder::in_folder(t.data.path()).unwrap().journal().unwrap().verifying();
    journal::verify(&t.db, &t.blobs, &journal::HeadsFile::in_folder(t.data.path()), &key).await.unwrap()
}

/// Changes something behind the journal's back.
async fn tamper(db: &Db, sql: &'static str) {
    db.write(&act(), move |tx| async move { tx.execute(sql, vec![]).await }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_behind_the_journal_is_named() {
    use journal::Finding;
    both(&[BOOKS], |t| async move {
        let blob = t.blobs.put(&b"a picture"[..]).await.unwrap();
        let first = add(&t.db, "一", Some(blob.clone())).await;
        let second = add(&t.db, "二", None).await;
        assert!(proof(&t).await.holds());

        tamper(&t.db, "UPDATE books_book SET title = '貳' WHERE title = '二'").await;
        assert_eq!(check(&t).await.findings, [Finding::Row(2, "books_book".into(), second)]);
        tamper(&t.db, "UPDATE books_book SET title = '二' WHERE title = '貳'").await;
        assert!(check(&t).await.holds());

        tamper(&t.db, "UPDATE store_journal SET purpose = 'x' WHERE seq = 1").await;
        assert_eq!(check(&t).await.findings, [Finding::Chain(1)]);
        tamper(&t.db, "UPDATE store_journal SET purpose = 'test' WHERE seq = 1").await;

        tamper(&t.db, "UPDATE store_journal_detail SET detail = 'y' WHERE seq = 2").await;
        assert_eq!(check(&t).await.findings, [Finding::Detail(2)]);
        tamper(&t.db, "DELETE FROM store_journal_detail WHERE seq = 2").await;
        assert!(check(&t).await.holds(), "erasing words is lawful");

        let file = t.data.path().join("blobs").join(&blob.as_str()[..2]).join(&blob.as_str()[2..]);
        std::fs::write(&file, b"another picture").unwrap();
        assert_eq!(check(&t).await.findings, [Finding::Blob(1, "books_book".into(), first)]);
        std::fs::write(&file, b"a picture").unwrap();

        tamper(&t.db, "DELETE FROM books_book WHERE title = '二'").await;
        assert_eq!(check(&t).await.findings, [Finding::Gone(2, "books_book".into(), second)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_tail_is_seen_even_when_the_head_was_cut_too() {
    use journal::Finding;
    both(&[BOOKS], |t| async move {
        add(&t.db, "一", None).await;
        add(&t.db, "二", None).await;
        assert!(proof(&t).await.holds());
        tamper(&t.db, "DELETE FROM books_book WHERE title = '二'").await;
        for sql in [
            "DELETE FROM store_journal_row WHERE seq = 2",
            "DELETE FROM store_journal_detail WHERE seq = 2",
            "DELETE FROM store_journal WHERE seq = 2",
            "UPDATE store_journal_head SET seq = 1, hash = (SELECT hash FROM store_journal WHERE seq = 1)",
        ] {
            tamper(&t.db, sql).await;
        }
        assert_eq!(check(&t).await.findings, [Finding::Head(2)]);
        let heads = journal::HeadsFile::in_folder(t.data.path());
        std::fs::write(heads.path(), "{\"seq\":2}\n").unwrap();
        assert_eq!(check(&t).await.findings, [Finding::Signature(1)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_done_once_even_if_asked_twice_and_again_after_a_failure() {
    both(&[BOOKS], |t| async move {
        let clock = TestClock::at(MORNING);
        for _ in 0..2 {
            t.db.write(&act(), |tx| async move {
                tx.enqueue(NewJob::new("books.bind", &7).key("bind-7"));
                Ok::<_, StoreError>(())
            })
            .await
            .unwrap();
        }
        let tries = Arc::new(AtomicUsize::new(0));
        let seen = tries.clone();
        let mut workers = jobs::Workers::default();
        workers.add(
            "books.bind",
            Arc::new(move |job| {
                let n = seen.fetch_add(1, Ordering::SeqCst);
                Box::pin(async move {
                    assert_eq!(job.payload::<i64>().unwrap(), 7);
                    match n {
                        0 => Err(JobError::Retry("no glue".into())),
                        1 => panic!("a bug"),
                        2 => Ok(()),
                        _ => Err(JobError::Fail("once more?".into())),
                    }
                })
            }),
        );
        for (seconds, expected) in [(0, 1), (4, 1), (2, 2), (11, 3), (100_000, 3)] {
            clock.advance_seconds(seconds);
            jobs::run_due(&t.db, &workers, &clock).await.unwrap();
            assert_eq!(tries.load(Ordering::SeqCst), expected);
        }
        assert_eq!(jobs::queue(&t.db).await.unwrap(), jobs::Queue::default());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_cannot_succeed_waits_for_somebody() {
    both(&[BOOKS], |t| async move {
        let clock = TestClock::at(MORNING);
        t.db.write(&act(), |tx| async move {
            tx.enqueue(NewJob::new("books.burn", &1));
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
        let mut workers = jobs::Workers::default();
        jobs::run_due(&t.db, &workers, &clock).await.unwrap();
        let dead = jobs::dead_letters(&t.db, 10).await.unwrap();
        assert_eq!(dead.len(), 1);
        workers.add("books.burn", Arc::new(|_| Box::pin(async { Ok(()) })));
        let id = dead[0].id;
        t.db.write(&Act::system("test", clock.now()), move |tx| async move { jobs::retry(&tx, id).await })
            .await
            .unwrap();
        jobs::run_due(&t.db, &workers, &clock).await.unwrap();
        assert_eq!(jobs::queue(&t.db).await.unwrap(), jobs::Queue::default());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_share_the_queue_without_doing_a_job_twice() {
    both(&[BOOKS], |t| async move {
        let done = Arc::new(AtomicUsize::new(0));
        t.db.write(&act(), |tx| async move {
            (0..100).for_each(|n| tx.enqueue(NewJob::new("books.stamp", &n)));
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
        let mut workers = jobs::Workers::default();
        let seen = done.clone();
        workers.add(
            "books.stamp",
            Arc::new(move |_| {
                seen.fetch_add(1, Ordering::SeqCst);
                Box::pin(async { Ok(()) })
            }),
        );
        let clock = TestClock::at(MORNING);
        let both =
            futures::future::join(jobs::run_due(&t.db, &workers, &clock), jobs::run_due(&t.db, &workers, &clock)).await;
        assert_eq!(both.0.unwrap() + both.1.unwrap(), 100);
        assert_eq!(done.load(Ordering::SeqCst), 100);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn short_japanese_words_are_found() {
    both(&[BOOKS], |t| async move {
        let texts = ["住民税の納付について", "水道の開栓", "介護保険の認定", "かいごの相談", "固定資産税"];
        let ids: Vec<Uuid> = texts.iter().map(|_| kernel::id::uuid_v7(MORNING, t.db.random())).collect();
        let pairs: Vec<_> = ids.iter().copied().zip(texts).collect();
        t.db.write(&act(), move |tx| async move {
            for (id, text) in pairs {
                tx.index("book", id, text).await?;
            }
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
        let found = async |q: &str| {
            let mut found: Vec<usize> = Vec::new();
            for id in t.db.search("book", q, 10).await.unwrap() {
                found.push(ids.iter().position(|i| *i == id).unwrap());
            }
            found.sort_unstable();
            found
        };
        assert_eq!(found("税").await, [0, 4]);
        assert_eq!(found("水道").await, [1]);
        assert_eq!(found("介護保険").await, [2]);
        assert_eq!(found("カイゴ").await, [3]);
        assert_eq!(found("住民 納付").await, [0]);
        assert_eq!(found("道水").await, [0usize; 0]);
        assert_eq!(found("\" OR 1=1 --").await, [0usize; 0]);
        let id = ids[1];
        t.db.write(&act(), move |tx| async move { tx.index("book", id, "下水").await }).await.unwrap();
        assert_eq!(found("水道").await, [0usize; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_database_is_refused_and_an_old_one_is_brought_up() {
    const MORE: RoomSchema = RoomSchema {
        migrations: &[
            BOOKS.migrations[0],
            Migration { version: 2, name: "colour", sql: "ALTER TABLE books_book ADD COLUMN colour text;" },
        ],
        ..BOOKS
    };
    both(&[BOOKS], |t| async move {
        add(&t.db, "一", None).await;
        let newer = Db::open(&t.url).await.unwrap();
        newer.migrate(&[MORE], MORNING).await.unwrap();
        assert!(proof(&t).await.holds(), "a nullable column changes no digest");
        let older = Db::open(&t.url).await.unwrap();
        assert!(matches!(older.migrate(&[BOOKS], MORNING).await, Err(StoreError::Newer(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_is_signed_outside_the_database_before_a_graceful_stop_ends() {
    both(&[BOOKS], |t| async move {
        let key = Arc::new(keys::KeyFolder::in_folder(t.data.path()).unwrap().journal().unwrap());
        let heads = journal::HeadsFile::in_folder(t.data.path());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let clock: Arc<dyn Clock> = Arc::new(TestClock::at(MORNING));
        let keeping = tokio::spawn(journal::keep_heads(t.db.clone(), heads, key, clock, async {
            let _ = stopped.await;
        }));
        add(&t.db, "一", None).await;
        stop.send(()).unwrap();
        keeping.await.unwrap();
        let verdict = check(&t).await;
        assert!(verdict.holds());
        assert_eq!((verdict.entries, verdict.unsigned), (1, 0));
    })
    .await;
}
