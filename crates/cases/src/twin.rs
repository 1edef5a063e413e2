//! 用紙: the printed twin of a form. The same questions in the same order; with its own number as a
//! QR it finds the draft that waits for it when it comes back.

use crate::forms::{Choice, Convenience, Effort, Kind, Page, Procedure, Question, TownMatter};
use crate::receipt;
use crate::records::draft::Draft;
use crate::say;
use kernel::Moment;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use web::House;
use web::press::Sheet;
use web::texts::{Lang, plain};

/// The sheet of a form, blank or with what is known.
pub(crate) fn sheet(
    house: &House,
    procedure: &Procedure,
    matter: &TownMatter,
    draft: Option<&Draft>,
    now: Moment,
) -> Sheet {
    let title = plain(&procedure.guide.title.ja);
    let day = now.date();
    let known = draft.map(|d| answers_of(matter, d)).unwrap_or_default();
    let questions = questions(matter, &known);
    let ja = house.texts.words(Lang::Ja);
    let number = draft.and_then(|d| d.reference);
    let data = json!({
        "date": now.rfc3339(),
        "date_text": say::day(day, Lang::Ja),
        "reference": number.map_or_else(|| format!("{} 第{}版", procedure.key, procedure.version), |r| r.to_string()),
        "demo": house.demo,
        "town": receipt::town(house, day),
        "title": title,
        "intro": plain(&procedure.guide.summary.ja),
        "case_reference": number,
        "qr": number.map(|_| "case.svg"),
        "questions": questions,
        "satisfaction": {
            "question": ja.plain("cases-satisfaction-question"),
            "options": Convenience::ALL.map(|c| ja.plain(c.text())),
        },
        "effort": {
            "question": ja.plain("cases-effort-question"),
            "options": Effort::ALL.map(|e| ja.plain(e.text())),
        },
        "hand_in": { "places": places(house, day), "until": draft.map(|d| say::day(d.expires_at.date(), Lang::Ja)) },
        "desk": receipt::desk(house, &matter.desk, day),
    });
    let sheet = Sheet::new("paper_form", format!("{title}（用紙）"), data);
    match number {
        Some(number) => sheet.with_qr("case.svg", number.to_string()),
        None => sheet,
    }
}

/// The questions in their order, each with what is known.
pub(crate) fn questions(matter: &TownMatter, known: &BTreeMap<String, String>) -> Vec<Value> {
    let asked = matter.form.questions().filter(|(_, q)| q.is_answerable());
    asked.zip(1..).map(|((page, q), number)| one(page, q, number, known.get(&q.key))).collect()
}

fn answers_of(matter: &TownMatter, draft: &Draft) -> BTreeMap<String, String> {
    let rows = matter.form.summary(&draft.answers);
    rows.into_iter().filter_map(|row| Some((row.question, plain(&row.value?.ja)))).collect()
}

fn one(page: &Page, q: &Question, number: i32, known: Option<&String>) -> Value {
    let own = q.hint.as_ref().map(|h| plain(&h.ja));
    let only = (page.when.is_some() || q.when.is_some()).then(|| "当てはまる方だけ書いてください。".to_owned());
    let rows = matches!(q.kind, Kind::Group(_)).then(|| "1行に1つずつ書いてください。".to_owned());
    let hint: Vec<String> = [only, rows, own].into_iter().flatten().collect();
    json!({
        "number": number,
        "text": plain(&q.label.ja),
        "hint": (!hint.is_empty()).then(|| hint.join(" ")),
        "required": q.required && page.when.is_none() && q.when.is_none(),
        "kind": kind(&q.kind),
        "options": options(&q.kind),
        "value": known,
    })
}

const fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Name => "name",
        Kind::Address => "address",
        Kind::Date(_) | Kind::BirthDate => "date",
        Kind::Phone => "phone",
        Kind::Email => "email",
        Kind::Choice(_) => "choice",
        Kind::Choices { .. } => "choices",
        Kind::Number { .. } => "number",
        Kind::Yen { .. } => "yen",
        Kind::File(_) => "file",
        Kind::Consent => "consent",
        Kind::LongText { .. } | Kind::Group(_) | Kind::BankAccount | Kind::PersonOfHousehold { .. } => "long",
        Kind::Kana | Kind::Text { .. } | Kind::Note => "text",
    }
}

fn options(kind: &Kind) -> Vec<String> {
    let say = |options: &[Choice]| options.iter().map(|o| plain(&o.label.ja)).collect();
    match kind {
        Kind::Choice(options) | Kind::Choices { options, .. } => say(options),
        _ => Vec::new(),
    }
}

/// Where the sheet can be handed in.
pub(crate) fn places(house: &House, day: kernel::Date) -> Vec<String> {
    let Some(office) = house.town.offices.main_on(day) else { return Vec::new() };
    let hours = office.hours.iter().map(town::OpeningHours::in_words).collect::<Vec<_>>().join("、");
    vec![
        format!("{}の窓口（{hours}）", office.name),
        format!("郵送：〒{} {} {}", office.postcode, office.address, office.name),
    ]
}
