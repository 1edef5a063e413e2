//! Names, amounts and months in the reader's words.

use crate::book::{Plan, Words as Named};
use kernel::Date;
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use web::components::{Tone, chip_label};
use web::texts::{Lang, Words, rich};

/// In one language, the Japanese where it is missing.
pub(super) fn of_three<'a>(lang: Lang, ja: &'a str, easy: Option<&'a str>, en: Option<&'a str>) -> &'a str {
    let own = match lang {
        Lang::Ja => None,
        Lang::Easy => easy,
        Lang::En => en,
    };
    own.unwrap_or(ja)
}

pub(super) fn said(words: &Named, lang: Lang) -> &str {
    words.said(lang)
}

/// In the reader's language; where only the Japanese is there it says that it is Japanese.
pub(super) fn spoken(words: &Named, lang: Lang) -> Markup {
    let japanese = lang == Lang::En && words.en.is_none();
    html! { span lang=[japanese.then_some("ja")] { (rich(said(words, lang))) } }
}

/// The plan's exact words below a translated heading.
pub(super) fn exact(words: &Named, lang: Lang) -> Markup {
    html! { @if said(words, lang) != words.ja { p.support-text lang="ja" { "「" (words.ja) "」" } } }
}

/// 令和8年度, or fiscal 2026.
pub(super) fn year(words: Words<'_>, year: FiscalYear) -> String {
    match words.lang {
        Lang::Ja => year.label(),
        Lang::Easy | Lang::En => {
            words.tf("plan-public-year", &[("year", year.0.to_string().into()), ("label", year.label().into())])
        }
    }
}

/// A month as a chart names it: 4月, Apr.
pub(super) fn month(words: Words<'_>, month: i8) -> String {
    words.plain(&format!("plan-public-month-{month}"))
}

pub(super) fn day(words: Words<'_>, date: Date) -> String {
    if words.lang == Lang::En {
        return kernel::era::english(date);
    }
    kernel::era::date_label(date)
}

/// R8 as charts name a fiscal year; 2026 for who does not know the eras.
pub(super) fn short(words: Words<'_>, year: FiscalYear) -> String {
    if words.lang == Lang::Ja { year.short() } else { year.0.to_string() }
}

/// The fiscal years of the plan.
pub(super) fn years(plan: &Plan) -> Vec<FiscalYear> {
    (plan.years.0.0..=plan.years.1.0).map(FiscalYear).collect()
}

/// A figure: 9,092 or 38.4.
pub(super) fn number(value: f64) -> String {
    web::components::figure_text(value)
}

pub(super) fn unconfirmed(words: Words<'_>) -> Markup {
    chip_label(Tone::Warning, &words.t("plan-public-unconfirmed"))
}
