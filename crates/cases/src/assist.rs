//! A matter entered by an officer for somebody at the counter, on the telephone or on paper: the
//! same form, the same case, and who helped and how they made sure who it was.

use crate::catalogue;
use crate::error::CaseError;
use crate::fill::{self, Beginning};
use crate::records::DraftId;
use kernel::id::PersonId;
use store::{Act, Channel};
use web::{House, SignedIn};

/// How an officer can make sure who somebody is; the words are kept with the case.
pub(crate) const CHECKS: [&str; 7] = [
    "マイナンバーカード（表）",
    "運転免許証",
    "パスポート",
    "顔写真のない書類2点",
    "面識がある",
    "電話での聞き取り（氏名・生年月日・住所）",
    "紙に書かれた内容と同封の写し",
];

/// What an officer says before the first question.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub procedure: String,
    /// The person in the register; `None` for somebody outside it.
    pub person: Option<PersonId>,
    pub channel: Channel,
    pub check: String,
    /// Whether a paper twin is printed first.
    pub on_paper: bool,
}

impl Entry {
    /// Reads what was chosen.
    ///
    /// # Errors
    /// The key of a text.
    pub(crate) fn read(fields: &web::Fields) -> Result<Self, &'static str> {
        let on_paper = fields.text("then") == "paper";
        let channel = match Channel::parse(fields.text("channel")) {
            _ if on_paper => Channel::Paper,
            Some(channel @ (Channel::Counter | Channel::Phone | Channel::Paper)) => channel,
            _ => return Err("desk-assist-choose-channel"),
        };
        let person = match fields.text("person") {
            "" => return Err("desk-assist-choose-person"),
            "outside" => None,
            id => Some(id.parse().map_err(|_| "desk-assist-choose-person")?),
        };
        let check = fields.text("check").to_owned();
        if !on_paper && !CHECKS.contains(&check.as_str()) {
            return Err("desk-assist-choose-check");
        }
        let check = if check.is_empty() { CHECKS[6].to_owned() } else { check };
        let procedure = fields.text("procedure").to_owned();
        if procedure.is_empty() {
            return Err("desk-assist-choose-procedure");
        }
        Ok(Self { procedure, person, channel, check, on_paper })
    }
}

/// Begins the matter.
pub(crate) async fn begin(house: &House, act: &Act, who: &SignedIn, entry: Entry) -> Result<DraftId, CaseError> {
    let found = catalogue(house)?.current(&entry.procedure, act.at.date()).cloned();
    let procedure = found.ok_or(CaseError::Missing)?;
    let beginning = Beginning {
        account: None,
        browser: None,
        helper: Some(who.account),
        person: entry.person,
        mandate: None,
        channel: Some(entry.channel),
        identity_check: Some(entry.check),
        on_paper: entry.on_paper,
    };
    fill::begin(house, &act.by(entry.channel), &procedure, beginning).await
}
