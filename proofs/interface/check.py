# What a partner's own program would do, with nothing but Python: begin as the page /developers says,
# keep what was answered, come to the limit and wait, and find a page behind every problem.
import glob
import json
import re
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree as xml

town, data, document_file = sys.argv[1:]


def ask(path, body=None, method=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    if isinstance(body, dict):
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(town + path, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def get(path, **headers):
    status, carried, body = ask(path, **headers)
    assert status == 200, (path, status, body)
    return json.loads(body), carried


# Begin: the list page by page, each procedure in full, and nothing twice.
found, path = [], "/api/v1/procedures?limit=7"
while path:
    answer, carried = get(path)
    found += [p["key"] for p in answer["items"]]
    link = carried.get("Link")
    assert (link is None) == (answer["next"] is None)
    path = link and link.split(";")[0].strip("<>")
assert len(found) == len(set(found)) >= 15 and found == sorted(found), found
for key in found:
    whole, _ = get(f"/api/v1/procedures/{key}")
    assert whole["key"] == key and whole["title"]["ja"] and whole["title"]["en"], whole
    assert (whole["town"] is None) != (whole["elsewhere"] is None)
desks = {d["key"] for d in get("/api/v1/town")[0]["desks"]}
assert whole["town"] is None or whole["town"]["desk"] in desks
print(f"ok  {len(found)} procedures, page by page and in full")

# Keep what was answered.
_, carried = get("/api/v1/procedures")
status, again, body = ask("/api/v1/procedures", If_None_Match=carried["ETag"])
assert (status, body, again["ETag"]) == (304, b"", carried["ETag"]), status
print("ok  an answer that has not changed costs nothing")

# News, in the interface and in both feeds.
news, _ = get("/api/v1/news")
feed = json.loads(ask("/news/feed.json")[2])
atom = xml.fromstring(ask("/news/feed.atom")[2])
space = "{http://www.w3.org/2005/Atom}"
titles = [n["title"]["ja"] for n in news["items"]]
assert titles and titles == [n["title"] for n in feed["items"]]
assert titles == [e.findtext(space + "title") for e in atom.iter(space + "entry")]
for need in ("id", "title", "updated"):
    assert atom.findtext(space + need), need
print(f"ok  {len(titles)} pieces of news, the same in the interface, Atom and JSON Feed")

# Figures: JSON and CSV say the same, and no small group is shown.
figures, _ = get("/api/v1/figures")
lines = ask("/api/v1/figures.csv")[2].decode("utf-8").strip().split("\r\n")
assert len(lines) == 1 + sum(1 + len(f["months"]) for f in figures["items"]), len(lines)
for figure in figures["items"]:
    for counted in [figure["year"], *figure["months"], *figure["parts"]]:
        assert counted["n"] is None or counted["n"] == 0 or counted["n"] >= 10, figure
print(f"ok  {len(figures['items'])} figures, nothing under ten")

# How far a matter is, for whoever holds its reference and secret: those of a mail in the fictional
# town's outbox. The pair becomes the example that schemathesis begins with.
mails = [json.load(open(file, encoding="utf-8")) for file in glob.glob(f"{data}/outbox/*.json")]
REFERENCE = r"[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}"
mail = next(m for m in mails if "/matters/" in m["text"] and re.search(REFERENCE, m["text"]))
pair = {
    "reference": re.search(REFERENCE, mail["text"])[0],
    "secret": re.search(r"/matters/[^/]+/(\S+)", mail["text"])[1],
}
status, _, body = ask("/api/v1/case-status", pair)
told = json.loads(body)
assert status == 200 and told["reference"] == pair["reference"] and told["desk"] in desks, body
assert mail["to"] not in body.decode(), "nothing personal"
document = json.loads(ask("/openapi.json")[2])
content = document["paths"]["/api/v1/case-status"]["post"]["requestBody"]["content"]
content["application/json"]["example"] = pair
json.dump(document, open(document_file, "w", encoding="utf-8"))
print("ok  how far a matter is, by reference and secret")

# A secret is guessed at: every wrong pair is answered alike, and then one must wait.
answers = set()
for n in range(12):
    body = {"reference": "7K3-F92-QXM" if n % 2 else f"{n}", "secret": "x" * (n + 1)}
    status, carried, text = ask("/api/v1/case-status", body, X_Forwarded_For="203.0.113.7")
    answers.add((status, text))
kinds = {(status, json.loads(text)["type"].rsplit("/", 1)[1]) for status, text in answers}
assert kinds == {(404, "no-match"), (429, "too-many")} and len(answers) == 2, answers
assert 0 < int(carried["Retry-After"]) <= 900
print("ok  wrong pairs are answered alike; after ten of them one must wait")

# The limit of questions.
seen = [ask("/api/v1/town", X_Forwarded_For="203.0.113.8") for _ in range(241)]
assert [s for s, _, _ in seen] == [200] * 240 + [429], [s for s, _, _ in seen][-3:]
left = [int(h["RateLimit"].split("r=")[1].split(";")[0]) for _, h, _ in seen]
assert left == [*range(239, -1, -1), 0]
print("ok  240 questions a minute, counted down in RateLimit")

# Every problem has a page in every language.
kinds = {k for p in document["paths"].values() for o in p.values() for r in o["responses"].values() for k in r.get("x-problems", [])}
for kind in sorted(kinds | {"unknown-address", "method"}):
    for lang in ("ja", "easy", "en"):
        assert ask(f"/developers/problems/{kind}?lang={lang}")[0] == 200, kind
print(f"ok  {len(kinds) + 2} kinds of problems have their pages")
