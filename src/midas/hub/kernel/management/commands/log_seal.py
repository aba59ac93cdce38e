"""`midas log seal`: takes all facts into the log now, and signs a root with `--sign`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from midas.hub.kernel import clock
from midas.hub.kernel.log import seal


class Command(BaseCommand):
    help = "Take all facts into the tamper-evident log, and sign its root"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-sign", dest="sign", action="store_false", help="no root now")

    def handle(self, *args: Any, sign: bool, **options: Any) -> None:
        sealed = seal.seal()
        root = seal.sign_root(clock.now()) if sign else None
        self.stdout.write(_("%(count)s facts sealed.") % {"count": sealed})
        if root is not None:
            text = _("Root over %(size)s entries signed: %(root)s")
            self.stdout.write(text % {"size": root.size, "root": bytes(root.root).hex()})
