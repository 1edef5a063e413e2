//! 納期のカレンダー: when the instalments of an item are due in a fiscal year. Pure.
//!
//! The book names months; the due day is the last day of the month, moved to the next day on which
//! banks are open (地方税法20条の5). Which months, the town's ordinance says: unconfirmed ones are shown as such.

use billing::{Book, Item};
use kernel::{Date, FiscalYear, office_days};

/// The due days of one item.
#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    pub item: &'a Item,
    /// In the order of the instalments; empty when the town's months are not known.
    pub days: Vec<Date>,
}

/// Every item for which the town sends bills by the year, in the book's order.
pub(crate) fn of(book: &Book, year: FiscalYear) -> Vec<Row<'_>> {
    let row = |item| Row { item, days: days(item, year) };
    book.items.iter().filter(|i| i.kind != billing::Kind::Fee).map(row).collect()
}

/// The due days of an item in a fiscal year.
pub(crate) fn days(item: &Item, year: FiscalYear) -> Vec<Date> {
    item.months.iter().filter_map(|month| last_of(year, *month)).map(office_days::shift_due).collect()
}

fn last_of(year: FiscalYear, month: i8) -> Option<Date> {
    let civil = if month >= 4 { year.start().year() } else { year.start().year() + 1 };
    Date::new(civil, month, 1).ok().map(Date::last_of_month)
}

/// The next due day from `today` on, of all rows.
pub(crate) fn next<'a, 'b>(rows: &'b [Row<'a>], today: Date) -> Option<(Date, Vec<&'b Row<'a>>)> {
    let day = rows.iter().flat_map(|r| &r.days).filter(|d| **d >= today).min().copied()?;
    Some((day, rows.iter().filter(|r| r.days.contains(&day)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(months: &str) -> Item {
        let text = format!(
            "[[item]]\nkey = \"a\"\ntitle = {{ ja = \"税\" }}\nkind = \"tax\"\nlaw = \"法\"\nmonths = {months}\n"
        );
        let book: Book = town::Source::new("payments.toml", &text).read().unwrap();
        book.items.into_iter().next().unwrap()
    }

    #[test]
    fn due_days_are_the_ends_of_months_moved_off_closed_days() {
        let days = days(&item("[5, 10, 12, 1, 2]"), FiscalYear(2026));
        let expected = [
            // 31 May 2026 is a Sunday, 31 October a Saturday.
            Date::constant(2026, 6, 1),
            Date::constant(2026, 11, 2),
            // Banks are closed from 31 December to 3 January; the 4th is a Monday.
            Date::constant(2027, 1, 4),
            // 31 January and 28 February 2027 are Sundays.
            Date::constant(2027, 2, 1),
            Date::constant(2027, 3, 1),
        ];
        assert_eq!(days, expected);
    }

    #[test]
    fn the_next_day_names_everything_that_is_due_on_it() {
        let (a, b, none) = (item("[6, 8]"), item("[6]"), item("[]"));
        let rows: Vec<Row<'_>> = [&a, &b, &none].map(|item| Row { item, days: days(item, FiscalYear(2026)) }).into();
        let (day, due) = next(&rows, Date::constant(2026, 6, 30)).unwrap();
        assert_eq!((day, due.len()), (Date::constant(2026, 6, 30), 2));
        let (day, due) = next(&rows, Date::constant(2026, 7, 1)).unwrap();
        assert_eq!((day, due.len()), (Date::constant(2026, 8, 31), 1));
        assert!(next(&rows, Date::constant(2026, 9, 1)).is_none());
    }
}
