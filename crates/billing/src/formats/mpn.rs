//! Check digits of MPN (マルチペイメントネットワーク標準帳票): two digits in front of a row of digits,
//! CD1 and CD2.
//!
//! The field is counted from 1: CD1 stands at 1, CD2 at 2, what they check from 3 on. CD2 is a sum
//! modulo 10 with weights 9 to 2 at odd places and 1 at even ones; CD1 a sum modulo 11 with weights
//! 2 to 9 at even places, CD2 among them, and 1 at odd ones; 10 counts as 0.

/// CD1 and CD2 of a row of digits, as two digits.
///
/// Anything that is no digit counts as 0; callers have checked before.
pub fn check_digits(body: &str) -> String {
    let digits: Vec<u32> = body.chars().map(|c| c.to_digit(10).unwrap_or(0)).collect();
    // Index 0 is place 3, so even indices are odd places.
    let second = weighted(&digits, |at| if at % 2 == 0 { 9 - at / 2 % 8 } else { 1 }) % 10;
    // Place 2 has the weight 2; the even places go on from place 4 with 3.
    let rest = weighted(&digits, |at| if at % 2 == 1 { 2 + (at / 2 + 1) % 8 } else { 1 });
    let first = (2 * second + rest) % 11 % 10;
    format!("{first}{second}")
}

fn weighted(digits: &[u32], weight: impl Fn(u32) -> u32) -> u32 {
    digits.iter().zip(0..).map(|(digit, at)| digit * weight(at)).sum()
}
