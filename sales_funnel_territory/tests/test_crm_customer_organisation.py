from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command, Datetime
from odoo.tests import tagged
from odoo.tools.misc import format_date

from .test_crm_buying_role import BuyingRoleCommon


@tagged("post_install", "-at_install")
class TestOrganisation(BuyingRoleCommon):
    """Who is who at Hale Tools, who of us knows whom, and who else sells there."""

    def setUp(self):
        super().setUp()
        self.now = Datetime.now()

    def _draw(self, user=None):
        self.env.invalidate_all()
        picture = self.customer.with_user(user or self.rep).get_relationship_picture()
        return {one["name"]: one for one in picture["people"]}, picture

    def _meet(self, people, user, days):
        start = self.now - timedelta(days=days)
        self.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
            {
                "name": "Line walk",
                "partner_ids": [Command.set(people.ids)],
                "start": start,
                "stop": start + timedelta(hours=1),
                "user_id": user.id,
            }
        )

    def _write(self, person, user, days, record=None):
        (record or person).message_post(
            body="Good morning",
            message_type="email",
            author_id=user.partner_id.id,
            partner_ids=person.ids,
            date=self.now - timedelta(days=days),
        )

    def test_everybody_in_a_line_and_whom_we_know(self):
        self.chan.relation_user_id = self.colleague
        people, _picture = self._draw()
        self.assertEqual(set(people), {"Dora Hale", "Ann Lee", "Bo Chan", "陈伟"})
        self.assertEqual(people["Bo Chan"]["reports_to"], people["Dora Hale"]["key"])
        self.chan.relation_user_id = False
        self.assertNotIn("陈伟", self._draw()[0], "nobody of us knows him, no line leads to him")

    def test_who_of_us_knows_whom(self):
        self.ann.relation_user_id = self.leader
        self._meet(self.ann | self.bo, self.colleague, 9)
        self._write(self.ann, self.rep, 3)
        self._meet(self.bo, self.rep, 500)
        people, _picture = self._draw()
        self.assertEqual(
            people["Ann Lee"]["known_by"], ["Leo Leader", "Rosa Rep", "Carl Colleague"]
        )
        self.assertEqual(people["Bo Chan"]["known_by"], ["Carl Colleague"], "within a year")
        self.assertTrue(people["Bo Chan"]["last_contact"])
        self.assertTrue(people["Bo Chan"]["is_met"])
        self.assertFalse(people["Dora Hale"]["last_contact"])
        self.assertFalse(people["Dora Hale"]["is_met"])

    def test_a_noted_meeting_is_the_last_contact_too(self):
        self._meet(self.ann, self.colleague, 9)
        role = self._name(self.ann, "user", met_on=self.now.date() - timedelta(days=2))
        ann = self._draw()[0]["Ann Lee"]
        self.assertEqual(ann["known_by"], ["Carl Colleague", "Rosa Rep"])
        self.assertEqual(ann["last_contact"], format_date(self.env, role.met_on))

    def test_what_stands_on_a_colleagues_opportunity_stays_his(self):
        lead = self._create_lead(self.stage_in, user_id=self.colleague.id)
        self._write(self.ann, self.colleague, 2, record=lead)
        self.assertFalse(self._draw(self.rep_beside)[0]["Ann Lee"]["known_by"])
        self.assertTrue(self._draw(self.leader)[0]["Ann Lee"]["known_by"])

    def test_competitors(self):
        self.env["crm.customer.competitor"].create(
            [
                {"partner_id": self.customer.id, "name": "Small Ltd"},
                {"partner_id": self.customer.id, "name": "Big Ltd", "share": 40},
            ]
        )
        names = [(one["name"], one["share"]) for one in self._draw()[1]["competitors"]]
        self.assertEqual(names, [("Big Ltd", 40), ("Small Ltd", 0)])

    def test_nobody_outside_sales(self):
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._draw(user)
        self.customer.company_id = self.env.company
        self.env.flush_all()
        with self.assertRaises(AccessError):
            self._draw(self.foreigner)
