//! What those who sit around a board may rely on.

mod anonymous;
mod carry;
mod live;
mod voting;
mod writing;

use testkit::{Answer, TestTown, Who};

/// Somebody who takes part.
async fn officer(town: &TestTown) -> Who {
    town.officer(&["plan.board"], &[]).await
}

/// Opens a board about a project; `fields` are chosen otherwise than usual.
async fn board(town: &TestTown, lead: &Who, fields: &[(&str, &str)]) -> String {
    let usual = [
        ("title", "6月のふりかえり"),
        ("about", "project:"),
        ("project", "夏まつりの準備"),
        ("names", "named"),
        ("votes", "3"),
        ("minutes", ""),
    ];
    let chosen = |name: &str| fields.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
    let sent: Vec<(&str, &str)> = usual.iter().map(|(n, v)| (*n, chosen(n).unwrap_or(v))).collect();
    town.post(lead, "/desk/plan/boards", &sent).await.leads_on()
}

/// Writes a card in a column; each with a number of its own.
async fn write(town: &TestTown, who: &Who, board: &str, side: &str, words: &str) -> Answer {
    let once = town.id().to_string();
    town.post(who, &format!("{board}/cards"), &[("once", &once), ("side", side), ("words", words)]).await
}

/// The identifiers of the cards on the page, in its order.
async fn cards(town: &TestTown, who: &Who, board: &str) -> Vec<String> {
    town.get(who, board).await.attributes("[data-card]", "data-card")
}

/// The version that the facilitator's page carries.
async fn version(town: &TestTown, lead: &Who, board: &str) -> String {
    let action = format!("form[action=\"{board}/step\"] input[name=version]");
    town.get(lead, board).await.attributes(&action, "value").swap_remove(0)
}

/// The facilitator goes on to a step.
async fn step(town: &TestTown, lead: &Who, board: &str, to: &str) {
    let version = version(town, lead, board).await;
    let answer = town.post(lead, &format!("{board}/step"), &[("version", &version), ("to", to)]).await;
    assert_eq!(answer.status, 303, "{to}: {}", answer.text());
}

/// An officer with a term of office, so that tasks can be given to them.
async fn colleague(town: &TestTown, name: &'static str) -> Who {
    crate::steering::sample::officer(town, name, "desk_officer", Some("residents")).await
}
