"""For mkdocs: take what the pages link to outside of docs/ into the site, so that every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_OUTSIDE = re.compile(r"\]\(\.\./([^)#\s]+)(#[^)\s]*)?\)")
NAMES = {"README.md": "readme.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
"""Pages outside of docs/, and what they are called in the site."""


def inside(markdown: str) -> str:
    """Return a page of docs/ with its links to what is outside leading to the copies of that in the site."""
    return _OUTSIDE.sub(lambda found: f"]({NAMES.get(found[1], found[1])}{found[2] or ''})", markdown)


def moved(markdown: str) -> str:
    """Return a page from outside of docs/ as it stands in the site: its links to docs/ are links to its neighbours."""
    markdown = re.sub(r"\]\(docs/", "](", markdown)
    for name, new in NAMES.items():
        markdown = markdown.replace(f"]({name}", f"]({new}")
    return markdown


def linked_files(folder: Path) -> list[str]:
    """Return the files outside of docs/ that its pages link to, other than pages."""
    found = {match[1] for page in sorted(folder.glob("*.md")) for match in _OUTSIDE.finditer(page.read_text("utf-8"))}
    return sorted(found - NAMES.keys())


def on_files(files: Any, config: Any) -> Any:
    """Add the files; mkdocs calls this when it has found its own."""
    from mkdocs.structure.files import File, InclusionLevel

    for name, new in NAMES.items():
        text = moved((ROOT / name).read_text(encoding="utf-8"))
        files.append(File.generated(config, new, content=text, inclusion=InclusionLevel.NOT_IN_NAV))
    for name in linked_files(ROOT / "docs"):
        files.append(File.generated(config, name, abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Lead the links of a page to the copies; mkdocs calls this for every page."""
    return inside(markdown)
