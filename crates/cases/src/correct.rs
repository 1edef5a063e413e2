//! 補正: the applicant answers only what was asked; whatever that makes necessary is asked with it.

use crate::decide::advance;
use crate::error::CaseError;
use crate::fill::{matter, read_page};
use crate::forms::{Answers, FieldError, Form, Page, Question, Situation};
use crate::once;
use crate::records::case;
use crate::records::file;
use crate::rules::Event;
use crate::subject;
use crate::submit::fee_of;
use crate::upload::CleanFiles;
use kernel::id::CaseId;
use std::collections::BTreeSet;
use store::{Act, Deed};
use web::{Fields, House};

/// The questions of a correction, each with its page, in the order of the form.
pub(crate) fn questions<'a>(form: &'a Form, keys: &BTreeSet<String>) -> Vec<(&'a Page, &'a Question)> {
    form.questions().filter(|(_, q)| keys.contains(&q.key) && q.is_answerable()).collect()
}

/// A page that asks only these questions; used to clean the files that came with them.
pub(crate) fn one_page(form: &Form, keys: &BTreeSet<String>) -> Page {
    let questions = questions(form, keys).into_iter().map(|(_, q)| q.clone()).collect();
    Page { key: "correction".to_owned(), title: None, lead: None, when: None, questions }
}

/// Reads the answers to the questions `keys` on top of the answers that hold.
///
/// # Errors
/// What is to be mended.
pub(crate) fn read(
    form: &Form,
    keys: &BTreeSet<String>,
    fields: &Fields,
    files: &CleanFiles,
    before: &Answers,
    situation: Situation<'_>,
) -> Result<Answers, Vec<FieldError>> {
    let (mut answers, mut errors) = (before.clone(), Vec::new());
    for (page, question) in questions(form, keys) {
        let mut alone = question.clone();
        alone.when = None;
        let single = Page { when: None, questions: vec![alone], ..page.clone() };
        let only = Form { pages: vec![single.clone()] };
        match read_page(&only, &single, fields, files, &answers, situation) {
            Ok(read) => answers = read,
            Err(wrong) => errors.extend(wrong),
        }
    }
    if errors.is_empty() { Ok(answers) } else { Err(errors) }
}

/// Hands in the correction: a new round of answers; the deadline moves by the open days that the
/// office waited (the time of a correction is not the office's, 行政手続法6条・7条).
pub(crate) async fn correct(
    house: &House,
    act: &Act,
    id: CaseId,
    version: i64,
    answers: Answers,
) -> Result<(), CaseError> {
    let inside = house.clone();
    house
        .db
        .write(act, move |tx| async move {
            let mut case = case::find(&tx, id).await?.ok_or(CaseError::Missing)?;
            if case.version != version {
                return Err(CaseError::Changed);
            }
            let (_, matter) = matter(&inside, &case.procedure, case.procedure_version)?;
            let answers = matter.form.settle(&answers).answers;
            let missing = matter.form.check_complete(&answers, tx.now().date());
            if !missing.is_empty() {
                return Err(CaseError::Incomplete(missing));
            }
            let before = case::answers(&tx, case.id, case.round).await?;
            let fee = |given: &Answers| fee_of(&inside, &matter, given, case.channel, case.submitted_at.date());
            // The fee of the answers as they are now, unless the officer had set another one.
            if fee(&before) != fee(&answers) {
                case.fee = fee(&answers);
            }
            advance(&mut case, Event::Correct, tx.now())?;
            let calendar = inside.town.calendar.main();
            if let Some(since) = case.waiting_since.take() {
                let waited = calendar.open_days_between(since.date(), tx.now().date());
                case.due_on = calendar.add_open_days(case.due_on, u16::try_from(waited).unwrap_or(u16::MAX));
            }
            case.round += 1;
            once::follow(&tx, &inside, &mut case, &matter, (&before, &answers)).await?;
            case::update(&tx, &case).await?;
            let round = case::insert_answers(&tx, case.id, case.round, &answers).await?;
            let mut deed =
                Deed::new("cases.correct").about(case.applicant).row("cases_case", case.id).row("cases_answers", round);
            for file in file::insert_new(&tx, case.id, case.round, &answers).await? {
                deed = deed.row("cases_file", file);
            }
            tx.record(deed.detail("補正が届きました"));
            crate::automatic::ask_examination(&tx, case.id, case.round, &matter);
            let name = subject::applicant(&matter.form, &answers).name;
            let words = name.map(|n| n.full().to_owned()).unwrap_or(case.applicant_name);
            tx.index(crate::submit::INDEX, case.id.0, &format!("{words} {}", case.reference.compact())).await?;
            Ok(())
        })
        .await
}
