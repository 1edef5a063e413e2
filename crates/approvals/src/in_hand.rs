//! What waits for an officer's decision. It waits at a post, so it follows the office by itself.

use crate::desk;
use crate::draft::{Officer, Outcome, Party};
use crate::roster;
use crate::routes::RouteBook;
use crate::rules::State;
use futures::FutureExt;
use kernel::era;
use kernel::id::AccountId;
use store::StoreError;
use web::House;
use web::hold::{InHand, OpenWork};

/// Proposals that wait for this officer, those they drafted, and what they still have to look at.
pub(crate) const IN_HAND: InHand = InHand {
    title: "決裁（待っているもの、起案したもの、後閲、不在の予定）",
    list: |house, account| list(house, account).boxed(),
    pass_on: None,
};

async fn list(house: House, account: AccountId) -> Result<Vec<OpenWork>, StoreError> {
    let (db, book, day) = (&house.db, house.shelved::<RouteBook>()?, house.now().date());
    let known = people::accounts::find(db, account).await?.ok_or(StoreError::Missing("people_account"))?;
    let officer = Officer {
        party: Party { account: Some(account), person: known.person },
        name: known.name,
        posts: Vec::new(),
        stands_in_for: Vec::new(),
    };
    let officer = roster::with_terms(db, book, officer, day).await?;
    let lying = desk::of(db, book, &officer, day).await?;
    let work = |title: String, id: kernel::id::ApprovalId| OpenWork { title, path: format!("/desk/approvals/{id}") };
    let mut all: Vec<OpenWork> =
        lying.mine.iter().map(|w| work(format!("決裁待ち　{}", w.record.title), w.record.id)).collect();
    let open = lying.drafted.iter().filter(|r| r.state == State::Open || r.state == State::Ended(Outcome::SentBack));
    all.extend(open.map(|r| work(format!("起案　{}", r.title), r.id)));
    all.extend(lying.owed.iter().map(|o| work(format!("後閲　{}", o.title), o.approval)));
    // Who is away on the day of the hand-over should know that a deputy decides meanwhile.
    let away = roster::absences_of(db, officer.party, day).await?;
    all.extend(away.iter().map(|a| OpenWork {
        title: format!("不在の予定　{}から{}まで", era::date_label(a.first), era::date_label(a.last)),
        path: "/desk/approvals/absence".to_owned(),
    }));
    Ok(all)
}
