"""The web server process: granian with the hub's WSGI callable on blocking threads."""

import argparse
import os

from granian import Granian
from granian.constants import Interfaces

from midas.hub.site.serving.children import die_with_parent

THREADS = 1  # request bodies arrive whole, so a slow upload holds none; more only lengthen the tail


def main() -> None:
    """Serve until told to stop or until the parent is gone."""
    parser = argparse.ArgumentParser(prog="python -m midas.hub.site.serving.web")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    chosen = parser.parse_args()
    os.environ["MIDAS_POOL"] = "1"
    os.environ["MIDAS_WEB_PARENT"] = "1"
    die_with_parent()
    Granian(
        "midas.hub.site.wsgi:application",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.workers,
        blocking_threads=THREADS,
        log_enabled=os.environ.get("MIDAS_LOG", "") in ("INFO", "DEBUG"),
        respawn_failed_workers=True,
        workers_kill_timeout=6,
    ).serve()


if __name__ == "__main__":
    main()
