//! 総合振込 (種別 21): money that the town sends to people's accounts.

use super::record::{Breaks, Reader, Sum, Writer, sections};
use super::{Account, AccountKind, BankText, Header, Novelty, Wrong};
use crate::formats::Digits;
use kernel::Yen;

/// 種別コード.
const KIND: &str = "21";

/// 振込指定区分.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// テレ振込.
    Wire,
    /// 文書振込.
    Letter,
}

impl Way {
    const fn code(self) -> u8 {
        match self {
            Self::Wire => b'7',
            Self::Letter => b'8',
        }
    }
}

/// One amount to one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// To where.
    pub account: Account,
    /// 受取人名.
    pub name: BankText,
    /// 振込金額.
    pub amount: Yen,
    /// 新規コード.
    pub novelty: Novelty,
    /// 顧客コード1.
    pub customer: Digits<10>,
    /// 顧客コード2.
    pub matter: Digits<10>,
    /// 振込指定区分.
    pub way: Way,
}

/// A file of transfers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferFile {
    /// Whose, when, from which account.
    pub header: Header,
    /// The amounts, in the order of the file.
    pub rows: Vec<Transfer>,
}

impl TransferFile {
    /// The file as bytes; the trailer's sums are those of the rows.
    ///
    /// # Errors
    /// [`Wrong`] with the line and the place of what does not go into the layout.
    pub fn encode(&self, breaks: Breaks) -> Result<Vec<u8>, Wrong> {
        let mut out = Writer::new(breaks);
        self.header.write(&mut out, KIND)?;
        for row in &self.rows {
            row.write(&mut out)?;
        }
        out.begin();
        out.byte(b'8');
        out.sum(self.sum())?;
        out.spaces(101);
        out.end()?;
        out.finish()
    }

    fn sum(&self) -> Sum {
        Sum::of(self.rows.iter().map(|row| row.amount))
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// [`Wrong`] at the first thing that does not fit.
    pub fn read(file: &[u8]) -> Result<Self, Wrong> {
        let (mut header, rows, mut trailer) = sections(file)?;
        let header = Header::read(&mut header, KIND)?;
        let rows = rows.into_iter().map(|mut row| Transfer::read(&mut row)).collect::<Result<_, _>>()?;
        let read = Self { header, rows };
        trailer.fixed(b"8", "データ区分")?;
        trailer.sum(read.sum())?;
        trailer.dummy(101)?;
        Ok(read)
    }
}

impl Transfer {
    fn write(&self, out: &mut Writer) -> Result<(), Wrong> {
        out.begin();
        out.byte(b'2');
        self.account.write(out, AccountKind::TRANSFER)?;
        out.text(&self.name, 30, "受取人名")?;
        out.amount(self.amount, "振込金額")?;
        out.byte(self.novelty.code());
        out.digits(&self.customer);
        out.digits(&self.matter);
        out.byte(self.way.code());
        // 識別表示 is left empty: no EDI information.
        out.spaces(8);
        out.end()
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Wrong> {
        from.fixed(b"2", "データ区分")?;
        let way = |part: &str| [Way::Wire, Way::Letter].into_iter().find(|way| part.as_bytes() == [way.code()]);
        let row = Self {
            account: Account::read(from, AccountKind::TRANSFER)?,
            name: from.text(30, "受取人名")?,
            amount: from.amount("振込金額")?,
            novelty: from.with(1, "新規コード", |part| Novelty::of_code(*part.as_bytes().first()?))?,
            customer: from.digits("顧客コード1")?,
            matter: from.digits("顧客コード2")?,
            way: from.with(1, "振込指定区分", way)?,
        };
        from.dummy(8).map(|()| row)
    }
}
