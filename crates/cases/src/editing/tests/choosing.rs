//! A condition is built by choosing, and what cannot be chosen stays as it was written.

use super::flow::{base, begin, fields_of, free, officer, send};
use crate::editing::document_of;
use crate::records::version;
use testkit::{Answer, TestTown, Who, both};

const DETAILS: &str = "pages/details/questions/details";

async fn open(town: &TestTown, who: &Who, part: &str) -> Answer {
    let page = town.get(who, &format!("{}/draft/{part}", base())).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page
}

async fn choose(town: &TestTown, who: &Who, part: &str, changed: &[(&str, &str)]) -> Answer {
    let page = open(town, who, part).await;
    send(town, who, &format!("{}/draft/{part}", base()), &fields_of(&page, changed)).await
}

async fn when(town: &TestTown, place: &str) -> String {
    let working = version::working(&town.house.db, "migration_consultation").await.unwrap().unwrap();
    document_of(&working).string(&format!("{place}.when")).to_owned()
}

fn how(page: &Answer) -> Vec<String> {
    page.attributes("input[name='when-how'][checked]", "value")
}

#[tokio::test]
async fn a_condition_is_built_by_choosing() {
    both(&free(), |town| async move {
        let who = officer(&town);
        begin(&town, &who).await;
        assert_eq!(how(&open(&town, &who, DETAILS).await), ["always"]);
        let lines = [
            ("when-how", "choose"),
            ("when-join", "any"),
            ("when-0-what", "value topics other"),
            ("when-0-test", "is"),
            ("when-1-what", "value move_when soon"),
            ("when-1-test", "is_not"),
        ];
        assert_eq!(choose(&town, &who, DETAILS, &lines).await.status, 303);
        assert_eq!(when(&town, "page.4.question.0").await, "\"other\" in topics || move_when != \"soon\"");
        let again = open(&town, &who, DETAILS).await;
        assert_eq!(how(&again), ["choose"]);
        assert_eq!(again.attributes("select[name='when-1-what'] option[selected]", "value"), ["value move_when soon"]);
        // Saved as it stands, it stays; with 「いつも」 it goes.
        assert_eq!(choose(&town, &who, DETAILS, &[]).await.status, 303);
        assert_eq!(when(&town, "page.4.question.0").await, "\"other\" in topics || move_when != \"soon\"");
        assert_eq!(choose(&town, &who, DETAILS, &[("when-how", "always")]).await.status, 303);
        assert_eq!(when(&town, "page.4.question.0").await, "");
    })
    .await;
}

#[tokio::test]
async fn a_line_that_does_not_fit_is_told_beside_it_and_nothing_is_lost() {
    both(&free(), |town| async move {
        let who = officer(&town);
        begin(&town, &who).await;
        let lines = [
            ("when-how", "choose"),
            ("when-0-what", "value move_when soon"),
            ("when-0-test", "at_least"),
            ("label-ja", "くわしく教えてください（新しい文）"),
        ];
        let page = choose(&town, &who, DETAILS, &lines).await;
        assert_eq!(page.status, 422);
        assert!(page.says("「である」か「でない」を選んでください") && page.says("くわしく教えてください（新しい文）"));
        let none = choose(&town, &who, DETAILS, &[("when-how", "choose")]).await;
        assert!(none.says("条件を1つは選んでください"), "{}", none.text());
        assert_eq!(when(&town, "page.4.question.0").await, "");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_chosen_stays_written() {
    both(&free(), |town| async move {
        let who = officer(&town);
        begin(&town, &who).await;
        let page = open(&town, &who, "pages/email").await;
        assert_eq!(how(&page), ["choose"]);
        let written = when(&town, "page.7").await;
        assert!(written.contains(" in ["), "{written}");
        assert_eq!(choose(&town, &who, "pages/email", &[("lead-ja", "返事の先")]).await.status, 303);
        assert_eq!(when(&town, "page.7").await, written);
        let longer = "answer_by in [\"email\"] && (move_when == \"soon\" || move_when == \"year\")";
        let both = choose(&town, &who, "pages/email", &[("when", longer)]).await;
        assert!(both.status == 422 && both.says("「式で書く」を選んでください"), "{}", both.text());
        let typed = [("when-how", "write"), ("when", longer)];
        assert_eq!(choose(&town, &who, "pages/email", &typed).await.status, 303);
        assert_eq!(when(&town, "page.7").await, longer);
        assert_eq!(how(&open(&town, &who, "pages/email").await), ["write"]);
        // Saved as it stands, it stays.
        assert_eq!(choose(&town, &who, "pages/email", &[]).await.status, 303);
        assert_eq!(when(&town, "page.7").await, longer);
    })
    .await;
}
