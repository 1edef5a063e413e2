//! eL-QR (地方税統一QRコード): what a payment slip of a local tax says to a camera.
//!
//! Who reads it: 地方税お支払サイト and payment apps at home, bank counters, stores. 255 digits of tags,
//! lengths and values, in the manner of EMV's merchant-presented codes, around the block of the MPN
//! slip. Printed as a QR code in numeric mode with error correction M: 41 × 41 modules.
//!
//! The codes in it ([`ElQr::tax_item`], [`ElQr::payee`], [`ElQr::office`]) are given to the town by
//! 地方税共同機構; this module only carries them.

use super::digits::{Parts, only_digits};
use super::{Digits, FormatError, mpn};
use kernel::{Date, FiscalYear, Yen};

/// The whole length.
pub const LENGTH: usize = 255;

/// 地方税共同機構 as 収納機関.
const AGENCY: &str = "13800";

/// The most that the field can say.
const MOST: i64 = 99_999_999_999;

/// What the code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElQr {
    /// The account of 機構; zeros in every published example.
    pub account: Digits<11>,
    /// 払込金額.
    pub amount: Yen,
    /// 税目・料金番号.
    pub tax_item: Digits<3>,
    /// 案件特定キー (納付書番号).
    pub case_key: Digits<20>,
    /// 確認番号.
    pub confirm: Digits<6>,
    /// 共通納税機関コード: the town.
    pub payee: Digits<5>,
    /// 税務事務所コード.
    pub office: Digits<3>,
    /// 賦課年度.
    pub levy_year: FiscalYear,
    /// 課税年度.
    pub tax_year: FiscalYear,
    /// 期別コード.
    pub term: Digits<2>,
    /// 納期限.
    pub due: Date,
    /// 支払期限: until when it may be paid with this code.
    pub payable_until: Date,
}

impl ElQr {
    /// The 255 digits.
    ///
    /// # Errors
    /// [`FormatError::Amount`] below one yen or above eleven digits; [`FormatError::Field`] for a day
    /// or a year that four digits cannot say.
    pub fn encode(&self) -> Result<String, FormatError> {
        let amount = self.amount_digits()?;
        let (levied, taxed) = (year(self.levy_year)?, year(self.tax_year)?);
        let (due, until) = (day(self.due)?, day(self.payable_until)?);
        let Self { account, tax_item, case_key, confirm, payee, office, term, .. } = self;
        let upper = format!("{account}{amount}2{AGENCY}0{tax_item}00000");
        let lower = format!("{case_key}{confirm}0{payee}{office}0000000");
        let block = format!("{}{upper}{}{lower}", mpn::check_digits(&upper), mpn::check_digits(&lower));
        let reserve = "0".repeat(85);
        let text = format!(
            "00020101021227960005{AGENCY}0183{block}5411{amount}6226{levied}{taxed}{term}{due}{until}8085{reserve}6305"
        );
        Ok(format!("{text}{:05}", crc(text.as_bytes())))
    }

    fn amount_digits(&self) -> Result<Digits<11>, FormatError> {
        let amount = Some(self.amount.get()).filter(|yen| (1..=MOST).contains(yen));
        amount.and_then(Digits::of_number).ok_or(FormatError::Amount)
    }

    /// Reads what [`ElQr::encode`] writes, and nothing else: lengths, fixed parts, the two amounts, both
    /// pairs of check digits and the checksum must fit.
    ///
    /// # Errors
    /// [`FormatError`] naming the first part that does not.
    pub fn decode(text: &str) -> Result<Self, FormatError> {
        let text = only_digits(text, LENGTH)?;
        let (checked, sum) = text.split_at(LENGTH - 5);
        if sum != format!("{:05}", crc(checked.as_bytes())) {
            return Err(FormatError::Check("CRC"));
        }
        let mut parts = Parts(checked);
        parts.fixed("00020101021227960005138000183", "tag 00 to 27")?;
        let block = parts.text(83)?;
        parts.fixed("5411", "tag 54")?;
        let amount = parts.next::<11>()?;
        parts.fixed("6226", "tag 62")?;
        let (levy_year, tax_year) = (read_year(&mut parts)?, read_year(&mut parts)?);
        let term = parts.next()?;
        let (due, payable_until) = (read_day(&mut parts)?, read_day(&mut parts)?);
        parts.fixed("8085", "tag 80")?;
        parts.fixed(&"0".repeat(85), "tag 80")?;
        parts.fixed("6305", "tag 63")?;
        let (account, tax_item) = upper(block.split_at(39).0, amount)?;
        let mut lower = Parts(checked_lower(block)?);
        let (case_key, confirm) = (lower.next()?, lower.next()?);
        lower.fixed("0", "use of eLTAX")?;
        let (payee, office) = (lower.next()?, lower.next()?);
        lower.fixed("0000000", "reserve")?;
        let amount = Yen(amount.number());
        let code = Self {
            account,
            amount,
            tax_item,
            case_key,
            confirm,
            payee,
            office,
            levy_year,
            tax_year,
            term,
            due,
            payable_until,
        };
        code.amount_digits().map(|_| code)
    }
}

/// The upper line of the block: the account and the 税目・料金番号.
fn upper(line: &str, amount: Digits<11>) -> Result<(Digits<11>, Digits<3>), FormatError> {
    let mut parts = Parts(line);
    let check = parts.text(2)?;
    if check != mpn::check_digits(parts.0) {
        return Err(FormatError::Check("upper check digits"));
    }
    let account = parts.next()?;
    if parts.next::<11>()? != amount {
        return Err(FormatError::Check("amount"));
    }
    parts.fixed("2", "who bears the fee")?;
    parts.fixed(AGENCY, "institution")?;
    parts.fixed("0", "revenue stamp")?;
    let tax_item = parts.next()?;
    parts.fixed("00000", "reserve")?;
    Ok((account, tax_item))
}

fn checked_lower(block: &str) -> Result<&str, FormatError> {
    let mut parts = Parts(block);
    parts.text(39)?;
    let check = parts.text(2)?;
    if check == mpn::check_digits(parts.0) { Ok(parts.0) } else { Err(FormatError::Check("lower check digits")) }
}

fn year(year: FiscalYear) -> Result<Digits<4>, FormatError> {
    Digits::of_number(year.0.into()).ok_or(FormatError::Field("year"))
}

fn day(date: Date) -> Result<Digits<8>, FormatError> {
    let number = i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day());
    Digits::of_number(number).ok_or(FormatError::Field("day"))
}

fn read_year(parts: &mut Parts<'_>) -> Result<FiscalYear, FormatError> {
    let year = parts.next::<4>()?.number();
    i16::try_from(year).map(FiscalYear).map_err(|_| FormatError::Field("year"))
}

fn read_day(parts: &mut Parts<'_>) -> Result<Date, FormatError> {
    let (year, month, day) = (parts.next::<4>()?, parts.next::<2>()?, parts.next::<2>()?);
    let [Ok(month), Ok(day)] = [month, day].map(|part| i8::try_from(part.number())) else {
        return Err(FormatError::Field("day"));
    };
    let year = i16::try_from(year.number()).map_err(|_| FormatError::Field("day"))?;
    Date::new(year, month, day).map_err(|_| FormatError::Field("day"))
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021 from 0xFFFF on, neither reflected nor inverted.
pub fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |sum, byte| {
        (0..8).fold(
            sum ^ (u16::from(*byte) << 8),
            |sum, _| {
                if sum & 0x8000 == 0 { sum << 1 } else { (sum << 1) ^ 0x1021 }
            },
        )
    })
}
