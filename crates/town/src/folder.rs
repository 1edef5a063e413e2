//! Opening the files of a town folder, and nothing outside it.

use crate::{Problem, Source};
use serde::de::DeserializeOwned;
use std::path::{Component, Path, PathBuf};

/// A folder `towns/<town>` on disk.
#[derive(Debug, Clone)]
pub struct TownFolder {
    root: PathBuf,
}

impl TownFolder {
    /// Opens the folder; the problem says so when there is none.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, Problem> {
        let root = root.into();
        if root.is_dir() {
            return Ok(Self { root });
        }
        let message = "町のフォルダーがありません。場所を確かめてください";
        Err(Problem::of_file(root.display().to_string(), message))
    }

    /// Where the folder is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder's own name, for example the last part of `towns/template`.
    pub fn name(&self) -> String {
        let name = self.root.file_name();
        name.map_or_else(String::new, |n| n.to_string_lossy().into_owned())
    }

    /// Whether the file is there.
    pub fn has(&self, relative: &str) -> bool {
        self.path(relative).is_ok_and(|p| p.is_file())
    }

    /// The bytes of a file.
    pub fn bytes(&self, relative: &str) -> Result<Vec<u8>, Problem> {
        std::fs::read(self.path(relative)?).map_err(|e| {
            let message = match e.kind() {
                std::io::ErrorKind::NotFound => "ファイルがありません".to_owned(),
                _ => format!("ファイルを読めません（{e}）"),
            };
            Problem::of_file(relative, message)
        })
    }

    /// The text of a file: UTF-8, a byte order mark at the front is dropped.
    pub fn text(&self, relative: &str) -> Result<String, Problem> {
        let text = String::from_utf8(self.bytes(relative)?).map_err(|e| {
            let good = &e.as_bytes()[..e.utf8_error().valid_up_to()];
            let line = 1 + good.iter().filter(|&&b| b == b'\n').count();
            let message = "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください";
            Problem::at(relative, line, message)
        })?;
        Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
    }

    /// A TOML file with its text, for checks that must name lines.
    pub fn source(&self, relative: &str) -> Result<Source, Problem> {
        Ok(Source::new(relative, self.text(relative)?))
    }

    /// A TOML file as a `T`.
    pub fn toml<T: DeserializeOwned>(&self, relative: &str) -> Result<T, Problem> {
        self.source(relative)?.read()
    }

    /// A JSON file as a `T`.
    pub fn json<T: DeserializeOwned>(&self, relative: &str) -> Result<T, Problem> {
        serde_json::from_str(&self.text(relative)?).map_err(|e| {
            let message = format!("JSON として読めません（{e}）");
            Problem::at(relative, e.line().max(1), message)
        })
    }

    /// A CSV file with a heading line: its rows as `T`, all wrong rows named by line.
    pub fn csv<T: DeserializeOwned>(&self, relative: &str) -> Result<Vec<T>, Vec<Problem>> {
        let mut problems = Vec::new();
        let rows = self.csv_rows(relative, &mut problems);
        if problems.is_empty() { Ok(rows.into_iter().map(|(_, row)| row).collect()) } else { Err(problems) }
    }

    /// The right rows of a CSV file with their lines; the wrong ones are noted.
    pub(crate) fn csv_rows<T: DeserializeOwned>(&self, relative: &str, problems: &mut Vec<Problem>) -> Vec<(usize, T)> {
        let text = match self.text(relative) {
            Ok(text) => text,
            Err(problem) => {
                problems.push(problem);
                return Vec::new();
            }
        };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers().cloned().unwrap_or_default();
        let mut rows = Vec::new();
        for record in reader.records() {
            let row = record.and_then(|r| Ok((csv_line(&r), r.deserialize(Some(&headings))?)));
            match row {
                Ok(row) => rows.push(row),
                Err(e) => problems.push(csv_problem(relative, &e)),
            }
        }
        rows
    }

    /// The files of one folder that fit a pattern with one `*` in its last part
    /// (`procedures/*.toml`), sorted by name; empty when the folder is not there.
    pub fn list(&self, pattern: &str) -> Vec<String> {
        let (folder, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        let (front, back) = name.split_once('*').unwrap_or((name, ""));
        let exact = !name.contains('*');
        let entries = self.path(folder).ok().and_then(|p| p.read_dir().ok());
        let mut found: Vec<String> = entries
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|file| fits(file, front, back, exact))
            .map(|file| match folder {
                "" => file,
                _ => format!("{folder}/{file}"),
            })
            .collect();
        found.sort();
        found
    }

    /// The path on disk; a path that would leave the folder is refused.
    fn path(&self, relative: &str) -> Result<PathBuf, Problem> {
        let inside = Path::new(relative).components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
        if inside {
            Ok(self.root.join(relative))
        } else {
            let message = "町のフォルダーの外は読めません";
            Err(Problem::of_file(relative, message))
        }
    }
}

fn fits(file: &str, front: &str, back: &str, exact: bool) -> bool {
    if exact {
        return file == front;
    }
    !file.starts_with('.') && file.len() >= front.len() + back.len() && file.starts_with(front) && file.ends_with(back)
}

/// The line of a record, from 1.
pub(crate) fn csv_line(record: &csv::StringRecord) -> usize {
    let line = record.position().map_or(1, csv::Position::line);
    usize::try_from(line).unwrap_or(usize::MAX)
}

pub(crate) fn csv_problem(file: &str, error: &csv::Error) -> Problem {
    let line = error.position().map(csv::Position::line);
    let detail = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("列の数が違います（見出し {expected_len} 列、この行 {len} 列）")
        }
        csv::ErrorKind::Deserialize { err, .. } => crate::problem::in_japanese(&match err.kind() {
            csv::DeserializeErrorKind::Message(m) => m.clone(),
            other => other.to_string(),
        }),
        _ => format!("CSV として読めません（{error}）"),
    };
    Problem { file: file.to_owned(), line: line.and_then(|l| usize::try_from(l).ok()), message: detail }
}
