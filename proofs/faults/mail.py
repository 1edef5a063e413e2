"""A mail server that is down, slow, unwilling, or hangs up just before it says that it took a mail.

What is promised: a mail that the server acknowledged is never sent again while the program lives; one
whose acknowledgement was lost is sent again under the same Message-ID; what the server will never
take goes to a person's list; nobody's application waits for any of it."""

from collections import Counter

import facts
from mailserver import MailServer
from people import Application, Browser
from world import must, until


class Scene:
    def __init__(self, town, server):
        self.town, self.server, self.records = town, server, town.records
        self.count = 0

    def apply(self, n):
        for _ in range(n):
            self.count += 1
            a = Application(Browser(self.town), number=self.count)
            must(a.write(), "a draft could not be written while only the mail server is away")
            a.send()
            must(a.acknowledged, "an application waits for the mail server")
            a.see()

    def hurry(self):
        """What waits for another attempt is tried now."""
        self.records.change("UPDATE store_job SET run_at = 0 WHERE state = 'ready'")

    def states(self):
        return Counter(dict(self.records.rows("SELECT state, COUNT(*) FROM notices_recipient GROUP BY state")))

    def delivered(self):
        return int(self.states()["delivered"])

    def all_delivered(self, n):
        def ready():
            self.hurry()
            return self.delivered() == n

        until(f"{n} mails are delivered (now {self.states()})", ready, 60, 1.0)


def attempted(scene, n):
    return lambda: scene.server.tried >= n


def prove(town_of):
    server = MailServer()
    town = town_of(env={"ENGAWA_SMTP_URL": server.url})
    town.start()
    s = Scene(town, server)
    server.down()
    s.apply(3)
    until(
        "the mails were tried",
        lambda: s.records.number("SELECT COUNT(*) FROM notices_recipient WHERE state = 'failed_temporarily'") == 3,
    )
    server.up()
    s.all_delivered(3)
    for mode in ("later", "busy"):
        server.mode, tried = mode, server.tried
        s.apply(2)
        until(f"the mails were tried ({mode})", attempted(s, tried + 2))
        server.mode = "ok"
        s.all_delivered(5 if mode == "later" else 7)
    must(len(server.taken) == len(set(server.taken)) == 7, "a mail left twice")
    never(s)
    slow(s)
    drop(s)
    crash(s)
    if s.records.postgres:
        records_away(s)
    facts.whole(s.records)
    facts.told_once(s.records)
    twice = [m for m, n in Counter(server.acknowledged).items() if n > 1]
    must(not twice, f"acknowledged twice: {twice}")
    town.stop()
    town.verify()
    again = sum(n - 1 for n in Counter(server.taken).values())
    return (
        f"down, 451, 421, 550, slow, hung up, killed: {len(server.acknowledged)} mails acknowledged once each, "
        f"{again} sent again under their Message-ID because no answer came"
    )


def never(s):
    s.server.mode = "never"
    s.apply(1)
    until("somebody takes over by hand", lambda: s.states()["on_call_list"] or s.states()["on_print_batch"])
    s.server.mode = "ok"


def slow(s):
    """While mails are slow, the house's own work goes on."""
    before = len(s.server.taken)
    s.server.delay = 4.0
    s.apply(4)
    until("a mail is on its way", lambda: len(s.server.taken) > before)
    s.records.change(own_job(s.records, "ops.verify"))
    until("the house's own job is done", lambda: s.records.number("SELECT COUNT(*) FROM store_job WHERE kind = 'ops.verify' AND state = 'done'"), 20)
    waiting = s.records.number("SELECT COUNT(*) FROM store_job WHERE kind = 'notices.deliver' AND state <> 'done'")
    must(waiting > 0, "the mails were not slow enough to prove anything")
    s.server.delay = 0.0
    s.all_delivered(11)


def own_job(records, kind):
    an_id = "'0198aaaa-0000-7000-8000-000000000001'" if records.postgres else "X'0198AAAA000070008000000000000001'"
    return (
        "INSERT INTO store_job (id, kind, payload, state, run_at, attempts, created_at) "
        f"VALUES ({an_id}, '{kind}', 'null', 'ready', 0, 0, 0)"
    )


def drop(s):
    before = len(s.server.taken)
    s.server.mode = "drop"
    s.apply(2)
    until("two mails were taken without an answer", lambda: len(s.server.taken) >= before + 2)
    s.server.mode = "ok"
    s.all_delivered(13)


def crash(s):
    """Killed while the server holds its answer back: the one mail under way may come again."""
    before = len(s.server.taken)
    s.server.delay = 3.0
    s.apply(1)
    until("the mail is on its way", lambda: len(s.server.taken) > before)
    s.town.kill()
    s.server.delay = 0.0
    # The line is dead: nobody hears this answer.
    until("the answer went nowhere", lambda: len(s.server.acknowledged) + 2 >= len(s.server.taken), 10)
    s.server.acknowledged = [m for m in s.server.acknowledged if m != s.server.taken[-1]]
    # A minute later the worker counts as dead.
    s.records.change("UPDATE store_job SET locked_until = 0 WHERE state = 'running'")
    s.town.start()
    s.all_delivered(14)


def records_away(s):
    """The server has taken the mail, and the records are away when that is to be written down."""
    before = len(s.server.acknowledged)
    s.server.before_answer = s.records.postgres.freeze
    s.apply(1)
    until("the mail is acknowledged", lambda: len(s.server.acknowledged) > before)
    s.server.before_answer = None
    import time

    time.sleep(3)
    s.records.postgres.thaw()
    s.all_delivered(15)
