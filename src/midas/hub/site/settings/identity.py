"""Identity providers that speak OpenID Connect, read from the environment."""

import re
from collections.abc import Mapping
from typing import Any

NAME = re.compile(r"MIDAS_OIDC_([A-Z0-9][A-Z0-9_]*?)_(CLIENT_ID|SECRET|SERVER_URL|LABEL)")


def providers_from(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """One allauth app per `MIDAS_OIDC_<NAME>_{CLIENT_ID,SECRET,SERVER_URL,LABEL}`.

    Raises ValueError naming the variable that a provider lacks; the label may be left out.
    """
    found: dict[str, dict[str, str]] = {}
    for key, value in environment.items():
        match = NAME.fullmatch(key)
        if match and value:
            found.setdefault(match[1], {})[match[2]] = value
    for name, parts in found.items():
        for part in ("CLIENT_ID", "SECRET", "SERVER_URL"):
            if part not in parts:
                msg = f"MIDAS_OIDC_{name}_{part} is missing"
                raise ValueError(msg)
    return [
        {
            "provider_id": name.lower().replace("_", "-"),
            "name": parts.get("LABEL", name.title()),
            "client_id": parts["CLIENT_ID"],
            "secret": parts["SECRET"],
            "settings": {"server_url": parts["SERVER_URL"], "oauth_pkce_enabled": True},
        }
        for name, parts in sorted(found.items())
    ]
