//! A fictional first half of the year for the demo: three desks wrote their plans and what they did.
//! Nothing of it happened.

use super::error::PdcaError;
use super::lines::{self, DoEntry, NewStep, Origin, What};
use super::place::Place;
use super::rules::{Event, State};
use super::span::Span;
use super::writing::{Seen, keep, log, take, turn};
use kernel::Date;
use kernel::fiscal::FiscalYear;
use store::{Act, Deed, Tx};
use web::{House, WebError};

/// One measure's year so far. Days count from the first of April.
struct Year {
    measure: &'static str,
    who: &'static str,
    aim: &'static str,
    steps: &'static [ToDo],
    done: &'static [Done],
}

/// Words, who, due, and the day on which it was done.
type ToDo = (&'static str, &'static str, i64, Option<i64>);
/// The day, what it was, in words, and how many.
type Done = (i64, What, &'static str, Option<(i64, &'static str)>);

const YEARS: [Year; 3] = [
    Year {
        measure: "procedures",
        who: "窓口 まどか",
        aim: "家からでも窓口でも、同じ手続きが同じ速さで終わるようにする。画面を使わない方を、先にお待たせしない。（見本）",
        steps: &[
            ("よく使う手続きの案内を、やさしい日本語にそろえる", "町民生活の係", 90, Some(84)),
            ("窓口で、画面を使って代わりに申請する練習をする", "町民生活の係", 60, Some(58)),
            ("写真の撮り方の見本を、窓口に置く", "仮名 あゆむ", 230, None),
        ],
        done: &[
            (42, What::Released, "親子の教室の申込を、画面からも受け付け始めた", None),
            (58, What::Held, "窓口の職員で、代わりに申請する練習をした", Some((12, "人"))),
            (84, What::Published, "やさしい日本語の案内を公開した", Some((19, "件"))),
        ],
    },
    Year {
        measure: "certificates",
        who: "窓口 まどか",
        aim: "住民票の写しを、役場に来なくても受け取れるようにする。紙の証明書も、これまでどおり窓口で渡す。（見本）",
        steps: &[
            ("受け取り方の選び方を、一枚の紙にする", "町民生活の係", 120, Some(131)),
            ("証明書を確かめる方法を、提出先に知らせる", "町民生活の係", 250, None),
        ],
        done: &[(131, What::Published, "受け取り方の案内を窓口に置いた", None)],
    },
    Year {
        measure: "family",
        who: "子育 のぞみ",
        aim: "子育てのお知らせと申込を、家族が夜でも確かめられるようにする。（見本）",
        steps: &[("親子の教室の申込を、毎月の数字で振り返る", "子育て支援課", 200, Some(190))],
        done: &[(75, What::Held, "こども家庭センターで、申込の使い方を案内した", Some((26, "人")))],
    },
];

/// Plays it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn play(house: &House) -> Result<(), WebError> {
    let (now, act) = (house.now(), Act::system("demo", house.now()));
    let year = FiscalYear::of(now.date());
    for told in &YEARS {
        let Some(place) = Place::of(house, told.measure, Span::whole(year)).await? else { continue };
        let work = move |tx: Tx| async move { begin(&tx, place, told, year, now.date()).await };
        house.db.write(&act, work).await.map_err(WebError::from)?;
    }
    Ok(())
}

async fn begin(tx: &Tx, place: Place, told: &Year, year: FiscalYear, today: Date) -> Result<(), PdcaError> {
    let day = |n: i64| kernel::Moment::start_of(year.start()).plus_days(n).date();
    let mut cycle = take(tx, &Seen { place, version: 0 }).await?;
    told.aim.clone_into(&mut cycle.said.aim);
    let mut deed = Deed::new("plan.pdca_write");
    for (words, owner, due, done_on) in told.steps {
        let (words, owner) = ((*words).to_owned(), (*owner).to_owned());
        let new = NewStep { words, owner, due: Some(day(*due)), origin: Origin::Desk };
        let Some(step) = lines::insert_step(tx, cycle.id, &new).await? else { continue };
        let done_on = done_on.map(day).filter(|d| *d <= today);
        lines::set_done(tx, cycle.id, step, done_on).await?;
        deed = deed.row("plan_step", step);
    }
    keep(tx, &cycle, deed).await?;
    cycle.version += 1;
    cycle.state = State::Running;
    turn(tx, &cycle, Event::Start, Deed::new(Event::Start.deed()), "", told.who).await?;
    for (n, what, words, number) in told.done {
        let (number, unit) = number.map_or((None, ""), |(n, unit)| (Some(n), unit));
        let entry = DoEntry {
            what: *what,
            day: day(*n),
            words: (*words).to_owned(),
            number,
            unit: unit.to_owned(),
            source: None,
        };
        if entry.day <= today {
            log(tx, told.measure, entry).await?;
        }
    }
    Ok(())
}
