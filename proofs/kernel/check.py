"""Compares the kernel's answers with independent libraries.

Reads the CSV that `cargo run -p kernel --example table` prints (standard input or a file name),
checks every line, prints one line a table, and fails when anything differs.

holiday       PyPI holidays, and PyPI jpholiday but for its known differences below
wareki        PyPI jeraconv
fiscal        jeraconv, with the national decision on 2019
age           this file, by day counts instead of calendar fields
my_number     PyPI python-stdnum (stdnum.jp.in_)
corporate     PyPI python-stdnum (stdnum.jp.cn)
municipality  this file, as the Ministry words the rule
due           PyPI holidays and the days of the law
kana          Python's unicodedata (NFKC)
"""

import csv
import sys
import unicodedata
from collections import defaultdict
from datetime import date, timedelta

import holidays
import jpholiday
from jeraconv import jeraconv
from stdnum.jp import cn, in_

DAY = timedelta(days=1)
LEGAL = dict(holidays.country_holidays("JP", years=range(1949, 2100), language="ja").items())
TO_WAREKI = jeraconv.W2J()
JPHOLIDAY = jpholiday.JPHoliday()

# jpholiday 1.0.3 makes 4 May a holiday before the law did (it came into force on 1985-12-27) and
# gives a substitute holiday before the amendment of 1973-04-12.
JPHOLIDAY_ERRS = {date(y, 5, 4) for y in range(1949, 1986)} | {date(1973, 2, 12)}

# The same single days under other names: ours is the title of the Act.
NAMES = {"結婚の儀", "大喪の礼", "即位礼正殿の儀が行われる日"}


class Proof:
    def __init__(self):
        self.count = defaultdict(int)
        self.wrong = []

    def same(self, table, what, ours, theirs):
        self.count[table] += 1
        if ours != theirs:
            self.wrong.append(f"{table} {what}: ours {ours}, theirs {theirs}")


def check_holidays(proof, rows):
    ours = {date.fromisoformat(day): name for day, name in rows}
    for year in range(1949, 2100):
        others = {found.date for found in JPHOLIDAY.year_holidays(year)}
        day = date(year, 1, 1)
        while day.year == year:
            mine, theirs = ours.get(day), LEGAL.get(day)
            same_day = mine and theirs in NAMES
            proof.same("holiday", day, mine, mine if same_day else theirs)
            if day not in JPHOLIDAY_ERRS:
                proof.same("holiday (jpholiday)", day, mine is not None, day in others)
            day += DAY


def wareki(day):
    """The year in words; jeraconv itself writes the first year as 1年."""
    said = TO_WAREKI.convert(day.year, day.month, day.day, return_type="dict")
    return said["era"] + ("元" if said["year"] == 1 else str(said["year"])) + "年"


def check_wareki(proof, rows):
    for day, said in rows:
        d = date.fromisoformat(day)
        proof.same("wareki", day, said, wareki(d) + f"{d.month}月{d.day}日")


def check_fiscal(proof, rows):
    for year, label, start, end in rows:
        y = int(year)
        first = date(y, 5, 1) if y == 2019 else date(y, 4, 1)
        proof.same("fiscal", year, label, wareki(first) + "度")
        proof.same("fiscal", year, (start, end), (f"{y}-04-01", f"{y + 1}-03-31"))


def birthday(birth, year):
    """The birthday in a year; of 29 February the day after 28 February."""
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def attains(birth, years):
    """The last day before `years` years have passed."""
    return birthday(birth, birth.year + years) - DAY


def next_start(day, month, dom):
    """The first such day of a year that is not before `day`."""
    while (day.month, day.day) != (month, dom):
        day += DAY
    return day


def label(years_in_school):
    if years_in_school < 1:
        return "未就学"
    if years_in_school <= 6:
        return f"小学{years_in_school}年"
    return f"中学{years_in_school - 6}年" if years_in_school <= 9 else "中学校卒業"


def check_ages(proof, rows):
    for birth, on, age, at18, entry, school, allowance in rows:
        b, o = date.fromisoformat(birth), date.fromisoformat(on)
        years = max(n for n in range(-1, 130) if n < 1 or birthday(b, b.year + n) <= o)
        proof.same("age", (birth, on), int(age), max(years, 0))
        proof.same("age", birth, at18, str(attains(b, 18)))
        start = next_start(attains(b, 6) + DAY, 4, 1)
        proof.same("age", birth, entry, str(start))
        proof.same("age", birth, school, label(2026 - start.year + 1))
        proof.same("age", birth, allowance, str(next_start(attains(b, 18), 3, 31)))


def check_numbers(proof, tables):
    for (number,) in tables["my_number"]:
        proof.same("my_number", number, True, in_.is_valid(number))
    for (number,) in tables["corporate"]:
        proof.same("corporate", number, True, cn.is_valid(number))
    for (code,) in tables["municipality"]:
        total = sum(int(d) * w for d, w in zip(code, (6, 5, 4, 3, 2)))
        rest = 11 - total if total < 11 else 11 - total % 11
        proof.same("municipality", code, code[-1], str(rest)[-1])


def closed(day):
    year_end = (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)}
    return day in LEGAL or day.weekday() >= 5 or year_end


def check_due(proof, rows):
    for day, due in rows:
        d = date.fromisoformat(day)
        while closed(d):
            d += DAY
        proof.same("due", day, due, str(d))


def check_kana(proof, tables):
    for half, full in tables["kana"]:
        proof.same("kana", half, full, unicodedata.normalize("NFKC", half))
    for hiragana, katakana in tables["hiragana"]:
        name = unicodedata.name(hiragana).replace("HIRAGANA", "KATAKANA")
        proof.same("hiragana", hiragana, katakana, unicodedata.lookup(name))


def main():
    source = open(sys.argv[1], encoding="utf-8") if len(sys.argv) > 1 else sys.stdin
    tables = defaultdict(list)
    for table, *columns in csv.reader(source):
        tables[table].append(columns)
    proof = Proof()
    check_holidays(proof, tables["holiday"])
    check_wareki(proof, tables["wareki"])
    check_fiscal(proof, tables["fiscal"])
    check_ages(proof, tables["age"])
    check_numbers(proof, tables)
    check_due(proof, tables["due"])
    check_kana(proof, tables)
    expected = {
        "holiday", "wareki", "fiscal", "age", "my_number", "corporate", "municipality", "due",
        "kana", "hiragana",
    }
    for missing in sorted(expected - set(proof.count)):
        proof.wrong.append(f"{missing}: nothing to compare")
    for table, count in proof.count.items():
        print(f"{table}: {count} compared")
    for line in proof.wrong[:50]:
        print("WRONG", line)
    if proof.wrong:
        sys.exit(f"{len(proof.wrong)} differences")


main()
