from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP

PHONE = "390x844"


@tagged("-at_install", "post_install")
class TestProfileTour(HttpCase):
    browser_size = PHONE
    touch_enabled = True

    def _prepare_line(self, group, field):
        field_id = self.env["ir.model.fields"]._get("res.partner", field).id
        return (0, 0, {"field_group": group, "field_id": field_id})

    def test_a_rep_sees_what_is_missing_and_confirms_on_the_phone(self):
        rep = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Tora Tour")
        Template = self.env["crm.profile.template"]
        Template.search([]).active = False
        Template.create(
            {
                "name": "Workshops",
                "line_ids": [
                    self._prepare_line("company", "ownership"),
                    self._prepare_line("needs", "main_needs"),
                    self._prepare_line("needs", "product_environment"),
                    self._prepare_line("competition", "competitor_ids"),
                ],
            }
        )
        customer = self.env["res.partner"].create(
            {
                "name": "Hale Tools",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": rep.id,
                "product_environment": "A dry hall",
            }
        )
        customer.ownership = "family"
        self.env.flush_all()
        customer._settle_profiles()
        status = customer.customer_status_id
        status.profile_confirmation_ids.unlink()
        status._refresh_profiles()
        request = self.env["mail.activity"].create(
            status._prepare_profile_request(self.env.cr.now())
        )
        self.start_tour("/odoo/profiles-due", "sales_funnel_profile", login="sft_tour_rep")
        self.env.invalidate_all()
        self.assertEqual(customer.main_needs, "A faster saw")
        self.assertEqual(customer.competitor_ids.share, 30)
        self.assertEqual(status.profile_completeness, 100)
        self.assertEqual(status.profile_confirmation_ids.confirmed_by_id, rep)
        self.assertFalse(request.exists().active, "the to-do is done")
