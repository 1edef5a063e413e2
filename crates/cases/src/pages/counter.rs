//! A form that is filled in but may not be sent by who filled it in: how to finish it. The draft gets
//! a number; at the counter an officer finds it by the number and makes sure who it is.

use crate::error::CaseError;
use crate::fill;
use crate::forms;
use crate::pages::parts;
use crate::records::DraftId;
use crate::records::draft::{self, Draft};
use crate::say;
use axum::extract::Path;
use kernel::Reference;
use maud::{Markup, html};
use web::components::{
    Icon, Tone, button, button_row, form, link_button, notification_banner, page_heading, print_button, section,
};
use web::texts::rich;
use web::{Assurance, Fields, Page, SignedIn, Visit, WebError};

/// Whether somebody signed in so may send a form that asks for so much.
pub(crate) fn is_sure_enough(needed: forms::Assurance, who: Option<&SignedIn>) -> bool {
    who.map_or(needed == forms::Assurance::Anyone, |w| is_level_enough(needed, w.assurance))
}

/// The same, for somebody of whom only the level is known.
pub(crate) fn is_level_enough(needed: forms::Assurance, has: Assurance) -> bool {
    match needed {
        forms::Assurance::Anyone | forms::Assurance::Account => true,
        forms::Assurance::Identified => has >= Assurance::Identified,
        forms::Assurance::Strong => has >= Assurance::Strong,
        forms::Assurance::InPerson => false,
    }
}

/// In the place of the button that sends: the two ways to finish.
pub(crate) fn ways_to_finish(visit: &Visit, draft: &Draft, desk: &str) -> Markup {
    let words = visit.words();
    let base = format!("/apply/d/{}", draft.id);
    let (name, phone) = (parts::desk_name(visit, desk), parts::desk_phone(visit, desk));
    let counter = words.tf("cases-finish-counter-text", &[("desk", name.into()), ("phone", phone.into())]);
    html! {
        (notification_banner(words, Tone::Info, words.t("cases-finish")).body(html! { p { (words.rich("cases-finish-text")) } }))
        (section(&words.t("cases-finish-here"), html! {
            p { (words.rich("cases-finish-here-text")) }
            (button_row(html! {
                (link_button(words.t("cases-finish-here-do"), format!("/sign-in/stronger?return={base}/check")))
            }))
        }))
        (section(&words.t("cases-finish-counter"), html! {
            p { (rich(&counter)) }
            p { (words.rich("cases-finish-far")) }
            (form(words, format!("{base}/counter"), visit.form_token(), html! {
                (button_row(html! { (button(words.t("cases-finish-counter-do")).outline()) }))
            }))
        }))
    }
}

/// Gives the draft its number, and shows it.
pub(crate) async fn number(visit: Visit, Path(id): Path<DraftId>, _: Fields) -> Result<Page, WebError> {
    let draft = fill::open(&visit, id).await?;
    let (_, matter) = fill::matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    if draft.helper.is_some() || !matter.form.check_complete(&draft.answers, visit.now().date()).is_empty() {
        return Err(WebError::Changed);
    }
    let given = visit.house().db.write(&visit.act("apply"), move |tx| async move {
        let fresh = Reference::from_random(tx.random());
        draft::give_number(&tx, id, fresh).await.map_err(CaseError::from)
    });
    let reference = given.await?;
    let words = visit.words();
    let until = say::day_and_weekday(draft.expires_at.date(), words.lang);
    let desk = parts::desk_name(&visit, &matter.desk);
    let lead = words.tf("cases-number-lead", &[("desk", desk.into()), ("until", until.into())]);
    let main = html! {
        (page_heading("", &words.t("cases-number-title"), &lead))
        p.reference { span { (words.rich("cases-number")) } strong { (reference) } }
        p { (words.rich("cases-number-bring")) }
        (button_row(html! {
            (print_button(words))
            (link_button(words.t("cases-stop-to-list"), "/my/cases").outline().icon(Icon::Document))
        }))
    };
    Ok(visit.page(words.plain("cases-number-title")).main(main))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::AccountId;
    use kernel::{TypedId, Uuid};

    fn who(assurance: Assurance) -> SignedIn {
        SignedIn {
            account: AccountId::from_uuid(Uuid::nil()),
            person: None,
            name: String::new(),
            assurance,
            staff: None,
            session: Uuid::nil(),
            unread: 0,
        }
    }

    #[test]
    fn more_is_always_enough_for_less_and_less_never_for_more() {
        use forms::Assurance as Needed;
        let has = [None, Some(who(Assurance::Account)), Some(who(Assurance::Identified)), Some(who(Assurance::Strong))];
        for (needed, least) in [
            (Needed::Anyone, 0),
            (Needed::Account, 1),
            (Needed::Identified, 2),
            (Needed::Strong, 3),
            (Needed::InPerson, 4),
        ] {
            for (level, who) in has.iter().enumerate() {
                assert_eq!(is_sure_enough(needed, who.as_ref()), level >= least, "{needed:?} {level}");
            }
        }
    }
}
