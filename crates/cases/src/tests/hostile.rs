//! What must not get in: other people's matters, programs dressed as photos, numbers that the town
//! may not keep.

use super::people_::*;
use testkit::{TestTown, Who, both};

pub(super) const WITH_PHOTO: &[(&str, &[(&str, &str)])] = &[
    ("applicant", &[]),
    ("who", &[("who", "oneself")]),
    ("items", &[]),
    ("purpose", &[("purpose", "licence")]),
    ("copies", &[("copies", "1")]),
    ("receive", &[("receive", "post")]),
    ("post_to", &[]),
];

pub(super) fn jpeg() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 8).write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

#[tokio::test]
async fn a_photo_is_kept_without_what_is_hidden_in_it() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, "resident_record", WITH_PHOTO).await;
        let path = format!("{draft}/identity");
        let photo = [jpeg(), b"GPS 37.286".to_vec()].concat();
        town.post_files(&hanako, &path, &[], &[("id_photo", "免許証.jpg", &photo)]).await.leads_on();
        let page = town.get(&hanako, &path).await;
        let href = page.attributes(&format!("a[href^='{draft}/files/']"), "href").remove(0);
        let kept = town.get(&hanako, &href).await;
        assert_eq!(kept.headers["content-type"], "image/jpeg");
        assert!(!kept.says("GPS"));
        fill_from(
            &town,
            &hanako,
            &draft,
            &[("contact", &[("phone", "0247-72-0000")]), ("declare", &[("declared", "yes")])],
        )
        .await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        let mine = town.get(&hanako, &format!("/my/cases/{}", case.id)).await;
        let file = mine.attributes("ul.kept-files a", "href").remove(0);
        assert_eq!(town.get(&hanako, &file).await.status, 200);
        assert_eq!(town.get(&town.resident("別の 人").await, &file).await.status, 404);
        assert!(town.verdict().await.findings.is_empty());
        town.run_jobs().await;
    })
    .await;
}

async fn refuses(town: &TestTown, who: &Who, draft: &str, name: &str, bytes: &[u8]) {
    let answer = town.post_files(who, &format!("{draft}/identity"), &[], &[("id_photo", name, bytes)]).await;
    assert_eq!(answer.status, 422, "{name}");
    assert!(!answer.select(".error-summary li").is_empty(), "{name}");
}

#[tokio::test]
async fn programs_archives_and_broken_pictures_are_refused_with_words() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, "resident_record", WITH_PHOTO).await;
        refuses(&town, &hanako, &draft, "a.svg", b"<svg onload=alert(1)>").await;
        refuses(&town, &hanako, &draft, "a.jpg", b"<!doctype html><script>1</script>").await;
        refuses(&town, &hanako, &draft, "a.zip", b"PK\x03\x04").await;
        refuses(&town, &hanako, &draft, "a.jpg", b"\xFF\xD8\xFF\xE0 broken").await;
        refuses(&town, &hanako, &draft, "a.pdf", b"%PDF-1.7 not asked for here %%EOF").await;
        let large = vec![0u8; web::FILE_LIMIT + 1];
        let answer =
            town.post_files(&hanako, &format!("{draft}/identity"), &[], &[("id_photo", "a.jpg", &large)]).await;
        assert_eq!(answer.status, 413);
        assert_eq!(count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_file").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_my_number_is_refused_wherever_words_can_be_written() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let my_number = "1234-5678-9018";
        let mut answers = ANSWERS.to_vec();
        answers[3] = ("purpose", &[("purpose", "other")]);
        let draft = fill(&town, &hanako, "resident_record", &answers[..4]).await;
        let refused = town.post(&hanako, &format!("{draft}/purpose_other"), &[("purpose_other", my_number)]).await;
        assert_eq!(refused.status, 422);
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        let base = format!("/desk/cases/{}", case.id);
        assert_eq!(town.post(&officer, &format!("{base}/note"), &[("note", my_number)]).await.status, 422);
        let ask = [("version", "1"), ("ask.copies", my_number)];
        assert_eq!(town.post(&officer, &format!("{base}/ask"), &ask).await.status, 422);
        assert_eq!(count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_message").await, 0);
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_gets_into_another_persons_matter() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        let other = town.resident("別の 人").await;
        for path in ["", "/receipt.pdf", "/correct", "/withdraw"] {
            assert_eq!(town.get(&other, &format!("/my/cases/{}{path}", case.id)).await.status, 404, "{path}");
        }
        assert_eq!(
            town.post(&other, &format!("/my/cases/{}/withdraw", case.id), &[("version", "1")]).await.status,
            404
        );
        assert_eq!(town.get(&Who::nobody(), &format!("/matters/{}/AAAA", case.id)).await.status, 404);
        assert_eq!(town.get(&other, &format!("{draft}/done")).await.status, 404);
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn two_clicks_at_once_make_one_case() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        let path = format!("{draft}/submit");
        let (a, b, c) = tokio::join!(
            town.post(&hanako, &path, &[]),
            town.post(&hanako, &path, &[]),
            town.post(&hanako, &path, &[])
        );
        assert_eq!([a.leads_on(), b.leads_on(), c.leads_on()], [&draft; 3].map(|d| format!("{d}/done")));
        only_case(&town).await;
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn an_unfinished_form_is_not_taken() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, "resident_record", &ANSWERS[..3]).await;
        let answer = town.post(&hanako, &format!("{draft}/submit"), &[]).await;
        assert!(answer.status == 422 && answer.says("まだ答えていないところがあります"));
        assert_eq!(count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_case").await, 0);
    })
    .await;
}

#[tokio::test]
async fn when_the_records_are_away_the_page_says_what_is_safe_and_keeps_what_was_typed() {
    for town in [TestTown::sqlite(&rooms()).await, TestTown::postgres(&rooms()).await] {
        let nobody = Who::nobody();
        let begun = town.post(&nobody, "/apply/migration_consultation/begin", &[]).await.leads_on();
        let page = begun.replace("/name", "/details");
        town.house.db.close().await;
        let typed = "ねこと \"暮らす\" <家>";
        let sent = town.post(&nobody, &page, &[("details", typed)]).await;
        assert_eq!(sent.status, 503);
        assert!(sent.headers.contains_key("retry-after"));
        let main = sent.select("main").concat();
        for words in [
            "送（おく）り終（お）えていません",
            "残（のこ）っているもの",
            "二重（にじゅう）にはなりません",
            "お電話（でんわ）ください",
        ] {
            assert!(main.contains(words), "{words}: {main}");
        }
        let form = format!("main form[action='{page}'] input[type=hidden]");
        assert!(sent.attributes(&form, "value").contains(&typed.to_owned()), "{}", sent.text());
        let read = town.get(&nobody, &page).await;
        assert_eq!(read.status, 503);
        assert!(read.select("main").concat().contains("開（ひら）きなおしてください"), "{}", read.text());
    }
}
