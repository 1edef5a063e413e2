//! How things are said on officers' pages.

use crate::draft::{Outcome, Post};
use crate::rules::State;
use kernel::{Moment, era};
use maud::Markup;
use town::Town;
use web::components::{Tone, chip_label};

/// 町民生活の窓口 係長.
pub(crate) fn post(town: &Town, post: &Post) -> String {
    let title = town.organisation.position(&post.position).map_or(post.position.as_str(), |p| p.title.as_str());
    match post.desk.as_deref().and_then(|key| town.organisation.desk(key)) {
        Some(desk) => format!("{} {title}", desk.name),
        None => title.to_owned(),
    }
}

/// 令和8年6月1日 9:05.
pub(crate) fn when(moment: Moment) -> String {
    let civil = moment.civil();
    format!("{} {}:{:02}", era::date_label(moment.date()), civil.hour(), civil.minute())
}

/// 9:05 today, else 6月1日: for lists.
pub(crate) fn since(moment: Moment, now: Moment) -> String {
    if moment.date() == now.date() {
        format!("今日 {}:{:02} から", moment.civil().hour(), moment.civil().minute())
    } else {
        let days = now.seconds_since(moment) / 86_400;
        format!("{}から（{}日）", era::date_label(moment.date()), days.max(1))
    }
}

pub(crate) fn state(state: State) -> Markup {
    match state {
        State::Open => chip_label(Tone::Progress, "回議中"),
        State::Ended(Outcome::Approved) => chip_label(Tone::Success, "決裁済み"),
        State::Ended(Outcome::SentBack) => chip_label(Tone::Warning, "差戻し"),
        State::Ended(Outcome::Withdrawn) => chip_label(Tone::Neutral, "引上げ"),
    }
}

/// What somebody did, as a heading of the timeline.
pub(crate) fn verb(verb: &str) -> &'static str {
    match verb {
        "start" => "起案",
        "resubmit" => "書き直して再び起案",
        "approve" => "承認",
        "send_back" => "差戻し",
        "pull_back" => "引上げ",
        "agree" => "合議（異議なし）",
        "object" => "合議（異議あり）",
        "seen" => "供覧済み",
        _ => "記録",
    }
}

pub(crate) const fn verb_tone(verb: &str) -> Tone {
    match verb.as_bytes() {
        b"approve" | b"agree" => Tone::Success,
        b"send_back" | b"object" => Tone::Warning,
        _ => Tone::Neutral,
    }
}
