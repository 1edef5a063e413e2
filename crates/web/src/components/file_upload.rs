//! Files and photos.

use crate::components::field::{Question, question_methods};
use crate::components::{Icon, Words, icon};
use maud::{Markup, Render, html};

/// A field for files. The form around it must be [`super::Form::with_files`].
#[derive(Clone)]
#[must_use]
pub struct FileUpload<'a> {
    words: Words<'a>,
    question: Question,
    accept: String,
    multiple: bool,
    camera: bool,
    kept: Vec<(String, String)>,
}

/// A field for a file or a photo; a phone offers its camera. Pictures are made smaller before
/// they are sent, where the browser can.
pub fn file_upload(words: Words<'_>, name: impl Into<String>, label: impl Into<String>) -> FileUpload<'_> {
    FileUpload {
        words,
        question: Question::new(name, label),
        accept: "image/jpeg,image/png,application/pdf".to_owned(),
        multiple: false,
        camera: false,
        kept: Vec::new(),
    }
}

impl FileUpload<'_> {
    question_methods!();

    /// The media types offered; JPEG, PNG and PDF otherwise.
    pub fn accept(mut self, types: impl Into<String>) -> Self {
        self.accept = types.into();
        self
    }

    /// More than one file.
    pub const fn multiple(mut self) -> Self {
        self.multiple = true;
        self
    }

    /// On a telephone, a second way that opens the camera at once.
    pub const fn camera(mut self) -> Self {
        self.camera = true;
        self
    }

    /// Files that are there already, as (name, address).
    pub fn kept(mut self, files: impl IntoIterator<Item = (String, String)>) -> Self {
        self.kept = files.into_iter().collect();
        self
    }
}

impl Render for FileUpload<'_> {
    fn render(&self) -> Markup {
        let words = self.words;
        let control = html! {
            @if !self.kept.is_empty() {
                ul.kept-files aria-label=(words.plain("kit-file-kept")) {
                    @for (name, href) in &self.kept {
                        li { a href=(href) { (icon(Icon::Document)) (name) } }
                    }
                }
            }
            en-photo.file-upload data-large=(words.plain("kit-photo-large"))
                data-ready=(words.plain("kit-photo-ready")) {
                input type="file" id=(self.question.id()) name=(self.question.name)
                    accept=(self.accept) multiple[self.multiple]
                    aria-describedby=[self.question.described_by()]
                    aria-required=[self.question.aria_required()]
                    aria-invalid=[self.question.aria_invalid()];
                @if self.camera {
                    @let id = format!("{}-camera", self.question.id());
                    div.camera {
                        label for=(id) { (words.rich("kit-file-camera")) }
                        input type="file" id=(id) name=(self.question.name) accept="image/jpeg,image/png"
                            capture="environment" aria-describedby=[self.question.described_by()];
                    }
                }
            }
        };
        self.question.around(words, &control)
    }
}
