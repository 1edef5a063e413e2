//! PDF files from people's devices: not drawn anew, but refused when they hold programs, other
//! files, or anything that cannot be looked into.

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

/// Names that make a file act, carry others, or ask for programs (ISO 32000-2, 12.6.4, 7.11.4).
const ACTIVE: [&[u8]; 10] = [
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"Rendition",
    b"XFA",
    b"GoToE",
    b"SubmitForm",
    b"ImportData",
];
/// The most that one packed part may unfold to, and all of them together.
const PART_LIMIT: usize = 4 * 1024 * 1024;
const WHOLE_LIMIT: usize = 32 * 1024 * 1024;

/// Why a PDF file is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is cut or was never whole.
    Broken,
    /// It holds a program or another file, or cannot be looked into.
    Active,
}

/// Whether the file may be kept.
///
/// # Errors
/// Why not.
pub fn screen(bytes: &[u8]) -> Result<(), Fault> {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if find(tail, b"%%EOF").is_none() {
        return Err(Fault::Broken);
    }
    let mut unfolded = 0;
    for name in names(bytes) {
        if ACTIVE.contains(&name.text.as_slice()) {
            return Err(Fault::Active);
        }
        if name.text == b"ObjStm" {
            let part = packed(&bytes[name.end..]).ok_or(Fault::Active)?;
            unfolded += part.len();
            if unfolded > WHOLE_LIMIT || names(&part).any(|n| ACTIVE.contains(&n.text.as_slice())) {
                return Err(Fault::Active);
            }
        }
    }
    Ok(())
}

struct Name {
    text: Vec<u8>,
    end: usize,
}

/// The names of a file, whatever stands between them; `/J#61va` is `/Java` (7.3.5).
fn names(bytes: &[u8]) -> impl Iterator<Item = Name> {
    let starts = bytes.iter().enumerate().filter(|(_, b)| **b == b'/').map(|(at, _)| at + 1);
    starts.map(|start| {
        let rest = &bytes[start..];
        let length = rest.iter().take(64).position(|b| ends_a_name(*b)).unwrap_or(rest.len().min(64));
        Name { text: unescaped(&rest[..length]), end: start + length }
    })
}

const fn ends_a_name(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|d| char::from(*d).to_digit(16));
        match (*first, digit(0), digit(1)) {
            (b'#', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or_default());
                rest = &after[2..];
            }
            (byte, ..) => {
                out.push(byte);
                rest = after;
            }
        }
    }
    out
}

/// What the object stream whose dictionary begins here unfolds to; `None` when it cannot be
/// unfolded within the limit (another packing, an encryption, a bomb).
fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let at = find(bytes, b"stream")? + b"stream".len();
    let body = bytes.get(at..)?;
    let body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n"))?;
    if find(&bytes[..at], b"Filter").is_none() {
        return body.get(..find(body, b"endstream")?).map(<[u8]>::to_vec);
    }
    decompress_to_vec_zlib_with_limit(body, PART_LIMIT).ok()
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    fn file(middle: &[u8]) -> Vec<u8> {
        [&b"%PDF-1.7\n"[..], middle, b"\n%%EOF\n"].concat()
    }

    fn with_packed(content: &[u8]) -> Vec<u8> {
        let packed = compress_to_vec_zlib(content, 6);
        file(
            &[
                &b"1 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >> stream\r\n"[..],
                &packed,
                b"\nendstream",
            ]
            .concat(),
        )
    }

    #[test]
    fn a_program_is_found_however_its_name_is_written() {
        for active in [
            &b"<< /S /JavaScript /JS (x) >>"[..],
            b"<</S/J#61vaScript/JS(x)>>",
            b"<< /S /#4Aava#53cript\n/JS <feff> >>",
            b"<< /S /Launch /F (calc.exe) >>",
            b"/Names << /EmbeddedFiles 3 0 R >>",
            b"/AcroForm << /XFA 4 0 R >>",
            b"<< /S /GoToE >>",
            b"<< /S /Rendition /JS 5 0 R >>",
        ] {
            assert_eq!(screen(&file(active)), Err(Fault::Active), "{}", String::from_utf8_lossy(active));
            assert_eq!(screen(&with_packed(active)), Err(Fault::Active), "packed");
        }
    }

    #[test]
    fn what_cannot_be_looked_into_is_refused() {
        let bomb = vec![b' '; PART_LIMIT + 1];
        assert_eq!(screen(&with_packed(&bomb)), Err(Fault::Active));
        assert_eq!(screen(&file(b"<< /Type /ObjStm /Filter /LZWDecode >> stream\nabc endstream")), Err(Fault::Active));
        assert_eq!(screen(&file(b"<< /Type /ObjStm >>")), Err(Fault::Active));
        assert_eq!(screen(b"%PDF-1.7 cut"), Err(Fault::Broken));
    }

    #[test]
    fn ordinary_files_are_kept() {
        for good in [&b"<< /Type /Catalog /Pages 2 0 R >>"[..], b"(a text about /Java#53ea and Launching)", b""] {
            assert_eq!(screen(&file(good)), Ok(()));
            assert_eq!(screen(&with_packed(good)), Ok(()));
        }
    }
}
