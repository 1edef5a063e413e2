"""What must hold in the records at every moment: nothing half-done."""

from world import must

NOTHING = {
    "answers without a case": "SELECT COUNT(*) FROM cases_answers a LEFT JOIN cases_case c ON c.id = a.case_id WHERE c.id IS NULL",
    "a case without answers": "SELECT COUNT(*) FROM cases_case c WHERE NOT EXISTS (SELECT 1 FROM cases_answers a WHERE a.case_id = c.id)",
    "a case whose draft is still there": "SELECT COUNT(*) FROM cases_draft d JOIN cases_case c ON c.draft = d.id",
    "a number given twice": "SELECT COUNT(*) - COUNT(DISTINCT reference) FROM cases_case",
    "a bill without lines": "SELECT COUNT(*) FROM billing_bill b WHERE NOT EXISTS (SELECT 1 FROM billing_line l WHERE l.bill = b.id)",
    "lines without a bill": "SELECT COUNT(*) FROM billing_line l LEFT JOIN billing_bill b ON b.id = l.bill WHERE b.id IS NULL",
    "a bill that is not the sum of its lines": "SELECT COUNT(*) FROM billing_bill b WHERE b.total <> (SELECT SUM(l.amount) FROM billing_line l WHERE l.bill = b.id)",
    "a case with two bills": "SELECT COUNT(*) - COUNT(DISTINCT subject_id) FROM billing_bill WHERE state <> 'void'",
    "a posting that does not sum to zero": "SELECT COUNT(*) FROM (SELECT posting FROM billing_entry GROUP BY posting HAVING SUM(debit) <> SUM(credit)) x",
    "a bill paid otherwise than its payments say": "SELECT COUNT(*) FROM billing_bill b WHERE b.paid + COALESCE(b.arrears_paid, 0) <> (SELECT COALESCE(SUM(p.amount - COALESCE(p.over, 0)), 0) FROM billing_payment p WHERE p.bill = b.id AND p.kind <> 'refund')",
    "a copy of a message that nobody carries": "SELECT COUNT(*) FROM notices_recipient r WHERE r.state IN ('created', 'sending', 'failed_temporarily') AND (SELECT COUNT(*) FROM store_job j WHERE j.kind = 'notices.deliver' AND j.state IN ('ready', 'running')) = 0",
    "a case with two approvals": "SELECT COUNT(*) - COUNT(DISTINCT subject_id) FROM approvals_approval WHERE state NOT IN ('sent_back', 'withdrawn')",
    "a paper issued twice": "SELECT COUNT(*) - COUNT(DISTINCT subject) FROM papers_paper",
}


def whole(records):
    """Nothing half-done."""
    for what, sql in NOTHING.items():
        found = records.number(sql)
        must(found == 0, f"{records.engine}: {found} × {what}")


def told_once(records):
    """One message for each application, and each copy of it left once."""
    cases = records.number("SELECT COUNT(*) FROM cases_case WHERE applicant IS NOT NULL")
    told = records.number("SELECT COUNT(*) FROM notices_notice WHERE topic = 'cases.received'")
    must(cases == told, f"{records.engine}: {cases} applications, {told} messages that they arrived")


def idle(records):
    """No job is due any more."""
    return (
        records.number(
            "SELECT COUNT(*) FROM store_job WHERE state = 'running' OR (state = 'ready' AND run_at <= created_at + 3600000000)"
        )
        == 0
    )


def hurry(records):
    """As if a minute had passed: what a worker left behind is taken up, what failed is tried again."""
    records.change("UPDATE store_job SET locked_until = 0 WHERE state = 'running'")
    records.change("UPDATE store_job SET run_at = 0 WHERE state = 'ready' AND attempts > 0")
    return idle(records)


def no_dead(records):
    dead = records.rows("SELECT kind, last_error FROM store_job WHERE state = 'dead'")
    must(not dead, f"{records.engine}: dead letters {dead}")
