//! The characters that banks take: JIS X 0201 without small letters and small kana.

use std::fmt;

/// Why a name cannot be written for a bank: the first character that has no place there (a kanji, say).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the character at {at} has no place in a bank's file")]
pub struct TextError {
    /// Which character, from 0.
    pub at: usize,
}

/// A text as it stands in a bank's file: digits, large letters, half-width kana with their marks apart,
/// spaces, and `( ) - . / , ¥ ｢ ｣`. Without spaces at the end.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BankText(String);

/// Full-width kana, each with its form for banks.
const KANA: &str = "ア=ｱ イ=ｲ ウ=ｳ エ=ｴ オ=ｵ カ=ｶ キ=ｷ ク=ｸ ケ=ｹ コ=ｺ サ=ｻ シ=ｼ ス=ｽ セ=ｾ ソ=ｿ タ=ﾀ チ=ﾁ ツ=ﾂ テ=ﾃ ト=ﾄ \
ナ=ﾅ ニ=ﾆ ヌ=ﾇ ネ=ﾈ ノ=ﾉ ハ=ﾊ ヒ=ﾋ フ=ﾌ ヘ=ﾍ ホ=ﾎ マ=ﾏ ミ=ﾐ ム=ﾑ メ=ﾒ モ=ﾓ ヤ=ﾔ ユ=ﾕ ヨ=ﾖ ラ=ﾗ リ=ﾘ ル=ﾙ レ=ﾚ ロ=ﾛ \
ワ=ﾜ ン=ﾝ ヲ=ｵ ヰ=ｲ ヱ=ｴ ァ=ｱ ィ=ｲ ゥ=ｳ ェ=ｴ ォ=ｵ ッ=ﾂ ャ=ﾔ ュ=ﾕ ョ=ﾖ ヮ=ﾜ ヵ=ｶ ヶ=ｹ ガ=ｶﾞ ギ=ｷﾞ グ=ｸﾞ ゲ=ｹﾞ ゴ=ｺﾞ \
ザ=ｻﾞ ジ=ｼﾞ ズ=ｽﾞ ゼ=ｾﾞ ゾ=ｿﾞ ダ=ﾀﾞ ヂ=ﾁﾞ ヅ=ﾂﾞ デ=ﾃﾞ ド=ﾄﾞ バ=ﾊﾞ ビ=ﾋﾞ ブ=ﾌﾞ ベ=ﾍﾞ ボ=ﾎﾞ パ=ﾊﾟ ピ=ﾋﾟ プ=ﾌﾟ \
ペ=ﾍﾟ ポ=ﾎﾟ ヴ=ｳﾞ ー=- 「=｢ 」=｣";

impl BankText {
    /// What a bank gets for a name in kana, Latin letters or digits: hiragana and full-width kana become
    /// half-width, small kana large, voicing marks a character of their own, ー a hyphen, ヲ ｵ, small
    /// letters large. A middle dot becomes a full stop.
    ///
    /// # Errors
    /// [`TextError`] at the first character that has no form there; a kanji is never guessed.
    pub fn fold(text: &str) -> Result<Self, TextError> {
        let mut out = String::with_capacity(text.len());
        for (at, c) in text.chars().enumerate() {
            fold_char(c, &mut out).ok_or(TextError { at })?;
        }
        out.truncate(out.trim_end_matches(' ').len());
        Ok(Self(out))
    }

    /// The first `width` characters, no kana torn from its voicing mark: what a bank's field has room for.
    #[must_use]
    pub fn cut(&self, width: usize) -> Self {
        let mut kept: Vec<char> = self.0.chars().take(width).collect();
        if self.0.chars().nth(width).is_some_and(|next| matches!(next, 'ﾞ' | 'ﾟ')) {
            kept.pop();
        }
        Self(String::from_iter(kept).trim_end_matches(' ').to_owned())
    }

    /// As text with half-width kana.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// One byte a character.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.0.chars().filter_map(byte_of).collect()
    }

    /// Reads a field; the offset of the first byte that is not allowed.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, usize> {
        let mut text = String::with_capacity(bytes.len());
        for (offset, byte) in bytes.iter().enumerate() {
            text.push(char_of(*byte).ok_or(offset)?);
        }
        text.truncate(text.trim_end_matches(' ').len());
        Ok(Self(text))
    }
}

fn fold_char(c: char, out: &mut String) -> Option<()> {
    let plain = kernel::width::half_width_char(c).to_ascii_uppercase();
    if byte_of(plain).is_some() {
        out.push(plain);
        return Some(());
    }
    // Half-width ｧ ｯ ｦ ｰ ･ have full-width twins, by which they are known.
    let wide = match plain {
        'ｦ' => 'ヲ',
        'ｰ' => 'ー',
        'ｧ'..='ｫ' => ['ア', 'イ', 'ウ', 'エ', 'オ'][(u32::from(plain) - u32::from('ｧ')) as usize],
        'ｬ' => 'ヤ',
        'ｭ' => 'ユ',
        'ｮ' => 'ヨ',
        'ｯ' => 'ツ',
        '･' | '・' => '.',
        '゛' | '\u{3099}' => 'ﾞ',
        '゜' | '\u{309A}' => 'ﾟ',
        other => kernel::kana::to_katakana(other.encode_utf8(&mut [0; 4])).chars().next()?,
    };
    if byte_of(wide).is_some() {
        out.push(wide);
        return Some(());
    }
    if kernel::width::is_hyphen_like(wide) {
        out.push('-');
        return Some(());
    }
    let folded = KANA.split(' ').filter_map(|pair| pair.split_once('=')).find(|(from, _)| from.starts_with(wide))?;
    out.push_str(folded.1);
    Some(())
}

/// The byte of a character that banks take.
fn byte_of(c: char) -> Option<u8> {
    match c {
        '0'..='9' | 'A'..='Z' | ' ' | '(' | ')' | '-' | '.' | '/' | ',' => u8::try_from(c).ok(),
        '¥' => Some(0x5C),
        'ｱ'..='ﾟ' => u8::try_from(u32::from(c) - 0xFF61 + 0xA1).ok(),
        '｢' => Some(0xA2),
        '｣' => Some(0xA3),
        _ => None,
    }
}

fn char_of(byte: u8) -> Option<char> {
    match byte {
        0x5C => Some('¥'),
        0xA1..=0xDF => char::from_u32(u32::from(byte) - 0xA1 + 0xFF61),
        _ => Some(char::from(byte)),
    }
    .filter(|c| byte_of(*c).is_some())
}

impl fmt::Display for BankText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name of a person: it is not written into logs.
impl fmt::Debug for BankText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} characters", self.0.chars().count())
    }
}
