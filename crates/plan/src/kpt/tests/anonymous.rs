//! On a board without names nobody is named anywhere.

use super::{board, cards, officer, step, write};
use axum::body::Body;
use axum::http::{Request, header};
use kernel::{TypedId, Value};
use store::Reads;
use testkit::{TestTown, Who, both, encode};

fn rooms() -> Vec<web::Room> {
    vec![crate::room()]
}

/// Where in all records somebody's account stands.
async fn traces(town: &TestTown, who: &Who) -> Vec<String> {
    let (id, text) = (who.account().uuid(), who.account().to_string());
    let own = ["store_journal", "store_journal_row", "store_journal_detail", "store_job", "store_search"];
    let tables: Vec<&str> = town.house.db.tables().map(|t| t.name).chain(own).collect();
    let mut found = Vec::new();
    for table in tables {
        let sql: &'static str = Box::leak(format!("SELECT * FROM {table}").into_boxed_str());
        for row in town.house.db.rows(sql, vec![]).await.unwrap() {
            let names = |value: &Value| match value {
                Value::Uuid(uuid) => *uuid == id,
                Value::Text(words) => words.contains(&text),
                Value::Bytes(bytes) => bytes == id.as_bytes(),
                _ => false,
            };
            found.extend(row.pairs().filter(|(_, v)| names(v)).map(|(column, _)| format!("{table}.{column}")));
        }
    }
    found
}

/// Sends a form from another browser in which the same person is signed in.
async fn from_other_browser(town: &TestTown, who: &Who, path: &str, fields: &[(&str, &str)]) -> u16 {
    let seat = "BBBBBBBBBBBBBBBBBBBBBB";
    let mut body = format!("_token={}", town.house.form_token(seat));
    fields.iter().for_each(|(n, v)| body.push_str(&format!("&{n}={}", encode(v))));
    let request = Request::post(path)
        .header(header::HOST, "localhost:8080")
        .header(header::COOKIE, format!("engawa_seat={seat}; engawa_session={}", who.session().unwrap()))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    town.send(request.body(Body::from(body)).unwrap()).await.status
}

/// Somebody does everything that one can do on a board.
async fn take_part(town: &TestTown, lead: &Who, writer: &Who, names: &str) -> String {
    let path = board(town, lead, &[("names", names)]).await;
    write(town, writer, &path, "problem", "だれにも言えなかったこと").await;
    let id = cards(town, lead, &path).await[0].clone();
    let card = format!("{path}/cards/{id}");
    let fields = [("version", "1"), ("side", "problem"), ("words", "なおした言葉")];
    town.post(writer, &format!("{card}/amend"), &fields).await.leads_on();
    town.post(writer, &format!("{card}/link"), &[("version", "2"), ("voice", "窓口")]).await.leads_on();
    write(town, writer, &path, "try", "取り下げるカード").await;
    let other = cards(town, lead, &path).await.into_iter().find(|c| *c != id).unwrap();
    let withdraw = [("version", "1"), ("withdraw", "yes")];
    town.post(writer, &format!("{path}/cards/{other}/amend"), &withdraw).await.leads_on();
    step(town, lead, &path, "group").await;
    let version = town.get(lead, &path).await.attributes("input[name=card]", "value").swap_remove(0);
    town.post(writer, &format!("{path}/group"), &[("card", &version), ("new", "見出し")]).await.leads_on();
    step(town, lead, &path, "vote").await;
    town.post(writer, &format!("{path}/vote"), &[("on", &id)]).await.leads_on();
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wrote_and_voted_without_a_name_stands_in_no_table_and_not_in_the_journal() {
    both(&rooms(), |town| async move {
        let (lead, writer) = (officer(&town).await, officer(&town).await);
        let path = take_part(&town, &lead, &writer, "anonymous").await;
        assert_eq!(traces(&town, &writer).await, Vec::<String>::new());
        step(&town, &lead, &path, "closed").await;
        assert_eq!(traces(&town, &writer).await, Vec::<String>::new());
        assert!(!traces(&town, &lead).await.is_empty(), "whoever leads is known");
        for page in [path.clone(), format!("{path}/print")] {
            assert!(!town.get(&lead, &page).await.says(&writer.account().to_string()));
        }
        assert!(town.verdict().await.findings.is_empty());
        // The same search finds who wrote with their name: it can find.
        let named = officer(&town).await;
        take_part(&town, &lead, &named, "named").await;
        let found = traces(&town, &named).await;
        assert!(found.contains(&"plan_card.author".to_owned()) && found.contains(&"store_journal.actor".to_owned()));
        assert!(!found.iter().any(|place| place.starts_with("plan_vote")), "votes are secret everywhere");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_browser_that_wrote_a_card_without_a_name_changes_it_and_only_while_writing_lasts() {
    both(&rooms(), |town| async move {
        let (lead, writer) = (officer(&town).await, officer(&town).await);
        let path = board(&town, &lead, &[("names", "anonymous")]).await;
        write(&town, &writer, &path, "keep", "ひみつの言葉").await;
        write(&town, &writer, &path, "keep", "もう一枚").await;
        let ids = cards(&town, &writer, &path).await;
        let amend = format!("{path}/cards/{}/amend", ids[0]);
        let fields = [("version", "1"), ("side", "keep"), ("words", "変えた言葉")];
        assert_eq!(town.post(&lead, &amend, &fields).await.status, 403, "another person in the same browser");
        assert_eq!(from_other_browser(&town, &writer, &amend, &fields).await, 403);
        assert_eq!(town.get(&writer, &path).await.select(".kpt-card.is-mine").len(), 2);
        assert_eq!(town.get(&lead, &path).await.select(".kpt-card.is-mine").len(), 0);
        assert_eq!(town.post(&writer, &amend, &fields).await.status, 303);
        let marks = town.house.db.rows("SELECT mark FROM plan_card ORDER BY id", vec![]).await.unwrap();
        let marks: Vec<String> = marks.iter().map(|r| r.get("mark").unwrap()).collect();
        assert_ne!(marks[0], marks[1], "two cards of one person have nothing in common");
        step(&town, &lead, &path, "group").await;
        let left = town.house.db.rows("SELECT id FROM plan_card WHERE mark IS NOT NULL", vec![]).await.unwrap();
        assert!(left.is_empty(), "when writing ends the marks are gone");
        step(&town, &lead, &path, "write").await;
        let again = [("version", "3"), ("side", "keep"), ("words", "あとから")];
        assert_eq!(town.post(&writer, &amend, &again).await.status, 403);
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}
