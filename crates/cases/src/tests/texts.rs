//! Every word that the pages look up is there, in every language.

use super::people_::*;
use crate::rules::{Ending, State};
use crate::say::state_key;
use testkit::TestTown;
use web::texts::{Lang, Texts, missing};

#[test]
fn what_is_said_in_japanese_is_said_in_the_other_languages_too() {
    let texts = Texts::new(&[crate::room().texts], &[]).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(missing(&texts), Vec::<String>::new());
}

#[test]
fn every_state_and_ending_has_its_words() {
    let texts = Texts::new(&[crate::room().texts], &[]).unwrap_or_else(|e| panic!("{e:?}"));
    let states = State::ALL.into_iter().filter(|s| *s != State::Closed).map(|s| s.key().replace('_', "-"));
    let endings = Ending::ALL.into_iter().map(|e| format!("ending-{}", e.key()));
    for key in states.chain(endings) {
        for part in ["now", "next", "when"] {
            assert!(texts.has(Lang::Ja, &format!("cases-{part}-{key}")), "cases-{part}-{key}");
        }
    }
    for state in State::ALL {
        assert!(texts.has(Lang::Ja, &state_key(state, None)));
    }
    for ending in Ending::ALL {
        assert!(texts.has(Lang::Ja, &state_key(State::Closed, Some(ending))));
        assert!(texts.has(Lang::Ja, &format!("desk-cases-ending-{}", ending.key())));
    }
    for news in [
        "received",
        "correction",
        "correction-again",
        "fee",
        "granted",
        "granted-paper",
        "refused",
        "withdrawn",
        "draft",
    ] {
        for part in ["subject", "body"] {
            assert!(texts.has(Lang::Ja, &format!("cases-tell-{news}-{part}")));
        }
    }
}

#[tokio::test]
async fn no_page_shows_a_gap_where_words_should_be() {
    let town = TestTown::sqlite(&rooms()).await;
    let (hanako, officer) = (hanako(&town).await, officer(&town));
    let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
    for lang in ["ja", "easy", "en"] {
        for (page, _) in ANSWERS {
            let shown = town.get(&hanako, &format!("{draft}/{page}?lang={lang}")).await;
            assert!(!shown.says("⟦"), "{page} {lang}");
        }
        for path in [
            format!("{draft}/check"),
            format!("{draft}/stop"),
            "/apply/resident_record".to_owned(),
            "/resume".to_owned(),
            "/my/cases".to_owned(),
        ] {
            let shown = town.get(&hanako, &format!("{path}?lang={lang}")).await;
            assert!(shown.status == 200 && !shown.says("⟦"), "{path} {lang}");
        }
    }
    town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
    let case = only_case(&town).await;
    for path in [
        format!("/desk/cases/{}", case.id),
        "/desk/cases".to_owned(),
        "/desk/assist".to_owned(),
        "/desk/scan".to_owned(),
    ] {
        let shown = town.get(&officer, &path).await;
        assert!(shown.status == 200 && !shown.says("⟦"), "{path}");
    }
    for path in [format!("{draft}/done"), format!("/my/cases/{}", case.id), format!("/my/cases/{}/withdraw", case.id)] {
        for lang in ["ja", "easy", "en"] {
            let shown = town.get(&hanako, &format!("{path}?lang={lang}")).await;
            assert!(shown.status == 200 && !shown.says("⟦"), "{path} {lang}");
        }
    }
}
