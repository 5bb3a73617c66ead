"""Compile what is quicker in C; everything else about the distribution stands in ``pyproject.toml``."""

from setuptools import Extension, setup

LISTS = "index/postings/_lists.h"
TEXT = [f"index/text/_{part}.c" for part in ("words", "tokens", "times", "sketch", "runs")]


def optional(name: str, sources: list[str], *headers: str) -> Extension:
    """Describe a module; without a C compiler the installation goes on, and Python does the same."""
    return Extension(name, sources, depends=list(headers), optional=True)


setup(
    ext_modules=[
        optional("index.postings._kernel", ["index/postings/_kernel.c"], LISTS),
        optional("index.postings._writing", ["index/postings/_writing.c"], LISTS),
        optional("index.text._counting", ["index/text/_counting.c"]),
        optional("index.text._words", TEXT, "index/text/_text.h"),
    ]
)
