"""The world in which the program is proved: its process, a PostgreSQL of its own, a disk and a clock
that misbehave on order (fault.c), and the facts as the database has them.

Everything listens on loopback or on a socket in a temporary folder and is ended by its process id.
"""

import errno
import glob
import mmap
import os
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Wrong(Exception):
    """Something promised does not hold."""


def must(holds, words):
    if not holds:
        raise Wrong(words)


def until(what, ready, seconds=30.0, pause=0.1):
    """Waits until `ready` answers something true, and answers that."""
    end = time.monotonic() + seconds
    while True:
        found = ready()
        if found:
            return found
        if time.monotonic() > end:
            raise Wrong(f"after {seconds:g} s still not: {what}")
        time.sleep(pause)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def program():
    target = os.environ.get("CARGO_TARGET_DIR") or ROOT / "target"
    return str(Path(os.environ.get("ENGAWA_BIN") or Path(target) / "debug" / "engawa").resolve())


class Workshop:
    """The temporary folder of a run, and the compiled shim."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="engawa-faults-"))
        self.folder.chmod(0o755)
        self.shim = self.folder / "fault.so"
        subprocess.run(
            ["cc", "-Wall", "-Wextra", "-O1", "-shared", "-fPIC", "-o", self.shim, HERE / "fault.c", "-ldl"], check=True
        )

    def new(self, name):
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Control:
    """The small shared file by which fault.c is told what to do."""

    def __init__(self, path):
        self.path = path
        with open(path, "wb") as f:
            f.write(bytes(4096))
        path.chmod(0o666)
        self._file = open(path, "r+b")
        self._map = mmap.mmap(self._file.fileno(), 4096)

    def _set(self, word, value):
        self._map[word * 8 : word * 8 + 8] = struct.pack("<q", value)

    def _get(self, word):
        return struct.unpack("<q", self._map[word * 8 : word * 8 + 8])[0]

    def refuse(self, why, only="", torn=False):
        part = only.encode()
        self._map[64 : 64 + len(part) + 1] = part + b"\0"
        self._set(6, int(torn))
        self._set(0, why)

    def full(self, only="", torn=False):
        self.refuse(errno.ENOSPC, only, torn)

    def read_only(self):
        self.refuse(errno.EROFS)

    def well(self):
        self._set(0, 0)

    def slow(self, seconds):
        self._set(2, int(seconds * 1e6))

    def clock(self, seconds):
        self._set(3, seconds)

    @property
    def refused(self):
        return self._get(4)

    @property
    def delayed(self):
        return self._get(5)


def preload(workshop, control, under):
    return {"LD_PRELOAD": str(workshop.shim), "FAULT_CONTROL": str(control.path), "FAULT_UNDER": str(under)}


def pg_bin(name):
    for version in range(20, 12, -1):
        path = f"/usr/lib/postgresql/{version}/bin/{name}"
        if os.path.exists(path):
            return path
    found = shutil.which(name)
    must(found, f"{name} is missing: apt-get install postgresql")
    return found


def unprivileged(command):
    """PostgreSQL refuses to work as root."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]


class Postgres:
    """A server of our own, on a socket in a temporary folder."""

    def __init__(self, workshop):
        self.workshop = workshop
        self.folder = workshop.new("postgres")
        self.folder.chmod(0o777)
        self.cluster = self.folder / "cluster"
        self.control = Control(self.folder / "control")
        made = subprocess.run(
            unprivileged(
                [pg_bin("initdb"), "--no-sync", "-A", "trust", "-U", "engawa", "-E", "UTF8", "--locale=C.UTF-8"]
                + ["-D", str(self.cluster)]
            ),
            capture_output=True,
            text=True,
        )
        must(made.returncode == 0, f"initdb: {made.stderr}")
        self.process = None
        self.start()

    def start(self):
        settings = ["listen_addresses=", f"unix_socket_directories={self.folder}", "max_connections=100"]
        settings += ["shared_buffers=32MB", "logging_collector=off"]
        command = [pg_bin("postgres"), "-D", str(self.cluster)]
        for setting in settings:
            command += ["-c", setting]
        log = open(self.folder / "log", "ab")
        env = os.environ | preload(self.workshop, self.control, self.cluster)
        self.process = subprocess.Popen(unprivileged(command), stdout=log, stderr=log, env=env)
        until("PostgreSQL answers", self.answers, 30)

    def answers(self):
        ready = [pg_bin("pg_isready"), "-q", "-h", str(self.folder)]
        return subprocess.run(ready).returncode == 0

    def stop(self, how="immediate"):
        sent = {"immediate": signal.SIGQUIT, "fast": signal.SIGINT}[how]
        self.process.send_signal(sent)
        self.process.wait(30)

    def all_processes(self):
        """The server and the processes that it made; each makes a group of its own."""
        parents = {}
        for stat in glob.glob("/proc/[0-9]*/stat"):
            try:
                text = Path(stat).read_text()
            except OSError:
                continue
            parents[int(stat.split("/")[2])] = int(text.rsplit(")", 1)[1].split()[1])
        own = {self.process.pid}
        while True:
            more = {pid for pid, parent in parents.items() if parent in own} - own
            if not more:
                return own
            own |= more

    def freeze(self):
        self.frozen = self.all_processes()
        for pid in self.frozen:
            os.kill(pid, signal.SIGSTOP)

    def thaw(self):
        for pid in self.frozen:
            try:
                os.kill(pid, signal.SIGCONT)
            except ProcessLookupError:
                pass

    def sql(self, database, text):
        out = subprocess.run(
            [pg_bin("psql"), "-X", "-q", "-At", "-F", "\t", "-h", str(self.folder), "-U", "engawa", "-d", database]
            + ["-v", "ON_ERROR_STOP=1", "-c", text],
            capture_output=True,
            text=True,
        )
        must(out.returncode == 0, f"psql: {out.stderr}\n{text}")
        return [tuple(line.split("\t")) for line in out.stdout.splitlines()]

    def create(self, name, template=None):
        self.sql("postgres", f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))

    def url(self, name):
        return f"postgres://engawa@localhost/{name}?host={self.folder}"

    def close(self):
        if self.process and self.process.poll() is None:
            self.stop()


class Records:
    """Where a town's records are, and what is in them."""

    def __init__(self, data, postgres=None, database=None):
        self.data, self.postgres, self.database = data, postgres, database

    @property
    def engine(self):
        return "PostgreSQL" if self.postgres else "SQLite"

    def place(self):
        words = ["--town", "towns/ono", "--data", str(self.data)]
        return words + (["--database", self.postgres.url(self.database)] if self.postgres else [])

    def rows(self, sql):
        if self.postgres:
            return self.postgres.sql(self.database, sql)
        with sqlite3.connect(self.data / "engawa.sqlite", timeout=20) as db:
            return [tuple("" if x is None else str(x) for x in row) for row in db.execute(sql).fetchall()]

    def number(self, sql):
        return int(self.rows(sql)[0][0] or 0)

    def change(self, sql):
        """Behind the program's back: only tables that the journal does not guard."""
        if self.postgres:
            self.postgres.sql(self.database, sql)
            return
        with sqlite3.connect(self.data / "engawa.sqlite", timeout=20) as db:
            db.execute(sql)
        db.close()


class Town:
    """The running program."""

    launched = []  # every process of this run, so that a proof that fails leaves none behind

    def __init__(self, workshop, records, env=None):
        self.workshop, self.records = workshop, records
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.control = Control(records.data.parent / f"{records.data.name}.control")
        self.log = records.data.parent / f"{records.data.name}.log"
        self.env = env or {}
        self.child = None

    def words(self, *task):
        return [program(), *self.records.place(), *task]

    def environment(self):
        own = {"ENGAWA_BASE_URL": self.url, "ENGAWA_LISTEN": f"127.0.0.1:{self.port}", "ENGAWA_LOG": "warn,engawa=info"}
        return os.environ | own | preload(self.workshop, self.control, self.records.data) | self.env

    def launch(self):
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(
                self.words("serve"), cwd=ROOT, env=self.environment(), stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        Town.launched.append(self.child)

    @classmethod
    def end_all(cls):
        for child in cls.launched:
            if child.poll() is None:
                child.kill()
                child.wait()

    def start(self, seconds=30):
        self.launch()
        until("the town opens", self.open_or_dead, seconds, 0.05)
        must(self.child.poll() is None, f"the program ended with {self.child.poll()}:\n{self.tail()}")
        return self

    def open_or_dead(self):
        return self.child.poll() is not None or self.healthy()

    def healthy(self, limit=3):
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=limit) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def alive(self):
        must(self.child.poll() is None, f"the program ended with {self.child.poll()}:\n{self.tail()}")

    def kill(self):
        self.child.kill()
        self.child.wait()

    def stop(self):
        if self.child and self.child.poll() is None:
            self.child.terminate()
            must(self.child.wait(30) == 0, f"the program did not stop in order:\n{self.tail()}")

    def tail(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def run(self, *task, timeout=120, **options):
        """A command beside the running program."""
        env = os.environ | options.pop("env", {})
        return subprocess.run(
            self.words(*task), cwd=ROOT, env=env, capture_output=True, text=True, timeout=timeout, **options
        )

    def verify(self):
        done = self.run("journal", "verify")
        must(done.returncode == 0, f"journal verify: {done.stdout}{done.stderr}")
        return done.stdout.split(" entries")[0].strip()
