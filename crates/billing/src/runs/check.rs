//! What only the records know of a line: who is behind the number, whether that name is theirs,
//! whether the number was billed before, and whether their bank is asked.

use super::reading::{self, Terms};
use super::records::{self, Line, Standing};
use kernel::id::PersonId;
use kernel::width::half_width;
use kernel::{Date, TypedId, Uuid, era};
use people::selection::{Resident, census};
use std::collections::{HashMap, HashSet};
use store::{Reads, StoreError, args};
use web::House;

/// What the records know, read once for a file.
struct Known {
    numbers: HashMap<String, PersonId>,
    residents: HashMap<PersonId, Resident>,
    notices: HashSet<String>,
    debit: HashSet<PersonId>,
}

/// The lines of a sheet with what the records say of each.
pub(super) async fn check(
    house: &House,
    item: &str,
    terms: &Terms,
    sheet: reading::Sheet,
) -> Result<Vec<Line>, StoreError> {
    let db = &house.db;
    let known = Known {
        numbers: people::register::numbers(db).await?,
        residents: census(db).await?.into_iter().map(|r| (r.id, r)).collect(),
        notices: records::notices_taken(db, item, terms.year).await?,
        debit: by_debit(db, item).await?,
    };
    let today = house.now().date();
    Ok(sheet.lines.into_iter().map(|line| known.line(line, today)).collect())
}

impl Known {
    fn line(&self, line: reading::Line, today: Date) -> Line {
        let reading::Line { at, notice, number, name, asked, mut wrong, mut notes } = line;
        let person = self.numbers.get(&number).copied();
        if person.is_none() && !number.is_empty() {
            wrong.push("この宛名番号の人は、台帳にいません".to_owned());
        }
        if let Some(resident) = person.and_then(|p| self.residents.get(&p)) {
            of_payer(resident, &name, &mut wrong, &mut notes);
        }
        if self.notices.contains(&notice) {
            wrong.push("この通知番号は、ほかのファイルで取り込み済みです".to_owned());
        }
        if asked.instalments.iter().any(|(due, _)| *due < today) {
            notes.push("納期限の過ぎた期があります".to_owned());
        }
        let standing = if wrong.is_empty() { Standing::Ready } else { Standing::Wrong };
        let said = |list: Vec<String>| (!list.is_empty()).then(|| list.join("。"));
        Line {
            // Given when the line is written down.
            id: TypedId::from_uuid(Uuid::nil()),
            place: i64::try_from(at).unwrap_or(i64::MAX),
            notice,
            number,
            name,
            debit: person.is_some_and(|p| self.debit.contains(&p)),
            person,
            asked,
            standing,
            why: said(wrong),
            note: said(notes),
            bill: None,
            unprinted: None,
        }
    }
}

/// A tax notice must not go to somebody else: a name that is not theirs stops the line.
fn of_payer(resident: &Resident, name: &str, wrong: &mut Vec<String>, notes: &mut Vec<String>) {
    if !name.is_empty() && bare(name) != bare(resident.name.full()) {
        wrong.push(
            "氏名が、台帳の名前と違います。宛名番号を確かめてください（字の違いだけなら、氏名を空にします）".to_owned(),
        );
    }
    if let Some(day) = resident.deceased {
        let day = era::date_label(day);
        wrong.push(format!("{day}に亡くなっています。相続人の代表の宛名番号にしてください（地方税法9条の2）"));
    } else if let Some(day) = resident.moved_out {
        notes.push(format!("{}に転出しています。送り先を確かめてください", era::date_label(day)));
    }
}

fn bare(name: &str) -> String {
    half_width(name).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whose bank is asked for this item.
async fn by_debit(q: &impl Reads, item: &str) -> Result<HashSet<PersonId>, StoreError> {
    let sql = "SELECT DISTINCT person FROM billing_account WHERE state = 'active'";
    let mut found = HashSet::new();
    for row in q.rows(sql, args![]).await? {
        let person = row.get("person")?;
        if crate::debited(q, person, item).await? {
            found.insert(person);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_widths_do_not_make_another_name() {
        assert_eq!(bare("縁側　花子"), bare("縁側 花子"));
        assert_eq!(bare("ＮＧＵＹＥＮ　ＡＮ"), bare("NGUYEN AN"));
        assert_ne!(bare("縁側 花子"), bare("縁側 華子"));
    }
}
