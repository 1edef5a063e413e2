//! Adding somebody who is going to work for the town.

use super::super::actions::{self, NewOfficer, Office};
use super::super::invite::{Delivery, Invited};
use super::officer::invited_page;
use super::{below, chosen, day, desk_choices, maybe_day, mend, position_choices, role_choices};
use crate::pages::sign_up::shown_name;
use crate::pages::{Errors, question, write};
use axum::response::{IntoResponse, Response};
use kernel::Email;
use maud::{Markup, html};
use web::components::{
    Choice, DateValue, button, checkbox, date_input, form, input_text, page_heading, radio_group, section, select,
};
use web::{Fields, Page, Visit, WebError};

pub(super) async fn page(visit: Visit) -> Page {
    draw(&visit, &Fields::default(), &Errors::default())
}

fn draw(visit: &Visit, typed: &Fields, errors: &Errors) -> Page {
    let w = visit.words();
    let fields = html! {
        (input_text(w, "name", "氏名").value(typed.text("name")).required(true).maxlength(60).error(errors.of("name")))
        (input_text(w, "email", "仕事のメールアドレス").value(typed.text("email")).kind("email").inputmode("email").required(true).error(errors.of("email")))
        (section("はじめの職務", office_fields(visit, typed, errors)))
        (section("招待のしかた", delivery_field(visit, typed, errors)))
        (button("職員を加える"))
    };
    let body = html! {
        (page_heading("職員と役割", "職員を加える", "本人に招待を渡します。本人がパスワードを決めると、使えるようになります。"))
        (form(w, "/desk/staff/new", visit.form_token(), fields))
    };
    below(question(visit, "職員を加える", errors, body))
}

/// Role, desk, position and days: for the first office and for every further one.
pub(super) fn office_fields(visit: &Visit, typed: &Fields, errors: &Errors) -> Markup {
    let w = visit.words();
    let from = if typed.has("from-year") { DateValue::typed(typed, "from") } else { DateValue::of(visit.now().date()) };
    let until = if typed.has("until-year") { DateValue::typed(typed, "until") } else { DateValue::default() };
    html! {
        (radio_group(w, "role", "役割", role_choices(visit)).value(typed.text("role")).required(true).error(errors.of("role")))
        (select(w, "desk", "窓口", desk_choices(visit)).value(typed.text("desk")).always_chosen().error(errors.of("desk")))
        (select(w, "position", "職（決裁の道すじで使います）", position_choices(visit)).value(typed.text("position")).always_chosen().error(errors.of("position")))
        (checkbox(w, "deputy", "この職の人がいないとき、代わりに決める（代決だけ）", typed.text("deputy") == "yes", None))
        (date_input(w, "from", "いつから").hint("先の日付も入れられます").value(from).required(true).error(errors.of("from")))
        (date_input(w, "until", "いつまで").hint("決まっていなければ、空けておきます").value(until).required(false).error(errors.of("until")))
    }
}

/// By mail, where the town has a sender of mails, or in the hand.
pub(super) fn delivery_field(visit: &Visit, typed: &Fields, errors: &Errors) -> Markup {
    let mail = Choice::new("mail", "メールで送る").hint("リンクは7日間、一度だけ使えます");
    let hand = Choice::new("hand", "紙で渡す").hint("次の画面に、一度だけ使えるコードが出ます");
    let choices = if visit.house().sender("email").is_some() { vec![mail, hand] } else { vec![hand] };
    html! {
        (radio_group(visit.words(), "delivery", "招待の渡し方", choices).value(typed.text("delivery")).required(true).error(errors.of("delivery")))
    }
}

/// How the invitation is to go.
pub(super) fn delivery(fields: &Fields, errors: &mut Errors) -> Option<Delivery> {
    match fields.text("delivery") {
        "mail" => Some(Delivery::Mail),
        "hand" => Some(Delivery::Hand),
        _ => {
            errors.add("delivery", "渡し方を選んでください".to_owned());
            None
        }
    }
}

/// The office that was chosen.
pub(super) fn office(fields: &Fields, errors: &mut Errors) -> Option<Office> {
    let role = fields.text("role").to_owned();
    if role.is_empty() {
        errors.add("role", "役割を選んでください".to_owned());
    }
    let (from, until) = (day(fields, "from", errors), maybe_day(fields, "until", errors));
    let from = from.filter(|_| !role.is_empty() && errors.is_empty())?;
    let deputy = fields.text("deputy") == "yes";
    Some(Office { role, desk: chosen(fields, "desk"), position: chosen(fields, "position"), deputy, from, until })
}

pub(super) async fn add(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let mut errors = Errors::default();
    let (name, email) = (shown_name(fields.text("name")), fields.text("email").parse::<Email>().ok());
    if name.is_empty() {
        errors.add("name", "氏名を入れてください".to_owned());
    }
    if email.is_none() {
        errors.add("email", visit.t("account-email-wrong"));
    }
    let (delivery, office) = (delivery(&fields, &mut errors), office(&fields, &mut errors));
    let (Some(email), Some(delivery), Some(office), true) = (email, delivery, office, errors.is_empty()) else {
        return Ok(draw(&visit, &fields, &errors).into_response());
    };
    let (house, new) = (visit.house().clone(), NewOfficer { name, email, office, delivery });
    match write(&visit, "職員を加える", move |tx| async move { actions::add(&tx, &house, new).await }).await {
        Ok(Invited { account, code: None, .. }) => Ok(visit.see_other(&format!("/desk/staff/{account}"))),
        Ok(invited) => Ok(invited_page(&visit, &invited).into_response()),
        Err(refusal) => {
            mend(refusal, &mut errors)?;
            Ok(draw(&visit, &fields, &errors).into_response())
        }
    }
}
