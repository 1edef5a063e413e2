//! Prints the kernel's answers as CSV for `proofs/kernel/check.py`, which compares them with
//! independent libraries. Every line is the name of a table and its columns.

use kernel::check_digit::{CorporateNumber, MunicipalityCode, my_number_check_digit};
use kernel::{Date, FiscalYear, Wareki, age, holidays, kana, office_days};
use std::io::{self, BufWriter, Write};

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    holidays(&mut out)?;
    eras(&mut out)?;
    ages(&mut out)?;
    numbers(&mut out)?;
    due_days(&mut out)?;
    readings(&mut out)?;
    out.flush()
}

/// Every day from the start of one year to the end of another.
fn days(from: i16, to: i16) -> impl Iterator<Item = Date> {
    let first = Date::constant(from, 1, 1);
    std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(move |day| day.year() <= to)
}

fn holidays(out: &mut impl Write) -> io::Result<()> {
    for day in days(1949, 2099) {
        if let Some(name) = holidays::holiday(day) {
            writeln!(out, "holiday,{day},{name}")?;
        }
    }
    Ok(())
}

fn eras(out: &mut impl Write) -> io::Result<()> {
    for day in days(1873, 2099) {
        if let Some(wareki) = Wareki::of(day) {
            writeln!(out, "wareki,{day},{wareki}")?;
        }
    }
    for year in 1873..2099 {
        let fiscal = FiscalYear(year);
        writeln!(out, "fiscal,{year},{fiscal},{},{}", fiscal.start(), fiscal.end())?;
    }
    Ok(())
}

/// Every seventh birthday of a century, and every birth about 1 April and 29 February.
fn ages(out: &mut impl Write) -> io::Result<()> {
    let odd = |day: &Date| matches!((day.month(), day.day()), (2, 28..) | (3, 1 | 30..) | (4, ..=3));
    for (at, birth) in days(1930, 2030).enumerate() {
        if at % 7 != 0 && !odd(&birth) {
            continue;
        }
        let on = Date::constant(2031 + i16::try_from(at % 5).unwrap_or(0), 3, 1);
        writeln!(
            out,
            "age,{birth},{on},{},{},{},{},{}",
            age::age_on(birth, on),
            age::attains(birth, 18),
            age::school_entry(birth),
            age::school_year(birth, Date::constant(2026, 4, 1)).label(),
            age::child_allowance_end(birth),
        )?;
    }
    Ok(())
}

fn numbers(out: &mut impl Write) -> io::Result<()> {
    let mut state = 1;
    for _ in 0..2000 {
        let base: [u8; 12] = std::array::from_fn(|_| next_digit(&mut state));
        let [a, b, c, d, e, ..] = base;
        let mut personal = [0; 11];
        personal.copy_from_slice(&base[..11]);
        let text: String = personal.iter().map(u8::to_string).collect();
        writeln!(out, "my_number,{text}{}", my_number_check_digit(personal))?;
        writeln!(out, "corporate,{}", CorporateNumber::from_base(base))?;
        writeln!(out, "municipality,{}", MunicipalityCode::from_base([a, b, c, d, e]))?;
    }
    Ok(())
}

/// A fixed sequence of digits (Knuth's MMIX generator).
fn next_digit(state: &mut u64) -> u8 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    u8::try_from((*state >> 33) % 10).unwrap_or(0)
}

fn due_days(out: &mut impl Write) -> io::Result<()> {
    for day in days(2000, 2050) {
        writeln!(out, "due,{day},{}", office_days::shift_due(day))?;
    }
    Ok(())
}

fn readings(out: &mut impl Write) -> io::Result<()> {
    for half in 'ｦ'..='ﾝ' {
        for mark in ["", "ﾞ", "ﾟ"] {
            let half = format!("{half}{mark}");
            writeln!(out, "kana,{half},{}", kana::full_width(&half))?;
        }
    }
    for hiragana in 'ぁ'..='ゖ' {
        let hiragana = hiragana.to_string();
        writeln!(out, "hiragana,{hiragana},{}", kana::to_katakana(&hiragana))?;
    }
    Ok(())
}
