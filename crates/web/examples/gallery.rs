//! Writes sample pages as HTML files into a folder, for eyes and for checkers:
//! `cargo run -p web --example gallery -- FOLDER`

use maud::{Markup, html};
use std::error::Error;
use std::fs;
use std::path::Path;
use web::components::*;
use web::layout::{Display, Frame, Reader, Shape, TextSize, TownFace, document};
use web::texts::{Lang, Texts};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder to write into")?;
    let folder = Path::new(&folder);
    let texts = Texts::new(&[], &[])?;
    for name in ["engawa.css", "engawa.js", "favicon.svg"] {
        write_asset(folder, name)?;
    }
    for lang in Lang::ALL {
        for (name, page) in pages(&texts, lang) {
            fs::write(folder.join(format!("{name}-{}.html", lang.code())), page.into_string())?;
        }
    }
    Ok(())
}

fn write_asset(folder: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    let Some(href) = web::assets::href(name) else { return Ok(()) };
    let mut parts = href.split('/').skip(2);
    let hash = parts.next().ok_or("no hash")?;
    let asset = web::assets::find(hash, name).ok_or("no asset")?;
    let into = folder.join("assets").join(hash);
    fs::create_dir_all(&into)?;
    Ok(fs::write(into.join(name), asset.bytes)?)
}

const TOWN: TownFace<'_> = TownFace {
    name: "小野町",
    office: "小野町役場",
    address: "〒963-3492 福島県田村郡小野町大字小野新町字舘廻92番地",
    phone: "0247-72-2111",
    hours: "平日 午前8時30分から午後5時15分まで",
    help_phone: "",
};

fn pages(texts: &Texts, lang: Lang) -> Vec<(&'static str, Markup)> {
    let menu = menu();
    let desk = desk_menu();
    let links = [MenuItem::new("プライバシー", "/privacy"), MenuItem::new("使いやすさの取り組み", "/accessibility")];
    let words = texts.words(lang);
    let base = |title, main| Frame {
        demo: true,
        menu: &menu,
        desk_menu: &desk,
        links: &links,
        ..Frame::new(lang, title, TOWN, main)
    };
    let crumbs = [Crumb::new("手続き", "/procedures"), Crumb::new("住民票の写し", "/procedures/juminhyo")];
    let hanako = Reader::Resident { name: "小野 花子", unread: 2 };
    let officer = Reader::Officer { name: "佐藤 一郎", post: "住民係", unread: 3 };
    vec![
        ("home", document(&Frame { shape: Shape::Home, ..base("", home(words)) }, texts)),
        (
            "question",
            document(
                &Frame {
                    reader: hanako, path: "/apply/1/for", ..base("どなたの住民票ですか", question(words))
                },
                texts,
            ),
        ),
        (
            "errors",
            document(
                &Frame { reader: hanako, failed: true, crumbs: Some(&crumbs), ..base("ご住所", errors(words)) },
                texts,
            ),
        ),
        (
            "case",
            document(
                &Frame {
                    reader: hanako,
                    crumbs: Some(&crumbs),
                    aside: Some(aside()),
                    ..base("申請の状況", case(words))
                },
                texts,
            ),
        ),
        (
            "desk",
            document(
                &Frame { shape: Shape::Desk, reader: officer, path: "/desk", ..base("受付一覧", queue(words)) },
                texts,
            ),
        ),
        ("design", document(&base("デザインの見本帳", catalogue(texts, lang)), texts)),
        (
            "contrast",
            document(
                &Frame {
                    display: Display { size: TextSize::XLarge, high_contrast: true, furigana: true },
                    shape: Shape::Home,
                    emergency: emergency(words),
                    ..base("", home(words))
                },
                texts,
            ),
        ),
    ]
}

fn menu() -> [MenuItem; 5] {
    [
        MenuItem::new("｜手続《てつづ》き", "/procedures").icon(Icon::Document),
        MenuItem::new("｜証明書《しょうめいしょ》", "/certificates").icon(Icon::Certificate),
        MenuItem::new("お｜支払《しはら》い", "/payments").icon(Icon::Yen),
        MenuItem::new("お｜知《し》らせ", "/news").icon(Icon::Bell),
        MenuItem::new("｜証明書《しょうめいしょ》の｜確認《かくにん》", "/verify").icon(Icon::Shield),
    ]
}

fn desk_menu() -> [MenuItem; 7] {
    [
        MenuItem::new("受付一覧", "/desk").icon(Icon::Document).count(12),
        MenuItem::new("決裁", "/desk/approvals").icon(Icon::Check).count(3),
        MenuItem::new("窓口で受け付ける", "/desk/counter").icon(Icon::Person),
        MenuItem::new("納付", "/desk/bills").icon(Icon::Yen),
        MenuItem::new("郵送・電話", "/desk/post").icon(Icon::Letter).count(5),
        MenuItem::new("計画と指標", "/desk/plan").icon(Icon::Mountain),
        MenuItem::new("設定", "/desk/settings").icon(Icon::Gear),
    ]
}

fn emergency(w: Words<'_>) -> Markup {
    emergency_banner(
        w,
        "大雨のため、避難所を開きました",
        "7月3日 午後4時",
        html! { p { "夏井地区の方は、明るいうちに移動してください。" } },
        Some(("避難所の一覧を見る", "/shelters")),
    )
}

fn home(w: Words<'_>) -> Markup {
    html! {
        (hero("｜役場《やくば》に｜行《い》かなくても、ここで。", "手続き、証明書、お支払い。家からでも、だれかと一緒でも。", search_box(w, "search-home", "/search", "何をしたいですか（例：｜住民票《じゅうみんひょう》、引っ越し）", "")))
        (section("よく使われる手続き", card_grid([
            card("｜住民票《じゅうみんひょう》の｜写《うつ》し", "/procedures/juminhyo").text("本人や世帯の住所を証明します").icon(Icon::Certificate),
            card("引っ越し", "/procedures?for=move").text("転入・転出・町内での転居").icon(Icon::Home),
            card("子育て", "/procedures?for=family").text("出生・入園・応援金").icon(Icon::Family),
            card("税金のお支払い", "/payments").text("納付書・期限・支払い方法").icon(Icon::Yen),
            card("健診・健康", "/procedures?for=health").text("健診の希望、健康づくり").icon(Icon::Heart),
            card("農業", "/procedures?for=farm").text("補助金・農地・鳥獣の相談").icon(Icon::Leaf),
        ])))
        (section("お知らせ", resource_list([
            resource("笑顔とがんばり子育て応援金の受け付けが始まりました", "/news/1").meta("令和8年6月1日・子育て支援課"),
            resource("町県民税 第1期の納期限は6月30日です", "/news/2").meta("令和8年5月28日・税務課"),
            resource("新庁舎建設プロジェクト通信", "/news/3").meta("令和8年5月20日"),
        ])))
        (section("役場に行かなくても、行っても", html! {
            (notice(Tone::Success, html! { p { "窓口・電話・郵送でも、同じ手続きができます。家族や区長さんと一緒に進めることもできます。" } }))
        }))
    }
}

fn question(w: Words<'_>) -> Markup {
    html! {
        (step_navigation(w, &Step::list(["質問", "書類", "確認", "完了"], 0)))
        (form(w, "/apply/1", html! { input type="hidden" name="token" value="x"; }, html! {
            (radio_group(w, "for", "どなたの｜住民票《じゅうみんひょう》が｜必要《ひつよう》ですか", [
                Choice::new("self", "わたし"),
                Choice::new("household", "世帯の全員").hint("同じ世帯の方がすべてのります"),
                Choice::new("other", "世帯のほかの人"),
            ]).value("household").heading().required(true).hint("提出先から「世帯全員」と言われていないか、お確かめください"))
            (button_row(html! { (button("次へ進む")) (button("ここで止めて、あとで続ける").text()) }))
        }).autosave("/apply/1/draft"))
        (disclosure("世帯とは", html! { p { "同じ家に住み、家計を一つにしている人たちのことです。" } }))
    }
}

fn errors(w: Words<'_>) -> Markup {
    html! {
        (error_summary(w, &[("home-x", "番地を入力してください"), ("birth", "生年月日の月は1から12で入力してください"), ("identity", "写真をつけてください")]))
        (page_heading("住民票の写し", "あなたのことを教えてください", ""))
        (form(w, "/apply/1", html! {}, html! {
            (name_fields(w, "applicant", "お名前").own().required(true).value(NameValue { family: "小野".into(), given: "花子".into(), ..NameValue::default() }))
            (date_input(w, "birth", "生年月日").birthday().required(true).value(DateValue { era: "showa".into(), year: "25".into(), month: "13".into(), day: "1".into() }).error(Some("生年月日の月は1から12で入力してください")))
            (address_fields(w, "home-x", "ご住所").own().required(true).error(Some("番地を入力してください")))
            (file_upload(w, "identity", "本人確認書類の写真").required(true).error(Some("写真をつけてください")))
            (button_row(html! { (button("次へ進む")) (link_button("前へ戻る", "/apply/1").outline()) }))
        }))
    }
}

fn case(w: Words<'_>) -> Markup {
    html! {
        (notification_banner(w, Tone::Warning, "写真をもう一度お送りください").body(html! { p { "本人確認書類の端が切れていました。6月12日までにお願いします。" } (button_row(html! { (link_button("写真を送る", "/apply/1/photo")) })) }))
        (page_heading("受付番号 A-2026-000123-4", "住民票の写し", "いまは、係で書類を確かめています。通常2日ほどで決まります。"))
        p { (chip_label(Tone::Progress, "審査中")) }
        (section("内容", html! { (description_list(w).item("お名前", html! { "小野 花子" }).item("必要なもの", html! { "世帯の全員・1通" }).item_with_change("連絡先", html! { "0247-72-0000" }, "/my")) }))
        (section("これまでの経過", timeline([
            event("令和8年5月28日 午後2時10分", "申請を受け付けました").who("オンライン").tone(Tone::Info),
            event("令和8年5月29日 午前9時5分", "写真の送り直しをお願いしました").who("住民係").tone(Tone::Warning),
        ])))
        (section("手数料", html! { (table("手数料", ["内訳", "通数", "金額"]).caption_hidden().numeric([1, 2]).row([html! { "住民票の写し" }, html! { "1通" }, html! { "300円" }]).foot([html! { "合計" }, html! {}, html! { "300円" }])) }))
        p { (copy_text(w, "受付番号", "A-2026-000123-4")) }
        (print_button(w))
    }
}

fn aside() -> Markup {
    html! { h2 { "この手続きの担当" } p { "住民係" br; "電話 0247-72-2111" } }
}

fn queue(w: Words<'_>) -> Markup {
    let row = |number: &str, what: &str, who: &str, tone: Tone, state: &str, due: &str| {
        [
            html! { a href=(format!("/desk/cases/{number}")) { (number) } },
            html! { (what) },
            html! { (who) },
            html! { (chip_label(tone, state)) },
            html! { (due) },
            html! { (link_button("開く", format!("/desk/cases/{number}")).outline().small().about(number)) },
        ]
    };
    html! {
        (page_heading("", "受付一覧", ""))
        (stat_tiles([
            stat_tile("今日まで", "2", "件").href("/desk?due=today"),
            stat_tile("受付待ち", "5", "件"),
            stat_tile("審査中", "7", "件"),
            stat_tile("今月のオンライン率", "62.5", "%"),
        ]))
        (tabs(w, "受付の見方", &[MenuItem::new("わたしの担当", "/desk").count(4), MenuItem::new("係のすべて", "/desk/all"), MenuItem::new("終わったもの", "/desk/closed")], "/desk"))
        (table("受付一覧", ["受付番号", "手続き", "申請した方", "状態", "期限", "操作"]).caption_hidden().dense()
            .row(row("A-2026-000123-4", "住民票の写し", "小野 花子", Tone::Progress, "審査中", "6月2日（あと1日）"))
            .row(row("A-2026-000124-2", "児童手当の認定", "吉田 健", Tone::Info, "受付済み", "6月12日"))
            .row(row("A-2026-000125-0", "転居届", "渡辺 ハル", Tone::Warning, "補正待ち", "6月9日"))
            .row(row("A-2026-000126-8", "所得課税証明書", "先﨑 実", Tone::Error, "期限切れ", "5月30日（1日すぎ）")))
        (pagination(w, None, Some("/desk?after=126")))
        (bar_chart(w, "受付の方法（今月）", "オンラインが80件で最も多く、窓口が41件、電話が7件です。", "件", [("オンライン", 80.0), ("窓口", 41.0), ("電話", 7.0)]))
        (line_chart(w, "月ごとの受付件数", "オンラインは4月の35件から9月の80件に増えました。", "件", ["4月", "5月", "6月", "7月", "8月", "9月"]).line("オンライン", [35.0, 48.0, 52.0, 61.0, 70.0, 80.0]).line("窓口", [72.0, 66.0, 60.0, 55.0, 47.0, 41.0]))
    }
}
