"""Reads the codes of a payment slip back from its scanned pages.

    slip.py SAMPLE.json PAGE.png …
"""

import json
import sys

import zxingcpp
from PIL import Image

import decoders

DPI = 200
sample = json.load(open(sys.argv[1], encoding="utf-8"))
slips, says = sample["slips"], sample["sheet"]["qr"]
if len(slips) != len(sys.argv) - 2:
    sys.exit(f"{len(slips)} slips, {len(sys.argv) - 2} pages")

for slip, page in zip(slips, sys.argv[2:], strict=True):
    found = {b.symbology_identifier[1]: b for b in zxingcpp.read_barcodes(Image.open(page))}
    wanted = {kind for kind, key in (("Q", "qr"), ("C", "bars")) if slip.get(key)}
    if set(found) != wanted:
        sys.exit(f"{slip['number']}: read {sorted(found)} instead of {sorted(wanted)}")
    if "Q" in found:
        text = found["Q"].text
        if text != says[slip["qr"]["file"]]:
            sys.exit(f"{slip['number']}: the QR code says something else")
        code = decoders.el_qr(text)
        if code["amount"] != slip["amount"]:
            sys.exit(f"{slip['number']}: the QR code asks {code['amount']}")
    if "C" in found:
        text = found["C"].text.replace("(91)", "91")
        if text != "".join(c for c in "".join(slip["bars"]["lines"]) if c.isdigit()):
            sys.exit(f"{slip['number']}: the bars say something else than the lines under them")
        if decoders.gs1_128(text)["amount"] != slip["amount"]:
            sys.exit(f"{slip['number']}: the bars ask something else")
        place = found["C"].position
        width = abs(place.top_right.x - place.top_left.x) * 25.4 / DPI
        if not 50 < width <= 60:
            sys.exit(f"{slip['number']}: the bars are {width:.1f} mm wide")
        print(f"ok  {slip['number']}: the bars are {width:.1f} mm wide")
print(f"ok  {len(slips)} slips: eL-QR and GS1-128 read back by zxing-cpp from a scan of {DPI} dpi; none where none should be")
