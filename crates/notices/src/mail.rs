//! The text of a mail: the notice, where it goes on, who sends it and whom to ask.

use crate::recipient::Delivery;
use web::texts::Lang;
use web::{House, link_proof};

/// What the proof of an unsubscribe link is bound to.
pub(crate) const PURPOSE: &str = "notices.unsubscribe";

/// The page where one click ends mails of the copy's topic, if they may be ended.
pub(crate) fn unsubscribe(house: &House, copy: &Delivery) -> Option<String> {
    crate::may_be_ended(&copy.topic).then(|| {
        let proof = link_proof(&house.secret, PURPOSE, &copy.id.to_string());
        house.url(&format!("/unsubscribe/{}/{proof}", copy.id))
    })
}

/// The whole text.
pub(crate) fn text(house: &House, copy: &Delivery, lang: Lang) -> String {
    let words = house.texts.words(lang);
    let mut text = copy.body.trim_end().to_owned();
    if let Some(link) = copy.leads_to(house) {
        text.push_str(&format!("\n\n{}\n{}", words.plain("notices-mail-open"), house.url(&link)));
    }
    let town = match lang {
        Lang::En => &house.town.municipality.en,
        _ => &house.town.municipality.name,
    };
    let office = house.town.offices.main_on(house.now().date());
    text.push_str("\n\n-- \n");
    text.push_str(town);
    if let Some(office) = office {
        let help = words.tf("notices-mail-help", &[("phone", office.phone.to_string().into())]);
        text.push_str(&format!("\n{}", web::texts::plain(&help)));
    }
    if let Some(end) = unsubscribe(house, copy) {
        text.push_str(&format!("\n{}\n{end}", words.plain("notices-mail-end")));
    }
    text.push('\n');
    text
}
