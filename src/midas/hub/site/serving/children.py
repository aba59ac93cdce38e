"""The child processes of `midas serve`: started, watched, restarted, and stopped together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field

RESTARTS = 5
WITHIN_SECONDS = 60.0
GRACE_SECONDS = 8.0


class GivingUp(Exception):
    """A child died too often."""


@dataclass
class Child:
    """One child process, started anew whenever it ends by itself."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS))

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches only the parent."""
        self.process = subprocess.Popen(  # noqa: S603  # our own command
            self.command,
            env=os.environ | self.environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )

    def look_after(self) -> None:
        """Restart the process when it has ended; raises GivingUp after too many deaths."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        self.deaths.append(now)
        code = self.process.returncode
        if len(self.deaths) == RESTARTS and now - self.deaths[0] < WITHIN_SECONDS:
            msg = f"The {self.name} process ended {RESTARTS} times within a minute; giving up."
            raise GivingUp(msg)
        print(f"The {self.name} process ended (code {code}); it is started again.", file=sys.stderr)
        self.start()


def stop_all(children: list[Child]) -> None:
    """Ask every child to stop, and kill with its whole session what has not after a few seconds."""
    running = [one.process for one in children if one.process and one.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def die_with_parent() -> None:
    """End this process soon after its parent has ended, however that came about."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
