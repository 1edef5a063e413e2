"""Work that can never be done: it ends with the dead letters, others go on, an officer sees it and
tries again."""

import facts
from people import Application, Browser
from world import must, until


def job(records, n, kind, payload, attempts=0, state="ready", at=0):
    digits = f"0198bbbb000070008000{n:012d}"
    an_id = f"'{digits}'" if records.postgres else f"X'{digits}'"
    return (
        "INSERT INTO store_job (id, kind, payload, state, run_at, attempts, created_at, locked_until) "
        f"VALUES ({an_id}, '{kind}', '{payload}', '{state}', {at}, {attempts}, 0, 0)"
    )


def prove(town):
    town.start()
    records = town.records
    # Unreadable for whoever does it; for somebody who is not there; and one that ended the program
    # each time it was tried.
    records.change(job(records, 1, "certificates.issue", '{"no": "such"}'))
    records.change(job(records, 2, "nobody.knows", "null"))
    records.change(job(records, 3, "ops.verify", "null", attempts=12, state="running"))
    # One that fails again and again, as a certificate does while the records beside it are wrong.
    nothing = '{"recipient": "0198bbbb-0000-7000-8000-00000000dead"}'
    records.change(job(records, 4, "notices.deliver", nothing))
    a = Application(Browser(town), number=1)
    must(a.write(), "draft")
    a.send()
    must(a.acknowledged, "an application waits for dead letters")
    dead = "SELECT COUNT(*) FROM store_job WHERE state = 'dead'"
    until("three are dead letters", lambda: records.number(dead) == 3, 20)
    until(
        "the others go on",
        lambda: records.number("SELECT COUNT(*) FROM notices_recipient WHERE state = 'delivered' AND channel = 'email'") > 0
        and records.number("SELECT COUNT(*) FROM store_job WHERE kind = 'notices.deliver' AND state <> 'done'") == 0,
        20,
    )
    officer = Browser(town).sign_in("tsunagu")
    page, retries = None, None
    for path in ("/ops", "/desk/operations"):
        page = officer.ask("GET", path)
        if page.status == 200 and page.ids("/jobs/"):
            retries = [action for action, _ in forms(page) if action.endswith("/retry")]
            break
    must(retries and len(retries) == 3, f"the officer sees {retries}")
    must(page.says("certificates.issue", "nobody.knows"), "the officer is not told which work it is")
    # What stood in the way is out of the way for one of them.
    records.change("UPDATE store_job SET kind = 'ops.verify' WHERE kind = 'nobody.knows'")
    for action in retries:
        answer = officer.ask("POST", action, page.fields(action))
        must(answer.status == 303, f"trying again answers {answer.status}")
    again = officer.ask("POST", retries[0], page.fields(retries[0]))
    must(again.status in (303, 404, 409), f"trying again twice answers {again.status}")
    until("two are done and one is a dead letter again", lambda: records.number(dead) == 1, 20)
    facts.whole(records)
    town.stop()
    town.verify()
    return "unreadable, unknown, program-ending: dead letters; mails and applications go on; the officer sees and retries"


def forms(page):
    from people import Forms

    return Forms(page.page).forms
