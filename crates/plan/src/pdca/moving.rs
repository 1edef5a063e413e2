//! How a cycle moves on, and back: handed in, read, discussed, advised on, approved, published.

use super::calendar::Calendar;
use super::error::PdcaError;
use super::figures;
use super::place::Place;
use super::records::{self, Cycle, CycleId};
use super::rules::{Action, Event, State};
use super::sheet::{self, Sheet};
use super::writing::{LONGEST, Seen, fits, take, turn};
use super::{lines, words};
use crate::steering::bodies::Steering;
use crate::steering::meetings::{self, Forward};
use approvals::{ApprovalError, Decided, Officer, Outcome, Revision, RouteBook};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::TypedId;
use kernel::id::ApprovalId;
use store::{Act, Deed, Job, JobError, StoreError, Tx};
use web::{House, SignedIn};

/// The job that is told how an approval ended.
pub(crate) const DECIDED: &str = "plan.pdca_decided";

/// Who may do what, whatever the state: the desk its own, the chief information officer the review,
/// the secretariat what follows.
pub(crate) fn may(who: &SignedIn, place: &Place, event: Event) -> bool {
    match event {
        Event::Start | Event::Replan | Event::BeginCheck | Event::Submit | Event::TakeBack => place.may_write(who),
        Event::Review => who.may("plan.review"),
        Event::SendBack => who.may("plan.review") || who.may("plan.steer"),
        Event::Discuss | Event::Advise | Event::Propose | Event::Publish => who.may("plan.steer"),
        Event::Approve | Event::Return => false,
    }
}

/// Moves a cycle on by what an officer does; `said` is the reason, the remark or the opinion.
pub(crate) async fn go(
    house: &House,
    act: &Act,
    who: &SignedIn,
    seen: Seen,
    event: Event,
    said: String,
) -> Result<(), PdcaError> {
    if !may(who, &seen.place, event) {
        return Err(PdcaError::NotTheirs);
    }
    if event.asks_why() || matches!(event, Event::Discuss | Event::Advise) || !said.is_empty() {
        fits(event.field(), event.words_are(), &said, LONGEST)?;
    }
    // Counted before the change begins: inside it only the records are waited for.
    let figures = if event == Event::Submit { figures::of(house, &seen.place).await? } else { Vec::new() };
    let (inside, who) = (house.clone(), who.clone());
    let body = Steering::of(house).await?.headquarters().map(|b| b.key.clone());
    let write = move |tx: Tx| async move {
        let mut cycle = take(&tx, &seen).await?;
        let next = cycle.state.after(event).ok_or(PdcaError::Changed)?;
        let mut deed = Deed::new(event.deed());
        match event {
            Event::Start => ready_to_start(&tx, &cycle).await?,
            Event::Submit => {
                ready_to_submit(&cycle)?;
                cycle.round += 1;
                let sheet = sheet::now(&tx, &inside, &seen.place, &cycle, figures).await?;
                let content = serde_json::to_string(&sheet).map_err(|e| StoreError::Other(e.to_string()))?;
                deed = deed.row("plan_sheet", records::insert_sheet(&tx, &cycle, &content).await?);
            }
            Event::Propose => {
                cycle.approval = Some(put_on_route(&tx, &inside, &who, &seen.place, &cycle).await?);
            }
            Event::Publish => cycle.published_at = Some(tx.now()),
            // The next meeting of headquarters begins with what was read.
            Event::Review => before_headquarters(&tx, &seen.place, &cycle, body).await?,
            Event::Discuss | Event::SendBack => meetings::take_back(&tx, cycle.id.uuid()).await?,
            _ => {}
        }
        cycle.state = next;
        turn(&tx, &cycle, event, deed, &said, &who.name).await
    };
    house.db.write(act, write).await
}

/// Puts a cycle on the agenda of the next meeting of headquarters.
async fn before_headquarters(tx: &Tx, place: &Place, cycle: &Cycle, body: Option<String>) -> Result<(), StoreError> {
    let Some(body) = body else { return Ok(()) };
    let forward = Forward {
        about: cycle.id.uuid(),
        body,
        title: format!("{}の振り返り（{}）", place.name(), place.span),
        measure: Some(place.measure.key.clone()),
        path: place.path(),
        on_discussed: None,
    };
    meetings::put_forward(tx, &forward).await.map(|_| ())
}

/// A plan is begun with an aim, a step, and a word on what is new where the aim is last year's.
async fn ready_to_start(tx: &Tx, cycle: &Cycle) -> Result<(), PdcaError> {
    let mut missing = Vec::new();
    if cycle.said.aim.is_empty() {
        missing.push(("start", "「目ざすこと」を書いてください".to_owned()));
    }
    if cycle.said.kept && cycle.said.changed.is_empty() {
        missing.push(("start", "前の年度と同じ文なので、「変わったこと」を書いてください".to_owned()));
    }
    if lines::steps(tx, cycle.id).await?.is_empty() {
        missing.push(("start", "「すること」を一つ以上書いてください".to_owned()));
    }
    if missing.is_empty() { Ok(()) } else { Err(PdcaError::Mend(missing)) }
}

fn ready_to_submit(cycle: &Cycle) -> Result<(), PdcaError> {
    let said = &cycle.said;
    let mut missing = Vec::new();
    let mut ask = |empty: bool, words: &str| {
        if empty {
            missing.push(("submit", words.to_owned()));
        }
    };
    ask(said.good.is_empty(), "「よかったこと」を書いてください。なければ「なし」と書きます");
    ask(said.failed.is_empty(), "「うまくいかなかったこと」を書いてください。なければ「なし」と書きます");
    ask(said.action.is_none(), "「これからどうするか」を選んでください");
    let goes_on = said.action.is_some_and(|a| a != Action::Stop);
    ask(goes_on && said.next.is_empty(), "「次に目ざすこと」を書いてください");
    if missing.is_empty() { Ok(()) } else { Err(PdcaError::Mend(missing)) }
}

async fn put_on_route(
    tx: &Tx,
    house: &House,
    who: &SignedIn,
    place: &Place,
    cycle: &Cycle,
) -> Result<ApprovalId, PdcaError> {
    let book = house.shelved::<RouteBook>()?;
    let calendar: &Calendar = super::calendar::of(house)?;
    let drafter = Officer::of(who).ok_or(PdcaError::NotTheirs)?;
    let title = format!("{}の振り返り（{}）", place.name(), place.span);
    let sheet = sheet::handed_in(tx, cycle).await?.ok_or(PdcaError::Changed)?;
    let text = text_of(&sheet, &title, &records::turns(tx, cycle.id).await?);
    if let Some(id) = cycle.approval {
        let revision = Revision { title, text, attachments: Vec::new(), amount: None, drafter };
        approvals::resubmit(tx, book, id, revision).await.map_err(for_officers)?;
        return Ok(id);
    }
    let draft = approvals::Draft {
        kind: calendar.route().to_owned(),
        title,
        text,
        attachments: Vec::new(),
        amount: None,
        desk: calendar.secretariat().to_owned(),
        subject: ("plan_cycle", cycle.id.0),
        link: Some(place.path()),
        person: None,
        drafter,
        on_decided: DECIDED,
    };
    approvals::start(tx, book, draft).await.map_err(for_officers)
}

fn for_officers(error: ApprovalError) -> PdcaError {
    match error.for_officers() {
        Some(words) if !matches!(error, ApprovalError::Changed) => PdcaError::mend("words", words),
        _ => error.into(),
    }
}

/// 伺い: the whole sheet, so that whoever decides has it all before them.
fn text_of(sheet: &Sheet, title: &str, turns: &[records::Turned]) -> String {
    let mut text = format!("{title}を、次のとおり決め、公表してよろしいか伺います。\n\n");
    text.push_str(&words::plain(sheet));
    for turn in turns.iter().filter(|t| matches!(t.event, Event::Review | Event::Discuss | Event::Advise)) {
        if !turn.words.is_empty() {
            text.push_str(&format!("\n{}\n{}\n", turn.event.label(), turn.words));
        }
    }
    text
}

/// The approval ended.
pub(crate) fn decided(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let told: Decided = job.payload()?;
        let act = Act::system("plan", house.now());
        let write = move |tx: Tx| async move {
            let Some(mut cycle) = records::by_id(&tx, CycleId(told.subject)).await? else {
                return Err(PdcaError::Store(StoreError::Missing("plan_cycle")));
            };
            if cycle.state != State::Deciding || cycle.approval != Some(told.approval) {
                return Ok(());
            }
            let status = approvals::status(&tx, told.approval).await?;
            if status.round != told.round {
                return Ok(());
            }
            let event = if told.outcome == Outcome::Approved { Event::Approve } else { Event::Return };
            cycle.state = cycle.state.after(event).ok_or(PdcaError::Changed)?;
            let said = status.number.or(status.reason).unwrap_or_default();
            turn(&tx, &cycle, event, Deed::new(event.deed()), &said, "決裁").await
        };
        house.db.write(&act, write).await.map_err(|e| match e {
            PdcaError::Store(e) => JobError::from(e),
            other => JobError::Retry(other.to_string()),
        })
    }
    .boxed()
}
