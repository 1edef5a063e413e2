//! What a procedure is, once its file has been read and found sound.

mod names;

use std::sync::Arc;

use kernel::Date;
use serde::Deserialize;

use super::condition::Condition;
use super::question::Question;
use super::texts::Text;

/// One matter a resident may have with an office, in one version. Read from
/// `procedures/*.toml` of the town folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    /// Name of the matter in data, addresses and journals; the same in all versions.
    pub key: String,
    /// Counts up with every change that answers could notice.
    pub version: u32,
    /// First day on which this version is offered.
    pub effective_from: Date,
    /// Last day, when already known. Drafts begun before keep their version.
    pub effective_until: Option<Date>,
    /// What the resident reads before deciding to begin.
    pub guide: Guide,
    /// Key of the plan's measure that it serves.
    pub measure: String,
    /// The law, ordinance or rule it stands on.
    pub basis: String,
    /// How sure the town is of what the page says.
    pub facts: Facts,
    /// Who deals with it.
    pub handling: Handling,
}

/// The words of the procedure's page.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide {
    /// Name of the matter.
    pub title: Text,
    /// One or two sentences: what it is.
    pub summary: Text,
    /// Who it is for.
    pub audience: Text,
    /// From when until when.
    pub timing: Text,
    /// What to have at hand, one thing each.
    pub bring: Vec<Text>,
    /// Where the page stands in the catalogue.
    pub category: Category,
    /// The turns of life in which a resident needs it.
    pub life_events: Vec<LifeEvent>,
    /// Other words that people search for.
    pub keywords: Vec<String>,
}

/// How far the statements of a page have been confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Whether what the page states was seen in the named sources. When not, the page says 「確認中」.
    pub verified: bool,
    /// Public addresses where they were seen.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is still open, for the officer.
    pub open: Option<String>,
}

/// Who deals with the matter.
#[derive(Debug, Clone, PartialEq)]
pub enum Handling {
    /// The town: a form, a desk and a decision.
    Town(Arc<TownMatter>),
    /// Somebody else; the page only says whom to call.
    Elsewhere(Elsewhere),
}

/// A matter that is not the town's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// The office that deals with it.
    pub who: Text,
    /// Its telephone number.
    pub phone: String,
    /// Where it is.
    pub place: Option<Text>,
    /// Its page, when known.
    pub url: Option<String>,
}

/// How the town takes, decides and ends the matter.
#[derive(Debug, Clone, PartialEq)]
pub struct TownMatter {
    /// Key of the desk in the town's organisation.
    pub desk: String,
    /// The fee, if any.
    pub fee: Option<FeeOf>,
    /// Open days of the office within which it is usually done.
    pub processing_days: u16,
    /// What must still be done in person, and why.
    pub in_person: Option<Text>,
    /// How sure the town must be who applies.
    pub assurance: Assurance,
    /// Who may apply.
    pub applicants: Vec<Applicant>,
    /// Key of the approval route by which it is decided; `None` when nothing is decided.
    pub route: Option<String>,
    /// How sure the town must be who applies for the certificate to be issued at once, without an
    /// officer, where the rules leave no doubt; `None` when an officer decides each.
    pub automatic: Option<Assurance>,
    /// The question by which the applicant says why no fee is due (免除), if the town asks.
    pub exempt: Option<Exempt>,
    /// What the applicant gets in the end.
    pub outcome: Outcome,
    /// What happens after sending.
    pub after: Text,
    /// How long the case is kept.
    pub retention: KeptFor,
    /// Of how many like it only one is taken.
    pub once: Option<Once>,
    /// Who else signs before it counts.
    pub cosign: Option<Cosign>,
    /// The questions.
    pub form: Form,
}

/// The matter is taken once for the same household, person or thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// What is the same.
    pub per: Per,
    /// For how long.
    pub every: Every,
}

/// What two matters have in common when only one of them is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Per {
    /// The household of the person whose matter it is.
    Household,
    /// The person whose matter it is.
    Applicant,
    /// The answers to these questions (a child's name and birth date).
    Answers(Vec<String>),
}

/// For how long a matter keeps another one like it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// For good.
    Ever,
    /// Until the fiscal year ends in which it was handed in.
    FiscalYear,
}

/// Another person's signature, without which the matter does not count as handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Cosign {
    /// Who that is, as people read it: もう一人の保護者.
    pub who: Text,
    /// Only when this holds; always without it.
    pub when: Option<Condition>,
    /// Whether it can be handed in without, for a reason that is given.
    pub required: bool,
}

/// A fee of the town's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeOf {
    /// Key in the town's fees.
    pub key: String,
    /// The question whose number multiplies it (copies).
    pub times: Option<String>,
}

/// The question by which the applicant says why no fee is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exempt {
    /// Key of the question, a choice with the option [`Exempt::NONE`].
    pub question: String,
}

impl Exempt {
    /// The option of whoever claims no exemption.
    pub const NONE: &'static str = "none";
}

/// Years after the end of the fiscal year in which the case was closed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFor {
    /// How many years.
    pub years: u8,
    /// The rule that says so.
    pub basis: String,
}

/// How sure the town must be who applies before the form can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// Without signing in.
    Anyone,
    /// Signed in.
    Account,
    /// Signed in and matched with a person of the register.
    Identified,
    /// Signed in by a public means of identification (the chip of a My Number Card).
    Strong,
    /// Only at the counter (or entered there by an officer).
    InPerson,
}

/// Who may apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applicant {
    /// The person concerned.
    Oneself,
    /// Somebody of the same household.
    Household,
    /// Somebody with a mandate (委任状).
    Mandate,
    /// A parent or guardian.
    Guardian,
    /// A ward or another group by its head.
    Group,
    /// Somebody who does not live in the town.
    Outsider,
}

/// What the applicant gets in the end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A certificate by this template.
    Certificate(String),
    /// A letter with the decision by this template.
    Letter(String),
    /// An answer or nothing on paper.
    None,
}

/// Shelves of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 証明書
    Certificates,
    /// 子育て
    Children,
    /// 園・学校
    Schooling,
    /// 健康
    Health,
    /// 福祉
    Welfare,
    /// 住まい・移住
    Housing,
    /// 行政区・地域
    Community,
}

impl Category {
    /// All, in the order of the shelves.
    pub const ALL: [Self; 7] = [
        Self::Certificates,
        Self::Children,
        Self::Schooling,
        Self::Health,
        Self::Welfare,
        Self::Housing,
        Self::Community,
    ];
}

/// Turns of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeEvent {
    /// A child is born.
    Birth,
    /// Bringing up a small child.
    Parenting,
    /// A child enters school.
    SchoolEntry,
    /// Two people marry.
    Marriage,
    /// Moving into or within the town.
    Moving,
    /// Looking for or giving up a house.
    House,
    /// Work, jobs, money troubles.
    Work,
    /// Fields, woods and what grows and lives there.
    Farming,
    /// Illness and prevention.
    Illness,
    /// Growing old.
    OldAge,
    /// A death in the family.
    Bereavement,
    /// Running a ward or a group.
    WardLife,
}

impl LifeEvent {
    /// All, in the order of a life.
    pub const ALL: [Self; 12] = [
        Self::Birth,
        Self::Parenting,
        Self::SchoolEntry,
        Self::Marriage,
        Self::Moving,
        Self::House,
        Self::Work,
        Self::Farming,
        Self::Illness,
        Self::OldAge,
        Self::Bereavement,
        Self::WardLife,
    ];
}

/// The questions of a procedure, in the order in which they are asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Form {
    /// The pages.
    pub pages: Vec<Page>,
}

/// One page: one question or one idea.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Name of the page in its address.
    pub key: String,
    /// Heading; without it the label of the only question is the heading.
    pub title: Option<Text>,
    /// A sentence under the heading.
    pub lead: Option<Text>,
    /// Shown only when this holds.
    pub when: Option<Condition>,
    /// Its questions.
    pub questions: Vec<Question>,
}

impl Page {
    /// The heading: its own, or that of its first question.
    pub fn heading(&self) -> Option<&Text> {
        self.title.as_ref().or_else(|| self.questions.first().map(|q| &q.label))
    }

    /// Whether the heading is the label of the only question, so that it need not be said twice.
    pub fn is_one_question(&self) -> bool {
        self.title.is_none() && self.questions.len() == 1
    }
}

impl Form {
    /// The page with this key.
    pub fn page(&self, key: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.key == key)
    }

    /// Every question with its page, in order.
    pub fn questions(&self) -> impl Iterator<Item = (&Page, &Question)> {
        self.pages.iter().flat_map(|page| page.questions.iter().map(move |q| (page, q)))
    }

    /// The question with this key.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions().map(|(_, q)| q).find(|q| q.key == key)
    }
}

impl Procedure {
    /// How the town handles it; `None` when it is not the town's.
    pub fn matter(&self) -> Option<&Arc<TownMatter>> {
        match &self.handling {
            Handling::Town(matter) => Some(matter),
            Handling::Elsewhere(_) => None,
        }
    }

    /// Whom to call when it is not the town's.
    pub fn elsewhere(&self) -> Option<&Elsewhere> {
        match &self.handling {
            Handling::Town(_) => None,
            Handling::Elsewhere(elsewhere) => Some(elsewhere),
        }
    }

    /// Everything by which people may look for it, in one text for the search index.
    pub fn search_text(&self) -> String {
        let Guide { title, summary, audience, keywords, .. } = &self.guide;
        let mut words = vec![title.ja.as_str(), &title.en, &summary.ja, &audience.ja];
        words.extend(keywords.iter().map(String::as_str));
        words.join("\n")
    }

    /// Whether this version is offered on `day`.
    pub fn holds_on(&self, day: Date) -> bool {
        self.period().holds_on(day)
    }

    /// The days on which this version is offered.
    pub fn period(&self) -> town::Period {
        town::Period { from: Some(self.effective_from), until: self.effective_until }
    }
}
