//! The type case: which fonts the papers are set in, where they lie, and what is missing.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInstance, FontVariations};
use typst::utils::LazyHash;
use web::press::PressError;

/// The family that holds the Moji_Joho forms of names and the rare kanji of the family register.
pub(crate) const NAME_FAMILY: &str = "IPAmjMincho";

/// A font file that the papers are set in.
struct Wanted {
    family: &'static str,
    file: &'static str,
    package: &'static str,
}

/// The text faces in the order of preference; each holds the Adobe-Japan1 forms.
const TEXT_FACES: &[Wanted] = &[
    Wanted { family: "BIZ UDMincho", file: "BIZUDMincho-Regular.ttf", package: "fonts-morisawa-bizud-mincho" },
    Wanted { family: "BIZ UDGothic", file: "BIZUDGothic-Regular.ttf", package: "fonts-morisawa-bizud-gothic" },
    Wanted { family: "BIZ UDGothic", file: "BIZUDGothic-Bold.ttf", package: "fonts-morisawa-bizud-gothic" },
];

const NAME_FACE: Wanted = Wanted { family: NAME_FAMILY, file: "ipamjm.ttf", package: "fonts-ipamj-mincho" };

/// The folders searched for fonts, first hit wins; folders inside them are searched too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFolders(Vec<PathBuf>);

impl FontFolders {
    /// Where Debian installs fonts.
    pub fn debian() -> Self {
        Self(vec![PathBuf::from("/usr/share/fonts"), PathBuf::from("/usr/local/share/fonts")])
    }

    /// Only this folder, for a machine where the fonts lie elsewhere.
    pub fn only(folder: impl Into<PathBuf>) -> Self {
        Self(vec![folder.into()])
    }

    fn find(&self, wanted: &Wanted) -> Option<PathBuf> {
        self.0.iter().find_map(|folder| find_file(folder, wanted.file, 4))
    }
}

impl Default for FontFolders {
    fn default() -> Self {
        Self::debian()
    }
}

fn find_file(folder: &Path, name: &str, depth: u8) -> Option<PathBuf> {
    let here = folder.join(name);
    if here.is_file() {
        return Some(here);
    }
    if depth == 0 {
        return None;
    }
    let mut inner: Vec<PathBuf> =
        fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    inner.sort();
    inner.iter().find_map(|folder| find_file(folder, name, depth - 1))
}

/// A font that the papers need and that was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFont {
    /// The family's name.
    pub family: &'static str,
    /// The file looked for.
    pub file: &'static str,
    /// The Debian package that brings it.
    pub package: &'static str,
    /// Whether papers can be printed without it: true for the font that only some names need.
    pub only_for_rare_names: bool,
}

impl fmt::Display for MissingFont {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "font {} ({}) is missing: install the Debian package {}", self.family, self.file, self.package)
    }
}

/// What is missing of the fonts that the papers need, for `engawa check`.
pub fn missing_fonts(folders: &FontFolders) -> Vec<MissingFont> {
    TEXT_FACES
        .iter()
        .map(|wanted| (wanted, false))
        .chain([(&NAME_FACE, true)])
        .filter(|(wanted, _)| folders.find(wanted).is_none())
        .map(|(wanted, only_for_rare_names)| MissingFont {
            family: wanted.family,
            file: wanted.file,
            package: wanted.package,
            only_for_rare_names,
        })
        .collect()
}

/// Fonts with the book that Typst looks them up in.
pub(crate) struct FontSet {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) faces: Vec<FontInstance>,
}

impl FontSet {
    fn new(faces: Vec<FontInstance>) -> Self {
        Self { book: LazyHash::new(FontBook::from_fonts(faces.iter().map(FontInstance::font))), faces }
    }
}

/// The text faces, and the 46 MB font of rare names once some name has asked for it.
pub(crate) struct FontCase {
    text: Arc<FontSet>,
    folders: FontFolders,
    with_names: Mutex<Option<WithNames>>,
}

/// The font of rare names as it was read: a file that is put there later, or replaced by a newer
/// version, is read anew.
struct WithNames {
    read: (PathBuf, u64, Option<SystemTime>),
    set: Arc<FontSet>,
}

impl fmt::Debug for FontCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FontCase").field("folders", &self.folders).finish_non_exhaustive()
    }
}

impl FontCase {
    pub(crate) fn open(folders: &FontFolders) -> Result<Self, PressError> {
        let faces: Result<Vec<FontInstance>, PressError> =
            TEXT_FACES.iter().map(|wanted| load(folders, wanted).ok_or_else(|| not_installed(wanted))).collect();
        Ok(Self { text: Arc::new(FontSet::new(faces?)), folders: folders.clone(), with_names: Mutex::default() })
    }

    /// The faces that ordinary text is set in.
    pub(crate) fn text(&self) -> &Arc<FontSet> {
        &self.text
    }

    /// The text faces and, last, the font of rare names; `None` while it is not installed.
    pub(crate) fn with_names(&self) -> Option<Arc<FontSet>> {
        let mut kept = self.with_names.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.folders.find(&NAME_FACE)?;
        let about = fs::metadata(&path).ok()?;
        let read = (path, about.len(), about.modified().ok());
        if let Some(there) = kept.as_ref().filter(|there| there.read == read) {
            return Some(there.set.clone());
        }
        let mut faces = self.text.faces.clone();
        faces.push(load(&self.folders, &NAME_FACE)?);
        let set = Arc::new(FontSet::new(faces));
        *kept = Some(WithNames { read, set: set.clone() });
        Some(set)
    }

    #[cfg(test)]
    pub(crate) fn rare_names_loaded(&self) -> bool {
        self.with_names.lock().unwrap().is_some()
    }
}

fn load(folders: &FontFolders, wanted: &Wanted) -> Option<FontInstance> {
    let bytes = fs::read(folders.find(wanted)?).ok()?;
    let font = Font::new(Bytes::new(bytes), 0)?;
    let variant = font.info().variant;
    Some(font.instantiate(variant, Abs::pt(10.0), &FontVariations::default()))
}

fn not_installed(wanted: &Wanted) -> PressError {
    PressError::Standard(format!("font {} is missing: install the Debian package {}", wanted.family, wanted.package))
}
