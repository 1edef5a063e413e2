//! The register of issued papers: what was issued, for what, whether it still holds.

use crate::Code;
use crate::contents::Claim;
use crate::recall::{ON_REVOKED, Revoked};
use crate::sign::Stamp;
use kernel::id::{AccountId, PaperId, PersonId};
use kernel::search_key::search_key;
use kernel::{Date, Moment, Reference, TypedId, Uuid};
use sha2::{Digest, Sha256};
use store::seal::{open, seal};
use store::{BlobId, Deed, NewJob, Reads, Row, StoreError, Tx, args};

/// An issued paper.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The paper.
    pub id: PaperId,
    /// The number people say on the telephone; it has a check sign.
    pub number: Reference,
    /// The code on the paper.
    pub code: Code,
    /// What it is: `resident_record`.
    pub kind: String,
    /// Its name for people: 住民票の写し.
    pub title: String,
    /// The number in its foot: the office's document number, or the register's own.
    pub reference: String,
    /// Whose paper it is.
    pub person: Option<PersonId>,
    /// The row for which it was issued: (table, id).
    pub subject: (String, Uuid),
    /// Key of the desk whose matter it is.
    pub desk: Option<String>,
    /// SHA-256 of the data that was printed, in hexadecimal.
    pub data_digest: String,
    /// The signed file.
    pub file: BlobId,
    /// When it was issued.
    pub issued_at: Moment,
    /// SHA-256 of the frozen record that it was printed from, if it certifies one. The same stands in
    /// the signed file.
    pub record_digest: Option<String>,
    /// Its last day, if it has one.
    pub valid_until: Option<Date>,
    /// How many originals were asked for.
    pub originals: i64,
    /// Whether its holder wants it by post.
    pub post: bool,
    /// What it certifies, for programs.
    pub claims: Vec<Claim>,
    /// The time that an authority vouches for (PAdES B-T).
    pub stamp: Option<Stamp>,
    /// When and why it was taken back.
    pub revoked: Option<(Moment, String)>,
    pub(crate) holder_proofs: String,
}

impl Paper {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let revoked_at: Option<Moment> = row.get("revoked_at")?;
        let reason: Option<String> = row.get("revoked_reason")?;
        Ok(Self {
            id: row.get("id")?,
            number: row.get("number")?,
            code: row.get("code")?,
            kind: row.get("kind")?,
            title: row.get("title")?,
            reference: row.get("reference")?,
            person: row.get("person")?,
            subject: (row.get("subject_table")?, row.get("subject")?),
            desk: row.get("desk")?,
            data_digest: row.get("data_digest")?,
            file: row.get("file")?,
            issued_at: row.get("issued_at")?,
            revoked: revoked_at.map(|at| (at, reason.unwrap_or_default())),
            holder_proofs: row.get("holder_proofs")?,
            record_digest: row.get("record_digest")?,
            valid_until: row.get("valid_until")?,
            originals: row.get::<Option<i64>>("originals")?.unwrap_or(1),
            post: row.get::<Option<bool>>("post")?.unwrap_or(false),
            claims: row.get::<Option<String>>("claims")?.map(open).map_or_else(Vec::new, read_claims),
            stamp: stamp(row)?,
        })
    }

    /// Whether it holds on `day`: not taken back, and not past its last day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.revoked.is_none() && self.valid_until.is_none_or(|last| day <= last)
    }

    /// Whether `name`, as somebody reads it on the paper, is the name of a holder. The register
    /// keeps no name for this, only a digest over code and name: the table shows no name, though
    /// whoever has the table could try names one by one.
    pub(crate) fn bears_name(&self, name: &str) -> bool {
        let proof = holder_proof(&self.code, name);
        !search_key(name).is_empty() && self.holder_proofs.split(' ').any(|p| p == proof)
    }
}

fn read_claims(text: String) -> Vec<Claim> {
    serde_json::from_str(&text).unwrap_or_default()
}

fn stamp(row: &Row) -> Result<Option<Stamp>, StoreError> {
    let at: Option<Moment> = row.get("stamped_at")?;
    let authority: Option<String> = row.get("stamped_by")?;
    Ok(at.map(|at| Stamp { at, authority: authority.unwrap_or_default() }))
}

pub(crate) fn holder_proof(code: &Code, name: &str) -> String {
    let digest = Sha256::digest(format!("{}\n{}", code.as_str(), search_key(name)));
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

macro_rules! papers {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, code, kind, title, reference, person, subject_table, subject, desk, data_digest, holder_proofs, ",
            "file, issued_at, revoked_at, revoked_reason, record_digest, valid_until, originals, claims, stamped_at, ",
            "stamped_by, post FROM papers_paper ",
            $rest
        )
    };
}

fn one(row: Option<Row>) -> Result<Option<Paper>, StoreError> {
    row.map(|r| Paper::read(&r)).transpose()
}

/// A paper.
///
/// # Errors
/// When the database does not answer.
pub async fn find(q: &impl Reads, id: PaperId) -> Result<Option<Paper>, StoreError> {
    one(q.row(papers!("WHERE id = $1"), args![id]).await?)
}

/// The paper of this kind for a subject, if it was issued: there is at most one.
///
/// # Errors
/// When the database does not answer.
pub async fn find_for(q: &impl Reads, subject: (&'static str, Uuid), kind: &str) -> Result<Option<Paper>, StoreError> {
    let sql = papers!("WHERE subject_table = $1 AND subject = $2 AND kind = $3");
    one(q.row(sql, args![subject.0, subject.1, kind]).await?)
}

/// The paper with this code.
pub(crate) async fn with_code(q: &impl Reads, code: &Code) -> Result<Option<Paper>, StoreError> {
    one(q.row(papers!("WHERE code = $1"), args![code]).await?)
}

/// The paper with this number, if the typed code belongs to it.
pub(crate) async fn with_number(q: &impl Reads, number: Reference, typed: &str) -> Result<Option<Paper>, StoreError> {
    let found = by_number(q, number).await?;
    Ok(found.filter(|p| p.code.begins_with(typed)))
}

pub(crate) async fn by_number(q: &impl Reads, number: Reference) -> Result<Option<Paper>, StoreError> {
    one(q.row(papers!("WHERE number = $1"), args![number]).await?)
}

/// The paper that has exactly this file.
pub(crate) async fn with_file(q: &impl Reads, file: &BlobId) -> Result<Option<Paper>, StoreError> {
    one(q.row(papers!("WHERE file = $1"), args![file]).await?)
}

/// A person's papers, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(
    q: &impl Reads,
    person: PersonId,
    before: PaperId,
    limit: i64,
) -> Result<Vec<Paper>, StoreError> {
    let sql = papers!("WHERE person = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    q.rows(sql, args![person, before, limit]).await?.iter().map(Paper::read).collect()
}

/// The newest papers, before `before`.
pub(crate) async fn newest(q: &impl Reads, before: PaperId, limit: i64) -> Result<Vec<Paper>, StoreError> {
    let sql = papers!("WHERE id < $1 ORDER BY id DESC LIMIT $2");
    q.rows(sql, args![before, limit]).await?.iter().map(Paper::read).collect()
}

/// The newest papers of these desks, and those of no desk.
pub(crate) async fn newest_of(
    q: &impl Reads,
    desks: &[&str],
    before: PaperId,
    limit: i64,
) -> Result<Vec<Paper>, StoreError> {
    let sql = papers!("WHERE id < $1 AND desk IS NULL ORDER BY id DESC LIMIT $2");
    let mut rows = q.rows(sql, args![before, limit]).await?;
    for desk in desks {
        let sql = papers!("WHERE id < $1 AND desk = $3 ORDER BY id DESC LIMIT $2");
        rows.extend(q.rows(sql, args![before, limit, *desk]).await?);
    }
    let mut papers = rows.iter().map(Paper::read).collect::<Result<Vec<_>, _>>()?;
    papers.sort_by_key(|p| std::cmp::Reverse(p.id));
    papers.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(papers)
}

/// Papers issued since then that are to be posted and of which an original is not printed yet, the
/// oldest first.
pub(crate) async fn to_be_posted(q: &impl Reads, since: Moment) -> Result<Vec<Paper>, StoreError> {
    let sql = papers!(
        "WHERE post = $1 AND issued_at >= $2 AND revoked_at IS NULL AND COALESCE(originals, 1) > \
         (SELECT COUNT(*) FROM papers_copy c WHERE c.paper = papers_paper.id AND c.way <> 'download') \
         ORDER BY id LIMIT 100"
    );
    q.rows(sql, args![true, since]).await?.iter().map(Paper::read).collect()
}

/// Writes a paper into the register.
pub(crate) async fn add(tx: &Tx, paper: &Paper) -> Result<(), StoreError> {
    let claims = (!paper.claims.is_empty()).then(|| serde_json::to_string(&paper.claims).unwrap_or_default());
    let (stamped_at, stamped_by) = paper.stamp.as_ref().map(|s| (s.at, s.authority.clone())).unzip();
    tx.execute(
        "INSERT INTO papers_paper (id, number, code, kind, title, reference, person, subject_table, subject, data_digest, \
         holder_proofs, file, issued_at, desk, record_digest, valid_until, originals, claims, stamped_at, stamped_by, \
         post) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        args![
            paper.id,
            paper.number,
            &paper.code,
            &paper.kind,
            &paper.title,
            &paper.reference,
            paper.person,
            &paper.subject.0,
            paper.subject.1,
            &paper.data_digest,
            &paper.holder_proofs,
            &paper.file,
            paper.issued_at,
            paper.desk.clone(),
            paper.record_digest.clone(),
            paper.valid_until,
            paper.originals,
            claims.as_deref().map(seal),
            stamped_at,
            stamped_by,
            paper.post
        ],
    )
    .await?;
    let deed = Deed::new("papers.issue").about(paper.person).row("papers_paper", paper.id);
    tx.record(deed.detail(format!("{} {}", paper.title, paper.number)));
    Ok(())
}

/// The word in the log for a print at a screen in the lobby.
const SCREEN: &str = "screen";

/// How a copy of the file left the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    /// The holder downloaded it.
    Download,
    /// An officer printed it for the counter: which print it was, and for one beyond the originals that
    /// were asked for, why.
    Counter { by: AccountId, number: i64, reason: Option<String> },
    /// Its holder printed one of the originals at a screen in the lobby.
    Screen { number: i64 },
}

/// Counts a copy and writes it into the journal, where the holder sees it.
///
/// # Errors
/// [`StoreError::Conflict`] when two officers print the same original at once.
pub(crate) async fn hand_out(tx: &Tx, paper: &Paper, way: Way) -> Result<(), StoreError> {
    let id: PaperId = tx.id();
    let sql = "INSERT INTO papers_copy (id, paper, way, handed_at, account, number, reason) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (word, by, number, reason) = match way {
        Way::Download => ("download", None, None, None),
        Way::Counter { by, number, reason } => ("counter", Some(by), Some(number), reason),
        Way::Screen { number } => (SCREEN, None, Some(number), None),
    };
    let deed = match (number, &reason) {
        (None, _) => Deed::new("papers.download"),
        (Some(n), None) => Deed::new("papers.print").detail(format!("原本 {n}/{}", paper.originals)),
        (Some(n), Some(why)) => Deed::new("papers.reprint").detail(format!("{n}回目 {why}")),
    };
    tx.execute(sql, args![id.uuid(), paper.id, word, tx.now(), by, number, reason]).await?;
    tx.record(deed.about(paper.person).row("papers_paper", paper.id));
    Ok(())
}

/// One line of the log of what left the house.
#[derive(Debug, Clone)]
pub(crate) struct Copy {
    pub(crate) at: Moment,
    /// Whether the holder downloaded it.
    pub(crate) downloaded: bool,
    /// Whether the holder printed it at a screen in the lobby.
    pub(crate) at_screen: bool,
    /// Who printed it; none for what the holder did.
    pub(crate) by: Option<AccountId>,
    /// Which print it was.
    pub(crate) number: Option<i64>,
    pub(crate) reason: Option<String>,
}

/// What left the house, the newest first.
pub(crate) async fn copies(q: &impl Reads, id: PaperId) -> Result<Vec<Copy>, StoreError> {
    let sql =
        "SELECT handed_at, way, account, number, reason FROM papers_copy WHERE paper = $1 ORDER BY id DESC LIMIT 50";
    let read = |row: &Row| {
        Ok(Copy {
            at: row.get("handed_at")?,
            downloaded: row.get::<String>("way")? == "download",
            at_screen: row.get::<String>("way")? == SCREEN,
            by: row.get("account")?,
            number: row.get("number")?,
            reason: row.get("reason")?,
        })
    };
    q.rows(sql, args![id]).await?.iter().map(read).collect()
}

/// How often it was printed, at the counter or at a screen.
pub(crate) async fn prints(q: &impl Reads, id: PaperId) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM papers_copy WHERE paper = $1 AND way <> 'download'";
    Ok(q.one(sql, args![id]).await?.unwrap_or(0))
}

/// The next original that is to be printed, if one is left: which, and of how many.
///
/// # Errors
/// When the database does not answer.
pub async fn next_original(q: &impl Reads, paper: &Paper) -> Result<Option<(i64, i64)>, StoreError> {
    let next = prints(q, paper.id).await? + 1;
    Ok((next <= paper.originals && paper.revoked.is_none()).then_some((next, paper.originals)))
}

/// Its holder prints the next original at a screen in the lobby; answers which. It stands in the log
/// and in the holder's journal, as a print at the counter does. A print beyond the originals needs an
/// officer and a reason.
///
/// # Errors
/// [`StoreError::Missing`] when no original is left or the paper was taken back,
/// [`StoreError::Conflict`] when somebody prints the same original at this moment.
pub async fn print_at_screen(tx: &Tx, id: PaperId) -> Result<i64, StoreError> {
    let gone = || StoreError::Missing("papers_paper");
    let paper = find(tx, id).await?.ok_or_else(gone)?;
    let (number, _) = next_original(tx, &paper).await?.ok_or_else(gone)?;
    hand_out(tx, &paper, Way::Screen { number }).await?;
    Ok(number)
}

/// Whether its holder printed an original at a screen in the lobby since then.
///
/// # Errors
/// When the database does not answer.
pub async fn printed_at_screen_since(q: &impl Reads, id: PaperId, since: Moment) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM papers_copy WHERE paper = $1 AND way = $2 AND handed_at >= $3";
    Ok(q.row(sql, args![id, SCREEN, since]).await?.is_some())
}

/// The files of all papers that were taken back.
pub(crate) async fn revoked_files(q: &impl Reads) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT file FROM papers_paper WHERE revoked_at IS NOT NULL ORDER BY revoked_at";
    q.rows(sql, vec![]).await?.iter().map(|row| row.get("file")).collect()
}

/// How somebody made sure of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// By the code of its QR, or by number and code.
    Code,
    /// By the file itself.
    File,
}

/// Counts that somebody made sure of a paper of this kind today: not which paper, and not who.
pub(crate) async fn count_check(tx: &Tx, kind: &str, check: Check) -> Result<(), StoreError> {
    let way = match check {
        Check::Code => "code",
        Check::File => "file",
    };
    let id: PaperId = tx.id();
    let sql = "INSERT INTO papers_check (id, day, kind, way, n) VALUES ($1, $2, $3, $4, 1) \
               ON CONFLICT (day, kind, way) DO UPDATE SET n = papers_check.n + 1";
    tx.execute(sql, args![id.uuid(), tx.now().date(), kind, way]).await.map(|_| ())
}

/// Takes a paper back: from now on everybody who checks it is told, and so is its holder, by a job.
///
/// # Errors
/// [`StoreError::Missing`] when it is not there or was taken back already.
pub async fn revoke(tx: &Tx, id: PaperId, reason: &str) -> Result<(), StoreError> {
    let sql = "UPDATE papers_paper SET revoked_at = $2, revoked_reason = $3 WHERE id = $1 AND revoked_at IS NULL";
    if tx.execute(sql, args![id, tx.now(), reason]).await? != 1 {
        return Err(StoreError::Missing("papers_paper"));
    }
    let person: Option<PersonId> = find(tx, id).await?.and_then(|p| p.person);
    tx.record(Deed::new("papers.revoke").about(person).row("papers_paper", id).detail(reason));
    if person.is_some() {
        tx.enqueue(NewJob::new(ON_REVOKED, &Revoked { paper: id }).key(format!("{ON_REVOKED}:{id}")));
    }
    Ok(())
}
