//! What a template can see: its own folder, the sheet, and nothing else of the machine.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::Path;

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde_json::json;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use web::press::{PressError, Sheet};

use crate::fonts::FontSet;
use crate::glyphs::Prepared;
use crate::main_source;

/// One town's templates, read and parsed once.
pub(crate) struct Templates {
    library: LazyHash<Library>,
    by_name: HashMap<String, FileId>,
    sources: HashMap<FileId, Source>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Templates").field(&self.by_name.keys()).finish()
    }
}

impl Templates {
    /// All `*.typ` files of `folder`; folders inside it are not read.
    pub(crate) fn read(folder: &Path) -> Result<Self, PressError> {
        let unreadable =
            |e: std::io::Error| PressError::Template(format!("cannot read the templates' folder: {}", e.kind()));
        let mut templates =
            Self { library: LazyHash::new(library()), by_name: HashMap::new(), sources: HashMap::new() };
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            if let Some(name) = name.strip_suffix(".typ") {
                templates.add(name, fs::read_to_string(&path).map_err(unreadable)?)?;
            }
        }
        Ok(templates)
    }

    fn add(&mut self, name: &str, text: String) -> Result<(), PressError> {
        let id = virtual_file(&format!("{name}.typ"))?;
        self.by_name.insert(name.to_owned(), id);
        self.sources.insert(id, Source::new(id, text));
        Ok(())
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str).filter(|name| !name.starts_with('_'))
    }
}

/// File numbers live as long as the process, so a name is short and plain (`photo-3.jpg`).
fn virtual_file(name: &str) -> Result<FileId, PressError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.len() > 48 || name.starts_with('.') || !name.chars().all(plain) {
        return Err(PressError::Template("a file's name may hold only letters, digits, - and _".to_owned()));
    }
    let path = VirtualPath::new(format!("/{name}"))
        .map_err(|_| PressError::Template("a file's name is not a path".to_owned()))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// One sheet on the typesetter's desk.
pub(crate) struct Desk<'a> {
    templates: &'a Templates,
    fonts: &'a FontSet,
    main: Source,
    files: HashMap<FileId, Bytes>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(templates: &'a Templates, prepared: &'a Prepared, sheet: &Sheet) -> Result<Self, PressError> {
        if sheet.template.starts_with('_') || !templates.by_name.contains_key(&sheet.template) {
            return Err(PressError::Template(format!("there is no template {}.typ", sheet.template.escape_debug())));
        }
        let mut desk = Self {
            templates,
            fonts: &prepared.fonts,
            main: main_source(virtual_file("main")?, &sheet.template),
            files: HashMap::new(),
        };
        let head = json!({ "title": prepared.title, "lang": sheet.lang, "runs": prepared.runs });
        desk.put("sheet.json", head.to_string().into_bytes())?;
        desk.put("data.json", prepared.data.clone().into_bytes())?;
        for (name, bytes) in &sheet.pictures {
            desk.put(name, bytes.clone())?;
        }
        for (name, content) in &sheet.qr {
            desk.put(name, qr_svg(content)?.into_bytes())?;
        }
        Ok(desk)
    }

    fn put(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), PressError> {
        self.files.insert(virtual_file(name)?, Bytes::new(bytes));
        Ok(())
    }

    /// `receipt.typ:12: unknown variable` for each error.
    pub(crate) fn explain(&self, errors: &[SourceDiagnostic]) -> String {
        let lines: Vec<String> = errors.iter().map(|e| self.explain_one(e)).collect();
        lines.join("; ")
    }

    fn explain_one(&self, error: &SourceDiagnostic) -> String {
        let place = error.span.id().and_then(|id| {
            let source = self.source(id).ok()?;
            let start = self.range(error.span)?.start;
            let line = source.lines().byte_to_line(start)? + 1;
            Some(format!("{}:{line}: ", id.vpath().get_without_slash()))
        });
        place.unwrap_or_default() + &error.message
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.templates.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        let source = self.templates.sources.get(&id);
        source.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let file = self.files.get(&id);
        file.cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        Some(self.fonts.faces.get(index)?.font().clone())
    }

    /// A paper's date is in its data; the press has no clock.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Error correction M: 15 % of the code may be dirty or folded. The quiet zone is part of it.
fn qr_svg(content: &str) -> Result<String, PressError> {
    let code = QrCode::with_error_correction_level(content, EcLevel::M)
        .map_err(|e| PressError::Template(format!("QR code: {e}")))?;
    Ok(code.render::<svg::Color<'_>>().quiet_zone(true).module_dimensions(4, 4).build())
}

/// Typst with row headers of tables, which PDF/UA readers announce (`pdf.header-cell`).
fn library() -> Library {
    Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build()
}
