"""Numbers that people quote: of applications and of projects."""

SERIAL_DIGITS = 6


def application_number(notice_number: str, lot_serial: int, running: int) -> str:
    """`2026-N-0100`, 1, 123 → `2026-0100-01-000123`; unique within a notice's lot."""
    notice = notice_number.replace("-N-", "-")
    return f"{notice}-{lot_serial:02d}-{running:0{SERIAL_DIGITS}d}"
