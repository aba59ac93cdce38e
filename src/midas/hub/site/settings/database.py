"""A `DATABASE_URL` read into Django's settings; PostgreSQL only."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def database_from(url: str, *, pool: bool = False) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name?host=/socket`.

    Raises ValueError for another scheme or a missing database name.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        msg = "DATABASE_URL must look like postgresql://user:password@host:5432/name"
        raise ValueError(msg)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    options: dict[str, Any] = {k: v for k, v in query.items() if k != "host"}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0 if pool else None,
    }
