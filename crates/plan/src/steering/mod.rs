//! Who steers: headquarters, leaders of the desks, working groups, advisers, their meetings and tasks.
//!
//! **Who uses it.** The secretariat (`plan.steer`) keeps bodies, meetings and the list of tasks; the
//! head of headquarters (`plan.cio`) approves minutes; whoever owns a task finds it at
//! `/desk/plan/tasks` and on the first page of the day; advisers from outside (`plan.adviser`) see the
//! measures that they advise, until a day.
//!
//! **Which rules.** Bodies and offices are the town's data (`plan/steering.toml`). Who sits where is a
//! record with a first and a last day; what somebody may do follows from their roles alone
//! (`/desk/staff`), never from a seat. Approved minutes never change.
//!
//! **Data and for how long.** Seats, meetings with papers and minutes, tasks, opinions: public records
//! of how the plan was steered, kept ten fiscal years.

mod forms;
mod names;
mod post;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod tasks;

use store::{Migration, Retention, Table};
use web::hold::InHand;
use web::{Access, JobKind, Round, Routes, Today};

/// The permission of the secretariat.
pub(crate) const STEER: &str = "plan.steer";
/// The permission of who heads headquarters.
pub(crate) const CIO: &str = "plan.cio";
/// The permission of whoever takes part: gets tasks, comes to meetings.
pub(crate) const TAKE_PART: &str = "plan.take_part";

const KEPT: Retention = Retention::Years(10, "計画の推進の記録（町の文書管理規程）");

const fn journaled(name: &'static str) -> Table {
    Table { name, journaled: true, blob: None, retention: KEPT }
}

pub(crate) const TASK_MIGRATION: Migration =
    Migration { version: 40, name: "tasks", sql: include_str!("../../migrations/0040_tasks.sql") };
pub(crate) const TASK_TABLE: Table = journaled("plan_task");
pub(crate) const TASK_STEP_TABLE: Table = journaled("plan_task_step");
pub(crate) const TASK_REMINDER_TABLE: Table = Table {
    name: "plan_task_reminder",
    journaled: false,
    blob: None,
    retention: Retention::WhileNeeded("同じお知らせを二度送らないため"),
};
pub(crate) const TASK_MAIL: JobKind =
    JobKind { kind: tasks::MAIL, run: |house, job| Box::pin(tasks::mail(house, job)) };
pub(crate) const REMIND: Round =
    Round { name: "plan.remind", every_seconds: 3600, run: |house| Box::pin(tasks::remind(house)) };
pub(crate) const TASKS_TODAY: Today =
    Today { permission: TAKE_PART, path: "/desk/plan/tasks", waiting: tasks::waiting };

/// What an officer has open here.
pub(crate) const IN_HAND: InHand = InHand {
    title: "計画のやること",
    list: |house, account| Box::pin(async move { tasks::in_hand(&house, account).await }),
    pass_on: Some(|tx, handing| Box::pin(async move { tasks::pass_on(&tx, &handing).await })),
};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/desk/plan/tasks", Access::Staff, tasks::pages::list);
    routes.get("/desk/plan/tasks/{task}", Access::Staff, tasks::pages::one);
    routes.post("/desk/plan/tasks/{task}/done", Access::Staff, tasks::pages::done);
    routes.post("/desk/plan/tasks/{task}/move", Access::Staff, tasks::pages::move_due);
    routes.post("/desk/plan/tasks/{task}/pass", Access::Staff, tasks::pages::pass);
    routes.post("/desk/plan/tasks/{task}/drop", Access::Staff, tasks::pages::drop_it);
}
