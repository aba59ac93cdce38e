"""Tables of the ground floor."""

from midas.hub.kernel.models.facts import Delivery, Fact
from midas.hub.kernel.models.files import StoredFile
from midas.hub.kernel.models.log import LogEntry, LogRoot
from midas.hub.kernel.models.work import Heartbeat, JobRun

__all__ = ["Delivery", "Fact", "Heartbeat", "JobRun", "LogEntry", "LogRoot", "StoredFile"]
