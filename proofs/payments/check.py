"""Holds the program's payment codes and bank files against other people's tools and decoders.py.

    check.py PAYMENT_CODES [HOW_MANY]
"""

import itertools
import json
import random
import subprocess
import sys

import numpy
import segno
import zxingcpp

import decoders
from decoders import Wrong

PROGRAM = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 200
ZINT = 20


def program(*words, lines=()):
    asked = "".join(json.dumps(line) + "\n" for line in lines)
    ran = subprocess.run([PROGRAM, *words], input=asked, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def same(ours, theirs, what):
    if ours != theirs:
        sys.exit(f"{what}:\n  program  {ours}\n  decoder  {theirs}")


def plain(found):
    """What a bank file says, as the program says it: without record marks, sums and fillers."""
    header = {k: v for k, v in found["header"].items() if k not in ("record", "code")}
    rows = [{k: int(v) if k == "amount" else v for k, v in row.items() if k != "record"} for row in found["rows"]]
    return {"header": header, "rows": rows}


def picture(pattern, module=3, height=60):
    """Black and white as a picture, with white around."""
    row = [255] * 10 + [0 if dark else 255 for dark in pattern] + [255] * 10
    return numpy.repeat(numpy.tile(numpy.array(row, numpy.uint8), (height, 1)), module, axis=1)


def read_qr(text):
    qr = segno.make(text, error="m", boost_error=False)
    if qr.designator != "6-M" or qr.mode != "numeric":
        sys.exit(f"a QR code of 255 digits is {qr.designator}, {qr.mode}")
    grid = numpy.array([list(row) for row in qr.matrix_iter(scale=4, border=4)], numpy.uint8)
    found = zxingcpp.read_barcodes(numpy.where(grid == 1, 0, 255).astype(numpy.uint8))
    same(text, found[0].text if found else None, "zxing-cpp on segno's QR code")


def read_bars(line, with_zint):
    widths = line["widths"]
    pattern = [at % 2 == 0 for at, width in enumerate(widths) for _ in range(width)]
    found = zxingcpp.read_barcodes(picture(pattern))
    if not found:
        sys.exit("zxing-cpp reads no bar code")
    same("]C1", found[0].symbology_identifier, "the symbology of the bars")
    same(line["text"], found[0].text.replace("(91)", "91"), "zxing-cpp on the bars")
    same(line["text"], "".join(c for c in "".join(line["lines"]) if c.isdigit()), "the lines under the bars")
    if with_zint:
        words = ["zint", "-b", "16", "--dump", "-d", f"[91]{line['text'][2:]}"]
        dump = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        bits = "".join(f"{int(digit, 16):04b}" for digit in dump if digit in "0123456789ABCDEF")
        same("".join("1" if dark else "0" for dark in pattern), bits[:len(pattern)], "zint's bars")


def forwards():
    """What the program writes, our readers and the tools of others read."""
    cases = program("write", str(COUNT))
    bars = itertools.count()
    for line in cases:
        kind, fields = line["format"], line["fields"]
        if kind == "el_qr":
            same(fields, decoders.el_qr(line["text"]), "eL-QR")
            read_qr(line["text"])
        elif kind == "gs1_128":
            same(fields, decoders.gs1_128(line["text"]), "GS1-128")
            read_bars(line, next(bars) < ZINT)
        else:
            found = decoders.zengin(bytes.fromhex(line["hex"]))
            same(fields, plain(found), kind)
    print(f"ok  {COUNT} each: eL-QR (segno, zxing-cpp, crcmod), GS1-128 (zxing-cpp; {ZINT} with zint), "
          "口座振替 with and without results, 総合振込, by decoders of their own")
    return cases


def refused(line):
    """Whether our reader refuses it."""
    try:
        if line["format"] == "el_qr":
            decoders.el_qr(line["text"])
        elif line["format"] == "gs1_128":
            decoders.gs1_128(line["text"])
        else:
            decoders.zengin(bytes.fromhex(line["hex"]))
    except Wrong:
        return True
    return False


def backwards(cases):
    """What our writers write, the program reads: codes, and the answer of a bank to a request."""
    lines, wanted = [], []
    for line in cases:
        kind = line["format"]
        if kind in ("el_qr", "gs1_128"):
            write = decoders.el_qr_write if kind == "el_qr" else decoders.gs1_128_write
            lines.append({"format": kind, "text": write(line["fields"])})
            same(line["text"], lines[-1]["text"], f"{kind}, written twice")
            wanted.append(line["fields"])
        elif kind == "debit_request":
            answer = bank(decoders.zengin(bytes.fromhex(line["hex"])))
            lines.append({"format": "debit_results", "hex": decoders.zengin_write(answer).hex()})
            wanted.append(plain(answer))
        elif kind == "transfer":
            written = decoders.zengin_write(decoders.zengin(bytes.fromhex(line["hex"])), breaks=False)
            lines.append({"format": kind, "hex": written.hex()})
            wanted.append(line["fields"])
    for fields, read in zip(wanted, program("read", lines=lines), strict=True):
        same(read.get("fields", read), fields, "the program's reader")
    print(f"ok  {len(lines)} codes and files by our own writers, answers of a bank among them, read by the program")


def bank(request):
    """A bank's answer: a result for each line, the sums in the trailer, its fillers as zeros or spaces."""
    for at, row in enumerate(request["rows"]):
        row["result"] = "0123489"[at % 7]
    amounts = lambda paid: [int(row["amount"]) for row in request["rows"] if (row["result"] == "0") == paid]
    paid, failed = amounts(True), amounts(False)
    request["trailer"].update(
        paid_count=str(len(paid)), paid_total=str(sum(paid)),
        failed_count=str(len(failed)), failed_total=str(sum(failed)),
    )
    return request


def misread(cases):
    """One character changed: both readers must say the same, and what both accept means the same."""
    chance = random.Random(6)
    lines = []
    for line in cases:
        for _ in range(5):
            if "text" in line:
                text = list(line["text"])
                at = chance.randrange(len(text))
                text[at] = str((int(text[at]) + chance.randrange(1, 10)) % 10)
                lines.append({"format": line["format"], "text": "".join(text)})
            else:
                raw = bytearray.fromhex(line["hex"])
                raw[chance.randrange(len(raw))] = chance.choice(b" 0123456789AZ\xb1\xdd\xde(\x81\r\n")
                lines.append({"format": line["format"], "hex": raw.hex()})
    accepted = 0
    for line, read in zip(lines, program("read", lines=lines), strict=True):
        if "wrong" in read:
            if not refused(line) and not stricter(line, read["wrong"]):
                sys.exit(f"only the program refuses: {read['wrong']}: {line}")
            continue
        if refused(line):
            sys.exit(f"only our decoder refuses: {line}")
        accepted += 1
        if "hex" in line:
            found = plain(decoders.zengin(bytes.fromhex(line["hex"])))
            same(read["fields"], found, "a changed file that both accept")
    codes = [read for line, read in zip(lines, program("read", lines=lines)) if "text" in line and "fields" in read]
    same([], codes, "a code with a wrong digit")
    print(f"ok  {len(lines)} with one character changed: no code passes; {accepted} files pass with both, and say "
          "the same (a name, an account)")


def stricter(line, wrong):
    """What the program refuses beyond the layout: values that mean nothing there, and another kind of file."""
    more = ("決められた値ではありません", "データの合計と合いません", "金額が入りません", "数字ではありません")
    return line["format"] not in ("el_qr", "gs1_128") and any(words in wrong for words in more)


backwards_of = forwards()
misread(backwards_of)
backwards(backwards_of)
