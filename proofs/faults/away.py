"""PostgreSQL ends, starts again, cuts its lines, or stands still."""

import random
import threading
import time

import facts
from crash import Resident, Scene, known
from disk import typed_is_kept
from people import Application, Browser, honest
from world import must, until

LONGEST = 45.0


def timed(what, ask):
    begun = time.monotonic()
    answer = ask()
    took = time.monotonic() - begun
    must(took < LONGEST, f"{what}: no answer for {took:.0f} s")
    return answer, took


def prove(town):
    server, records = town.records.postgres, town.records
    town.start()
    taro = Browser(town).sign_in("taro")
    a, b = Application(Browser(town), number=1), Application(Browser(town), number=2)
    must(a.write() and b.write(), "drafts")

    server.stop("immediate")
    page, one = timed("server gone, reading", lambda: taro.ask("GET", "/my/cases"))
    honest(page, sending=False)
    page, two = timed("server gone, sending", lambda: a.browser.ask("POST", f"{a.draft}/submit", token(a)))
    honest(page, sending=True)
    details = f"{b.draft}/details"
    typed = b.browser.ask("POST", details, [*token(b), ("details", "ねこと暮らす")])
    fields = typed_is_kept(typed, details, "ねこと暮らす")
    must(taro.ask("GET", "/assets/none").status in (404, 503), "the program does not answer at all")
    town.alive()
    server.start()
    until("it reconnects by itself", town.healthy, 20)
    taro.read("/my/cases")
    must(b.browser.ask("POST", details, fields).status == 303, "the button of the page does not work")
    a.send()
    must(a.acknowledged, "after the return the application cannot be sent")

    server.sql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'engawa'")
    must(taro.ask("GET", "/my/cases").status == 200, "cut lines are seen by who reads")
    server.sql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'engawa'")
    b.send()
    must(b.acknowledged, "cut lines are seen by who sends")

    c = Application(Browser(town), number=3)
    must(c.write(), "draft")
    server.freeze()
    try:
        page, three = timed("server stands still, reading", lambda: taro.ask("GET", "/my/cases"))
        honest(page, sending=False)
        page, four = timed("server stands still, sending", lambda: c.browser.ask("POST", f"{c.draft}/submit", token(c)))
        honest(page, sending=True)
    finally:
        server.thaw()
    until("it goes on by itself", town.healthy, 30)
    c.send()
    must(c.acknowledged, "after the stand-still the application cannot be sent")
    count = cut_while_people_send(town, server)
    for one_of in (a, b, c):
        one_of.see()
    until("all jobs are done", lambda: facts.hurry(records), 100, 0.5)
    facts.whole(records)
    facts.told_once(records)
    town.stop()
    town.verify()
    return (
        f"gone: honest after {one:.0f}/{two:.0f} s; lines cut: nobody notices; stands still: honest after {three:.0f}/{four:.0f} s; "
        f"restarted 4 times and cut 12 times under load: {count} acknowledged, each once"
    )


def token(a):
    """The form of a page that is open already."""
    return [("_token", a.browser.token)]


def cut_while_people_send(town, server):
    random.seed(11)
    scene = Scene(town)
    crowd = [Resident(scene, 40 + n) for n in range(3)]
    scene.open.set()
    for r in crowd:
        r.start()
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'engawa'"
    try:
        for n in range(16):
            time.sleep(random.uniform(0.1, 0.6))
            if n % 4 == 3:
                server.stop("immediate")
                server.start()
            else:
                server.sql("postgres", cut)
            scene.check()
    finally:
        scene.over.set()
        for r in crowd:
            r.join(70)
    scene.check()
    done = [a for r in crowd for a in r.done]
    for a in [r.current for r in crowd if r.current and r.current.sent]:
        a.send()
        must(a.acknowledged, "pressing again does not lead to the number")
        done.append(a)
    numbers = known(town.records)
    for a in done:
        must(numbers.get(a.draft_id().replace("-", "")) == a.see(), "an acknowledged application is lost")
    return len(done)
