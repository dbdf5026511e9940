"""Names that a text speaks of."""

from __future__ import annotations

from collections.abc import Iterable


def find_named(text: str, names: Iterable[str]) -> list[str]:
    """Return which of these names stand in a text as words of their own, in their order.

    Letters are compared without case. Signs of Chinese, Japanese and Korean have no spaces between
    words: there a name of two signs or more counts wherever it stands.

    >>> find_named("Krone has offered a used machine", ["KHS", "Krone", "Kro"])
    ['Krone']
    >>> find_named("科隆报了一台旧机器", ["科隆", "KHS"])
    ['科隆']
    """
    said = text.casefold()
    known = dict.fromkeys(name.strip() for name in names)
    return [name for name in known if len(name) > 1 and _stands_in(name.casefold(), said)]


def _stands_in(name: str, text: str) -> bool:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if _is_edge(text[start - 1 : start], name[0]) and _is_edge(text[end : end + 1], name[-1]):
            return True
        start = text.find(name, start + 1)
    return False


def _is_edge(beside: str, sign: str) -> bool:
    """Tell whether a word may end between two signs."""
    return not (_is_spelled(beside) and _is_spelled(sign))


def _is_spelled(sign: str) -> bool:
    """Tell whether a sign is a letter or figure of a script with spaces between words."""
    return sign.isalnum() and sign < "\u2e80"
