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

mod advice;
pub(crate) mod bodies;
pub(crate) mod demo;
mod forms;
pub(crate) mod meetings;
mod names;
pub(crate) mod opinions;
pub(crate) mod people;
mod post;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod tasks;

pub(crate) use bodies::check;

use kernel::id::AccountId;
use store::{Migration, Retention, StoreError, Table};
use web::hold::{InHand, OpenWork};
use web::{Access, House, JobKind, Round, Routes, Today};

/// The permission of the secretariat.
pub(crate) const STEER: &str = "plan.steer";
/// The permission of who heads headquarters.
pub(crate) const CIO: &str = "plan.cio";
/// The permission of an adviser from outside.
pub(crate) const ADVISER: &str = "plan.adviser";
/// The permission of whoever takes part: gets tasks, comes to meetings.
pub(crate) const TAKE_PART: &str = "plan.take_part";

const KEPT: Retention = Retention::Years(10, "計画の推進の記録（町の文書管理規程）");

const fn journaled(name: &'static str) -> Table {
    Table { name, journaled: true, blob: None, retention: KEPT }
}

pub(crate) const TASK_MIGRATION: Migration =
    Migration { version: 5, name: "tasks", sql: include_str!("../../migrations/0005_tasks.sql") };
pub(crate) const SEAT_MIGRATION: Migration =
    Migration { version: 6, name: "seats", sql: include_str!("../../migrations/0006_seats.sql") };
pub(crate) const MEETING_MIGRATION: Migration =
    Migration { version: 7, name: "meetings", sql: include_str!("../../migrations/0007_meetings.sql") };
pub(crate) const OPINION_MIGRATION: Migration =
    Migration { version: 8, name: "opinions", sql: include_str!("../../migrations/0008_opinions.sql") };

pub(crate) const TASK_TABLE: Table = journaled("plan_task");
pub(crate) const TASK_STEP_TABLE: Table = journaled("plan_task_step");
pub(crate) const TASK_REMINDER_TABLE: Table = Table {
    name: "plan_task_reminder",
    journaled: false,
    blob: None,
    retention: Retention::WhileNeeded("同じお知らせを二度送らないため"),
};
pub(crate) const SEAT_TABLE: Table = journaled("plan_seat");
pub(crate) const OPENED_TABLE: Table = journaled("plan_opened");
pub(crate) const MEETING_TABLE: Table = journaled("plan_meeting");
pub(crate) const ITEM_TABLE: Table = journaled("plan_item");
pub(crate) const DECISION_TABLE: Table = journaled("plan_decision");
pub(crate) const PAPER_TABLE: Table =
    Table { name: "plan_paper", journaled: true, blob: Some("blob"), retention: KEPT };
pub(crate) const ATTENDANCE_TABLE: Table = journaled("plan_attendance");
pub(crate) const MINUTES_TABLE: Table = journaled("plan_minutes");
pub(crate) const FORWARD_TABLE: Table = journaled("plan_forward");
pub(crate) const OPINION_TABLE: Table = journaled("plan_opinion");

pub(crate) const TASK_MAIL: JobKind =
    JobKind { kind: tasks::MAIL, run: |house, job| Box::pin(tasks::mail(house, job)) };
pub(crate) const MEETING_MAIL: JobKind =
    JobKind { kind: meetings::MAIL, run: |house, job| Box::pin(meetings::mail(house, job)) };
pub(crate) const REMIND: Round =
    Round { name: "plan.remind", every_seconds: 3600, run: |house| Box::pin(tasks::remind(house)) };
pub(crate) const TASKS_TODAY: Today =
    Today { permission: TAKE_PART, path: "/desk/plan/tasks", waiting: tasks::waiting };
pub(crate) const MEETINGS_TODAY: Today =
    Today { permission: TAKE_PART, path: "/desk/plan/meetings", waiting: meetings::pages::waiting };

/// What an officer has open here.
pub(crate) const IN_HAND: InHand = InHand {
    title: "計画のやること、ふりかえり、会議",
    list: |house, account| Box::pin(in_hand(house, account)),
    pass_on: Some(|tx, handing| {
        Box::pin(async move {
            let seats = people::pass_on(&tx, &handing).await?;
            let boards = crate::kpt::pass_on(&tx, &handing).await?;
            Ok(seats + boards + tasks::pass_on(&tx, &handing).await?)
        })
    }),
};

/// Open tasks, the boards one leads, and the meetings to come; these follow the seat.
async fn in_hand(house: House, account: AccountId) -> Result<Vec<OpenWork>, StoreError> {
    let mut all = tasks::in_hand(&house, account).await?;
    all.extend(crate::kpt::in_hand(&house, account).await?);
    let coming = meetings::upcoming_of(&house, account, house.now().date()).await?;
    all.extend(coming.iter().map(|m| OpenWork {
        title: format!("会議　{}（{}）", m.title, m.when()),
        path: format!("/desk/plan/meetings/{}", m.id),
    }));
    Ok(all)
}

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/desk/plan/tasks", Access::Staff, tasks::pages::list);
    routes.get("/desk/plan/tasks/{task}", Access::Staff, tasks::pages::one);
    routes.post("/desk/plan/tasks/{task}/done", Access::Staff, tasks::pages::done);
    routes.post("/desk/plan/tasks/{task}/move", Access::Staff, tasks::pages::move_due);
    routes.post("/desk/plan/tasks/{task}/pass", Access::Staff, tasks::pages::pass);
    routes.post("/desk/plan/tasks/{task}/drop", Access::Staff, tasks::pages::drop_it);
    routes.get("/desk/plan/people", Access::May(TAKE_PART), people::pages::page);
    routes.get("/desk/plan/people/new", Access::May(STEER), people::pages::ask);
    routes.post("/desk/plan/people", Access::May(STEER), people::pages::give);
    routes.get("/desk/plan/people/{seat}", Access::May(STEER), people::pages::edit);
    routes.post("/desk/plan/people/{seat}", Access::May(STEER), people::pages::save);
    routes.get("/desk/plan/advice", Access::Staff, advice::list);
    routes.get("/desk/plan/advice/{measure}", Access::Staff, advice::one);
    routes.post("/desk/plan/advice/{measure}", Access::May(ADVISER), advice::give);
    meeting_routes(routes);
}

/// Who sees a meeting, and who writes or approves its minutes, is asked in the page.
fn meeting_routes(routes: &mut Routes) {
    use meetings::pages;
    routes.get("/desk/plan/meetings", Access::Staff, pages::page);
    routes.get("/desk/plan/meetings/new", Access::May(STEER), pages::ask_new);
    routes.post("/desk/plan/meetings", Access::May(STEER), pages::create);
    routes.get("/desk/plan/meetings/{meeting}", Access::Staff, pages::one_page);
    routes.get("/desk/plan/meetings/{meeting}/when", Access::Staff, pages::edit);
    routes.post("/desk/plan/meetings/{meeting}/when", Access::Staff, pages::amend);
    routes.post("/desk/plan/meetings/{meeting}/invite", Access::Staff, pages::invite);
    routes.post("/desk/plan/meetings/{meeting}/attendance", Access::Staff, pages::attend);
    routes.post("/desk/plan/meetings/{meeting}/approve", Access::Staff, pages::approve);
    routes.post("/desk/plan/meetings/{meeting}/off", Access::Staff, pages::call_off);
    routes.post("/desk/plan/meetings/{meeting}/items", Access::Staff, pages::add);
    routes.get("/desk/plan/meetings/{meeting}/items/{item}", Access::Staff, pages::item_page);
    routes.post("/desk/plan/meetings/{meeting}/items/{item}", Access::Staff, pages::write);
    routes.post("/desk/plan/meetings/{meeting}/items/{item}/decisions", Access::Staff, pages::decide);
    routes.post("/desk/plan/meetings/{meeting}/decisions/{decision}/withdraw", Access::Staff, pages::withdraw);
    routes.post("/desk/plan/meetings/{meeting}/papers", Access::Staff, pages::lay);
    routes.get("/desk/plan/meetings/{meeting}/papers/{paper}", Access::Staff, pages::paper);
}
