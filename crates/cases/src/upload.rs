//! Files that come from people's devices: told by their content, made harmless, kept as blobs.
//!
//! Pictures are decoded and drawn anew, so that neither metadata (where a photo was taken) nor
//! anything hidden behind the picture stays; a HEIC is kept as it is, with where it was taken
//! overwritten; PDF files with programs in them are refused.

pub(crate) mod heic;
mod sweep;

pub(crate) use sweep::sweep;

use crate::forms::{FieldError, FileType, Kind, Page, Text, Words};
use crate::records;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::collections::HashMap;
use std::io::Cursor;
use store::{Act, BlobId};
use web::{Fields, House, Upload, WebError};

/// The widest and highest picture that is decoded.
const MOST_PIXELS: u32 = 12_000;
/// Memory that decoding may take: about fifty million points.
const MOST_MEMORY: u64 = 220 * 1024 * 1024;
/// Pictures are kept at most this wide and high; print at 300 dpi of an A4 page needs no more.
const KEPT_PIXELS: u32 = 4_000;
const QUALITY: u8 = 85;

/// A file after cleaning.
#[derive(Debug, Clone)]
pub(crate) struct Clean {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why a file is not taken: the key of a text.
pub(crate) type Refusal = &'static str;

/// What is kept of an upload.
pub(crate) fn clean(upload: &Upload) -> Result<Clean, Refusal> {
    let bytes = match FileType::of(&upload.bytes) {
        Some(FileType::Jpeg) => redraw(&upload.bytes, ImageFormat::Jpeg)?,
        Some(FileType::Png) => redraw(&upload.bytes, ImageFormat::Png)?,
        Some(FileType::Pdf) => {
            web::pdf::screen(&upload.bytes).map_err(|fault| match fault {
                web::pdf::Fault::Broken => "cases-file-broken",
                web::pdf::Fault::Active => "cases-file-active",
            })?;
            upload.bytes.to_vec()
        }
        Some(FileType::Heic) => heic::without_notes(&upload.bytes).ok_or("cases-file-heic")?,
        None => return Err("cases-form-file-kind"),
    };
    Ok(Clean { name: upload.file_name.clone(), bytes })
}

fn redraw(bytes: &[u8], format: ImageFormat) -> Result<Vec<u8>, Refusal> {
    const BROKEN: Refusal = "cases-file-broken";
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| BROKEN)?;
    let orientation = decoder.orientation().map_err(|_| BROKEN)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| BROKEN)?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > KEPT_PIXELS {
        picture = picture.thumbnail(KEPT_PIXELS, KEPT_PIXELS);
    }
    let mut out = Cursor::new(Vec::new());
    let drawn = match format {
        ImageFormat::Jpeg => picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)),
        other => picture.write_to(&mut out, other),
    };
    drawn.map_err(|_| BROKEN)?;
    Ok(out.into_inner())
}

/// The cleaned files of a page, by the name of their input.
pub(crate) type CleanFiles = HashMap<String, Vec<Clean>>;

/// Cleans the files that a page sent and keeps them as blobs; each that is refused becomes an
/// error of its question.
pub(crate) async fn take(
    house: &House,
    page: &Page,
    fields: &Fields,
) -> Result<(CleanFiles, Vec<FieldError>), WebError> {
    let (mut taken, mut errors) = (CleanFiles::new(), Vec::new());
    for question in page.questions.iter().filter(|q| matches!(q.kind, Kind::File(_))) {
        for upload in fields.files(&question.key) {
            match cleaned(upload.clone()).await? {
                Ok(file) => {
                    keep(house, &file.bytes).await?;
                    taken.entry(question.key.clone()).or_default().push(file);
                }
                Err(key) => errors.push(refused(&question.key, &question.label, key)),
            }
        }
    }
    Ok((taken, errors))
}

/// Keeps a file; first it is written down, so that it can be found when nothing names it any more.
async fn keep(house: &House, bytes: &[u8]) -> Result<(), WebError> {
    let (act, blob) = (Act::system("cases", house.now()), BlobId::of(bytes));
    house.db.write(&act, move |tx| async move { records::upload::note(&tx, &blob).await }).await?;
    house.blobs.put(bytes.to_vec()).await?;
    Ok(())
}

/// Decoding is work for a thread that answers nobody.
async fn cleaned(upload: Upload) -> Result<Result<Clean, Refusal>, WebError> {
    let work = tokio::task::spawn_blocking(move || clean(&upload));
    work.await.map_err(|_| WebError::Internal("the picture could not be looked at".to_owned()))
}

fn refused(key: &str, label: &Text, words: Refusal) -> FieldError {
    FieldError { field: key.to_owned(), label: label.clone(), words: Words::Room(words, Vec::new()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn upload(bytes: &[u8]) -> Upload {
        Upload { file_name: "photo.jpg".to_owned(), bytes: bytes.to_vec().into() }
    }

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        let drawn = DynamicImage::new_rgb8(6, 4);
        drawn.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn what_is_hidden_in_a_picture_does_not_stay() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let mut bytes = picture(format);
            bytes.extend(b"<script>alert(1)</script>");
            let kept = clean(&upload(&bytes)).unwrap().bytes;
            assert!(FileType::of(&kept).is_some());
            assert!(!kept.windows(8).any(|w| w == b"<script>"));
        }
    }

    #[test]
    fn where_a_photo_was_taken_does_not_stay() {
        let jpeg = picture(ImageFormat::Jpeg);
        let note = b"Exif\0\0GPS 37.286N 140.626E";
        let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
        let with_note = [&jpeg[..2], &[0xFF, 0xE1], &length, note, &jpeg[2..]].concat();
        let kept = clean(&upload(&with_note)).unwrap().bytes;
        assert!(!kept.windows(3).any(|w| w == b"GPS"));
    }

    #[test]
    fn a_heic_is_kept_as_it_is_without_where_it_was_taken() {
        let file = heic::tests::heic(b"HEVC picture", b"Exif GPS 37.286N", b"Exif");
        let kept = clean(&upload(&file)).unwrap().bytes;
        assert_eq!((kept.len(), FileType::of(&kept)), (file.len(), Some(FileType::Heic)));
        assert!(!kept.windows(3).any(|w| w == b"GPS"));
    }

    #[test]
    fn programs_and_archives_are_refused_whatever_their_name_says() {
        for (bytes, key) in [
            (&b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..], "cases-form-file-kind"),
            (b"<!doctype html><script>1</script>", "cases-form-file-kind"),
            (b"PK\x03\x04 archive", "cases-form-file-kind"),
            (b"\0\0\0\x10ftypheic\0\0\0\0", "cases-file-heic"),
            (b"\0\0\0\x10ftypisom\0\0\0\0", "cases-form-file-kind"),
            (b"\xFF\xD8\xFF\xE0 not really", "cases-file-broken"),
            (b"%PDF-1.7 cut", "cases-file-broken"),
            (b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (x) >> %%EOF", "cases-file-active"),
        ] {
            assert_eq!(clean(&upload(bytes)).err(), Some(key));
        }
        assert!(clean(&upload(b"%PDF-1.7 plain %%EOF")).is_ok());
    }

    #[test]
    fn a_picture_that_would_fill_the_memory_is_not_opened() {
        // A PNG that says it is 60000 points wide and high, in a few bytes.
        let mut bytes = picture(ImageFormat::Png);
        bytes[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
        assert_eq!(clean(&upload(&bytes)).err(), Some("cases-file-broken"));
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_breaks_the_cleaning(
            head in prop::sample::select(vec![&b"\xFF\xD8\xFF\xE0"[..], b"\x89PNG\r\n\x1a\n", b"%PDF-", b""]),
            rest in prop::collection::vec(any::<u8>(), 0..400),
        ) {
            let _ = clean(&upload(&[head, &rest].concat()));
        }
    }
}
