//! Banners, notices, errors, chips.

use super::{Family, Shown, shown};
use crate::components::*;
use maud::html;

pub(super) fn families(words: Words<'_>) -> Vec<Family> {
    vec![errors(words), banners(words), notices(), chips(), words_apart(), heads(words)]
}

fn errors(w: Words<'_>) -> Family {
    Family {
        name: "エラーの一覧",
        id: "error-summary",
        shown: vec![shown!(error_summary(
            w,
            &[("phone", "電話番号は10けたか11けたで入力してください"), ("moved", "引っ越した日を入力してください")]
        ))],
    }
}

fn banners(w: Words<'_>) -> Family {
    Family {
        name: "お知らせ",
        id: "banner",
        shown: vec![
            shown!(
                notification_banner(w, Tone::Success, "申請を受け付けました")
                    .body(html! { p { "受付番号は A-2026-000123-4 です。" } })
            ),
            shown!(
                notification_banner(w, Tone::Warning, "書類の追加が必要です")
                    .body(html! { p { "6月12日までに写真をお送りください。" a href="/my" { "写真を送る" } } })
            ),
            shown!(notification_banner(w, Tone::Info, "7月1日から開庁時間が変わります")),
            shown!(notification_banner(w, Tone::Error, "お支払いを確認できませんでした")),
            shown!(emergency_banner(
                w,
                "大雨のため、避難所を開きました",
                "7月3日 午後4時",
                html! { p { "夏井地区の方は、明るいうちに移動してください。" } },
                Some(("避難所の一覧を見る", "/shelters"))
            )),
        ],
    }
}

fn notices() -> Family {
    Family {
        name: "囲み",
        id: "notice",
        shown: vec![
            shown!(notice(Tone::Info, html! { p { "途中でやめても、続きから始められます。" } })),
            shown!(notice(Tone::Warning, html! { p { "マイナンバー（12けた）は書かないでください。" } })),
            shown!(empty_state(
                Icon::Letter,
                "お知らせはまだありません",
                "手続きが進むと、ここに届きます。",
                html! { (link_button("手続きを探す", "/procedures").outline()) }
            )),
        ],
    }
}

fn chips() -> Family {
    let states = ["下書き", "受付済み", "審査中", "決定", "差戻し", "却下"];
    let chips = Tone::ALL
        .iter()
        .zip(states)
        .map(|(tone, state)| Shown { call: "chip_label(tone, state)", look: chip_label(*tone, state) });
    Family { name: "状態", id: "chip-label", shown: chips.collect() }
}

fn words_apart() -> Family {
    Family {
        name: "引用・開く文章",
        id: "apart",
        shown: vec![
            shown!(blockquote(html! { p { "スマホで頼んで、翌日に受け取れました。" } }, "70代の方の声")),
            shown!(disclosure("本人確認書類とは", html! { p { "運転免許証、マイナンバーカードなどです。" } })),
            shown!(accordion(&[
                ("代わりの人でも申請できますか", html! { p { "委任状があればできます。" } }),
                ("手数料はいくらですか", html! { p { "1通 300円です。" } }),
            ])),
        ],
    }
}

fn heads(w: Words<'_>) -> Family {
    Family {
        name: "見出し・現在の場所",
        id: "heading",
        shown: vec![
            shown!(breadcrumb(w, &[Crumb::new("手続き", "/procedures")], "住民票の写し")),
            shown!(section("必要なもの", html! { p { "本人確認書類" } })),
        ],
    }
}
