//! Numbers of the state with a check digit: 個人番号, 法人番号, 団体コード, 登録番号.
//!
//! 個人番号: 番号法施行令8条 and 総務省令5条. 法人番号: 法人番号の指定等に関する省令2条. 団体コード:
//! the Ministry's 全国地方公共団体コード. None of these proves that the number is in use.

mod my_number;

pub use my_number::{find_my_number, is_my_number, my_number_check_digit};

use crate::text_form::text_form;
use crate::width::{digit, is_hyphen_like};
use std::{fmt, str::FromStr};

/// Why a text is not the number that it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not digits, or not as many as the number has.
    #[error("the number has the wrong shape")]
    Shape,
    /// The check digit does not fit: one digit looks wrong, or two have changed places.
    #[error("the check digit does not fit")]
    Check,
}

/// The digits of `text`, half or full width, spaces and hyphens dropped, if there are `N`.
fn digits<const N: usize>(text: &str) -> Result<[u8; N], NumberError> {
    let digits: Option<Vec<u8>> =
        text.chars().filter(|c| !c.is_whitespace() && !is_hyphen_like(*c)).map(digit).collect();
    digits.and_then(|d| d.try_into().ok()).ok_or(NumberError::Shape)
}

fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| u32::from(*d) * w).sum()
}

fn write_digits(digits: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    digits.iter().try_for_each(|d| write!(f, "{d}"))
}

/// 法人番号: 13 digits, the first of which checks the other twelve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CorporateNumber([u8; 13]);

impl CorporateNumber {
    /// The number over twelve base digits.
    pub fn from_base(base: [u8; 12]) -> Self {
        let mut number = [0; 13];
        number[0] = corporate_check_digit(base);
        number[1..].copy_from_slice(&base);
        Self(number)
    }

    /// The number of a municipality: `000020` and its code.
    pub fn of_municipality(code: MunicipalityCode) -> Self {
        let mut base = [0; 12];
        base[4] = 2;
        base[6..].copy_from_slice(&code.0);
        Self::from_base(base)
    }
}

/// The first digit of a 法人番号: 9 − (Σ digit × 1,2,1,2… from the right, mod 9); 1 to 9.
pub fn corporate_check_digit(base: [u8; 12]) -> u8 {
    let sum = weighted(&base, &[2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
    u8::try_from(9 - sum % 9).unwrap_or(0)
}

/// Reads 13 digits in any width, with spaces or hyphens.
impl FromStr for CorporateNumber {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let number = digits::<13>(text)?;
        let mut base = [0; 12];
        base.copy_from_slice(&number[1..]);
        if corporate_check_digit(base) != number[0] {
            return Err(NumberError::Check);
        }
        Ok(Self(number))
    }
}

impl fmt::Display for CorporateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_digits(&self.0, f)
    }
}

text_form!(CorporateNumber);

/// 全国地方公共団体コード: six digits, the last of which checks the first five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MunicipalityCode([u8; 6]);

impl MunicipalityCode {
    /// The code over prefecture (2) and municipality (3).
    pub fn from_base(base: [u8; 5]) -> Self {
        let mut code = [0; 6];
        code[..5].copy_from_slice(&base);
        code[5] = municipality_check_digit(base);
        Self(code)
    }

    /// The first five digits: `07522`.
    pub fn without_check_digit(self) -> String {
        self.to_string().chars().take(5).collect()
    }

    /// The prefecture, 1 (北海道) to 47 (沖縄県).
    pub fn prefecture(self) -> u8 {
        self.0[0] * 10 + self.0[1]
    }
}

/// The last digit of a 団体コード: Σ of five digits × 6,5,4,3,2; the last digit of 11 − Σ, or of
/// 11 − (Σ mod 11) when Σ is 11 or more.
pub fn municipality_check_digit(base: [u8; 5]) -> u8 {
    let sum = weighted(&base, &[6, 5, 4, 3, 2]);
    u8::try_from((11 - sum % 11) % 10).unwrap_or(0)
}

/// Reads six digits, or five without the check digit.
impl FromStr for MunicipalityCode {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        if let Ok(base) = digits::<5>(text) {
            return Ok(Self::from_base(base));
        }
        let code = digits::<6>(text)?;
        let [a, b, c, d, e, check] = code;
        if municipality_check_digit([a, b, c, d, e]) != check {
            return Err(NumberError::Check);
        }
        Ok(Self(code))
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_digits(&self.0, f)
    }
}

text_form!(MunicipalityCode);

/// 適格請求書発行事業者の登録番号 as `T` and 13 digits, in half width; `None` when the shape is
/// another. A corporation's 13 digits are its 法人番号; a sole proprietor's carry no promise.
pub fn invoice_number(text: &str) -> Option<String> {
    let text = text.trim();
    let rest = text.strip_prefix(['T', 't', 'Ｔ', 'ｔ'])?;
    let digits = digits::<13>(rest).ok()?;
    Some(format!("T{}", digits.map(|d| d.to_string()).concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FromValue, Value};
    use proptest::prelude::*;

    #[test]
    fn known_corporate_numbers_are_right() {
        for number in ["8700110005901", "7000012050002", "5835678256246", "8000020130001"] {
            assert_eq!(number.parse::<CorporateNumber>().unwrap().to_string(), number);
        }
        assert_eq!("8700110005902".parse::<CorporateNumber>(), Err(NumberError::Check));
        assert_eq!("870011000590".parse::<CorporateNumber>(), Err(NumberError::Shape));
        assert_eq!(corporate_check_digit([7, 0, 0, 1, 1, 0, 0, 0, 5, 9, 0, 1]), 8);
    }

    #[test]
    fn a_municipality_has_its_corporate_number_from_its_code() {
        let ono: MunicipalityCode = "075221".parse().unwrap();
        assert_eq!(CorporateNumber::of_municipality(ono).to_string(), "8000020075221");
        assert_eq!(ono.prefecture(), 7);
        assert_eq!(ono.without_check_digit(), "07522");
    }

    #[test]
    fn known_municipality_codes_are_right() {
        for code in ["131016", "092011", "011002", "075221", "130001", "431001", "222127", "072010"] {
            assert_eq!(code.parse::<MunicipalityCode>().unwrap().to_string(), code);
            assert_eq!(code[..5].parse::<MunicipalityCode>().unwrap().to_string(), code);
        }
        assert_eq!("075222".parse::<MunicipalityCode>(), Err(NumberError::Check));
        assert_eq!("0752".parse::<MunicipalityCode>(), Err(NumberError::Shape));
    }

    #[test]
    fn numbers_are_stored_as_text() {
        let ono: MunicipalityCode = "０７５２２−１".parse().unwrap();
        assert_eq!(Value::from(ono), Value::Text("075221".into()));
        assert_eq!(MunicipalityCode::from_value("075221".into()), Some(ono));
        assert_eq!(MunicipalityCode::from_value("075222".into()), None);
    }

    #[test]
    fn an_invoice_number_is_known_by_its_shape() {
        assert_eq!(invoice_number("Ｔ８０００-０２００-７５２２１").as_deref(), Some("T8000020075221"));
        assert_eq!(invoice_number("8000020075221"), None);
        assert_eq!(invoice_number("T800002007522"), None);
        assert_eq!(invoice_number("T800002007522X"), None);
    }

    proptest! {
        #[test]
        fn a_computed_number_verifies(base in proptest::array::uniform12(0..10u8)) {
            let number = CorporateNumber::from_base(base);
            prop_assert_eq!(number.to_string().parse(), Ok(number));
        }

        #[test]
        fn one_wrong_digit_of_a_code_is_noticed(base in proptest::array::uniform5(0..10u8), at in 0..5usize, add in 1..10u8) {
            let mut wrong = MunicipalityCode::from_base(base).0;
            wrong[at] = (wrong[at] + add) % 10;
            let typed = MunicipalityCode(wrong).to_string().parse::<MunicipalityCode>();
            let [a, b, c, d, e, _] = wrong;
            let mut rests = [base, [a, b, c, d, e]].map(|b| weighted(&b, &[6, 5, 4, 3, 2]) % 11);
            rests.sort_unstable();
            // Eleven remainders share ten digits: only a slip between 0 and 10 can pass.
            prop_assert_eq!(typed.is_ok(), rests == [0, 10]);
        }
    }
}
