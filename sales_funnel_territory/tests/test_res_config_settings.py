from lxml import etree
from odoo.tests import Form, tagged

from .common import FunnelCommon

MENU = "sales_funnel_territory.sales_funnel_territory_menu_%s"


@tagged("-at_install", "post_install")
class TestSettings(FunnelCommon):
    def _sees_menu(self, user, subject):
        menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        return self.env.ref(MENU % subject).id in menus

    def _set(self, **values):
        with Form(self.env["res.config.settings"]) as form:
            for name, value in values.items():
                setattr(form, name, value)
        form.record.execute()

    def test_a_subject_that_is_switched_off_is_out_of_sight_and_its_jobs_stop(self):
        job = self.env.ref("sales_funnel_territory.crm_funnel_job_weighted")
        self.assertTrue(self._sees_menu(self.rep, "funnel"))
        self._set(group_subject_funnel=False)
        self.assertFalse(self._sees_menu(self.rep, "funnel"))
        self.assertFalse(self._sees_menu(self.administrator, "funnel"))
        self.assertTrue(self._sees_menu(self.rep, "forecast"))
        self.assertFalse(job.cron_id.active)
        self.assertEqual(job.state, "off")
        self._set(group_subject_funnel=True)
        self.assertTrue(self._sees_menu(self.rep, "funnel"))
        self.assertTrue(job.cron_id.active)

    def test_customers_are_a_subject_too(self):
        self._set(group_subject_customer=True)
        self.assertTrue(self._sees_menu(self.rep, "customer"))
        self.assertTrue(self._sees_menu(self.rep, "class_review"))
        self._set(group_subject_customer=False)
        self.assertFalse(self._sees_menu(self.rep, "customer"))
        self.assertFalse(self._sees_menu(self.administrator, "customer_classes"))

    def test_a_job_stopped_by_hand_is_not_started_by_other_settings(self):
        cron = self.env.ref("sales_funnel_territory.crm_funnel_job_weighted").cron_id
        cron.active = False
        self._set(group_subject_forecast=False)
        self.assertFalse(cron.active)

    def test_the_repair_is_offered(self):
        self.env["ir.config_parameter"].set_param("sales_funnel_territory.repair_weighted", False)
        lead = self._create_lead(self.stage_in, expected_revenue=1000)
        self.env.cr.execute("UPDATE crm_lead SET prorated_revenue = 7 WHERE id = %s", [lead.id])
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.stale_weighted_count, 1)
        self.assertFalse(settings.is_weighted_repair_accepted)
        settings.action_repair_weighted()
        settings.invalidate_recordset()
        self.assertEqual(settings.stale_weighted_count, 0)
        self.assertTrue(settings.is_weighted_repair_accepted)

    def test_the_day_on_which_the_week_closes(self):
        self._set(weekly_close_weekday="4")
        self.assertEqual(self.env.company.weekly_close_weekday, "4")

    def test_a_provider_is_asked_only_if_it_is_ticked(self):
        provider = self.env.ref("base_geolocalize.geoprovider_open_street")
        own = self.env.ref("sales_funnel_territory.geo_provider_nominatim")
        self._set(geoloc_provider_id=provider)
        self.assertFalse(provider._is_ready())
        self._set(geoloc_provider_id=provider, is_places_allowed=True, places_daily_limit=50)
        self.assertTrue(provider._is_ready())
        self.assertEqual(provider.daily_limit, 50)
        self._set(geoloc_provider_id=own)
        self.assertFalse(own._is_ready(), "allowed was another one")
        self.assertTrue(provider.is_places_allowed)
        self._set(geoloc_provider_id=self.env.ref("sales_funnel_territory.geo_provider_offline"))
        self.assertFalse(self.env["base.geocoder"]._get_provider()._is_outside())

    def test_units_stand_beside_their_numbers(self):
        """The page drops text that stands directly in a setting: it is put into an element."""
        page = etree.fromstring(self.env["res.config.settings"].get_view()["arch"])
        settings = page.xpath("//app[@name='sales_funnel_territory']//setting")
        self.assertGreater(len(settings), 10)
        for setting in settings:
            loose = [setting.text, *(child.tail for child in setting)]
            self.assertFalse("".join(filter(None, loose)).strip(), setting.get("id"))
