//! Every key that the engine may say has its words in every language.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const TEXTS: [(&str, &str); 3] = [
    ("ja", include_str!("../../../texts/ja.ftl")),
    ("easy", include_str!("../../../texts/easy.ftl")),
    ("en", include_str!("../../../texts/en.ftl")),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true if path.ends_with("tests") => Vec::new(),
            true => sources(&path),
            false => vec![path],
        })
        .collect()
}

fn keys_in_the_code() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/forms");
    let mut keys = BTreeSet::new();
    for path in sources(&folder) {
        let text = std::fs::read_to_string(path).unwrap();
        keys.extend(text.split('"').skip(1).step_by(2).filter(|s| s.starts_with("cases-")).map(str::to_owned));
    }
    keys
}

fn keys_of(text: &str) -> BTreeSet<String> {
    text.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn what_the_engine_says_is_written_in_every_language() {
    let used = keys_in_the_code();
    assert!(used.len() > 80, "only {} keys found", used.len());
    for (language, text) in TEXTS {
        let missing: Vec<&String> = used.iter().filter(|key| !keys_of(text).contains(*key)).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
    }
}

#[test]
fn the_languages_have_the_same_texts() {
    let [(_, ja), (_, easy), (_, en)] = TEXTS;
    assert_eq!(keys_of(ja), keys_of(easy));
    assert_eq!(keys_of(ja), keys_of(en));
}
