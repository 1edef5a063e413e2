"""A mail server that misbehaves on order, and counts by Message-ID."""

import socket
import threading
import time


class MailServer:
    """`mode`: ok, later (451), never (550), drop (takes the text and hangs up), busy (421 and hangs up)."""

    def __init__(self):
        self.mode, self.delay = "ok", 0.0
        self.taken = []  # Message-IDs whose text arrived whole
        self.acknowledged = []  # those that were answered with 250
        self.tried = 0  # mails that were begun
        self.before_answer = None  # called when the text has arrived, before the answer
        self.lock = threading.Lock()
        self.listener = None
        self.lines = set()
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.up()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def up(self):
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=50)
        threading.Thread(target=self.listen, args=(self.listener,), daemon=True).start()

    def down(self):
        """Nobody listens any more, and who was connected is cut off."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        with self.lock:
            lines = list(self.lines)
        for line in lines:
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def listen(self, listener):
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line):
        with self.lock:
            self.lines.add(line)
        try:
            with line, line.makefile("rwb") as f:
                self.talk(f)
        except (OSError, ValueError):
            pass
        finally:
            with self.lock:
                self.lines.discard(line)

    def talk(self, f):
        def say(text):
            f.write(text.encode() + b"\r\n")
            f.flush()

        say("220 proof")
        while command := f.readline():
            word = command.split(b" ")[0].strip().upper()
            if word == b"EHLO":
                say("250 proof")
            elif word == b"MAIL":
                with self.lock:
                    self.tried += 1
                if self.mode == "busy":
                    return say("421 too many")
                say("250 ok")
            elif word == b"RCPT" and self.mode in ("later", "never"):
                say("451 not now" if self.mode == "later" else "550 nobody here")
            elif word == b"DATA":
                say("354 go on")
                if not self.text(f, say):
                    return None
            elif word == b"QUIT":
                return say("221 bye")
            else:
                say("250 ok")
        return None

    def text(self, f, say):
        lines = []
        while (line := f.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if not line:
            return False
        head = b"".join(lines).split(b"\r\n\r\n")[0].decode("ascii", "replace")
        number = next(x.split(":", 1)[1].strip() for x in head.split("\r\n") if x.lower().startswith("message-id:"))
        with self.lock:
            self.taken.append(number)
        if self.mode == "drop":
            return False
        if self.before_answer:
            self.before_answer()
        if self.delay:
            time.sleep(self.delay)
        say("250 taken")
        with self.lock:
            self.acknowledged.append(number)
        return True
