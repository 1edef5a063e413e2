//! Officers with real accounts and terms, for the tests of this part.

use kernel::Date;
use people::{AccountKind, Holder, NewAccount, NewGrant, PeopleError};
use testkit::{TestTown, Who};
use web::Staff;

/// An officer with an account, a mail address and a term of `role` that began with the year.
pub(crate) async fn officer(town: &TestTown, name: &str, role: &str, desk: Option<&str>) -> Who {
    let email = format!("s{}@demo.example", town.id().simple());
    let new =
        NewAccount { kind: AccountKind::Staff, email: email.parse().unwrap(), name: name.to_owned(), person: None };
    let grant = |holder| NewGrant {
        holder,
        role: role.to_owned(),
        desk: desk.map(str::to_owned),
        ward: None,
        position: (role == "plan_cio").then(|| "cio".to_owned()),
        deputy: false,
        from: Date::constant(2026, 4, 1),
        until: None,
    };
    let account = town
        .change(
            move |tx| async move { people::accounts::open_account(&tx, new).await.map_err(PeopleError::into_store) },
        )
        .await;
    let term = grant(Holder::Account(account));
    town.change(move |tx| async move {
        people::grants::assign(&tx, &term).await.map(|_| ()).map_err(PeopleError::into_store)
    })
    .await;
    let permissions = town.house.town.roles.get(role).unwrap().permissions.clone();
    let desks: Vec<String> = desk.iter().map(|d| (*d).to_owned()).collect();
    let mut staff = Staff::alike(desks, Vec::new(), permissions.clone());
    if desk.is_none() {
        staff.rights = permissions.into_iter().map(|permission| web::Right { permission, desk: None }).collect();
    }
    town.signed_in_as(name, account, None, Some(staff))
}

pub(crate) async fn secretary(town: &TestTown) -> Who {
    officer(town, "配線 つなぐ", "plan_secretariat", Some("digital")).await
}

pub(crate) async fn cio(town: &TestTown) -> Who {
    officer(town, "灯台 みつる", "plan_cio", None).await
}

pub(crate) async fn member(town: &TestTown) -> Who {
    officer(town, "窓口 まどか", "desk_officer", Some("residents")).await
}

/// Fields of a date as a browser sends them.
pub(crate) fn date(name: &str, day: &str) -> Vec<(String, String)> {
    let date: Date = day.parse().unwrap();
    let parts = [
        ("era", "ad".to_owned()),
        ("year", date.year().to_string()),
        ("month", date.month().to_string()),
        ("day", date.day().to_string()),
    ];
    parts.into_iter().map(|(part, value)| (format!("{name}-{part}"), value)).collect()
}

/// Sends a form with a date among its fields.
pub(crate) async fn post(
    town: &TestTown,
    who: &Who,
    path: &str,
    fields: &[(&str, &str)],
    dates: &[(&str, &str)],
) -> testkit::Answer {
    let dates: Vec<(String, String)> = dates.iter().flat_map(|(n, d)| date(n, d)).collect();
    let all: Vec<(&str, &str)> =
        fields.iter().copied().chain(dates.iter().map(|(n, v)| (n.as_str(), v.as_str()))).collect();
    town.post(who, path, &all).await
}
