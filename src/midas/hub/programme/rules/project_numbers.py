"""Numbers of projects, made from the number of the application so that people recognise them."""


def project_number(application_number: str) -> str:
    """The number of the project behind an application: `2026-0100-01-000123-P`."""
    return f"{application_number}-P"
