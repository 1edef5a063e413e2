//! By which way, and in which language, messages reach the person.

use super::{Errors, in_settings, question, telling, write};
use crate::told;
use axum::response::{IntoResponse, Response};
use kernel::Phone;
use kernel::id::PersonId;
use maud::html;
use people::contacts::{self, Contact, ContactChannel, Language};
use web::components::{Choice, button, form, input_text, link_button, radio_group};
use web::{Fields, Page, Visit, WebError};

pub(crate) const fn channel_key(channel: ContactChannel) -> &'static str {
    match channel {
        ContactChannel::Email => "account-channel-email",
        ContactChannel::Inbox => "account-channel-inbox",
        ContactChannel::Post => "account-channel-post",
        ContactChannel::Call => "account-channel-call",
    }
}

pub(crate) const fn language_key(language: Language) -> &'static str {
    match language {
        Language::Ja => "account-language-ja",
        Language::Easy => "account-language-easy",
        Language::En => "account-language-en",
    }
}

const CHANNELS: [ContactChannel; 4] =
    [ContactChannel::Email, ContactChannel::Inbox, ContactChannel::Post, ContactChannel::Call];
const LANGUAGES: [Language; 3] = [Language::Ja, Language::Easy, Language::En];

/// What the person chose, or what holds without a choice.
async fn present(visit: &Visit, person: PersonId) -> Result<Contact, WebError> {
    let db = &visit.house().db;
    if let Some(chosen) = contacts::find(db, person).await? {
        return Ok(chosen);
    }
    let reach = contacts::reach(db, person).await?;
    Ok(Contact {
        channel: reach.channel,
        language: reach.language,
        email: None,
        phone: reach.phone,
        postcode: None,
        address: None,
    })
}

/// Messages go to people; an account without one is asked to be linked first.
fn link_first(visit: &Visit) -> Page {
    let body = html! {
        p { (visit.words().rich("account-unlinked-text")) }
        (link_button(visit.t("account-link"), "/my/link"))
    };
    in_settings(visit, telling(visit, "account-unlinked", body))
}

pub(crate) async fn channel_page(visit: Visit) -> Result<Page, WebError> {
    let Some(person) = visit.signed_in()?.person else { return Ok(link_first(&visit)) };
    let now = present(&visit, person).await?;
    let phone = now.phone.as_ref().map(ToString::to_string).unwrap_or_default();
    Ok(channel_form(&visit, now.channel.as_str(), &phone, &Errors::default()))
}

fn channel_form(visit: &Visit, channel: &str, phone: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let choices =
        CHANNELS.map(|c| Choice::new(c.as_str(), w.t(channel_key(c))).hint(w.t(&format!("{}-hint", channel_key(c)))));
    let fields = html! {
        (radio_group(w, "channel", w.t("account-contact-question"), choices).value(channel).required(true).heading()
            .error(errors.of("channel")))
        (input_text(w, "phone", w.t("account-phone")).hint(w.t("account-phone-hint")).value(phone).kind("tel").autocomplete("tel")
            .inputmode("tel").width("is-medium").error(errors.of("phone")))
        (button(w.t("account-save")))
    };
    let body = html! { (form(w, "/my/settings/contact", visit.form_token(), fields)) };
    in_settings(visit, question(visit, &w.t("account-contact-question"), errors, body))
}

pub(crate) async fn save_channel(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let Some(person) = visit.signed_in()?.person else { return Ok(link_first(&visit).into_response()) };
    let (channel, typed) = (fields.text("channel"), fields.text("phone"));
    let mut errors = Errors::default();
    let chosen = ContactChannel::parse(channel);
    if chosen.is_none() {
        errors.add("channel", visit.t("account-choose"));
    }
    let phone = typed.parse::<Phone>().ok();
    if phone.is_none() && (chosen == Some(ContactChannel::Call) || !typed.is_empty()) {
        errors.add("phone", visit.t("account-phone-wrong"));
    }
    let (Some(channel), true) = (chosen, errors.is_empty()) else {
        return Ok(channel_form(&visit, channel, typed, &errors).into_response());
    };
    let contact = Contact { channel, phone, ..present(&visit, person).await? };
    save(&visit, person, contact).await
}

pub(crate) async fn language_page(visit: Visit) -> Result<Page, WebError> {
    let Some(person) = visit.signed_in()?.person else { return Ok(link_first(&visit)) };
    let now = present(&visit, person).await?;
    Ok(language_form(&visit, now.language.as_str(), &Errors::default()))
}

fn language_form(visit: &Visit, language: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let choices = LANGUAGES.map(|l| (l.as_str().to_owned(), w.t(language_key(l))));
    let fields = html! {
        (radio_group(w, "language", w.t("account-language-question"), choices).value(language).required(true).heading()
            .error(errors.of("language")))
        (button(w.t("account-save")))
    };
    let body = html! { (form(w, "/my/settings/language", visit.form_token(), fields)) };
    in_settings(visit, question(visit, &w.t("account-language-question"), errors, body))
}

pub(crate) async fn save_language(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let Some(person) = visit.signed_in()?.person else { return Ok(link_first(&visit).into_response()) };
    let Some(language) = Language::parse(fields.text("language")) else {
        let mut errors = Errors::default();
        errors.add("language", visit.t("account-choose"));
        return Ok(language_form(&visit, "", &errors).into_response());
    };
    let contact = Contact { language, ..present(&visit, person).await? };
    save(&visit, person, contact).await
}

async fn save(visit: &Visit, person: PersonId, contact: Contact) -> Result<Response, WebError> {
    let saved = write(visit, "settings", move |tx| async move { contacts::choose(&tx, person, &contact).await });
    saved.await.map_err(told)?;
    Ok(visit.see_other("/my/settings"))
}
