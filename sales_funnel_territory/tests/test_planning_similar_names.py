from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.company_words import COMMON_BIGRAMS
from odoo.addons.sales_funnel_territory.planning.similar_names import (
    LIKELY,
    Identity,
    domain_key,
    match,
    match_keys,
    name_key,
    number_key,
    phone_key,
    similarity,
)
from odoo.tests import BaseCase

NAMES = st.text(max_size=30)
IDENTITIES = st.builds(Identity, NAMES, NAMES, NAMES, NAMES, NAMES, NAMES)


class TestSimilarNames(BaseCase):
    """What a person would call the same company."""

    def test_what_counts_of_a_name(self):
        for name, key in (
            ("Hale Tools Ltd", "hale tools"),
            ("HALE-TOOLS Co., Ltd.", "hale tools"),
            ("Ｈａｌｅ　Ｔｏｏｌｓ", "hale tools"),
            ("Härtel Société S.à r.l.", "hartel societe"),
            ("Groß & Søn GmbH & Co. KG", "gross son"),
            ("O'Neill Inc.", "oneill"),
            ("华为技术有限公司", "华为技术"),
            ("上海華為（中國）股份有限公司", "上海華為 中國"),
            ("株式会社日立", "株式会社日立"),
            ("日立 株式会社", "日立"),
            ("AG", "ag"),
            ("", ""),
        ):
            with self.subTest(name=name):
                self.assertEqual(name_key(name), key)

    def test_numbers_phones_and_domains(self):
        for key, values in (
            (number_key, ("DE 123.456.789", "de123456789", "123456789")),
            (phone_key, ("+49 (0)89 12 34 56", "0049-89-123456", "089 / 123456")),
            (domain_key, ("http://www.hale.example", "HALE.example/en?x=1", "info@hale.example")),
        ):
            with self.subTest(key=key.__name__):
                self.assertEqual(len({key(value) for value in values} - {""}), 1)
        for nothing in ("jo@gmail.com", "https://qq.com", "somewhere", ""):
            with self.subTest(nothing=nothing):
                self.assertFalse(domain_key(nothing))
        self.assertFalse(phone_key("110"))
        self.assertFalse(number_key("/"))

    def test_likely_and_unlikely_names(self):
        for one, other in (
            ("Hale Tools", "Hale Tool"),
            ("Hale Tools", "Hael Tools"),
            ("Bosch", "Bosch Rexroth"),
            ("华为", "华为技术有限公司"),
            ("上海华为技术有限公司", "华为技术有限公司"),
            ("大洋", "大洋电机"),
        ):
            with self.subTest(one=one, other=other):
                self.assertGreaterEqual(similarity(one, other), LIKELY)
        for one, other in (
            ("Hale Tools", "Miller Tools"),
            ("上海明德科技有限公司", "上海海天科技有限公司"),
            ("上海科技", "上海海天科技有限公司"),
            ("Al", "Al Noor"),
            ("", "Hale"),
        ):
            with self.subTest(one=one, other=other):
                self.assertLess(similarity(one, other), LIKELY)

    def test_reasons_with_the_surest_first(self):
        one = Identity("Hale", "DE123456789", "", "089 123456", "hale.example")
        other = Identity("Hale Ltd", "123456789", "", "+49 89 123456", "", "jo@hale.example")
        self.assertEqual(match(one, other).reasons, ("vat", "name", "phone", "domain"))
        self.assertEqual(match(one, Identity("Hale Tools")).reasons, ("similar",))
        self.assertEqual(match(one, Identity("Bosch")).reasons, ())
        self.assertFalse(match(Identity(), Identity()).reasons)

    def test_places_and_trades_are_no_trace(self):
        keys = match_keys(Identity("上海科技有限公司"))
        self.assertFalse({key[1:] for key in keys if key[0] == "b"} & set(COMMON_BIGRAMS))

    @given(NAMES)
    def test_a_key_is_its_own_key_and_a_name_is_like_itself(self, name):
        self.assertLessEqual(len(name_key(name_key(name))), len(name_key(name)))
        self.assertEqual(similarity(name, name), 1.0 if name_key(name) else 0.0)

    @given(NAMES, NAMES)
    def test_likeness_is_mutual_and_between_0_and_1(self, one, other):
        self.assertEqual(similarity(one, other), similarity(other, one))
        self.assertTrue(0 <= similarity(one, other) <= 1)

    @given(IDENTITIES, IDENTITIES)
    def test_a_match_is_mutual_and_has_a_reason(self, one, other):
        self.assertEqual(match(one, other), match(other, one))
        self.assertEqual(bool(match(one, other).reasons), match(one, other).score > 0)

    @given(IDENTITIES)
    def test_who_has_a_mark_is_found_by_it(self, one):
        self.assertTrue(match(one, one).reasons or not match_keys(one))
