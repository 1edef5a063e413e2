//! Whoever owns a task is told: when they get it, a week before its last day, and the day after.

use super::{Task, TaskId, find, records};
use crate::steering::post;
use kernel::{Date, Moment, era};
use serde::{Deserialize, Serialize};
use store::{Act, Job, JobError, NewJob, Reads, StoreError, Tx, args};
use web::House;
use web::texts::Lang;

/// The job that mails an officer about a task.
pub(crate) const MAIL: &str = "plan.task_mail";
/// Days before the last one on which the owner is reminded.
const BEFORE_DAYS: i64 = 7;

/// Why an officer is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum News {
    Given,
    Soon,
    Late,
    Moved,
    Dropped,
}

impl News {
    const fn key(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Moved => "moved",
            Self::Dropped => "dropped",
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Told {
    task: TaskId,
    news: News,
    due: Date,
}

/// Puts a mail to the owner on its way.
pub(super) fn tell(tx: &Tx, task: TaskId, news: News, due: Date) {
    tx.enqueue(NewJob::new(MAIL, &Told { task, news, due }));
}

/// Mails the owner, unless it became untrue meanwhile.
pub(crate) async fn mail(house: House, job: Job) -> Result<(), JobError> {
    let told: Told = job.payload()?;
    let Some(task) = find(&house.db, told.task).await? else { return Ok(()) };
    if !still_true(&task, &told) {
        return Ok(());
    }
    let words = house.texts.words(Lang::Ja);
    let key = format!("desk-plan-task-mail-{}", told.news.key());
    let text = words.tf(
        &key,
        &[
            ("title", task.title.clone().into()),
            ("due", era::date_label(task.due).into()),
            ("link", house.url(&format!("/desk/plan/tasks/{}", task.id)).into()),
        ],
    );
    let subject = words.plain(&format!("{key}-subject"));
    post::officer(&house, task.owner, subject, text, job.id.to_string()).await
}

fn still_true(task: &Task, told: &Told) -> bool {
    match told.news {
        News::Dropped => !task.is_open(),
        News::Given => task.is_open(),
        News::Soon | News::Late | News::Moved => task.is_open() && task.due == told.due,
    }
}

/// Looks for tasks whose last day is near or over; each is told once for each last day.
pub(crate) async fn remind(house: House) -> Result<(), JobError> {
    let today = house.now().date();
    let until = house.now().plus_days(BEFORE_DAYS).date();
    for task in records::due_until(&house.db, until).await? {
        let Some(news) = due_news(&task, today) else { continue };
        let sql = "SELECT id FROM plan_task_reminder WHERE task = $1 AND news = $2 AND due = $3";
        let told: Option<super::StepId> = house.db.one(sql, args![task.id, news.key(), task.due]).await?;
        if told.is_some() {
            continue;
        }
        let act = Act::system("plan.remind", house.now());
        house.db.write(&act, move |tx| async move { once(&tx, task.id, news, task.due).await }).await?;
    }
    Ok(())
}

/// What there is to be told of a task today. One that was opened for less than a week is told of on
/// the day before.
fn due_news(task: &Task, today: Date) -> Option<News> {
    if task.due < today {
        return Some(News::Late);
    }
    let before = |days: i64| Moment::start_of(task.due).plus_days(-days).date();
    let week = before(BEFORE_DAYS);
    let from = if task.opened_at.date() < week { week } else { before(1) };
    (today >= from && task.opened_at.date() < today).then_some(News::Soon)
}

async fn once(tx: &Tx, task: TaskId, news: News, due: Date) -> Result<(), StoreError> {
    let sql = "INSERT INTO plan_task_reminder (id, task, news, due, at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (task, news, due) DO NOTHING";
    if tx.execute(sql, args![tx.id::<super::StepId>(), task, news.key(), due, tx.now()]).await? == 1 {
        tell(tx, task, news, due);
    }
    Ok(())
}
