"""kill -9, again and again, while people send and officers work."""

import email
import email.utils
import pathlib
import random
import threading
import time
import tomllib

import facts
from people import CUT, RECORD, Application, Browser
from world import Wrong, must, until

TOWN = pathlib.Path(__file__).resolve().parents[2] / "towns/ono"
OFFICERS = {
    a["email"] for a in tomllib.loads((TOWN / "demo/accounts.toml").read_text())["account"] if a["kind"] == "staff"
}

KILLS = 20
PEOPLE = 4


class Resident(threading.Thread):
    """Applies without end; when the line is cut, presses again later."""

    def __init__(self, scene, number):
        super().__init__(daemon=True)
        self.scene, self.number = scene, number
        self.done, self.current, self.count = [], None, 0

    def run(self):
        while not self.scene.over.is_set():
            self.scene.open.wait(1)
            try:
                self.step()
            except CUT:
                time.sleep(0.05)
            except Wrong as e:
                self.scene.wrong.append(str(e))
                return

    def step(self):
        if self.current is None:
            self.count += 1
            self.current = Application(Browser(self.scene.town), number=self.number * 100_000 + self.count)
        a = self.current
        if a.acknowledged is None:
            if not a.sent and not a.write():
                return
            a.send()
        if a.acknowledged:
            # From here on the person has a right to find it again.
            self.done.append(a)
            self.current = None


class Office(threading.Thread):
    """One resident's certificates through the whole office: take, propose, agree twice, pay."""

    def __init__(self, scene):
        super().__init__(daemon=True)
        self.scene, self.done, self.tasks = scene, [], 0
        sign_in = lambda name: Browser(scene.town).sign_in(name)  # noqa: E731
        self.taro, self.madoka, self.ayumu, self.tadashi, self.kazoe = map(
            sign_in, ["taro", "madoka", "ayumu", "tadashi", "kazoe"]
        )
        self.current = None

    def run(self):
        while not self.scene.over.is_set():
            self.scene.open.wait(1)
            for task in (self.apply, self.desk, self.agree(self.ayumu), self.agree(self.tadashi), self.pay):
                try:
                    task()
                except CUT:
                    time.sleep(0.05)
                except Wrong as e:
                    self.scene.wrong.append(f"office: {e}")
                    return

    def apply(self):
        if self.current is None:
            self.current = Application(self.taro, RECORD)
        a = self.current
        if a.acknowledged is None and (a.sent or a.write()):
            a.send()
        if a.acknowledged and len(self.done) < 6:
            self.done.append(a)
            self.current = None

    def sent(self, answer):
        # 409 and 422: somebody (before the cut) did it already.
        must(answer.status in (200, 303, 404, 409, 422, 503), f"the office's form answers {answer.status}")
        self.tasks += answer.status == 303

    def desk(self):
        for case in self.madoka.read("/desk/cases").ids("/desk/cases/")[-2:]:
            path = f"/desk/cases/{case}"
            page = self.madoka.read(path)
            for action, typed in (("take", []), ("propose", [("granted", "yes"), ("words", "確かめました。")])):
                fields = page.fields(f"{path}/{action}")
                if fields is not None:
                    answer = self.madoka.fill(path, f"{path}/{action}", typed)
                    self.sent(answer)
                    page = self.madoka.read(path)

    def agree(self, officer):
        def task():
            for approval in officer.read("/desk/approvals").ids("/desk/approvals/")[:2]:
                path = f"/desk/approvals/{approval}"
                if officer.read(path).fields(f"{path}/approve") is not None:
                    self.sent(officer.fill(path, f"{path}/approve"))

        return task

    def pay(self):
        for bill in self.kazoe.read("/desk/billing").ids("/desk/billing/")[:2]:
            path = f"/desk/billing/{bill}"
            if self.kazoe.read(path).fields(f"{path}/pay") is not None:
                self.sent(self.kazoe.fill(path, f"{path}/pay", [("tendered", "1000")]))


class Scene:
    def __init__(self, town):
        self.town = town
        self.open, self.over, self.wrong = threading.Event(), threading.Event(), []

    def check(self):
        must(not self.wrong, "; ".join(self.wrong[:3]))


def known(records):
    """Numbers by draft."""
    draft = "replace(CAST(draft AS text), '-', '')" if records.postgres else "lower(hex(draft))"
    return dict(records.rows(f"SELECT {draft}, reference FROM cases_case WHERE draft IS NOT NULL"))


def prove(town):
    """Answers what to say in the table."""
    random.seed(7)
    records = town.records
    town.start()
    scene = Scene(town)
    crowd = [Resident(scene, n) for n in range(PEOPLE)]
    office = Office(scene)
    for one in (*crowd, office):
        one.start()
    try:
        for _ in range(KILLS):
            scene.open.set()
            # Sometimes in the first moments, when what the last run left behind is taken up.
            time.sleep(random.uniform(0.15, 1.6))
            scene.open.clear()
            town.kill()
            scene.check()
            town.verify()
            facts.whole(records)
            numbers = known(records)
            promised = [a.draft_id().replace("-", "") for a in (*office.done, *[a for r in crowd for a in list(r.done)])]
            lost = [d for d in promised if d not in numbers]
            must(not lost, f"{len(lost)} of {len(promised)} acknowledged applications are lost")
            town.start()
    finally:
        scene.over.set()
        scene.open.set()
        for one in (*crowd, office):
            one.join(70)
    scene.check()
    return settle(town, crowd, office)


def told(mail):
    return email.utils.parseaddr(email.message_from_bytes(mail.read_bytes())["To"])[1]


def settle(town, crowd, office):
    records = town.records
    done = [a for r in crowd for a in r.done] + office.done
    # Who was cut off presses the same button again.
    doubtful = [r.current for r in crowd if r.current and r.current.sent]
    for a in doubtful:
        a.send()
        must(a.acknowledged, "pressing again does not lead to the number")
    numbers = known(records)
    for a in done[:: max(1, len(done) // 40)] + doubtful:
        must(a.see() == numbers[a.draft_id().replace("-", "")], "the page shows another number than the records")
    until("all jobs are done", lambda: facts.hurry(records), 60, 0.5)
    facts.whole(records)
    facts.told_once(records)
    facts.no_dead(records)
    town.stop()
    town.verify()
    mails = records.number("SELECT COUNT(*) FROM notices_recipient WHERE channel = 'email' AND state = 'delivered'")
    # What the plan tells officers, and who is asked to sign with somebody, leaves by jobs of its own and has no line
    # among the residents' messages.
    letters = [mail for mail in (records.data / "outbox").glob("*.eml") if not mail.name.startswith("casescosign")]
    kept = sum(told(mail) not in OFFICERS for mail in letters)
    must(mails == kept, f"{mails} mails are said to have left, {kept} are in the outbox")
    bills = records.number("SELECT COUNT(*) FROM billing_bill")
    return (
        f"{KILLS} kills; {len(done) + len(doubtful)} acknowledged, all there once; {office.tasks} steps of the office, "
        f"{bills} bills, ledger at zero; {mails} mails once each"
    )
