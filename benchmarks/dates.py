"""Measure the reading of time expressions on annotated stories and on single phrases.

Usage: ``python -m benchmarks.dates DATA_FOLDER [--errors N]``, where the folder holds ``tempeval3`` (stories with every
time expression and its TIMEX3 value) and ``recognizers`` (phrases with a reference date and what they mean).

On stories, an expression counts as found if ours overlaps it (each used once); value F1 asks for the same value, too.
Of the phrases, dates, ranges of dates, durations and repeated times count: times of day, holidays of other countries
and comparisons ("more than 4 days before") are for calendars, not for news, and are left out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.labelled import rows
from index.text.calendar import as_iso
from index.text.dates import find_times

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
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for case in rows(data / "recognizers" / "cases.jsonl.gz"):
        reference = date.fromisoformat(case["reference"][:10]) if case["reference"] else None
        ours = find_times(case["input"], reference)
        for phrase in case["expected"]:
            if phrase["type"] not in KINDS or not phrase["values"] or any("Mod" in value for value in phrase["values"]):
                continue
            kind = phrase["type"].split(".")[1]
            wanted[kind] += 1
            end = phrase["start"] + phrase["length"]
            meant = {
                value
                for item in ours
                if item.start < end and phrase["start"] < item.end
                for value in _meanings(item.value)
            }
            if meant & set(_expected(phrase)):
                right[kind] += 1
            else:
                errors[f"{case['input']} [{phrase['text']}]: {sorted(meant)}, not {list(_expected(phrase))[:2]}"] += 1
    shares = ", ".join(f"{kind} {right[kind]}/{wanted[kind]}" for kind in sorted(wanted))
    return f"{sum(right.values()) / sum(wanted.values()):.3f} right ({shares})"


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
