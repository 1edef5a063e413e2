//! `engawa officer add`: the first officer of a town, from whom all others come in the browser; and
//! the way back when nobody is left who could add anybody.

use crate::command_line::{NewOfficer, Officer, Place};
use crate::failure::Failure;
use crate::house::{self, Records};
use crate::say;
use account::staff::{Delivery, Invited, Office, Refusal};
use people::PeopleError;
use store::Act;
use town::{Town, TownFolder};

pub(crate) async fn run(place: &Place, what: &Officer) -> Result<(), Failure> {
    let Officer::Add(new) = what;
    let town = Town::load(&TownFolder::open(&place.town)?)?;
    let records = Records::open(place).await?;
    let added = add(&town, &records, new).await;
    let signed = records.sign_head().await;
    records.db.close().await;
    let invited = added?;
    signed?;
    report(place, &town, new, &invited);
    Ok(())
}

/// The account with its office and its invitation, in one change.
pub(crate) async fn add(town: &Town, records: &Records, new: &NewOfficer) -> Result<Invited, Failure> {
    let secret = records.keys.secret("forms.key", records.db.random())?;
    let email = new.mail.parse().map_err(|_| {
        Failure::not_in_order(
            format!("「{}」はメールアドレスの形ではありません", new.mail),
            "this is not a mail address",
        )
    })?;
    let now = records.clock.now();
    let office = Office {
        role: new.role.clone(),
        desk: new.desk.clone(),
        position: new.position.clone(),
        deputy: false,
        from: new.from.unwrap_or(now.date()),
        until: new.until,
    };
    let delivery = if new.send { Delivery::Mail } else { Delivery::Hand };
    let officer = account::staff::NewOfficer { name: new.name.clone(), email, office, delivery };
    let town = town.clone();
    let change = records.db.write(&Act::system("officer", now), move |tx| async move {
        account::staff::rescue(&tx, &town, &secret, officer).await
    });
    change.await.map_err(refused)
}

fn refused(refusal: Refusal) -> Failure {
    let (ja, en) = match refusal {
        Refusal::Resident => (
            "このメールアドレスは、住民のアカウントで使われています。仕事のアドレスを使ってください".to_owned(),
            "this address belongs to a resident's account; use one of the office".to_owned(),
        ),
        Refusal::People(PeopleError::Unknown(what)) => (
            format!("町のフォルダーに、その {what} がありません（roles.toml、organisation.toml を見てください）"),
            format!("the town folder has no such {what}"),
        ),
        Refusal::People(PeopleError::Store(error)) => return error.into(),
        other => ("職員を加えられません".to_owned(), other.to_string()),
    };
    Failure::not_in_order(ja, en)
}

fn report(place: &Place, town: &Town, new: &NewOfficer, invited: &Invited) {
    let port = place.listen.rsplit(':').next().and_then(|p| p.parse().ok()).unwrap_or(8080);
    let url = house::base_url(new.base_url.as_deref(), town, port);
    say::line(&format!("{} さんを職員に加えました。次のリンクを開いて、パスワードを決めてもらってください", new.name));
    say::line("（7日間、一度だけ使えます。ほかの人に見せないでください）:");
    say::line(&format!("Added {}. The link lets the officer choose a password, once, within seven days:", new.mail));
    say::line(&format!("  {url}{}", invited.path));
    if let Some(code) = invited.code {
        say::line(&format!("または {url}/set-up でコード {code} / or at that address the code {code}"));
    }
}
