//! From the written file to a sound [`Procedure`], or everything that is wrong with it, by line.

pub(super) mod apart;
mod kind;
mod sending;
mod words;

pub(crate) use kind::settings_of_word as settings_of;
pub(crate) use words::wrong_key;

use std::collections::BTreeSet;
use std::sync::Arc;

use town::{Problem, Source};

use super::condition::{Condition, Scope, Sort};
use super::definition::{Assurance, Exempt, Facts, FeeOf, Form, Guide, Handling, Page, Procedure, TownMatter};
use super::question::{Kind, Question, Rule};
use super::texts::Text;
use super::written::{WrittenPage, WrittenProcedure, WrittenQuestion, WrittenRule};

/// Most pages of one form.
const MAX_PAGES: usize = 60;
/// Most questions on one page: a page is one idea.
const MAX_ON_A_PAGE: usize = 8;
/// Names that mean something else in a condition.
const RESERVED: [&str; 11] = ["today", "true", "false", "null", "in", "as", "size", "age", "type", "int", "string"];

/// Something to mend in a procedure, by the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wrong {
    /// The place: `page.2.question.0.when`; empty when the whole is meant.
    pub path: String,
    /// What is wrong and what to do, in Japanese.
    pub message: String,
}

/// What could be read of a procedure that is still being written.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The procedure as far as it can be understood: a condition that cannot be read is left out.
    pub procedure: Option<Procedure>,
    /// Everything to mend.
    pub wrong: Vec<Wrong>,
}

/// Reads one procedure file. Every problem names its line; the procedure is only returned when there
/// is none.
pub fn read(source: &Source) -> Result<Procedure, Vec<Problem>> {
    let Reading { procedure, wrong } = read_anyway(source);
    match procedure {
        Some(procedure) if wrong.is_empty() => Ok(procedure),
        _ if wrong.iter().all(|w| w.path.is_empty()) => {
            Err(source.read::<WrittenProcedure>().err().into_iter().collect())
        }
        _ => Err(wrong.into_iter().map(|w| source.problem(&w.path, w.message)).collect()),
    }
}

/// Reads a procedure with everything that is wrong with it, as far as it goes.
pub fn read_anyway(source: &Source) -> Reading {
    let written: WrittenProcedure = match source.read() {
        Ok(written) => written,
        Err(problem) => {
            let wrong = vec![Wrong { path: String::new(), message: problem.message }];
            return Reading { procedure: None, wrong };
        }
    };
    let mut reader = Reader::new(source.file());
    let procedure = reader.procedure(written);
    Reading { procedure, wrong: reader.problems }
}

struct Reader<'a> {
    file: &'a str,
    problems: Vec<Wrong>,
    /// Questions of earlier pages.
    before: Scope,
    /// Questions of earlier pages and, so far, of this page; and today.
    so_far: Scope,
    keys: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn new(file: &'a str) -> Self {
        let mut so_far = Scope::default();
        so_far.set("today", Sort::Day);
        Self { file, problems: Vec::new(), before: Scope::default(), so_far, keys: BTreeSet::new() }
    }

    fn wrong(&mut self, path: &str, message: impl Into<String>) {
        self.problems.push(Wrong { path: path.to_owned(), message: message.into() });
    }

    /// The value, or a problem that it is missing.
    fn needs<T>(&mut self, value: Option<T>, name: &str) -> Option<T> {
        if value.is_none() {
            self.wrong("key", format!("「{name}」がありません。書き足してください"));
        }
        value
    }

    fn procedure(&mut self, mut written: WrittenProcedure) -> Option<Procedure> {
        self.heading(&written);
        let handling = self.handling(&mut written)?;
        Some(Procedure {
            key: written.key,
            version: written.version,
            effective_from: written.effective_from,
            effective_until: written.effective_until,
            guide: Guide {
                title: written.title,
                summary: written.summary,
                audience: written.audience,
                timing: written.timing,
                bring: written.bring,
                category: written.category,
                life_events: written.life_events,
                keywords: written.keywords,
            },
            measure: written.measure,
            basis: written.basis,
            facts: written.facts,
            handling,
        })
    }

    fn heading(&mut self, written: &WrittenProcedure) {
        self.key("key", &written.key);
        if !file_fits(self.file, &written.key) {
            let message = format!("ファイルの名前は {0}.toml か {0}-版.toml にしてください", written.key);
            self.wrong("key", message);
        }
        if written.effective_until.is_some_and(|until| until < written.effective_from) {
            self.wrong("effective_until", "終わりの日が、始まりの日より前です");
        }
        for (path, text) in [
            ("title", &written.title),
            ("summary", &written.summary),
            ("audience", &written.audience),
            ("timing", &written.timing),
        ] {
            self.text(path, text);
        }
        for (at, text) in written.bring.iter().enumerate() {
            self.text(&format!("bring.{at}"), text);
        }
        self.facts(&written.facts);
    }

    fn facts(&mut self, facts: &Facts) {
        if facts.verified && facts.sources.is_empty() {
            self.wrong("facts", "verified = true のときは、sources に確かめた場所を書いてください");
        }
        for (at, source) in facts.sources.iter().enumerate() {
            if !source.starts_with("http://") && !source.starts_with("https://") {
                self.wrong(&format!("facts.sources.{at}"), "https:// から始まる場所を書いてください");
            }
        }
    }

    fn handling(&mut self, written: &mut WrittenProcedure) -> Option<Handling> {
        let Some(elsewhere) = written.not_the_town.take() else {
            return self.matter(written).map(|matter| Handling::Town(Arc::new(matter)));
        };
        self.text("not_the_town.who", &elsewhere.who);
        if let Some(place) = &elsewhere.place {
            self.text("not_the_town.place", place);
        }
        if super::field::contact::phone(&elsewhere.phone).is_none() {
            self.wrong("not_the_town.phone", "電話番号として読めません");
        }
        let asks = written.once.is_some() || written.cosign.is_some() || !written.page.is_empty();
        if written.desk.is_some() || asks {
            self.wrong("not_the_town", "町の手続きでないものに、担当や質問は書けません");
        }
        Some(Handling::Elsewhere(elsewhere))
    }

    fn matter(&mut self, written: &mut WrittenProcedure) -> Option<TownMatter> {
        let form = self.form(std::mem::take(&mut written.page));
        let fee = self.fee(written, &form);
        let once = written.once.take().and_then(|once| self.once(&once, &form));
        let cosign = written.cosign.take().map(|cosign| self.cosign(cosign));
        let exempt = self.exempt(written, &form);
        let automatic = self.automatic(written);
        for (path, text) in [("in_person", &written.in_person), ("after", &written.after)] {
            if let Some(text) = text {
                self.text(path, text);
            }
        }
        if written.applicants.is_empty() {
            self.wrong("key", "「applicants」（申請できる人）がありません。書き足してください");
        }
        let desk = self.needs(written.desk.take(), "desk");
        let processing_days = self.needs(written.processing_days, "processing_days");
        let assurance = self.needs(written.assurance, "assurance");
        let outcome = self.needs(written.outcome.take(), "outcome");
        let after = self.needs(written.after.take(), "after");
        let retention = self.needs(written.retention.take(), "retention");
        Some(TownMatter {
            desk: desk?,
            fee,
            processing_days: processing_days?,
            in_person: written.in_person.take(),
            assurance: assurance?,
            applicants: std::mem::take(&mut written.applicants),
            route: written.route.take(),
            automatic,
            exempt,
            outcome: outcome?,
            after: after?,
            retention: retention?,
            once,
            cosign,
            form,
        })
    }

    fn fee(&mut self, written: &WrittenProcedure, form: &Form) -> Option<FeeOf> {
        if let Some(times) = &written.fee_times {
            let counts = form.question(times).is_some_and(|q| matches!(q.kind, Kind::Number { .. }));
            if !counts {
                self.wrong("fee_times", "「数を入れる質問」の名前を書いてください");
            }
            if written.fee.is_none() {
                self.wrong("fee_times", "fee がないのに fee_times があります");
            }
        }
        let key = written.fee.clone()?;
        Some(FeeOf { key, times: written.fee_times.clone() })
    }

    fn exempt(&mut self, written: &WrittenProcedure, form: &Form) -> Option<Exempt> {
        let question = written.exempt.clone()?;
        let offers_none =
            |q: &Question| matches!(&q.kind, Kind::Choice(options) if options.iter().any(|o| o.value == Exempt::NONE));
        if !form.question(&question).is_some_and(offers_none) {
            self.wrong("exempt", "「一つ選ぶ質問」で、選択肢 none（免除を受けない）があるものの名前を書いてください");
        }
        if written.fee.is_none() {
            self.wrong("exempt", "fee がないのに exempt があります");
        }
        Some(Exempt { question })
    }

    /// Without an officer only a certificate is issued, and only to whoever the town knows for sure.
    fn automatic(&mut self, written: &WrittenProcedure) -> Option<Assurance> {
        let level = written.automatic?;
        if !matches!(level, Assurance::Identified | Assurance::Strong) {
            self.wrong("automatic", "automatic には identified か strong を書いてください");
        }
        if !matches!(written.outcome, None | Some(super::definition::Outcome::Certificate(_))) {
            self.wrong("automatic", "automatic は、証明書を出す手続き（outcome の certificate）だけに書けます");
        }
        Some(level)
    }

    fn form(&mut self, written: Vec<WrittenPage>) -> Form {
        if written.is_empty() {
            self.wrong("key", "質問のページがありません。[[page]] を書き足してください");
        }
        if written.len() > MAX_PAGES {
            self.wrong("page", format!("ページが多すぎます（{MAX_PAGES}ページまで）"));
        }
        let pages = written.into_iter().enumerate().map(|(at, page)| self.page(at, page)).collect();
        Form { pages }
    }

    fn page(&mut self, at: usize, written: WrittenPage) -> Page {
        let path = format!("page.{at}");
        self.new_key(&format!("{path}.key"), &format!("page {}", written.key), &written.key);
        for (name, text) in [("title", &written.title), ("lead", &written.lead)] {
            if let Some(text) = text {
                self.text(&format!("{path}.{name}"), text);
            }
        }
        self.how_many(&path, &written);
        let when = self.when(&format!("{path}.when"), written.when.as_deref());
        let questions = written
            .question
            .into_iter()
            .enumerate()
            .map(|(n, question)| self.question(&format!("{path}.question.{n}"), question))
            .collect::<Vec<_>>();
        for question in &questions {
            if let Some(sort) = question.sort() {
                self.before.set(&question.key, sort);
            }
        }
        Page { key: written.key, title: written.title, lead: written.lead, when, questions }
    }

    fn how_many(&mut self, path: &str, page: &WrittenPage) {
        match page.question.len() {
            0 => self.wrong(path, "質問がありません。[[page.question]] を書き足してください"),
            1 => {}
            n if n > MAX_ON_A_PAGE => {
                self.wrong(path, format!("1ページの質問が多すぎます（{MAX_ON_A_PAGE}つまで）"));
            }
            _ if page.title.is_none() => {
                self.wrong(path, "質問が2つ以上あるページには title（見出し）が要ります");
            }
            _ => {}
        }
    }

    fn question(&mut self, path: &str, written: WrittenQuestion) -> Question {
        self.new_key(&format!("{path}.key"), &written.key, &written.key);
        let when = self.when(&format!("{path}.when"), written.when.as_deref());
        let mut question = self.plain_question(path, written);
        question.question.when = when;
        if let Some(sort) = question.question.sort() {
            self.so_far.set(&question.question.key, sort);
        }
        question.question.valid = self.valid(&format!("{path}.valid"), question.rule);
        question.question
    }

    /// A question without its conditions.
    fn plain_question(&mut self, path: &str, written: WrittenQuestion) -> Unruled {
        self.text(&format!("{path}.label"), &written.label);
        for (name, text) in [("hint", &written.hint), ("help", &written.help)] {
            if let Some(text) = text {
                self.text(&format!("{path}.{name}"), text);
            }
        }
        let kind = self.kind(path, &written);
        if let Some(prefill) = written.prefill
            && !prefill.fits(&kind)
        {
            self.wrong(&format!("{path}.prefill"), "この種類の質問には入れられません");
        }
        let rows = self.rows(path, written.row, &kind, written.prefill.is_some());
        let kind = match (kind, rows) {
            (Kind::Group(mut group), Some(questions)) => {
                group.questions = questions;
                Kind::Group(group)
            }
            (kind, _) => kind,
        };
        Unruled {
            rule: written.valid,
            question: Question {
                key: written.key,
                label: written.label,
                hint: written.hint,
                help: written.help,
                required: written.required.unwrap_or(true),
                prefill: written.prefill,
                when: None,
                valid: None,
                kind,
            },
        }
    }

    /// The questions of a repeating group's row: plain ones, without conditions. `filled`: the group has
    /// a row for everybody of the household.
    fn rows(
        &mut self,
        path: &str,
        written: Option<Vec<WrittenQuestion>>,
        of: &Kind,
        filled: bool,
    ) -> Option<Vec<Question>> {
        let written = written?;
        if !matches!(of, Kind::Group(_)) {
            self.wrong(&format!("{path}.row"), "row は group の質問だけに書けます");
            return None;
        }
        let mut keys = BTreeSet::new();
        let mut questions = Vec::with_capacity(written.len());
        for (at, row) in written.into_iter().enumerate() {
            let path = format!("{path}.row.{at}");
            self.key(&format!("{path}.key"), &row.key);
            if !keys.insert(row.key.clone()) {
                self.wrong(&format!("{path}.key"), "同じ名前が二度使われています");
            }
            if row.when.is_some() || row.valid.is_some() {
                self.wrong(&path, "くり返しの中では when と valid は使えません");
            }
            if row.prefill.is_some() && !filled {
                self.wrong(&path, "行の prefill は、group に prefill = \"household.members\" があるときだけ使えます");
            }
            let question = self.plain_question(&path, row).question;
            if matches!(question.kind, Kind::Group(_) | Kind::File(_) | Kind::PersonOfHousehold { .. }) {
                self.wrong(&format!("{path}.type"), "くり返しの中では、この種類は使えません");
            }
            questions.push(question);
        }
        Some(questions)
    }

    fn when(&mut self, path: &str, source: Option<&str>) -> Option<Condition> {
        match Condition::read(source?, &self.before) {
            Ok(condition) => Some(condition),
            Err(message) => {
                self.wrong(path, message);
                None
            }
        }
    }

    fn valid(&mut self, path: &str, written: Option<WrittenRule>) -> Option<Rule> {
        let WrittenRule { expr, message } = written?;
        self.text(&format!("{path}.message"), &message);
        match Condition::read(&expr, &self.so_far) {
            Ok(condition) => Some(Rule { condition, message }),
            Err(problem) => {
                self.wrong(path, problem);
                None
            }
        }
    }

    fn key(&mut self, path: &str, key: &str) {
        if let Some(message) = words::wrong_key(key) {
            self.wrong(path, message);
        } else if RESERVED.contains(&key) {
            self.wrong(path, format!("「{key}」は別の意味で使うので、名前にできません"));
        }
    }

    fn new_key(&mut self, path: &str, unique: &str, key: &str) {
        self.key(path, key);
        if !self.keys.insert(unique.to_owned()) {
            self.wrong(path, format!("「{key}」という名前が二度使われています"));
        }
    }

    fn text(&mut self, path: &str, text: &Text) {
        for message in words::wrong_text(text) {
            self.wrong(path, message);
        }
    }
}

struct Unruled {
    question: Question,
    rule: Option<WrittenRule>,
}

/// `procedures/resident_record.toml`, or `procedures/resident_record-2.toml` for another version.
fn file_fits(file: &str, key: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let Some(stem) = name.strip_suffix(".toml") else {
        return false;
    };
    match stem.strip_prefix(key) {
        Some("") => true,
        Some(rest) => rest.starts_with('-'),
        None => false,
    }
}
