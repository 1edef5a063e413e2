//! Buttons and form controls.

use super::{Family, shown};
use crate::components::*;
use maud::html;

pub(super) fn families(words: Words<'_>) -> Vec<Family> {
    vec![
        buttons(words),
        texts(words),
        choices(words),
        files(words),
        dates(words),
        people(words),
        forms(words),
        parts(words),
        devices(words),
    ]
}

fn buttons(_: Words<'_>) -> Family {
    Family {
        name: "ボタン",
        id: "button",
        shown: vec![
            shown!(button_row(html! {
                (button("次へ進む"))
                (button("下書きを保存").outline().sends("then", "draft"))
                (link_button("やめる", "/").text())
            })),
            shown!(button("申請を取り下げる").danger()),
            shown!(button("写真をとる").outline().icon(Icon::Camera)),
            shown!(button("開く").outline().small().about("受付番号 A-12")),
            shown!(
                link_button("｜住民票《じゅうみんひょう》を｜申請《しんせい》する", "/procedures").icon(Icon::Document)
            ),
        ],
    }
}

fn texts(w: Words<'_>) -> Family {
    Family {
        name: "入力欄",
        id: "input-text",
        shown: vec![
            shown!(
                input_text(w, "email", "メールアドレス")
                    .hint("お知らせをお送りします。例：hanako@example.jp")
                    .kind("email")
                    .autocomplete("email")
                    .required(true)
            ),
            shown!(
                input_text(w, "phone", "電話番号")
                    .value("0247-72")
                    .kind("tel")
                    .width("is-medium")
                    .required(true)
                    .error(Some("電話番号は10けたか11けたで入力してください"))
            ),
            shown!(input_text(w, "copies", "必要な枚数").numeric().value("1").unit("通").required(false)),
            shown!(textarea(w, "reason", "使いみち").hint("決まっていれば書いてください").rows(3).required(false)),
            shown!(
                select(w, "ward", "お住まいの行政区", [("1", "小野新町"), ("2", "谷津作"), ("3", "飯豊")])
                    .value("2")
                    .required(true)
            ),
        ],
    }
}

fn choices(w: Words<'_>) -> Family {
    Family {
        name: "選ぶ",
        id: "choices",
        shown: vec![
            shown!(
                radio_group(
                    w,
                    "for",
                    "どなたの｜住民票《じゅうみんひょう》ですか",
                    [
                        Choice::new("self", "わたし"),
                        Choice::new("household", "世帯の全員").hint("同じ世帯の方がすべてのります"),
                        Choice::new("other", "世帯のほかの人"),
                    ]
                )
                .value("self")
                .required(true)
            ),
            shown!(
                radio_group(
                    w,
                    "useful",
                    "便利になりましたか",
                    [("yes", "はい"), ("same", "変わらない"), ("no", "いいえ")]
                )
                .inline()
                .required(false)
            ),
            shown!(
                checkbox_group(w, "lines", "のせる項目", [("head", "世帯主と続柄"), ("home", "本籍と筆頭者")])
                    .values(["home"])
                    .error(Some("のせる項目を一つ以上選んでください"))
            ),
            shown!(checkbox(w, "agree", "内容に間違いはありません", true, None)),
        ],
    }
}

fn files(w: Words<'_>) -> Family {
    Family {
        name: "写真・ファイル",
        id: "file-upload",
        shown: vec![
            shown!(
                file_upload(w, "identity", "本人確認書類の写真")
                    .hint("運転免許証など。スマートフォンならその場で撮れます")
                    .required(true)
            ),
            shown!(
                file_upload(w, "receipts", "領収書")
                    .multiple()
                    .kept([("領収書1.jpg".to_owned(), "/files/1".to_owned())])
            ),
        ],
    }
}

fn dates(w: Words<'_>) -> Family {
    Family {
        name: "日付",
        id: "date",
        shown: vec![
            shown!(date_input(w, "birth", "生年月日").birthday().required(true).value(DateValue {
                era: "showa".into(),
                year: "25".into(),
                month: "4".into(),
                day: "1".into()
            })),
            shown!(date_input(w, "moved", "引っ越した日").error(Some("引っ越した日を入力してください"))),
        ],
    }
}

fn people(w: Words<'_>) -> Family {
    Family {
        name: "氏名・住所",
        id: "name-address",
        shown: vec![
            shown!(
                name_fields(w, "applicant", "申請する方のお名前")
                    .own()
                    .required(true)
                    .part_error("family-kana", Some("ふりがなは ひらがなで入力してください"))
            ),
            shown!(address_fields(w, "home", "ご住所").own().required(true)),
        ],
    }
}

fn forms(w: Words<'_>) -> Family {
    Family {
        name: "フォーム",
        id: "form",
        shown: vec![shown!(
            form(
                w,
                "/design",
                html! {},
                html! {
                    (input_text(w, "note", "ひとこと"))
                    (button("送る"))
                }
            )
            .autosave("/design")
        )],
    }
}

fn parts(w: Words<'_>) -> Family {
    Family {
        name: "ラベル・説明・エラー",
        id: "form-parts",
        shown: vec![
            shown!(requirement_badge(w, true)),
            shown!(html! {
                (form_label(w, "f-nickname", "呼び名", Some(false)))
                (support_text("f-nickname-hint", "10文字まで"))
                (error_text(w, "f-nickname-error", "呼び名は10文字までです"))
                input.input-text id="f-nickname" name="nickname"
                    aria-describedby="f-nickname-hint f-nickname-error" aria-invalid="true";
            }),
        ],
    }
}

fn devices(w: Words<'_>) -> Family {
    Family {
        name: "印刷・写し・パスキー",
        id: "device",
        shown: vec![
            shown!(print_button(w)),
            shown!(copy_text(w, "受付番号", "A-2026-000123-4")),
            shown!(qr_code("https://www.town.ono.fukushima.jp/", "町の案内のQRコード")),
            shown!(passkey_sign_in(w, "/passkey/begin", "/passkey/finish", "/my", "")),
            shown!(passkey_register(w, "/passkey/new", "/passkey/keep", "/my", "")),
        ],
    }
}
