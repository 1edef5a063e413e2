//! One question as fields of a page: the kinds of answer of the forms engine, drawn with the page kit.

use crate::fill::posted_value;
use crate::forms::{
    AccountKind, Answers, Choice, FieldError, FileKind, FileRule, Form, Group, Inputs, Kind, Member, Page, Question,
};
use crate::say;
use maud::{Markup, html};
use std::collections::HashMap;
use web::Fields;
use web::components::{
    self, AddressValue, DateValue, Tone, address_fields, checkbox, checkbox_group, date_input, disclosure, error_text,
    file_upload, input_text, notice, page_heading, progress_indicator, radio_group, requirement_badge, support_text,
    textarea,
};
use web::texts::{Words, rich};

/// What the inputs of a page hold: what was just typed, or what is kept.
pub(crate) enum Held<'a> {
    Typed(&'a Fields),
    Kept(Inputs),
}

impl Held<'_> {
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        match self {
            Self::Typed(fields) => posted_value(fields, name),
            Self::Kept(inputs) => inputs.values(name),
        }
    }

    fn one(&self, name: &str) -> String {
        self.all(name).into_iter().next().unwrap_or_default()
    }
}

/// Everything that drawing the questions of a page needs.
pub(crate) struct Drawing<'a> {
    pub words: Words<'a>,
    pub held: Held<'a>,
    pub errors: &'a [FieldError],
    pub household: &'a [Member],
    /// Keys of questions that the register filled.
    pub prefilled: &'a [String],
    /// Files that are kept already: (question, name, address, digest).
    pub files: Vec<KeptFile>,
    /// Rows asked for beyond those that are filled, by the key of the group.
    pub more_rows: HashMap<String, usize>,
    /// Whether the person at the screen is the applicant, so that the browser may fill in.
    pub own: bool,
}

/// A file that is kept already.
pub(crate) struct KeptFile {
    pub question: String,
    pub name: String,
    pub href: String,
    pub digest: String,
}

/// The files of the answers, with addresses that begin with `base`.
pub(crate) fn kept_files(answers: &Answers, base: &str) -> Vec<KeptFile> {
    let files = crate::records::file::named(answers);
    let kept = files.map(|(question, file)| KeptFile {
        question: question.to_owned(),
        name: file.name.clone(),
        href: format!("{base}/{}", file.sha256),
        digest: file.sha256.clone(),
    });
    kept.collect()
}

/// What the inputs of some questions hold before anything is typed.
pub(crate) fn inputs_of(form: &Form, page: &Page, answers: &Answers) -> Inputs {
    form.inputs(page, answers)
}

impl Drawing<'_> {
    /// A question; `heading` makes its label the heading of the page.
    pub(crate) fn question(&self, question: &Question, heading: bool) -> Markup {
        html! { (self.fields(question, &question.key, heading)) (self.help(question)) }
    }

    /// What can be opened under a question, also in every row of a group.
    fn help(&self, question: &Question) -> Markup {
        let help = question.help.as_ref().map(|help| say::text(help, self.words.lang));
        html! {
            @if let Some(help) = help {
                (disclosure(&self.words.t("cases-help"), html! { p { (rich(help)) } }))
            }
        }
    }

    fn label(&self, question: &Question) -> String {
        say::text(&question.label, self.words.lang).to_owned()
    }

    fn hint(&self, question: &Question) -> String {
        let own = question.hint.as_ref().map(|h| say::text(h, self.words.lang)).unwrap_or_default();
        if self.prefilled.contains(&question.key) {
            let filled = self.words.t("cases-prefilled");
            return if own.is_empty() { filled } else { format!("{filled} {own}") };
        }
        own.to_owned()
    }

    /// The words of the first error whose input begins with `name`.
    fn error(&self, name: &str) -> Option<String> {
        let mine = |e: &&FieldError| e.field == name || e.field.starts_with(&format!("{name}."));
        self.errors.iter().find(mine).map(|e| say::error(self.words, e))
    }

    fn fields(&self, q: &Question, name: &str, heading: bool) -> Markup {
        let (words, label, hint, error) = (self.words, self.label(q), self.hint(q), self.error(name));
        let error = error.as_deref();
        macro_rules! dress {
            ($field:expr) => {{
                let field = $field.hint(hint).error(error).required(q.required);
                if heading {
                    html! { (field.heading()) }
                } else {
                    html! { (field) }
                }
            }};
        }
        match &q.kind {
            Kind::Name => self.name(q, name, heading),
            Kind::Kana => dress!(input_text(words, name, label).value(self.held.one(name)).maxlength(100)),
            Kind::Address => {
                let field = address_fields(words, name, label).value(self.address(name));
                dress!(if self.is_own(q) { field.own() } else { field })
            }
            Kind::Date(_) => dress!(date_input(words, name, label).value(self.date(name))),
            Kind::BirthDate => {
                let field = date_input(words, name, label).value(self.date(name));
                dress!(if self.is_own(q) { field.birthday() } else { field })
            }
            Kind::Phone => dress!(self.line(q, name, label, "tel")),
            Kind::Email => dress!(self.line(q, name, label, "email")),
            Kind::BankAccount => self.bank(q, name, heading),
            Kind::Choice(options) => {
                dress!(radio_group(words, name, label, self.choices(options)).value(self.held.one(name)))
            }
            Kind::Choices { options, .. } => {
                dress!(checkbox_group(words, name, label, self.choices(options)).values(self.held.all(name)))
            }
            Kind::Text { max_chars } => {
                dress!(input_text(words, name, label).value(self.held.one(name)).maxlength(*max_chars))
            }
            Kind::LongText { max_chars } => {
                dress!(textarea(words, name, label).value(self.held.one(name)).maxlength(*max_chars))
            }
            Kind::Number { unit, .. } => {
                let unit = unit.as_ref().map(|u| say::text(u, words.lang)).unwrap_or_default();
                dress!(input_text(words, name, label).value(self.held.one(name)).numeric().unit(unit))
            }
            Kind::Yen { .. } => {
                dress!(input_text(words, name, label).value(self.held.one(name)).numeric().unit(words.t("cases-yen")))
            }
            Kind::File(rule) => self.file(q, name, rule, heading),
            Kind::Group(group) => self.group(q, name, group, heading),
            Kind::Consent => self.consent(q, name, heading),
            Kind::PersonOfHousehold { .. } => self.persons(q, name, heading),
            Kind::Note => html! {
                @if heading { h1.question { (rich(&label)) } } @else { (notice(Tone::Info, html! { p { (rich(&label)) } })) }
                @if !hint.is_empty() { p { (rich(&hint)) } }
            },
        }
    }

    fn is_own(&self, q: &Question) -> bool {
        self.own && q.prefill.is_some()
    }

    fn line(&self, q: &Question, name: &str, label: String, kind: &'static str) -> components::InputText<'_> {
        let field = input_text(self.words, name, label).value(self.held.one(name)).kind(kind);
        if self.is_own(q) { field.autocomplete(kind) } else { field }
    }

    fn choices(&self, options: &[Choice]) -> Vec<components::Choice> {
        let lang = self.words.lang;
        let one = |c: &Choice| {
            let choice = components::Choice::new(&c.value, say::text(&c.label, lang));
            match &c.hint {
                Some(hint) => choice.hint(say::text(hint, lang)),
                None => choice,
            }
        };
        options.iter().map(one).collect()
    }

    fn date(&self, name: &str) -> DateValue {
        let part = |part: &str| self.held.one(&format!("{name}.{part}"));
        DateValue { era: part("era"), year: part("year"), month: part("month"), day: part("day") }
    }

    fn address(&self, name: &str) -> AddressValue {
        let part = |part: &str| self.held.one(&format!("{name}.{part}"));
        let town = match &self.held {
            Held::Typed(_) => part("rest"),
            Held::Kept(_) => format!("{}{}", part("area"), part("rest")),
        };
        AddressValue {
            postcode: part("postcode"),
            prefecture: part("prefecture"),
            city: part("city"),
            town,
            building: part("building"),
        }
    }

    /// A fieldset around several inputs, as the page kit draws its own.
    fn group_of(&self, q: &Question, name: &str, heading: bool, fields: &Markup) -> Markup {
        let (id, error, hint) = (components::field_id(name), self.error(name), self.hint(q));
        let label = self.label(q);
        let described = match (hint.is_empty(), error.is_some()) {
            (true, false) => None,
            (false, false) => Some(format!("{id}-hint")),
            (true, true) => Some(format!("{id}-error")),
            (false, true) => Some(format!("{id}-hint {id}-error")),
        };
        let badge = requirement_badge(self.words, q.required);
        html! {
            fieldset.field.has-error[error.is_some()] aria-describedby=[described] {
                legend.form-label {
                    @if heading { h1.question { (rich(&label)) " " (badge) } } @else { (rich(&label)) " " (badge) }
                }
                (support_text(&format!("{id}-hint"), &hint))
                @if let Some(error) = &error { (error_text(self.words, &format!("{id}-error"), error)) }
                (fields)
            }
        }
    }

    fn name(&self, q: &Question, name: &str, heading: bool) -> Markup {
        let part = |part: &str, autofill: &str| {
            let field = format!("{name}.{part}");
            let label = self.words.t(&format!("kit-name-{part}"));
            let input = input_text(self.words, &field, label).value(self.held.one(&field)).maxlength(100);
            if self.is_own(q) { input.autocomplete(autofill) } else { input }
        };
        let fields = html! { div.name-fields { (part("family", "family-name")) (part("given", "given-name")) } };
        self.group_of(q, name, heading, &fields)
    }

    fn bank(&self, q: &Question, name: &str, heading: bool) -> Markup {
        let line = |part: &str, width: &'static str| {
            let field = format!("{name}.{part}");
            let label = self.words.t(&format!("cases-bank-{part}"));
            input_text(self.words, &field, label)
                .hint(self.words.t(&format!("cases-bank-{part}-hint")))
                .value(self.held.one(&field))
                .width(width)
        };
        let kind = format!("{name}.account");
        let kinds = AccountKind::ALL.map(|(_, value)| (value, self.words.t(&format!("cases-bank-kind-{value}"))));
        let fields = html! {
            (line("bank", "is-medium"))
            (line("branch", "is-medium"))
            (radio_group(self.words, &kind, self.words.t("cases-bank-account"), kinds).value(self.held.one(&kind)).inline())
            (line("number", "is-medium").inputmode("numeric"))
            (line("holder", "is-medium"))
        };
        self.group_of(q, name, heading, &fields)
    }

    fn file(&self, q: &Question, name: &str, rule: &FileRule, heading: bool) -> Markup {
        let words = self.words;
        let limit = words.tf(
            "cases-file-limit",
            &[("megabytes", (rule.max_bytes / 1_000_000).into()), ("max", rule.max_count.into())],
        );
        let hint = [self.hint(q), limit].into_iter().filter(|h| !h.is_empty()).collect::<Vec<_>>().join(" ");
        let accept: Vec<&str> = rule
            .kinds
            .iter()
            .map(|k| match k {
                FileKind::Image => "image/jpeg,image/png,image/heic,image/heif",
                FileKind::Pdf => "application/pdf",
            })
            .collect();
        let mut field = file_upload(words, name, self.label(q))
            .hint(hint)
            .error(self.error(name).as_deref())
            .required(q.required)
            .accept(accept.join(","));
        if rule.kinds.contains(&FileKind::Image) {
            field = field.camera();
        }
        if rule.max_count > 1 {
            field = field.multiple();
        }
        if heading {
            field = field.heading();
        }
        html! { (field) (self.kept(name)) }
    }

    /// Files that are there already, each with a box to keep it.
    fn kept(&self, name: &str) -> Markup {
        let mine: Vec<&KeptFile> = self.files.iter().filter(|f| f.question == name).collect();
        let field = format!("{name}.keep");
        html! {
            @if !mine.is_empty() {
                fieldset.field {
                    legend.form-label { (self.words.rich("cases-file-keep")) }
                    div.choices {
                        @for (at, file) in mine.iter().enumerate() {
                            @let id = format!("{}-{at}", components::field_id(&field));
                            div.choice {
                                input type="checkbox" id=(id) name=(field) value=(file.digest) checked;
                                label for=(id) { (file.name) }
                                " " a href=(file.href) { (self.words.rich("cases-file-see")) span.visually-hidden { "（" (file.name) "）" } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn consent(&self, q: &Question, name: &str, heading: bool) -> Markup {
        let label = self.label(q);
        let agree = self.words.t("cases-agree");
        let box_ = checkbox(self.words, name, &agree, !self.held.one(name).is_empty(), self.error(name).as_deref());
        html! {
            @if heading { h1.question { (rich(&label)) } } @else { p.form-label { (rich(&label)) " " (requirement_badge(self.words, q.required)) } }
            @if !self.hint(q).is_empty() { p { (rich(&self.hint(q))) } }
            (box_)
        }
    }

    fn persons(&self, q: &Question, name: &str, heading: bool) -> Markup {
        let (words, hint, error) = (self.words, self.hint(q), self.error(name));
        if self.household.is_empty() {
            let other = format!("{name}.other");
            let field = textarea(words, &other, self.label(q))
                .value(self.held.one(&other))
                .rows(3)
                .hint(format!("{hint} {}", words.t("cases-persons-typed")))
                .error(error.as_deref())
                .required(q.required);
            return if heading {
                html! { (field.heading()) }
            } else {
                html! { (field) }
            };
        }
        let choices = self.household.iter().map(|m| {
            let choice = components::Choice::new(m.id.to_string(), &m.name);
            match m.birth_date {
                Some(birth) => choice.hint(say::day(birth, words.lang)),
                None => choice,
            }
        });
        let field = checkbox_group(words, name, self.label(q), choices)
            .values(self.held.all(name))
            .hint(hint)
            .error(error.as_deref())
            .required(q.required);
        if heading {
            html! { (field.heading()) }
        } else {
            html! { (field) }
        }
    }

    fn group(&self, q: &Question, name: &str, group: &Group, heading: bool) -> Markup {
        let kept: usize = self.held.one(&format!("{name}.rows")).parse().unwrap_or(0);
        let more = self.more_rows.get(name).copied().unwrap_or(0);
        let rows = (kept.max(group.min).max(1) + more).min(group.max);
        let fields = html! {
            input type="hidden" name=(format!("{name}.rows")) value=(rows);
            @for at in 0..rows {
                fieldset.row {
                    legend { (rich(&self.words.tf("cases-row", &[("n", (at + 1).into())]))) }
                    @for inner in &group.questions {
                        (self.fields(inner, &format!("{name}.{at}.{}", inner.key), false))
                        (self.help(inner))
                    }
                }
            }
            @if rows < group.max {
                (components::button(self.words.t("cases-row-more")).outline().small().sends("more", name))
            }
        };
        self.group_of(q, name, heading, &fields)
    }
}

/// The input to which the list of errors leads, by the page kit's ids.
pub(crate) fn error_place(form_question: Option<&Question>, field: &str) -> String {
    let kind = form_question.map(|q| &q.kind);
    match (kind, field.rsplit_once('.')) {
        (Some(Kind::Date(_) | Kind::BirthDate), Some((head, "year"))) => head.to_owned(),
        (Some(Kind::Address), Some((head, "postcode"))) => head.to_owned(),
        (Some(Kind::Address), Some((head, "rest" | "area"))) => format!("{head}-town"),
        (Some(Kind::Group(_)), Some((head, "year" | "postcode"))) => head.to_owned(),
        _ => field.to_owned(),
    }
}

/// The heading of a page of the form and what it asks: the same wherever it is shown.
pub(crate) fn page_body(drawing: &Drawing<'_>, title: &str, page: &Page, questions: &[&Question]) -> Markup {
    let (lang, one) = (drawing.words.lang, page.is_one_question());
    let lead = page.lead.as_ref().map(|l| say::text(l, lang)).unwrap_or_default();
    html! {
        @if let Some(heading) = page.title.as_ref() { (page_heading("", say::text(heading, lang), lead)) }
        @else if !one { (page_heading("", title, lead)) }
        @for question in questions { (drawing.question(question, one)) }
    }
}

/// How far the form has come.
pub(crate) fn page_steps(words: Words<'_>, (at, all): (usize, usize)) -> Markup {
    let said = words.tf("cases-step", &[("at", at.into()), ("all", all.into())]);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    progress_indicator("progress", &words.t("cases-progress"), &said, number(at), number(all))
}

/// Errors as the error summary wants them.
pub(crate) fn error_lines(words: Words<'_>, questions: &[&Question], errors: &[FieldError]) -> Vec<(String, String)> {
    let line = |e: &FieldError| {
        let key = e.field.split('.').next().unwrap_or_default();
        let question = questions.iter().find(|q| q.key == key).copied();
        let label = web::texts::plain(say::text(&e.label, words.lang));
        (error_place(question, &e.field), format!("{label}：{}", say::error(words, e)))
    };
    errors.iter().map(line).collect()
}
