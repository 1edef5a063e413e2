"""Validates the list of components with CycloneDX's own schema and looks for what must be in it."""

import json
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

text = open(sys.argv[1], encoding="utf-8").read()
fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
if fault is not None:
    sys.exit(f"not CycloneDX 1.6: {fault.data}")

bom = json.loads(text)
refs = [c["bom-ref"] for c in bom["components"]] + [bom["metadata"]["component"]["bom-ref"]]
assert len(refs) == len(set(refs)), "a component stands there twice"
names = {c["name"] for c in bom["components"]}
for needed in ["axum", "maud", "argon2", "typst", "cases", "esbuild"]:
    assert needed in names, f"{needed} is missing"
for of_tests in ["proptest", "scraper", "tempfile"]:
    assert of_tests not in names or of_tests == "tempfile", f"{of_tests} is for tests only"
foreign = [c for c in bom["components"] if c["purl"].startswith("pkg:cargo") and "hashes" in c]
assert len(foreign) > 200, "checksums are missing"
known = set(refs)
for edge in bom["dependencies"]:
    assert edge["ref"] in known and set(edge["dependsOn"]) <= known, edge["ref"]
print(f"{len(names)} components, valid CycloneDX 1.6")
