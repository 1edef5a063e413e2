//! The town itself: who it is, where its desks are and when they are open.

use super::{Nothing, Operation, Problem, Said, Spoken, Verified};
use crate::{Routes, Visit};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use town::{Desk, Office, OpeningHours};

pub(super) fn routes(routes: &mut Routes) {
    let operation = Operation::get("/api/v1/town", "getTown", Said::new("町と窓口", "The town and its desks"))
        .about(
            "町の名前と団体コード、庁舎、窓口と開いている時間。verified が false のものは、町で確認中です。",
            "Name and code of the town, its offices, its desks and their opening hours. What is not `verified` is \
             still being confirmed by the town.",
        )
        .example(json!({}));
    routes.api(operation, example(), town);
}

/// The town.
#[derive(Debug, Serialize, JsonSchema)]
struct Town {
    /// Code of the municipality (全国地方公共団体コード), six digits.
    #[schemars(extend("x-ja" = "全国地方公共団体コード（6桁）"))]
    code: String,
    /// Name.
    #[schemars(extend("x-ja" = "名前"))]
    name: Spoken,
    /// Prefecture.
    #[schemars(extend("x-ja" = "都道府県"))]
    prefecture: String,
    /// Corporate number (法人番号), where it is known.
    #[schemars(extend("x-ja" = "法人番号"))]
    corporate_number: Option<String>,
    /// The town's own web site.
    #[schemars(extend("x-ja" = "町のホームページ"))]
    website: Verified<String>,
    /// The buildings in which the office works today.
    #[schemars(extend("x-ja" = "庁舎"))]
    offices: Vec<Building>,
    /// The desks.
    #[schemars(extend("x-ja" = "窓口"))]
    desks: Vec<Counter>,
    /// Under which terms these data may be used.
    #[schemars(extend("x-ja" = "データの使い方の決まり"))]
    licence: Licence,
}

/// Terms of use.
#[derive(Debug, Serialize, JsonSchema)]
struct Licence {
    /// Name of the licence.
    #[schemars(extend("x-ja" = "名前"))]
    name: Verified<String>,
    /// Address of its text.
    #[schemars(extend("x-ja" = "本文の住所"))]
    url: Option<String>,
}

/// A building.
#[derive(Debug, Serialize, JsonSchema)]
struct Building {
    /// Stable key.
    #[schemars(extend("x-ja" = "変わらない名前"))]
    key: String,
    /// Name.
    #[schemars(extend("x-ja" = "名前"))]
    name: Spoken,
    /// Postcode.
    #[schemars(extend("x-ja" = "郵便番号"))]
    postcode: String,
    /// Address on one line.
    #[schemars(extend("x-ja" = "住所"))]
    address: String,
    /// Telephone.
    #[schemars(extend("x-ja" = "電話"))]
    phone: String,
    /// Latitude and longitude in degrees.
    #[schemars(extend("x-ja" = "緯度と経度"))]
    point: Option<Place>,
    /// When its doors are open.
    #[schemars(extend("x-ja" = "開いている時間"))]
    hours: Vec<Hours>,
    /// Whether address and telephone are confirmed.
    #[schemars(extend("x-ja" = "住所と電話を確かめたか"))]
    verified: bool,
}

/// A point.
#[derive(Debug, Serialize, JsonSchema)]
struct Place {
    /// Latitude.
    #[schemars(extend("x-ja" = "緯度"))]
    lat: f64,
    /// Longitude.
    #[schemars(extend("x-ja" = "経度"))]
    lng: f64,
}

/// A desk.
#[derive(Debug, Serialize, JsonSchema)]
struct Counter {
    /// Stable key.
    #[schemars(extend("x-ja" = "変わらない名前"))]
    key: String,
    /// Name.
    #[schemars(extend("x-ja" = "名前"))]
    name: Spoken,
    /// What people go there for, in Japanese.
    #[schemars(extend("x-ja" = "扱うこと"))]
    about: Option<String>,
    /// Telephone; the office's own where the desk has none.
    #[schemars(extend("x-ja" = "電話（ないときは庁舎の電話）"))]
    phone: String,
    /// Key of the building.
    #[schemars(extend("x-ja" = "庁舎"))]
    office: String,
    /// When it is open.
    #[schemars(extend("x-ja" = "開いている時間"))]
    hours: Vec<Hours>,
    /// Whether the desk is confirmed under this name.
    #[schemars(extend("x-ja" = "名前を確かめたか"))]
    verified: bool,
}

/// Opening hours on some days of the week.
#[derive(Debug, Serialize, JsonSchema)]
struct Hours {
    /// Days of the week: Mon, Tue, Wed, Thu, Fri, Sat, Sun.
    #[schemars(extend("x-ja" = "曜日（Mon〜Sun）"))]
    days: Vec<&'static str>,
    /// Opening time, `08:30`, in Japan.
    #[schemars(extend("x-ja" = "始まり"))]
    open: String,
    /// Closing time.
    #[schemars(extend("x-ja" = "終わり"))]
    close: String,
    /// Whether these hours are confirmed.
    #[schemars(extend("x-ja" = "確かめたか"))]
    verified: bool,
}

fn example() -> Town {
    let hours = || {
        vec![Hours {
            days: vec!["Mon", "Tue", "Wed", "Thu", "Fri"],
            open: "08:30".into(),
            close: "17:15".into(),
            verified: false,
        }]
    };
    Town {
        code: "999997".into(),
        name: Spoken::new("見本町", "", "Mihon Town"),
        prefecture: "見本県".into(),
        corporate_number: None,
        website: Verified { value: None, verified: false },
        offices: vec![Building {
            key: "main".into(),
            name: Spoken::new("見本町役場", "", "Mihon Town Office"),
            postcode: "963-0000".into(),
            address: "見本県見本町字見本1番地".into(),
            phone: "0999-00-0000".into(),
            point: Some(Place { lat: 37.2868, lng: 140.6263 }),
            hours: hours(),
            verified: true,
        }],
        desks: vec![Counter {
            key: "residents".into(),
            name: Spoken::new("町民生活の窓口", "", "Residents' desk"),
            about: Some("住民票、戸籍、引っ越しの届け".into()),
            phone: "0999-00-0000".into(),
            office: "main".into(),
            hours: hours(),
            verified: false,
        }],
        licence: Licence { name: Verified { value: Some("CC BY 4.0".into()), verified: false }, url: None },
    }
}

async fn town(visit: Visit, _: Nothing) -> Result<Town, Problem> {
    let town = &visit.house().town;
    let of = &town.municipality;
    let today = visit.now().date();
    let offices: Vec<&Office> = town.offices.all().iter().filter(|o| o.period().holds_on(today)).collect();
    let licence = town.settings.licence.as_ref();
    Ok(Town {
        code: of.code.to_string(),
        name: Spoken::new(&of.name, "", &of.en),
        prefecture: of.prefecture.clone(),
        corporate_number: of.corporate_number.as_ref().map(ToString::to_string),
        website: Verified {
            value: of.website.as_ref().map(|w| w.value.clone()),
            verified: of.website.as_ref().is_some_and(|w| w.verified),
        },
        desks: town.organisation.desks().iter().map(|d| counter(d, &offices)).collect(),
        offices: offices.into_iter().map(building).collect(),
        licence: Licence {
            name: Verified { value: licence.map(|l| l.name.clone()), verified: licence.is_some_and(|l| l.verified) },
            url: licence.map(|l| l.url.clone()),
        },
    })
}

fn building(office: &Office) -> Building {
    Building {
        key: office.key.clone(),
        name: Spoken::new(&office.name, "", office.en.as_deref().unwrap_or_default()),
        postcode: office.postcode.to_string(),
        address: office.address.clone(),
        phone: office.phone.to_string(),
        point: office.point.map(|p| Place { lat: p.lat, lng: p.lng }),
        hours: office.hours.iter().map(hours).collect(),
        verified: office.verified,
    }
}

fn counter(desk: &Desk, offices: &[&Office]) -> Counter {
    let office = offices.iter().find(|o| o.key == desk.office);
    let open = if desk.hours.is_empty() { office.map_or(&[][..], |o| &o.hours) } else { &desk.hours };
    let phone = desk.phone.as_ref().or(office.map(|o| &o.phone));
    Counter {
        key: desk.key.clone(),
        name: Spoken::new(
            &desk.full_name(),
            desk.easy.as_deref().unwrap_or_default(),
            desk.en.as_deref().unwrap_or_default(),
        ),
        about: desk.about.clone(),
        phone: phone.map(ToString::to_string).unwrap_or_default(),
        office: desk.office.clone(),
        hours: open.iter().map(hours).collect(),
        verified: desk.verified,
    }
}

fn hours(hours: &OpeningHours) -> Hours {
    Hours {
        days: hours.days.iter().map(|d| d.english()).collect(),
        open: hours.open.clone(),
        close: hours.close.clone(),
        verified: hours.verified,
    }
}
