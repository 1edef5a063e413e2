//! From the working copy to the version that residents see, on both databases.

use crate::catalogue;
use crate::editing::difference;
use crate::editing::document::Document;
use crate::records::version::{self, State};
use crate::tests::people_::rooms;
use approvals::RouteBook;
use scraper::{Html, Selector};
use testkit::{Answer, TestTown, Who, both};
use web::Room;

const KEY: &str = "migration_consultation";

pub(super) fn base() -> String {
    format!("/desk/procedures/{KEY}")
}

fn desk(town: &TestTown) -> String {
    let day = town.house.now().date();
    catalogue(&town.house).unwrap().current(KEY, day).unwrap().matter().unwrap().desk.clone()
}

pub(super) fn officer(town: &TestTown) -> Who {
    town.officer_of(&desk(town), &["cases.procedures"], &[])
}

/// The value of a hidden field.
fn hidden(page: &Answer, name: &str) -> String {
    let found = page.attributes(&format!("main input[name='{name}']"), "value");
    found.into_iter().next().unwrap_or_else(|| panic!("no {name} in {}", page.text()))
}

pub(super) async fn begin(town: &TestTown, who: &Who) {
    assert_eq!(town.post(who, &format!("{}/begin", base()), &[]).await.status, 303);
}

/// The first page and its first question.
fn first(town: &TestTown) -> (String, String) {
    let day = town.house.now().date();
    let procedure = catalogue(&town.house).unwrap().current(KEY, day).unwrap().clone();
    let page = &procedure.matter().unwrap().form.pages[0];
    (page.key.clone(), page.questions[0].key.clone())
}

fn question_path(town: &TestTown) -> String {
    let (page, question) = first(town);
    format!("{}/draft/pages/{page}/questions/{question}", base())
}

/// What a browser would send of the first form of the page that has text to change.
fn fields(page: &Answer) -> Vec<(String, String)> {
    let html = Html::parse_document(&page.text());
    let forms = selector("main form.form");
    let all = selector("input, select, textarea");
    let mut forms: Vec<_> = html.select(&forms).collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.select(&all).count()));
    let mut found = Vec::new();
    for one in forms.first().into_iter().flat_map(|form| form.select(&all)) {
        let Some(name) = one.attr("name").filter(|n| *n != "_token") else { continue };
        let value = match (one.value().name(), one.attr("type")) {
            (_, Some("checkbox" | "radio")) if one.attr("checked").is_none() => continue,
            ("textarea", _) => one.text().collect::<String>(),
            ("select", _) => {
                let chosen =
                    one.select(&selector("option[selected]")).next().or(one.select(&selector("option")).next());
                chosen.and_then(|o| o.attr("value")).unwrap_or_default().to_owned()
            }
            _ => one.attr("value").unwrap_or_default().to_owned(),
        };
        found.push((name.to_owned(), value));
    }
    found
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// Every field of a form as its page has it, with some changed.
pub(super) fn fields_of(page: &Answer, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = fields(page);
    for (name, value) in changed {
        fields.retain(|(n, _)| n != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

pub(super) async fn send(town: &TestTown, who: &Who, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    town.post(who, path, &fields).await
}

async fn relabel(town: &TestTown, who: &Who, words: &str) {
    let path = question_path(town);
    let page = town.get(who, &path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let sent = send(town, who, &path, &fields_of(&page, &[("label-ja", words)])).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
}

async fn publish(town: &TestTown, who: &Who, day: kernel::Date) -> Answer {
    let page = town.get(who, &format!("{}/draft/publish", base())).await;
    let (year, month, date) = (day.year().to_string(), day.month().to_string(), day.day().to_string());
    let fields = [
        ("revision", hidden(&page, "revision")),
        ("why", "言葉を分かりやすくしました".to_owned()),
        ("from-era", "ad".to_owned()),
        ("from-year", year),
        ("from-month", month),
        ("from-day", date),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    town.post(who, &format!("{}/draft/publish", base()), &fields).await
}

fn offered(town: &TestTown) -> (u32, String) {
    let day = town.house.now().date();
    let procedure = catalogue(&town.house).unwrap().current(KEY, day).unwrap().clone();
    (procedure.version, procedure.matter().unwrap().form.pages[0].questions[0].label.ja.clone())
}

#[tokio::test]
async fn a_changed_question_is_asked_from_its_day_and_a_begun_form_keeps_the_old_one() {
    both(&free(), |town| async move {
        let who = officer(&town);
        let (page, _) = first(&town);
        let old = offered(&town).1;
        // Somebody has begun before.
        let resident = town.resident("縁側 花子").await;
        let begun = town.post(&resident, &format!("/apply/{KEY}/begin"), &[]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        let draft = begun.leads_on();

        begin(&town, &who).await;
        relabel(&town, &who, "どんなことを相談したいですか（新しい文）").await;
        assert_eq!(offered(&town).0, 1, "nothing is published yet");
        let sent = publish(&town, &who, town.house.now().date()).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        town.clock.advance_seconds(80);
        assert_eq!(offered(&town), (2, "どんなことを相談したいですか（新しい文）".to_owned()));
        let form = town.get(&resident, &draft).await;
        assert!(form.says(&web::texts::plain(&old)) && !form.says("新しい文"), "{page}");
        let verdict = town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    })
    .await;
}

#[tokio::test]
async fn a_version_from_tomorrow_waits_for_tomorrow_and_can_be_taken_back() {
    both(&free(), |town| async move {
        let who = officer(&town);
        let tomorrow = town.house.now().date().tomorrow().unwrap();
        begin(&town, &who).await;
        relabel(&town, &who, "明日からの文").await;
        assert_eq!(publish(&town, &who, tomorrow).await.status, 303);
        town.clock.advance_seconds(80);
        assert_eq!(offered(&town).0, 1);
        let known = catalogue(&town.house).unwrap();
        assert_eq!(known.current(KEY, tomorrow).unwrap().version, 2);
        let withdrawn = town.post(&who, &format!("{}/versions/2/withdraw", base()), &[]).await;
        assert_eq!(withdrawn.status, 303, "{}", withdrawn.text());
        town.clock.advance_seconds(86_400);
        assert_eq!(offered(&town).0, 1);
        // Its number is not given twice.
        begin(&town, &who).await;
        relabel(&town, &who, "その次の文").await;
        assert_eq!(publish(&town, &who, town.house.now().date()).await.status, 303);
        town.clock.advance_seconds(80);
        assert_eq!(offered(&town), (3, "その次の文".to_owned()));
        // What has begun cannot be taken back.
        let refused = town.post(&who, &format!("{}/versions/3/withdraw", base()), &[]).await;
        assert_eq!(refused.status, 422);
    })
    .await;
}

#[tokio::test]
async fn who_saves_a_part_that_another_changed_is_told_and_loses_nothing() {
    both(&free(), |town| async move {
        let (one, other) = (officer(&town), officer(&town));
        begin(&town, &one).await;
        begin(&town, &other).await;
        let path = question_path(&town);
        let (mine, theirs) = (town.get(&one, &path).await, town.get(&other, &path).await);
        let sent = send(&town, &one, &path, &fields_of(&mine, &[("label-ja", "ひとりめの文")])).await;
        assert_eq!(sent.status, 303);
        let told = send(&town, &other, &path, &fields_of(&theirs, &[("label-ja", "ふたりめの文")])).await;
        assert_eq!(told.status, 422);
        assert!(told.says("ひとりめの文") && told.says("ふたりめの文"));
        // Somebody else's question is not in the way, and the second one may insist.
        let again = send(&town, &other, &path, &fields_of(&told, &[("label-ja", "ふたりめの文")])).await;
        assert_eq!(again.status, 303, "{}", again.text());
        let page = town.get(&one, &path).await;
        assert!(page.says("ふたりめの文"));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_is_not_published() {
    both(&free(), |town| async move {
        let who = officer(&town);
        begin(&town, &who).await;
        let path = question_path(&town);
        let page = town.get(&who, &path).await;
        let changed = [("when", "nobody == \"x\""), ("label-en", "")];
        assert_eq!(send(&town, &who, &path, &fields_of(&page, &changed)).await.status, 303);
        let page = town.get(&who, &path).await;
        assert!(page.says("「nobody」という質問は、これより前にありません"));
        assert!(page.says("en の文がありません"));
        assert!(page.says("when-error\"") && page.says("label-en-error\""), "{}", page.text());
        let refused = town.get(&who, &format!("{}/draft/publish", base())).await;
        assert!(refused.says("先にここを直してください"));
    })
    .await;
}

#[tokio::test]
async fn a_test_run_walks_the_form_and_keeps_nothing() {
    both(&free(), |town| async move {
        let who = officer(&town);
        begin(&town, &who).await;
        let path = format!("{}/draft/trial", base());
        let mut page = town.get(&who, &path).await;
        for _ in 0..20 {
            assert!(page.says("試しに答えています"), "{}", page.text());
            if page.says("試しが終わりました") {
                break;
            }
            let typed = typed(&page);
            page = send(&town, &who, &path, &typed).await;
        }
        assert!(page.says("試しが終わりました"), "{}", page.text());
        let sql = "SELECT (SELECT COUNT(*) FROM cases_case) + (SELECT COUNT(*) FROM cases_draft)";
        let kept: Option<i64> = store::Reads::one(&town.house.db, sql, store::args![]).await.unwrap();
        assert_eq!(kept, Some(0));
    })
    .await;
}

/// Answers that any question takes.
fn typed(page: &Answer) -> Vec<(String, String)> {
    let mut sent = fields(page);
    let html = Html::parse_document(&page.text());
    for choice in html.select(&selector("main input[type=radio], main input[type=checkbox]")) {
        let (name, value) = (choice.attr("name").unwrap(), choice.attr("value").unwrap());
        if !sent.iter().any(|(n, _)| n == name) {
            sent.push((name.to_owned(), value.to_owned()));
        }
    }
    for (name, value) in sent.iter_mut().filter(|(_, v)| v.is_empty()) {
        *value = match name.as_str() {
            n if n.ends_with("-era") => "showa",
            n if n.ends_with("-year") => "50",
            n if n.ends_with("-month") || n.ends_with("-day") => "5",
            n if n.contains("phone") => "0247-72-0000",
            n if n.contains("mail") => "mihon@demo.example",
            n if n.contains("postcode") => "963-3492",
            n if n.contains("kana") => "ミホン",
            _ => "見本",
        }
        .to_owned();
    }
    sent
}

#[tokio::test]
async fn a_file_goes_out_and_comes_in_again_and_strange_names_are_told_one_by_one() {
    both(&free(), |town| async move {
        let who = officer(&town);
        let file = town.get(&who, &format!("{}/versions/1/file", base())).await;
        assert_eq!(file.status, 200);
        let strange = file
            .text()
            .replace(KEY, "from_elsewhere")
            .replace("measure = \"", "measure = \"unknown_")
            .replace("after =", "route = \"elsewhere_route\"\nafter =");
        let path = "/desk/procedures/import";
        let sent = town.post_files(&who, path, &[], &[("file", "x.toml", strange.as_bytes())]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = town.get(&who, "/desk/procedures/from_elsewhere/draft").await;
        assert!(page.says("施策「unknown_") && page.says("決裁の道すじ「elsewhere_route」"), "{}", page.text());
        let broken = town.post_files(&who, path, &[], &[("file", "x.toml", b"key = ")]).await;
        assert_eq!(broken.status, 422);
        assert!(broken.says("1行目"));
    })
    .await;
}

#[tokio::test]
async fn a_new_procedure_begins_empty_and_is_another_desks_secret() {
    both(&free(), |town| async move {
        let who = officer(&town);
        let fields = [("title", "熊を見たとき"), ("key", "bear_report"), ("of", "")];
        assert_eq!(town.post(&who, "/desk/procedures/new", &fields).await.status, 303);
        let page = town.get(&who, "/desk/procedures/bear_report/draft").await;
        assert!(page.says("熊を見たとき") && page.says("公開の前に直すところ"));
        let add = town.post(&who, "/desk/procedures/bear_report/draft/pages", &[("type", "text")]).await;
        assert_eq!(add.status, 303);
        assert_eq!(town.get(&who, &add.leads_on()).await.status, 200);
        let taken = [("title", "別の手続き"), ("key", KEY), ("of", "")];
        assert_eq!(town.post(&who, "/desk/procedures/new", &taken).await.status, 422);
        let mut desks = town.house.town.organisation.desks().iter();
        let own = desk(&town);
        let other = desks.find(|d| d.key != own).unwrap();
        let stranger = town.officer_of(&other.key, &["cases.procedures"], &[]);
        assert_eq!(town.get(&stranger, &base()).await.status, 404);
        assert_eq!(town.get(&stranger, "/desk/procedures/bear_report/draft/guide").await.status, 404);
    })
    .await;
}

/// The routes of the town with those for procedures taken out, and `more` put behind them.
fn routes(folder: &town::TownFolder, name: &str, more: &str) -> Result<web::Shelved, Vec<town::Problem>> {
    let copy = std::env::temp_dir().join(format!("routes-{name}-{}", std::process::id()));
    for file in ["organisation.toml", "offices.toml", "municipality.toml", "approvals/routes.toml"] {
        let to = copy.join(file);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        let text = folder.text(file).unwrap_or_default();
        let kept = text.split("[[route]]\nkey = \"procedure_change\"").next().unwrap();
        let more = if file.ends_with("routes.toml") { more } else { "" };
        std::fs::write(to, format!("{kept}\n{more}")).unwrap();
    }
    Ok(Box::new(RouteBook::load(&town::TownFolder::open(&copy).unwrap())?))
}

fn with_routes(book: fn(&town::TownFolder) -> Result<web::Shelved, Vec<town::Problem>>) -> Vec<Room> {
    let mut rooms = rooms();
    rooms.push(Room { key: "deciding", shelf: Some(book), ..Room::EMPTY });
    rooms
}

/// The rooms of a town that decides on its procedures.
fn deciding() -> Vec<Room> {
    with_routes(|folder| routes(folder, "deciding", ROUTE))
}

/// The rooms of a town in which whoever writes a procedure publishes it.
pub(super) fn free() -> Vec<Room> {
    with_routes(|folder| routes(folder, "free", ""))
}

const ROUTE: &str = "[[route]]\nkey = \"procedure_change\"\ntitle = \"課長\"\n[[route.step]]\nkind = \"approve\"\npositions = [\"head\"]\n";

#[tokio::test]
async fn where_the_town_decides_a_version_waits_for_the_decision() {
    both(&deciding(), |town| async move {
        let who = officer(&town);
        begin(&town, &who).await;
        relabel(&town, &who, "決裁を待つ文").await;
        assert_eq!(publish(&town, &who, town.house.now().date()).await.status, 303);
        town.run_jobs().await;
        town.clock.advance_seconds(80);
        assert_eq!(offered(&town).0, 1);
        let open = version::working(&town.house.db, KEY).await.unwrap().unwrap();
        assert_eq!(open.state, State::Open);
        let own = desk(&town);
        let head = town.officer_of(&own, &["approvals.decide"], &["head"]);
        let changes = town.get(&head, &format!("{}/changes/{}", base(), open.id)).await;
        assert!(changes.says("決裁を待つ文"), "{}", changes.text());
        decide(&town, &head, &open).await;
        town.run_jobs().await;
        town.clock.advance_seconds(80);
        assert_eq!(offered(&town), (2, "決裁を待つ文".to_owned()));
    })
    .await;
}

async fn decide(town: &TestTown, head: &Who, open: &version::Version) {
    let path = format!("/desk/approvals/{}", open.approval.unwrap());
    let page = town.get(head, &path).await;
    let field = |name: &str| {
        let css = format!("form[action$='/approve'] input[name='{name}']");
        (name.to_owned(), page.attributes(&css, "value").into_iter().next().unwrap_or_default())
    };
    let sent = send(town, head, &format!("{path}/approve"), &[field("seat"), field("text")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
}

/// The addresses of every page on which a working copy is changed.
fn every_page(key: &str, document: &Document) -> Vec<String> {
    let base = format!("/desk/procedures/{key}/draft");
    let mut paths: Vec<String> = ["guide", "handling", "facts"].map(|part| format!("{base}/{part}")).into();
    for (n, page) in document.keys("page").iter().enumerate() {
        let page = format!("{base}/pages/{page}");
        paths.push(page.clone());
        for (m, question) in document.keys(&format!("page.{n}.question")).iter().enumerate() {
            let question = format!("{page}/questions/{question}");
            paths.push(question.clone());
            let rows = document.keys(&format!("page.{n}.question.{m}.row"));
            paths.extend(rows.iter().map(|row| format!("{question}/rows/{row}")));
        }
    }
    paths
}

#[tokio::test]
async fn saving_every_page_of_every_procedure_unchanged_changes_nothing() {
    let town = TestTown::sqlite(&rooms()).await;
    let known = catalogue(&town.house).unwrap();
    for procedure in known.on(town.house.now().date()) {
        let desk = procedure.matter().map_or("planning", |m| &m.desk);
        let who = town.officer_of(desk, &["cases.procedures"], &[]);
        let key = &procedure.key;
        assert_eq!(town.post(&who, &format!("/desk/procedures/{key}/begin"), &[]).await.status, 303);
        let document = || async {
            let working = version::working(&town.house.db, key).await.unwrap().unwrap();
            Document::parse(&working.document).unwrap()
        };
        let before = document().await;
        for path in every_page(key, &before) {
            let page = town.get(&who, &path).await;
            assert_eq!(page.status, 200, "{path}");
            let sent = send(&town, &who, &path, &fields(&page)).await;
            assert_eq!(sent.status, 303, "{path}: {}", sent.text());
        }
        let changed = difference::between(&town.house, &before, &document().await);
        assert!(changed.is_empty(), "{key}: {changed:?}");
        let reading = document().await.reading();
        assert!(reading.wrong.is_empty(), "{key}: {:?}", reading.wrong);
    }
}

/// A form with 200 questions on 50 pages, each page but the first under a condition.
fn large(key: &str) -> String {
    let text = |words: &str| format!("{{ ja = \"{words}\", easy = \"{words}\", en = \"{words}\" }}");
    let mut file = format!(
        "key = \"{key}\"\nversion = 1\neffective_from = \"2026-04-01\"\ntitle = {t}\nsummary = {t}\naudience = {t}\n\
         timing = {t}\ncategory = \"community\"\nmeasure = \"procedures\"\nbasis = \"x\"\ndesk = \"planning\"\n\
         processing_days = 3\nassurance = \"anyone\"\napplicants = [\"oneself\"]\noutcome = \"none\"\nafter = {t}\n\
         facts = {{ verified = false, open = \"x\" }}\nretention = {{ years = 5, basis = \"x\" }}\n",
        t = text("Ok")
    );
    for page in 0..50 {
        file.push_str(&format!("[[page]]\nkey = \"p{page}\"\ntitle = {}\n", text("Page")));
        if page > 0 {
            file.push_str(&format!("when = 'q{}_0 != null'\n", page - 1));
        }
        for n in 0..4 {
            let label = text(&format!("Question {page}-{n}"));
            file.push_str(&format!("[[page.question]]\nkey = \"q{page}_{n}\"\ntype = \"text\"\nlabel = {label}\n"));
        }
    }
    file
}

#[tokio::test]
async fn a_form_of_two_hundred_questions_is_changed_one_question_a_page() {
    let town = TestTown::sqlite(&rooms()).await;
    let who = town.officer_of("planning", &["cases.procedures"], &[]);
    let file = large("large_form");
    let sent = town.post_files(&who, "/desk/procedures/import", &[], &[("file", "x.toml", file.as_bytes())]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let base = "/desk/procedures/large_form/draft";
    let whole = town.get(&who, base).await;
    assert!(whole.says("Question 49-3") && whole.says("間違いは見つかりません"), "{}", whole.text());
    let path = format!("{base}/pages/p25/questions/q25_1");
    let page = town.get(&who, &path).await;
    assert!(fields(&page).len() < 40, "one question, not two hundred");
    let changed = send(&town, &who, &path, &fields_of(&page, &[("label-ja", "変えた文")])).await;
    assert_eq!(changed.status, 303, "{}", changed.text());
    let document = version::working(&town.house.db, "large_form").await.unwrap().unwrap().document;
    assert_eq!(document.matches("[[page.question]]").count(), 200);
}
