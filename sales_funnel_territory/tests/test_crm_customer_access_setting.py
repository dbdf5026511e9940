from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .test_crm_customer_access import NarrowCommon

PREPARE = (
    "odoo.addons.sales_funnel_territory.models.territory.visibility.crm_customer_audience_prepare"
)


@tagged("-at_install", "post_install")
class TestNarrowSetting(NarrowCommon):
    """An administrator switches it on, and knows before what it means."""

    def _set(self, **values):
        with Form(self.env["res.config.settings"]) as form:
            for name, value in values.items():
                setattr(form, name, value)
        form.record.execute()
        return form.record

    def test_off_by_default(self):
        self.assertFalse(self.env["crm.customer.audience"]._is_narrow())
        everything = self.customer | self.beside | self.supplier
        self.assertEqual(self._sees(self.rep_beside, everything), everything)

    def test_what_it_means_is_said_before(self):
        free = self.env["res.partner"].search_count(
            [
                ("is_sales_customer", "=", True),
                ("territory_id", "=", False),
                ("user_id", "=", False),
            ]
        )
        people = len(self.env["res.users"]._get_narrowed())
        with Form(self.env["res.config.settings"]) as form:
            form.is_narrow_view = True
            self.assertIn(f"{people} people see fewer", form.narrow_view_effect)
            self.assertIn(f"{free} customers have neither", form.narrow_view_effect)
            group = self.env["res.groups"].create({"name": "Till"})
            self.rep.group_ids += group
            form.narrow_exempt_group_ids.add(group)
            self.assertIn(f"{people - 1} people see fewer", form.narrow_view_effect)

    def test_on_and_off_through_the_settings(self):
        everything = self.customer | self.beside | self.supplier
        self._set(is_narrow_view=True)
        self.assertEqual(self._sees(self.rep, everything), self.customer | self.supplier)
        group = self.env["res.groups"].create({"name": "Till"})
        self.rep.group_ids += group
        with Form(self.env["res.config.settings"]) as form:
            self.assertTrue(form.is_narrow_view)
            form.narrow_exempt_group_ids.add(group)
        form.record.execute()
        self.assertEqual(self._sees(self.rep, everything), everything)
        self._set(is_narrow_view=False)
        self.assertEqual(self._sees(self.rep_beside, everything), everything)
        self.assertEqual(self.beside.with_user(self.rep).name, "Bell Works")

    def _run_job(self):
        """Work as the scheduler does; a test keeps its transaction."""
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 1)
        return self.env["crm.funnel.job"]._job_narrow_view()

    def test_with_many_partners_it_is_prepared_in_the_background(self):
        everything = self.customer | self.beside | self.supplier
        with patch(f"{PREPARE}.AT_ONCE", 1), patch(f"{PREPARE}.BATCH", 7):
            settings = self._set(is_narrow_view=True)
            self.assertTrue(settings.is_narrow_view)
            self.assertRegex(settings.narrow_view_progress, r": 0 of \d+ companies and people")
            self.assertEqual(self._sees(self.rep, everything), everything, "until it is prepared")
            self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 0)
            sentence = self.env["crm.funnel.job"]._job_narrow_view()
            self.assertRegex(sentence, r": 7 of \d+ companies and people", "killed, so to speak")
            self.beside.user_id = False
            self.beside.territory_id = self.zone
            self.assertIn("is on", self._run_job())
        self.assertFalse(settings._tell_narrow_view_progress())
        self.assertEqual(self._sees(self.rep, everything), everything, "changed meanwhile")
        self.assertEqual(self._sees(self.colleague, everything), self.supplier)
        self.assertIn(": 0.", self._run_job())

    def test_thought_better_of_while_it_is_prepared(self):
        with patch(f"{PREPARE}.AT_ONCE", 1):
            self._set(is_narrow_view=True)
            self._set(is_narrow_view=False)
        self.assertIn("off", self._run_job())
        self.assertFalse(self.env["crm.customer.audience"]._is_narrow())

    def test_only_administrators_switch_it(self):
        for user in (self.rep, self.leader, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["res.config.settings"].with_user(user).create({"is_narrow_view": True})

    def test_each_night_what_was_changed_behind_odoos_back_counts(self):
        Job = self.env["crm.funnel.job"]
        self.assertIn("off", Job._job_narrow_view())
        self._switch()
        self.assertIn(": 0.", Job._job_narrow_view())
        self.env.cr.execute(
            "UPDATE res_partner SET territory_id = %s WHERE id = %s",
            [self.zone.id, self.beside.id],
        )
        self.env.cr.execute(
            "UPDATE res_partner SET user_id = NULL WHERE commercial_partner_id = %s",
            [self.beside.id],
        )
        Job._job_narrow_view()
        self.assertEqual(self._sees(self.rep, self.beside), self.beside)
        self.assertFalse(self._sees(self.colleague, self.beside))
