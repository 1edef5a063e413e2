//! The list of everything the program is made of (CycloneDX 1.6): Rust crates that are linked or run
//! while building, and the npm packages behind stylesheet and scripts. The same for the same lock
//! files: it carries neither time nor number.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Writes the list to `to`.
pub(crate) fn run(root: &Path, to: &str) -> Result<String, String> {
    let metadata = metadata(root)?;
    let checksums = checksums(&read(&root.join("Cargo.lock"))?);
    let (program, reached) = reached(&metadata)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let used: Vec<&Value> = packages.filter(|p| reached.contains_key(text(p, "id"))).collect();
    let purls: BTreeMap<&str, String> = used.iter().map(|p| (text(p, "id"), purl(p))).collect();
    let mut components: Vec<Value> =
        used.iter().filter(|p| text(p, "id") != program).map(|p| crate_of(p, &checksums)).collect();
    let crates = components.len();
    let lock: Value =
        serde_json::from_str(&read(&root.join("assets/package-lock.json"))?).map_err(|e| e.to_string())?;
    components.extend(npm(&lock));
    let edges: Vec<Value> = reached
        .iter()
        .filter_map(|(id, needs)| {
            let on: BTreeSet<&String> = needs.iter().filter_map(|n| purls.get(n.as_str())).collect();
            Some(json!({ "ref": purls.get(id.as_str())?, "dependsOn": on }))
        })
        .collect();
    let own = used.iter().find(|p| text(p, "id") == program).ok_or("the program is missing")?;
    let bom = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application", "name": text(own, "name"), "version": text(own, "version"), "bom-ref": purl(own),
        } },
        "components": components,
        "dependencies": edges,
    });
    let written = serde_json::to_string_pretty(&bom).map_err(|e| e.to_string())?;
    fs::write(to, written + "\n").map_err(|e| format!("{to}: {e}"))?;
    Ok(format!("{to}: {crates} crates, {} npm packages", components_of(&bom) - crates))
}

fn components_of(bom: &Value) -> usize {
    bom["components"].as_array().map_or(0, Vec::len)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn metadata(root: &Path) -> Result<Value, String> {
    let out = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root)
        .output()
        .map_err(|e| format!("cargo: {e}"))?;
    if !out.status.success() {
        return Err(String::from_utf8_lossy(&out.stderr).into_owned());
    }
    serde_json::from_slice(&out.stdout).map_err(|e| e.to_string())
}

/// The packages that the program needs, without those of tests: each with what it needs itself.
fn reached(metadata: &Value) -> Result<(String, BTreeMap<String, Vec<String>>), String> {
    let nodes: BTreeMap<&str, &Value> =
        metadata["resolve"]["nodes"].as_array().into_iter().flatten().map(|n| (text(n, "id"), n)).collect();
    let own = metadata["packages"].as_array().into_iter().flatten().find(|p| text(p, "name") == "engawa");
    let program = text(own.ok_or("no package engawa")?, "id").to_owned();
    let (mut found, mut waiting) = (BTreeMap::new(), vec![program.clone()]);
    while let Some(id) = waiting.pop() {
        if found.contains_key(&id) {
            continue;
        }
        let deps = nodes.get(id.as_str()).and_then(|n| n["deps"].as_array()).into_iter().flatten();
        let needs: Vec<String> = deps.filter(|d| is_no_test(d)).map(|d| text(d, "pkg").to_owned()).collect();
        waiting.extend(needs.iter().cloned());
        found.insert(id, needs);
    }
    Ok((program, found))
}

fn is_no_test(dep: &Value) -> bool {
    dep["dep_kinds"].as_array().is_none_or(|kinds| kinds.iter().any(|k| k["kind"].as_str() != Some("dev")))
}

fn purl(package: &Value) -> String {
    format!("pkg:cargo/{}@{}", text(package, "name"), text(package, "version"))
}

fn crate_of(package: &Value, checksums: &BTreeMap<String, String>) -> Value {
    let (name, version) = (text(package, "name"), text(package, "version"));
    let mut component = json!({
        "type": "library", "name": name, "version": version, "purl": purl(package), "bom-ref": purl(package),
    });
    let licence = text(package, "license").replace('/', " OR ");
    if !licence.is_empty() {
        component["licenses"] = json!([{ "expression": licence }]);
    }
    if let Some(sum) = checksums.get(&format!("{name} {version}")) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
    }
    component
}

/// The checksums of the lock file by `name version`.
fn checksums(lock: &str) -> BTreeMap<String, String> {
    let field = |part: &str, key: &str| {
        let line = part.lines().find_map(|l| l.strip_prefix(&format!("{key} = \"")))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let parts = lock.split("[[package]]").skip(1);
    parts
        .filter_map(|p| Some((format!("{} {}", field(p, "name")?, field(p, "version")?), field(p, "checksum")?)))
        .collect()
}

/// The packages of a lock file of npm, each version once.
fn npm(lock: &Value) -> Vec<Value> {
    let mut found = BTreeMap::new();
    for (path, package) in lock["packages"].as_object().into_iter().flatten() {
        let Some((_, name)) = path.rsplit_once("node_modules/") else { continue };
        let version = text(package, "version");
        let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
        let mut component = json!({
            "type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl, "scope": "excluded",
        });
        if let Some(licence) = package["license"].as_str() {
            component["licenses"] = json!([{ "expression": licence }]);
        }
        found.insert(purl, component);
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_found_by_name_and_version() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ff\"\n\n[[package]]\nname = \"b\"\nversion = \"2\"\n";
        assert_eq!(checksums(lock), BTreeMap::from([("a 1.0.0".to_owned(), "ff".to_owned())]));
    }

    #[test]
    fn what_only_tests_need_is_left_out() {
        let of = |kinds: Value| is_no_test(&json!({ "dep_kinds": kinds }));
        assert!(of(json!([{ "kind": null }])) && of(json!([{ "kind": "build" }, { "kind": "dev" }])));
        assert!(!of(json!([{ "kind": "dev" }])));
    }

    #[test]
    fn npm_packages_have_their_scope_in_the_name() {
        let lock = json!({ "packages": { "": {}, "node_modules/@a/b": { "version": "1", "license": "MIT" },
            "node_modules/c/node_modules/@a/b": { "version": "1" } } });
        let found = npm(&lock);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["purl"], "pkg:npm/%40a/b@1");
    }
}
