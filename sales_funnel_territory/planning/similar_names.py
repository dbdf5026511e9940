"""Likely duplicates of a company: by name, number, phone and web domain.

A name is compared by its key: width, case, accents, punctuation and legal forms (Ltd, GmbH,
有限公司 ...) do not count. Of Chinese, Japanese and Korean names every pair of neighbouring
characters (bigram) is a mark, as two characters alone may be a whole name. ``tools.match_keys``
says the same in SQL, for the index.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .company_words import COMMON_BIGRAMS, LEGAL_FORMS, SHARED_DOMAINS, WIDE_LEGAL_FORMS

MARKS = r"\u0300-\u036f"  # accents, once they stand apart from their letters
DROPPED = r"'.\u2019"  # within a word: S.A., O'Neill
SEPARATORS = r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f"
WIDE = r"\u2e80-\ud7ff\uf900-\ufaff"  # characters of which a bigram says something
LETTERS = (
    ("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("đ", "d"), ("ł", "l"), ("ı", "i"),
    ("ς", "σ"),
)  # fmt: skip
SCHEME = "^[a-z]+://"
PREFIX = "^[A-Z][A-Z]"
PHONE_DIGITS = 8  # the last ones: 0049, +49 (0) and a leading 0 are before them
NUMBER_LENGTH = 4  # a VAT or registry number that is shorter says nothing
LIKELY = 0.6  # similarity of two names from which on they are worth a look
ENDING = f"(?<=.)(?: ?(?:{'|'.join(WIDE_LEGAL_FORMS)})| (?:{'|'.join(LEGAL_FORMS)}))+$"
_WIDE_PAIR = re.compile(f"[{WIDE}]{{2}}")


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one company from another, as it was typed; empty where unknown."""

    name: str = ""
    vat: str = ""
    registry: str = ""
    phone: str = ""
    website: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Why two companies may be one: the surest reason first, ``score`` from 0 to 1."""

    reasons: tuple[str, ...]
    score: float


def name_key(name: str) -> str:
    """Return what counts of a name.

    >>> name_key("ＨÄLE Tools G.m.b.H. & Co. KG"), name_key("上海华为（技术）有限公司")
    ('hale tools', '上海华为 技术')
    """
    text = unicodedata.normalize("NFKD", name)
    text = unicodedata.normalize("NFC", re.sub(f"[{MARKS}]", "", text)).lower()
    for letter, others in LETTERS:
        text = text.replace(letter, others)
    text = re.sub(f"[{DROPPED}]", "", text)
    text = re.sub(f"[{SEPARATORS}]+", " ", text).strip(" ")
    return re.sub(ENDING, "", text)


def phone_key(phone: str) -> str:
    """Return the last digits of a phone number, empty if they are too few.

    >>> phone_key("+49 (0)89 123456"), phone_key("0049 89 123456"), phone_key("110")
    ('89123456', '89123456', '')
    """
    digits = re.sub("[^0-9]", "", unicodedata.normalize("NFKC", phone))
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""


def number_key(number: str) -> str:
    """Return a VAT or registry number without signs and without the country before it.

    >>> number_key("DE 123.456.789"), number_key("123456789"), number_key("1")
    ('123456789', '123456789', '')
    """
    text = re.sub("[^0-9A-Za-z]", "", unicodedata.normalize("NFKC", number)).upper()
    text = re.sub(PREFIX, "", text)
    return text if len(text) >= NUMBER_LENGTH else ""


def domain_key(address: str) -> str:
    """Return the domain of a page or mailbox; none of those that everybody may use.

    >>> domain_key("https://www.Hale.example/about"), domain_key("sales@hale.example")
    ('hale.example', 'hale.example')
    """
    text = re.sub(SCHEME, "", address.strip(" ").lower())
    text = re.sub("[/?#:>].*", "", re.sub("^.*@", "", text))
    text = re.sub("^www[.]", "", text)
    return text if "." in text and text not in SHARED_DOMAINS else ""


def match_keys(one: Identity) -> frozenset[str]:
    """Return the marks by which an index finds companies that may be the same."""
    compact = name_key(one.name).replace(" ", "")
    domains = {domain_key(one.website), domain_key(one.email)}
    return frozenset(
        [
            *_marked("n", [compact]),
            *_marked("b", _wide_bigrams(compact).difference(COMMON_BIGRAMS)),
            *_marked("v", [number_key(one.vat)]),
            *_marked("r", [number_key(one.registry)]),
            *_marked("p", [phone_key(one.phone)]),
            *_marked("w", domains),
        ]
    )


def _marked(mark: str, keys: Iterable[str]) -> list[str]:
    return [f"{mark}{key}" for key in keys if key]


def _wide_bigrams(text: str) -> set[str]:
    pairs = (text[at : at + 2] for at in range(len(text) - 1))
    return {pair for pair in pairs if _WIDE_PAIR.fullmatch(pair)}


def similarity(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1: the share of bigrams they have in common.

    A name that begins or ends with the whole of the other is likely, too: 华为 and 华为技术.

    >>> similarity("Hale Tools Ltd", "HALE TOOLS"), similarity("Hale Tools", "Bosch")
    (1.0, 0.0)
    """
    first, second = sorted((name_key(one), name_key(other)), key=len)
    if not first:
        return 0.0
    if first.replace(" ", "") == second.replace(" ", ""):
        return 1.0
    share = _dice(_bigrams(first), _bigrams(second))
    return max(share, LIKELY) if _is_part(first, second) else share


def _bigrams(key: str) -> Counter[str]:
    text = key.replace(" ", "")
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _is_part(short: str, long: str) -> bool:
    """Tell whether whole words, or wide characters that say something, begin or end the other."""
    compact = short.replace(" ", "")
    if _wide_bigrams(compact).difference(COMMON_BIGRAMS):
        return compact in long.replace(" ", "")
    return len(compact) > 3 and (long.startswith(f"{short} ") or long.endswith(f" {short}"))


def match(one: Identity, other: Identity) -> Match:
    """Return why two companies may be the same; no reasons where they hardly are."""
    alike = similarity(one.name, other.name)
    shared = match_keys(one) & match_keys(other)
    kinds = {key[0] for key in shared}
    reasons = [kind for mark, kind in _KINDS if mark in kinds]
    if alike >= LIKELY and "name" not in reasons:
        reasons.append("similar")
    score = max([alike if alike >= LIKELY else 0.0, *(_SCORES[kind] for kind in reasons)])
    return Match(tuple(reasons), score)


_KINDS = (("v", "vat"), ("r", "registry"), ("n", "name"), ("p", "phone"), ("w", "domain"))
_SCORES = {
    "vat": 1.0, "registry": 1.0, "name": 0.99, "phone": 0.9, "domain": 0.8, "similar": 0.0,
}  # fmt: skip
