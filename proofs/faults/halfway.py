"""A register file that is cut in the middle, and an import that is killed in the middle."""

import random
import subprocess
import time
from pathlib import Path

from world import ROOT, must

PEOPLE = 1500
HEADINGS = "宛名番号,世帯番号,続柄,氏名,氏名フリガナ,生年月日,性別,町字,番地,住民となった日"


def register(people, town="架空"):
    lines = [HEADINGS]
    for n in range(people):
        relation = "世帯主" if n % 3 == 0 else "子"
        lines.append(
            f"{7_000_000 + n},{700_000 + n // 3},{relation},見本 {n}郎,ミホン,1980-01-{n % 28 + 1:02},男,字{town},{n},2001-04-01"
        )
    return "\n".join(lines) + "\n"


def counts(records):
    people = records.number("SELECT COUNT(*) FROM people_person WHERE register_number IS NOT NULL")
    return people, records.number("SELECT COUNT(*) FROM people_household"), records.number("SELECT COUNT(*) FROM people_import")


def prove(town):
    random.seed(5)
    records = town.records
    folder = records.data.parent
    whole, cut = folder / f"{records.data.name}-whole.csv", folder / f"{records.data.name}-cut.csv"
    text = register(PEOPLE)
    whole.write_text(text)
    first = folder / f"{records.data.name}-first.csv"
    first.write_text(register(30, town="はじめ"))
    must(town.run("import", "register", str(first)).returncode == 0, "the first file is not taken")
    town.start()  # the office is open all the while
    before = counts(records)
    refused = 0
    raw = text.encode()
    for at in (len(raw) // 2, len(raw) // 2 + 1, len(raw) - 40, len(raw) // 3):
        cut.write_bytes(raw[:at])
        done = town.run("import", "register", str(cut))
        must(done.returncode == 1 and "取り込みませんでした" in done.stderr, f"{done.returncode}: {done.stderr[-300:]}")
        must(counts(records) == before, "a part of a cut file was taken")
        refused += 1
    killed = kill(town, whole, before)
    done = town.run("import", "register", str(whole), "--whole")
    must(done.returncode == 0, f"the file is not taken: {done.stderr[-400:]}")
    people, households, runs = counts(records)
    must(people == PEOPLE, f"{people} people instead of {PEOPLE}")
    again = town.run("import", "register", str(whole))
    must(again.returncode == 0 and "追加 0 · 変更 0" in again.stdout, f"the same file twice: {again.stdout}")
    town.alive()
    town.stop()
    town.verify()
    return f"{refused} cut files refused whole; killed {killed} times in the middle: nothing taken; then {PEOPLE} people at once"


def kill(town, whole, before):
    """Nothing or everything."""
    killed = 0
    begun = time.monotonic()
    for _ in range(8):
        child = subprocess.Popen(
            town.words("import", "register", str(whole)), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(random.uniform(0.05, 0.8))
        if child.poll() is None:
            child.kill()
            child.wait()
            killed += counts(town.records) == before
        now = counts(town.records)
        must(now == before or now[0] == PEOPLE, f"half a file was taken: {now}")
        if now != before or time.monotonic() - begun > 20:
            break
    return killed
