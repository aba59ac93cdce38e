"""What the programme does by the clock. The worker's clock is UTC."""

import logging
from datetime import datetime

from midas.hub.kernel import jobs
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.errors import Refusal
from midas.hub.programme.models import Lot
from midas.hub.programme.services.call import close_lot
from midas.hub.programme.services.reminders import send_reminders

log = logging.getLogger(__name__)


@jobs.periodic("* * * * *")
def close_due_lots(now: datetime) -> None:
    """Close the lots whose time is over."""
    rows = Lot.objects.filter(state=Lot.State.ANNOUNCED, closes_at__lte=now)
    for lot in rows.values_list("id", flat=True):
        try:
            close_lot(lot=lot, by=SYSTEM, now=now)
        except Refusal:
            log.info("Lot %s was closed or moved meanwhile", lot)


@jobs.periodic("30 23 * * *")
def remind(now: datetime) -> None:
    """Reminders at 08:30 in Seoul."""
    send_reminders(by=SYSTEM, now=now)
