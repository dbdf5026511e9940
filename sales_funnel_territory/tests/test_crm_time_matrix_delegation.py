from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_time_matrix import TODAY, TimeMatrixCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-11-23 10:00:00")
class TestTimeMatrixDelegation(TimeMatrixCommon):
    """Rosa asks Carl to take an activity; it is hers until he accepts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._plan(cls.small, 9, matrix_importance="yes")
        cls.Delegation = cls.env["crm.activity.delegation"]
        cls.carls = cls.env["crm.time.matrix"].with_user(cls.colleague)

    def _ask(self, note="You know them"):
        self.matrix.delegate(self.activity.id, self.colleague.id, note)
        return self.Delegation.search([("activity_id", "=", self.activity.id)], limit=1)

    def test_it_waits_under_delegate_until_he_accepts(self):
        self.assertEqual(self._where(self.activity), "plan")
        one = self._ask()
        self.assertEqual(self.activity.user_id, self.rep)
        self.assertEqual(self._where(self.activity), "delegate")
        card = self.matrix.get_matrix()["quadrants"][2]["cards"][0]
        self.assertEqual((card["asked"], card["delegation_id"]), (self.colleague.name, one.id))
        (request,) = self.carls.get_matrix()["requests"]
        self.assertEqual((request["from"], request["note"]), (self.rep.name, "You know them"))
        one.with_user(self.colleague).action_accept()
        self.assertEqual(self.activity.user_id, self.colleague)
        self.assertFalse(self.activity.matrix_importance, "he sees for himself")
        self.assertIsNone(self._where(self.activity))
        self.assertEqual(self._where(self.activity, self.carls), "drop")
        self.assertFalse(self.carls.get_matrix()["requests"])
        self.assertEqual(self.activity.date_deadline.toordinal(), TODAY.toordinal() + 9)

    def test_both_are_told(self):
        told = self._messages_of(self.colleague)
        one = self._ask("<b>Please</b>")
        (message,) = self._messages_of(self.colleague) - told
        self.assertIn("asks you to take: Ring", message.body)
        self.assertNotIn("<b>", message.body, "what was written is text")
        told = self._messages_of(self.rep)
        one.with_user(self.colleague).action_decline("No time")
        (message,) = self._messages_of(self.rep) - told
        self.assertIn("No time", message.body)
        self.assertEqual((one.state, one.answer), ("declined", "No time"))
        self.assertEqual(self._where(self.activity), "plan", "it stays where it was")

    def _messages_of(self, user):
        return self.env["mail.message"].search(
            [("model", "=", "crm.activity.delegation"), ("partner_ids", "in", user.partner_id.ids)]
        )

    def test_only_who_was_asked_answers_and_once(self):
        one = self._ask()
        for person in (self.rep, self.leader, self.manager):
            with self.assertRaises(AccessError):
                one.with_user(person).action_accept()
        one.with_user(self.colleague).action_accept()
        with self.assertRaisesRegex(UserError, "no longer asked"):
            one.with_user(self.colleague).action_decline()

    def test_what_is_done_or_given_away_is_asked_no_more(self):
        one = self._ask()
        self.activity.user_id = self.rep_beside
        self.assertFalse(self.carls.get_matrix()["requests"])
        with self.assertRaisesRegex(UserError, "no longer asked"):
            one.with_user(self.colleague).action_accept()
        self.assertEqual(self.activity.user_id, self.rep_beside)
        beside = self.env["crm.time.matrix"].with_user(self.rep_beside)
        self.assertEqual(self._where(self.activity, beside), "plan", "he was not the one to ask")
        beside.delegate(self.activity.id, self.rep.id)
        self.assertEqual(one.state, "withdrawn")

    def test_asking_can_be_taken_back(self):
        answer = self.matrix.delegate(self.activity.id, self.colleague.id)
        self.matrix.undo(answer["undo"])
        self.assertEqual(self._where(self.activity), "plan")
        one = self._ask()
        with self.assertRaises(AccessError):
            one.with_user(self.colleague).action_withdraw()
        one.with_user(self.colleague).action_accept()
        with self.assertRaisesRegex(UserError, "answered already"):
            self.matrix.undo({"kind": "delegate", "id": one.id})

    def test_only_colleagues_can_be_asked(self):
        for person in (self.portal, self.public, self.rep, self.foreigner):
            with self.assertRaises(UserError):
                self.matrix.delegate(self.activity.id, person.id)
        self.colleague.active = False
        with self.assertRaises(UserError):
            self.matrix.delegate(self.activity.id, self.colleague.id)
        names = dict(self.matrix.get_colleagues(self.activity.id, "", 500))
        self.assertIn(self.leader.id, names)
        for person in (self.portal, self.rep, self.foreigner, self.colleague):
            self.assertNotIn(person.id, names)

    def test_only_who_may_see_it_is_offered(self):
        names = dict(self.matrix.get_colleagues(self.activity.id, self.colleague.name))
        self.assertIn(self.colleague.id, names)
        lead = self.env["crm.lead"].create(
            {"name": "Secret", "type": "opportunity", "user_id": self.rep.id}
        )
        secret = lead.activity_schedule("mail.mail_activity_data_call", TODAY, user_id=self.rep.id)
        names = dict(self.matrix.get_colleagues(secret.id))
        self.assertNotIn(self.colleague.id, names, "he sees his own opportunities only")
        self.assertIn(self.leader.id, names)
        for person in (self.leader, self.colleague):
            if person.id in names:
                self.matrix.delegate(secret.id, person.id)
            else:
                with self.assertRaises(UserError):
                    self.matrix.delegate(secret.id, person.id)
        with self.assertRaises(UserError):
            self.carls.get_colleagues(secret.id)

    def test_nobody_writes_a_delegation_and_only_the_two_read_it(self):
        one = self._ask()
        for person in (self.rep, self.colleague):
            self.assertEqual(one.with_user(person).note, "You know them")
            with self.assertRaises(AccessError):
                one.with_user(person).write({"state": "accepted"})
            with self.assertRaises(AccessError):
                self.Delegation.with_user(person).create(
                    {
                        "activity_id": self.activity.id,
                        "from_id": self.rep.id,
                        "to_id": self.colleague.id,
                    }
                )
        for person in (self.rep_beside, self.foreigner, self.manager, self.portal, self.public):
            with self.assertRaises(AccessError):
                one.with_user(person).read(["note"])
        self.assertEqual(one.with_user(self.colleague).document_name, self.small.display_name)
