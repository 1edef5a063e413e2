//! The form of an account: the same questions on line and on paper.

use crate::bank::rules::{BankAccount, Kind, ORDER, REFUND};
use maud::{Markup, html};
use web::Fields;
use web::components::{Choice, checkbox_group, error_summary, input_text, radio_group};
use web::texts::Words;

/// What was typed, and what of it is to be mended.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub typed: Fields,
    pub errors: Vec<(&'static str, String)>,
}

impl Sent {
    fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| *name == field).map(|(_, words)| words.as_str())
    }

    pub fn summary(&self, words: Words<'_>) -> Markup {
        if self.errors.is_empty() {
            html! {}
        } else {
            error_summary(words, &self.errors)
        }
    }
}

/// What a form says; errors are put into `sent`, in the order of the form.
pub(super) fn read(
    words: Words<'_>,
    offered: &[(String, String)],
    form: &Fields,
) -> Result<(Vec<String>, BankAccount), Sent> {
    let mut wrong = Vec::new();
    let what = form.text("what");
    let mut items: Vec<String> = form.all("items");
    items.retain(|key| offered.iter().any(|(known, _)| known == key));
    items.dedup();
    match what {
        "some" if items.is_empty() => wrong.push(("items", "billing-account-bad-items")),
        "some" => {}
        REFUND => items = vec![REFUND.to_owned()],
        _ => items.clear(),
    }
    let account = BankAccount::read(form).map_err(|more| wrong.extend(more)).ok();
    if form.text("agreed") != "yes" {
        wrong.push(("agreed", "billing-account-bad-agreed"));
    }
    match account {
        Some(account) if wrong.is_empty() => Ok((items, account)),
        _ => {
            wrong.sort_by_key(|(field, _)| ORDER.iter().position(|f| f == field).unwrap_or(ORDER.len()));
            let said = |(field, key): (&'static str, &'static str)| {
                let label = words.t(&format!("billing-account-{}", field.replace('_', "-")));
                (field, if NAMED.contains(&key) { words.tf(key, &[("field", label.into())]) } else { words.t(key) })
            };
            let errors = wrong.into_iter().map(said).collect();
            Err(Sent { typed: form.clone(), errors })
        }
    }
}

/// What can be wrong with several fields, and names the one.
const NAMED: [&str; 2] = ["billing-account-bad-empty", "billing-account-bad-letters"];

/// The questions; `holder` stands in the field until something else is typed.
pub(super) fn questions(words: Words<'_>, offered: &[(String, String)], sent: &Sent, holder: &str) -> Markup {
    let typed = |name: &str| sent.typed.text(name).chars().take(100).collect::<String>();
    let holder = if sent.typed.has("holder") { typed("holder") } else { holder.to_owned() };
    let whats = [
        ("all", "billing-account-what-all"),
        ("some", "billing-account-what-some"),
        (REFUND, "billing-account-what-refund"),
    ];
    let what = whats.iter().find(|(value, _)| *value == sent.typed.text("what")).map_or("all", |(value, _)| value);
    let kinds = Kind::ALL.map(|k| Choice::new(k.code(), words.t(k.words())));
    let digits = |name: &'static str, label: &str, hint: &str, most: usize| {
        input_text(words, name, words.t(label))
            .value(typed(name))
            .hint(words.t(hint))
            .numeric()
            .maxlength(most)
            .required(true)
            .error(sent.error(name))
            .autocomplete("")
    };
    let kana = |name: &'static str, label: &str, hint: &str, value: String| {
        input_text(words, name, words.t(label))
            .value(value)
            .hint(words.t(hint))
            .maxlength(60)
            .required(true)
            .error(sent.error(name))
    };
    html! {
        (radio_group(words, "what", words.t("billing-account-what"), whats.map(|(v, k)| Choice::new(v, words.t(k)))).value(what))
        (checkbox_group(words, "items", words.t("billing-account-items"), offered.iter().map(|(k, name)| Choice::new(k, name)))
            .values(sent.typed.all("items")).hint(words.t("billing-account-items-hint")).error(sent.error("items")))
        (digits("bank", "billing-account-bank", "billing-account-bank-hint", 8))
        (kana("bank_name", "billing-account-bank-name", "billing-account-bank-name-hint", typed("bank_name")))
        (digits("branch", "billing-account-branch", "billing-account-branch-hint", 8))
        (kana("branch_name", "billing-account-branch-name", "billing-account-branch-name-hint", typed("branch_name")))
        (radio_group(words, "kind", words.t("billing-account-kind"), kinds).value(typed("kind")).required(true).error(sent.error("kind")))
        (digits("number", "billing-account-number", "billing-account-number-hint", 12))
        (kana("holder", "billing-account-holder", "billing-account-holder-hint", holder))
    }
}
