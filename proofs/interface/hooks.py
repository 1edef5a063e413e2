# Read by schemathesis (SCHEMATHESIS_HOOKS). Every call comes from another network address, as the
# town's own proxy would name it, so that the limits (240 questions a minute, 10 wrong secrets in a
# quarter of an hour) do not hide what lies behind them; the limits themselves are proved by check.py.
import itertools

import requests
import schemathesis
from hypothesis import strategies as st

numbers = itertools.count(1)
send = requests.Session.send


def send_from_elsewhere(session, request, **options):
    n = next(numbers)
    request.headers["X-Forwarded-For"] = f"198.{18 + (n >> 16 & 1)}.{n >> 8 & 255}.{n & 255}"
    return send(session, request, **options)


requests.Session.send = send_from_elsewhere


# A body that is no JSON: files that begin like a PDF, and files that do not.
schemathesis.openapi.media_type(
    "application/pdf",
    st.one_of(st.binary(min_size=1, max_size=2000), st.binary(max_size=2000).map(lambda tail: b"%PDF-1.7\n" + tail)),
)


@schemathesis.serializer("application/pdf")
def pdf(context, value):
    return value if isinstance(value, bytes) else str(value).encode()
