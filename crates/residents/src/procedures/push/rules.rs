//! The town's rules of selection, `offers/*.toml`: whom an offer is for, what is filled in, and which
//! way it is approved.

use cases::forms::{Answer, Answers, Catalogue, Form, Kind, Text};
use kernel::fiscal::FiscalYear;
use kernel::kana::MiddleDot;
use kernel::{Date, Furigana};
use people::Person;
use people::selection::Rule;
use serde::Deserialize;
use std::collections::BTreeMap;
use town::{Problem, TownFolder};
use web::Shelved;

/// One way of selecting, as the town's file says it.
#[derive(Debug, Clone)]
pub(super) struct OfferRule {
    /// The name of the file without its end.
    pub(super) key: String,
    pub(super) file: RuleFile,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    /// Its name for officers.
    pub(super) title: String,
    /// Key of the procedure.
    pub(super) procedure: String,
    /// The fiscal year that is offered first.
    pub(super) year: YearOf,
    /// Days from sending until the reply.
    pub(super) reply_days: i64,
    /// The route by which it is approved before it is sent.
    #[serde(default)]
    pub(super) route: Option<String>,
    #[serde(default)]
    pub(super) verified: bool,
    #[serde(default)]
    pub(super) note: String,
    /// What the letter says besides.
    #[serde(default)]
    pub(super) words: Option<Words>,
    pub(super) select: Rule,
    /// Question and what stands in it.
    #[serde(default)]
    pub(super) fill: BTreeMap<String, String>,
}

/// The fiscal year that the page proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum YearOf {
    This,
    Next,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) ja: String,
    #[serde(default)]
    pub(super) easy: String,
    #[serde(default)]
    pub(super) en: String,
}

impl Words {
    pub(super) fn text(&self) -> Text {
        Text { ja: self.ja.clone(), easy: self.easy.clone(), en: self.en.clone() }
    }
}

/// All rules of the town, by title.
#[derive(Debug, Clone, Default)]
pub(super) struct OfferRules(pub(super) Vec<OfferRule>);

impl OfferRules {
    pub(super) fn get(&self, key: &str) -> Option<&OfferRule> {
        self.0.iter().find(|r| r.key == key)
    }
}

/// What of the person meant can stand in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fact {
    Name,
    Kana,
    BirthDate,
}

impl Fact {
    fn read(word: &str) -> Option<Self> {
        match word {
            "subject.name" => Some(Self::Name),
            "subject.kana" => Some(Self::Kana),
            "subject.birth_date" => Some(Self::BirthDate),
            _ => None,
        }
    }

    const fn fits(self, kind: &Kind) -> bool {
        matches!((self, kind), (Self::Name, Kind::Name) | (Self::Kana, Kind::Kana) | (Self::BirthDate, Kind::BirthDate))
    }

    fn of(self, subject: &Person) -> Option<Answer> {
        match self {
            Self::Name => Some(Answer::Name(subject.name.clone())),
            Self::Kana => {
                let kana = subject.kana.as_deref()?;
                Furigana::from_input(kana, MiddleDot::Allowed).ok().map(Answer::Kana)
            }
            Self::BirthDate => subject.birth.map(Answer::Date),
        }
    }
}

impl YearOf {
    pub(super) fn on(self, day: Date) -> FiscalYear {
        let this = FiscalYear::of(day);
        match self {
            Self::This => this,
            Self::Next => this.next(),
        }
    }
}

impl OfferRule {
    /// Adds what the town knows of the person meant.
    pub(super) fn fill(&self, answers: &mut Answers, subject: &Person) {
        for (key, value) in &self.file.fill {
            let answer = match Fact::read(value) {
                Some(fact) => fact.of(subject),
                None => Some(Answer::Choice(value.clone())),
            };
            if let Some(answer) = answer {
                answers.set(key, answer);
            }
        }
    }

    /// The question in which the birth date of the person meant stands: by it, who has applied already
    /// is told from brothers and sisters.
    pub(super) fn birth_question(&self) -> Option<&str> {
        let found = self.file.fill.iter().find(|(_, value)| Fact::read(value) == Some(Fact::BirthDate));
        found.map(|(key, _)| key.as_str())
    }
}

fn path(key: &str) -> String {
    format!("offers/{key}.toml")
}

fn read(folder: &TownFolder) -> (Vec<OfferRule>, Vec<Problem>) {
    let (mut rules, mut problems) = (Vec::new(), Vec::new());
    for file in folder.list("offers/*.toml") {
        let key = file.trim_start_matches("offers/").trim_end_matches(".toml").to_owned();
        match folder.toml::<RuleFile>(&file) {
            Ok(file) => rules.push(OfferRule { key, file }),
            Err(problem) => problems.push(problem),
        }
    }
    rules.sort_by(|a, b| a.key.cmp(&b.key));
    (rules, problems)
}

/// What is wrong in `offers/*.toml`.
pub(in crate::procedures) fn check(folder: &TownFolder) -> Vec<Problem> {
    let (rules, mut problems) = read(folder);
    // What is wrong in the procedures themselves is told by their own room.
    let Ok(catalogue) = Catalogue::load(folder) else { return problems };
    for rule in &rules {
        problems.extend(wrong(rule, &catalogue).into_iter().map(|words| Problem::of_file(path(&rule.key), words)));
    }
    problems
}

/// Reads them; a wrong one keeps the house closed, as everything in the town's folder.
pub(in crate::procedures) fn load(folder: &TownFolder) -> Result<Shelved, Vec<Problem>> {
    let (rules, problems) = read(folder);
    if problems.is_empty() { Ok(Box::new(OfferRules(rules))) } else { Err(problems) }
}

fn wrong(rule: &OfferRule, catalogue: &Catalogue) -> Vec<String> {
    let file = &rule.file;
    let mut found = Vec::new();
    if !(14..=366).contains(&file.reply_days) {
        found.push("reply_days は 14 から 366 までの日数で書いてください".to_owned());
    }
    let versions: Vec<_> = catalogue.all().iter().filter(|p| p.key == file.procedure).collect();
    if versions.is_empty() {
        found.push(format!("「{}」という手続きは procedures にありません", file.procedure));
    }
    for procedure in versions {
        match procedure.matter() {
            None => found.push(format!("「{}」は町の手続きではないので、案内できません", file.procedure)),
            Some(matter) => found.extend(unfit(&file.fill, &matter.form)),
        }
    }
    found.dedup();
    found
}

fn unfit(fill: &BTreeMap<String, String>, form: &Form) -> Vec<String> {
    let mut found = Vec::new();
    for (key, value) in fill {
        let question = form.questions().map(|(_, q)| q).find(|q| q.key == *key);
        let fits = question.is_some_and(|q| match (Fact::read(value), &q.kind) {
            (Some(fact), kind) => fact.fits(kind),
            (None, Kind::Choice(options)) => options.iter().any(|o| o.value == *value),
            (None, _) => false,
        });
        if question.is_none() {
            found.push(format!("fill の「{key}」という問いは、手続きにありません"));
        } else if !fits {
            found.push(format!("fill の「{key}」に「{value}」は入れられません"));
        }
    }
    found
}
