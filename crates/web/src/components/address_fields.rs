//! An address: the postcode fills in what it can, typing is always possible.

use crate::components::field::{Question, question_methods};
use crate::components::{Words, error_text};
use maud::{Markup, Render, html};

/// An address as typed. Sent as `{name}-postcode`, `{name}-prefecture`, `{name}-city`,
/// `{name}-town`, `{name}-building`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressValue {
    /// 郵便番号
    pub postcode: String,
    /// 都道府県
    pub prefecture: String,
    /// 市区町村
    pub city: String,
    /// 町名・番地
    pub town: String,
    /// 建物名・部屋番号
    pub building: String,
}

/// The fields of an address.
#[derive(Clone)]
#[must_use]
pub struct AddressFields<'a> {
    words: Words<'a>,
    question: Question,
    value: AddressValue,
    own: bool,
    part_errors: Vec<(String, String)>,
}

/// The five fields of an address; `label` is the legend.
pub fn address_fields(words: Words<'_>, name: impl Into<String>, label: impl Into<String>) -> AddressFields<'_> {
    AddressFields {
        words,
        question: Question::new(name, label),
        value: AddressValue::default(),
        own: false,
        part_errors: Vec::new(),
    }
}

impl AddressFields<'_> {
    question_methods!();

    /// What was typed.
    pub fn value(mut self, value: AddressValue) -> Self {
        self.value = value;
        self
    }

    /// The reader's own address: the browser may fill it in.
    pub const fn own(mut self) -> Self {
        self.own = true;
        self
    }

    /// What is wrong with one part: `postcode`, `prefecture`, `city`, `town` or `building`.
    pub fn part_error(mut self, part: &str, error: Option<&str>) -> Self {
        self.part_errors.extend(error.map(|error| (part.to_owned(), error.to_owned())));
        self
    }

    fn part(&self, part: &'static str, value: &str, autofill: &'static str) -> Markup {
        let error = self.part_errors.iter().find(|(of, _)| of == part).map(|(_, error)| error);
        let postcode = part == "postcode";
        let optional = part == "building";
        let id = if postcode { self.question.id() } else { format!("{}-{part}", self.question.id()) };
        let error_id = format!("{id}-wrong");
        let class = if postcode || part == "prefecture" { "input-text is-narrow" } else { "input-text" };
        html! {
            div.address-part {
                label for=(id) { (self.words.rich(&format!("kit-address-{part}"))) }
                @if let Some(error) = error { (error_text(self.words, &error_id, error)) }
                input class=(class) type="text" id=(id) name=(format!("{}-{part}", self.question.name))
                    value=(value) inputmode=[postcode.then_some("numeric")] data-part=(part)
                    autocomplete=[self.own.then_some(autofill)]
                    aria-describedby=[error.map(|_| &error_id)]
                    aria-required=[self.question.aria_required().filter(|_| !optional)]
                    aria-invalid=[error.map(|_| "true").or(self.question.aria_invalid().filter(|_| !optional))];
            }
        }
    }
}

impl Render for AddressFields<'_> {
    fn render(&self) -> Markup {
        let words = self.words;
        let fields = html! {
            en-postcode.address-fields data-found=(words.plain("kit-postcode-found"))
                data-missing=(words.plain("kit-postcode-missing")) {
                (self.part("postcode", &self.value.postcode, "postal-code"))
                (self.part("prefecture", &self.value.prefecture, "address-level1"))
                (self.part("city", &self.value.city, "address-level2"))
                (self.part("town", &self.value.town, "address-line1"))
                (self.part("building", &self.value.building, "address-line2"))
            }
        };
        self.question.around_group(words, None, &fields)
    }
}
