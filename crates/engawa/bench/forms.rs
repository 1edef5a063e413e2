//! A long form: two hundred questions on fifty pages, fifty conditions.

use crate::Res;
use crate::figures::{Figure, Report, Times};
use cases::forms::{Answers, Form, Posted, Situation};
use kernel::Date;
use std::fmt::Write;
use std::time::Instant;

const PAGES: usize = 50;
const ON_A_PAGE: usize = 4;
const TODAY: Date = Date::constant(2026, 6, 1);

/// The file as an officer would write it: each page asks when an answer of the page before says so.
fn written() -> Res<String> {
    let words = |what: &str| format!("{{ ja = \"{what}\", easy = \"{what}\", en = \"{what}\" }}");
    let mut file = format!(
        "key = \"long\"\nversion = 1\neffective_from = 2026-04-01\ntitle = {0}\nsummary = {0}\naudience = {0}\n\
         timing = {0}\ncategory = \"health\"\nmeasure = \"procedures\"\nbasis = \"-\"\nfacts = {{ verified = false }}\n\
         desk = \"health\"\nprocessing_days = 3\nassurance = \"anyone\"\napplicants = [\"oneself\"]\n\
         outcome = \"none\"\nafter = {0}\nretention = {{ years = 1, basis = \"-\" }}\n",
        words("ながい")
    );
    for page in 0..PAGES {
        writeln!(file, "[[page]]\nkey = \"page_{page}\"\ntitle = {}", words("ページ"))?;
        if page > 0 {
            let before = page - 1;
            writeln!(file, "when = 'q_{before}_0 == \"yes\" && q_{before}_1 != \"x\"'")?;
        }
        for at in 0..ON_A_PAGE {
            writeln!(file, "[[page.question]]\nkey = \"q_{page}_{at}\"\nlabel = {}", words("しつもん"))?;
            if at == 0 {
                let choices = format!(
                    "[{{ value = \"yes\", label = {} }}, {{ value = \"no\", label = {} }}]",
                    words("はい"),
                    words("いいえ")
                );
                writeln!(file, "type = \"choice\"\noptions = {choices}")?;
            } else {
                writeln!(file, "type = \"text\"")?;
            }
            if page + 1 == PAGES && at + 1 == ON_A_PAGE {
                writeln!(file, "when = 'q_0_0 == \"yes\"'")?;
            }
        }
    }
    Ok(file)
}

/// Sends one page, each question answered.
fn send(form: &Form, at: usize, earlier: &Answers) -> Res<Answers> {
    let values = |name: &str| vec![if name.ends_with("_0") { "yes".to_owned() } else { "見本の答え".to_owned() }];
    let situation = Situation { today: TODAY, household: &[] };
    let read = form.parse_page(&form.pages[at], &Posted::without_files(&values), earlier, situation);
    read.map_err(|wrong| format!("page {at}: {} answers were refused", wrong.len()).into())
}

/// Reads the file, answers it page by page, and does what each page and the last look need.
pub(crate) fn measure(report: &mut Report) -> Res<()> {
    let source = town::Source::new("procedures/long.toml", written()?);
    let mut reading = Times::default();
    for _ in 0..20 {
        let from = Instant::now();
        cases::forms::read(&source).map_err(|wrong| format!("{wrong:?}"))?;
        reading.each.push(from.elapsed());
    }
    let procedure = cases::forms::read(&source).map_err(|wrong| format!("{wrong:?}"))?;
    let form = &procedure.matter().ok_or("no form")?.form;
    let (mut pages, mut answers) = (Times::default(), Answers::default());
    for round in 0..4 {
        for at in 0..PAGES {
            let from = Instant::now();
            answers = send(form, at, &answers)?;
            let _ = (form.next_page(&answers, &form.pages[at].key), form.step(&answers, &form.pages[at].key));
            if round > 0 {
                pages.each.push(from.elapsed());
            }
        }
    }
    let mut last = Times::default();
    for _ in 0..100 {
        let from = Instant::now();
        let missing = form.check_complete(&answers, TODAY).len() + form.settle(&answers).dropped.len();
        let rows = form.summary(&answers).len();
        last.each.push(from.elapsed());
        if (missing, rows) != (0, PAGES * ON_A_PAGE) {
            return Err(format!("{missing} missing, {rows} rows").into());
        }
    }
    for times in [&mut reading, &mut pages, &mut last] {
        times.whole = times.each.iter().sum();
    }
    let what = "a form of 200 questions and 50 conditions";
    report.add(Figure::took(format!("{what}: read and checked from its file"), &reading));
    report.add(Figure::took(format!("{what}: a page taken and the next one found"), &pages));
    report.add(Figure::took(format!("{what}: all answers checked and shown"), &last));
    Ok(())
}
