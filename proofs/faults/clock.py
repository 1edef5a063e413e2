"""A clock that jumps an hour and a day, forth and back, while people are about."""

import re

import facts
from people import Application, Browser
from world import must, until

HOUR, DAY = 3600, 86400
STRANGE = re.compile(r"[-−]\s?\d+\s?(秒|分|時間|日|か月|年)|NaN|1970|undefined")


def prove(town):
    town.start()
    records = town.records
    taro, madoka = Browser(town).sign_in("taro"), Browser(town).sign_in("madoka")
    kept = []
    for n, offset in enumerate([0, HOUR, 0, -HOUR, 0, DAY, 0, -DAY, 0]):
        begun = Application(Browser(town), number=1000 + n)
        must(begun.write(), "a draft could not be written")
        told = jumps(records)
        town.control.clock(offset)
        if n:
            until("the journal tells that the clock was set", lambda: jumps(records) > told, 15)
        a = Application(Browser(town), number=n)
        must(a.write(), f"at {offset:+} s a draft could not be written")
        for one in (a, begun):
            one.send()
            must(one.acknowledged, f"at {offset:+} s an application was not taken")
            one.see()
            kept.append(one)
        for who, path in ((taro, "/my/cases"), (madoka, "/desk/cases"), (a.browser, a.acknowledged), (taro, "/")):
            strange(who, path, offset)
    must(taro.ask("GET", "/my/cases").status == 200, "a resident's session did not outlive the jumps")
    until("what was to be done at a wrong time is done now", lambda: facts.idle(records), 60, 0.5)
    waiting = records.number("SELECT COUNT(*) FROM store_job WHERE kind = 'notices.deliver' AND state <> 'done'")
    must(waiting == 0, f"{waiting} mails wait for a wrong time")
    facts.whole(records)
    facts.told_once(records)
    facts.no_dead(records)
    for a in kept:
        a.see()
    town.stop()
    town.verify()
    return f"±1 h, ±1 day: {len(kept)} applications acknowledged, no mail late or twice, {jumps(records)} jumps told in the journal"


def jumps(records):
    return records.number("SELECT COUNT(*) FROM store_journal WHERE act = 'ops.clock'")


def strange(who, path, offset):
    page = who.ask("GET", path)
    # A session may have ended by the clock; then the page asks to sign in, which is in order.
    must(page.status in (200, 303), f"at {offset:+} s {path} answers {page.status}")
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.page, flags=re.S)
    found = STRANGE.search(text)
    must(not found, f"at {offset:+} s {path} says {found and text[max(0, found.start() - 30):found.end() + 20]!r}")
