//! When PDCA is the better tool and when KPT is.

use maud::{Markup, html};
use web::components::{button_row, link_button, page_heading, section, table};
use web::{Page, Visit};

const TITLE: &str = "PDCAとKPT、どちらを使うか";

pub(super) async fn page(visit: Visit) -> Page {
    let main = html! {
        (page_heading("", TITLE, "計画は、この二つを場面と目的で使い分けます。迷ったら、下の表の左から読んでください。"))
        (section("ひと目で", compare()))
        (section("PDCAが合うとき", html! {
            ul {
                li { "年度の目標があり、届いたかどうかを数字で言えるとき。" }
                li { "お金や人の割り当てを、次の年度に向けて決めるとき。" }
                li { "議会や住民に、何をして何が変わったかを説明するとき。" }
            }
            p { "年に一度か二度、施策ごとに行います。数字は仕組みが数えているので、書き写しません。書くのは、数字では言えないことだけです。" }
        }))
        (section("KPTが合うとき", html! {
            ul {
                li { "何が困りごとなのかが、まだはっきりしないとき。" }
                li { "仕事をしている人みんなの気づきを、短い時間で集めたいとき。" }
                li { "小さなことをすぐに試し、二、三週間で確かめたいとき。" }
            }
            p { "三十分ほどで終わります。混んだ週のあと、行事のあと、新しいやり方を始めて一か月たったころに向いています。" }
        }))
        (section("二つをつなぐ", html! {
            ul {
                li { "PDCAの数字が思わしくないときは、その施策のボードを開いて、なぜかを現場の言葉で集めます。困ったことのカードには、もとになった数字を付けられます。" }
                li { "施策のボードで「やってみる」と決めたことは、次の年度の計画に「すること」として入ります。" }
                li { "次のボードは、前に決めたことがどうだったかから始まります。試したままにはなりません。" }
            }
        }))
        (section("合わない使い方", html! {
            ul {
                li { "だれかの仕事ぶりを比べるためにボードを使う。書く人がいなくなります。" }
                li { "困ったことだけを集める。続けたいことも書くと、次に試すことが出やすくなります。" }
                li { "PDCAの欄をうめるためだけに会を開く。数字で足りるなら、会はいりません。" }
            }
        }))
        (button_row(html! { (link_button("ボードを開く", "/desk/plan/boards/new")) (link_button("ボードの一覧へ", "/desk/plan/boards").text()) }))
    };
    visit.page(TITLE).desk().crumbs(&[("ふりかえり（KPT）", "/desk/plan/boards")]).main(main)
}

fn compare() -> Markup {
    let rows = [
        ["聞きたいこと", "目標に届いたか", "何に気づいたか、次に何を試すか"],
        ["もとになるもの", "仕組みが数えた数字", "集まった人の言葉"],
        ["間隔", "年に一度か二度", "二週間から三か月"],
        ["集まる人", "施策を受け持つ課と本部", "いっしょに働く人みんな"],
        ["終わりにあるもの", "続ける・改める・やめるの判断と、次の計画", "だれが、いつまでに、何を試すか"],
    ];
    let rows = rows.map(|row| row.map(|cell| html! { (cell) }).to_vec());
    html! { (table(TITLE, ["くらべるところ", "PDCA", "KPT"]).rows(rows).caption_hidden()) }
}
