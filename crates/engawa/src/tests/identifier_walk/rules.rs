//! What is expected at each door that takes an identifier: whose thing lies behind it, and who but
//! its owner deals with it. A door that is not named here fails the walk.

use super::things::Things;
use super::world::{Role, Target};
use kernel::{TypedId, Uuid};
use web::Route;

/// Who may reach the thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Nobody's thing lies behind it.
    Nobodys,
    /// The resident whose it is.
    Owner,
    /// Officers with this permission at the desk of the matter.
    Desk(&'static str),
    /// Officers with this permission: the task is the whole town's.
    Town(&'static str),
    /// Cashiers for every desk, others for their own.
    Bill,
    /// The desk's own approvers and who drafted it.
    Way,
    /// The head who told of it.
    OwnAbsence,
    /// Whoever holds the proof in the address; nobody here does.
    Proof,
}

impl Rule {
    /// Whether `role` may reach the things of `target`.
    pub(super) fn admits(self, role: &Role, target: &Target) -> bool {
        let who = role.signed_in.as_ref();
        let at = |permission: &str| who.is_some_and(|w| w.may_at(permission, target.desk));
        let desk = if target.desk == "child" { "the child desk" } else { "the residents' desk" };
        match self {
            Self::Nobodys => true,
            Self::Owner => role.name == target.resident.name,
            Self::Desk(permission) => at(permission),
            Self::Town(permission) => who.is_some_and(|w| w.may(permission)),
            Self::Bill => at("billing.counter") || at("billing.see"),
            Self::Way => at("approvals.decide") || role.name == format!("officer of {desk}"),
            Self::OwnAbsence => role.name == format!("head of {desk}"),
            Self::Proof => false,
        }
    }
}

/// One attempt at one thing.
#[derive(Debug)]
pub(super) struct Try {
    pub path: String,
    pub rule: Rule,
    pub fields: Vec<(&'static str, String)>,
}

/// The form fields with which an attempt would have its effect if it were let in.
type Fields = Vec<(&'static str, String)>;

fn field(name: &'static str, value: impl ToString) -> (&'static str, String) {
    (name, value.to_string())
}

/// A proof of the right form that opens nothing.
const NO_PROOF: &str = "AAAAAAAAAAAAAAAAAAAAAAAA";

/// What is tried at a door that takes identifiers; `None` when nobody has said what is expected there.
pub(super) fn tries(route: &Route, target: &Target) -> Option<Vec<Try>> {
    let things = &target.things;
    let post = route.method == "POST";
    let found: Vec<(Rule, Vec<String>, Fields)> = match route.path {
        path if path.starts_with("/apply/d/") => drafts(path, things),
        path if path.starts_with("/my/cases/") => mine(path, things),
        path if path.starts_with("/desk/cases/") => cases(path, things),
        path if path.starts_with("/desk/procedures/") => procedures(path),
        path if path.starts_with("/desk/approvals/") => approvals(path, things),
        path if path.starts_with("/desk/billing/") => billing(path, things),
        path if path.starts_with("/my/bills/account/") => {
            vec![one(Rule::Owner, &[&things.account], vec![field("version", 1)])]
        }
        path if path.starts_with("/desk/papers/") => papers(path, things, post),
        path if path.starts_with("/desk/notices/") => notices(path, things)?,
        path if path.starts_with("/desk/people/") => person(target),
        path if path.starts_with("/desk/certificates/cases/") => certificate(things),
        path if path.starts_with("/desk/plan/pdca/") => review_of_the_plan(path),
        path if path.starts_with("/desk/plan/boards/") => boards(path, things),
        path if steering(path) => vec![one(Rule::Town("plan.steer"), &[&Uuid::nil(), &Uuid::nil()], steered())],
        "/desk/plan/advice/{measure}" => vec![one(Rule::Town("plan.adviser"), &[&"procedures"], steered())],
        other => others(other, target)?,
    };
    let filled = |(rule, values, fields): (Rule, Vec<String>, Fields)| Try {
        path: fill(route.path, &values),
        rule,
        fields: if post { fields } else { Vec::new() },
    };
    Some(found.into_iter().map(filled).collect())
}

/// The path with its placeholders filled in their order.
pub(super) fn fill(path: &str, values: &[String]) -> String {
    let mut values = values.iter();
    let part = |part: &str| match part.strip_prefix('{').and_then(|p| p.split_once('}')) {
        Some((_, rest)) => format!("{}{rest}", values.next().map_or("", String::as_str)),
        None => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn one(rule: Rule, values: &[&dyn std::fmt::Display], fields: Fields) -> (Rule, Vec<String>, Fields) {
    (rule, values.iter().map(|v| v.to_string()).collect(), fields)
}

fn drafts(path: &str, things: &Things) -> Vec<(Rule, Vec<String>, Fields)> {
    let mut found = Vec::new();
    for (draft, rule) in [(things.draft, Rule::Owner), (things.on_paper, Rule::Desk("cases.assist"))] {
        if path.contains("{blob}") && draft == things.on_paper {
            continue;
        }
        let last: String = if path.contains("{blob}") { things.blob.clone() } else { "contact".to_owned() };
        let fields = vec![field("phone", "0247-99-9999"), field("email", "x@x.example"), field("secret", "1234")];
        found.push(one(rule, &[&draft, &last], fields));
    }
    found
}

fn mine(path: &str, things: &Things) -> Vec<(Rule, Vec<String>, Fields)> {
    let case = if path.contains("correct") { things.asked } else { things.submitted };
    let fields =
        vec![field("version", 2), field("asked", "purpose"), field("purpose", "work"), field("satisfaction", "better")];
    vec![one(Rule::Owner, &[&case, &things.file], fields)]
}

fn cases(path: &str, things: &Things) -> Vec<(Rule, Vec<String>, Fields)> {
    let case = if path.ends_with("correct") { things.asked } else { things.submitted };
    let fields = vec![
        field("version", 1),
        field("note", "よその人のメモ"),
        field("again", "よその人の理由"),
        field("ask.purpose", "なぜですか"),
        field("granted", "yes"),
        field("words", "よその人の決定"),
        field("fee", "300"),
        field("channel", "paper"),
        field("told", "paper"),
        field("check", "面識がある"),
        field("satisfaction", "worse"),
        field("asked", "purpose"),
        field("purpose", "work"),
    ];
    vec![one(Rule::Desk("cases.desk"), &[&case, &things.file], fields)]
}

fn approvals(path: &str, things: &Things) -> Vec<(Rule, Vec<String>, Fields)> {
    if path.contains("absence") {
        return vec![one(Rule::OwnAbsence, &[&things.absence], Vec::new())];
    }
    let fields = vec![
        field("seat", &things.seat),
        field("text", &things.text),
        field("words", "よその人の決裁"),
        field("reason", "いないから"),
        field("verb", "approve"),
        field("absent", things.absence),
        field("review", things.absence),
    ];
    vec![one(Rule::Way, &[&things.approval, &0], fields)]
}

fn billing(path: &str, things: &Things) -> Vec<(Rule, Vec<String>, Fields)> {
    if path.contains("{payment}") {
        return vec![one(Rule::Town("billing.counter"), &[&things.payment], Vec::new())];
    }
    // Files of a levy, printed batches and lists of 督促 belong to the desk that levies; none is there.
    if ["/runs/", "/prints/", "/dunning/"].iter().any(|part| path.contains(part)) && !path.contains("/debits/") {
        let fields = vec![field("version", 1), field("decision", "1"), field("then", "go"), field("reason", "理由")];
        return vec![one(Rule::Town("billing.run"), &[&Uuid::nil()], fields)];
    }
    // Files of banks and money without an owner are nobody's thing; an account is its owner's.
    if let Some(id) = ["{account}", "{run}", "{file}", "{suspense}"].iter().find(|id| path.contains(**id)) {
        let thing = if *id == "{account}" { things.account } else { Uuid::nil() };
        let fields = vec![field("version", 1), field("agreed", "yes"), field("reason", "よその人の理由")];
        return vec![one(Rule::Town("billing.bank"), &[&thing], fields)];
    }
    if let Some(deed) = ["/exempt", "/agree", "/end-agreement"].iter().find(|end| path.ends_with(**end)) {
        let plan = ["first-era", "first-year", "first-month", "first-day"];
        let plan = plan.into_iter().zip(["ad", "2030", "1", "5"]).map(|(name, value)| field(name, value));
        let fields = [
            ("what", "rest"),
            ("exempt_reason", "よその人の理由"),
            ("agree_reason", "よその人の理由"),
            ("agreed_rest", "300"),
            ("end_reason", "よその人の理由"),
            ("exempted", "0"),
            ("times", "2"),
        ];
        let fields = fields.into_iter().map(|(name, value)| field(name, value)).chain(plan).collect();
        let bill = if *deed == "/end-agreement" { Uuid::nil() } else { things.bill };
        return vec![one(Rule::Desk("billing.decide"), &[&bill], fields)];
    }
    let bill = if path.ends_with("refund") { things.paid_bill } else { things.bill };
    let fields = ["rest", "tendered", "refundable", "refund"].map(|name| field(name, 300));
    let fields = [fields.to_vec(), vec![field("reason", "理由"), field("why", "理由")]].concat();
    vec![one(Rule::Bill, &[&bill], fields)]
}

fn papers(path: &str, things: &Things, post: bool) -> Vec<(Rule, Vec<String>, Fields)> {
    let fields = if post { vec![field("reason", "よその人の理由"), field("agree", "yes")] } else { Vec::new() };
    let takes_back = path.ends_with("/revoke") || path.ends_with("/agree");
    let permission = if takes_back { "papers.revoke" } else { "papers.issue" };
    vec![one(Rule::Desk(permission), &[&things.paper], fields)]
}

/// What will stand on a certificate.
fn certificate(things: &Things) -> Vec<(Rule, Vec<String>, Fields)> {
    let fields = vec![field("damage", "total"), field("method", "visit")];
    vec![one(Rule::Desk("cases.desk"), &[&things.submitted], fields)]
}

fn notices(path: &str, things: &Things) -> Option<Vec<(Rule, Vec<String>, Fields)>> {
    Some(match path {
        "/desk/notices/{id}" => vec![one(Rule::Town("notices.send"), &[&things.notice], Vec::new())],
        "/desk/notices/{id}/bounced/{copy}" => {
            vec![one(Rule::Town("notices.send"), &[&things.notice, &things.copy], Vec::new())]
        }
        "/desk/notices/calls/{copy}" => {
            vec![one(Rule::Town("notices.post"), &[&things.copy], vec![field("outcome", "talked")])]
        }
        "/desk/notices/post/{batch}" => vec![one(Rule::Town("notices.post"), &[&things.copy], Vec::new())],
        _ => return None,
    })
}

/// No resident's thing: the plan of a measure, a question of it. Nobody here answers for one.
fn review_of_the_plan(path: &str) -> Vec<(Rule, Vec<String>, Fields)> {
    let fields =
        vec![field("version", 0), field("event", "submit"), field("words", "よその人の計画"), field("change", "add")];
    let writes = ["/q/", "/steps", "/log", "/voices"].iter().any(|part| path.contains(part));
    let rule = Rule::Town(if writes { "plan.write" } else { "plan.see" });
    vec![one(rule, &[&"procedures", &"2026", &"aim"], fields)]
}

fn person(target: &Target) -> Vec<(Rule, Vec<String>, Fields)> {
    let fields = vec![field("purpose", "記録の訂正")];
    vec![one(Rule::Town("people.read"), &[&target.resident.person.uuid()], fields)]
}

/// The working copy of a procedure: the desk's own officers who may change procedures.
fn procedures(path: &str) -> Vec<(Rule, Vec<String>, Fields)> {
    let second: &dyn std::fmt::Display = match path {
        path if path.contains("/versions/") => &1,
        path if path.contains("/changes/") => &Uuid::nil(),
        _ => &"what",
    };
    let fields = vec![field("what", "up"), field("key", "kept"), field("seen", ""), field("revision", 1)];
    vec![one(Rule::Desk("cases.procedures"), &[&"resident_record", second, &"kept", &"row"], fields)]
}

/// A board on which the desk's officer wrote a card. The stream goes on without end: nobody's board is
/// listened to.
fn boards(path: &str, things: &Things) -> Vec<(Rule, Vec<String>, Fields)> {
    if path.ends_with("/stream") {
        return vec![one(Rule::Nobodys, &[&Uuid::nil()], Vec::new())];
    }
    let mut fields = vec![
        field("side", "keep"),
        field("words", "よその人のカード"),
        field("on", things.card),
        field("card", format!("{}.1", things.card)),
        field("new", "よその人の見出し"),
        field("to", "closed"),
        field("minutes", 5),
        field("outcome", "worked"),
        field("voice", "窓口"),
    ];
    fields.push(field("version", 1));
    vec![one(Rule::Town("plan.board"), &[&things.board, &things.card], fields)]
}

fn others(path: &str, target: &Target) -> Option<Vec<(Rule, Vec<String>, Fields)>> {
    let things = &target.things;
    let proof = &NO_PROOF;
    Some(match path {
        "/apply/{procedure}"
        | "/apply/{procedure}/begin"
        | "/desk/assist/{procedure}/paper.pdf"
        | "/api/v1/procedures/{key}"
        | "/procedures/{key}" => {
            vec![one(Rule::Nobodys, &[&"resident_record"], Vec::new())]
        }
        "/guide/{event}" | "/guide/{event}/dates.ics" | "/guide/{event}/to/{procedure}" => {
            vec![one(Rule::Nobodys, &[&"birth", &"birth_support"], Vec::new())]
        }
        "/assets/{hash}/{name}"
        | "/postcodes/{code}"
        | "/demo/outbox/{key}"
        | "/api/v1/news/{id}"
        | "/news/{id}"
        | "/developers/operations/{id}"
        | "/developers/problems/{name}"
        | "/certificates/{key}"
        | "/kiosk/ask/{key}"
        | "/sign-in/back/{provider}"
        | "/sign-in/with/{provider}"
        | "/ops/jobs/{id}/retry"
        | "/ops/jobs/{id}/discard" => {
            vec![one(Rule::Nobodys, &[&Uuid::nil(), &"x"], Vec::new())]
        }
        // The plan as data: everybody reads it, those who edit the plan change it.
        "/plan/above/{plan}" | "/plan/versions/{n}" => vec![one(Rule::Nobodys, &[&"1"], Vec::new())],
        "/desk/plan/book/{measure}" => {
            let fields = vec![field("seen", 1), field("aim-ja", "よその人のねらい"), field("why", "なし")];
            vec![one(Rule::Town("plan.edit"), &[&"procedures"], fields)]
        }
        path if path.starts_with("/desk/plan/book/changes/") => {
            vec![one(Rule::Town("plan.edit"), &[&Uuid::nil()], vec![field("seen", 1), field("version", 1)])]
        }
        // The plan as everybody reads it, and what is answered to country and prefecture.
        "/plan/{measure}" => vec![one(Rule::Nobodys, &[&"procedures"], Vec::new())],
        "/plan/report/{file}" => vec![one(Rule::Nobodys, &[&"2026.pdf"], Vec::new())],
        "/desk/plan/return/{list}/{file}" => vec![one(Rule::Town("plan.see"), &[&"nation", &"2026"], Vec::new())],
        path if path.starts_with("/desk/plan/figures/{indicator}") => {
            let permission = if path.ends_with("recount") { "plan.count" } else { "plan.see" };
            vec![one(
                Rule::Town(permission),
                &[&"cases.received", &"2020-04"],
                vec![field("seen", 1), field("reason", "誤り")],
            )]
        }
        "/desk/certificates/kiosks/{kiosk}/end" => {
            vec![one(Rule::Town("certificates.kiosk"), &[&Uuid::nil()], Vec::new())]
        }
        "/desk/news/{id}/withdraw" => vec![one(Rule::Town("notices.publish"), &[&Uuid::nil()], Vec::new())],
        "/desk/identity/{id}" | "/desk/identity/{id}/decide" => {
            vec![one(Rule::Town("account.match"), &[&Uuid::nil()], vec![field("person", target.resident.person)])]
        }
        "/my/export/{id}" => vec![one(Rule::Owner, &[&things.export], Vec::new())],
        "/my/mandates/{mandate}/end" => vec![one(Rule::Owner, &[&things.mandate], Vec::new())],
        "/my/mandates/offers/{offer}/end" => vec![one(Rule::Owner, &[&things.offer], Vec::new())],
        "/mandates/{offer}/{proof}" => {
            vec![one(Rule::Proof, &[&things.offer, proof], vec![field("birth", "1961-03-04"), field("agrees", "yes")])]
        }
        "/desk/mandates/{mandate}/end" => vec![one(Rule::Town("cases.mandate"), &[&things.mandate], Vec::new())],
        path if path.starts_with("/desk/staff/") => staff(path, target),
        // Invitations of the town: nobody here makes any; the letter's address is a secret.
        path if path.starts_with("/desk/offers/{offer}") => {
            let fields = vec![field("version", 1), field("then", "go"), field("why", "よその人の理由")];
            vec![one(Rule::Nobodys, &[&Uuid::nil()], fields)]
        }
        "/i/{secret}" => {
            let birth = [("birth-era", "showa"), ("birth-year", "21"), ("birth-month", "4"), ("birth-day", "8")];
            vec![one(Rule::Proof, &[proof], birth.map(|(n, v)| field(n, v)).to_vec())]
        }
        "/my/bills/{bill}/pay" | "/my/bills/{bill}/pay/{n}" | "/my/bills/{bill}/pay/{n}/card" => {
            vec![one(Rule::Owner, &[&things.bill, &1], Vec::new())]
        }
        "/payments/card/{card}/{proof}" | "/payments/card/{card}/{proof}/ask" => {
            vec![one(Rule::Proof, &[&Uuid::nil(), proof], Vec::new())]
        }
        "/desk/payments/bills/{bill}" => vec![one(Rule::Bill, &[&things.bill], Vec::new())],
        "/desk/payments/cards/{card}" | "/desk/payments/cards/{card}/back" => {
            let fields = vec![field("amount", 100), field("remaining", 100), field("reason", "よその人の理由")];
            vec![one(Rule::Town("payments.card"), &[&Uuid::nil()], fields)]
        }
        "/my/bills/{id}" => vec![one(Rule::Owner, &[&things.bill], Vec::new())],
        "/my/notices/{id}" => vec![one(Rule::Owner, &[&things.copy], vec![field("go", "on")])],
        "/my/papers/{file}" => vec![one(Rule::Owner, &[&format!("{}.pdf", things.paper)], Vec::new())],
        "/desk/assist/papers/{draft}" | "/desk/assist/papers/{draft}/paper.pdf" => {
            vec![one(Rule::Desk("cases.assist"), &[&things.on_paper], Vec::new())]
        }
        path if path.starts_with("/matters/{case}/{proof}") => {
            let fields = vec![
                field("version", 2),
                field("asked", "purpose"),
                field("satisfaction", "better"),
                field("fact", "1961-03-04"),
                field("sure", "yes"),
            ];
            vec![one(Rule::Proof, &[&things.asked, proof], fields)]
        }
        path if path.starts_with("/drafts/{draft}/{proof}") => {
            vec![one(Rule::Proof, &[&things.draft, proof], Vec::new())]
        }
        path if path.starts_with("/sign/{request}/{proof}") => {
            let fields = vec![field("secret", "1234"), field("seen", "x"), field("name", "x"), field("agreed", "yes")];
            vec![one(Rule::Proof, &[&things.draft, proof, &things.blob], fields)]
        }
        "/unsubscribe/{copy}/{proof}" => {
            vec![one(Rule::Proof, &[&things.copy, proof], vec![field("List-Unsubscribe", "One-Click")])]
        }
        "/sign-up/{link}/{proof}" | "/set-up/{invitation}/{proof}" | "/settings/email/{id}/{proof}" => {
            vec![one(Rule::Proof, &[&things.copy, proof], Vec::new())]
        }
        // All but the last sign of the code.
        "/v/{code}" => {
            let near = format!("{}R", &things.code[..things.code.len() - 1]);
            vec![one(Rule::Proof, &[&near], vec![field("name", target.resident.name)])]
        }
        _ => return None,
    })
}

/// An officer's account, their term, a ward.
fn staff(path: &str, target: &Target) -> Vec<(Rule, Vec<String>, Fields)> {
    let value = match path {
        path if path.contains("{ward}") => target.things.ward.clone(),
        path if path.contains("{grant}") => target.things.grant.to_string(),
        _ => target.colleague.to_string(),
    };
    let fields = vec![field("role", "operator"), field("sure", "yes"), field("agrees", "yes"), field("last-year", "8")];
    vec![one(Rule::Town("account.staff"), &[&value], fields)]
}

/// Tasks, seats and meetings of the plan; nobody of this town keeps them.
fn steering(path: &str) -> bool {
    ["/desk/plan/tasks/{", "/desk/plan/people/{", "/desk/plan/meetings/{"].iter().any(|p| path.starts_with(p))
}

fn steered() -> Fields {
    let fields =
        [("version", "1"), ("words", "よその人"), ("year", "2026"), ("text", "よその人の意見"), ("sure", "yes")];
    fields.map(|(name, value)| field(name, value)).to_vec()
}

/// Doors without an identifier in the address whose form takes one; every other form of the house
/// takes none, and a new one must say so.
pub(super) fn in_body(path: &str, target: &Target) -> Option<Vec<Try>> {
    let things = &target.things;
    let (rule, fields) = match path {
        "/my/settings/sessions/end" => (Rule::Owner, vec![field("session", target.resident.session)]),
        "/my/settings/passkeys/remove" => (Rule::Owner, vec![field("passkey", things.passkey)]),
        "/desk/notices/post/calls" => (Rule::Town("notices.post"), vec![field("copy", things.copy)]),
        "/desk/papers" => (Rule::Desk("papers.issue"), vec![field("number", &things.number)]),
        "/desk/accounts/check" | "/desk/accounts/code" => {
            (Rule::Town("account.recover"), vec![field("person", target.resident.person), field("seen", "運転免許証")])
        }
        "/desk/accounts/staff/check" | "/desk/accounts/staff/reset" => {
            let fields = vec![field("account", target.colleague), field("how", "face"), field("agrees", "yes")];
            (Rule::Town("account.recover"), fields)
        }
        "/desk/mandates" => {
            let (principal, kind) = (field("principal", target.resident.person), field("kind", "paper"));
            let fields = vec![principal, field("agent", target.things.agent), kind, field("scope", "all")];
            (Rule::Town("cases.mandate"), fields)
        }
        "/desk/staff/new" => {
            let fields = vec![field("email", "new@demo.example"), field("name", "職員"), field("role", "operator")];
            (Rule::Town("account.staff"), fields)
        }
        "/desk/people" | "/desk/accounts" => {
            let permission = if path == "/desk/people" { "people.read" } else { "account.recover" };
            (Rule::Town(permission), vec![field("q", target.resident.name)])
        }
        "/desk/assist/begin" => {
            let person = field("person", target.resident.person);
            let rest = [("procedure", "resident_record"), ("channel", "counter"), ("check", "運転免許証")];
            let rest = rest.map(|(n, v)| field(n, v));
            (Rule::Town("cases.assist"), [vec![person], rest.to_vec()].concat())
        }
        "/desk/plan/boards" => {
            let fields = [("title", "会"), ("about", "project:"), ("project", "会"), ("names", "named")];
            (Rule::Town("plan.board"), fields.map(|(n, v)| field(n, v)).to_vec())
        }
        "/my/settings/ways/remove" => (Rule::Owner, vec![field("way", Uuid::nil())]),
        "/desk/plan/outside" => (Rule::Town("plan.count"), vec![field("key", "survey")]),
        "/desk/plan/people" => (Rule::Town("plan.steer"), vec![field("holder", target.colleague)]),
        "/desk/plan/meetings" => (Rule::Town("plan.steer"), vec![field("body", "headquarters")]),
        "/desk/identity/providers/key" => (Rule::Town("account.providers"), Vec::new()),
        "/desk/news" => (Rule::Town("notices.publish"), vec![field("title", "お知らせ"), field("body", "本文")]),
        "/desk/scan/take" => {
            (Rule::Town("cases.assist"), vec![field("code", &things.references[0]), field("check", "運転免許証")])
        }
        "/desk/plan/pdca/review" => {
            (Rule::Town("plan.steer"), vec![field("event", "publish"), field("cycle-publish", "procedures/2026/1")])
        }
        "/desk/scan" => (Rule::Desk("cases.desk"), vec![field("code", &things.references[0])]),
        "/desk/certificates/kiosks" => (Rule::Town("certificates.kiosk"), vec![field("name", "ロビー")]),
        "/desk/certificates/pass" => {
            (Rule::Town("certificates.kiosk"), vec![field("person", target.resident.person), field("check", "face")])
        }
        "/desk/certificates/records" => (Rule::Town("certificates.records"), vec![field("kind", "seal")]),
        "/desk/procedures/new" | "/desk/procedures/import" => {
            (Rule::Town("cases.procedures"), vec![field("key", "somebody_elses"), field("desk", "residents")])
        }
        "/kiosk/begin" | "/kiosk/end" | "/kiosk/open" | "/kiosk/print" => {
            (Rule::Nobodys, vec![field("code", "0000-0000")])
        }
        "/my/kiosk" => (Rule::Nobodys, Vec::new()),
        "/desk/scan/invitation" => {
            (Rule::Desk("cases.assist"), vec![field("code", &things.references[0]), field("check", "面識がある")])
        }
        "/desk/offers" => {
            let fields = [("rule", "infant_one"), ("year", "2026"), ("purpose", "よその人の目的です")];
            (Rule::Town("procedures.offer"), fields.map(|(n, v)| field(n, v)).to_vec())
        }
        "/desk/billing/drawer/open" | "/desk/billing/drawer/close" => {
            let fields = ["opening", "expected", "counted"].map(|name| field(name, 0));
            (Rule::Town("billing.counter"), fields.to_vec())
        }
        "/desk/billing/accounts/new" => {
            let fields = vec![field("person", target.resident.person.uuid()), field("agreed", "yes")];
            (Rule::Town("billing.bank"), fields)
        }
        "/desk/billing/debits" | "/desk/billing/files" | "/desk/billing/transit" | "/desk/billing/refunds" => {
            (Rule::Town("billing.bank"), vec![field("day", "2026-06-30"), field("amount", 100)])
        }
        "/desk/billing/runs" | "/desk/billing/dunning" => {
            let fields = [("item", "property_tax"), ("year", "2026"), ("n", "1"), ("due", "2026-06-30")];
            (Rule::Town("billing.run"), fields.map(|(n, v)| field(n, v)).to_vec())
        }
        // These act on whoever sends them, or ask for a secret that is tried elsewhere.
        "/api/v1/case-status"
        | "/api/v1/papers/verify"
        | "/api/v1/papers/verify-file"
        | "/my/bills/account/new"
        | "/my/settings/ways/begin"
        | "/payments/slip"
        | "/payments/slip/card"
        | "/payments/card/hook"
        | "/my/link"
        | "/my/export"
        | "/my/mandates/new"
        | "/my/settings/close"
        | "/my/settings/email"
        | "/set-up"
        | "/my/settings/contact"
        | "/my/settings/language"
        | "/my/settings/name"
        | "/my/settings/passkeys/begin"
        | "/my/settings/passkeys/finish"
        | "/my/settings/password"
        | "/my/settings/second/confirm"
        | "/my/settings/second/new"
        | "/my/settings/second/remove"
        | "/sign-in/second"
        | "/desk/approvals/absence"
        | "/desk/notices/post"
        | "/ops/verify"
        | "/ops/backup"
        | "/ops/drill"
        | "/recover"
        | "/recover/password"
        | "/resume"
        | "/invited"
        | "/settings/display"
        | "/sign-in"
        | "/sign-in/passkey/begin"
        | "/sign-in/passkey/finish"
        | "/sign-out"
        | "/sign-up"
        | "/verify" => return Some(Vec::new()),
        _ => return None,
    };
    Some(vec![Try { path: path.to_owned(), rule, fields }])
}

/// Who may find the resident's words on a page that takes no identifier, asked for them too.
pub(super) fn on_list(path: &str, target: &Target) -> (String, Rule) {
    let q = testkit::encode(target.resident.name);
    let rule = match path {
        path if path.starts_with("/my") => Rule::Owner,
        "/desk/cases" => Rule::Desk("cases.desk"),
        "/desk/assist" => Rule::Town("cases.assist"),
        "/desk/approvals" => Rule::Way,
        "/desk/billing" => Rule::Bill,
        "/desk/papers" => Rule::Desk("papers.issue"),
        "/desk/notices" => Rule::Town("notices.send"),
        "/desk/notices/post" | "/desk/notices/calls" => Rule::Town("notices.post"),
        _ => Rule::Proof,
    };
    (format!("{path}?q={q}"), rule)
}
