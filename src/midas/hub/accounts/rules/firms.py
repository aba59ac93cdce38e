"""What can be said about an organisation from its kind, size and days alone."""

from datetime import date

from midas.hub.kernel.problems import Problem, words

FIRMS = frozenset({"adopter", "supplier", "large_enterprise"})
PUBLIC_BODIES = frozenset({"techno_park", "local_government", "agency", "ministry"})
SIZE_CLASSES = ("micro", "small", "medium", "mid_cap", "large")  # from small to large
SUPPORTED_SIZES = frozenset(SIZE_CLASSES[:-1])
FIRM_ROLES = frozenset({"owner", "staff"})
MICRO_EMPLOYEES = 10  # 소상공인: fewer than ten regular employees in manufacturing
SMALL_BUSINESS_DECREE = words("Enforcement Decree of the Act on Micro Enterprises, Article 3")


def is_firm(kind: str) -> bool:
    """True for organisations that must show a business registration number."""
    return kind in FIRMS


def is_active_on(founded_on: date | None, closed_on: date | None, day: date) -> bool:
    """True between founding and closing, both days included."""
    return (founded_on is None or founded_on <= day) and (closed_on is None or day <= closed_on)


def role_problems(kind: str, role: str) -> list[Problem]:
    """A firm has owners and staff only; every other kind may give any role."""
    if kind in FIRMS and role not in FIRM_ROLES:
        sentence = words("A firm gives only the roles “owner” and “staff”.")
        return [Problem(sentence, field="role", rule="role-of-kind")]
    return []


def size_problems(kind: str, size_class: str, employees: int | None) -> list[Problem]:
    """Contradictions between kind, size class and number of employees."""
    found = []
    if kind == "adopter" and size_class and size_class not in SUPPORTED_SIZES:
        sentence = words("An adopter is a small, medium or mid-cap firm, not a large enterprise.")
        found.append(Problem(sentence, field="size_class", rule="size-of-adopter"))
    if size_class == "micro" and employees is not None and employees >= MICRO_EMPLOYEES:
        sentence = words("A micro enterprise in manufacturing has fewer than %(limit)s employees.")
        params = {"limit": MICRO_EMPLOYEES}
        found.append(Problem(sentence, params, "size_class", "size-micro", SMALL_BUSINESS_DECREE))
    return found
