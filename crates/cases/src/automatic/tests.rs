use super::*;
use crate::forms::Catalogue;
use kernel::{Date, Moment, Reference, TypedId, Uuid};

fn case(channel: Channel, assurance: &str) -> Case {
    Case {
        id: CaseId::from_uuid(Uuid::nil()),
        reference: Reference::from_random([0; 8]),
        procedure: "seal_certificate".to_owned(),
        procedure_version: 1,
        state: State::Submitted,
        desk: "residents".to_owned(),
        applicant: None,
        applicant_name: String::new(),
        account: None,
        mandate: None,
        channel,
        helper: None,
        identity_check: None,
        submitted_at: Moment::from_micros(0),
        due_on: Date::constant(2026, 6, 1),
        officer: None,
        fee: Some(kernel::Yen(200)),
        granted: None,
        decision: None,
        approval: None,
        bill: None,
        paper: None,
        round: 1,
        waiting_since: None,
        outcome: None,
        closed_at: None,
        decided_on: None,
        slot: None,
        repeats: None,
        assurance: Some(assurance.to_owned()),
        hindrance: None,
        waiver: None,
        register: None,
        version: 1,
    }
}

fn seal() -> TownMatter {
    let catalogue = Catalogue::load(&testkit::town_folder("ono")).unwrap();
    catalogue.get("seal_certificate", 1).unwrap().matter().unwrap().as_ref().clone()
}

#[test]
fn only_what_leaves_no_doubt_is_issued_without_an_officer() {
    let (matter, none) = (seal(), Answers::default());
    let certain = case(Channel::Web, "strong");
    assert_eq!(doubt(&certain, &matter, &none), None);
    assert_eq!(doubt(&case(Channel::Kiosk, "strong"), &matter, &none), None);
    for doubtful in [
        case(Channel::Web, "identified"),
        case(Channel::Web, "account"),
        case(Channel::Counter, "strong"),
        case(Channel::Paper, "strong"),
        Case { state: State::InReview, ..certain.clone() },
        Case { hindrance: Some("記録がない".to_owned()), ..certain.clone() },
        Case { mandate: Some(people::MandateId::from_uuid(Uuid::nil())), ..certain.clone() },
        Case { fee: None, ..certain.clone() },
        Case { assurance: None, ..certain.clone() },
    ] {
        assert!(doubt(&doubtful, &matter, &none).is_some(), "{doubtful:?}");
    }
    let officers = TownMatter { automatic: None, ..matter.clone() };
    assert!(doubt(&certain, &officers, &none).is_some(), "a procedure that says nothing is an officer's");
    let mut claims = Answers::default();
    claims.set("exempt", Answer::Choice("public_assistance".to_owned()));
    assert!(doubt(&certain, &matter, &claims).is_some(), "an exemption is decided by somebody");
    claims.set("exempt", Answer::Choice(Exempt::NONE.to_owned()));
    assert_eq!(doubt(&certain, &matter, &claims), None);
}
