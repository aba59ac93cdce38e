"""Where a rule comes from, as titles and addresses that a reader can follow."""

from dataclasses import dataclass, field

from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.wording import as_text


@dataclass(frozen=True)
class SourceLink:
    """One source: `title` as text of data, `place` such as "Art. 3", `url` if it is public."""

    title: dict[str, str] = field(hash=False)
    place: str
    url: str
    is_default: bool  # a default of the profile that no source states


def sources_of(profile: Profile, source: str) -> tuple[SourceLink, ...]:
    """The sources that a rule's `source` names, in order; unknown words are shown as they are."""
    return tuple(_one(profile, part.strip()) for part in source.split(" + ") if part.strip())


def _one(profile: Profile, part: str) -> SourceLink:
    if part.startswith("N:"):
        return _notice(profile, part.removeprefix("N:"))
    key, _, place = part.partition(" ")
    for reference in profile.references:
        if reference.key == key:
            title = as_text(reference.title)
            return SourceLink(
                title, place, reference.url if "://" in reference.url else "", key == "own"
            )
    return SourceLink({"ko": part, "en": part}, "", "", is_default=False)


def _notice(profile: Profile, key: str) -> SourceLink:
    number, _, serial = key.partition("/")
    title = {"ko": f"공고 {number}", "en": f"Notice {number}"}
    try:
        url = profile.notice_url(profile.notice(key))
    except KeyError:
        url = profile.head.notice_url.format(id=number, serial=serial or "1")
    return SourceLink(title, "", url if "://" in url else "", is_default=False)
