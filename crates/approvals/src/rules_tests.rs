use super::*;
use kernel::TypedId;
use kernel::id::{AccountId, PersonId};
use proptest::prelude::*;

const DIGEST: TextDigest = TextDigest([1; 32]);

fn post(position: &str) -> Post {
    Post { desk: Some("residents".to_owned()), position: position.to_owned() }
}

fn officer(n: u128, positions: &[&str]) -> Officer {
    let party = Party {
        account: Some(AccountId::from_uuid(kernel::Uuid::from_u128(n))),
        person: Some(PersonId::from_uuid(kernel::Uuid::from_u128(n + 1000))),
    };
    Officer {
        party,
        name: format!("職員{n}"),
        posts: positions.iter().map(|p| post(p)).collect(),
        stands_in_for: Vec::new(),
    }
}

fn step(kind: StepKind, mode: Mode, positions: &[&str], with_previous: bool) -> Planned {
    Planned { kind, mode, posts: positions.iter().map(|p| post(p)).collect(), with_previous }
}

fn approve(position: &str) -> Planned {
    step(StepKind::Approve, Mode::Any, &[position], false)
}

fn standard() -> Course {
    Course::start(&officer(1, &["member"]), DIGEST, &[approve("chief"), approve("head")]).unwrap()
}

fn deputy_for(absent: &Officer, line: &[&str], away: &[&str]) -> Standing {
    Standing::Deputy {
        absent: absent.party,
        line: line.iter().map(|p| post(p)).collect(),
        away: away.iter().map(|p| post(p)).collect(),
    }
}

#[test]
fn the_chief_then_the_head_decide_and_it_is_approved() {
    let mut course = standard();
    let (chief, head) = (officer(2, &["chief"]), officer(3, &["head"]));
    assert_eq!(course.take(1, &head, &Standing::Own, DIGEST), Err(Refusal::NotTheTurn));
    assert_eq!(course.take(0, &head, &Standing::Own, DIGEST), Err(Refusal::NotTheirs));
    course.take(0, &chief, &Standing::Own, DIGEST).unwrap();
    assert_eq!(course.take(0, &chief, &Standing::Own, DIGEST), Err(Refusal::NotTheTurn));
    course.take(1, &head, &Standing::Own, DIGEST).unwrap();
    assert_eq!(course.state, State::Ended(Outcome::Approved));
    assert_eq!(course.send_back(1, &head, &Standing::Own, DIGEST), Err(Refusal::Ended));
}

#[test]
fn nobody_decides_on_their_own_draft_not_even_as_a_deputy_or_by_another_account() {
    let mut drafter = officer(1, &["member"]);
    let mut course = Course::start(&drafter, DIGEST, &[approve("chief"), approve("head")]).unwrap();
    drafter.posts.extend([post("chief"), post("deputy_head")]);
    assert_eq!(course.take(0, &drafter, &Standing::Own, DIGEST), Err(Refusal::OwnDraft));
    let standing = deputy_for(&officer(2, &["chief"]), &["deputy_head"], &[]);
    assert_eq!(course.take(0, &drafter, &standing, DIGEST), Err(Refusal::OwnDraft));
    drafter.party.account = Some(AccountId::from_uuid(kernel::Uuid::from_u128(77)));
    assert_eq!(course.take(0, &drafter, &Standing::Own, DIGEST), Err(Refusal::OwnDraft));
}

#[test]
fn a_chief_who_drafts_skips_their_own_step_and_a_head_who_drafts_cannot() {
    let steps = [approve("chief"), approve("head")];
    let course = Course::start(&officer(1, &["chief"]), DIGEST, &steps).unwrap();
    assert_eq!((course.seats[0].place, course.seats[1].place), (Place::Dropped, Place::Open));
    assert_eq!(Course::start(&officer(1, &["head"]), DIGEST, &steps).unwrap_err(), Refusal::OwnDraft);
}

#[test]
fn a_deputy_decides_for_an_absent_officer_and_the_line_is_kept() {
    let head = officer(3, &["head"]);
    let (second, third) = (officer(4, &["deputy_head"]), officer(5, &["chief"]));
    let mut course = Course::start(&officer(1, &["member"]), DIGEST, &[approve("head")]).unwrap();
    let line = ["deputy_head", "chief"];
    assert_eq!(course.take(0, &third, &deputy_for(&head, &line, &[]), DIGEST), Err(Refusal::NotFirstInLine));
    assert_eq!(course.take(0, &head, &deputy_for(&head, &["head"], &[]), DIGEST), Err(Refusal::NotAbsent));
    assert_eq!(
        course.take(0, &officer(6, &["member"]), &deputy_for(&head, &line, &[]), DIGEST),
        Err(Refusal::NotTheirs)
    );
    assert!(course.clone().take(0, &third, &deputy_for(&head, &line, &["deputy_head"]), DIGEST).is_ok());
    let appointed = Officer { stands_in_for: vec![post("head")], ..officer(7, &["member"]) };
    assert!(course.clone().take(0, &appointed, &deputy_for(&head, &line, &[]), DIGEST).is_ok());
    course.take(0, &second, &deputy_for(&head, &line, &[]), DIGEST).unwrap();
    assert_eq!(course.state, State::Ended(Outcome::Approved));
}

#[test]
fn the_absent_officer_reviews_afterwards_and_the_deputy_cannot() {
    let (head, deputy, successor) = (officer(3, &[]), officer(4, &["deputy_head", "head"]), officer(5, &["head"]));
    let mut duty = Duty {
        post: post("head"),
        absent: head.party,
        deputy: deputy.party,
        drafter: officer(1, &[]).party,
        done: false,
    };
    assert_eq!(duty.may_review(&deputy), Err(Refusal::OwnDraft));
    assert_eq!(duty.may_review(&officer(6, &["chief"])), Err(Refusal::NotTheirs));
    assert!(duty.may_review(&head).is_ok() && duty.may_review(&successor).is_ok());
    duty.done = true;
    assert_eq!(duty.may_review(&head), Err(Refusal::NotTheTurn));
}

#[test]
fn a_decision_belongs_to_the_text_that_was_seen() {
    let mut course = standard();
    let other = TextDigest([2; 32]);
    assert_eq!(course.take(0, &officer(2, &["chief"]), &Standing::Own, other), Err(Refusal::OtherText));
    assert_ne!(TextDigest::of("a", "bc", &[]), TextDigest::of("ab", "c", &[]));
}

#[test]
fn the_drafter_pulls_back_until_somebody_has_decided() {
    let drafter = officer(1, &["member"]);
    let mut course = standard();
    assert_eq!(course.pull_back(officer(2, &[]).party), Err(Refusal::NotTheDrafter));
    let mut begun = course.clone();
    begun.take(0, &officer(2, &["chief"]), &Standing::Own, DIGEST).unwrap();
    assert_eq!(begun.pull_back(drafter.party), Err(Refusal::Begun));
    course.pull_back(drafter.party).unwrap();
    assert_eq!(course.state, State::Ended(Outcome::Withdrawn));
    assert_eq!(course.take(0, &officer(2, &["chief"]), &Standing::Own, DIGEST), Err(Refusal::Ended));
}

#[test]
fn what_is_circulated_waits_for_nobody_and_may_be_seen_after_the_end() {
    let steps = [approve("chief"), step(StepKind::Circulate, Mode::All, &["head", "treasurer"], false)];
    let mut course = Course::start(&officer(1, &["member"]), DIGEST, &steps).unwrap();
    assert_eq!(course.seats[1].place, Place::Waiting);
    course.take(0, &officer(2, &["chief"]), &Standing::Own, DIGEST).unwrap();
    assert_eq!(course.state, State::Ended(Outcome::Approved));
    course.take(1, &officer(3, &["head"]), &Standing::Own, DIGEST).unwrap();
    assert_eq!(course.seats[2].place, Place::Open);
}

#[test]
fn one_of_several_is_enough_where_the_route_says_so() {
    let steps = [step(StepKind::Approve, Mode::Any, &["chief", "deputy_head"], false)];
    let mut course = Course::start(&officer(1, &["member"]), DIGEST, &steps).unwrap();
    course.take(1, &officer(4, &["deputy_head"]), &Standing::Own, DIGEST).unwrap();
    assert_eq!(course.seats[0].place, Place::Dropped);
    assert_eq!(course.state, State::Ended(Outcome::Approved));
}

const POSITIONS: [&str; 5] = ["member", "chief", "deputy_head", "head", "treasurer"];

fn any_step() -> impl Strategy<Value = Planned> {
    let kind = prop_oneof![3 => Just(StepKind::Approve), 1 => Just(StepKind::Consult), 1 => Just(StepKind::Circulate)];
    let mode = prop_oneof![Just(Mode::Any), Just(Mode::All)];
    (kind, mode, prop::sample::subsequence(POSITIONS.to_vec(), 1..3), any::<bool>())
        .prop_map(|(kind, mode, positions, parallel)| step(kind, mode, &positions, parallel))
}

/// Five officers; the first drafts. Each holds one or two positions.
fn any_staff() -> impl Strategy<Value = Vec<Officer>> {
    prop::collection::vec(prop::sample::subsequence(POSITIONS.to_vec(), 1..3), 5)
        .prop_map(|all| (1..).zip(&all).map(|(n, positions)| officer(n, positions)).collect())
}

#[derive(Debug, Clone)]
enum Try {
    Take { seat: usize, who: usize, for_whom: Option<usize> },
    SendBack { seat: usize, who: usize },
    PullBack { who: usize },
}

fn any_try() -> impl Strategy<Value = Try> {
    prop_oneof![
        12 => (0..8_usize, 0..5_usize, prop::option::of(0..5_usize))
            .prop_map(|(seat, who, for_whom)| Try::Take { seat, who, for_whom }),
        1 => (0..8_usize, 0..5_usize).prop_map(|(seat, who)| Try::SendBack { seat, who }),
        1 => (0..5_usize).prop_map(|who| Try::PullBack { who }),
    ]
}

fn attempt(course: &mut Course, staff: &[Officer], attempt: &Try) -> bool {
    match *attempt {
        Try::Take { seat, who, for_whom } => {
            let standing = for_whom.map_or(Standing::Own, |absent| deputy_for(&staff[absent], &POSITIONS, &POSITIONS));
            course.take(seat, &staff[who], &standing, DIGEST).is_ok()
        }
        Try::SendBack { seat, who } => course.send_back(seat, &staff[who], &Standing::Own, DIGEST).is_ok(),
        Try::PullBack { who } => course.pull_back(staff[who].party).is_ok(),
    }
}

fn fillings(course: &Course) -> Vec<(i64, Party)> {
    let filled = |s: &Seat| match s.place {
        Place::Filled(party) => Some((s.step, party)),
        _ => None,
    };
    course.seats.iter().filter_map(filled).collect()
}

proptest! {
    #[test]
    fn whatever_is_tried_the_rules_of_the_office_hold(
        steps in prop::collection::vec(any_step(), 1..5),
        staff in any_staff(),
        tries in prop::collection::vec(any_try(), 0..40),
    ) {
        let Ok(mut course) = Course::start(&staff[0], DIGEST, &steps) else { return Ok(()) };
        for t in &tries {
            let before = course.clone();
            let done = attempt(&mut course, &staff, t);
            if !done {
                prop_assert_eq!(&course, &before, "a refusal changes nothing");
            }
            if before.state != State::Open {
                prop_assert_eq!(course.state, before.state, "nothing changes the outcome after the end");
                let changed = course.seats.iter().zip(&before.seats).filter(|(a, b)| a.place != b.place);
                prop_assert!(changed.map(|(s, _)| s.kind).all(|k| k == StepKind::Circulate));
            }
            let filled = fillings(&course);
            prop_assert!(filled.iter().all(|(_, p)| !p.is(staff[0].party)), "the drafter never decides");
            for (n, (step, party)) in filled.iter().enumerate() {
                prop_assert!(filled[..n].iter().all(|(s, p)| s != step || !p.is(*party)), "nobody acts twice in a step");
            }
            if course.state == State::Ended(Outcome::Approved) {
                let approvals = course.seats.iter().filter(|s| s.kind == StepKind::Approve);
                prop_assert!(approvals.clone().any(|s| matches!(s.place, Place::Filled(_))), "somebody has approved");
                prop_assert!(approvals.clone().all(|s| matches!(s.place, Place::Filled(_) | Place::Dropped)));
            }
        }
    }

    #[test]
    fn steps_at_the_same_time_may_be_done_in_any_order(order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle()) {
        let steps = [
            step(StepKind::Approve, Mode::All, &["chief", "deputy_head"], false),
            step(StepKind::Consult, Mode::Any, &["treasurer"], true),
            step(StepKind::Approve, Mode::Any, &["head"], true),
            approve("mayor"),
        ];
        let holders = ["chief", "deputy_head", "treasurer", "head"];
        let mut course = Course::start(&officer(1, &["member"]), DIGEST, &steps).unwrap();
        for seat in order {
            prop_assert_eq!(course.seats[4].place, Place::Waiting);
            let who = officer(10 + seat as u128, &[holders[seat]]);
            course.take(seat, &who, &Standing::Own, DIGEST).unwrap();
        }
        prop_assert_eq!(course.seats[4].place, Place::Open);
        let who: Vec<u128> = fillings(&course).iter().map(|(_, p)| p.account.unwrap().uuid().as_u128()).collect();
        prop_assert_eq!(who, [10, 11, 12, 13]);
    }
}
