//! The least of PDF syntax (ISO 32000-1, 7.2 and 7.3) that is needed to find one dictionary in a
//! file of unknown origin: where each key's value begins and ends. Nothing is unpacked, nothing is
//! followed, the depth is limited, and no input makes it panic.

use std::ops::Range;

/// Nesting that no signature dictionary reaches.
const DEPTH: u8 = 16;

/// The keys of a dictionary with the place of each value in the file.
pub(crate) struct Entries<'a> {
    file: &'a [u8],
    places: Vec<(&'a [u8], Range<usize>)>,
}

impl<'a> Entries<'a> {
    /// Reads the dictionary that begins with `<<` at `at`.
    pub(crate) fn read(file: &'a [u8], at: usize) -> Option<Self> {
        let mut places = Vec::new();
        let mut at = expect(file, skip_space(file, at), b"<<")?;
        loop {
            at = skip_space(file, at);
            if expect(file, at, b">>").is_some() {
                return Some(Self { file, places });
            }
            let key = name(file, at)?;
            let start = skip_space(file, key.end);
            let end = value(file, start, DEPTH)?;
            places.push((file.get(key.start + 1..key.end)?, start..end));
            at = end;
        }
    }

    /// Where the value of `key` stands; `None` when the key is absent or there twice.
    pub(crate) fn place(&self, key: &[u8]) -> Option<Range<usize>> {
        let mut found = self.places.iter().filter(|(name, _)| *name == key);
        match (found.next(), found.next()) {
            (Some((_, place)), None) => Some(place.clone()),
            _ => None,
        }
    }

    /// The dictionary that is the value of `key`.
    pub(crate) fn inside(&self, key: &[u8]) -> Option<Self> {
        Self::read(self.file, self.place(key)?.start)
    }

    /// The value's bytes as they stand.
    pub(crate) fn raw(&self, key: &[u8]) -> Option<&'a [u8]> {
        self.file.get(self.place(key)?)
    }
}

/// `[0 1 2 3]` as exactly four whole numbers.
pub(crate) fn four_numbers(raw: &[u8]) -> Option<[usize; 4]> {
    let inner = raw.strip_prefix(b"[")?.strip_suffix(b"]")?;
    let text = std::str::from_utf8(inner).ok()?;
    let numbers: Option<Vec<usize>> = text
        .split_ascii_whitespace()
        .map(|part| part.bytes().all(|b| b.is_ascii_digit()).then_some(part))
        .map(|part| part?.parse().ok())
        .collect();
    numbers?.try_into().ok()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn skip_while(file: &[u8], at: usize, test: impl Fn(u8) -> bool) -> usize {
    let rest = file.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| test(**byte)).count()
}

fn skip_space(file: &[u8], at: usize) -> usize {
    let mut at = skip_while(file, at, is_space);
    while file.get(at) == Some(&b'%') {
        at = skip_while(file, at, |byte| byte != b'\n' && byte != b'\r');
        at = skip_while(file, at, is_space);
    }
    at
}

fn expect(file: &[u8], at: usize, what: &[u8]) -> Option<usize> {
    file.get(at..)?.starts_with(what).then_some(at + what.len())
}

fn name(file: &[u8], at: usize) -> Option<Range<usize>> {
    let start = expect(file, at, b"/")?;
    let end = skip_while(file, start, |byte| !is_space(byte) && !is_delimiter(byte));
    Some(at..end)
}

/// The end of the value that begins at `at`.
fn value(file: &[u8], at: usize, depth: u8) -> Option<usize> {
    let depth = depth.checked_sub(1)?;
    match file.get(at)? {
        b'/' => Some(name(file, at)?.end),
        b'(' => literal(file, at),
        b'[' => array(file, at + 1, depth),
        b'<' if expect(file, at, b"<<").is_some() => dictionary(file, at + 2, depth),
        b'<' => hexadecimal(file, at + 1),
        byte if is_delimiter(*byte) => None,
        _ => Some(word(file, at)),
    }
}

/// A number, `true`, `null`, or a reference `12 0 R` as one value.
fn word(file: &[u8], at: usize) -> usize {
    let end_of = |at| skip_while(file, at, |byte| !is_space(byte) && !is_delimiter(byte));
    let end = end_of(at);
    let generation = end_of(skip_space(file, end));
    let letter = skip_space(file, generation);
    let is_number = |range: Range<usize>| {
        let digits = file.get(range).unwrap_or_default();
        !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
    };
    let reference = is_number(at..end)
        && is_number(skip_space(file, end)..generation)
        && file.get(letter..end_of(letter)) == Some(b"R");
    if reference { letter + 1 } else { end }
}

fn literal(file: &[u8], at: usize) -> Option<usize> {
    let mut open = 0_usize;
    let mut at = at;
    loop {
        match file.get(at)? {
            b'\\' => at += 1,
            b'(' => open += 1,
            b')' if open == 1 => return Some(at + 1),
            b')' => open -= 1,
            _ => {}
        }
        at += 1;
    }
}

fn hexadecimal(file: &[u8], at: usize) -> Option<usize> {
    let end = skip_while(file, at, |byte| byte.is_ascii_hexdigit() || is_space(byte));
    expect(file, end, b">")
}

fn array(file: &[u8], at: usize, depth: u8) -> Option<usize> {
    let mut at = skip_space(file, at);
    while expect(file, at, b"]").is_none() {
        at = skip_space(file, value(file, at, depth)?);
    }
    Some(at + 1)
}

fn dictionary(file: &[u8], at: usize, depth: u8) -> Option<usize> {
    let mut at = skip_space(file, at);
    while expect(file, at, b">>").is_none() {
        let key = name(file, at)?;
        at = skip_space(file, value(file, skip_space(file, key.end), depth)?);
    }
    Some(at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_kind_are_found_where_they_stand() {
        let file = b"<</A /Name/B 12 0 R /C(a\\)(b))/D<0aFF>/E[1 [2]<</X 1>>]/F<</Y(>>)>>/G -1.5%c\n>>";
        let entries = Entries::read(file, 0).unwrap();
        let expected: [(&[u8], &[u8]); 7] = [
            (b"A", b"/Name"),
            (b"B", b"12 0 R"),
            (b"C", b"(a\\)(b))"),
            (b"D", b"<0aFF>"),
            (b"E", b"[1 [2]<</X 1>>]"),
            (b"F", b"<</Y(>>)>>"),
            (b"G", b"-1.5"),
        ];
        for (key, raw) in expected {
            assert_eq!(entries.raw(key), Some(raw));
        }
    }

    #[test]
    fn a_key_given_twice_is_not_believed() {
        let entries = Entries::read(b"<</A 1/A 2>>", 0).unwrap();
        assert_eq!(entries.raw(b"A"), None);
    }

    #[test]
    fn unfinished_and_bottomless_values_are_refused() {
        let deep = [b"<</A ".as_slice(), &vec![b'['; 100_000]].concat();
        let broken: [&[u8]; 6] = [b"<<", b"<</A", b"<</A(", b"<</A<0g>>>", b"<</A[1", &deep];
        for file in broken {
            assert!(Entries::read(file, 0).is_none());
        }
    }

    #[test]
    fn a_byte_range_is_four_plain_numbers() {
        assert_eq!(four_numbers(b"[0 12 34 56   ]"), Some([0, 12, 34, 56]));
        for raw in [b"[0 1 2]".as_slice(), b"[0 1 2 3 4]", b"[0 -1 2 3]", b"[0 +1 2 3]"] {
            assert_eq!(four_numbers(raw), None);
        }
    }
}
