//! Publishing a version from a day on: at once, or by a decision where the town's routes ask for one;
//! and taking a coming one back.

use super::difference;
use super::document::Document;
use super::known;
use super::workshop::{self, Refused};
use super::{EDIT, document_of, is_theirs};
use crate::living;
use crate::records::VersionId;
use crate::records::version::{self, State, Version};
use approvals::{Decided, Draft, Officer, Outcome, Revision, RouteBook};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::ApprovalId;
use kernel::{Date, era};
use store::{Act, Job, JobError, Reads, StoreError, Tx};
use toml::Value;
use web::{House, SignedIn};

/// The kind of matter by which the town's routes decide on procedures.
pub(crate) const KIND: &str = "procedure_change";
/// The job that is told how the approval of a version ended.
pub(crate) const ON_DECIDED: &str = "cases.procedure_decided";

/// Whether this town decides on procedures before they are published.
pub(super) fn is_decided_on(house: &House) -> bool {
    house.shelved::<RouteBook>().is_ok_and(|routes| routes.has(KIND))
}

/// Where and why a version shall hold.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub from: Date,
    pub why: String,
    /// The working copy as the officer had it before their eyes.
    pub revision: i64,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    Published,
    OnItsWay(ApprovalId),
}

/// Publishes the working copy, or sends it on its way to a decision.
pub(super) async fn publish(house: &House, act: &Act, who: &SignedIn, key: &str, wish: Wish) -> Result<Sent, Refused> {
    let (inside, who, key) = (house.clone(), who.clone(), key.to_owned());
    let sent = house
        .db
        .write(act, move |tx| async move {
            let (mut version, document) = workshop::open(&tx, &who, &key).await?;
            if !version.state.is_writable() || version.revision != wish.revision {
                return Err(Refused::Overtaken);
            }
            ready(&inside, &tx, &version, &document, wish.from).await?;
            (version.effective_from, version.why) = (Some(wish.from), wish.why);
            if is_decided_on(&inside) {
                let approval = put_on_route(&tx, &inside, &who, &version, &document).await?;
                (version.approval, version.state) = (Some(approval), State::Open);
                version.round += 1;
                workshop::put(&tx, &mut version, &who, "cases.procedure_send").await?;
                return Ok(Sent::OnItsWay(approval));
            }
            version.changed_by = Some(who.account);
            hold(&tx, &inside, version).await?;
            Ok(Sent::Published)
        })
        .await?;
    living::refresh(house.clone()).await?;
    Ok(sent)
}

/// Whether nothing stands in the way of publishing.
async fn ready(
    house: &House,
    q: &impl Reads,
    version: &Version,
    document: &Document,
    from: Date,
) -> Result<(), Refused> {
    let reading = known::reading(house, document);
    if reading.procedure.is_none() || !reading.wrong.is_empty() {
        return Err(Refused::Unready);
    }
    if let Some((n, newest)) = workshop::newest(house, q, &version.key).await? {
        if difference::between(house, &newest, document).is_empty() {
            return Err(Refused::Nothing);
        }
        let day = begins(house, q, &version.key, n).await?;
        if let Some(day) = day.filter(|day| *day > from) {
            return Err(Refused::LaterComing(day));
        }
    }
    Ok(())
}

/// Since when a version holds or will hold.
async fn begins(house: &House, q: &impl Reads, key: &str, n: u32) -> Result<Option<Date>, StoreError> {
    let on_record = version::history(q, key).await?;
    let on_record = on_record.iter().find(|v| v.version == n && v.state == State::Published && !v.from_file);
    if let Some(v) = on_record {
        return Ok(v.effective_from);
    }
    Ok(living::files(house)?.get(key, n).map(|p| p.effective_from))
}

/// Makes a working copy the version that holds from its day, and keeps the file under it on record.
async fn hold(tx: &Tx, house: &House, mut version: Version) -> Result<(), Refused> {
    keep_file(tx, house, &version).await?;
    // What has held is not changed afterwards: a late decision holds from its own day.
    let from = version.effective_from.unwrap_or(tx.now().date()).max(tx.now().date());
    version.version = workshop::next_number(house, tx, &version.key).await?;
    let mut document = document_of(&version);
    document.put("", "version", Some(Value::Integer(i64::from(version.version))));
    document.put("", "effective_from", Some(Value::String(from.to_string())));
    version.document = document.to_text();
    version.effective_from = Some(from);
    version.state = State::Published;
    version.changed_at = tx.now();
    version.decided_at = Some(tx.now());
    version.offered_at = Some(living::offered_from(&house.db, tx.now()));
    workshop::settle(tx, &version, "cases.procedure_publish").await
}

/// The file from which a version was made stays readable for its cases, even when it leaves the folder.
async fn keep_file(tx: &Tx, house: &House, made: &Version) -> Result<(), Refused> {
    let files = living::files(house)?;
    let on_record = version::history(tx, &made.key).await?;
    for file in files.all().iter().filter(|p| p.key == made.key) {
        if on_record.iter().any(|v| v.version == file.version && v.state == State::Published) {
            continue;
        }
        let Some(text) = living::file_text(house, &file.key, file.version)? else { continue };
        let version = Version {
            id: tx.id(),
            key: file.key.clone(),
            version: file.version,
            from_file: true,
            state: State::Published,
            base: None,
            effective_from: Some(file.effective_from),
            document: text.to_owned(),
            why: "町のファイルにある版".to_owned(),
            drafter: None,
            approval: None,
            round: 0,
            created_at: tx.now(),
            changed_by: None,
            changed_at: tx.now(),
            decided_at: None,
            offered_at: Some(tx.now()),
            revision: 1,
        };
        version::insert(tx, &version).await?;
        tx.record(store::Deed::new("cases.procedure_keep_file").row("cases_procedure_version", version.id));
    }
    Ok(())
}

async fn put_on_route(
    tx: &Tx,
    house: &House,
    who: &SignedIn,
    version: &Version,
    document: &Document,
) -> Result<ApprovalId, Refused> {
    let book = house.shelved::<RouteBook>()?;
    let drafter = Officer::of(who).ok_or(StoreError::Missing("officer"))?;
    let before = workshop::newest(house, tx, &version.key).await?.map(|(_, d)| d);
    let (title, text) = for_decision(house, version, before.as_ref(), document);
    if let Some(id) = version.approval {
        let revision = Revision { title, text, attachments: Vec::new(), amount: None, drafter };
        approvals::resubmit(tx, book, id, revision).await?;
        return Ok(id);
    }
    let draft = Draft {
        kind: KIND.to_owned(),
        title,
        text,
        attachments: Vec::new(),
        amount: None,
        desk: desk_of(who, document),
        subject: ("cases_procedure_version", version.id.0),
        link: Some(format!("/desk/procedures/{}/draft/changes", version.key)),
        person: None,
        drafter,
        on_decided: ON_DECIDED,
    };
    Ok(approvals::start(tx, book, draft).await?)
}

/// The desk at which the officer drafts: that of the procedure where it is theirs, else their first.
fn desk_of(who: &SignedIn, document: &Document) -> String {
    let mine = who.desks_with(EDIT);
    let own = Some(document.string("desk")).filter(|desk| mine.contains(desk));
    own.or(mine.first().copied()).unwrap_or_default().to_owned()
}

/// What those who decide read: from when, why, and each thing as it is and as it shall be.
fn for_decision(house: &House, version: &Version, before: Option<&Document>, after: &Document) -> (String, String) {
    let name = web::texts::plain(&after.text("title").ja);
    let from = version.effective_from.map(era::date_label).unwrap_or_default();
    let mut text = format!(
        "手続き「{name}」を次のとおり{}、{from}から使うものとしてよろしいか伺います。\n\n理由\n{}\n",
        if before.is_some() { "直し" } else { "新しく作り" },
        version.why
    );
    let nothing = Document::of_table(toml::Table::new());
    for change in difference::between(house, before.unwrap_or(&nothing), after) {
        let said = |words: &Option<String>| words.clone().unwrap_or_else(|| "（なし）".to_owned());
        text.push_str(&format!(
            "\n■{}\nいま\n{}\n直したあと\n{}\n",
            change.place,
            said(&change.before),
            said(&change.after)
        ));
    }
    (format!("手続きの変更「{name}」（{from}から）"), text)
}

/// The approval of a version ended. Told twice, it finds the version moved on and rests.
pub(crate) fn decided(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let told: Decided = job.payload()?;
        let act = Act::system("cases", house.now());
        let inside = house.clone();
        let written = house.db.write(&act, move |tx| async move { end(&tx, &inside, told).await }).await;
        written.map_err(|refused| match refused {
            Refused::Store(error) => error.into(),
            other => JobError::from(StoreError::Other(format!("{other:?}"))),
        })?;
        living::refresh(house).await?;
        Ok(())
    }
    .boxed()
}

async fn end(tx: &Tx, house: &House, told: Decided) -> Result<(), Refused> {
    let found = version::find(tx, VersionId(told.subject)).await?;
    let mut version = found.ok_or(StoreError::Missing("cases_procedure_version"))?;
    if (version.state, version.approval, version.round) != (State::Open, Some(told.approval), told.round) {
        return Ok(());
    }
    if told.outcome != Outcome::Approved {
        version.state = State::SentBack;
        version.changed_at = tx.now();
        return workshop::settle(tx, &version, "cases.procedure_sent_back").await;
    }
    hold(tx, house, version).await
}

/// Takes back a published version whose day has not come.
pub(super) async fn withdraw(house: &House, act: &Act, who: &SignedIn, key: &str, n: u32) -> Result<(), Refused> {
    let (who, key) = (who.clone(), key.to_owned());
    house
        .db
        .write(act, move |tx| async move {
            let published = version::history(&tx, &key).await?;
            let found = published.into_iter().find(|v| v.version == n && v.state == State::Published && !v.from_file);
            let mut version = found.ok_or(Refused::Gone)?;
            if !is_theirs(&who, &document_of(&version)) {
                return Err(Refused::NotTheirs);
            }
            if version.effective_from.is_none_or(|from| from <= tx.now().date()) {
                return Err(Refused::HasBegun);
            }
            version.state = State::Withdrawn;
            workshop::put(&tx, &mut version, &who, "cases.procedure_withdraw").await
        })
        .await?;
    living::refresh(house.clone()).await?;
    Ok(())
}
