from unittest.mock import patch

from odoo.tests import TransactionCase

from ..planning.visits.day import pyvrp_day


class TestSettingsOfTheEngine(TransactionCase):
    def test_settings_say_whether_pyvrp_is_here_and_how_to_get_it(self):
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.is_pyvrp_installed)
        self.assertEqual(settings.pyvrp_command, "pip install pyvrp==0.14.*")
        with patch.object(pyvrp_day, "_version", lambda: (0, 11)):
            settings = self.env["res.config.settings"].create({})
            self.assertFalse(settings.is_pyvrp_installed)
