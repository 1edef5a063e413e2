//! The last days as a file for any calendar (iCalendar, RFC 5545): no name, no answer, only what is due.

use super::answers::Told;
use super::list::{Line, work_out};
use super::pages::{Asked, found};
use super::show::day_words;
use crate::procedures::say;
use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kernel::{Date, Moment};
use web::texts::{Lang, plain};
use web::{Fields, Visit, WebError};

/// Octets of a line (RFC 5545, 3.1).
const LINE: usize = 75;

/// One day in the calendar.
struct Day {
    uid: String,
    on: Date,
    summary: String,
    description: String,
    url: String,
}

/// `/guide/{event}/dates.ics`
pub(super) async fn file(visit: Visit, Path(key): Path<String>, Query(asked): Asked) -> Result<Response, WebError> {
    let event = found(&visit, &key)?;
    let told = Told::read(event, &Fields::of(asked));
    let house = visit.house();
    let catalogue = cases::catalogue(house)?;
    let list = work_out(event, &told.answers, &catalogue, house.town.calendar.main(), visit.now().date());
    let days: Vec<Day> = list.lines().filter_map(|line| day(&visit, &key, line)).collect();
    if days.is_empty() {
        return Err(WebError::NotFound);
    }
    let name = format!("attachment; filename=\"{key}.ics\"");
    let headers = [(CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, write(&days, visit.now(), visit.lang())).into_response())
}

fn day(visit: &Visit, event: &str, line: &Line<'_>) -> Option<Day> {
    let due = line.due?;
    let (house, lang) = (visit.house(), visit.lang());
    let title = plain(say(&line.procedure.guide.title, lang));
    let host = house.base_url.split("://").last().unwrap_or_default().replace(['/', ':'], "-");
    let url = house.url(&format!("/procedures/{}", line.procedure.key));
    let until = plain(&visit.tf("procedures-guide-until", &[("day", day_words(due.last, lang).into())]));
    Some(Day {
        uid: format!("{event}-{}-{}@{host}", line.procedure.key, due.last),
        on: due.at_the_desk,
        summary: plain(&visit.tf("procedures-guide-calendar-entry", &[("title", title.into())])),
        description: format!("{until}\n{}\n{url}", plain(say(&line.item.why, lang))),
        url,
    })
}

fn write(days: &[Day], now: Moment, lang: Lang) -> String {
    let stamp = now.basic_utc();
    let mut text = String::new();
    let mut put = |line: &str| text.push_str(&folded(line));
    put("BEGIN:VCALENDAR");
    put("VERSION:2.0");
    put(&format!("PRODID:-//Engawa//Guide//{}", lang.html().to_uppercase()));
    for day in days {
        put("BEGIN:VEVENT");
        put(&format!("UID:{}", day.uid));
        put(&format!("DTSTAMP:{stamp}"));
        put(&format!("DTSTART;VALUE=DATE:{:04}{:02}{:02}", day.on.year(), day.on.month(), day.on.day()));
        put(&format!("SUMMARY:{}", escaped(&day.summary)));
        put(&format!("DESCRIPTION:{}", escaped(&day.description)));
        put(&format!("URL:{}", day.url));
        put("TRANSP:TRANSPARENT");
        put("BEGIN:VALARM");
        put("ACTION:DISPLAY");
        put(&format!("DESCRIPTION:{}", escaped(&day.summary)));
        put("TRIGGER:-P3D");
        put("END:VALARM");
        put("END:VEVENT");
    }
    put("END:VCALENDAR");
    text
}

/// TEXT of RFC 5545, 3.3.11.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A content line, folded so that no line is longer than it may be and no sign is cut in two.
fn folded(line: &str) -> String {
    let (mut text, mut used) = (String::new(), 0);
    for c in line.chars() {
        if used + c.len_utf8() > LINE {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(c);
        used += c.len_utf8();
    }
    text + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_line_is_short_and_unfolds_to_what_was_written(line in "[ -~ぁ-ん一-龠]{0,300}") {
            let folded = folded(&line);
            prop_assert!(folded.split("\r\n").all(|part| part.len() <= LINE));
            prop_assert_eq!(folded.replace("\r\n ", ""), format!("{line}\r\n"));
        }
    }

    #[test]
    fn a_day_is_a_whole_day_without_a_person() {
        let day = Day {
            uid: "birth-x-2026-12-14@ono.example".to_owned(),
            on: Date::constant(2026, 12, 14),
            summary: "出生届の期限".to_owned(),
            description: "名前, 一つ; 二つ\n三つ".to_owned(),
            url: "https://ono.example/procedures/x".to_owned(),
        };
        let text = write(&[day], Moment::start_of(Date::constant(2026, 12, 1)), Lang::Ja);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.contains("DTSTART;VALUE=DATE:20261214\r\n"));
        assert!(text.contains("DTSTAMP:20261130T150000Z\r\n"));
        assert!(text.contains("DESCRIPTION:名前\\, 一つ\\; 二つ\\n三つ\r\n"));
    }
}
