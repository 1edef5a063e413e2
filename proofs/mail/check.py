"""Plays the mail server for crates/notices/examples/by_smtp.rs and checks what arrives.

The program tells a story in steps and stops after each until this side says "go": the server is
down, the server refuses our password, the server is there. After each step it prints the state of
each message as one line of JSON.
"""

import email
import email.policy
import faulthandler
import json
import logging
import re
import socket
import subprocess
import sys
import warnings
from email.utils import parsedate_to_datetime

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

# The proof signs in without TLS, on loopback.
warnings.filterwarnings("ignore", message="Requiring AUTH")
logging.disable(logging.WARNING)
# A step that never answers ends the proof with a trace instead of hanging.
faulthandler.dump_traceback_later(240, exit=True)

FIELDS = re.compile(r"^[\x21-\x39\x3b-\x7e]+: ?[\x20-\x7e\t]*$")


class Mailbox:
    """Takes mail, except for addresses that a test names; keeps the bytes as they came."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 5.1.1 no such user"
        if address.startswith("full@"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


def authenticator(password):
    def check(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and data.password == password
        # Not handled here: the server answers 235 or 535 itself.
        return AuthResult(success=good, handled=False)

    return check


def server(box, port, password):
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        authenticator=authenticator(password),
        auth_required=True,
        auth_require_tls=False,
        decode_data=False,
    )
    controller.start()
    return controller


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Story:
    """The program under test, step by step."""

    def __init__(self, program, port):
        url = f"smtp://town:p%40ss@127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [program, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def states(self):
        line = self.process.stdout.readline()
        assert line, "the program ended early"
        return json.loads(line)

    def go(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return self.states()


def head_is_clean(raw):
    """Every line of the head is short ASCII and every field is well formed (RFC 5322)."""
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert b"\n" not in head.replace(b"\r\n", b""), "a bare line end"
    lines = head.split(b"\r\n")
    assert all(len(line) <= 998 for line in lines)
    long = [line for line in lines if len(line) > 78 and not line.startswith(b"List-Unsubscribe:")]
    assert not long, long
    unfolded = re.sub(rb"\r\n([ \t])", rb"\1", head).decode("ascii").split("\r\n")
    assert all(FIELDS.match(field) for field in unfolded), unfolded


def check_mail(box, to, subject, says, one_click):
    found = [m for m in box.mails if m[1] == [to]]
    assert len(found) == 1, f"{to}: {len(found)} mails"
    sender, _, raw = found[0]
    head_is_clean(raw)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects, mail.defects
    assert mail["Subject"] == subject, mail["Subject"]
    assert mail["From"].addresses[0].addr_spec == sender
    assert mail["From"].addresses[0].display_name, "a name for people"
    assert mail["To"].addresses[0].addr_spec == to
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    assert says in mail.get_content()
    assert parsedate_to_datetime(mail["Date"]).year == 2026, "the time of the house, not of the machine"
    domain = sender.split("@")[1]
    assert re.fullmatch(rf"<[0-9a-f-]{{36}}@{re.escape(domain)}>", mail["Message-ID"]), mail["Message-ID"]
    assert mail["Bcc"] is None
    if one_click:
        assert re.fullmatch(r"<https://\S+/unsubscribe/[0-9a-f-]{36}/[\w-]{24}>", mail["List-Unsubscribe"])
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    else:
        assert mail["List-Unsubscribe"] is None and mail["List-Unsubscribe-Post"] is None
    return mail["Message-ID"]


def tell(story, box, port):
    waiting = {"plain": "failed_temporarily", "gone": "failed_temporarily"}
    states = story.states()
    assert waiting.items() <= states.items(), ("server down", states)

    stranger = server(box, port, b"another password")
    try:
        states = story.go()
        assert waiting.items() <= states.items(), ("password refused", states)
    finally:
        stranger.stop()
    assert not box.mails

    friend = server(box, port, b"p@ss")
    try:
        states = story.go()
        expected = {
            "plain": "delivered",
            "gone": "on_print_batch",
            "full": "failed_temporarily",
            "news": "delivered",
            "hostile": "delivered",
        }
        assert states == expected, states
        again = story.go()
        assert again["full"] == "on_print_batch", again
    finally:
        friend.stop()


def main(program):
    port, box = free_port(), Mailbox()
    story = Story(program, port)
    try:
        tell(story, box, port)
        assert story.process.stdin.close() is None and story.process.wait(30) == 0
    finally:
        if story.process.poll() is None:
            story.process.kill()
    ids = {
        check_mail(box, "plain@example.jp", "住民票の写しができました。受け取りの方法をお知らせします（小野町役場より）", "続きは次のページ", False),
        check_mail(box, "news@example.jp", "町の催しのお知らせ", "止める", True),
        check_mail(box, "hostile@example.jp", "改行 Bcc: someone@example.com", "ふつうの文", False),
    }
    assert len(ids) == 3 and len(box.mails) == 3, [m[1] for m in box.mails]
    print("mail: 3 mails as they should be, 1 refused and 1 never taken went to the letters")


main(sys.argv[1])
