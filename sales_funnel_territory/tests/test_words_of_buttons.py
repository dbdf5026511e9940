from pathlib import Path

from lxml import etree
from odoo.tests import BaseCase, tagged

ADDON = Path(__file__).resolve().parent.parent
# a file of translations has one entry for a word: of these it is a state, or a kind of work
MEAN_ANOTHER = {"Open", "Close"}


@tagged("-at_install", "post_install")
class TestWordsOfButtons(BaseCase):
    def test_what_a_button_does_is_not_called_as_a_state(self):
        """In Chinese a button to open something else said "in progress", one to close "won"."""
        found = []
        for folder in ("static/src", "views", "wizard"):
            for path in (ADDON / folder).rglob("*.xml"):
                for button in etree.parse(path).iter("button"):
                    words = [button.get(name) for name in ("string", "title", "aria-label")]
                    words += [text.strip() for text in button.itertext()]
                    found += [(path.name, word) for word in words if word in MEAN_ANOTHER]
        self.assertEqual(found, [])
