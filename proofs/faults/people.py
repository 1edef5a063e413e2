"""People at the doors of the town office, as their browsers have them: cookies, forms with what stands
in them, and a memory of what was promised to them."""

import http.client
import re
import time
import urllib.parse
from html.parser import HTMLParser

from world import Wrong, must

SECOND = "/sign-in/second"
CUT = (OSError, http.client.HTTPException)


class Forms(HTMLParser):
    """The forms of a page with the fields that a browser would send if nothing were typed."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.select, self.area = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.forms.append((a.get("action", ""), []))
        if not self.forms:
            return
        fields = self.forms[-1][1]
        name, kind = a.get("name"), a.get("type", "text")
        if tag == "input" and name and kind not in ("file", "submit", "button"):
            if kind not in ("radio", "checkbox") or "checked" in a:
                fields.append((name, a.get("value", "")))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in a:
            fields.append((self.select, a.get("value", "")))
        elif tag == "textarea":
            self.area = name
            fields.append((name, ""))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        if tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.forms[-1][1][-1] = (self.area, data.strip())


class Answer:
    def __init__(self, status, location, page):
        self.status, self.location, self.page = status, location, page

    def says(self, *words):
        bare = self.bare()
        return all(w in bare for w in words)

    def bare(self):
        """What stands on the page, without the readings above the letters."""
        main = self.page.split("<main", 1)[-1].split("</main>")[0]
        return re.sub(r"<r[tp]>.*?</r[tp]>|<[^>]+>|\s", "", main)

    def fields(self, action):
        for found, fields in Forms(self.page).forms:
            if found == action:
                return fields
        return None

    def ids(self, prefix):
        found = re.findall(re.escape(prefix) + r"([0-9a-f]{8}-[0-9a-f-]{27})", self.page)
        return list(dict.fromkeys(found))


class Browser:
    """One person's browser."""

    def __init__(self, town, limit=60):
        self.town, self.limit = town, limit
        self.cookies = {}
        self.token = None  # of the form last seen

    def ask(self, method, path, fields=None, files=None):
        body, headers = None, {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers["Sec-Fetch-Site"] = "same-origin"
        if files is not None:
            body, headers["Content-Type"] = multipart(fields or [], files)
        elif fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.town.port, timeout=self.limit)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for cookie in answer.headers.get_all("set-cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        if found := re.search(r'name="_token" value="([^"]+)"', page):
            self.token = found.group(1)
        return Answer(answer.status, answer.headers.get("location") or "", page)

    def read(self, path):
        answer = self.ask("GET", path)
        must(answer.status == 200, f"GET {path} answers {answer.status}")
        return answer

    def fill(self, path, action, typed=None, files=None):
        """Opens a page, fills in its form and sends it."""
        page = self.ask("GET", path)
        if page.status != 200:
            return page
        standing = page.fields(action)
        must(standing is not None, f"{path} has no form to {action}")
        return self.ask("POST", action, merged(standing, typed or []), files)

    def sign_in(self, name):
        typed = [("email", f"{name}@demo.example"), ("password", f"engawa-{name}")]
        answer = self.fill("/sign-in", "/sign-in", typed)
        must(answer.status == 303, f"{name} cannot sign in: {answer.status}")
        if answer.location.startswith(SECOND):
            self.second(name)
        return self

    def second(self, name):
        """An officer's second proof. The demo shows the code; each works once."""
        end = time.monotonic() + 95
        while time.monotonic() < end:
            page = self.ask("GET", SECOND)
            found = re.search(r'data-demo-code="(\d+)"', page.page)
            if found:
                answer = self.ask("POST", SECOND, merged(page.fields(SECOND), [("code", found.group(1))]))
                if answer.status == 303:
                    return
            time.sleep(2)
        raise Wrong(f"{name}: no code was taken")


def merged(standing, typed):
    names = {name for name, _ in typed}
    return [(n, v) for n, v in standing if n not in names] + list(typed)


def multipart(fields, files):
    mark = "engawa-faults"
    out = b""
    for name, value in fields:
        out += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, file_name, content in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        out += (head + "Content-Type: application/octet-stream\r\n\r\n").encode() + content + b"\r\n"
    return out + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


CONSULTATION = (
    "migration_consultation",
    [
        ("name", [("name.family", "見本"), ("name.given", "{who}")]),
        ("from", [("living_in", "東京都")]),
        ("topics", [("topics", "housing")]),
        ("when", [("move_when", "year")]),
        ("details", [("details", "畑のある家を探しています。")]),
        ("answer_by", [("answer_by", "email")]),
        ("email", [("email", "{mail}")]),
    ],
)
RECORD = (
    "resident_record",
    [
        ("applicant", []),
        ("who", [("who", "oneself")]),
        ("items", [("items", "relation")]),
        ("purpose", [("purpose", "licence")]),
        ("copies", [("copies", "1")]),
        ("receive", [("receive", "counter")]),
        ("contact", [("phone", "0247-00-0001"), ("email", "taro@demo.example")]),
        ("declare", [("declared", "yes")]),
    ],
)


class Application:
    """An application on its way: draft, pages, sending, the number that was shown."""

    def __init__(self, browser, matter=CONSULTATION, number=0):
        self.browser, self.number = browser, number
        self.procedure, self.pages = matter
        self.mail = f"tabibito-{number}@people.example"
        self.draft = None
        self.sent = False  # a POST to submit has left
        self.acknowledged = None  # where the acknowledgement led
        self.reference = None

    def begin(self):
        path = f"/apply/{self.procedure}"
        answer = self.browser.fill(path, f"{path}/begin")
        must(answer.status in (303, 503), f"begin answers {answer.status}")
        if answer.status == 303:
            self.draft = answer.location.rsplit("/", 1)[0]
        return answer

    def typed(self, fields):
        known = {"{who}": "旅人", "{mail}": self.mail}
        return [(name, known.get(value, value)) for name, value in fields]

    def write(self):
        """Fills in every page."""
        if self.draft is None and self.begin().status != 303:
            return False
        for key, fields in self.pages:
            path = f"{self.draft}/{key}"
            answer = self.browser.fill(path, path, self.typed(fields))
            if answer.status != 303:
                must(answer.status == 503, f"{path} answers {answer.status}")
                return False
        return True

    def send(self):
        """The one POST."""
        check = self.browser.ask("GET", f"{self.draft}/check")
        if check.status == 303:
            # It was sent before, and the address leads to what came of it.
            return self.take(check)
        if check.status != 200:
            return check
        fields = check.fields(f"{self.draft}/submit")
        must(fields is not None, "the page to check the answers has no button to send them")
        self.sent = True
        return self.take(self.browser.ask("POST", f"{self.draft}/submit", fields))

    def take(self, answer):
        if answer.status == 303:
            self.acknowledged = answer.location
        return answer

    def see(self):
        """The page with the number."""
        page = self.browser.read(self.acknowledged)
        found = re.search(r'class="reference"[^>]*>\s*<strong>([^<]+)</strong>', page.page)
        must(found, "no number on the page that acknowledges")
        number = found.group(1).strip()
        must(self.reference in (None, number), f"the number changed from {self.reference} to {number}")
        self.reference = number
        return number

    def draft_id(self):
        return self.draft.rsplit("/", 1)[1]


def honest(answer, sending):
    """Whether a page tells a person truly that the records do not answer."""
    must(answer.status in (500, 503), f"{answer.status} instead of an honest page")
    words = ["残っているもの", "していただきたいこと", "お電話ください"]
    words.append("送り終えていません" if sending else "ただいま使えません")
    words += ["二重にはなりません"] if sending else []
    if not answer.says(*words):
        raise Wrong(f"not an honest page ({answer.status}): {answer.bare()[-800:]}")
