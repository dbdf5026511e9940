from hypothesis import given
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.search_words import LONGEST, MOST_BYTES, fold, search_terms, search_words

TEXTS = st.text(max_size=80)
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1)
LATIN = st.text("abcdefghijklmnopqrstuvwxyzäöüéèßñøł", min_size=1, max_size=LONGEST // 2)


def is_found(typed, text):
    """Tell whether a text is found by what somebody typed, as the index finds it."""
    words = search_words(text)
    return all(
        any(word.startswith(term.word) if term.is_prefix else word == term.word for word in words)
        for term in search_terms(typed)
    )


class TestSearchWords(BaseCase):
    """Whatever the script: what is written is found, by what people type."""

    def test_what_people_type(self):
        text = (
            "客户对质量问题不满意，要求报价单。 Der Käufer: “Preis zu hoch”, AX-200, O'Neill ＡＢＣ"
        )
        for typed in (
            *("报价", "质量问题", "户", "满意", "报价单 preis", "客户 质量"),
            *("KAUFER", "Käuf", "preis", "ax-200", "AX 200", "oneill", "O\u2019Neill", "abc", ""),
        ):
            with self.subTest(typed=typed):
                self.assertTrue(is_found(typed, text))
        for typed in ("价报", "合同", "问题质量", "reis", "ab", "ax-300"):
            with self.subTest(typed=typed):
                self.assertFalse(is_found(typed, text))

    def test_short_beginnings_are_whole_words(self):
        self.assertTrue(is_found("pri", "price"))
        self.assertFalse(is_found("pr", "price"))
        self.assertTrue(is_found("pr", "PR"))

    @given(CHINESE, st.data())
    def test_every_part_of_a_chinese_sentence_is_found(self, text, data):
        start = data.draw(st.integers(0, len(text) - 1))
        stop = data.draw(st.integers(start + 1, len(text)))
        self.assertTrue(is_found(text[start:stop], f"ABC{text}。{text[:1]}"))

    @given(st.text("质量问", min_size=1, max_size=3), st.text("质量问。", max_size=9))
    def test_what_is_found_has_every_pair_and_no_other(self, typed, text):
        pairs = [typed[at : at + 2] for at in range(len(typed) - 1)] or [typed]
        self.assertEqual(is_found(typed, text), all(pair in text for pair in pairs))

    @given(st.lists(LATIN, min_size=1), st.data())
    def test_case_and_accents_do_not_count(self, words, data):
        word = data.draw(st.sampled_from(words))
        text = ", ".join(words)
        for typed in (word.upper(), word.title(), fold(word), f"({word})"):
            self.assertTrue(is_found(typed, text), typed)

    @given(TEXTS)
    def test_any_text_is_found_by_itself(self, text):
        self.assertTrue(is_found(text, text))

    @given(TEXTS)
    def test_words_are_what_an_index_takes(self, text):
        words = search_words(text)
        self.assertEqual(len(words), len(set(words)))
        for word in [*words, *(term.word for term in search_terms(text))]:
            self.assertTrue(word.isalnum(), word)
            self.assertLessEqual(len(word), LONGEST)

    @given(TEXTS, TEXTS)
    def test_more_text_has_more_words(self, one, other):
        self.assertLessEqual(set(search_words(one)), set(search_words(f"{one} {other}")))

    def test_a_book_is_cut(self):
        book = " ".join(f"word{number}" for number in range(100_000))
        words = search_words(book)
        self.assertLessEqual(len(" ".join(words).encode()), MOST_BYTES)
        self.assertEqual(words[:2], ["word0", "word1"])
