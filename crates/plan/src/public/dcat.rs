//! `/plan/dcat.json`: what is open here, in DCAT-AP (JSON-LD), so that the catalogues of nation and
//! prefecture can collect it.

use super::data::{CSV, JSON};
use super::opened;
use crate::counting;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::fiscal::FiscalYear;
use serde_json::{Value, json};
use web::{House, Visit, WebError};

const LD: &str = "application/ld+json";
/// Registers of the European Union to which DCAT-AP points for the words of its fields.
const FREQUENCY: &str = "http://publications.europa.eu/resource/authority/frequency/MONTHLY";
const FREQUENCY_CHANGE: &str = "http://publications.europa.eu/resource/authority/frequency/IRREG";
const THEME: &str = "http://publications.europa.eu/resource/authority/data-theme/GOVE";
const LANGUAGE: &str = "http://publications.europa.eu/resource/authority/language/JPN";
const FILE_TYPE: &str = "http://publications.europa.eu/resource/authority/file-type";
const MEDIA: &str = "https://www.iana.org/assignments/media-types";

pub(super) async fn file(visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let today = visit.now().date();
    let over = today.first_of_month().yesterday().unwrap_or(today);
    let before = over.first_of_month().yesterday().unwrap_or(over);
    let last = if counting::closes_on(over) <= today { over } else { before };
    Ok(opened(&headers, LD, format!("{:#}\n", catalogue(visit.house(), last))))
}

/// The catalogue; figures are there until `last`.
fn catalogue(house: &House, last: kernel::Date) -> Value {
    let town = &house.town;
    let publisher = json!({
        "@id": house.url("/"),
        "@type": "foaf:Agent",
        "foaf:name": { "@value": town.municipality.name, "@language": "ja" },
        "dct:identifier": town.municipality.corporate_number.as_ref().map(ToString::to_string),
    });
    let mut catalogue = json!({
        "@context": context(house),
        "@id": house.url("/plan/dcat.json"),
        "@type": "dcat:Catalog",
        "dct:title": text(&format!("{}の計画と数字", town.municipality.name), "The plan and its figures"),
        "dct:description": text("計画の言葉と、手続きの記録から数えた数字です。", "The words of the plan, and figures counted from the records of the services."),
        "dct:publisher": publisher,
        "dct:language": { "@id": LANGUAGE },
        "foaf:homepage": { "@id": house.url("/plan/data") },
        "dct:modified": { "@value": last.to_string(), "@type": "xsd:date" },
        "dcat:dataset": [figures(house, last), plan(house)],
    });
    if let Some(licence) = &town.settings.licence {
        catalogue["dct:license"] = json!({ "@id": licence.url });
    }
    catalogue
}

fn context(house: &House) -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        // Whether the town has decided the licence; DCAT has no word for it.
        "licenceVerified": { "@id": house.url("/plan/data#licence-verified"), "@type": "xsd:boolean" },
    })
}

fn figures(house: &House, last: kernel::Date) -> Value {
    let year = FiscalYear::of(last);
    let mut set = dataset(
        house,
        "figures",
        ("計画の数字", "Figures of the plan"),
        (
            "手続きの記録から月ごとに数えた数字と、その意味、数え方、目標です。10件に満たないまとまりは出しません。",
            "Monthly figures counted from the records of the services, with meaning, way of counting and targets. No group under ten is shown.",
        ),
    );
    set["dct:accrualPeriodicity"] = json!({ "@id": FREQUENCY });
    set["dct:temporal"] = json!({
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": { "@value": year.start().to_string(), "@type": "xsd:date" },
        "dcat:endDate": { "@value": last.to_string(), "@type": "xsd:date" },
    });
    let files = [("/plan/figures.csv", "CSV", CSV), ("/plan/figures.json", "JSON", JSON)];
    set["dcat:distribution"] =
        files.map(|(path, kind, media)| distribution(house, path, kind, media)).into_iter().collect();
    set
}

fn plan(house: &House) -> Value {
    let title = format!("{}（言葉、取組、目標）", house.town.plan.title);
    let mut set = dataset(
        house,
        "plan",
        (&title, "The plan as data"),
        (
            "柱と取組の名前、予定、予算、目標、担当、国や県の計画とのつながりです。",
            "Pillars and measures with milestones, budgets, targets, desks and counterparts in the plans above.",
        ),
    );
    set["dct:accrualPeriodicity"] = json!({ "@id": FREQUENCY_CHANGE });
    set["dcat:distribution"] = json!([distribution(house, "/plan/plan.json", "JSON", JSON)]);
    set
}

fn dataset(house: &House, key: &str, title: (&str, &str), about: (&str, &str)) -> Value {
    let office = &house.town.settings.mail_from;
    json!({
        "@id": house.url(&format!("/plan/data#{key}")),
        "@type": "dcat:Dataset",
        "dct:identifier": format!("{}-plan-{key}", house.town.municipality.code),
        "dct:title": text(title.0, title.1),
        "dct:description": text(about.0, about.1),
        "dct:publisher": { "@id": house.url("/") },
        "dcat:theme": { "@id": THEME },
        "dct:language": { "@id": LANGUAGE },
        "dcat:landingPage": { "@id": house.url("/plan/data") },
        "dcat:contactPoint": { "@type": "vcard:Organization", "vcard:fn": house.town.municipality.name, "vcard:hasEmail": { "@id": format!("mailto:{office}") } },
    })
}

fn distribution(house: &House, path: &str, kind: &str, media: &str) -> Value {
    let media = media.split(';').next().unwrap_or(media);
    let mut file = json!({
        "@id": house.url(path),
        "@type": "dcat:Distribution",
        "dcat:accessURL": { "@id": house.url(path) },
        "dcat:downloadURL": { "@id": house.url(path) },
        "dct:format": { "@id": format!("{FILE_TYPE}/{kind}") },
        "dcat:mediaType": { "@id": format!("{MEDIA}/{media}") },
    });
    if let Some(licence) = &house.town.settings.licence {
        file["dct:license"] = json!({ "@id": licence.url });
        file["licenceVerified"] = json!(licence.verified);
        if !licence.verified {
            let said = text(
                "この決まりは案で、町が確認中です。",
                "This licence is a proposal; the town is still confirming it.",
            );
            file["dct:rights"] = json!({ "@type": "dct:RightsStatement", "rdfs:label": said });
        }
    }
    file
}

fn text(ja: &str, en: &str) -> Value {
    json!([{ "@value": ja, "@language": "ja" }, { "@value": en, "@language": "en" }])
}
