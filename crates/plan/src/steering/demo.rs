//! A fictional beginning for the demo: who steers, one meeting that was held, one to come, two tasks
//! and an opinion. The people are those of `demo/accounts.toml`; nothing of it happened.

use super::bodies::Steering;
use super::meetings::{self, Frame};
use super::people::{self, NewSeat, Refusal};
use super::{opinions, tasks};
use kernel::fiscal::FiscalYear;
use kernel::id::AccountId;
use kernel::{Date, TypedId};
use std::collections::HashMap;
use store::{Act, Tx};
use web::{House, WebError};

/// Body, office, desk, who.
const SEATS: [(&str, &str, Option<&str>, &str); 9] = [
    ("headquarters", "member", None, "tadashi"),
    ("headquarters", "member", None, "yutaka"),
    ("headquarters", "secretariat", None, "tsunagu"),
    ("leaders", "leader", Some("residents"), "madoka"),
    ("leaders", "leader", Some("child"), "nozomi"),
    ("leaders", "leader", Some("digital"), "tsunagu"),
    ("residents_group", "chair", None, "tadashi"),
    ("residents_group", "member", None, "madoka"),
    ("residents_group", "member", None, "ayumu"),
];
const ADVISED: [&str; 3] = ["procedures", "certificates", "payments"];

/// Plays it, where the demo's officers are.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn play(house: &House) -> Result<(), WebError> {
    let steering = Steering::of(house).await?;
    let Some(officers) = officers(house).await? else { return Ok(()) };
    if steering.headquarters().is_none() {
        return Ok(());
    }
    let (now, act) = (house.now(), Act::system("demo", house.now()));
    house
        .db
        .write(&act, move |tx| async move {
            seats(&tx, &steering, &officers).await?;
            let past = held(&tx, &steering, &officers, now.plus_days(-14).date()).await?;
            coming(&tx, &steering, now.plus_days(10).date()).await?;
            let adviser = (who(&officers, "shirube")?, "助言 しるべ");
            let text = "窓口で待つ時間が減ったことを、町の人にも数字で伝えるとよいと思います。紙で申し込む人のための下書きも、画面と同じ順にそろえてください。（見本の意見です）";
            opinions::give(&tx, "procedures", FiscalYear::of(now.date()), adviser, text).await?;
            Ok::<_, WebError>(past)
        })
        .await
        .map(|_| ())
}

type Officers = HashMap<&'static str, AccountId>;

/// The demo's officers, if all are there.
async fn officers(house: &House) -> Result<Option<Officers>, WebError> {
    let mut found = HashMap::new();
    for key in ["tadashi", "yutaka", "tsunagu", "madoka", "nozomi", "ayumu", "mitsuru", "shirube"] {
        let Some(account) = crate::demo::officer(house, key).await? else { return Ok(None) };
        found.insert(key, account);
    }
    Ok(Some(found))
}

fn who(officers: &Officers, key: &str) -> Result<AccountId, WebError> {
    officers.get(key).copied().ok_or(WebError::NotFound)
}

async fn seats(tx: &Tx, steering: &Steering, officers: &Officers) -> Result<(), WebError> {
    let year = FiscalYear::of(tx.now().date());
    let advice = ("advisers", "adviser", None, "shirube");
    for (body, office, desk, key) in SEATS.into_iter().chain([advice]) {
        let Some(known) = steering.body(body) else { continue };
        let advises = body == "advisers";
        let new = NewSeat {
            body: body.to_owned(),
            office: office.to_owned(),
            desk: desk.map(str::to_owned),
            measures: if advises { ADVISED.map(str::to_owned).to_vec() } else { Vec::new() },
            holder: who(officers, key)?,
            from: year.start(),
            until: advises.then(|| year.end()),
        };
        match people::give(tx, &new, known).await {
            Ok(_) | Err(Refusal::Overlaps | Refusal::Taken) => {}
            Err(Refusal::Other(error)) => return Err(error),
        }
    }
    Ok(())
}

fn frame(title: &str, day: Date) -> Frame {
    let title = format!("{}　{title}（見本）", FiscalYear::of(day).label());
    Frame {
        title, day, starts: "13:30".to_owned(), place: Some("役場の会議室（架空）".to_owned()), link: None
    }
}

/// A meeting that was held, with a task that is done and one that is due soon.
async fn held(tx: &Tx, steering: &Steering, officers: &Officers, day: Date) -> Result<meetings::MeetingId, WebError> {
    let topics = ["オンライン申請の使われ方".to_owned(), "証明書の受け取り".to_owned()];
    let id = meetings::open(tx, steering, "headquarters", &frame("第1回", day), &topics).await?;
    let minutes = "窓口で申請を手伝った件数も、同じ画面で数えられている。案内の文が長いという声があった。";
    let due = tx.now().plus_days(5).date();
    let decision = meetings::Said {
        minutes,
        measure: "procedures",
        decision: "申請の案内を、一画面で読める長さにする",
        owner: (who(officers, "madoka")?, "窓口 まどか"),
        due,
    };
    meetings::say(tx, id, 0, decision).await?;
    let second = meetings::Said {
        minutes: "郵送で受け取る人の割合を確かめた。",
        measure: "certificates",
        decision: "受け取り方の選び方を、窓口でも紙で渡す",
        owner: (who(officers, "ayumu")?, "仮名 あゆむ"),
        due,
    };
    meetings::say(tx, id, 1, second).await?;
    for task in tasks::of(tx, tasks::Origin::Meeting(id.uuid())).await?.into_iter().skip(1) {
        tasks::finish(tx, task.id, task.version, tasks::Worked::Partly, "紙を置いた。手に取る人は半分ほど（見本）")
            .await?;
    }
    meetings::freeze(tx, steering, id, (who(officers, "mitsuru")?, "灯台 みつる")).await?;
    Ok(id)
}

/// A meeting to come, to which members are invited on the first page.
async fn coming(tx: &Tx, steering: &Steering, day: Date) -> Result<(), WebError> {
    let topics = ["半年の数字を見る".to_owned(), "来年度の予算に向けて".to_owned()];
    let id = meetings::open(tx, steering, "headquarters", &frame("第2回", day), &topics).await?;
    meetings::invite(tx, id).await
}
