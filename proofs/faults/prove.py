"""Proves what happens when the ground gives way: see `run`.

    prove.py            everything
    prove.py crash …    only these
"""

import shutil
import sys
import threading
import time
import traceback

import away
import clock
import crash
import disk
import halfway
import letters
import mail
from world import Postgres, Records, Town, Workshop, Wrong, must, program


class Ground:
    """A filled town on either database, copied for each proof."""

    def __init__(self, workshop):
        self.workshop = workshop
        self.postgres = Postgres(workshop)
        self.count = 0
        self.lock = threading.Lock()
        self.filled = {}

    def fill(self):
        """The fictional town, once on each database."""
        failed = []

        def one(engine):
            try:
                records = self.empty(engine)
                done = Town(self.workshop, records).run("demo", timeout=300)
                must(done.returncode == 0, f"demo: {done.stderr}")
                self.filled[engine] = records
            except Exception as e:
                failed.append(e)

        threads = [threading.Thread(target=one, args=(e,)) for e in ("SQLite", "PostgreSQL")]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        if failed:
            raise failed[0]

    def empty(self, engine):
        data = self.workshop.new("data")
        if engine == "SQLite":
            return Records(data)
        with self.lock:
            self.count += 1
            name = f"town{self.count}"
            self.postgres.create(name)
        return Records(data, self.postgres, name)

    def town(self, engine, demo=True, **options):
        """A town of its own, not started."""
        if not demo:
            return Town(self.workshop, self.empty(engine), **options)
        filled = self.filled[engine]
        data = self.workshop.new("data")
        shutil.copytree(filled.data, data, dirs_exist_ok=True)
        if engine == "SQLite":
            return Town(self.workshop, Records(data), **options)
        with self.lock:
            self.count += 1
            name = f"town{self.count}"
            self.postgres.create(name, filled.database)
        return Town(self.workshop, Records(data, self.postgres, name), **options)


def on(engine, prove):
    return lambda ground: prove(ground.town(engine))


def on_empty(engine, prove):
    return lambda ground: prove(ground.town(engine, demo=False))


def mail_on(engine):
    return lambda ground: mail.prove(lambda **options: ground.town(engine, demo=False, **options))


def both(key, name, prove):
    return [(key, f"{name}, {engine}", on(engine, prove)) for engine in ("SQLite", "PostgreSQL")]


# Those of one line run at the same time. The server that is stopped, or whose disk fails, serves
# nobody else meanwhile.
PROOFS = [
    both("crash", "kill -9 under load", crash.prove),
    both("full", "disk full", disk.prove_full),
    both("readonly", "disk read-only", disk.prove_read_only),
    both("slow", "disk slow", disk.prove_slow),
    both("clock", "clock jumps", clock.prove),
    [
        ("away", "PostgreSQL gone and back", on("PostgreSQL", away.prove)),
        ("mail", "mail server, SQLite", mail_on("SQLite")),
        ("letters", "a poisoned job, SQLite", on("SQLite", letters.prove)),
    ],
    [
        ("mail", "mail server, PostgreSQL", mail_on("PostgreSQL")),
        ("import", "half an import, SQLite", on_empty("SQLite", halfway.prove)),
    ],
    both("letters", "a poisoned job", letters.prove)[1:] + [("import", "half an import, PostgreSQL", on_empty("PostgreSQL", halfway.prove))],
]


def main(wanted):
    workshop = Workshop()
    must(program(), "no program")
    table, failed, began = [], [], time.monotonic()

    def one(name, proof, ground):
        begun = time.monotonic()
        try:
            table.append((name, proof(ground), time.monotonic() - begun))
            print(f"ok  {name} ({table[-1][2]:.0f} s)", flush=True)
        except Exception as e:
            failed.append(name)
            detail = str(e) if isinstance(e, Wrong) else traceback.format_exc()
            print(f"NOT {name}: {detail}", flush=True)

    ground = None
    try:
        ground = Ground(workshop)
        ground.fill()
        print(f"the ground is laid ({time.monotonic() - began:.0f} s)", flush=True)
        for line in PROOFS:
            threads = [
                threading.Thread(target=one, args=(name, proof, ground))
                for key, name, proof in line
                if not wanted or key in wanted
            ]
            for t in threads:
                t.start()
            for t in threads:
                t.join()
    finally:
        Town.end_all()
        if ground:
            ground.postgres.close()
        if not failed:
            workshop.remove()
    print("\nwhat was proved" + " " * 19 + "how")
    for name, words, seconds in sorted(table):
        print(f"{name:<34}{words} ({seconds:.0f} s)")
    print(f"in all {time.monotonic() - began:.0f} s")
    if failed:
        print(f"proofs/faults: not proved: {', '.join(failed)} (left in {workshop.folder})", file=sys.stderr)
        return 1
    return 0


sys.exit(main(sys.argv[1:]))
