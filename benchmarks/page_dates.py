"""Measure the publication dates found in web pages, beside htmldate's own.

Usage: ``python -m benchmarks.page_dates DATA_FOLDER [--errors]``, where the folder holds ``htmldate_eval`` with
``html.tar.gz`` and ``pages.jsonl.gz``.
"""

from __future__ import annotations

import argparse
import tarfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from htmldate import find_date

from benchmarks.labelled import rows
from index.reading.encoding import decode
from index.reading.page_dates import find_dates

FINDERS: dict[str, Callable[[str], str | None]] = {
    "Cuttings": lambda html: (find_dates(html).published or "")[:10] or None,
    "htmldate, original_date": lambda html: find_date(html, original_date=True),
    "htmldate": find_date,
    "htmldate, not extensive": lambda html: find_date(html, extensive_search=False),
}


def main() -> None:
    """Print how many dates each finder has right, and ours by the rule that gave them."""
    parser = argparse.ArgumentParser(description="Measure the publication dates found in web pages.")
    parser.add_argument("data", type=Path, help="folder that holds htmldate_eval")
    parser.add_argument("--errors", action="store_true", help="print the pages of which our date is wrong")
    arguments = parser.parse_args()
    folder = arguments.data / "htmldate_eval"
    pages = list(rows(folder / "pages.jsonl.gz"))
    right: Counter[str] = Counter()
    of_rule: Counter[str] = Counter()
    with tarfile.open(folder / "html.tar.gz") as archive:
        for page in pages:
            member = archive.extractfile(page["file"])
            html = decode(member.read() if member else b"")
            found = {name: finder(html) for name, finder in FINDERS.items()}
            right.update(name for name, date in found.items() if date == page["published"])
            rule = str(find_dates(html).rule)
            of_rule[rule] += 1
            right[rule] += found["Cuttings"] == page["published"]
            if arguments.errors and found["Cuttings"] != page["published"]:
                print(f"  {page['id']}: {found['Cuttings']} ({rule}), not {page['published']}")
    for name in FINDERS:
        print(f"{name:<26}{right[name]:>4} of {len(pages)}  {right[name] / len(pages):.3f}")
    for rule, count in of_rule.most_common():
        print(f"  by {rule:<23}{right[rule]:>4} of {count}")


if __name__ == "__main__":
    main()
