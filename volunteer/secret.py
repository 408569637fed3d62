"""Keys kept in the data folder: made once, readable by their owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from volunteer.settings import BadSetting, Settings

SHORTEST = 32


def secret_key(settings: Settings) -> str:
    """The key from the settings or from secret.key in the data folder, made when missing.

    Raises BadSetting when the key is too short or its file can be read by others.
    """
    if settings.secret_key:
        return _long_enough(settings.secret_key, "VOLUNTEER_SECRET_KEY")
    return kept_key(settings, "secret.key")


def kept_key(settings: Settings, name: str) -> str:
    """The key in this file of the data folder, 32 bytes in hex, made when missing.

    Raises BadSetting when the key is too short or its file can be read by others.
    """
    path = settings.data / name
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        _make(path)
    except OSError as trouble:
        raise BadSetting(f"The data folder {settings.data} cannot be written: {trouble}.") from None
    if path.stat().st_mode & 0o077:
        raise BadSetting(f"{path} can be read by others; run: chmod 600 {path}")
    return _long_enough(path.read_text(encoding="ascii").strip(), str(path))


def _make(path: Path) -> None:
    """The file exists and holds a whole key, also when two processes start at one moment."""
    if path.exists():
        return
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(fresh, path)  # unlike a rename, never replaces a key that is already there
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _long_enough(key: str, where: str) -> str:
    if len(key) < SHORTEST:
        raise BadSetting(f"The secret key in {where} is shorter than {SHORTEST} characters.")
    return key
