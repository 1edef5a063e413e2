//! What a time stamp adds, and that it cannot be changed, moved or taken away.

use super::super::test_authority::{Manner, TestAuthority};
use super::*;

static CLOCK: LazyLock<TestAuthority> = LazyLock::new(|| TestAuthority::new(9, moment(2026).plus_days(-30), true));
static TIMES: LazyLock<Vec<Certificate>> = LazyLock::new(|| CLOCK.trust());
static STAMPED: LazyLock<Vec<u8>> = LazyLock::new(|| stamped(&CLOCK, moment(2026)));

fn promising() -> Statement {
    let facts = Facts {
        title: "住民票の写し".to_owned(),
        number: "7K3-F92-QXM".to_owned(),
        issuer: "小野町".to_owned(),
        valid_until: Some(Date::constant(2027, 2, 22)),
        pages: 2,
        record: Some("ab".repeat(32)),
        time_stamp: true,
    };
    Statement { facts: Some(facts), ..statement() }
}

fn begun() -> Signing {
    Signing::begin(&paper(), &*KEYS, &promising(), moment(2026)).unwrap()
}

fn token(clock: &TestAuthority, signing: &Signing, at: Moment) -> Vec<u8> {
    let question = question(&signing.imprint(), 77).unwrap();
    fuzzing::time_stamp_token(&clock.answer(&question, at, Manner::Well)).unwrap()
}

fn stamped(clock: &TestAuthority, at: Moment) -> Vec<u8> {
    let signing = begun();
    let token = token(clock, &signing, at);
    signing.finish(Some(&token)).unwrap()
}

fn check_times(file: &[u8]) -> Verification {
    verify_pdf(file, Trust { papers: KEYS.trust(), times: &TIMES })
}

fn contents(file: &[u8]) -> std::ops::Range<usize> {
    let start = file.windows(10).rposition(|w| w == b"/Contents<").unwrap() + 9;
    let length = file[start..].iter().position(|b| *b == b'>').unwrap();
    start..start + length + 1
}

#[test]
fn a_stamped_paper_says_what_it_is_and_who_vouches_for_its_time() {
    let found = check_times(&STAMPED);
    assert!(found.genuine(), "{found:?}");
    assert_eq!(found.facts, promising().facts);
    assert_eq!(found.stamp, Stamped::At(Stamp { at: moment(2026), authority: "架空時刻認証 時刻認証".to_owned() }));
    let unasked = check(&STAMPED);
    assert!(
        unasked.genuine() && unasked.stamp == Stamped::NotAsked,
        "without the authority's certificate it is not asked"
    );
}

#[test]
fn a_stamp_that_was_taken_away_is_missed() {
    let bare = begun().finish(None).unwrap();
    assert_eq!(check(&bare).problems, [Flaw::StampMissing]);
    assert_eq!(check_times(&bare).problems, [Flaw::StampMissing]);
}

#[test]
fn a_stamp_of_another_paper_or_another_time_is_refused() {
    let mut other = statement();
    other.facts = promising().facts.map(|f| Facts { number: "234-567-89C".to_owned(), ..f });
    let elsewhere = Signing::begin(&paper(), &*KEYS, &other, moment(2026)).unwrap();
    let moved = begun().finish(Some(&token(&CLOCK, &elsewhere, moment(2026)))).unwrap();
    assert_eq!(check_times(&moved).problems, [Flaw::BadStamp]);
    let late = stamped(&CLOCK, moment(2026).plus_seconds(16 * 60));
    assert_eq!(check_times(&late).problems, [Flaw::BadStamp]);
    assert_eq!(check_times(&begun().finish(Some(b"\x30\x03\x02\x01\x00")).unwrap()).problems, [Flaw::BadStamp]);
}

#[test]
fn only_a_trusted_authority_for_times_is_believed() {
    let from = moment(2026).plus_days(-30);
    let stranger = stamped(&TestAuthority::new(3, from, true), moment(2026));
    assert_eq!(check_times(&stranger).problems, [Flaw::UntrustedStamp]);
    let for_else = stamped(&TestAuthority::new(9, from, false), moment(2026));
    assert_eq!(check_times(&for_else).problems, [Flaw::BadStamp]);
    let signer = verify_pdf(&STAMPED, Trust { papers: &TIMES, times: &TIMES });
    assert_eq!(signer.problems, [Flaw::UntrustedSigner], "who stamps times signs no papers");
    let town = verify_pdf(&STAMPED, Trust { papers: KEYS.trust(), times: KEYS.trust() });
    assert_eq!(town.problems, [Flaw::UntrustedStamp]);
}

#[test]
fn a_token_that_does_not_fit_is_told_before_anything_is_written() {
    let large = [[0x04_u8, 0x82, 0x50, 0x00].as_slice(), &vec![0; 0x5000]].concat();
    assert!(matches!(begun().finish(Some(&large)), Err(SignError::TooLarge)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_changed_byte_anywhere_in_a_stamped_paper_is_noticed(at in 0..STAMPED.len(), bit in 0..8) {
        let mut file = STAMPED.clone();
        file[at] ^= 1_u8 << bit;
        prop_assert!(!check_times(&file).genuine());
    }

    #[test]
    fn a_changed_digit_of_signature_or_token_is_noticed(at in 0_usize..3_000, digit in 1_u32..16) {
        let mut file = STAMPED.clone();
        let place = contents(&file).start + 1 + at;
        let old = char::from(file[place]).to_digit(16).unwrap();
        file[place] = u8::try_from(char::from_digit((old + digit) % 16, 16).unwrap()).unwrap();
        prop_assert!(!check_times(&file).genuine(), "digit {at}");
    }

    #[test]
    fn no_bytes_make_the_readers_of_stamps_and_lists_panic(noise in proptest::collection::vec(any::<u8>(), 0..300)) {
        fuzzing::time_stamp(&noise);
        prop_assert!(RevokedList::read(&String::from_utf8_lossy(&noise), KEYS.trust()).is_none());
    }
}

#[test]
fn a_list_of_revoked_papers_is_believed_only_as_the_town_signed_it() {
    use sha2::{Digest, Sha256};
    let digest: String = Sha256::digest(&*STAMPED).iter().map(|b| format!("{b:02x}")).collect();
    let text = RevokedList::new("小野町", moment(2026), [digest]).signed(&*KEYS).unwrap();
    let list = RevokedList::read(&text, KEYS.trust()).unwrap();
    assert!(list.has(&STAMPED) && !list.has(&SIGNED) && list.made_at() == moment(2026));
    assert!(RevokedList::read(&text, keys(2).trust()).is_none());
    assert!(RevokedList::read(&text, &TIMES).is_none());
    for at in (40..text.len() - 30).step_by(7) {
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let read = RevokedList::read(&String::from_utf8_lossy(&changed), KEYS.trust());
        assert!(read.is_none_or(|l| l == list), "a changed letter changes nothing or everything: {at}");
    }
}
