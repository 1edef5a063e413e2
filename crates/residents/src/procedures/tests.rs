//! What anybody may rely on before beginning.

use testkit::{Who, both};
use web::Room;

fn rooms() -> Vec<Room> {
    vec![cases::room(), super::service().room]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_is_found_read_and_begun_without_signing_in() {
    both(&rooms(), |town| async move {
        let anybody = Who::nobody();
        // 住民票, and じゅうみんひょう by whoever does not write the characters.
        for q in
            ["%E4%BD%8F%E6%B0%91%E7%A5%A8", "%E3%81%98%E3%82%85%E3%81%86%E3%81%BF%E3%82%93%E3%81%B2%E3%82%87%E3%81%86"]
        {
            assert!(town.get(&anybody, &format!("/search?q={q}")).await.says("/procedures/resident_record"));
        }
        let page = town.get(&anybody, "/procedures/resident_record").await;
        assert_eq!(page.status, 200);
        assert!(page.says("/apply/resident_record"));
        // Nobody has confirmed the fee: the page says so.
        assert!(page.says("町で確認中"));
        assert_eq!(town.get(&anybody, "/procedures/no_such_thing").await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_town_is_not_the_desk_the_page_says_who_is() {
    both(&rooms(), |town| async move {
        let page = town.get(&Who::nobody(), "/procedures/public_assistance").await;
        assert_eq!(page.status, 200);
        assert!(page.says("0248-75-7813"));
        assert!(!page.says("/apply/"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_procedure_has_its_page_in_three_languages() {
    both(&rooms(), |town| async move {
        let list = town.get(&Who::nobody(), "/procedures").await;
        let links = list.attributes("main a", "href");
        let pages: Vec<_> = links.iter().filter(|h| h.starts_with("/procedures/")).collect();
        assert!(pages.len() >= 15);
        for page in pages {
            for lang in ["ja", "easy", "en"] {
                let answer = town.get(&Who::nobody(), &format!("{page}?lang={lang}")).await;
                assert_eq!(answer.status, 200, "{page} {lang}");
                assert!(!answer.says("⟦"), "{page} {lang}: a text is missing");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_finds_the_same_procedures_as_a_person() {
    both(&rooms(), |town| async move {
        let ask = async |path: &str| -> serde_json::Value {
            let answer = town.get(&Who::nobody(), path).await;
            assert_eq!(answer.status, 200, "{path}");
            serde_json::from_slice(&answer.body).unwrap()
        };
        let keys = |list: &serde_json::Value| -> Vec<String> {
            list["items"].as_array().unwrap().iter().map(|p| p["key"].as_str().unwrap().to_owned()).collect()
        };
        // じゅうみんひょう, by whoever does not write the characters.
        let reading = "%E3%81%98%E3%82%85%E3%81%86%E3%81%BF%E3%82%93%E3%81%B2%E3%82%87%E3%81%86";
        assert_eq!(keys(&ask(&format!("/api/v1/procedures?q={reading}")).await), ["resident_record"]);
        let all = keys(&ask("/api/v1/procedures?limit=100").await);
        assert!(all.len() >= 15 && all.is_sorted());
        let first = ask("/api/v1/procedures?limit=3").await;
        assert_eq!(first["next"], all[2].as_str());
        let rest = keys(&ask(&format!("/api/v1/procedures?limit=100&after={}", all[2])).await);
        assert_eq!(rest, all[3..]);
        let certificates = ask("/api/v1/procedures?category=certificates").await;
        assert!(keys(&certificates).contains(&"resident_record".to_owned()));
        assert_eq!(town.get(&Who::nobody(), "/api/v1/procedures?category=none").await.status, 422);

        let one = ask("/api/v1/procedures/resident_record").await;
        assert_eq!((&one["verified"], &one["town"]["desk"]), (&false.into(), &"residents".into()));
        assert_eq!(one["town"]["fee"]["verified"], false, "nobody has confirmed the fee");
        assert!(one["title"]["easy"].as_str().unwrap().contains("（"), "easy Japanese has its readings");
        assert!(!one.to_string().contains('《'), "no marks of the house's own");
        assert!(ask("/api/v1/procedures/public_assistance").await["town"].is_null());
        assert_eq!(town.get(&Who::nobody(), "/api/v1/procedures/no_such_thing").await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_each_shelf_the_towns_own_matters_stand_first() {
    let town = testkit::TestTown::sqlite(&rooms()).await;
    let page = town.get(&Who::nobody(), "/procedures").await;
    let shelf = page.attributes("#procedures-shelf-certificates a[href^='/procedures/']", "href");
    let place = |key: &str| shelf.iter().position(|h| h == &format!("/procedures/{key}")).unwrap();
    assert!(place("resident_record") < place("driving_licence"));
    assert!(page.says("町の窓口ではありません"));
    let home = town.get(&Who::nobody(), "/").await.attributes("main a[href^='/procedures/']", "href");
    assert!(home.len() <= 8, "the first page shows what is asked for most, not all: {home:?}");
}

/// The list in `docs/services/procedures.md` is kept by hand: whoever adds a procedure is told here.
#[test]
fn the_document_of_the_service_names_every_procedure_of_the_town() {
    let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = town::TownFolder::open(root.join("towns/ono")).unwrap();
    let document = std::fs::read_to_string(root.join("docs/services/procedures.md")).unwrap();
    let catalogue = cases::forms::Catalogue::load(&folder).unwrap();
    let keys: std::collections::BTreeSet<&str> = catalogue.all().iter().map(|p| p.key.as_str()).collect();
    for key in &keys {
        let newest = catalogue.all().iter().rev().find(|p| p.key == *key).unwrap();
        let row = format!("| `{key}` | {} |", web::texts::plain(&newest.guide.title.ja));
        assert!(document.contains(&row), "docs/services/procedures.md has no row that begins {row}");
    }
    assert!(
        document.contains(&format!("いまの手続き {} 件。", keys.len())),
        "the count of {} is not there",
        keys.len()
    );
    let rows = document.lines().filter(|l| l.starts_with("| `") && l.matches(" | ").count() == 4);
    assert_eq!(rows.count(), keys.len(), "a row names a procedure that is not there");
}
