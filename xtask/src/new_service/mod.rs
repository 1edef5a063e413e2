//! A new service: its folder, laid out like every other, and its place in the pillar's list.

use std::fs;
use std::path::Path;

const PILLARS: [&str; 3] = ["residents", "community", "office"];
/// Each file of the folder with its text; `NAME` and `PILLAR` are filled in.
const FILES: [(&str, &str); 6] = [
    ("mod.rs", include_str!("mod.rs.txt")),
    ("pages.rs", include_str!("pages.rs.txt")),
    ("tests.rs", include_str!("tests.rs.txt")),
    ("texts/ja.ftl", include_str!("ja.ftl.txt")),
    ("texts/easy.ftl", include_str!("easy.ftl.txt")),
    ("texts/en.ftl", include_str!("en.ftl.txt")),
];

pub(crate) fn run(root: &Path, pillar: &str, name: &str) -> Result<String, String> {
    if !PILLARS.contains(&pillar) {
        return Err(format!("{pillar} is no pillar; there are {}", PILLARS.join(", ")));
    }
    let is_key = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !is_key {
        return Err(format!("{name}: lower-case letters, digits and _, a letter first"));
    }
    let source = root.join("crates").join(pillar).join("src");
    let folder = source.join(name);
    if folder.exists() {
        return Err(format!("{} is there already", folder.display()));
    }
    let list = source.join("lib.rs");
    let text = fs::read_to_string(&list).map_err(|e| format!("{}: {e}", list.display()))?;
    let text = listed(&text, name).ok_or_else(|| format!("{}: no list of services found", list.display()))?;
    let manifest = root.join("crates").join(pillar).join("Cargo.toml");
    let needs = fs::read_to_string(&manifest).map_err(|e| format!("{}: {e}", manifest.display()))?;
    fs::write(&manifest, with_needs(&needs)).map_err(|e| format!("{}: {e}", manifest.display()))?;
    write(&folder, pillar, name).map_err(|e| format!("{}: {e}", folder.display()))?;
    fs::write(&list, text).map_err(|e| format!("{}: {e}", list.display()))?;
    Ok(format!(
        "crates/{pillar}/src/{name}/ is there and stands in crates/{pillar}/src/lib.rs.\n\
         Next: write the words in texts/ first, then the pages. `cargo xtask docs` writes the new\n\
         route into docs/access.txt; `cargo test -p {pillar}` runs its tests."
    ))
}

fn write(folder: &Path, pillar: &str, name: &str) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("texts"))?;
    for (file, text) in FILES {
        fs::write(folder.join(file), text.replace("PILLAR", pillar).replace("NAME", name))?;
    }
    Ok(())
}

/// The pillar's `Cargo.toml` with what the first files of a service use.
fn with_needs(manifest: &str) -> String {
    let mut text = manifest.to_owned();
    for (section, names) in [("[dependencies]", ["maud", "web"]), ("[dev-dependencies]", ["testkit", "tokio"])] {
        if !text.contains(section) {
            text = format!("{}\n\n{section}\n", text.trim_end());
        }
        let at = text.find(section).map_or(text.len(), |at| at + section.len() + 1);
        let end = text[at..].find("\n[").map_or(text.len(), |n| at + n + 1);
        let missing = names.iter().filter(|n| !text[at..end].contains(&format!("{n}.workspace")));
        let lines: String = missing.map(|n| format!("{n}.workspace = true\n")).collect();
        text.insert_str(at, &lines);
    }
    text
}

/// The pillar's `lib.rs` with the module and its place at the end of the list, as rustfmt has it.
fn listed(lib: &str, name: &str) -> Option<String> {
    let uses = lib.find("\nuse ")? + 1;
    let mut modules: Vec<&str> = lib.lines().filter(|l| l.starts_with("pub mod ")).collect();
    let before = modules.first().and_then(|first| lib.find(first)).unwrap_or(uses);
    let new = format!("pub mod {name};");
    modules.push(&new);
    modules.sort_unstable();
    let open = lib.find("vec![")? + "vec![".len();
    let close = open + lib[open..].find(']')?;
    let mut services: Vec<&str> = lib[open..close].split(',').map(str::trim).filter(|s| !s.is_empty()).collect();
    let new = format!("{name}::service()");
    services.push(&new);
    let one_line = services.join(", ");
    let list =
        if one_line.len() > 100 { format!("\n        {},\n    ", services.join(",\n        ")) } else { one_line };
    let (head, middle, tail) = (&lib[..before], &lib[uses..open], &lib[close..]);
    Some(format!("{head}{}\n\n{middle}{list}{tail}", modules.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_next_service_take_their_places() {
        let empty = "//! doc\n\nuse web::Service;\n\n/// x\npub fn services() -> Vec<Service> {\n    vec![]\n}\n";
        let one = listed(empty, "wards").unwrap();
        assert_eq!(
            one,
            "//! doc\n\npub mod wards;\n\nuse web::Service;\n\n/// x\npub fn services() -> Vec<Service> {\n    \
             vec![wards::service()]\n}\n"
        );
        let two = listed(&one, "voice").unwrap();
        assert!(two.contains("\n\npub mod voice;\npub mod wards;\n\nuse"));
        assert!(two.contains("vec![wards::service(), voice::service()]"));
        let names = ["family", "learning", "business", "farming", "inclusion", "mutual_aid"];
        let many = names.iter().fold(two, |lib, name| listed(&lib, name).unwrap());
        assert!(many.contains("vec![\n        wards::service(),\n        voice::service(),\n"));
        assert!(many.contains("mutual_aid::service(),\n    ]\n}"));
    }

    #[test]
    fn what_a_service_needs_is_added_once() {
        let bare = "[package]\nname = \"community\"\n\n[dependencies]\nweb.workspace = true\n";
        let full = with_needs(bare);
        assert!(full.contains("[dependencies]\nmaud.workspace = true\nweb.workspace = true\n"));
        assert!(full.ends_with("[dev-dependencies]\ntestkit.workspace = true\ntokio.workspace = true\n"));
        assert_eq!(with_needs(&full), full);
    }

    #[test]
    fn a_service_is_written_once_and_under_a_good_name() {
        let root = std::env::temp_dir().join(format!("engawa-xtask-{}", std::process::id()));
        let source = root.join("crates/community/src");
        fs::create_dir_all(&source).unwrap();
        fs::write(root.join("crates/community/Cargo.toml"), "[dependencies]\nweb.workspace = true\n").unwrap();
        fs::write(source.join("lib.rs"), "use web::Service;\n\npub fn services() -> Vec<Service> {\n    vec![]\n}\n")
            .unwrap();
        assert!(run(&root, "community", "Fire-Wood").is_err());
        assert!(run(&root, "cellar", "firewood").is_err());
        let lib = fs::read_to_string(source.join("lib.rs")).unwrap();
        fs::write(source.join("lib.rs"), format!("//! x\n{lib}")).unwrap();
        run(&root, "community", "firewood").unwrap();
        let written = fs::read_to_string(source.join("firewood/mod.rs")).unwrap();
        assert!(written.contains("key: \"firewood\"") && !written.contains("NAME"));
        assert!(run(&root, "community", "firewood").is_err());
        fs::remove_dir_all(root).unwrap();
    }
}
