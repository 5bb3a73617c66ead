"""The certificates that a cluster is checked by, looked at before anything is sent to it."""

from __future__ import annotations

import ssl
from pathlib import Path

from index.errors import CertificatesError


def check_certificates(path: Path) -> None:
    """Refuse what holds no certificates; a connection would only say that something can't be read, and only if tried.

    Raises
    ------
    CertificatesError
    """
    if path.is_dir():
        raise CertificatesError(path, "it is a folder; name the file in it, such as ca.pem")
    if path.exists() and not path.is_file():
        raise CertificatesError(path, "it is no file")
    try:
        ssl.create_default_context(cafile=path)
    except ssl.SSLError as error:
        raise CertificatesError(path, "it holds no certificates in PEM form") from error
    except OSError as error:
        raise CertificatesError(path, error.strerror or "no reason given") from error
