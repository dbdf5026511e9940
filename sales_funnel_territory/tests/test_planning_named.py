import doctest

from odoo.tests import BaseCase

from ..planning import named
from ..planning.named import find_named


class TestNamed(BaseCase):
    def test_words_of_their_own(self):
        for text, names, found in (
            ("Krone has offered one", ["Krone", "KHS"], ["Krone"]),
            ("krone, and KHS.", ["KHS", "Krone"], ["KHS", "Krone"]),
            ("(Rival & Co) is cheap", ["Rival & Co", "Rival"], ["Rival & Co", "Rival"]),
            ("Kronenbourg drinks", ["Krone"], []),
            ("Mikrone", ["Krone"], []),
            ("Kronen? No: Krone!", ["Krone"], ["Krone"]),
            ("A machine of X", ["X"], []),
            ("", ["Krone"], []),
            ("Krone", [" Krone ", "", "Krone"], ["Krone"]),
        ):
            with self.subTest(text):
                self.assertEqual(find_named(text, names), found)

    def test_examples(self):
        self.assertEqual(doctest.testmod(named).failed, 0)

    def test_scripts_without_spaces(self):
        self.assertEqual(find_named("科隆报了一台旧机器", ["科隆", "旧机"]), ["科隆", "旧机"])
        self.assertEqual(find_named("他们用Krone的设备", ["Krone"]), ["Krone"])

    def test_what_stands_alone_is_always_found(self):
        for name in ("Krone", "Etikett Nord", "科隆", "A-1", "Østmaskin"):
            for before in ("", " ", "(", "\n"):
                for after in ("", " ", ".", "\n"):
                    self.assertEqual(find_named(f"{before}{name}{after}", [name]), [name])
