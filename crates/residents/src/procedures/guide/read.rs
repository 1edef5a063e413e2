//! From `guide/*.toml` to the book, or everything that is wrong with the files, by line.

use super::answers;
use super::book::{Event, GuideBook, Item, Rule, Step};
use cases::forms::{Catalogue, Days, Kind, Questions, Text, WrittenQuestions};
use kernel::office_days::FirstDay;
use kernel::period::{ClosedDay, Length};
use serde::Deserialize;
use std::collections::BTreeSet;
use town::{Problem, Source, TownFolder};

/// Where the files are.
const FILES: &str = "guide/*.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEvent {
    key: String,
    order: u16,
    title: Text,
    summary: Text,
    #[serde(default)]
    words: Vec<String>,
    date: Option<String>,
    #[serde(default)]
    afar: bool,
    facts: WrittenFacts,
    #[serde(default)]
    page: WrittenQuestions,
    #[serde(default)]
    step: Vec<WrittenStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFacts {
    verified: bool,
    /// For the officer who will confirm it; nobody else reads it.
    #[serde(default, rename = "open")]
    _open: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    title: Text,
    #[serde(default)]
    item: Vec<WrittenItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenItem {
    procedure: String,
    when: Option<String>,
    why: Text,
    by: Option<Text>,
    late: Option<Text>,
    basis: Option<String>,
    rule: Option<WrittenRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    days: Option<u16>,
    months: Option<u16>,
    years: Option<u16>,
    until: Option<Until>,
    from: Option<From>,
    closed: Option<ClosedDay>,
    basis: String,
    closed_basis: Option<String>,
    pays: Option<Pays>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Until {
    Event,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum From {
    /// The day itself is the first (戸籍法43条).
    Event,
    /// 初日不算入 (民法140条).
    NextDay,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Pays {
    ChildAllowance,
}

/// Everything that is wrong with the guide of a town folder.
pub(in super::super) fn check(folder: &TownFolder) -> Vec<Problem> {
    let (found, mut problems) = read_all(folder);
    // What is wrong with a procedure is said where it is checked.
    if let Ok(catalogue) = Catalogue::load(folder) {
        for (event, source) in &found {
            problems.extend(unknown_procedures(event, source, &catalogue));
        }
    }
    problems.sort();
    problems
}

/// The guide of a town folder; without a folder `guide` it is empty.
pub(in super::super) fn load(folder: &TownFolder) -> Result<GuideBook, Vec<Problem>> {
    let (found, problems) = read_all(folder);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut events: Vec<Event> = found.into_iter().map(|(event, _)| event).collect();
    events.sort_by(|a, b| (a.order, &a.key).cmp(&(b.order, &b.key)));
    Ok(GuideBook(events))
}

fn unknown_procedures(event: &Event, source: &Source, catalogue: &Catalogue) -> Vec<Problem> {
    let known: BTreeSet<&str> = catalogue.all().iter().map(|p| p.key.as_str()).collect();
    let mut problems = Vec::new();
    for (s, step) in event.steps.iter().enumerate() {
        for (i, item) in step.items.iter().enumerate().filter(|(_, item)| !known.contains(item.procedure.as_str())) {
            let message = format!("手続き「{}」は procedures/ にありません", item.procedure);
            problems.push(source.problem(&format!("step.{s}.item.{i}.procedure"), message));
        }
    }
    problems
}

fn read_all(folder: &TownFolder) -> (Vec<(Event, Source)>, Vec<Problem>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for file in folder.list(FILES) {
        let read =
            folder.source(&file).map_err(|problem| vec![problem]).and_then(|source| Ok((read(&source)?, source)));
        match read {
            Ok(one) => found.push(one),
            Err(wrong) => problems.extend(wrong),
        }
    }
    (found, problems)
}

/// One file.
pub(super) fn read(source: &Source) -> Result<Event, Vec<Problem>> {
    let written: WrittenEvent = source.read().map_err(|problem| vec![problem])?;
    let questions = written.page.read(source)?;
    let mut reader = Reader { source, questions: &questions, dated: written.date.is_some(), problems: Vec::new() };
    reader.heading(&written.key, &written.title, &written.summary);
    reader.asked(written.date.as_deref());
    if written.step.is_empty() {
        reader.wrong("key", "手続きがありません。[[step]] と [[step.item]] を書き足してください");
    }
    let steps = written.step.into_iter().enumerate().map(|(at, step)| reader.step(at, step)).collect();
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    Ok(Event {
        key: written.key,
        order: written.order,
        title: written.title,
        summary: written.summary,
        words: written.words,
        date: written.date,
        afar: written.afar,
        verified: written.facts.verified,
        steps,
        questions,
    })
}

struct Reader<'a> {
    source: &'a Source,
    questions: &'a Questions,
    /// Whether the day of the event is asked for.
    dated: bool,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn wrong(&mut self, path: &str, message: impl Into<String>) {
        self.problems.push(self.source.problem(path, message));
    }

    fn text(&mut self, path: &str, text: &Text) {
        for message in text.wrong() {
            self.wrong(path, message);
        }
    }

    fn heading(&mut self, key: &str, title: &Text, summary: &Text) {
        let stem = self.source.file().rsplit('/').next().and_then(|name| name.strip_suffix(".toml"));
        let plain = key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        if stem != Some(key) || key.is_empty() || !plain {
            self.wrong("key", "名前は小文字の英字と _ で、ファイルの名前と同じにしてください");
        }
        self.text("title", title);
        self.text("summary", summary);
    }

    /// One question a page, of kinds that name nobody; the day of the event among them.
    fn asked(&mut self, date: Option<&str>) {
        let form = self.questions.form();
        for (at, page) in form.pages.iter().enumerate() {
            if !page.is_one_question() {
                self.wrong(&format!("page.{at}"), "案内では、1ページに質問は1つにし、title は書かないでください");
            }
            for (n, question) in page.questions.iter().enumerate() {
                let path = format!("page.{at}.question.{n}");
                if !answers::fits(&question.kind) {
                    let message =
                        "案内で聞けるのは date、choice、choices、number だけです（人が分かることは聞きません）";
                    self.wrong(&format!("{path}.type"), message);
                }
                if answers::RESERVED.contains(&question.key.as_str()) {
                    self.wrong(&format!("{path}.key"), "この名前は別の意味で使うので、質問の名前にできません");
                }
            }
        }
        let Some(date) = date else { return };
        if !form.question(date).is_some_and(|q| matches!(q.kind, Kind::Date(Days::Any | Days::Past | Days::Future))) {
            self.wrong("date", format!("「{date}」という日付の質問がありません"));
        }
    }

    fn step(&mut self, at: usize, written: WrittenStep) -> Step {
        self.text(&format!("step.{at}.title"), &written.title);
        if written.item.is_empty() {
            self.wrong(&format!("step.{at}"), "手続きがありません。[[step.item]] を書き足してください");
        }
        let items = written.item.into_iter().enumerate();
        let items = items.map(|(n, item)| self.item(&format!("step.{at}.item.{n}"), item)).collect();
        Step { title: written.title, items }
    }

    fn item(&mut self, path: &str, written: WrittenItem) -> Item {
        self.text(&format!("{path}.why"), &written.why);
        for (name, text) in [("by", &written.by), ("late", &written.late)] {
            if let Some(text) = text {
                self.text(&format!("{path}.{name}"), text);
            }
        }
        let when = written.when.as_deref().and_then(|source| match self.questions.condition(source) {
            Ok(condition) => Some(condition),
            Err(message) => {
                self.wrong(&format!("{path}.when"), message);
                None
            }
        });
        let rule = written.rule.and_then(|rule| self.rule(&format!("{path}.rule"), rule));
        Item {
            procedure: written.procedure,
            when,
            why: written.why,
            by: written.by,
            late: written.late,
            basis: written.basis,
            rule,
        }
    }

    fn rule(&mut self, path: &str, written: WrittenRule) -> Option<Rule> {
        if !self.dated {
            self.wrong(path, "期限を出すには、できごとの日を聞く質問の名前を date に書いてください");
        }
        if written.basis.trim().is_empty() {
            self.wrong(path, "basis に、期限を決めている法律と条を書いてください");
        }
        let lengths =
            [written.days.map(Length::Days), written.months.map(Length::Months), written.years.map(Length::Years)];
        let lengths: Vec<Length> = lengths.into_iter().flatten().collect();
        let (length, from, closed) = match (lengths.as_slice(), written.until, written.from, written.closed) {
            ([length], None, Some(from), Some(closed)) => (Some(*length), from, closed),
            ([], Some(Until::Event), None, closed) => (None, From::Event, closed.unwrap_or(ClosedDay::Stays)),
            _ => {
                let message =
                    "期限は「days・months・years のどれか1つと from と closed」か「until = \"event\"」で書いてください";
                self.wrong(path, message);
                return None;
            }
        };
        if closed == ClosedDay::NextOpenDay && written.closed_basis.is_none() {
            self.wrong(path, "次に開く日まで延びるときは、その根拠を closed_basis に書いてください");
        }
        Some(Rule {
            length,
            first_day: if from == From::Event { FirstDay::Counted } else { FirstDay::NotCounted },
            closed,
            basis: written.basis,
            closed_basis: written.closed_basis,
            pays_from_event: written.pays == Some(Pays::ChildAllowance),
        })
    }
}
