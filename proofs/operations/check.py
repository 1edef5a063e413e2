"""Runs a demo town as an operator would, against other people's servers and parsers."""

import http.server
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

import boto3
from google.protobuf import json_format
from moto.server import ThreadedMotoServer
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

PROGRAM, ROOT = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
WORK = tempfile.TemporaryDirectory()
FOLDER = pathlib.Path(WORK.name)
TOKEN = "a-token-of-the-proof-0123456789"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ok(words):
    print("ok ", words, flush=True)


def fail(words):
    sys.exit(f"proofs/operations: {words}")


def run(*words, code=0, **more):
    done = subprocess.run([PROGRAM, *words], cwd=ROOT, env={**os.environ, **SETTINGS, **more}, capture_output=True, text=True, timeout=300)
    if done.returncode != code:
        fail(f"engawa {' '.join(words)} ended with {done.returncode}, not {code}:\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


def get(url, token=None, **headers):
    request = urllib.request.Request(url, headers={**({"Authorization": f"Bearer {token}"} if token else {}), **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode(), e.headers


class Collector(http.server.BaseHTTPRequestHandler):
    """Takes traces as any collector does: by the protocol's own definition, strictly."""

    spans, texts = [], []

    def do_POST(self):
        text = self.rfile.read(int(self.headers["content-length"])).decode()
        taken = json_format.Parse(text, ExportTraceServiceRequest())
        Collector.texts.append(text)
        for resource in taken.resource_spans:
            for scope in resource.scope_spans:
                Collector.spans.extend(scope.spans)
        self.send_response(200 if self.path == "/v1/traces" else 404)
        self.end_headers()

    def log_message(self, *_):
        pass


def metrics(text):
    families = {}
    for family in text_string_to_metric_families(text):
        if family.name in families:
            fail(f"the family {family.name} comes twice")
        families[family.name] = family
    return families


def value(families, name, **labels):
    for family in families.values():
        for sample in family.samples:
            if sample.name == name and all(sample.labels.get(k) == v for k, v in labels.items()):
                return sample.value
    return None


# A store that speaks S3, and a collector of traces.
store_port, collector_port, port, metrics_port = (free_port() for _ in range(4))
store = ThreadedMotoServer(ip_address="127.0.0.1", port=store_port, verbose=False)
store.start()
collector = http.server.ThreadingHTTPServer(("127.0.0.1", collector_port), Collector)
threading.Thread(target=collector.serve_forever, daemon=True).start()
AWS = {
    "AWS_ENDPOINT_URL": f"http://127.0.0.1:{store_port}",
    "AWS_REGION": "ap-northeast-1",
    "AWS_ACCESS_KEY_ID": "proof",
    "AWS_SECRET_ACCESS_KEY": "proof",
}
SETTINGS = {
    **AWS,
    "ENGAWA_TOWN": str(ROOT / "towns/ono"),
    "ENGAWA_DATA": str(FOLDER / "data"),
    "ENGAWA_BLOBS": "s3://town/files",
    "ENGAWA_BACKUP_TO": "s3://town/copies",
    "ENGAWA_LOG_FORM": "json",
}
s3 = boto3.client("s3", endpoint_url=AWS["AWS_ENDPOINT_URL"], region_name=AWS["AWS_REGION"],
                  aws_access_key_id="proof", aws_secret_access_key="proof")
s3.create_bucket(Bucket="town", CreateBucketConfiguration={"LocationConstraint": AWS["AWS_REGION"]})


def objects(prefix):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="town", Prefix=prefix)
    return [o["Key"] for page in pages for o in page.get("Contents", [])]


log = open(FOLDER / "log", "w+")
town = subprocess.Popen(
    [PROGRAM, "serve", "--demo", "--listen", f"127.0.0.1:{port}"], cwd=ROOT, stdout=log, stderr=log,
    env={**os.environ, **SETTINGS, "ENGAWA_METRICS_LISTEN": f"127.0.0.1:{metrics_port}", "ENGAWA_METRICS_TOKEN": TOKEN,
         "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector_port}", "ENGAWA_BEHIND_PROXY": "true"})


def wait(what, seconds, see):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if town.poll() is not None:
            fail(f"the town ended while waiting for {what}:\n{(FOLDER / 'log').read_text()[-3000:]}")
        try:
            if (seen := see()) is not None:
                return seen
        except OSError:  # not open yet, or the town is still being filled
            pass
        time.sleep(0.3)
    fail(f"{what} did not come within {seconds} s:\n{(FOLDER / 'log').read_text()[-3000:]}")


try:
    base = f"http://127.0.0.1:{port}"
    wait("the town", 120, lambda: True if get(f"{base}/healthz")[0] == 200 else None)
    get(f"{base}/procedures?q=hanako-secret")
    get(f"{base}/nowhere/hanako-secret", **{"X-Forwarded-For": "203.0.113.77"})

    if get(f"{base}/metrics")[0] != 401 or get(f"{base}/metrics", "wrong-token-wrong-token")[0] != 401:
        fail("/metrics is open to anybody")
    status, text, headers = get(f"{base}/metrics", TOKEN)
    if status != 200 or "version=0.0.4" not in headers["content-type"]:
        fail(f"/metrics: {status} {headers['content-type']}")
    families = metrics(text)
    if value(families, "engawa_http_requests_total", route="/procedures", method="GET", status="2xx") != 1:
        fail("the request for /procedures is not counted")
    if value(families, "engawa_http_requests_total", route="(none)", method="GET", status="4xx") != 1:
        fail("the request that led nowhere is not counted")
    if value(families, "engawa_http_request_duration_seconds_count", route="/procedures") != 1:
        fail("the time of the request is not counted")
    for name in ["engawa_database_bytes", "engawa_journal_head", "process_resident_memory_bytes", "engawa_commit_seconds_count",
                 "engawa_build_info", "engawa_account_sessions", "engawa_disk_free_bytes"]:
        if not value(families, name):
            if name != "engawa_account_sessions":
                fail(f"{name} is missing")
    if "hanako-secret" in text or "203.0.113.77" in text:
        fail("a figure holds what somebody asked for")
    ok(f"/metrics: {len(families)} families read by Prometheus' parser, closed without the token")

    def both_done():
        alone = metrics(get(f"http://127.0.0.1:{metrics_port}/metrics")[1])
        for work in ("backup", "drill"):
            if value(alone, "engawa_last_failed", work=work):
                fail(f"the {work} failed:\n{(FOLDER / 'log').read_text()[-3000:]}")
        done = [value(alone, "engawa_last_success_timestamp_seconds", work=w) for w in ("backup", "drill")]
        return True if all(done) else None

    wait("a copy and a drill", 90, both_done)
    ok("of itself a copy was taken to S3 and a drill proved it")
    wait("traces", 20, lambda: True if any(s.name == "GET /procedures" for s in Collector.spans) else None)
finally:
    began = time.monotonic()
    town.send_signal(signal.SIGTERM)
    try:
        ended = town.wait(20)
    except subprocess.TimeoutExpired:
        town.kill()
        fail("the town does not stop")
took = time.monotonic() - began
if ended != 0:
    fail(f"the town ended with {ended}:\n{(FOLDER / 'log').read_text()[-3000:]}")
ok(f"a stop took {took:.2f} s")

text = "".join(Collector.texts) + (FOLDER / "log").read_text()
for secret in ("hanako-secret", "203.0.113.77"):
    if secret in text:
        fail(f"{secret} is in a trace or in the log")
raw = [s for t in Collector.texts for s in json.loads(t)["resourceSpans"][0]["scopeSpans"][0]["spans"]]
for span in raw:
    # The protocol's JSON writes identifiers in hexadecimal and 64-bit numbers as texts.
    if not re.fullmatch("[0-9a-f]{32}", span["traceId"]) or not re.fullmatch("[0-9a-f]{16}", span["spanId"]):
        fail(f"identifiers are not as the protocol wants them: {span}")
    if int(span["endTimeUnixNano"]) < int(span["startTimeUnixNano"]):
        fail(f"a span ends before it begins: {span}")
if not any(s.name == "db.write" for s in Collector.spans):
    fail("no span of a change")
ok(f"{len(Collector.spans)} spans read by OpenTelemetry's protocol; none names what was asked for")

# Files: on S3 only, each under the name of its content.
files = objects("files/")
if not files or (FOLDER / "data/blobs").exists():
    fail("the town's files are not on S3")
run("journal", "verify")
ok(f"{len(files)} files on S3, proved by the journal")

run("backup")
run("drill")
sets = sorted({key.split("/")[2] for key in objects("copies/sets/")})
if len(sets) != 2:
    fail(f"two copies were expected: {sets}")
elsewhere = {"ENGAWA_DATA": str(FOLDER / "elsewhere"), "ENGAWA_BLOBS": "s3://town/elsewhere"}
run("restore", "s3://town/copies", **elsewhere)
run("journal", "verify", **elsewhere)
if sorted(k.removeprefix("elsewhere/") for k in objects("elsewhere/")) != sorted(k.removeprefix("files/") for k in files):
    fail("not all files came back")
run("restore", "s3://town/copies", code=3, **elsewhere)
run("restore", "s3://town/copies", "--set", sets[0], ENGAWA_DATA=str(FOLDER / "first"), ENGAWA_BLOBS=str(FOLDER / "first"))
ok("both copies restored from S3, into S3 and into a folder; a second restore over it is refused")

# A copy in a folder is checked by a tool that everybody has.
run("backup", str(FOLDER / "copy"))
subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=FOLDER / "copy", check=True)
(FOLDER / "vault").mkdir()
run("backup", ENGAWA_BACKUP_TO=str(FOLDER / "vault"))
vault_set = next((FOLDER / "vault/sets").iterdir())
subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=vault_set, check=True)
run("restore", str(vault_set), ENGAWA_DATA=str(FOLDER / "from-vault"), ENGAWA_BLOBS=str(FOLDER / "from-vault"))
ok("sha256sum agrees with both forms of a copy")

# One byte.
key = files[0]
body = bytearray(s3.get_object(Bucket="town", Key=key)["Body"].read())
body[len(body) // 2] ^= 1
s3.put_object(Bucket="town", Key=key, Body=bytes(body))
if "missing or was changed" not in run("journal", "verify", code=1):
    fail("a changed file is not named")
run("backup", code=0)  # The copy has this file from before.
key = f"copies/sets/{sorted({k.split('/')[2] for k in objects('copies/sets/')})[-1]}/tables/people_person.jsonl"
table = s3.get_object(Bucket="town", Key=key)["Body"].read()
s3.put_object(Bucket="town", Key=key, Body=table.replace(b"0", b"1", 1))
if "people_person.jsonl was changed" not in run("drill", code=3):
    fail("a changed table is not named")
ok("one changed byte of a file or of a copy is named")

# The unit: as systemd reads it, with a program that is there.
unit = (ROOT / "deploy/engawa.service").read_text()
(FOLDER / "engawa.service").write_text(unit.replace("/usr/local/bin/engawa serve", "/bin/true").replace("User=engawa", "User=root").replace("Group=engawa", "Group=root"))
seen = subprocess.run(["systemd-analyze", "verify", "--man=no", str(FOLDER / "engawa.service")], capture_output=True, text=True)
if seen.returncode != 0 or "engawa.service" in seen.stderr:
    fail(f"systemd-analyze: {seen.stderr}")
ok("systemd accepts the unit")
store.stop()
WORK.cleanup()
