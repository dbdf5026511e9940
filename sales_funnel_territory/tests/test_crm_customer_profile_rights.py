from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_customer_profile import ProfileCommon

ROWS = ("crm.customer.competitor", "crm.customer.product.use")
OURS = (
    *ROWS,
    "crm.customer.profile.confirmation",
    "crm.profile.template",
    "crm.profile.template.line",
)
FIELDS = ("ownership", "yearly_revenue", "birthday", "profile_completeness", "profile_sheet")


@tagged("-at_install", "post_install")
class TestProfileRights(ProfileCommon):
    """Everybody in sales reads a profile; the responsible and those above him change it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = [
            cls.env[model].create({"partner_id": cls.customer.id, "name": "Norton"})
            for model in ROWS
        ]
        cls.customer.write({"personal_notes": "Sails", "ownership": "state"})
        cls.customer.action_confirm_profile()
        cls.env.ref("base.group_user").implied_ids += cls.env.ref("base.group_allow_export")
        cls.env.cr.flush()
        cls.sellers = cls.rep | cls.leader | cls.head | cls.manager | cls.administrator
        cls.outsiders = cls.portal | cls.public

    def _refuses(self, user, work):
        with self.subTest(user=user.login), self.assertRaises(AccessError):
            work(user)

    def test_rows_are_changed_by_the_responsible_and_above(self):
        for row in self.rows:
            for user in self.sellers:
                with self.subTest(user=user.login, model=row._name):
                    row.with_user(user).notes = user.name
                    new = row.with_user(user).copy({"name": "Other"})
                    new.unlink()
            for user in self.colleague | self.rep_beside:
                self.assertEqual(row.with_user(user).name, "Norton")
                self._refuses(user, lambda user, row=row: row.with_user(user).write({"name": "x"}))
                self._refuses(user, lambda user, row=row: row.with_user(user).unlink())
                self._refuses(user, lambda user, row=row: row.with_user(user).copy())

    def test_still_right_is_said_by_the_responsible_and_above(self):
        for user in self.sellers:
            with self.subTest(user=user.login):
                own = self.customer.with_user(user)
                self.assertTrue(own.profile_sheet["may_confirm"])
                own.action_confirm_profile(["company"])
                row = self.status.profile_confirmation_ids.filtered(
                    lambda row: row.field_group == "company"
                )
                self.assertEqual(row.confirmed_by_id, user)
        for user in self.colleague | self.rep_beside | self.foreigner:
            self.assertFalse(self.customer.with_user(user).profile_sheet["may_confirm"])
            self._refuses(user, lambda user: self.customer.with_user(user).action_confirm_profile())

    def test_confirmations_are_written_by_nobody(self):
        row = self.status.profile_confirmation_ids[0]
        for user in self.sellers | self.colleague:
            self.assertTrue(row.with_user(user).age_days >= 0)
            self._refuses(user, lambda user: row.with_user(user).write({"confirmed_on": False}))
            self._refuses(user, lambda user: row.with_user(user).unlink())
            self._refuses(user, lambda user: row.with_user(user).copy())

    def test_templates_are_the_administrators(self):
        for user in self.rep | self.leader | self.head | self.manager | self.foreigner:
            with self.subTest(user=user.login):
                self.assertEqual(self.template.with_user(user).name, "Workshops")
            self._refuses(user, lambda user: self.template.with_user(user).write({"name": "x"}))
            self._refuses(user, lambda user: self.template.with_user(user).line_ids[0].unlink())
            self._refuses(user, lambda user: self.template.with_user(user).copy())
        own = self.template.with_user(self.administrator)
        own.name = "Our Workshops"
        own.line_ids = [(0, 0, self._prepare_line("buying", "payment_habits"))]
        own.copy().unlink()

    def test_a_customer_of_one_company_is_not_seen_by_the_other(self):
        self.customer.company_id = self.env.company
        self._settle()
        for row in (*self.rows, self.status.profile_confirmation_ids[0]):
            Model = self.env[row._name].with_user(self.foreigner)
            self.assertFalse(Model.search([("id", "=", row.id)]))
            self.assertFalse(Model._read_group([("id", "=", row.id)], [], ["__count"])[0][0])
            self._refuses(
                self.foreigner, lambda user, row=row: row.with_user(user).read(["display_name"])
            )

    def test_a_row_does_not_move_to_a_colleagues_customer(self):
        other = self.env["res.partner"].create(
            {"name": "Carl's", "is_sales_customer": True, "user_id": self.colleague.id}
        )
        for model in ("crm.customer.competitor", "crm.customer.product.use"):
            Row = self.env[model].with_user(self.rep)
            row = Row.create({"partner_id": self.customer.id, "name": "Mover"})
            with self.subTest(model=model), self.assertRaises(AccessError), self.cr.savepoint():
                row.partner_id = other

    def test_portal_and_public_reach_nothing(self):
        for user in self.outsiders:
            for model in OURS:
                own = self.env[model].with_user(user)
                for work in (
                    lambda own: own.search([]),
                    lambda own: own.name_search(""),
                    lambda own: own._read_group([], [], ["__count"]),
                ):
                    self._refuses(user, lambda _user, own=own, work=work: work(own))
        partner = self.portal.partner_id
        for name in (*FIELDS, "personal_notes"):
            own = partner.with_user(self.portal)
            self._refuses(self.portal, lambda _user, own=own, name=name: own.read([name]))
            with self.subTest(name=name), self.assertRaises(UserError):
                own.export_data([name])
        for domain in (
            [("ownership", "=", "state")],
            [("competitor_ids", "!=", False)],
            [("is_profile_due", "=", True)],
            [("profile_age_days", ">", 3)],
        ):
            self._refuses(
                self.portal,
                lambda user, domain=domain: self.env["res.partner"].with_user(user).search(domain),
            )

    def test_personal_notes_have_a_group_of_their_own(self):
        Partner = self.env["res.partner"]
        for user in self.sellers:
            own = self.customer.with_user(user)
            self._refuses(user, lambda _user, own=own: own.read(["personal_notes"]))
            self._refuses(user, lambda _user, own=own: own.write({"personal_notes": "x"}))
            with self.assertRaises(UserError):
                own.export_data(["personal_notes"])
            self._refuses(
                user,
                lambda user: Partner.with_user(user).search([("personal_notes", "ilike", "sails")]),
            )
            self._refuses(
                user,
                lambda user: Partner.with_user(user)._read_group([], ["personal_notes"], []),
            )
            self.assertNotIn("personal_notes", own.fields_get())
        self.rep.group_ids += self.env.ref("sales_funnel_territory.group_personal_notes")
        self.assertEqual(self.customer.with_user(self.rep).personal_notes, "Sails")
        self.customer.with_user(self.rep).personal_notes = "Sails, plays chess"
