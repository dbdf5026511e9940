import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

HERE = Path(__file__).parent


@tagged("-at_install", "post_install")
class TestTestsAreNamed(BaseCase):
    """A file of tests that nobody imports is passed over by Odoo without a word."""

    def test_every_file_of_tests_is_imported(self):
        found = {path.stem for path in HERE.glob("test_*.py")}
        named = set(re.findall(r"\btest_\w+", (HERE / "__init__.py").read_text()))
        self.assertEqual(found - named, set(), "not imported")
