//! HEIC photographs (ISO/IEC 23008-12 in the boxes of ISO/IEC 14496-12): kept as they are, without
//! where they were taken.
//!
//! Nothing here decodes a picture. The boxes say where the Exif and XMP notes lie, and their bytes
//! are overwritten with zeros in place, so that no other offset changes; the picture's own turn is a
//! property of the item (`irot`) and stays. What cannot be understood so far is refused: then nobody
//! can say that the place is gone.

/// Brands of still pictures coded with HEVC.
const HEVC: [&[u8; 4]; 6] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];
/// Brands of any still picture or burst in this container.
const CONTAINER: [&[u8; 4]; 2] = [b"mif1", b"msf1"];
/// Boxes that a photograph may have outermost; what follows a moving picture (`moov`) may not.
const OUTERMOST: [&[u8; 4]; 6] = [b"ftyp", b"meta", b"mdat", b"free", b"skip", b"wide"];
/// Most items of one file: a photograph of 48 million points in tiles has some hundreds.
const MOST_ITEMS: u32 = 4_000;

/// Whether the first box says that this is a HEIC.
pub(crate) fn is_heic(bytes: &[u8]) -> bool {
    let Some(ftyp) = boxes(bytes).and_then(|all| all.first().cloned()).filter(|b| b.kind == *b"ftyp") else {
        return false;
    };
    let brands = &bytes[ftyp.from..ftyp.to];
    let major = brands.get(..4).unwrap_or_default();
    let is = |list: &[&[u8; 4]], brand: &[u8]| list.iter().any(|b| b.as_slice() == brand);
    let others = brands.get(8..).unwrap_or_default().chunks_exact(4);
    is(&HEVC, major) || (is(&CONTAINER, major) && others.clone().any(|brand| is(&HEVC, brand)))
}

/// The same file with Exif and XMP overwritten; `None` when it cannot be said where they are.
pub(crate) fn without_notes(bytes: &[u8]) -> Option<Vec<u8>> {
    let all = boxes(bytes)?;
    if !all.iter().all(|b| OUTERMOST.iter().any(|kind| **kind == b.kind)) {
        return None;
    }
    let [meta] = all.iter().filter(|b| b.kind == *b"meta").collect::<Vec<_>>()[..] else { return None };
    let inner = Meta::read(bytes, meta)?;
    let notes = inner.notes(bytes)?;
    let mut kept = bytes.to_vec();
    for place in inner.places(bytes, &notes)? {
        let may_hold = all.iter().filter(|b| b.kind == *b"mdat").chain(&inner.idat);
        if !may_hold.clone().any(|b| b.from <= place.0 && place.1 <= b.to) {
            return None;
        }
        kept[place.0..place.1].fill(0);
    }
    for spare in all.iter().filter(|b| matches!(&b.kind, b"free" | b"skip" | b"wide")) {
        kept[spare.from..spare.to].fill(0);
    }
    Some(kept)
}

/// A box of the file: its kind and where its contents lie.
#[derive(Debug, Clone)]
struct Stretch {
    kind: [u8; 4],
    from: usize,
    to: usize,
}

/// The boxes of a stretch of bytes, to its very end.
fn boxes(bytes: &[u8]) -> Option<Vec<Stretch>> {
    boxes_in(bytes, 0, bytes.len())
}

fn boxes_in(bytes: &[u8], from: usize, end: usize) -> Option<Vec<Stretch>> {
    let mut found = Vec::new();
    let mut at = from;
    while at < end {
        let mut head = Cut { bytes: bytes.get(at..end)?, at: 0 };
        let (short, kind) = (head.number(4)?, head.four()?);
        let size = match short {
            0 => u64::try_from(end - at).ok()?,
            1 => head.number(8)?,
            size => size,
        };
        let size = usize::try_from(size).ok().filter(|size| *size >= head.at && *size <= end - at)?;
        found.push(Stretch { kind, from: at + head.at, to: at + size });
        at += size;
    }
    Some(found)
}

/// What the `meta` box says of the items.
struct Meta {
    iinf: Stretch,
    iloc: Stretch,
    idat: Option<Stretch>,
}

impl Meta {
    fn read(bytes: &[u8], meta: &Stretch) -> Option<Self> {
        // Version and flags stand before its boxes.
        let inner = boxes_in(bytes, meta.from.checked_add(4)?, meta.to)?;
        let one = |kind: &[u8; 4]| {
            let mut of_kind = inner.iter().filter(|b| b.kind == *kind);
            let first = of_kind.next().cloned();
            if of_kind.next().is_some() { None } else { first }
        };
        // Boxes of the user's own may hold notes of any kind.
        let known = |b: &Stretch| !matches!(&b.kind, b"uuid" | b"udta");
        inner.iter().all(known).then_some(())?;
        Some(Self { iinf: one(b"iinf")?, iloc: one(b"iloc")?, idat: one(b"idat") })
    }

    /// The items that are notes: Exif, and XMP among the texts.
    fn notes(&self, bytes: &[u8]) -> Option<Vec<u64>> {
        let mut head = Cut { bytes: &bytes[self.iinf.from..self.iinf.to], at: 0 };
        let version = head.number(1)?;
        head.skip(3)?;
        head.number(if version == 0 { 2 } else { 4 })?;
        let mut notes = Vec::new();
        for entry in boxes_in(bytes, self.iinf.from + head.at, self.iinf.to)? {
            let mut infe = Cut { bytes: &bytes[entry.from..entry.to], at: 0 };
            let version = infe.number(1)?;
            infe.skip(3)?;
            let id = match version {
                2 => infe.number(2)?,
                3 => infe.number(4)?,
                _ => return None,
            };
            infe.skip(2)?;
            // What is neither picture nor known description of one is a note.
            if matches!(&infe.four()?, b"Exif" | b"mime" | b"uri ") {
                notes.push(id);
            }
        }
        Some(notes)
    }

    /// Where the notes lie in the file.
    fn places(&self, bytes: &[u8], notes: &[u64]) -> Option<Vec<(usize, usize)>> {
        let mut cut = Cut { bytes: &bytes[self.iloc.from..self.iloc.to], at: 0 };
        let version = cut.number(1)?;
        cut.skip(3)?;
        let (sizes, more) = (cut.number(1)?, cut.number(1)?);
        let width = |n: u64| usize::try_from(n).ok().filter(|n| matches!(n, 0 | 4 | 8));
        let (offset, length, base) = (width(sizes >> 4)?, width(sizes & 15)?, width(more >> 4)?);
        let index = if version == 0 { 0 } else { width(more & 15)? };
        let count = cut.number(if version < 2 { 2 } else { 4 })?;
        if version > 2 || count > u64::from(MOST_ITEMS) {
            return None;
        }
        let mut places = Vec::new();
        for _ in 0..count {
            let id = cut.number(if version < 2 { 2 } else { 4 })?;
            let method = if version == 0 { 0 } else { cut.number(2)? & 15 };
            cut.skip(2)?;
            let start = cut.number(base)?;
            for _ in 0..cut.number(2)? {
                cut.skip(index)?;
                let from = start.checked_add(cut.number(offset)?)?;
                let long = cut.number(length)?;
                if notes.contains(&id) {
                    places.push(self.place(method, from, long)?);
                }
            }
        }
        // Every note must have been found.
        Some(places).filter(|p| p.len() >= notes.len())
    }

    /// A stretch of the file; an item made of another item's parts is none.
    fn place(&self, method: u64, from: u64, long: u64) -> Option<(usize, usize)> {
        let begin = match method {
            0 => 0,
            1 => self.idat.as_ref()?.from,
            _ => return None,
        };
        let from = begin.checked_add(usize::try_from(from).ok()?)?;
        let to = from.checked_add(usize::try_from(long).ok().filter(|n| *n > 0)?)?;
        Some((from, to))
    }
}

/// Bytes that are read from the front.
struct Cut<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cut<'_> {
    fn skip(&mut self, count: usize) -> Option<()> {
        self.at = self.at.checked_add(count).filter(|at| *at <= self.bytes.len())?;
        Some(())
    }

    /// A number of so many bytes, the greatest first; none of no bytes.
    fn number(&mut self, count: usize) -> Option<u64> {
        let from = self.at;
        self.skip(count)?;
        Some(self.bytes[from..self.at].iter().fold(0, |n, byte| (n << 8) | u64::from(*byte)))
    }

    fn four(&mut self) -> Option<[u8; 4]> {
        let from = self.at;
        self.skip(4)?;
        self.bytes[from..self.at].try_into().ok()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    fn boxed(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
        let size = u32::try_from(contents.len() + 8).unwrap().to_be_bytes();
        [&size, kind.as_slice(), contents].concat()
    }

    fn entry(id: u8, kind: &[u8; 4]) -> Vec<u8> {
        boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0][..], kind, b"\0"].concat())
    }

    /// A file with a picture (item 1) and a note (item 2); the note lies where `at` says.
    pub(in crate::upload) fn heic(picture: &[u8], note: &[u8], note_kind: &[u8; 4]) -> Vec<u8> {
        let ftyp = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
        let located = |start: usize| {
            let one = |id: u8, from: usize, long: usize| {
                let (from, long) = (u32::try_from(from).unwrap(), u32::try_from(long).unwrap());
                [&[0, id, 0, 0, 0, 0, 0, 1][..], &from.to_be_bytes(), &long.to_be_bytes()].concat()
            };
            let items = [one(1, start, picture.len()), one(2, start + picture.len(), note.len())].concat();
            boxed(b"iloc", &[&[1, 0, 0, 0, 0x44, 0, 0, 2][..], &items].concat())
        };
        let meta = |start: usize| {
            let entries = [entry(1, b"hvc1"), entry(2, note_kind)].concat();
            let iinf = boxed(b"iinf", &[&[0, 0, 0, 0, 0, 2][..], &entries].concat());
            boxed(b"meta", &[&[0, 0, 0, 0][..], &iinf, &located(start)].concat())
        };
        let start = ftyp.len() + meta(0).len() + 8;
        [ftyp, meta(start), boxed(b"mdat", &[picture, note].concat())].concat()
    }

    #[test]
    fn where_it_was_taken_is_gone_and_the_picture_is_as_it_was() {
        let (picture, note) = (b"HEVC picture of a veranda", b"\0\0\0\0Exif GPS 37.286N 140.626E");
        for kind in [b"Exif", b"mime"] {
            let file = heic(picture, note, kind);
            assert!(is_heic(&file));
            let kept = without_notes(&file).unwrap();
            assert_eq!(kept.len(), file.len());
            assert!(!kept.windows(3).any(|w| w == b"GPS"));
            assert!(kept.windows(picture.len()).any(|w| w == picture));
            let changed = kept.iter().zip(&file).filter(|(a, b)| a != b).count();
            assert!(changed <= note.len());
        }
    }

    #[test]
    fn what_is_no_heic_or_has_more_in_it_is_not_taken_for_one() {
        for bytes in [
            &b"\0\0\0\x18ftypisom\0\0\0\0isommp42"[..],
            b"\0\0\0\x18ftypavif\0\0\0\0avifmif1",
            b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif",
            b"\0\0\0\xFFftypheic",
            b"",
        ] {
            assert!(!is_heic(bytes));
        }
        let file = heic(b"picture", b"note of the place", b"Exif");
        let with_film = [file.clone(), boxed(b"moov", b"GPS in a film")].concat();
        assert!(is_heic(&with_film) && without_notes(&with_film).is_none());
        let cut = &file[..file.len() - 4];
        assert!(without_notes(cut).is_none());
        // The note is said to lie in the table of the items itself.
        let at = file.windows(4).position(|w| w == b"iloc").unwrap();
        let mut lying = file.clone();
        let last = at + 4 + 8 + 16 + 8;
        lying[last..last + 4].copy_from_slice(&20_u32.to_be_bytes());
        assert!(without_notes(&lying).is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reading_and_none_are_added(
            at in 0_usize..260,
            with in any::<u8>(),
            rest in prop::collection::vec(any::<u8>(), 0..80),
        ) {
            let mut file = heic(b"HEVC picture", b"Exif note", b"Exif");
            let at = at % file.len();
            file[at] = with;
            file.extend(rest);
            if let Some(kept) = without_notes(&file) {
                prop_assert_eq!(kept.len(), file.len());
                prop_assert!(kept.iter().zip(&file).all(|(a, b)| a == b || *a == 0));
            }
            let _ = is_heic(&file);
        }
    }
}
