//! Code 128 in code set C with FNC1 in front (GS1-128): the bars of a row of digits.
//!
//! Two digits a symbol, eleven modules a symbol. The 44 digits of a slip make 288 modules; a slip may
//! be 60 mm wide there, so that a module is 0.2 mm.

use super::FormatError;

/// Bars and spaces of the values 0 to 105, six widths each; then comes only the stop.
const PATTERNS: [u32; 106] = [
    212222, 222122, 222221, 121223, 121322, 131222, 122213, 122312, 132212, 221213, 221312, 231212, 112232, 122132,
    122231, 113222, 123122, 123221, 223211, 221132, 221231, 213212, 223112, 312131, 311222, 321122, 321221, 312212,
    322112, 322211, 212123, 212321, 232121, 111323, 131123, 131321, 112313, 132113, 132311, 211313, 231113, 231311,
    112133, 112331, 132131, 113123, 113321, 133121, 313121, 211331, 231131, 213113, 213311, 213131, 311123, 311321,
    331121, 312113, 312311, 332111, 314111, 221411, 431111, 111224, 111422, 121124, 121421, 141122, 141221, 112214,
    112412, 122114, 122411, 142112, 142211, 241211, 221114, 413111, 241112, 134111, 111242, 121142, 121241, 114212,
    124112, 124211, 411212, 421112, 421211, 212141, 214121, 412121, 111143, 111341, 131141, 114113, 114311, 411113,
    411311, 113141, 114131, 311141, 411131, 211412, 211214, 211232,
];
const FNC1: u32 = 102;
const START_C: u32 = 105;
const STOP: [u8; 7] = [2, 3, 3, 1, 1, 1, 2];

/// White on either side, in modules.
pub const QUIET: u32 = 10;

/// A bar code as widths in modules: bar, space, bar, … bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars(Vec<u8>);

impl Bars {
    /// The bars of an even number of digits.
    ///
    /// # Errors
    /// [`FormatError`] for anything but digits, an odd number of them, or none.
    pub fn of(digits: &str) -> Result<Self, FormatError> {
        super::digits::only_digits(digits, digits.len().next_multiple_of(2).max(2))?;
        let pair = |two: &[u8]| two.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        let values: Vec<u32> = [START_C, FNC1].into_iter().chain(digits.as_bytes().chunks(2).map(pair)).collect();
        let check = check_value(&values);
        let symbols = values.into_iter().chain([check]).flat_map(widths_of);
        Ok(Self(symbols.chain(STOP).collect()))
    }

    /// The digits that the bars say.
    ///
    /// # Errors
    /// [`FormatError`] when they are not such a bar code, or the check symbol does not fit.
    pub fn read(widths: &[u8]) -> Result<String, FormatError> {
        let body = widths.strip_suffix(&STOP).ok_or(FormatError::Field("stop"))?;
        let values: Option<Vec<u32>> = body.chunks(6).map(value_of).collect();
        let mut values = values.ok_or(FormatError::Field("bars"))?;
        let check = values.pop().ok_or(FormatError::Field("bars"))?;
        if check != check_value(&values) {
            return Err(FormatError::Check("check symbol"));
        }
        let pairs = values.strip_prefix(&[START_C, FNC1]).ok_or(FormatError::Field("start"))?;
        match pairs.iter().all(|value| *value < 100) {
            true => Ok(pairs.iter().map(|value| format!("{value:02}")).collect()),
            false => Err(FormatError::Field("code set")),
        }
    }

    /// The widths, beginning and ending with a bar.
    pub fn widths(&self) -> &[u8] {
        &self.0
    }

    /// How many modules wide, without the white on either side.
    pub fn modules(&self) -> u32 {
        self.0.iter().map(|width| u32::from(*width)).sum()
    }

    /// A drawing one module to the unit, with the white on either side, `height` units high; whoever
    /// prints it stretches it to its size.
    pub fn svg(&self, height: u32) -> String {
        let mut x = QUIET;
        let mut path = String::new();
        for (at, width) in self.0.iter().enumerate() {
            if at % 2 == 0 {
                path.push_str(&format!("M{x} 0h{width}v{height}h-{width}z"));
            }
            x += u32::from(*width);
        }
        let width = self.modules() + 2 * QUIET;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" shape-rendering=\"crispEdges\"><path d=\"M0 0h{width}v{height}h-{width}z\" \
             fill=\"#fff\"/><path d=\"{path}\"/></svg>"
        )
    }
}

fn widths_of(value: u32) -> impl Iterator<Item = u8> {
    let pattern = PATTERNS.get(value as usize).copied().unwrap_or_default();
    (0..6).rev().map(move |place| (pattern / 10_u32.pow(place) % 10) as u8)
}

fn value_of(widths: &[u8]) -> Option<u32> {
    if widths.len() != 6 {
        return None;
    }
    let pattern = widths.iter().fold(0_u32, |sum, width| sum.saturating_mul(10).saturating_add((*width).into()));
    PATTERNS.iter().zip(0..).find(|(p, _)| **p == pattern).map(|(_, value)| value)
}

/// Modulus 103: the start counts once, then each symbol as often as its place.
fn check_value(values: &[u32]) -> u32 {
    values.iter().zip(0_u32..).fold(0, |sum, (value, at)| (sum + value * at.max(1)) % 103)
}
