//! Every reader of outside input takes the cases collected under `fuzz/corpus` without breaking. The
//! fuzzer (`fuzz/run`) looks for more; what it finds is added there.

#[path = "../../../../fuzz/targets.rs"]
mod targets;

use std::path::PathBuf;

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus")
}

#[test]
fn no_reader_of_outside_input_breaks_on_the_collected_cases() {
    for (name, read) in targets::TARGETS {
        let mut cases = 0;
        for entry in std::fs::read_dir(corpus().join(name)).unwrap_or_else(|e| panic!("fuzz/corpus/{name}: {e}")) {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let done = std::panic::catch_unwind(|| {
                read(&bytes);
                // Cut anywhere, it is still no harm.
                read(&bytes[..bytes.len() / 2]);
                read(&bytes[bytes.len() / 3..]);
            });
            assert!(done.is_ok(), "{name} breaks on {}", path.display());
            cases += 1;
        }
        assert!(cases >= 3, "fuzz/corpus/{name} holds {cases} cases");
    }
}

#[test]
fn every_folder_of_cases_has_its_reader() {
    for entry in std::fs::read_dir(corpus()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(targets::TARGETS.iter().any(|(known, _)| *known == name), "no reader for fuzz/corpus/{name}");
    }
}
