//! What somebody to whom something has happened may rely on.

use super::answers::Told;
use super::book::Event;
use super::list::work_out;
use super::read;
use cases::forms::Catalogue;
use kernel::{Date, OfficeCalendar};
use std::path::Path;
use store::Reads;
use testkit::{TestTown, Who, both};
use town::{Source, TownFolder};
use web::{Fields, Room};

fn rooms() -> Vec<Room> {
    vec![cases::room(), super::super::service().room]
}

fn ono() -> TownFolder {
    TownFolder::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../towns/ono")).unwrap()
}

/// A turn of life whose procedures every town file has.
const EVENT: &str = r#"
key = "test"
order = 1
title = { ja = "子どもが生まれた", easy = "｜子《こ》どもが ｜生《う》まれた", en = "a child is born" }
summary = { ja = "まえがき", easy = "まえがき", en = "Lead" }
date = "born"
facts = { verified = false }

[[page]]
key = "born"

[[page.question]]
key = "born"
type = "date"
required = false
label = { ja = "いつ", easy = "いつ", en = "When" }

[[page]]
key = "own"

[[page.question]]
key = "own"
type = "choice"
label = { ja = "どちら", easy = "どちら", en = "Which" }
options = [
  { value = "yes", label = { ja = "はい", easy = "はい", en = "Yes" } },
  { value = "no", label = { ja = "いいえ", easy = "いいえ", en = "No" } },
]

[[step]]
title = { ja = "まず", easy = "まず", en = "First" }

[[step.item]]
procedure = "birth_support"
why = { ja = "なぜ", easy = "なぜ", en = "Why" }
rule = { days = 14, from = "event", closed = "next_open_day", closed_basis = "地方自治法第4条の2第4項", basis = "戸籍法第49条第1項" }

[[step.item]]
procedure = "child_support"
when = 'own == "no"'
why = { ja = "なぜ", easy = "なぜ", en = "Why" }
rule = { days = 15, from = "next_day", closed = "stays", basis = "児童手当法第8条第3項", pays = "child_allowance" }

[[step]]
title = { ja = "あとで", easy = "あとで", en = "Later" }

[[step.item]]
procedure = "birth_support"
why = { ja = "二度め", easy = "にどめ", en = "Again" }
"#;

fn event(text: &str) -> Result<Event, Vec<String>> {
    let source = Source::new("guide/test.toml", text);
    read::read(&source).map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

fn told(event: &Event, pairs: &[(&str, &str)]) -> Told {
    Told::read(event, &Fields::of(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))))
}

#[test]
fn the_list_follows_from_the_answers_with_days_by_each_law() {
    let (event, catalogue) = (event(EVENT).unwrap(), Catalogue::load(&ono()).unwrap());
    let office = OfficeCalendar::default();
    let today = Date::constant(2026, 12, 1);
    let of = |pairs: &[(&str, &str)]| {
        let told = told(&event, pairs);
        let list = work_out(&event, &told.answers, &catalogue, &office, today);
        list.lines()
            .map(|l| (l.item.procedure.clone(), l.due.map(|d| (d.last, d.at_the_desk)), l.paid_from))
            .collect::<Vec<_>>()
    };
    // Born on Sunday 6 December 2026: the 14th day, counting it, is Saturday the 19th.
    let day = |m, d| Date::constant(2026, m, d);
    let born = ("born", "2026-12-06");
    assert_eq!(of(&[born, ("own", "yes")]), [("birth_support".to_owned(), Some((day(12, 21), day(12, 21))), None)]);
    let both = of(&[born, ("own", "no")]);
    assert_eq!(
        both[1],
        ("child_support".to_owned(), Some((day(12, 21), day(12, 21))), Some(Date::constant(2027, 1, 1)))
    );
    // Born a day earlier: the 15 days after it end on Sunday the 20th and stay there; the desk is open on Friday.
    let earlier = of(&[("born", "2026-12-05"), ("own", "no")]);
    assert_eq!(earlier[1].1, Some((day(12, 20), day(12, 18))));
    // Without the day there are no days, and nothing is named twice.
    assert_eq!(of(&[("born", ""), ("own", "yes")]), [("birth_support".to_owned(), None, None)]);
}

#[test]
fn everything_to_bring_is_named_once_with_what_it_is_for() {
    let (event, catalogue) = (event(EVENT).unwrap(), Catalogue::load(&ono()).unwrap());
    let told = told(&event, &[("born", ""), ("own", "no")]);
    let list = work_out(&event, &told.answers, &catalogue, &OfficeCalendar::default(), Date::constant(2026, 12, 1));
    let things = list.bring();
    let mut seen: Vec<&str> = things.iter().map(|b| b.thing.ja.as_str()).collect();
    let wanted: usize = list.lines().map(|l| l.procedure.guide.bring.len()).sum();
    assert_eq!(things.iter().map(|b| b.procedures.len()).sum::<usize>(), wanted);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), things.len());
}

#[test]
fn answers_ride_in_the_address_and_come_back_the_same() {
    let event = event(EVENT).unwrap();
    let path = |pairs: &[(&str, &str)]| told(&event, pairs).path(&event, "");
    assert_eq!(path(&[("born", "2026-12-06"), ("own", "no")]), "/guide/test?born=2026-12-06&own=no");
    assert_eq!(path(&[("own", "no"), ("born", "")]), "/guide/test?born=&own=no");
    // What is no answer is as if it had not been said, and what nobody asked is not carried on.
    let odd = [("born", "yesterday"), ("own", "maybe"), ("name", "縁側 花子"), ("born", "2026-1-1")];
    assert_eq!(path(&odd), "/guide/test");
    assert_eq!(told(&event, &odd).open_page(event.questions.form()).unwrap().key, "born");
}

#[test]
fn a_mistake_in_the_town_s_file_is_named_with_its_line() {
    for (from, to, words, line) in [
        ("type = \"date\"", "type = \"name\"", "人が分かることは聞きません", Some("type = \"name\"")),
        ("own == \"no\"", "own == \"maybe\"", "という選択肢はありません", Some("own == \"maybe\"")),
        ("date = \"born\"", "date = \"own\"", "日付の質問がありません", Some("date = \"own\"")),
        ("closed = \"stays\", ", "", "closed", None),
        ("closed_basis = \"地方自治法第4条の2第4項\", ", "", "closed_basis", None),
        ("days = 14, ", "days = 14, months = 1, ", "どれか1つ", None),
        ("ja = \"なぜ\"", "ja = \"\"", "ja の文がありません", None),
        ("key = \"test\"", "key = \"other\"", "ファイルの名前", Some("key = \"other\"")),
    ] {
        let text = EVENT.replacen(from, to, 1);
        assert_ne!(text, EVENT, "{from}");
        let wrong = event(&text).unwrap_err().join("\n");
        assert!(wrong.contains(words), "{wrong}");
        if let Some(line) = line {
            let at = 1 + text[..text.find(line).unwrap()].matches('\n').count();
            assert!(wrong.contains(&format!("guide/test.toml:{at}:")), "line {at}: {wrong}");
        }
    }
}

#[test]
fn a_procedure_that_the_town_does_not_have_is_a_mistake() {
    let folder = std::env::temp_dir().join(format!("engawa-guide-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("guide")).unwrap();
    std::fs::create_dir_all(folder.join("procedures")).unwrap();
    std::fs::write(folder.join("guide/test.toml"), EVENT).unwrap();
    let problems = super::check(&TownFolder::open(&folder).unwrap());
    std::fs::remove_dir_all(&folder).unwrap();
    let text = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let at = 1 + EVENT[..EVENT.find("procedure = \"child_support\"").unwrap()].matches('\n').count();
    assert!(text.contains(&format!("guide/test.toml:{at}: 手続き「child_support」")), "{text}");
}

#[test]
fn the_guide_of_the_town_is_sound() {
    assert_eq!(super::check(&ono()), []);
    let book = super::load(&ono()).unwrap();
    for key in [
        "birth",
        "moving_in",
        "moving_out",
        "moving_within",
        "marriage",
        "illness",
        "care",
        "bereavement",
        "business",
        "farming",
        "homecoming",
    ] {
        assert!(book.event(key).is_some(), "{key}");
    }
}

/// Answers the questions of a turn of life as somebody in a hurry does; answers the address of the list.
async fn hurry(town: &TestTown, key: &str, lang: &str) -> String {
    let mut path = format!("/guide/{key}");
    for _ in 0..12 {
        let join = if path.contains('?') { '&' } else { '?' };
        let page = town.get(&Who::nobody(), &format!("{path}{join}lang={lang}")).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.says("⟦"), "{path} {lang}: a text is missing");
        let Some(asked) = page.attributes("main input[name=asked]", "value").first().cloned() else { return path };
        let names = page.attributes("main form input[type=hidden]", "name");
        let values = page.attributes("main form input[type=hidden]", "value");
        let mut query: Vec<String> = names.iter().zip(&values).map(|(n, v)| format!("{n}={v}")).collect();
        if let Some(first) = page.attributes("main form input[type=radio]", "value").first() {
            query.push(format!("{asked}={first}"));
        }
        let boxes = page.attributes("main form input[type=checkbox]", "value");
        query.extend(boxes.iter().map(|value| format!("{asked}={value}")));
        if !page.attributes("main form select", "name").is_empty() {
            let day = [("era", "reiwa"), ("year", "8"), ("month", "6"), ("day", "1")];
            query.extend(day.map(|(part, value)| format!("{asked}-{part}={value}")));
        }
        path = town.get(&Who::nobody(), &format!("/guide/{key}?{}", query.join("&"))).await.leads_on();
    }
    panic!("{key} asks without end");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_turn_of_life_leads_to_a_list_in_three_languages() {
    both(&rooms(), |town| async move {
        for event in super::load(&ono()).unwrap().events() {
            for lang in ["ja", "easy", "en"] {
                let path = hurry(&town, &event.key, lang).await;
                let page = town.get(&Who::nobody(), &path).await;
                assert!(!page.attributes("ol.guide-list h3 a", "href").is_empty(), "{path}: nothing to do");
                let dated = page.says("/dates.ics");
                let file = town.get(&Who::nobody(), &path.replace('?', "/dates.ics?")).await;
                assert_eq!(file.status, if dated { 200 } else { 404 }, "{path}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_day_is_told_beside_the_field_and_nothing_typed_is_lost() {
    both(&rooms(), |town| async move {
        let sent = "/guide/moving_in?asked=moved&moved-era=reiwa&moved-year=8&moved-month=2&moved-day=30";
        let page = town.get(&Who::nobody(), sent).await;
        assert!(!page.select(".error-summary").is_empty() && !page.select(".error-text").is_empty());
        assert!(page.attributes("input[name=moved-day]", "value").contains(&"30".to_owned()));
        assert_eq!(town.get(&Who::nobody(), "/guide/no_such_thing").await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_counted_without_anybody_in_them() {
    both(&rooms(), |town| async move {
        let list = hurry(&town, "birth", "ja").await;
        // Looking at it again counts nothing; going on from it does, and only once.
        let page = town.get(&Who::nobody(), &list).await;
        let way = page.attributes("main a[href*='/to/birth_support']", "href").remove(0);
        for _ in 0..2 {
            assert_eq!(town.get(&Who::nobody(), &way).await.leads_on(), "/apply/birth_support");
        }
        let allowance = way.replace("birth_support", "child_allowance");
        assert_eq!(town.get(&Who::nobody(), &allowance).await.leads_on(), "/apply/child_allowance");
        let bare = town.get(&Who::nobody(), "/guide/birth/to/birth_support").await.leads_on();
        assert_eq!(bare, "/apply/birth_support");
        assert_eq!(town.get(&Who::nobody(), "/guide/birth/to/vacant_house_bank").await.status, 404);
        let today = town.house.now().date();
        let period = web::Period { first: today, last: today };
        let [lists, followed] = &super::counted::INDICATORS;
        let shown = (lists.count)(town.house.db.clone(), period).await.unwrap();
        assert_eq!((shown.n, shown.parts), (1, vec![("birth".to_owned(), 1)]));
        let share = (followed.count)(town.house.db.clone(), period).await.unwrap();
        assert_eq!((share.value, share.hits), (Some(100.0), Some(1)));
        let rows = town.house.db.rows("SELECT * FROM procedures_guide_day", vec![]).await.unwrap();
        assert_eq!(rows.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_find_the_guide_by_what_has_happened_to_them() {
    both(&rooms(), |town| async move {
        for (asked, event) in [
            ("子どもが生まれた", "birth"),
            ("赤ちゃんが生まれました", "birth"),
            ("引っ越し", "moving_in"),
            ("ひっこし", "moving_in"),
            ("親が亡くなった", "bereavement"),
            ("おくやみ", "bereavement"),
            ("Uターン", "homecoming"),
        ] {
            let coded: String = asked.bytes().map(|b| format!("%{b:02X}")).collect();
            let page = town.get(&Who::nobody(), &format!("/search?q={coded}")).await;
            assert!(page.says(&format!("/guide/{event}")), "{asked}");
        }
    })
    .await;
}
