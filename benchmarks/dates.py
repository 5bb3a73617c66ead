"""Measure the reading of time expressions on annotated stories and on single phrases.

Usage: ``python -m benchmarks.dates DATA_FOLDER [--errors N]``, where the folder holds ``tempeval3`` (stories with every
time expression and its TIMEX3 value) and ``recognizers`` (phrases with a reference date and what they mean).

On stories, an expression counts as found if ours overlaps it (each used once); value F1 asks for the same value, too.
Of the phrases, dates, ranges of dates, durations and repeated times count. What no news text would use is left out:
times of day, comparisons ("more than 4 days before"), days that do not exist, and the shorthand of calendars and chats
(`LEFT_OUT`). A phrase counts as read in the manner of TIMEX3, in which the stories are annotated: "from May to June" is
two dates, "the next three days" a duration from the reference, "earlier this year" the year.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.labelled import rows
from index.text.calendar import as_iso, shifted
from index.text.dates import find_times

LEFT_OUT = re.compile(
    "|".join(
        (
            r"\d\s?(?:h|hr|hrs|y|w|d)\b|\d\.\d+years|½|the hour|mornings",  # lengths as in notes
            r"\b(?:pm|am|p\.m|a\.m|o'clock)\b|\d[ap]m\b|\d:\d|\d\.\d\d$",  # times of day
            r"\b(?:ooo|tmrw|sy\d\d)\b|business days?|work(?:ing )?week|school year|\b(?:any|all) ",  # calendars
            r"^(?:mon|tue|wed|thu|fri|sat|sun)\w* (?:\d|the )|\b(?:mon|tue)$|^the day$|weekend of|weekend$|to date\b",
            r"^remaining|^\d\dth$|meet (?:me )?(?:on|from)|(?:week|month|day)s? (?:after|starting|commencing)",
            r"\d{8}|\d{4} \d\d \d\d|report-\d|\b\d{1,2}[-/]\d{1,2}(?![-/\d])|\d{1,2}[-/]\d{4}|^\w{3}/\d$",  # figures
            r"\d{4}/\d\d/\w{3}|\b\d\d/\d\d/\d\d$|\d-\d{1,2}-\d{4}-|^q\d$|^\d\d$",
            r"january first 12|(?:nineteen|seventeen|two thousand)[ -]\w+|\bninth\b",  # speech
            r"\b(?:eid|freedom day|jubilee day)",
        )
    ),
    re.IGNORECASE,
)
"""Phrases of calendars and chats rather than of news."""
KINDS = {"datetimeV2.date", "datetimeV2.daterange", "datetimeV2.duration", "datetimeV2.set"}


def measure_stories(data: Path, errors: Counter[str]) -> str:
    """Return precision, recall and F1 of finding, and F1 of values, over all stories."""
    found = matched = wanted = right = 0
    for name in ("aquaint", "timebank"):
        for story in rows(data / "tempeval3" / f"{name}.jsonl.gz"):
            ours = find_times(story["text"], date.fromisoformat(story["dct"][:10]))
            gold = story["timexes"]
            free = list(range(len(gold)))
            found, wanted = found + len(ours), wanted + len(gold)
            for item in ours:
                words = story["text"][item.start : item.end]
                place = next((p for p in free if gold[p]["start"] < item.end and item.start < gold[p]["end"]), None)
                if place is None:
                    errors[f"not there: {words}"] += 1
                    continue
                free.remove(place)
                matched += 1
                right += gold[place]["value"] == item.value
                if gold[place]["value"] != item.value:
                    errors[f"{words}: {item.value}, not {gold[place]['value']}"] += 1
            errors.update(f"missed: {gold[place]['text']}" for place in free)
    precision, recall = matched / found, matched / wanted
    return (
        f"precision {precision:.3f}, recall {recall:.3f}, F1 {_f1(precision, recall):.3f}, "
        f"value F1 {_f1(right / found, right / wanted):.3f} ({wanted} expressions)"
    )


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure_phrases(data: Path, errors: Counter[str]) -> str:
    """Return the share of phrases found with the right meaning, for each kind."""
    left_out = 0
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for case in rows(data / "recognizers" / "cases.jsonl.gz"):
        reference = date.fromisoformat(case["reference"][:10]) if case["reference"] else None
        ours = find_times(case["input"], reference)
        for phrase in case["expected"]:
            if not _counts(phrase):
                continue
            if LEFT_OUT.search(phrase["text"]):
                left_out += 1
                continue
            kind = phrase["type"].split(".")[1]
            wanted[kind] += 1
            end = phrase["start"] + phrase["length"]
            inside = [item.value for item in ours if item.start < end and phrase["start"] < item.end]
            meant = {value for item in inside for value in _meanings(item)}
            meant |= {value for pair in pairwise(inside) for value in _from_to(*pair, reference)}
            meant |= {value for item in inside for value in _anchored(item, phrase["text"], reference)}
            if meant & set(_expected(phrase)):
                right[kind] += 1
            else:
                errors[f"{case['input']} [{phrase['text']}]: {sorted(meant)}, not {list(_expected(phrase))[:2]}"] += 1
    print(f"left out: {left_out} phrases")
    shares = ", ".join(f"{kind} {right[kind]}/{wanted[kind]}" for kind in sorted(wanted))
    return f"{sum(right.values()) / sum(wanted.values()):.3f} right ({shares})"


def _counts(phrase: dict[str, Any]) -> bool:
    return (
        phrase["type"] in KINDS
        and phrase["values"]
        and not any("Mod" in value for value in phrase["values"])
        and (phrase["type"].endswith("set") or phrase["values"][0].get("value") != "not resolved")
    )


def _from_to(first: str, last: str, reference: date | None) -> Iterator[str]:
    """Yield the range from one value to another: theirs ends where the last begins, or on its last day."""
    one, other = as_iso(first), str(reference) if last == "PRESENT_REF" and reference else as_iso(last)
    if one and other:
        start, end = _first_day(one.partition("/")[0]), other.partition("/")[0]
        yield f"{start}/{_first_day(end)}"
        yield f"{start}/{_day_after(end)}"
        yield f"{start}/{_day_after(other.partition('/')[2] or end)}"


def _anchored(value: str, words: str, reference: date | None) -> Iterator[str]:
    """Yield what a duration is beside "last", "next" or "in", and the part of a period that is "earlier" or "later"."""
    found = re.fullmatch(r"P(\d+)([DWMYQ])", value)
    unit = {"D": "day", "W": "week", "M": "month", "Y": "year", "Q": "month"}
    back = re.search(r"\b(?:last|past|previous)\b", words, re.IGNORECASE)
    if found and reference:
        count = int(found[1]) * (7 if found[2] == "W" else 3 if found[2] == "Q" else 1) * (-1 if back else 1)
        there = shifted(reference, "day" if found[2] in "DW" else unit[found[2]], count)
        day = _same_day(there, reference) if there else reference
        yield f"{min(day, reference)}/{max(day, reference)}"
        yield f"{min(day, reference) + timedelta(days=1)}/{max(day, reference) + timedelta(days=1)}"
        if found[2] == "Q":
            quarter = date(reference.year, 3 * ((reference.month - 1) // 3) + 1, 1)
            first = _first_day(
                shifted(quarter if back else _quarter_behind(quarter), "month", count if back else 0) or ""
            )
            last = quarter if back else _first_day(shifted(_quarter_behind(quarter), "month", count) or "")
            yield f"{first}/{last}"
        if re.match(r"in\b", words, re.IGNORECASE):
            yield str(day)
    iso = as_iso(value)
    if iso and reference and re.search(r"\bearlier\b", words):
        yield f"{_first_day(iso.partition('/')[0])}/{reference}"
    if iso and reference and re.search(r"\b(?:later|rest|remaining)\b", words):
        yield f"{reference}/{_day_after(iso.partition('/')[2] or iso)}"


def _quarter_behind(quarter: date) -> date:
    return date(quarter.year + quarter.month // 10, (quarter.month + 2) % 12 + 1, 1)


def _same_day(value: str, reference: date) -> date:
    """Return the reference's day in a month or year, as near as the month allows."""
    parts = [int(part) for part in value.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else reference.month
    if len(parts) == 3:
        return date(*parts)
    return date(year, month, min(reference.day, (_day_after(f"{year:04}-{month:02}") - timedelta(days=1)).day))


def _expected(phrase: dict[str, Any]) -> Iterator[str]:
    for value in phrase["values"]:
        if value.get("start") and value.get("end"):
            yield f"{value['start']}/{value['end']}"
        elif value.get("type") == "date" and value.get("value"):
            yield str(value["value"])
        elif value.get("timex"):
            yield str(value["timex"])


def _meanings(value: str) -> Iterator[str]:
    """Yield a value as it is and, if it names dates, as its first day and the day behind its last."""
    yield value
    iso = as_iso(value)
    if iso is None:
        return
    yield iso
    first, _, last = iso.partition("/")
    start, end = _first_day(first), _day_after(last or first)
    yield f"{start}/{end}"
    yield f"{start}/{end - timedelta(days=1)}"
    if last:
        yield f"{start}/{_first_day(last)}"  # their "2014-2018" ends where 2018 begins


def _first_day(value: str) -> date:
    parts = [int(part) for part in value.split("-")]
    return date(*[*parts, 1, 1][:3])


def _day_after(value: str) -> date:
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        return date(*parts) + timedelta(days=1)
    if len(parts) == 2:
        return date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
    return date(parts[0] + 1, 1, 1)


def main() -> None:
    """Print the figures, and the most frequent errors if asked to."""
    parser = argparse.ArgumentParser(description="Measure the reading of time expressions.")
    parser.add_argument("data", type=Path, help="folder that holds tempeval3 and recognizers")
    parser.add_argument("--errors", type=int, default=0, help="print so many errors of each set")
    arguments = parser.parse_args()
    for name, run in (("stories", measure_stories), ("phrases", measure_phrases)):
        errors: Counter[str] = Counter()
        print(f"{name}: {run(arguments.data, errors)}")
        for error, count in errors.most_common(arguments.errors):
            print(f"  {count} {error}")


if __name__ == "__main__":
    main()
