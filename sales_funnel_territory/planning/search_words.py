"""Words by which a text is found, in any script.

Width, case and accents do not count. Latin words stand as they are, to be found by their
beginning. Chinese, Japanese and Korean texts have no spaces: each character and each pair of
neighbours (bigram) is a word, so that 报价 (two characters) and 质量问题 (four) are found inside
a sentence. A longer word is found where all its pairs stand.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .similar_names import DROPPED, LETTERS, MARKS, WIDE

LONGEST = 40  # characters of a word; what is longer, nobody types
MOST_BYTES = 500_000  # of all words of a text; PostgreSQL takes one million
MOST_TERMS = 100  # that somebody looks for at once; PostgreSQL gives up at some thousands
PREFIX_FROM = 3  # letters from which on the beginning of a word finds it

_WIDE = f"{WIDE}\U00020000-\U0003ffff"
_RUN = re.compile(f"(?P<wide>[{_WIDE}]+)|[^{_WIDE}]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One word that a text must hold, or one that begins with it."""

    word: str
    is_prefix: bool = False


def fold(text: str) -> str:
    """Return a text without what does not count: width, case, accents.

    >>> fold("ＲＥＮÉ Groß"), fold("Ὀδυσσεύς")
    ('rene gross', 'οδυσσευσ')
    """
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = unicodedata.normalize("NFC", re.sub(f"[{MARKS}]", "", text))
    for letter, others in LETTERS:
        text = text.replace(letter, others)
    return re.sub(f"[{DROPPED}]", "", text)


def search_words(text: str) -> list[str]:
    """Return the words by which a text is found: each once, in their order.

    >>> search_words("Prix élevé, élevé")
    ['prix', 'eleve']
    >>> search_words("AX-200 报价单")
    ['ax', '200', '报', '价', '单', '报价', '价单']
    """
    words: dict[str, None] = {}
    left = MOST_BYTES
    for run, is_wide in _split(text):
        for word in [*run, *_pairs(run)] if is_wide else [run]:
            if word not in words:
                left -= len(word.encode()) + 1
                if left < 0:
                    return list(words)
                words[word] = None
    return list(words)


def search_terms(text: str) -> list[Term]:
    """Return what a text must hold, all of it, to be found by what somebody typed.

    Of a whole page that somebody pasted, the first words count.

    >>> [term.word for term in search_terms("质量问题")]
    ['质量', '量问', '问题']
    >>> search_terms("Compress")
    [Term(word='compress', is_prefix=True)]
    """
    terms = {}
    for run, is_wide in _split(text):
        for word in (_pairs(run) or [run]) if is_wide else [run]:
            terms[word] = Term(word, is_prefix=not is_wide and len(word) >= PREFIX_FROM)
    return list(terms.values())[:MOST_TERMS]


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the runs of letters and digits of a text, and whether they are of wide characters."""
    for word in _WORD.finditer(fold(text)):
        for run in _RUN.finditer(word[0]):
            is_wide = run["wide"] is not None
            yield run[0] if is_wide else run[0][:LONGEST], is_wide


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
