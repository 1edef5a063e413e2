//! How far one matter is, for a program that its owner lets ask: by reference and secret, never
//! by either alone.
//!
//! The secret is the one in the address of the matter's page (on the receipt, as a QR): 144 bits
//! made from the house's key. It is sent in the body, so that no log on the way keeps it, compared
//! in constant time, and a wrong reference is answered as a wrong secret, after the same work.

use crate::records::case::{self, Case};
use crate::rules::{Ending, State};
use crate::{catalogue, say};
use kernel::id::CaseId;
use kernel::{Reference, TypedId, Uuid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::api::{Kind, Operation, Problem, Said, Spoken};
use web::{Limit, Routes, Visit};

/// Wrong pairs from one network address.
const TRIES: Limit = Limit { name: "case-status", most: 10, seconds: 900 };

pub(crate) fn routes(routes: &mut Routes) {
    let said = Said::new("申請の進みぐあい", "How far an application is");
    let operation = Operation::post("/api/v1/case-status", "askCaseStatus", said)
        .about(
            "受付番号と合言葉の両方が合ったときだけ、どこまで進んだかを返します。名前や申請の中身は返しません。合言葉は、控えのQRコードが指す住所（/matters/…/…）の最後の部分です。",
            "Answers how far an application is, only when reference and secret belong together. No name and nothing \
             of what was written is answered. The secret is the last part of the address (`/matters/…/…`) that the \
             QR code on the receipt leads to.",
        )
        .secret()
        .tries(TRIES)
        .problems(&[Kind::NoMatch])
        .example(json!({ "reference": "7K3-F92-QXM", "secret": "3q2-7wEBAgMEBQYHCAkKCwwN" }));
    routes.api(operation, example(), status);
}

/// Which matter.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Reference number of the application (受付番号).
    #[schemars(length(min = 1, max = 40), extend("x-ja" = "受付番号"))]
    reference: String,
    /// The secret that was given out with it.
    #[schemars(length(min = 1, max = 100), extend("x-ja" = "合言葉"))]
    secret: String,
}

/// How far an application is.
#[derive(Debug, Serialize, JsonSchema)]
struct CaseStatus {
    /// Reference number.
    #[schemars(extend("x-ja" = "受付番号"))]
    reference: String,
    /// Key of the procedure.
    #[schemars(extend("x-ja" = "手続きの名前（key）"))]
    procedure: String,
    /// Name of the procedure.
    #[schemars(extend("x-ja" = "手続き"))]
    title: Spoken,
    /// Where it stands.
    #[schemars(extend("x-ja" = "今の段階"))]
    state: Stage,
    /// The same in the language asked for.
    #[schemars(extend("x-ja" = "今の段階（言葉で）"))]
    says: String,
    /// Whose turn it is.
    #[schemars(extend("x-ja" = "次に動くのはだれか"))]
    turn: Turn,
    /// How it ended; null while it has not.
    #[schemars(extend("x-ja" = "終わり方。終わるまでは null"))]
    outcome: Option<Outcome>,
    /// Day on which it was handed in.
    #[schemars(extend("x-ja" = "受け付けた日", "format" = "date"))]
    received_on: String,
    /// Day by which the office means to answer; null when it is over.
    #[schemars(extend("x-ja" = "お答えする予定の日。終わったら null", "format" = "date"))]
    due_on: Option<String>,
    /// Key of the desk that deals with it.
    #[schemars(extend("x-ja" = "担当の窓口（getTown の desks の key）"))]
    desk: String,
}

/// Stages of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Stage {
    Submitted,
    InReview,
    AwaitingCorrection,
    Deciding,
    AwaitingPayment,
    Issuing,
    Closed,
}

impl Stage {
    const fn of(state: State) -> Self {
        match state {
            State::Submitted => Self::Submitted,
            State::InReview => Self::InReview,
            State::AwaitingCorrection => Self::AwaitingCorrection,
            State::Deciding => Self::Deciding,
            State::AwaitingPayment => Self::AwaitingPayment,
            State::Issuing => Self::Issuing,
            State::Closed => Self::Closed,
        }
    }
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Turn {
    Office,
    Applicant,
    Nobody,
}

/// How an application ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Granted,
    Refused,
    Withdrawn,
}

fn example() -> CaseStatus {
    CaseStatus {
        reference: "7K3-F92-QXM".into(),
        procedure: "resident_record".into(),
        title: Spoken::new(
            "住民票の写し",
            "｜住民票《じゅうみんひょう》の ｜写《うつ》し",
            "Copy of the residence record",
        ),
        state: Stage::InReview,
        says: "確認しています".into(),
        turn: Turn::Office,
        outcome: None,
        received_on: "2026-06-01".into(),
        due_on: Some("2026-06-02".into()),
        desk: "residents".into(),
    }
}

async fn status(visit: Visit, asked: Asked) -> Result<CaseStatus, Problem> {
    visit.attempt(TRIES)?;
    let case = find(&visit, &asked).await?.ok_or(Problem::of(Kind::NoMatch))?;
    visit.not_counted(TRIES);
    Ok(told(&visit, &case))
}

/// The case, if the secret is its own. Where there is no case, the same is computed for none.
async fn find(visit: &Visit, asked: &Asked) -> Result<Option<Case>, Problem> {
    // A number that nobody could have been given is looked for all the same.
    let reference = asked.reference.parse().unwrap_or(Reference::from_random([0; 8]));
    let found = case::by_reference(&visit.house().db, reference).await?;
    let id = found.as_ref().map_or(CaseId::from_uuid(Uuid::nil()), |c| c.id);
    let holds = web::link_holds(&visit.house().secret, "cases.matter", &id.to_string(), asked.secret.trim());
    Ok(found.filter(|_| holds))
}

fn told(visit: &Visit, case: &Case) -> CaseStatus {
    let procedure = catalogue(visit.house()).ok().and_then(|c| c.get(&case.procedure, case.procedure_version).cloned());
    let title = procedure.as_ref().map(|p| &p.guide.title);
    let open = case.state != State::Closed;
    CaseStatus {
        reference: case.reference.to_string(),
        procedure: case.procedure.clone(),
        title: title.map_or(Spoken::new("", "", ""), |t| Spoken::new(&t.ja, &t.easy, &t.en)),
        state: Stage::of(case.state),
        says: visit.words().plain(&say::state_key(case.state, case.outcome)),
        turn: match case.state {
            State::Closed => Turn::Nobody,
            state if state.is_ours() => Turn::Office,
            _ => Turn::Applicant,
        },
        outcome: case.outcome.map(|ending| match ending {
            Ending::Granted => Outcome::Granted,
            Ending::Refused => Outcome::Refused,
            Ending::Withdrawn => Outcome::Withdrawn,
        }),
        received_on: case.submitted_at.date().to_string(),
        due_on: open.then(|| case.due_on.to_string()),
        desk: case.desk.clone(),
    }
}
