//! 議事録: approved once, then frozen with the digest of its words.

use super::records::{self, Decision, Item};
use super::{Attendance, Came, Meeting, MeetingId, MinutesId, Paper, papers, take_as_seen, waiting};
use kernel::id::AccountId;
use std::fmt::Write;
use store::seal::seal;
use store::{BlobId, Deed, Reads, StoreError, Tx, args};
use web::WebError;

/// What the digest is of, for people.
pub(super) const DIGEST_OF: &str = "議事録の文のSHA-256";

/// Approves the minutes as the approver saw them; nothing of the meeting changes from then on.
///
/// # Errors
/// [`WebError::Changed`] when something was written since `version`.
pub(super) async fn approve(
    tx: &Tx,
    id: MeetingId,
    version: i64,
    body: &str,
    by: (AccountId, &str),
) -> Result<(), WebError> {
    let meeting = take_as_seen(tx, id, version).await?;
    tx.execute("UPDATE plan_meeting SET state = 'approved' WHERE id = $1", args![id]).await?;
    let text = words(tx, &meeting, body).await?;
    let row: MinutesId = tx.id();
    let sql = "INSERT INTO plan_minutes (id, meeting, text, digest, approver, approver_name, at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let digest = BlobId::of(text.as_bytes());
    tx.execute(sql, args![row, id, seal(&text), digest.as_str(), by.0, seal(by.1), tx.now()]).await?;
    let deed = Deed::new("plan.minutes_approve").row("plan_meeting", id).row("plan_minutes", row);
    tx.record(waiting::settle(tx, id, meeting.day, deed.detail(digest.as_str())).await?);
    Ok(())
}

/// Whether what is on record still says what was approved.
pub(super) async fn hold(q: &impl Reads, meeting: &Meeting, body: &str) -> Result<bool, StoreError> {
    let Some(minutes) = records::minutes(q, meeting.id).await? else { return Ok(false) };
    let same = words(q, meeting, body).await? == minutes.text;
    Ok(same && BlobId::of(minutes.text.as_bytes()).as_str() == minutes.digest)
}

/// The minutes as one text, the same for the same records.
pub(super) async fn words(q: &impl Reads, meeting: &Meeting, body: &str) -> Result<String, StoreError> {
    let (items, decisions) = (records::items(q, meeting.id).await?, records::decisions(q, meeting.id).await?);
    let (came, papers) = (records::attendance(q, meeting.id).await?, papers::of(q, meeting.id).await?);
    let mut text = format!("{body}　{}\n{}\n", meeting.title, meeting.when());
    for place in [&meeting.place, &meeting.link].into_iter().flatten() {
        line(&mut text, place);
    }
    attendance(&mut text, meeting, &came);
    for item in &items {
        said(&mut text, item, &decisions, &papers);
    }
    Ok(text)
}

fn line(text: &mut String, words: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{words}");
}

fn attendance(text: &mut String, meeting: &Meeting, came: &[Attendance]) {
    for how in Came::ALL {
        let names: Vec<String> =
            came.iter().filter(|a| a.came == how).map(|a| format!("{}（{}）", a.name, a.office)).collect();
        if !names.is_empty() {
            line(text, &format!("{}: {}", how.label(), names.join("、")));
        }
    }
    if let Some(guests) = &meeting.guests {
        line(text, &format!("ほかに出た人: {guests}"));
    }
}

fn said(text: &mut String, item: &Item, decisions: &[Decision], papers: &[Paper]) {
    line(text, &format!("\n{}. {}", item.n, item.title));
    for paper in papers.iter().filter(|p| p.item == Some(item.id)) {
        line(text, &format!("資料: {}（{}）", paper.name, paper.blob.as_str()));
    }
    if !item.minutes.is_empty() {
        line(text, &item.minutes);
    }
    for decision in decisions.iter().filter(|d| d.item == item.id && !d.withdrawn) {
        line(text, &format!("決定: {}", decision.text));
        if let Some(task) = &decision.task_words {
            line(text, &format!("やること: {task}"));
        }
    }
}
