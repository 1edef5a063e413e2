use super::records::{self, Standing, State};
use super::{DunningId, send};
use crate::runs::tests::{Desk, count};
use crate::tests::rooms;
use store::Act;
use testkit::{Answer, both};

/// Three months on, the first instalment of everybody is late.
async fn late(desk: &Desk) {
    desk.town.clock.advance_seconds(90 * 86_400);
}

async fn make(desk: &Desk) -> String {
    let page = desk.town.get(&desk.officer, "/desk/billing/dunning").await;
    let of = |name: &str| page.attributes(&format!("input[name={name}]"), "value").last().cloned().unwrap_or_default();
    let fields = [("item", of("item")), ("year", of("year")), ("n", of("n")), ("due", of("due"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    desk.town.post(&desk.officer, "/desk/billing/dunning", &fields).await.leads_on()
}

fn id_of(path: &str) -> DunningId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn press(desk: &Desk, path: &str, what: &str, more: &[(&str, &str)]) -> Answer {
    let version = records::find(&desk.town.house.db, id_of(path)).await.unwrap().unwrap().version.to_string();
    let mut fields = vec![("version", version.as_str())];
    fields.extend(more);
    desk.town.post(&desk.officer, &format!("{path}/{what}"), &fields).await
}

async fn standings(desk: &Desk, path: &str) -> Vec<Standing> {
    records::lines(&desk.town.house.db, id_of(path)).await.unwrap().iter().map(|l| l.standing).collect()
}

#[tokio::test]
async fn whoever_is_late_gets_one_letter_and_whoever_paid_in_between_is_taken_off() {
    both(&rooms(), |town| async move {
        let desk = Desk::new(town, 5).await;
        let (_, bills) = desk.issued().await;
        let early = desk.town.get(&desk.officer, "/desk/billing/dunning").await;
        let all = count(&desk.town, "SELECT CAST(COUNT(*) AS bigint) FROM billing_instalment").await;
        assert_eq!(all, 20, "{}", early.text());
        late(&desk).await;
        desk.paid_at_a_store(bills[0], "store:1").await;
        let list = make(&desk).await;
        let page = desk.town.get(&desk.officer, &list).await;
        assert!(!page.says("架空　0番") && page.says("架空　1番"), "whoever paid is not late: {}", page.text());

        // One is left out by the officer, one pays before the letters are made, one before they are posted.
        let lines = records::lines(&desk.town.house.db, id_of(&list)).await.unwrap();
        let one = lines[0].id.to_string();
        let silent = press(&desk, &list, "leave-out", &[("line", &one), ("reason", "")]).await;
        assert!(silent.status == 422 && silent.says("理由を200字まで"));
        press(&desk, &list, "leave-out", &[("line", &one), ("reason", "災害で徴収猶予の申請中")]).await.leads_on();
        desk.paid_at_a_store(lines[1].bill, "store:2").await;
        press(&desk, &list, "go", &[("then", "go")]).await.leads_on();
        desk.town.run_jobs().await;
        assert_eq!(
            standings(&desk, &list).await,
            [Standing::LeftOut, Standing::Withdrawn, Standing::Made, Standing::Made]
        );
        let page = desk.town.get(&desk.officer, &list).await;
        let pdf = page.attributes("a[href^='/desk/billing/prints/']", "href").remove(0);
        let pdf = desk.town.get(&desk.officer, &pdf).await;
        for words in ["督促状", "地方税法371条", "差し押さえる", "3,000円"] {
            assert!(pdf.says(words), "{words}: {}", pdf.text());
        }

        let before = page.attributes("input[name=out]", "value");
        assert!(before.is_empty());
        desk.paid_at_a_store(lines[2].bill, "store:3").await;
        assert_eq!(
            press(&desk, &list, "posted", &[]).await.status,
            409,
            "somebody has paid whom the page did not name"
        );
        let page = desk.town.get(&desk.officer, &list).await;
        assert!(page.says("束から抜いてください") && page.says("納付がありました"));
        let out = page.attributes("input[name=out]", "value").remove(0);
        press(&desk, &list, "posted", &[("out", &out)]).await.leads_on();
        assert_eq!(
            standings(&desk, &list).await,
            [Standing::LeftOut, Standing::Withdrawn, Standing::Withdrawn, Standing::Posted]
        );

        // Whoever had one never gets a second; the one who was left out may get one.
        let second = make(&desk).await;
        let page = desk.town.get(&desk.officer, &second).await;
        assert!(page.says("督促は一度だけ"), "{}", page.text());
        assert_eq!(standings(&desk, &second).await.iter().filter(|s| **s == Standing::Listed).count(), 1);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn letters_are_made_once_however_often_the_job_begins() {
    both(&rooms(), |town| async move {
        let desk = Desk::new(town, 4).await;
        desk.issued().await;
        late(&desk).await;
        let list = make(&desk).await;
        press(&desk, &list, "go", &[("then", "go")]).await.leads_on();
        let (act, id) = (Act::system("billing", desk.town.house.now()), id_of(&list));
        let db = &desk.town.house.db;
        db.write(&act, move |tx| async move { send::some(&tx, id).await }).await.unwrap();
        desk.town.run_jobs().await;
        assert_eq!(standings(&desk, &list).await, [Standing::Made; 4]);
        assert_eq!(records::find(db, id).await.unwrap().unwrap().state, State::Printed);
        let once = "SELECT CAST(COUNT(DISTINCT once) AS bigint) FROM billing_dunning_line";
        assert_eq!(count(&desk.town, once).await, 4);
        let papers = "SELECT CAST(SUM(papers) AS bigint) FROM billing_print WHERE kind = 'dunning'";
        assert_eq!(count(&desk.town, papers).await, 4);
        assert_eq!(press(&desk, &list, "go", &[("then", "go")]).await.status, 409);
        desk.books_hold().await;
    })
    .await;
}
