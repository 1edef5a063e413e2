//! Every text exists in every language that its readers may choose.

use super::all_rooms;
use web::texts::{RoomTexts, Texts};

#[test]
fn every_text_exists_in_its_languages() {
    let texts: Vec<RoomTexts> = all_rooms().iter().map(|r| r.texts).collect();
    let texts = Texts::new(&texts, &[]).unwrap_or_else(|e| panic!("{e}"));
    let missing = web::texts::missing(&texts);
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn keys_of_rooms_are_their_own() {
    let mut keys: Vec<&str> = all_rooms().iter().map(|r| r.key).collect();
    keys.push(people::SCHEMA.room);
    keys.push("store");
    keys.sort_unstable();
    let doubles: Vec<_> = keys.windows(2).filter(|w| w[0] == w[1]).collect();
    assert!(doubles.is_empty(), "{doubles:?}");
    let services = crate::composition::services();
    let plan = &town::Town::load(&testkit::town_folder("ono")).unwrap().plan;
    for service in services {
        assert!(service.measure.ends_with(&format!("/{}", service.room.key)), "{}", service.measure);
        assert!(plan.measure(service.measure).is_some(), "the plan has no measure {}", service.measure);
    }
}

#[test]
fn indicators_say_what_they_mean() {
    let rooms = all_rooms();
    let mut keys = Vec::new();
    for (room, indicator) in rooms.iter().flat_map(|r| r.indicators.iter().map(move |i| (r, i))) {
        assert!(indicator.key.starts_with(&format!("{}.", room.key)), "{}", indicator.key);
        for words in [indicator.title, indicator.meaning] {
            assert!(![words.ja, words.easy, words.en].contains(&""), "{} lacks words", indicator.key);
        }
        assert!(!indicator.computed.is_empty() && !indicator.unit.is_empty(), "{}", indicator.key);
        assert!(!keys.contains(&indicator.key), "{} twice", indicator.key);
        keys.push(indicator.key);
    }
}
