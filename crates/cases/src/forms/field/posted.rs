//! What a page sends: values by the name of their input, and files.

use std::collections::BTreeMap;

use super::NewFile;

/// Longest value that is looked at, in bytes; anything longer is cut before it is read.
const MAX_VALUE: usize = 20_000;

/// What a page sent.
pub struct Posted<'a> {
    values: &'a dyn Fn(&str) -> Vec<String>,
    files: Option<&'a FilesOf<'a>>,
}

/// The files of an input.
type FilesOf<'a> = dyn Fn(&str) -> Vec<NewFile<'a>> + 'a;

impl<'a> Posted<'a> {
    /// Values and files by the name of their input.
    pub fn new(values: &'a dyn Fn(&str) -> Vec<String>, files: &'a dyn Fn(&str) -> Vec<NewFile<'a>>) -> Self {
        Self { values, files: Some(files) }
    }

    /// Values only.
    pub fn without_files(values: &'a dyn Fn(&str) -> Vec<String>) -> Self {
        Self { values, files: None }
    }

    /// The first value, without the white space around it.
    pub(in crate::forms) fn text(&self, name: &str) -> String {
        let value = (self.values)(name).into_iter().next().unwrap_or_default();
        cut(&value).trim().to_owned()
    }

    /// All values that are not empty.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let values = (self.values)(name);
        values.iter().map(|v| cut(v).trim().to_owned()).filter(|v| !v.is_empty()).collect()
    }

    pub(super) fn files(&self, name: &str) -> Vec<NewFile<'a>> {
        self.files.map(|files| files(name)).unwrap_or_default()
    }
}

fn cut(value: &str) -> &str {
    let mut end = value.len().min(MAX_VALUE);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    &value[..end]
}

/// Values by the name of their input: what a page shows before anything is typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inputs(BTreeMap<String, Vec<String>>);

impl Inputs {
    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.0.entry(name.to_owned()).or_default().push(value.to_owned());
    }

    /// The values of an input; none when there are none.
    pub fn values(&self, name: &str) -> Vec<String> {
        self.0.get(name).cloned().unwrap_or_default()
    }
}
