//! Records of 120 bytes: one part after the other, read and written.

use super::{BankText, Fault, Wrong};
use crate::formats::Digits;
use kernel::Yen;

/// The length of a record.
pub(super) const RECORD: usize = 120;

/// What stands between records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaks {
    /// Nothing.
    None,
    /// CR LF after every record.
    CrLf,
}

/// Writes records.
pub(super) struct Writer {
    out: Vec<u8>,
    start: usize,
    line: usize,
    breaks: Breaks,
}

impl Writer {
    pub(super) fn new(breaks: Breaks) -> Self {
        Self { out: Vec::new(), start: 0, line: 0, breaks }
    }

    pub(super) fn begin(&mut self) {
        self.line += 1;
        self.start = self.out.len();
    }

    pub(super) fn wrong(&self, field: &'static str, fault: Fault) -> Wrong {
        Wrong { line: self.line, column: self.out.len() - self.start + 1, field, fault }
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.out.push(byte);
    }

    pub(super) fn raw(&mut self, text: &str) -> Result<&mut Self, Wrong> {
        if !text.is_ascii() {
            return Err(self.wrong("", Fault::Letter));
        }
        self.out.extend_from_slice(text.as_bytes());
        Ok(self)
    }

    pub(super) fn digits<const N: usize>(&mut self, digits: &Digits<N>) {
        self.out.extend_from_slice(digits.as_str().as_bytes());
    }

    pub(super) fn text(&mut self, text: &BankText, width: usize, field: &'static str) -> Result<(), Wrong> {
        let bytes = text.bytes();
        if bytes.len() > width {
            return Err(self.wrong(field, Fault::TooLong));
        }
        let rest = width - bytes.len();
        self.out.extend(bytes);
        self.spaces(rest);
        Ok(())
    }

    pub(super) fn spaces(&mut self, count: usize) {
        self.out.resize(self.out.len() + count, b' ');
    }

    /// An amount that is drawn or sent: above zero.
    pub(super) fn amount(&mut self, amount: Yen, field: &'static str) -> Result<(), Wrong> {
        let digits = Digits::<10>::of_number(amount.get()).filter(|digits| !digits.is_zero());
        let digits = digits.ok_or_else(|| self.wrong(field, Fault::Amount))?;
        self.digits(&digits);
        Ok(())
    }

    /// 件数 and 金額 of a trailer.
    pub(super) fn sum(&mut self, sum: Sum) -> Result<(), Wrong> {
        let count = i64::try_from(sum.count).ok().and_then(Digits::<6>::of_number);
        let count = count.ok_or_else(|| self.wrong("件数", Fault::TooLong))?;
        self.digits(&count);
        let amount = sum.amount.and_then(|amount| Digits::<12>::of_number(amount.get()));
        let amount = amount.ok_or_else(|| self.wrong("金額", Fault::Amount))?;
        self.digits(&amount);
        Ok(())
    }

    pub(super) fn end(&mut self) -> Result<(), Wrong> {
        let found = self.out.len() - self.start;
        if found != RECORD {
            return Err(self.wrong("", Fault::Length(found)));
        }
        if self.breaks == Breaks::CrLf {
            self.out.extend_from_slice(b"\r\n");
        }
        Ok(())
    }

    /// エンドレコード, and the file.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, Wrong> {
        self.begin();
        self.byte(b'9');
        self.spaces(RECORD - 1);
        self.end()?;
        Ok(self.out)
    }
}

/// How many, and how much together; `None` when that is more than there are numbers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) count: usize,
    pub(super) amount: Option<Yen>,
}

impl Sum {
    pub(super) const NONE: Self = Self { count: 0, amount: Some(Yen::ZERO) };

    pub(super) fn of(amounts: impl Iterator<Item = Yen>) -> Self {
        amounts.fold(Self::NONE, |sum, amount| Self {
            count: sum.count + 1,
            amount: sum.amount.and_then(|before| before.checked_add(amount)),
        })
    }
}

/// Cuts a file into its records.
pub(super) fn records(file: &[u8]) -> Result<Vec<&[u8]>, Wrong> {
    let broken = file.iter().any(|b| matches!(b, b'\r' | b'\n'));
    let lines: Vec<&[u8]> = match broken {
        true => file.strip_suffix(b"\r\n").unwrap_or(file).split(|b| *b == b'\n').collect(),
        false => file.chunks(RECORD).collect(),
    };
    let last = lines.len();
    let mut out = Vec::with_capacity(last);
    for (n, line) in (1..).zip(lines) {
        // The last one has lost its break already.
        let record = if broken && n < last { line.strip_suffix(b"\r") } else { Some(line) };
        let at = |column, fault| Wrong { line: n, column, field: "件の長さ", fault };
        let record = record.filter(|r| !r.contains(&b'\r')).ok_or_else(|| at(line.len().max(1), Fault::Breaks))?;
        if record.len() != RECORD {
            return Err(at(record.len().min(RECORD) + 1, Fault::Length(record.len())));
        }
        out.push(record);
    }
    Ok(out)
}

/// Reads the parts of one record.
pub(super) struct Reader<'a> {
    record: &'a [u8],
    line: usize,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(record: &'a [u8], line: usize) -> Self {
        Self { record, line, at: 0 }
    }

    fn peek(&self, width: usize) -> &'a [u8] {
        self.record.get(self.at..self.at + width).unwrap_or_default()
    }

    /// The fault at the `offset`th byte of the next part.
    fn wrong(&self, offset: usize, field: &'static str, fault: Fault) -> Wrong {
        Wrong { line: self.line, column: self.at + offset + 1, field, fault }
    }

    pub(super) fn fixed(&mut self, says: &[u8], field: &'static str) -> Result<(), Wrong> {
        match self.skip_if(says) {
            true => Ok(()),
            false => Err(self.wrong(0, field, Fault::Value)),
        }
    }

    /// Goes on behind `says`, if that comes next.
    pub(super) fn skip_if(&mut self, says: &[u8]) -> bool {
        let here = self.peek(says.len()) == says;
        self.at += if here { says.len() } else { 0 };
        here
    }

    pub(super) fn digits<const N: usize>(&mut self, field: &'static str) -> Result<Digits<N>, Wrong> {
        let part = self.peek(N);
        if let Some(offset) = part.iter().position(|b| !b.is_ascii_digit()) {
            return Err(self.wrong(offset, field, Fault::NotADigit));
        }
        let digits = std::str::from_utf8(part).ok().and_then(|text| text.parse().ok());
        let digits = digits.ok_or_else(|| self.wrong(0, field, Fault::CutOff))?;
        self.at += N;
        Ok(digits)
    }

    /// An ASCII part with a meaning of its own.
    pub(super) fn with<T>(
        &mut self,
        width: usize,
        field: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Wrong> {
        let meaning = std::str::from_utf8(self.peek(width)).ok().and_then(read);
        let meaning = meaning.ok_or_else(|| self.wrong(0, field, Fault::Value))?;
        self.at += width;
        Ok(meaning)
    }

    pub(super) fn text(&mut self, width: usize, field: &'static str) -> Result<BankText, Wrong> {
        let text = BankText::read(self.peek(width)).map_err(|offset| self.wrong(offset, field, Fault::Letter))?;
        self.at += width;
        Ok(text)
    }

    pub(super) fn amount(&mut self, field: &'static str) -> Result<Yen, Wrong> {
        let start = self.wrong(0, field, Fault::Amount);
        let digits = self.digits::<10>(field)?;
        if digits.is_zero() { Err(start) } else { Ok(Yen(digits.number())) }
    }

    /// 件数 and 金額 of a trailer, which must be those of the data.
    pub(super) fn sum(&mut self, of_data: Sum) -> Result<(), Wrong> {
        let start = self.wrong(0, "件数", Fault::Sum);
        if usize::try_from(self.digits::<6>("件数")?.number()) != Ok(of_data.count) {
            return Err(start);
        }
        let start = self.wrong(0, "金額", Fault::Sum);
        if Some(Yen(self.digits::<12>("金額")?.number())) != of_data.amount {
            return Err(start);
        }
        Ok(())
    }

    /// A part without meaning: spaces, or zeros as some banks put them.
    pub(super) fn dummy(&mut self, width: usize) -> Result<(), Wrong> {
        let part = self.peek(width);
        let filler = part.first().copied().filter(|b| matches!(b, b' ' | b'0'));
        match part.iter().position(|b| Some(*b) != filler) {
            Some(offset) => Err(self.wrong(offset, "空き", Fault::NotEmpty)),
            None => {
                self.at += width;
                Ok(())
            }
        }
    }
}

/// The records of a file by their kind: header, data, trailer; the end has been looked at.
pub(super) fn sections(file: &[u8]) -> Result<(Reader<'_>, Vec<Reader<'_>>, Reader<'_>), Wrong> {
    let lines = records(file)?;
    let mut readers: Vec<Reader<'_>> = (1..).zip(lines).map(|(line, record)| Reader::new(record, line)).collect();
    let cut_off = Wrong { line: readers.len() + 1, column: 1, field: "データ区分", fault: Fault::CutOff };
    let mut end = readers.pop().ok_or(cut_off)?;
    if !end.skip_if(b"9") {
        return Err(cut_off);
    }
    end.dummy(RECORD - 1)?;
    let trailer = readers.pop().filter(|r| r.peek(1) == b"8").ok_or(end_alone(&end))?;
    if readers.is_empty() {
        return Err(Wrong { line: 1, column: 1, field: "データ区分", fault: Fault::Order });
    }
    let header = readers.remove(0);
    match readers.iter().find(|r| r.peek(1) != b"2") {
        Some(other) => Err(other.wrong(0, "データ区分", Fault::Order)),
        None => Ok((header, readers, trailer)),
    }
}

/// There is no trailer in front of the end.
fn end_alone(end: &Reader<'_>) -> Wrong {
    Wrong { line: end.line.saturating_sub(1).max(1), column: 1, field: "データ区分", fault: Fault::Order }
}
