//! The floors of the house: a crate uses crates on lower floors only.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// From the lowest up, as `docs/architecture.md` draws them.
const FLOORS: [&[&str]; 9] = [
    &["kernel"],
    &["store", "town"],
    &["people"],
    &["web"],
    &["notices", "papers", "press"],
    &["approvals", "billing", "account"],
    &["cases", "plan"],
    &["residents", "community", "office"],
    &["engawa"],
];
/// For tests only, outside the floors.
const TESTS_ONLY: &str = "testkit";
/// Nobody waits for a typesetter to compile.
const PRESS: &str = "press";

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|crates| crates.contains(&name))
}

pub(crate) fn problems(root: &Path) -> Result<Vec<String>, String> {
    let out = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .map_err(|e| format!("cargo metadata: {e}"))?;
    let metadata: Value = serde_json::from_slice(&out.stdout).map_err(|e| format!("cargo metadata: {e}"))?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    Ok(packages.iter().flat_map(of_package).collect())
}

fn of_package(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    if name == TESTS_ONLY || name == "xtask" {
        return Vec::new();
    }
    let Some(own) = floor(name) else { return vec![format!("{name}: on no floor (xtask/src/floors.rs)")] };
    let inner = package["dependencies"].as_array().into_iter().flatten().filter(|d| d["path"].is_string());
    inner.filter_map(|d| wrong(name, own, d)).collect()
}

fn wrong(name: &str, own: usize, dependency: &Value) -> Option<String> {
    let other = dependency["name"].as_str().unwrap_or_default();
    let for_tests = dependency["kind"] == "dev";
    if for_tests && (other == TESTS_ONLY || other == name) {
        return None;
    }
    match floor(other) {
        _ if other == PRESS && !for_tests && name != "engawa" => Some(format!("{name} uses press; only engawa may")),
        Some(below) if below < own || for_tests && below <= own => None,
        Some(_) => Some(format!("{name} (floor {own}) uses {other}, which is not on a lower floor")),
        None => Some(format!("{name} uses {other} outside tests")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_arrow_upwards_or_sideways_is_named() {
        let uses = |name: &str, other: &str, kind: Value| {
            let own = floor(name).unwrap();
            wrong(name, own, &json!({ "name": other, "kind": kind, "path": "/x" })).is_some()
        };
        assert!(!uses("cases", "billing", Value::Null));
        assert!(uses("billing", "cases", Value::Null));
        assert!(uses("billing", "approvals", Value::Null));
        assert!(uses("papers", "press", Value::Null));
        assert!(!uses("papers", "press", json!("dev")));
        assert!(!uses("billing", "testkit", json!("dev")));
        assert!(uses("billing", "testkit", Value::Null));
        assert!(!uses("engawa", "press", Value::Null));
    }
}
