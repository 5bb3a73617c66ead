"""The inverted index inside the library file: write, read, merge and rank postings.

`codec` turns lists of postings into bytes; `segments` keeps them in tables, one segment a commit; `merge` makes few
segments of many; `reader` finds the lists of a query's terms; `plain` and the compiled `_kernel` find the best
passages in them, by the same contract. docs/search.md has the whole picture.
"""
