"""A disk that is full, read-only or slow."""

import struct
import threading
import zlib

import facts
from people import Application, Browser, honest
from world import Wrong, must, until


def written(town, number):
    a = Application(Browser(town), number=number)
    must(a.write(), "a draft could not be written on a good disk")
    return a


def prove_full(town):
    town.start()
    records = town.records
    disk = records.postgres.control if records.postgres else town.control
    where = "/base/" if records.postgres else "engawa.sqlite"
    kept = [written(town, 0)]
    kept[0].send()
    pages = [records_full(town, disk, where, kept), blobs_full(town)]
    heads_full(town, kept)
    everything_full(town, disk, kept)
    for a in kept:
        a.see()
    until("all jobs are done", lambda: facts.hurry(records), 60, 0.5)
    facts.whole(records)
    facts.told_once(records)
    town.stop()
    signed = town.run("journal", "verify")
    must(signed.returncode == 0 and "(0 entries not signed yet)" in signed.stdout, f"journal verify: {signed.stdout}")
    return (
        f"database, files, heads, everything: {sum(pages)} honest pages, what was typed is on them, the program lives; "
        f"{len(kept)} acknowledged, none lost; every head signed afterwards"
    )


def records_full(town, disk, where, kept):
    """Applications until the disk refuses; the page is honest; with room again the same button works."""
    a = written(town, 1)
    page = f"{a.draft}/details"
    words = "屋根のあるところで、ねこと暮らしたい。"
    disk.full(where)
    try:
        refused = 0
        for n in range(200):
            answer = a.send()
            if answer.status != 303:
                honest(answer, sending=True)
                refused += 1
                break
            kept.append(a)
            disk.well()
            a = written(town, 2 + n)
            page = f"{a.draft}/details"
            disk.full(where)
        must(refused, "the disk was never full")
        must(disk.refused > 0, "the fault was not reached")
        must(a.browser.ask("GET", f"{a.draft}/check").status == 200, "reading stopped too")
        fields = None
        if not town.records.postgres:  # which changes a row in memory, and meets the disk later
            fields = typed_is_kept(a.browser.fill(page, page, [("details", words)]), page, words)
    finally:
        disk.well()
    if fields:
        must(a.browser.ask("POST", page, fields).status == 303, "the button of the page does not work")
    a.send()
    must(a.acknowledged, "with room again the application cannot be sent")
    kept.append(a)
    town.alive()
    return 1 + bool(fields)


def typed_is_kept(answer, page, words):
    """Typed words come back on the page, ready to be sent again."""
    honest(answer, sending=True)
    fields = answer.fields(page)
    must(fields and ("details", words) in fields, "what was typed is lost")
    return fields


def picture():
    """A small PNG."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([n * 3 % 256, 90, 120] * 64) for n in range(64))
    head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def blobs_full(town):
    taro = Browser(town).sign_in("taro")
    begun = taro.fill("/apply/vacant_house_bank", "/apply/vacant_house_bank/begin")
    page = begun.location.rsplit("/", 1)[0] + "/photos"
    town.control.full("/blobs/")
    try:
        before = town.control.refused
        answer = taro.fill(page, page, files=[("photos", "ie.png", picture())])
        honest(answer, sending=True)
        must(town.control.refused > before, "the fault was not reached")
    finally:
        town.control.well()
    answer = taro.fill(page, page, files=[("photos", "ie.png", picture())])
    must(answer.status == 303, f"with room again the picture is not taken: {answer.status}")
    leftovers = [p for p in (town.records.data / "blobs").rglob("*") if "#" in p.name]
    must(not leftovers, f"half a file was left: {leftovers}")
    return 1


def heads_full(town, kept):
    """The file of signed heads takes half a line and no more: nobody's application waits for it."""
    heads = town.records.data / "journal-heads.jsonl"
    town.control.full("journal-heads", torn=True)
    try:
        before = town.control.refused
        a = written(town, 500)
        a.send()
        must(a.acknowledged, "an application waits for the file of heads")
        kept.append(a)
        until("a head could not be signed", lambda: town.control.refused > before, 10)
    finally:
        town.control.well()
    until("the heads are whole again", lambda: heads.read_bytes().endswith(b"\n"), 10)
    town.verify()


def everything_full(town, disk, kept):
    a = written(town, 600)
    town.control.full()
    disk.full("/base/" if town.records.postgres else "")
    try:
        for _ in range(3):
            answer = a.send()
            if answer.status == 303:
                break
            honest(answer, sending=True)
    finally:
        town.control.well()
        disk.well()
    town.alive()
    a.send()
    must(a.acknowledged, "with room again the application cannot be sent")
    kept.append(a)


def prove_read_only(town):
    town.control.read_only()
    town.launch()
    code = town.child.wait(30)
    must(code == 3, f"on a read-only disk the program ended with {code}")
    said = town.log.read_text()
    must("読み取り専用" in said, f"it does not say why: {said[-300:]}")
    town.control.well()
    town.start()
    a, b = written(town, 1), written(town, 2)
    a.send()
    town.control.read_only()
    try:
        answer = b.send()
        if town.records.postgres:
            must(answer.status == 303, "PostgreSQL has a disk of its own")
        else:
            honest(answer, sending=True)
        must(a.browser.ask("GET", a.acknowledged).status == 200, "reading stopped too")
        town.alive()
    finally:
        town.control.well()
    b.send()
    must(b.acknowledged, "on a good disk the application cannot be sent")
    a.see(), b.see()
    until("all jobs are done", lambda: facts.hurry(town.records), 60, 0.5)
    facts.whole(town.records)
    town.stop()
    town.verify()
    return "at start: says why and ends with 3, nothing broken; running: reads go on, honest page, goes on by itself"


def prove_slow(town):
    town.start()
    records = town.records
    disk = records.postgres.control if records.postgres else town.control
    disk.slow(0.05)
    acknowledged = [written(town, n) for n in range(6)]
    for a in acknowledged:
        a.send()
        must(a.acknowledged, "an application was not taken on a slow disk")
    # What was acknowledged does not need another moment.
    town.kill()
    town.start()
    for a in acknowledged:
        a.see()
    drafts = [written(town, 10 + n) for n in range(4)]
    before = disk.delayed
    disk.slow(1.0)
    read = readers(town, drafts)
    disk.slow(0)
    must(disk.delayed > before, "no fsync was delayed")
    must(read >= 4, f"only {read} pages were read while four applications were being written")
    town.kill()
    town.start()
    for a in drafts:
        a.see()
    facts.whole(records)
    town.stop()
    town.verify()
    return f"+50 ms and +1 s: 10 acknowledged and killed at once, all there; {read} pages read while 4 waited for the disk"


def readers(town, drafts):
    """Pages that are read from the first press until the last acknowledgement."""
    wrong = []

    def send(a):
        try:
            a.send()
            must(a.acknowledged, "an application was not taken on a slow disk")
        except Exception as e:
            wrong.append(str(e))

    senders = [threading.Thread(target=send, args=(a,)) for a in drafts]
    for s in senders:
        s.start()
    visitor, read = Browser(town), 0
    while any(s.is_alive() for s in senders):
        visitor.read("/procedures")
        visitor.read("/search?q=" + "%E4%BD%8F%E6%B0%91")
        read += 2
    if wrong:
        raise Wrong(wrong[0])
    return read
