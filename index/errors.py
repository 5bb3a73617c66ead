"""The errors that leave `index`.

ArticleIndexError
├── LibraryMissingError    no library file yet
├── LibraryEmptyError      a library without passages
├── NotALibraryError       a file that is not a Cuttings library
├── NewerLibraryError      a library written by a newer version
├── OlderLibraryError      a library that has to be brought up to date before it can be read
├── LibraryDamagedError    a library whose index does not fit its checksums
├── LibraryBrokenError     a library file that SQLite can't read any more
├── LibraryUnreadableError a library file that may not be read
├── WorkerLostError        a process that prepared articles was ended from outside
├── LibraryLockedError     another process is writing
├── LibraryWriteError      the disk is full or refuses to write
├── NoGenerationError      no earlier file of a library to go back to
├── RebuildRefusedError    a library made anew that is worse than the old one
├── SourceError            a source that can't be read at all
├── NotInAFileError        what was asked for works on a library file only
├── EngineMissingError     an engine whose extra is not installed
├── CertificatesError      certificates of a cluster that can't be read
└── ClusterError           what can go wrong with a library in a cluster
    ├── ClusterMissingError     no library of this name in it yet
    ├── ClusterOlderError       its index was made by older rules
    ├── ClusterUnreachableError no node of it answers
    ├── ClusterRefusedError     it does not let us, or does not understand us
    ├── ClusterDegradedError    it can give a part of an answer only, or none in time
    └── ClusterWriteError       it did not store what it was given
"""

from __future__ import annotations

from pathlib import Path


class ArticleIndexError(Exception):
    """Root of what can go wrong in `index`; its text is one sentence a person can act on."""


class LibraryMissingError(ArticleIndexError):
    """There is no library file yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"there is no library at {path} yet; make one first: cuttings add FOLDER")


class LibraryEmptyError(ArticleIndexError):
    """The library holds no passages."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} holds no passages; add some first: cuttings add FOLDER")


class NotALibraryError(ArticleIndexError):
    """The file is not a Cuttings library."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is not a Cuttings library; name another file with --library")


class NewerLibraryError(ArticleIndexError):
    """The library was written by a newer version of Cuttings."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        self.path, self.found, self.known = path, found, known
        super().__init__(
            f"{path} was written by a newer Cuttings (format {found}, this one knows {known}); "
            "upgrade Cuttings to open it"
        )


class OlderLibraryError(ArticleIndexError):
    """The library was written by an older version of Cuttings; any writer brings it up to date."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} was written by an older Cuttings; bring it up to date first: cuttings reindex")


class LibraryDamagedError(ArticleIndexError):
    """A part of the index does not fit its checksum: the disk, or another program, has changed it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"the index in {path} is damaged; make it anew from the stored articles: cuttings repair")


class LibraryBrokenError(ArticleIndexError):
    """The file itself is damaged, beyond the index."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path} is damaged and can't be read; put back a copy of it, or move it away and add the sources again"
        )


class LibraryUnreadableError(ArticleIndexError):
    """The file may not be read."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path} can't be read ({reason}); check the rights of the file and its folder")


class WorkerLostError(ArticleIndexError):
    """A process that prepared articles was ended from outside, most likely for want of memory."""

    def __init__(self) -> None:
        super().__init__(
            "a process that prepared articles was ended from outside, perhaps for want of memory; what was committed "
            "stays, run the same command again to go on"
        )


class LibraryLockedError(ArticleIndexError):
    """Another process holds the library's write lock; ``holder`` says which, ``""`` if that is not known."""

    def __init__(self, path: Path, holder: str = "") -> None:
        self.path, self.holder = path, holder
        super().__init__(
            f"{holder or 'another program'} is writing to {path}; nothing was changed, try again when it has finished"
        )


class LibraryWriteError(ArticleIndexError):
    """The disk is full, or refuses to write."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            f"{path} can't be written ({reason}); free some space or check its folder's rights, "
            "then run the same command again"
        )


class NoGenerationError(ArticleIndexError):
    """No earlier file of the library is kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"no earlier file of {path} is kept; cuttings reindex --full keeps one")


class RebuildRefusedError(ArticleIndexError):
    """The library made anew is worse than the old one, which stays in its place."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"the library made anew was not put in the place of {path}: {reason}; nothing was changed")


class SourceError(ArticleIndexError):
    """A source that can't be read at all: missing, empty, or of an unknown kind."""

    def __init__(self, source: str, reason: str) -> None:
        self.source, self.reason = source, reason
        super().__init__(f"{source}: {reason}")


class NotInAFileError(ArticleIndexError):
    """What was asked for works on a library file only, and the library is elsewhere."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(
            f'the library is {where}, and this works on a library file only; do it with engine = "sqlite", then move '
            "what has changed: cuttings move --to opensearch"
        )


class EngineMissingError(ArticleIndexError):
    """An engine needs a library that comes with an extra."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        super().__init__(
            f'the engine "{engine}" needs more than is installed; install it: pip install "cuttings[{engine}]"'
        )


class CertificatesError(ArticleIndexError):
    """What opensearch.certificates names can't be used to check anything by."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"opensearch.certificates names {path}, which can't be used: {reason}")


class ClusterError(ArticleIndexError):
    """Root of what can go wrong with a library in a cluster; ``where`` names the cluster."""

    def __init__(self, where: str, message: str) -> None:
        self.where = where
        super().__init__(message)


class ClusterMissingError(ClusterError):
    """The cluster holds no library of this name."""

    def __init__(self, where: str) -> None:
        super().__init__(where, f"there is no library at {where} yet; make one first: cuttings add FOLDER")


class ClusterOlderError(ClusterError):
    """The index was made by an older version of Cuttings; any writer makes it anew."""

    def __init__(self, where: str) -> None:
        super().__init__(
            where, f"{where} was indexed by an older Cuttings; bring it up to date first: cuttings move --to opensearch"
        )


class ClusterUnreachableError(ClusterError):
    """No node of the cluster answers."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(where, f"no node of {where} answers ({reason}); check that it runs, and its addresses")


class ClusterUntrustedError(ClusterError):
    """A node's certificate can't be checked."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            where,
            f"the certificate of {where} can't be trusted ({reason}); name the file of its issuer in "
            "opensearch.certificates",
        )


class ClusterRefusedError(ClusterError):
    """The cluster doesn't let us, or doesn't understand us."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(where, f"{where} refuses ({reason}); check the user, the password and the rights it has")


class ClusterDegradedError(ClusterError):
    """The cluster can't give the whole answer, and a part of one would mislead."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(where, f"search is degraded: {where} can't give the whole answer ({reason}); try again later")


class ClusterWriteError(ClusterError):
    """The cluster didn't store what it was given."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(where, f"{where} could not store everything ({reason}); run the same command again afterwards")
