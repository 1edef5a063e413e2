//! What a town and its people may rely on when a paper is signed.

use super::*;
use kernel::{Date, Moment};
use lopdf::{Document, Object, Stream, dictionary};
use proptest::prelude::*;
use std::os::unix::fs::PermissionsExt;
use std::sync::LazyLock;

fn moment(year: i16) -> Moment {
    Moment::at(Date::new(year, 11, 22).unwrap(), 9, 30)
}

/// Random bytes that a test can repeat.
fn counting(seed: u8) -> impl FnMut(&mut [u8]) {
    let mut state = u64::from(seed) + 1;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(97);
            *byte = state.to_be_bytes()[1];
        }
    }
}

fn keys(seed: u8) -> TownKeys {
    let folder = tempfile::tempdir().unwrap();
    TownKeys::open_or_create(folder.path(), "小野町", moment(2026), &mut counting(seed)).unwrap()
}

fn statement() -> Statement {
    Statement {
        signer: "小野町".to_owned(),
        reason: "住民票の写しの交付".to_owned(),
        location: "福島県田村郡小野町".to_owned(),
        facts: None,
    }
}

/// A small tagged file of two pages whose second carries the mark of the seal.
fn paper() -> Vec<u8> {
    let mut file = Document::with_version("1.7");
    let pages = file.new_object_id();
    let content = file.add_object(Stream::new(dictionary! {}, b"q Q".to_vec()));
    let page = dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    let (first, second) = (file.add_object(page.clone()), file.add_object(page));
    file.set_object(
        pages,
        dictionary! { "Type" => "Pages", "Count" => 2, "Kids" => vec![first.into(), second.into()] },
    );
    let tree = file.new_object_id();
    let element = file.add_object(dictionary! { "Type" => "StructElem", "S" => "Document", "P" => tree });
    file.set_object(
        tree,
        dictionary! {
            "Type" => "StructTreeRoot", "K" => vec![element.into()], "ParentTreeNextKey" => 2,
            "ParentTree" => dictionary! { "Nums" => vec![0.into(), element.into(), 1.into(), element.into()] },
        },
    );
    let target: Vec<Object> = vec![second.into(), "XYZ".into(), 100.into(), 400.into(), 0.into()];
    let names: Vec<Object> = vec![Object::string_literal("signature"), target.into()];
    let root = file.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "StructTreeRoot" => tree,
        "Names" => dictionary! { "Dests" => dictionary! { "Names" => names } },
    });
    file.trailer.set("Root", root);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

mod stamps;

static KEYS: LazyLock<TownKeys> = LazyLock::new(|| keys(1));
static SIGNED: LazyLock<Vec<u8>> = LazyLock::new(|| sign_pdf(&paper(), &*KEYS, &statement(), moment(2026)).unwrap());

fn check(file: &[u8]) -> Verification {
    verify_pdf(file, Trust::in_papers(KEYS.trust()))
}

fn gap() -> std::ops::Range<usize> {
    let start = SIGNED.windows(10).rposition(|w| w == b"/Contents<").unwrap() + 9;
    let length = SIGNED[start..].iter().position(|b| *b == b'>').unwrap();
    start..start + length + 1
}

#[test]
fn a_signed_paper_is_genuine_and_says_who_and_when() {
    let found = check(&SIGNED);
    assert!(found.genuine(), "{found:?}");
    assert_eq!(found.signer.as_deref(), Some("小野町 電子署名（試験用）"));
    assert_eq!(found.signed_at, Some(moment(2026)));
    assert!(SIGNED.starts_with(&paper()));
}

#[test]
fn an_unsigned_paper_is_not_genuine() {
    assert_eq!(check(&paper()).problems, [Flaw::NoSignature]);
    assert_eq!(check(b"").problems, [Flaw::NotPdf]);
}

#[test]
fn a_paper_of_another_authority_is_not_believed() {
    let other = keys(2);
    let found = verify_pdf(&SIGNED, Trust::in_papers(other.trust()));
    assert!(found.digest_ok && found.signature_ok && !found.chain_ok);
    assert_eq!(found.problems, [Flaw::UntrustedSigner]);
    assert!(!verify_pdf(&SIGNED, Trust::default()).genuine());
}

#[test]
fn an_authority_of_the_same_name_with_another_key_is_not_believed() {
    let forged = sign_pdf(&paper(), &keys(3), &statement(), moment(2026)).unwrap();
    assert_eq!(check(&forged).problems, [Flaw::UntrustedSigner]);
}

#[test]
fn a_time_outside_the_certificate_is_not_believed() {
    for year in [2025, 2031] {
        let signed = sign_pdf(&paper(), &*KEYS, &statement(), moment(year)).unwrap();
        assert_eq!(check(&signed).problems, [Flaw::OutsideValidity], "{year}");
    }
}

#[test]
fn nothing_can_be_added_after_the_signature() {
    let update = b"\n1 0 obj\n<</Type/Catalog>>\nendobj\n".as_slice();
    for tail in [b" ".as_slice(), b"\n", update] {
        let longer = [SIGNED.as_slice(), tail].concat();
        assert_eq!(check(&longer).problems, [Flaw::NotWholeFile]);
    }
    let before = [b"%PDF-1.7\n".as_slice(), &SIGNED].concat();
    assert!(!check(&before).genuine());
}

#[test]
fn a_second_dictionary_cannot_speak_for_a_part() {
    let end = SIGNED.len();
    let (from, to) = (gap().start, gap().end);
    for range in [
        format!("[0 {from} {to} {}]", end - to),
        format!("[0 {from} {to} {}]", end - to + 1),
        format!("[0 {to} {to} {}]", end - to),
    ] {
        let fake = format!(
            "\n9 0 obj\n<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange{range}/M(D:20261122093000+09'00')/Contents{}>>\nendobj\n",
            String::from_utf8_lossy(&SIGNED[gap()])
        );
        let longer = [SIGNED.as_slice(), fake.as_bytes()].concat();
        assert_eq!(check(&longer).problems, [Flaw::NotWholeFile]);
    }
}

#[test]
fn a_signature_cannot_be_moved_to_another_paper() {
    let mut other = SIGNED.clone();
    let page = other.windows(3).position(|w| w == b"q Q").unwrap();
    other[page] = b'Q';
    let found = check(&other);
    assert!(found.covers_whole_file && !found.digest_ok);
    assert_eq!(found.problems, [Flaw::Changed]);
}

#[test]
fn the_field_is_visible_to_readers_and_tagged_at_the_mark() {
    let file = Document::load_mem(&SIGNED).unwrap();
    let catalog = file.catalog().unwrap();
    let form = catalog.get(b"AcroForm").unwrap().as_dict().unwrap();
    let fields = form.get(b"Fields").unwrap().as_array().unwrap();
    let widget_id = fields[0].as_reference().unwrap();
    let widget = file.get_dictionary(widget_id).unwrap();
    assert_eq!(widget.get(b"F").unwrap().as_i64().unwrap(), 132);
    assert!(widget.has(b"TU") && widget.has(b"AP"));
    let rect = widget.get(b"Rect").unwrap().as_array().unwrap();
    let side = |n: usize| rect[n].as_float().unwrap();
    assert!(side(0) < side(2) && side(1) < side(3) && side(3) < 400.0);
    let second = *file.get_pages().get(&2).unwrap();
    assert_eq!(widget.get(b"P").unwrap().as_reference().unwrap(), second);
    let page = file.get_dictionary(second).unwrap();
    assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");

    let tree_id = catalog.get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    let tree = file.get_dictionary(tree_id).unwrap();
    let parents = tree.get(b"ParentTree").unwrap().as_dict().unwrap();
    let numbers = parents.get(b"Nums").unwrap().as_array().unwrap();
    assert_eq!(numbers[4], *widget.get(b"StructParent").unwrap());
    let element = file.get_dictionary(numbers[5].as_reference().unwrap()).unwrap();
    assert_eq!(element.get(b"S").unwrap().as_name().unwrap(), b"Form");
    let kid = element.get(b"K").unwrap().as_dict().unwrap();
    assert_eq!(kid.get(b"Obj").unwrap().as_reference().unwrap(), widget_id);
}

#[test]
fn a_paper_is_signed_once() {
    let again = sign_pdf(&SIGNED, &*KEYS, &statement(), moment(2026));
    assert!(matches!(again, Err(SignError::AlreadySigned)));
    let broken = sign_pdf(b"no paper", &*KEYS, &statement(), moment(2026));
    assert!(matches!(broken, Err(SignError::Pdf(_))));
}

#[test]
fn keys_are_made_once_and_kept_from_other_users() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("keys");
    let open = |seed, year| TownKeys::open_or_create(&place, "小野町", moment(year), &mut counting(seed)).unwrap();
    let (first, again) = (open(1, 2026), open(2, 2027));
    assert_eq!(first.certificate(), again.certificate());
    assert_eq!(first.trust(), again.trust());
    for file in std::fs::read_dir(&place).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        let public = file.file_name() == "town.pem";
        assert_eq!(mode, if public { 0o644 } else { 0o600 });
    }
    let pem = first.trust_pem().unwrap();
    assert_eq!(read_trust(&pem).unwrap(), first.trust());
    assert!(read_trust("no certificate").is_err());
}

#[test]
fn a_renewed_key_leaves_older_papers_genuine() {
    let folder = tempfile::tempdir().unwrap();
    let open =
        |seed, year| TownKeys::open_or_create(folder.path(), "小野町", moment(year), &mut counting(seed)).unwrap();
    let old = open(1, 2026);
    let paper_of_old = sign_pdf(&paper(), &old, &statement(), moment(2026)).unwrap();
    let new = open(2, 2030);
    assert_ne!(old.certificate(), new.certificate());
    let paper_of_new = sign_pdf(&paper(), &new, &statement(), moment(2030)).unwrap();
    for paper in [paper_of_old, paper_of_new] {
        assert!(verify_pdf(&paper, Trust::in_papers(new.trust())).genuine());
    }
}

#[test]
fn damaged_keys_are_named_and_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let open = || TownKeys::open_or_create(folder.path(), "小野町", moment(2026), &mut counting(1));
    open().unwrap();
    std::fs::write(folder.path().join("town-signing.pem"), "broken").unwrap();
    assert!(matches!(open(), Err(SignError::Key(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn one_changed_byte_anywhere_is_refused(at in 0..SIGNED.len(), change in 1_u8..=255) {
        let mut file = SIGNED.clone();
        file[at] ^= change;
        prop_assert!(!check(&file).genuine());
    }

    #[test]
    fn one_changed_byte_in_the_signature_is_refused(at in 0..3_000_usize, bit in 0_u8..8) {
        let mut file = SIGNED.clone();
        let at = gap().start + at;
        file[at] ^= 1 << bit;
        prop_assert!(!check(&file).genuine());
    }

    #[test]
    fn one_changed_digit_of_the_signature_is_refused(at in 1..3_000_usize, digit in 1_u8..16) {
        let mut file = SIGNED.clone();
        let at = gap().start + at;
        let old = char::from(file[at]).to_digit(16).unwrap();
        let new = (old + u32::from(digit)) % 16;
        file[at] = u8::try_from(char::from_digit(new, 16).unwrap()).unwrap();
        prop_assert!(!check(&file).genuine());
    }

    #[test]
    fn a_cut_or_stretched_file_is_refused(at in 0..SIGNED.len(), extra in proptest::collection::vec(any::<u8>(), 0..40)) {
        prop_assert!(!check(&SIGNED[..at]).genuine());
        let mut file = SIGNED[..at].to_vec();
        file.extend_from_slice(&extra);
        file.extend_from_slice(&SIGNED[at..]);
        prop_assert_eq!(check(&file).genuine(), extra.is_empty());
    }

    #[test]
    fn no_bytes_make_the_check_panic(noise in proptest::collection::vec(any::<u8>(), 0..400)) {
        let file = [b"%PDF-1.7\n1 0 obj<</SubFilter/ETSI.CAdES.detached/ByteRange".as_slice(), &noise].concat();
        prop_assert!(!check(&file).genuine());
        prop_assert!(!check(&noise).genuine());
    }
}
