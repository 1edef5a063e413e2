//! Fictional records behind the certificates: for everybody of the fictional register a seal (some),
//! three years of income and tax, taxes paid, legal standing. Everything follows from the number of
//! the person, so that it is the same each time; it comes in by the same door as real exports.

use crate::certificates::import::{self, Refused, columns};
use crate::certificates::rules::Kind;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use store::{Act, StoreError};
use web::House;

/// An imprint that says 見本; everybody of the demo has this one.
const IMPRINT: &[u8] = include_bytes!("imprint.png");
/// The fiscal years of which the demo knows.
const YEARS: [i64; 3] = [2026, 2025, 2024];

/// Fills the records from the register that is there.
///
/// # Errors
/// When the records do not answer.
pub async fn fill(house: &House) -> Result<(), StoreError> {
    let act = Act::system("demo", house.now());
    let mut numbers: Vec<String> = people::register::numbers(&house.db).await?.into_keys().collect();
    numbers.sort();
    let as_of = house.now().date().yesterday().unwrap_or(house.now().date());
    for kind in Kind::ALL.into_iter().filter(|k| k.is_imported()) {
        let name = format!("見本の記録（{}）", kind.record_name());
        let numbers = numbers.get(..known(kind).min(numbers.len())).unwrap_or_default();
        for some in numbers.chunks(1000) {
            let text = file(kind, some);
            let read = import::read(kind, &name, text.as_bytes());
            let file = read.map_err(|p| StoreError::Other(format!("the demo's own file is wrong: {p:?}")))?;
            match import::take(house, &act, file, &name, as_of).await {
                Ok(_) => {}
                Err(Refused::Store(error)) => return Err(error),
                Err(Refused::Lines(p)) => {
                    return Err(StoreError::Other(format!("the demo's own file is wrong: {p:?}")));
                }
            }
        }
    }
    Ok(())
}

/// Of how many people the demo knows a kind: enough to try everything, few enough to be filled fast.
const fn known(kind: Kind) -> usize {
    match kind {
        Kind::Income => usize::MAX,
        _ => 3000,
    }
}

/// A number from 0 to `below` that follows from a person's number and what it is for.
fn chance(number: &str, what: &str, below: i64) -> i64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in number.bytes().chain(what.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    i64::try_from((hash >> 17) % u64::try_from(below.max(1)).unwrap_or(1)).unwrap_or(0)
}

fn file(kind: Kind, numbers: &[String]) -> String {
    let mut text = columns(kind).join(",");
    for number in numbers {
        for line in lines(kind, number) {
            text.push('\n');
            text.push_str(&line);
        }
    }
    text.push('\n');
    text
}

fn lines(kind: Kind, number: &str) -> Vec<String> {
    match kind {
        Kind::Seal => vec![format!(
            "{number},架-{number},平成{}年6月1日,{}",
            1 + chance(number, "seal", 30),
            STANDARD.encode(IMPRINT)
        )],
        // Of everybody the newest year, of one in eight the years before too.
        Kind::Income => {
            let years = if chance(number, "years", 8) == 0 || is_first(number) { 3 } else { 1 };
            YEARS.iter().take(years).map(|year| income(number, *year)).collect()
        }
        Kind::TaxPayment => YEARS.iter().take(1).flat_map(|year| taxes(number, *year)).collect(),
        Kind::Identity => vec![format!("{number},なし,なし,なし")],
        Kind::ResidentRecord | Kind::Disaster => Vec::new(),
    }
}

/// The first hundred are the people who can sign in, and their neighbours.
fn is_first(number: &str) -> bool {
    number.len() == 7 && number.starts_with("10000") || number.starts_with("100000")
}

/// Invented sums in the order of the columns; the parts of the tax add up to the whole.
fn income(number: &str, year: i64) -> String {
    let salary = chance(number, &format!("salary{year}"), 60) * 100_000;
    let salary_income = salary * 7 / 10;
    let pension = chance(number, "pension", 20) * 100_000;
    let pension_income = pension / 2;
    let total = salary_income + pension_income;
    let deductions = 430_000 + chance(number, "deductions", 8) * 100_000;
    let taxable = (total - deductions).max(0) / 1000 * 1000;
    let untaxed = total <= 450_000;
    let (town_per, pref_per, forest) = if untaxed { (0, 0, 0) } else { (3_000, 2_000, 1_000) };
    let (town_on, pref_on) = if untaxed { (0, 0) } else { (taxable * 6 / 100, taxable * 4 / 100) };
    let tax = town_per + town_on + pref_per + pref_on + forest;
    let dependants = chance(number, "dependants", 4);
    format!(
        "{number},{year},{salary},{salary_income},{pension},{pension_income},0,0,{total},{deductions},{taxable},\
         {dependants},{town_per},{town_on},{pref_per},{pref_on},{forest},{tax}"
    )
}

fn taxes(number: &str, year: i64) -> Vec<String> {
    let mut lines = Vec::new();
    for (tax, most) in [("町県民税", 250), ("固定資産税", 120), ("軽自動車税", 12)] {
        let due = chance(number, &format!("{tax}{year}"), most) * 1000;
        let late = if chance(number, "late", 60) == 0 { due / 4 } else { 0 };
        lines.push(format!("{number},{year},{tax},{due},{},{late}", due - late));
    }
    lines
}
