//! Lists, tables, cards and ways on.

use super::{Family, shown};
use crate::components::*;
use crate::texts::plain;
use maud::html;

pub(super) fn families(words: Words<'_>) -> Vec<Family> {
    vec![cards(), resources(), facts(words), tables(), ways(words), menus(words), searches(words)]
}

fn cards() -> Family {
    Family {
        name: "カード",
        id: "card",
        shown: vec![shown!(card_grid([
            card("｜住民票《じゅうみんひょう》の｜写《うつ》し", "/procedures/juminhyo")
                .text("本人・世帯の住所を証明します")
                .icon(Icon::Certificate),
            card("子育て", "/procedures?for=family").text("出生・入園・応援金").icon(Icon::Family),
            card("税金の支払い", "/payments").icon(Icon::Yen).extra(chip_label(Tone::Warning, "6月30日まで")),
        ]))],
    }
}

fn resources() -> Family {
    Family {
        name: "一覧",
        id: "resource-list",
        shown: vec![shown!(resource_list([
            resource("住民票の写し", "/my/cases/1")
                .text("世帯の全員・1通")
                .meta("受付番号 A-2026-000123-4・5月28日")
                .status(chip_label(Tone::Progress, "審査中"))
                .icon(Icon::Document),
            resource("児童手当の認定", "/my/cases/2")
                .meta("受付番号 A-2026-000098-1・4月3日")
                .status(chip_label(Tone::Success, "決定"))
                .icon(Icon::Document),
        ]))],
    }
}

fn facts(w: Words<'_>) -> Family {
    Family {
        name: "項目と答え",
        id: "description-list",
        shown: vec![shown!(
            description_list(w)
                .item_with_change("お名前", html! { "小野 花子" }, "/apply/1/name")
                .item_with_change("ご住所", html! { "福島県田村郡小野町大字小野新町字舘廻92番地" }, "/apply/1/address")
                .item("手数料", html! { "300円" })
        )],
    }
}

fn tables() -> Family {
    Family {
        name: "表",
        id: "table",
        shown: vec![shown!(
            table("証明書の手数料", ["証明書", "窓口", "手数料"])
                .numeric([2])
                .row([html! { "住民票の写し" }, html! { "住民係" }, html! { "300円" }])
                .row([html! { "戸籍全部事項証明書" }, html! { "住民係" }, html! { "450円" }])
                .foot([html! { "合計" }, html! {}, html! { "750円" }])
        )],
    }
}

fn ways(w: Words<'_>) -> Family {
    Family {
        name: "流れ・前後のページ",
        id: "steps",
        shown: vec![
            shown!(step_navigation(w, &Step::list(["質問", "書類", "確認", "完了"], 2))),
            shown!(progress_indicator("answers", "質問", "8問のうち3問", 3, 8)),
            shown!(pagination(w, Some("/desk?before=1"), Some("/desk?after=9"))),
            shown!(tabs(
                w,
                "申請の見方",
                &[
                    MenuItem::new("わたしの担当", "/desk").count(4),
                    MenuItem::new("係のすべて", "/desk/all"),
                    MenuItem::new("終わったもの", "/desk/closed"),
                ],
                "/desk"
            )),
        ],
    }
}

fn menus(w: Words<'_>) -> Family {
    Family {
        name: "メニュー・言語",
        id: "menu",
        shown: vec![
            shown!(menu_list(
                w,
                &[
                    MenuItem::new("ホーム", "/").icon(Icon::Home),
                    MenuItem::new("手続き", "/procedures").icon(Icon::Document),
                    MenuItem::new("お知らせ", "/inbox").icon(Icon::Bell).count(2),
                ],
                "/procedures"
            )),
            shown!(hamburger_menu(w, html! { p { "メニューの中身" } })),
            shown!(language_selector(w, "/design")),
            shown!(utility_links(&plain("このサイト"), &[MenuItem::new("プライバシー", "/privacy")])),
        ],
    }
}

fn searches(w: Words<'_>) -> Family {
    Family {
        name: "検索",
        id: "search-box",
        shown: vec![shown!(search_box(w, "search-sample", "/search", "手続きを探す", "住民票"))],
    }
}
