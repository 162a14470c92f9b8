"""How somebody is reached: addresses of mail, telephone numbers and web addresses as they are typed and pasted."""

import re
from urllib.parse import urlsplit

from nominations.core.rules.text.signs import is_invisible, plain_signs, trim_signs
from nominations.core.rules.text.understood import Understood

_LONGEST, _LONGEST_LABEL = 254, 63
_LOCAL = re.compile(r"[\w!#$%&'*+\-/=?^`{|}~]+(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)*")
_LABEL = re.compile(r"[^\W_](?:[\w\-\u200c]*[^\W_])?")
# Names that no mail goes to (RFC 6761 and its like).
_RESERVED = ("arpa", "invalid", "local", "localhost", "onion", "test")
_NAMED = re.compile(r"[^<>]*<([^<>]+)>")
_PHONE = re.compile(r"\+?[0-9().\-/ +]+")
_PHONE_LABEL = re.compile(
    r"^(?:telephone|téléphone|tel|tél|phone|mobile|mob|gsm|fixe|هاتف|الهاتف|جوال|محمول)\.?(?: portable)? ?[:.]? ?"
)
_EXTENSION = re.compile(
    r"[ ,;(]*(?:extension|ext|poste|post|p|x|#|int|interne|تحويلة|داخلي)[.:]? ?([0-9]{1,6})\)?$"
)


def tidy_address(text: str) -> str:
    """An address without what mail programs, spreadsheets and keyboards put around it; nothing inside is changed."""
    address = trim_signs(text)
    if named := _NAMED.fullmatch(address):
        address = trim_signs(named[1])
    address = address.replace("\uff20", "@")
    if address[:7].casefold() == "mailto:":
        address = address[7:]
    # A spreadsheet says by an apostrophe that a cell holds text; in front of an address it is no letter of it.
    return trim_signs(address.lstrip("'\u2018\u2019").rstrip(",;"))


def understand_email(text: str) -> Understood[str]:
    """One address, checked by its shape; where an invisible character inside is the reason, that is said."""
    address = tidy_address(text)
    if hidden := next((at for at, character in enumerate(address) if is_invisible(character)), None):
        where = "invisible_after_at" if "@" in address[:hidden] else "invisible_before_at"
        return Understood(problem=where)
    if not _is_address(address):
        return Understood(problem="not_email")
    return Understood(address, address)


def _is_address(address: str) -> bool:
    local, _, domain = address.rpartition("@")
    labels = domain.replace("\u3002", ".").split(".")
    return (
        len(address) <= _LONGEST and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1 and all(_is_label(label) for label in labels)
        and not labels[-1].isdigit() and labels[-1].casefold() not in _RESERVED
    )


def _is_label(label: str) -> bool:
    # Two hyphens in third place announce an encoding; xn-- is the one in use.
    encoded = label[2:4] == "--" and not label.casefold().startswith("xn--")
    return len(label) <= _LONGEST_LABEL and not encoded and "_" not in label and _LABEL.fullmatch(label) is not None


def understand_phone(text: str) -> Understood[str]:
    """A telephone number with 6 to 17 figures, and the extension behind it."""
    plain = _PHONE_LABEL.sub("", plain_signs(text).casefold()).strip()
    extension = _EXTENSION.search(plain)
    number = plain[: extension.start()].strip() if extension else plain
    if not _PHONE.fullmatch(number) or not 6 <= sum(map(str.isdigit, number)) <= 17:
        return Understood(problem="not_phone")
    written = f"{number} ext. {extension[1]}" if extension else number
    return Understood(written, written)


def understand_link(text: str) -> Understood[str]:
    """A web address that a reader can follow: http or https, a host with a dot, no blanks."""
    typed = trim_signs(text)
    wrong: Understood[str] = Understood(problem="not_link")
    if any(character.isspace() for character in typed):
        return wrong
    try:
        parts = urlsplit(typed)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return wrong
    if parts.scheme in ("http", "https") and "." in host.strip(".") and not parts.username:
        return Understood(typed, typed)
    return wrong
