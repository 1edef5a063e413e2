//! Attached photographs and PDF files, told by their first bytes.
//!
//! SVG, HTML, archives and office files are refused: they can carry programs. The bytes themselves
//! are kept by whoever calls, under the digest that the answer names.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::person::small;
use super::{Answer, Asked, FieldError, Inputs, Reading};
use crate::forms::question::{FileKind, FileRule, Question};
use crate::upload::heic::is_heic;

/// Longest file name that is kept.
const MAX_NAME: usize = 80;

/// A file that has been sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// Its name, without a path.
    pub name: String,
    /// What it is.
    pub file_type: FileType,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal: under this name the bytes are kept.
    pub sha256: String,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileType {
    /// JPEG
    Jpeg,
    /// PNG
    Png,
    /// PDF
    Pdf,
    /// HEIC: the photographs of an iPhone.
    Heic,
}

impl FileType {
    /// Told by the first bytes; of a HEIC, by the brands in its first box.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] if is_heic(bytes) => Some(Self::Heic),
            _ => None,
        }
    }

    /// For the `Content-Type` of a download.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
            Self::Heic => "image/heic",
        }
    }

    const fn kind(self) -> FileKind {
        match self {
            Self::Jpeg | Self::Png | Self::Heic => FileKind::Image,
            Self::Pdf => FileKind::Pdf,
        }
    }
}

/// A file that has just arrived.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'a> {
    /// Its name as the browser says.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// New files, and of the earlier ones those that `keep` still names.
pub(super) fn read(asked: &Asked<'_, '_>, rule: &FileRule) -> Reading {
    let kept = asked.posted.all(&asked.part("keep"));
    let mut files: Vec<FileRef> = match asked.earlier {
        Some(Answer::Files(files)) => files.iter().filter(|f| kept.contains(&f.sha256)).cloned().collect(),
        _ => Vec::new(),
    };
    let new = asked.posted.files(asked.name);
    // A browser sends an empty file when none was chosen.
    for file in new.iter().filter(|file| !file.bytes.is_empty() || !file.name.is_empty()) {
        let file = accept(file, rule).map_err(|key| vec![wrong(asked.question, asked.name, key, rule)])?;
        if !files.iter().any(|other| other.sha256 == file.sha256) {
            files.push(file);
        }
    }
    if files.len() > rule.max_count {
        return Err(vec![wrong(asked.question, asked.name, "cases-form-file-many", rule)]);
    }
    Ok((!files.is_empty()).then_some(Answer::Files(files)))
}

fn accept(file: &NewFile<'_>, rule: &FileRule) -> Result<FileRef, &'static str> {
    let bytes = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
    if bytes == 0 {
        return Err("cases-form-file-empty");
    }
    if bytes > rule.max_bytes {
        return Err("cases-form-file-large");
    }
    let file_type =
        FileType::of(file.bytes).filter(|file_type| rule.kinds.contains(&file_type.kind())).ok_or(wrong_kind(rule))?;
    Ok(FileRef { name: plain_name(file.name), file_type, bytes, sha256: digest(file.bytes) })
}

fn wrong_kind(rule: &FileRule) -> &'static str {
    match rule.kinds.as_slice() {
        [FileKind::Image] => "cases-form-file-image",
        [FileKind::Pdf] => "cases-form-file-pdf",
        _ => "cases-form-file-kind",
    }
}

fn wrong(question: &Question, name: &str, key: &'static str, rule: &FileRule) -> FieldError {
    let megabytes = i64::try_from(rule.max_bytes / 1_000_000).unwrap_or(i64::MAX);
    let numbers = vec![("max", small(rule.max_count)), ("megabytes", megabytes)];
    FieldError::counted(question, name, key, numbers)
}

/// The last part of a path, without what cannot be shown or would be a path again.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let good: String = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .take(MAX_NAME)
        .collect();
    match good.trim().trim_start_matches('.') {
        "" => "添付".to_owned(),
        name => name.to_owned(),
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn recheck(question: &Question, files: &[FileRef], rule: &FileRule) -> Vec<FieldError> {
    let key = if files.len() > rule.max_count {
        "cases-form-file-many"
    } else if files.is_empty() && question.required {
        "cases-form-empty-file"
    } else if files.iter().any(|file| !rule.kinds.contains(&file.file_type.kind())) {
        wrong_kind(rule)
    } else {
        return Vec::new();
    };
    vec![wrong(question, &question.key, key, rule)]
}

pub(super) fn put(inputs: &mut Inputs, name: &str, files: &[FileRef]) {
    for file in files {
        inputs.add(&format!("{name}.keep"), &file.sha256);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_be_a_path_or_a_trick() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\写真\\免許証.jpg"), "免許証.jpg");
        assert_eq!(plain_name("..."), "添付");
        assert_eq!(plain_name("a\u{202E}gpj.exe"), "agpj.exe");
        assert_eq!(plain_name("a\0b\n\"<c>"), "abc");
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(FileType::of(b"\xFF\xD8\xFF\xE0"), Some(FileType::Jpeg));
        assert_eq!(FileType::of(b"%PDF-1.7"), Some(FileType::Pdf));
        for bytes in [&b"<svg onload=alert(1)>"[..], b"PK\x03\x04", b"MZ", b"", b"\xFF\xD8", b"GIF89a"] {
            assert_eq!(FileType::of(bytes), None);
        }
    }
}
