//! Reading the whole register for a selection.

use super::*;

#[tokio::test]
async fn the_register_is_read_in_one_pass_and_everybody_seen_learns_why() {
    both(|store| async move {
        let child = added(&store, facts("架空 ひとし", "カクウ ヒトシ", "2025-05-03")).await;
        let other = added(&store, facts("架空 ふたば", "カクウ フタバ", "1990-05-03")).await;
        let register = selection::census(&store.db).await.unwrap();
        assert_eq!(register.len(), 2);
        let read = register.iter().find(|r| r.id == child).unwrap();
        assert!(read.has_address && read.name.full() == "架空 ひとし" && read.birth == Some(day("2025-05-03")));
        let seen = [child];
        let act = officer("案内");
        let done: Written<()> = store
            .db
            .write(&act, move |tx| async move {
                selection::journal_pass(&tx, 1, 2, "今年度1歳になる子への案内");
                selection::journal_seen(&tx, &seen, "今年度1歳になる子への案内");
                Ok(())
            })
            .await;
        done.unwrap();
        assert!(acts_about(&store, child).await.contains(&"people.read".to_owned()));
        assert!(!acts_about(&store, other).await.contains(&"people.read".to_owned()));
    })
    .await;
}
