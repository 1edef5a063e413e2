//! What the applicant is told at each turn of the matter: by the channel they chose, in their
//! language, always with a page where it goes on.

use crate::pages::matter_path;
use crate::records::case::Case;
use crate::{catalogue, say};
use notices::NewNotice;
use people::contacts::Language;
use store::{StoreError, Tx};
use web::House;
use web::texts::{Arg, Lang, plain};

/// Something to tell: a key of the texts `cases-tell-KEY-subject` and `cases-tell-KEY-body`.
pub(crate) struct News {
    /// The topic, `cases.what`.
    pub topic: &'static str,
    /// The key.
    pub key: &'static str,
    /// To tell the same topic apart for one case: the round, the day.
    pub once: String,
    /// What stands in the texts besides number and procedure.
    pub words: Vec<(&'static str, String)>,
    /// Whether it must not wait for the post.
    pub urgent: bool,
}

impl News {
    /// News of a topic that comes once in a matter.
    pub(crate) fn of(topic: &'static str, key: &'static str) -> Self {
        Self { topic, key, once: "1".to_owned(), words: Vec::new(), urgent: false }
    }
}

/// The language in which a person is written to.
pub(crate) async fn language(tx: &Tx, case: &Case) -> Result<Lang, StoreError> {
    let contact = match case.applicant {
        Some(person) => people::contacts::find(tx, person).await?,
        None => None,
    };
    Ok(spoken(contact))
}

/// The language that somebody asked for; Japanese without a word from them.
pub(crate) fn spoken(contact: Option<people::contacts::Contact>) -> Lang {
    contact.map_or(Lang::Ja, |c| match c.language {
        Language::Ja => Lang::Ja,
        Language::Easy => Lang::Easy,
        Language::En => Lang::En,
    })
}

/// Tells the applicant; a matter without a person tells nobody (its page says everything).
pub(crate) async fn tell(tx: &Tx, house: &House, case: &Case, news: News) -> Result<(), StoreError> {
    let Some(person) = case.applicant else { return Ok(()) };
    let lang = language(tx, case).await?;
    let (subject, body) = texts(house, case, &news, lang)?;
    let notice = NewNotice {
        key: format!("{}:{}:{}", news.topic, case.id, news.once),
        topic: news.topic,
        person,
        subject,
        body,
        link: Some(link(tx, house, case).await?),
        urgent: news.urgent,
    };
    notices::tell(tx, notice).await?;
    Ok(())
}

/// Where it goes on: among the person's own matters, or at the address that opens without an account.
async fn link(tx: &Tx, house: &House, case: &Case) -> Result<String, StoreError> {
    let known = match (case.account, case.applicant) {
        (Some(_), _) => true,
        (None, Some(person)) => !people::accounts::of_person(tx, person).await?.is_empty(),
        (None, None) => false,
    };
    Ok(if known { format!("/my/cases/{}", case.id) } else { matter_path(house, case.id) })
}

fn texts(house: &House, case: &Case, news: &News, lang: Lang) -> Result<(String, String), StoreError> {
    let procedure = catalogue(house)?.get(&case.procedure, case.procedure_version).cloned();
    let title = procedure.as_ref().map(|p| plain(say::text(&p.guide.title, lang))).unwrap_or_default();
    let mut args: Vec<(&str, Arg<'_>)> = news.words.iter().map(|(name, said)| (*name, said.clone().into())).collect();
    args.push(("reference", case.reference.to_string().into()));
    args.push(("procedure", title.into()));
    let words = house.texts.words(lang);
    let text = |part: &str| plain(&words.tf(&format!("cases-tell-{}-{part}", news.key), &args));
    Ok((text("subject"), text("body")))
}
