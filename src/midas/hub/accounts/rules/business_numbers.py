"""Numbers that identify Korean firms: the business registration number and its check digit."""

from midas.hub.kernel.problems import Problem, words

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
SOURCE = words("National Tax Service, check digit of the business registration number")


def digits_of(text: str) -> str:
    """The bare digits of "123-45-67890", "123 45 67890" or "1234567890"; "" for anything else."""
    bare = text.strip().translate(str.maketrans("", "", "- \u2010\u2011\u2013"))
    return bare if bare.isascii() and bare.isdigit() else ""


def check_digit(first_nine: str) -> int:
    """The tenth digit: nine digits weighted 1 3 7 1 3 7 1 3 5, plus the tens of 5 × the ninth."""
    figures = [int(figure) for figure in first_nine]
    total = sum(w * f for w, f in zip(WEIGHTS, figures, strict=True)) + figures[8] * 5 // 10
    return -total % 10


def is_business_number(text: str) -> bool:
    """True for ten digits, with or without hyphens, whose last digit is the check digit."""
    digits = digits_of(text)
    return len(digits) == 10 and check_digit(digits[:9]) == int(digits[9])


def business_number_problems(text: str, field: str = "business_number") -> list[Problem]:
    """What is wrong with a business registration number: its length, or its check digit."""
    digits = digits_of(text)
    if len(digits) != 10:
        sentence = words("A business registration number has ten digits, such as 123-45-67891.")
        return [Problem(sentence, field=field, rule="business-number-length", source=SOURCE)]
    if not is_business_number(digits):
        sentence = words(
            "%(number)s is not a business registration number: its last digit must be the check "
            "digit of the first nine. Please compare it with the registration certificate."
        )
        params = {"number": written(digits)}
        return [Problem(sentence, params, field, "business-number-check-digit", SOURCE)]
    return []


def corporate_number_problems(text: str, field: str = "corporate_number") -> list[Problem]:
    """What is wrong with a corporate registration number, which has thirteen digits."""
    if len(digits_of(text)) == 13:
        return []
    sentence = words("A corporate registration number has thirteen digits.")
    return [Problem(sentence, field=field, rule="corporate-number-length")]


def written(digits: str) -> str:
    """Ten bare digits as people write them: 124-81-00998."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 else digits
