"""Readers of the payment formats, written from the published layouts and from nothing of ours.

eL-QR (地方税統一QRコード): tags of two digits, lengths of two digits, CRC-16/CCITT-FALSE in five
decimal digits, MPN check digits over 37 and 42 digits. GS1-128 of 標準料金代理収納: 44 digits, modulus
10 with weights 3 and 1. 全銀協規定フォーマット: records of 120 bytes, JIS X 0201.
"""

import datetime

import crcmod

CRC = crcmod.mkCrcFun(0x11021, initCrc=0xFFFF, rev=False, xorOut=0x0000)
assert CRC(b"123456789") == 10673


class Wrong(Exception):
    """What was read is not of the format; says where."""


def need(condition, why):
    if not condition:
        raise Wrong(why)


def digits(text, count, what):
    need(len(text) == count, f"{what}: {len(text)} characters, not {count}")
    need(text.isascii() and text.isdigit(), f"{what}: not digits")
    return text


def day(text, what):
    try:
        return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError as error:
        raise Wrong(f"{what}: {error}") from error


# ---- MPN check digits

def mpn_check(body):
    """CD1 and CD2 over a printed field whose positions 1 and 2 are CD1 and CD2."""
    field = {position: int(digit) for position, digit in enumerate(body, start=3)}
    last = len(body) + 2
    down = [9, 8, 7, 6, 5, 4, 3, 2]
    up = [2, 3, 4, 5, 6, 7, 8, 9]
    second = 0
    for position in range(3, last + 1):
        odd = position % 2 == 1
        second += field[position] * (down[((position - 3) // 2) % 8] if odd else 1)
    second %= 10
    field[2] = second
    first = 0
    for position in range(2, last + 1):
        even = position % 2 == 0
        first += field[position] * (up[((position - 2) // 2) % 8] if even else 1)
    first = first % 11 % 10
    return f"{first}{second}"


for _body, _wanted in [
    ("0000000000000000003600226000033421101", "61"),
    ("100250881102000000061050501000000000000000", "22"),
    ("0000000000000000039500213800012700000", "38"),
    ("000002024010101043487782840440000400000000", "82"),
]:
    assert mpn_check(_body) == _wanted, (_body, mpn_check(_body))


# ---- eL-QR

def tags(text):
    at, found = 0, []
    while at < len(text):
        head = text[at:at + 4]
        need(len(head) == 4, f"a tag is cut off at {at}")
        length = int(head[2:])
        value = text[at + 4:at + 4 + length]
        need(len(value) == length, f"tag {head[:2]} is cut off")
        found.append((head[:2], value))
        at += 4 + length
    return found


def el_qr(text):
    digits(text, 255, "eL-QR")
    parts = tags(text)
    need([t for t, _ in parts] == ["00", "01", "27", "54", "62", "80", "63"], "the order of the tags")
    part = dict(parts)
    need([len(v) for _, v in parts] == [2, 2, 96, 11, 26, 85, 5], "the lengths")
    need(part["00"] == "01" and part["01"] == "12", "payload format 01, dynamic 12")
    need(part["80"] == "0" * 85, "the reserve is zeros")
    need(int(part["63"]) == CRC(text[:-5].encode()), "CRC")
    account = tags(part["27"])
    need([t for t, _ in account] == ["00", "01"], "the tags in tag 27")
    need(account[0][1] == "13800", "the identifier of 地方税共同機構")
    block = digits(account[1][1], 83, "the MPN block")
    need(block[0:2] == mpn_check(block[2:39]), "the upper check digits")
    need(block[39:41] == mpn_check(block[41:83]), "the lower check digits")
    need(block[13:24] == part["54"], "the two amounts")
    need(block[24] == "2", "the fee is the town's")
    need(block[25:30] == "13800", "the institution")
    need(block[30] == "0", "no revenue stamp")
    need(block[34:39] == "00000", "the upper reserve")
    need(block[67] == "0", "the mark of eLTAX")
    need(block[76:83] == "0000000", "the lower reserve")
    more = part["62"]
    return {
        "account": block[2:13],
        "amount": int(part["54"]),
        "tax_item": block[31:34],
        "case_key": block[41:61],
        "confirmation": block[61:67],
        "payee": block[68:73],
        "office": block[73:76],
        "levy_year": int(more[0:4]),
        "tax_year": int(more[4:8]),
        "term": more[8:10],
        "due": day(more[10:18], "the due day"),
        "payable_until": day(more[18:26], "the last day"),
    }


def el_qr_write(f):
    """The same the other way round, for what our reader must read."""
    upper = f"{f['account']}{f['amount']:011}2138000{f['tax_item']}00000"
    lower = f"{f['case_key']}{f['confirmation']}0{f['payee']}{f['office']}0000000"
    block = mpn_check(upper) + upper + mpn_check(lower) + lower
    dates = f["due"].replace("-", "") + f["payable_until"].replace("-", "")
    text = (
        "000201" "010212" "2796" + "000513800" + "0183" + block + f"5411{f['amount']:011}"
        + f"6226{f['levy_year']:04}{f['tax_year']:04}{f['term']}{dates}" + "8085" + "0" * 85 + "6305"
    )
    return text + f"{CRC(text.encode()):05}"


# ---- GS1-128 of 標準料金代理収納

def mod10(body):
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(body)))
    return str((10 - total % 10) % 10)


assert mod10("9191234501234567890123456789010103310123000") == "3"
assert mod10("9194238617895391785393569273010307311031290") == "3"


def gs1_128(text):
    digits(text, 44, "GS1-128")
    need(text[:2] == "91", "AI 91")
    need(text[43] == mod10(text[:43]), "the check digit")
    until = text[30:36]
    if until != "999999":
        until = day("20" + until, "the last day")
    need(text[36] in "01", "the mark of the revenue stamp")
    need(int(text[37:43]) <= 300000, "above 300,000 yen")
    return {
        "issuer": text[2:8],
        "free": text[8:29],
        "reissued": int(text[29]),
        "until": None if until == "999999" else until,
        "stamp": text[36] == "1",
        "amount": int(text[37:43]),
    }


def gs1_128_write(f):
    until = f["until"][2:].replace("-", "") if f["until"] else "999999"
    body = f"91{f['issuer']}{f['free']}{f['reissued']}{until}{int(f['stamp'])}{f['amount']:06}"
    return body + mod10(body)


# ---- Zengin

# MAYBE is a number that some banks leave empty.
NUMBER, MAYBE, TEXT, SPACES = "number", "maybe", "text", "spaces"

DEBIT = {
    "header": [
        ("record", 1, NUMBER), ("kind", 2, NUMBER), ("code", 1, NUMBER), ("consignor", 10, NUMBER),
        ("consignor_name", 40, TEXT), ("day", 4, NUMBER), ("bank", 4, NUMBER), ("bank_name", 15, TEXT),
        ("branch", 3, NUMBER), ("branch_name", 15, TEXT), ("account_kind", 1, MAYBE), ("account", 7, MAYBE),
        (None, 17, SPACES),
    ],
    "data": [
        ("record", 1, NUMBER), ("bank", 4, NUMBER), ("bank_name", 15, TEXT), ("branch", 3, NUMBER),
        ("branch_name", 15, TEXT), (None, 4, SPACES), ("account_kind", 1, NUMBER), ("account", 7, NUMBER),
        ("name", 30, TEXT), ("amount", 10, NUMBER), ("new", 1, NUMBER), ("customer", 20, NUMBER),
        ("result", 1, NUMBER), (None, 8, SPACES),
    ],
    "trailer": [
        ("record", 1, NUMBER), ("count", 6, NUMBER), ("total", 12, NUMBER), ("paid_count", 6, NUMBER),
        ("paid_total", 12, NUMBER), ("failed_count", 6, NUMBER), ("failed_total", 12, NUMBER), (None, 65, SPACES),
    ],
}
TRANSFER = {
    "header": DEBIT["header"],
    "data": [
        ("record", 1, NUMBER), ("bank", 4, NUMBER), ("bank_name", 15, TEXT), ("branch", 3, NUMBER),
        ("branch_name", 15, TEXT), (None, 4, SPACES), ("account_kind", 1, NUMBER), ("account", 7, NUMBER),
        ("name", 30, TEXT), ("amount", 10, NUMBER), ("new", 1, NUMBER), ("customer_1", 10, NUMBER),
        ("customer_2", 10, NUMBER), ("way", 1, NUMBER), (None, 1, SPACES), (None, 7, SPACES),
    ],
    "trailer": [("record", 1, NUMBER), ("count", 6, NUMBER), ("total", 12, NUMBER), (None, 101, SPACES)],
}
for _layout in (DEBIT, TRANSFER):
    for _fields in _layout.values():
        assert sum(length for _, length, _ in _fields) == 120

# Digits, capital letters, large kana with their marks, and what banks take of signs.
LETTERS = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ()-./,¥｢｣ﾞﾟ") | {
    chr(c) for c in range(ord("ｱ"), ord("ﾝ") + 1)
}


def fields(record, layout, where):
    found, at = {}, 0
    for name, length, kind in layout:
        part = record[at:at + length]
        what = f"{where}, column {at + 1}"
        if kind == SPACES:
            need(part == b" " * length, f"{what}: not spaces")
        elif kind == MAYBE and part == b" " * length:
            found[name] = None
        elif kind in (NUMBER, MAYBE):
            need(part.isdigit(), f"{what}: not digits")
            found[name] = part.decode("ascii")
        else:
            # 0x5C is the yen sign of JIS X 0201.
            try:
                text = part.decode("shift_jis").replace("\\", "¥")
            except UnicodeDecodeError as error:
                raise Wrong(f"{what}: {error}") from error
            need(all(c in LETTERS for c in text), f"{what}: a character that banks refuse")
            found[name] = text.rstrip(" ")
        at += length
    return found


def records(raw):
    if b"\r" in raw or b"\n" in raw:
        lines = raw.split(b"\r\n")
        need(lines.pop() == b"", "the last line has no end")
    else:
        need(len(raw) % 120 == 0, "not a multiple of 120 bytes")
        lines = [raw[at:at + 120] for at in range(0, len(raw), 120)]
    for n, line in enumerate(lines, start=1):
        need(len(line) == 120 and b"\n" not in line and b"\r" not in line, f"line {n} has {len(line)} bytes")
    return lines


def zengin(raw):
    lines = records(raw)
    need(len(lines) >= 3, "no header, trailer and end")
    need([line[:1] for line in lines] == [b"1"] + [b"2"] * (len(lines) - 3) + [b"8", b"9"], "the order of records")
    need(lines[-1] == b"9" + b" " * 119, "the end record")
    kind = lines[0][1:3]
    need(kind in (b"91", b"21"), "neither 91 nor 21")
    layout = DEBIT if kind == b"91" else TRANSFER
    header = fields(lines[0], layout["header"], "line 1")
    need(header["code"] == "0", "not JIS")
    rows = [fields(line, layout["data"], f"line {n}") for n, line in enumerate(lines[1:-2], start=2)]
    trailer = fields(lines[-2], layout["trailer"], f"line {len(lines) - 1}")
    need(int(trailer["count"]) == len(rows), "the count")
    need(int(trailer["total"]) == sum(int(row["amount"]) for row in rows), "the total")
    if kind == b"91" and any(int(trailer[k]) for k in ("paid_count", "failed_count")):
        paid = [int(row["amount"]) for row in rows if row["result"] == "0"]
        failed = [int(row["amount"]) for row in rows if row["result"] != "0"]
        need(int(trailer["paid_count"]) == len(paid) and int(trailer["paid_total"]) == sum(paid), "what was paid")
        need(int(trailer["failed_count"]) == len(failed) and int(trailer["failed_total"]) == sum(failed), "what failed")
    return {"header": header, "rows": rows, "trailer": trailer}


def zengin_write(found, breaks=True):
    """The file again, as a bank sends it back: `zengin` the other way round."""
    layout = DEBIT if found["header"]["kind"] == "91" else TRANSFER
    parts = [("header", found["header"])] + [("data", row) for row in found["rows"]] + [("trailer", found["trailer"])]
    lines = []
    for which, values in parts:
        line = b""
        for name, length, kind in layout[which]:
            value = None if kind == SPACES else values[name]
            text = (value or "").replace("¥", "\\").encode("shift_jis")
            right = kind == NUMBER or kind == MAYBE and value is not None
            line += text.rjust(length, b"0") if right else text.ljust(length, b" ")
        lines.append(line)
    lines.append(b"9" + b" " * 119)
    return b"".join(line + (b"\r\n" if breaks else b"") for line in lines)
