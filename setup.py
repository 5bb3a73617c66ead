"""Compile the kernel of the search; everything else about the distribution stands in ``pyproject.toml``."""

from setuptools import Extension, setup

# Without a C compiler the installation goes on: index/postings/plain.py then does the same in numpy.
setup(ext_modules=[Extension("index.postings._kernel", ["index/postings/_kernel.c"], optional=True)])
