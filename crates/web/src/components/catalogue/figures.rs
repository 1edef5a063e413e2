//! Figures, charts, histories, drawings.

use super::{Family, shown};
use crate::components::*;
use maud::{Markup, html};

pub(super) fn families(words: Words<'_>) -> Vec<Family> {
    vec![tiles(), charts(words), histories(), drawings()]
}

fn tiles() -> Family {
    Family {
        name: "数字",
        id: "stat-tile",
        shown: vec![shown!(stat_tiles([
            stat_tile("今月の受付", "128", "件").note("先月より 14件 多い").href("/desk/all"),
            stat_tile("オンラインの割合", "62.5", "%").note("窓口 41件・電話 7件"),
            stat_tile("決定までの日数", "2.1", "日").note("中央値"),
        ]))],
    }
}

fn charts(w: Words<'_>) -> Family {
    Family {
        name: "グラフ",
        id: "chart",
        shown: vec![
            shown!(bar_chart(
                w,
                "受付の方法",
                "オンラインが80件で最も多く、窓口が41件、電話が7件です。",
                "件",
                [("オンライン", 80.0), ("窓口", 41.0), ("電話", 7.0), ("郵送", 0.0)]
            )),
            shown!(
                line_chart(
                    w,
                    "月ごとの受付件数",
                    "オンラインは4月の35件から9月の80件に増えました。",
                    "件",
                    ["4月", "5月", "6月", "7月", "8月", "9月"]
                )
                .line("オンライン", [35.0, 48.0, 52.0, 61.0, 70.0, 80.0])
                .line("窓口", [72.0, 66.0, 60.0, 55.0, 47.0, 41.0])
            ),
            shown!(
                line_chart(
                    w,
                    "目標と見込み",
                    "令和8年度は42%でした。令和12年度は55〜73%の見込みで、目標は80%です。",
                    "%",
                    ["R8", "R9", "R10", "R11", "R12"]
                )
                .line_with_gaps("実績", [Some(42.0), None, None, None, None])
                .line_with_gaps("見込み", [Some(42.0), None, None, None, Some(64.0)])
                .target("目標", [Some(40.0), Some(50.0), Some(60.0), Some(70.0), Some(80.0)])
                .band("見込みの幅", [Some((42.0, 42.0)), None, None, None, Some((55.0, 73.0))])
                .note("記録の数", ["128件", "", "", "", ""].map(str::to_owned))
            ),
        ],
    }
}

fn histories() -> Family {
    Family {
        name: "経過",
        id: "timeline",
        shown: vec![shown!(timeline([
            event("令和8年5月28日 午後2時10分", "申請を受け付けました")
                .datetime("2026-05-28T14:10:00+09:00")
                .who("オンライン")
                .tone(Tone::Info),
            event("令和8年5月29日 午前9時5分", "書類の追加をお願いしました")
                .who("住民係")
                .tone(Tone::Warning)
                .body(html! { p { "本人確認書類の写真が切れています。" } }),
            event("令和8年5月29日 午後1時30分", "決定しました").who("住民係").tone(Tone::Success),
        ]))],
    }
}

fn drawings() -> Family {
    Family { name: "絵", id: "icon", shown: vec![shown!(icons()), shown!(mark()), shown!(veranda())] }
}

fn icons() -> Markup {
    html! { div.sample-icons { @for which in Icon::ALL { (icon(which)) } } }
}
