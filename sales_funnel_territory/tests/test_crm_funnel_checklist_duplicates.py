from unittest.mock import patch

from odoo.tests import tagged

from .common import FunnelCommon


@tagged("-at_install", "post_install")
class TestChecklistDuplicates(FunnelCommon):
    def test_the_administrator_is_told_what_is_missing(self):
        checklist = self.env["crm.funnel.checklist"].with_user(self.administrator)
        for has_trigram, state in ((True, "done"), (False, "attention")):
            with (
                self.subTest(has_trigram=has_trigram),
                patch.object(self.registry, "has_trigram", has_trigram),
            ):
                (step,) = [one for one in checklist.get_steps() if one["key"] == "duplicates"]
                self.assertEqual(step["state"], state)
                self.assertEqual("pg_trgm" in step["text"], not has_trigram)
