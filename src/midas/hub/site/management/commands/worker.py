"""`midas worker`: delivers facts, runs jobs and does what is due by the clock."""

import asyncio
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections
from procrastinate.contrib.django import app

from midas.hub.kernel import relay
from midas.hub.site.serving.children import die_with_parent


class Command(BaseCommand):
    help = "Deliver facts, run jobs and do what is due by the clock, until stopped"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--child", action="store_true", help="end when the parent ends")

    def handle(self, *args: Any, child: bool, **options: Any) -> None:
        if child:
            die_with_parent()
        stopped = threading.Event()
        relaying = threading.Thread(target=self.relay, args=(stopped,), name="relay")
        relaying.start()
        try:
            asyncio.run(self.work())
        finally:
            stopped.set()
            relaying.join(timeout=relay.POLL_SECONDS + 3)

    def relay(self, stopped: threading.Event) -> None:
        """Deliver facts on a connection of this thread."""
        try:
            relay.run(stopped)
        finally:
            connections.close_all()

    async def work(self) -> None:
        """Run jobs, one at a time, until a signal comes; what runs then gets five seconds."""
        working = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with working.open_async():
            await working.run_worker_async(
                shutdown_graceful_timeout=5.0,
                fetch_job_polling_interval=5.0,
                update_heartbeat_interval=5.0,
            )
