//! 口座振替 (種別 91): what the bank is asked to draw from people's accounts, and what it answers.

use super::record::{Breaks, Reader, Sum, Writer, sections};
use super::{Account, AccountKind, BankText, Fault, Header, Novelty, Wrong};
use crate::formats::Digits;
use kernel::Yen;

/// 種別コード.
const KIND: &str = "91";

/// What became of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DebitResult {
    /// 振替済.
    Paid,
    /// 資金不足.
    NoFunds,
    /// 取引なし.
    NoAccount,
    /// 預金者の都合.
    ByPayer,
    /// 依頼書なし.
    NoMandate,
    /// 委託者の都合.
    ByConsignor,
    /// その他.
    Other,
}

impl DebitResult {
    const ALL: [(Self, char, &str); 7] = [
        (Self::Paid, '0', "振替済"),
        (Self::NoFunds, '1', "資金不足"),
        (Self::NoAccount, '2', "預金取引なし"),
        (Self::ByPayer, '3', "預金者の都合による振替停止"),
        (Self::NoMandate, '4', "預金口座振替依頼書なし"),
        (Self::ByConsignor, '8', "委託者の都合による振替停止"),
        (Self::Other, '9', "その他"),
    ];

    /// 振替結果コード.
    pub fn code(self) -> char {
        Self::ALL.iter().find(|(result, ..)| *result == self).map_or('9', |(_, code, _)| *code)
    }

    /// By its code.
    pub fn of_code(code: char) -> Option<Self> {
        Self::ALL.iter().find(|(_, c, _)| *c == code).map(|(result, ..)| *result)
    }

    /// As officers know it.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(result, ..)| *result == self).map_or("", |(.., label)| label)
    }
}

/// One amount from one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debit {
    /// From where.
    pub account: Account,
    /// 預金者名.
    pub name: BankText,
    /// 引落金額.
    pub amount: Yen,
    /// 新規コード.
    pub novelty: Novelty,
    /// 顧客番号: by this the result finds its instalment.
    pub customer: Digits<20>,
    /// 振替結果コード; `None` in a request.
    pub result: Option<DebitResult>,
}

/// A file of direct debits: a request when no row has a result, the bank's answer when all have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebitFile {
    /// Whose, when, where.
    pub header: Header,
    /// The amounts, in the order of the file.
    pub rows: Vec<Debit>,
}

impl DebitFile {
    /// The file as bytes; the trailer's sums are those of the rows.
    ///
    /// # Errors
    /// [`Wrong`] with the line and the place of what does not go into the layout; [`Fault::Mixed`] when
    /// only some rows have a result.
    pub fn encode(&self, breaks: Breaks) -> Result<Vec<u8>, Wrong> {
        let mut out = Writer::new(breaks);
        self.header.write(&mut out, KIND)?;
        for row in &self.rows {
            row.write(&mut out)?;
            if row.result.is_some() != self.has_results() {
                return Err(out.wrong("振替結果コード", Fault::Mixed));
            }
        }
        let (all, paid, failed) = self.sums();
        out.begin();
        out.byte(b'8');
        out.sum(all)?;
        out.sum(paid)?;
        out.sum(failed)?;
        out.spaces(65);
        out.end()?;
        out.finish()
    }

    /// Whether it is the bank's answer.
    pub fn has_results(&self) -> bool {
        self.rows.first().is_some_and(|row| row.result.is_some())
    }

    /// All, what was paid, what was not; the latter two are zeros in a request.
    fn sums(&self) -> (Sum, Sum, Sum) {
        let all = Sum::of(self.rows.iter().map(|row| row.amount));
        let of = |paid: bool| {
            let rows = self.rows.iter().filter(move |row| row.result.is_some_and(|r| (r == DebitResult::Paid) == paid));
            Sum::of(rows.map(|row| row.amount))
        };
        (all, of(true), of(false))
    }

    /// Reads a request: result codes are `0` or empty, nothing is paid or failed.
    ///
    /// # Errors
    /// [`Wrong`] at the first thing that does not fit.
    pub fn read_request(file: &[u8]) -> Result<Self, Wrong> {
        Self::read(file, |code| matches!(code, '0' | ' ').then_some(None))
    }

    /// Reads the bank's answer: every row has a result, and the sums of paid and failed fit.
    ///
    /// # Errors
    /// [`Wrong`] at the first thing that does not fit.
    pub fn read_results(file: &[u8]) -> Result<Self, Wrong> {
        Self::read(file, |code| DebitResult::of_code(code).map(Some))
    }

    fn read(file: &[u8], result: impl Fn(char) -> Option<Option<DebitResult>>) -> Result<Self, Wrong> {
        let (mut header, rows, mut trailer) = sections(file)?;
        let header = Header::read(&mut header, KIND)?;
        let rows = rows.into_iter().map(|mut row| Debit::read(&mut row, &result)).collect::<Result<_, _>>()?;
        let read = Self { header, rows };
        let (all, paid, failed) = read.sums();
        trailer.fixed(b"8", "データ区分")?;
        trailer.sum(all)?;
        trailer.sum(paid)?;
        trailer.sum(failed)?;
        trailer.dummy(65)?;
        Ok(read)
    }
}

impl Debit {
    fn write(&self, out: &mut Writer) -> Result<(), Wrong> {
        out.begin();
        out.byte(b'2');
        self.account.write(out, AccountKind::DEBIT)?;
        out.text(&self.name, 30, "預金者名")?;
        out.amount(self.amount, "引落金額")?;
        out.byte(self.novelty.code());
        out.digits(&self.customer);
        out.byte(self.result.map_or('0', DebitResult::code) as u8);
        out.spaces(8);
        out.end()
    }

    fn read(from: &mut Reader<'_>, result: &impl Fn(char) -> Option<Option<DebitResult>>) -> Result<Self, Wrong> {
        from.fixed(b"2", "データ区分")?;
        let row = Self {
            account: Account::read(from, AccountKind::DEBIT)?,
            name: from.text(30, "預金者名")?,
            amount: from.amount("引落金額")?,
            novelty: from.with(1, "新規コード", |part| Novelty::of_code(*part.as_bytes().first()?))?,
            customer: from.digits("顧客番号")?,
            result: from.with(1, "振替結果コード", |part| result(part.chars().next()?))?,
        };
        from.dummy(8).map(|()| row)
    }
}
