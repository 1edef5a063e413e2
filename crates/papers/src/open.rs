//! Checking a paper for other programs: the same answer as the page behind the QR gives, without
//! a name.

use crate::pages::verify::{Checked, Standing, TRIES, check_file, counted, noted, standing};
use crate::register::{self, Paper};
use crate::{Code, PaperError, Seal};
use kernel::Reference;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::api::{Operation, Pdf, Problem, Said, Wrong};
use web::{Routes, Visit};

pub(crate) fn routes(routes: &mut Routes) {
    let said = Said::new("書類を番号で確かめる", "Check a paper by its number");
    let by_code = Operation::post("/api/v1/papers/verify", "verifyPaper", said)
        .about(
            "書類の番号と確認符号、またはQRコードが指す住所の最後の部分（29文字）で、町が交付したものかを確かめます。名前は返しません。",
            "Learns whether the town issued a paper, by its number and check code, or by the last part of the address \
             in its QR code (29 signs). No name is answered.",
        )
        .tries(TRIES)
        .example(json!({ "number": "7K3-F92-QXM", "code": "K7QX-2MPD" }));
    routes.api(by_code, example(), by_number);
    let said = Said::new("書類をファイルで確かめる", "Check a paper by its file");
    let by_file = Operation::post("/api/v1/papers/verify-file", "verifyPaperFile", said)
        .about(
            "PDFを本文として送ると、町の電子署名と台帳の両方で確かめます。1バイトでも変わっていれば unknown です。ファイルは保存しません。",
            "Send the PDF itself as the body: its signature and the register are both checked. One changed byte makes \
             it unknown. The file is not kept.",
        )
        .tries(TRIES);
    routes.api(by_file, example(), file);
}

/// Which paper.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Number of the paper; not needed when `code` is the whole code.
    #[schemars(length(max = 40), extend("x-ja" = "書類の番号。code が29文字のときはいりません"))]
    #[serde(default)]
    number: Option<String>,
    /// The check code beside the number, or the whole code of the QR.
    #[schemars(length(min = 1, max = 60), extend("x-ja" = "確認符号、またはQRコードの29文字"))]
    code: String,
}

/// What the register says.
#[derive(Debug, Serialize, JsonSchema)]
struct Verification {
    /// Whether the paper holds.
    #[schemars(extend(
        "x-ja" = "本物か（genuine）、取り消されたか（revoked）、期限を過ぎたか（expired）、町のものと言えないか（unknown）"
    ))]
    result: Verdict,
    /// Why a file is unknown; null otherwise.
    #[schemars(extend("x-ja" = "ファイルが unknown のときの理由"))]
    reason: Option<Reason>,
    /// What kind of paper it is, in Japanese.
    #[schemars(extend("x-ja" = "書類の種類"))]
    title: Option<String>,
    /// Its number.
    #[schemars(extend("x-ja" = "番号"))]
    number: Option<String>,
    /// Who issued it.
    #[schemars(extend("x-ja" = "交付した町"))]
    issuer: Option<String>,
    /// Day on which it was issued.
    #[schemars(extend("x-ja" = "交付した日", "format" = "date"))]
    issued_on: Option<String>,
    /// Day on which it was taken back.
    #[schemars(extend("x-ja" = "取り消した日", "format" = "date"))]
    revoked_on: Option<String>,
    /// Its last day, if it has one.
    #[schemars(extend("x-ja" = "いつまで使えるか", "format" = "date"))]
    valid_until: Option<String>,
    /// When a time stamping authority stamped its signature.
    #[schemars(extend("x-ja" = "時刻認証局が示す時刻", "format" = "date-time"))]
    stamped_at: Option<String>,
}

/// Verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Genuine,
    Revoked,
    Expired,
    Unknown,
}

/// Why a file is not one that the town issued as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reason {
    /// It is no PDF.
    NotPdf,
    /// It bears no signature.
    Unsigned,
    /// Somebody else signed it.
    OtherSigner,
    /// It was changed after it was signed.
    Changed,
    /// The town signed it, yet it is not in the register.
    Unregistered,
    /// Its time stamp is wrong or was taken away.
    Stamp,
}

const UNKNOWN: Verification = Verification {
    result: Verdict::Unknown,
    reason: None,
    title: None,
    number: None,
    issuer: None,
    issued_on: None,
    revoked_on: None,
    valid_until: None,
    stamped_at: None,
};

fn example() -> Verification {
    Verification {
        result: Verdict::Genuine,
        reason: None,
        title: Some("住民票の写し".into()),
        number: Some("7K3-F92-QXM".into()),
        issuer: Some("見本町".into()),
        issued_on: Some("2026-06-01".into()),
        revoked_on: None,
        valid_until: None,
        stamped_at: Some("2026-06-01T09:30:00+09:00".into()),
    }
}

fn told(visit: &Visit, paper: &Paper) -> Verification {
    Verification {
        result: match standing(visit, paper) {
            Standing::Holds => Verdict::Genuine,
            Standing::Revoked => Verdict::Revoked,
            Standing::Over => Verdict::Expired,
        },
        reason: None,
        title: Some(paper.title.clone()),
        number: Some(paper.number.to_string()),
        issuer: Some(visit.house().town.municipality.name.clone()),
        issued_on: Some(paper.issued_at.date().to_string()),
        revoked_on: paper.revoked.as_ref().map(|(at, _)| at.date().to_string()),
        valid_until: paper.valid_until.map(|day| day.to_string()),
        stamped_at: paper.stamp.as_ref().map(|s| s.at.rfc3339()),
    }
}

async fn by_number(visit: Visit, asked: Asked) -> Result<Verification, Problem> {
    let db = &visit.house().db;
    let search = async {
        match (&asked.number, asked.code.parse::<Code>()) {
            (None, Ok(code)) => register::with_code(db, &code).await,
            (Some(number), _) => match number.parse::<Reference>() {
                Ok(number) => register::with_number(db, number, &asked.code).await,
                Err(_) => Ok(None),
            },
            (None, Err(())) => Ok(None),
        }
    };
    let found = counted(&visit, search).await?;
    if let Some(paper) = &found {
        noted(&visit, paper, register::Check::Code).await;
    }
    Ok(found.map_or(UNKNOWN, |paper| told(&visit, &paper)))
}

async fn file(visit: Visit, Pdf(bytes): Pdf) -> Result<Verification, Problem> {
    if bytes.is_empty() {
        return Err(Problem::invalid(vec![Wrong::new("", "required")]));
    }
    let seal = Seal::of(visit.house()).map_err(PaperError::from).map_err(web::WebError::from)?;
    Ok(match check_file(&visit, &seal, bytes).await? {
        Checked::Paper(paper) => told(&visit, &paper),
        Checked::Doubtful(reason) => Verification { reason: Some(reason), ..UNKNOWN },
    })
}
