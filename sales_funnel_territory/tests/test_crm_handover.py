from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_customer_status import CustomerCommon


@tagged("-at_install", "post_install")
class TestHandover(CustomerCommon):
    """Rosa leaves: her customers, contacts, opportunities and activities go to others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.stage.gate"].search([]).active = False  # the demo's
        Partner = cls.env["res.partner"]
        cls.second = Partner.create(
            {
                "name": "Second Works",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": cls.rep.id,
            }
        )
        cls.person, cls.empty, cls.by_hand = Partner.create(
            [{"name": name, "parent_id": cls.customer.id} for name in ("Fay", "Emil", "Hank")]
        )
        cls.empty.user_id = False
        cls.by_hand.user_id = cls.colleague
        cls.lead = cls._create_lead(stage=cls.stage_in, partner_id=cls.person.id)
        cls.other = cls._create_lead(stage=cls.stage_above, partner_id=cls.second.id)
        cls.closed = cls._create_lead(stage=cls.stage_won)
        cls.activity = cls.lead.activity_schedule(
            "mail.mail_activity_data_call", user_id=cls.rep.id, summary="Call Fay"
        )
        cls.others = cls.lead.activity_schedule(
            "mail.mail_activity_data_call", user_id=cls.colleague.id
        )
        cls._end_transaction()
        cls.env.cr.execute(
            "UPDATE crm_customer_responsible SET date_from = date_from - interval '1 day'"
        )
        cls.env.invalidate_all()

    @classmethod
    def _end_transaction(cls):
        cls.env.cr.flush()
        cls.env.cr.postcommit.clear()

    def _prepare(self, user=None, **values):
        handover = self.env["crm.handover"].with_user(user or self.leader)
        handover = handover.create(
            {
                "from_user_id": self.rep.id,
                "to_user_id": self.colleague.id,
                "reason": "Leaves in May",
                **values,
            }
        )
        handover.action_preview()
        return handover

    def _count(self, handover, state="planned"):
        items = handover.item_ids.filtered(lambda item: item.state == state)
        return {kind: len(own) for kind, own in items.grouped("kind").items()}

    # ------------------------------------------------------------------ preview

    def test_the_preview_lists_and_changes_nothing(self):
        handover = self._prepare()
        expected = {"customer": 2, "contact": 2, "lead": 2, "activity": 1}
        self.assertEqual(self._count(handover), expected)
        found = {kind.kind: kind.found_count for kind in handover.kind_ids if kind.found_count}
        self.assertEqual(found, expected)
        self.assertEqual(set(handover.line_ids.mapped("name")), {"Hale Tools", "Second Works"})
        line = handover.line_ids.filtered(lambda line: line.partner_id == self.customer)
        self.assertEqual(line.team_id, self.team)
        self.assertIn("Contacts: 2", line.content)
        self.assertEqual(self.customer.user_id, self.rep)
        self.assertEqual(handover.state, "draft")

    def test_only_what_was_chosen(self):
        handover = self._prepare()
        handover.kind_ids.filtered(lambda kind: kind.kind != "lead").is_included = False
        self.assertFalse(handover.item_ids, "the preview is another one now")
        with self.assertRaisesRegex(UserError, "preview first"):
            handover.action_apply()
        handover.action_preview()
        handover.action_apply()
        self.assertEqual(self.lead.user_id, self.colleague)
        self.assertEqual(self.customer.user_id, self.rep)
        self.assertEqual(self.activity.user_id, self.rep)

    # ------------------------------------------------------------------ handing over

    def test_everything_goes_at_once(self):
        messages = self.customer.message_ids
        mails = self.env["mail.mail"].search_count([])
        handover = self._prepare(note="Ask for Fay")
        handover.action_apply()
        self._end_transaction()
        moved = self.customer | self.second | self.person | self.empty | self.by_hand
        self.assertEqual(moved.user_id, self.colleague)
        self.assertEqual((self.lead | self.other).user_id, self.colleague)
        self.assertEqual(self.lead.stage_id, self.stage_in, "his team, too: it stays in its stage")
        self.assertEqual(self.activity.user_id, self.colleague)
        self.assertEqual(self.closed.user_id, self.rep, "closed business stays with who closed it")
        self.assertEqual((handover.state, handover.moved_count), ("done", 7))
        [line] = self.customer.message_ids - messages
        self.assertIn("Handed over from Rosa Rep to Carl Colleague: Leaves in May", line.body)
        self.assertFalse(line.notified_partner_ids)
        told = self.env["mail.message"].search([("subject", "like", "Handed over to you")])
        self.assertEqual(told.notified_partner_ids, self.colleague.partner_id)
        self.assertLessEqual(self.env["mail.mail"].search_count([]) - mails, 1)
        row = self.customer.responsible_ids[0]
        self.assertEqual((row.user_name, row.note), ("Carl Colleague", "Ask for Fay"))
        self.assertEqual(row.handover_id, handover.sudo())

    def test_to_several_people(self):
        handover = self._prepare(is_split=True, to_user_id=False)
        with self.assertRaisesRegex(UserError, "Choose who takes over"):
            handover.action_apply()
        for line in handover.line_ids:
            line.to_user_id = self.leader if line.partner_id == self.second else self.colleague
        handover.action_preview()
        handover.action_apply()
        self.assertEqual(self.second.user_id, self.leader)
        self.assertEqual(self.other.user_id, self.leader)
        self.assertEqual((self.customer | self.lead.partner_id).user_id, self.colleague)
        self.assertEqual(self.activity.user_id, self.colleague)

    def test_what_is_refused_is_listed_and_the_rest_goes_when_asked(self):
        """Another team has the same stages, and asks for a phone number before the second."""
        stages = self.stage_above | self.stage_in
        stages.team_ids += self.team_beside
        field = self.env["ir.model.fields"]._get("crm.lead", "phone")
        self.env["crm.stage.gate"].create(
            {
                "name": "Phone is known",
                "stage_id": self.stage_above.id,
                "kind": "field",
                "field_id": field.id,
            }
        )
        self.lead.phone = False
        self._end_transaction()
        handover = self._prepare(self.head, to_user_id=self.rep_beside.id)
        handover.action_apply()
        self.assertEqual(handover.state, "draft")
        self.assertEqual(handover.refused_count, 1)
        refused = handover.item_ids.filtered(lambda item: item.state == "refused")
        self.assertEqual(refused.res_id, self.lead.id)
        self.assertIn("Phone is known", refused.sentence)
        owners = self.lead.user_id | self.other.user_id | self.customer.user_id
        self.assertEqual(owners, self.rep, "nothing happened")
        handover.action_apply_rest()
        self._end_transaction()
        self.assertEqual(handover.state, "done")
        self.assertEqual(self.lead.user_id, self.rep)
        self.assertEqual(self.other.user_id, self.rep_beside)
        self.assertEqual(self.other.team_id, self.team_beside)
        self.assertEqual(self.customer.user_id, self.rep_beside)
        self.assertEqual(handover.refused_count, 1)

    def test_who_took_it_meanwhile_keeps_it(self):
        handover = self._prepare()
        self.other.user_id = self.leader
        handover.action_apply()
        self.assertEqual((handover.state, handover.refused_count), ("draft", 1))
        handover.action_apply_rest()
        self.assertEqual(self.other.user_id, self.leader)
        self.assertEqual(self.lead.user_id, self.colleague)

    def test_of_somebody_who_has_left(self):
        self.rep.active = False
        handover = self._prepare()
        handover.action_apply()
        self.assertEqual(self.customer.user_id, self.colleague)

    # ------------------------------------------------------------------ undo

    def test_undo_puts_everything_back(self):
        self.lead.probability = 61
        self.env.flush_all()
        handover = self._prepare(self.head, to_user_id=self.rep_beside.id)
        handover.action_apply()
        self._end_transaction()
        self.assertEqual(self.lead.team_id, self.team_beside)
        self.assertEqual(self.lead.stage_id, self.stage_beside)
        handover.action_undo()
        self._end_transaction()
        self.assertEqual((handover.state, handover.kept_count), ("undone", 0))
        self.assertEqual(self.lead.user_id, self.rep)
        self.assertEqual((self.lead.team_id, self.lead.stage_id), (self.team, self.stage_in))
        self.assertEqual(self.lead.probability, 61)
        self.assertEqual((self.customer | self.person).user_id, self.rep)
        self.assertFalse(self.empty.user_id)
        self.assertEqual(self.by_hand.user_id, self.colleague)
        self.assertEqual(self.activity.user_id, self.rep)
        with self.assertRaises(UserError):
            handover.action_undo()

    def test_undo_leaves_what_has_changed_since_and_says_so(self):
        handover = self._prepare()
        handover.action_apply()
        self.second.user_id = self.leader
        self.lead.stage_id = self.stage_best
        self.activity.action_feedback("Done")
        self._end_transaction()
        handover.action_undo()
        self._end_transaction()
        self.assertEqual(self.second.user_id, self.leader)
        self.assertEqual((self.lead.user_id, self.lead.stage_id), (self.colleague, self.stage_best))
        self.assertEqual(self.other.user_id, self.rep)
        kept = {item.res_id: item.sentence for item in handover.item_ids if item.state == "kept"}
        self.assertIn("Leo Leader has it now", kept[self.second.id])
        self.assertIn("moved it on", kept[self.lead.id])
        self.assertIn("done", kept[self.activity.id])
        self.assertEqual(handover.kept_count, 3)

    # ------------------------------------------------------------------ rights

    def test_who_sees_more_puts_back_the_rest(self):
        handover = self._prepare(self.manager, to_user_id=self.rep_beside.id)
        handover.action_apply()
        self.assertEqual(self.lead.user_id, self.rep_beside)
        self.env.flush_all()
        handover.with_user(self.leader).action_undo()
        self.assertEqual(handover.state, "undone")
        self.assertEqual(self.lead.user_id, self.rep_beside, "in a team that he does not see")
        self.assertTrue(handover.kept_count)
        self.env.invalidate_all()
        handover.action_undo()
        self.assertEqual(self.lead.user_id, self.rep)
        self.assertEqual(self.activity.user_id, self.rep)
        self.assertFalse(handover.kept_count)
        with self.assertRaisesRegex(UserError, "nothing to undo"):
            handover.action_undo()

    def test_leaders_within_their_teams_managers_everybody(self):
        for user in self.leader | self.head | self.manager | self.administrator:
            with self.subTest(user=user.login):
                self.assertEqual(self._prepare(user).planned_count, 7)
        with self.assertRaisesRegex(UserError, "not in a team that you lead"):
            self._prepare(self.leader, to_user_id=self.rep_beside.id)
        with self.assertRaisesRegex(UserError, "not in a team that you lead"):
            self._prepare(self.leader, from_user_id=self.rep_beside.id)
        with self.assertRaisesRegex(UserError, "from himself"):
            self._prepare(self.leader, to_user_id=self.rep.id)
        self.assertTrue(self._prepare(self.manager, to_user_id=self.rep_beside.id))

    def test_nobody_else_has_a_part_in_it(self):
        handover = self._prepare(self.manager)
        outside = self.rep | self.foreigner | self.portal | self.public
        for user in outside:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                handover.with_user(user).read(["reason"])
            for model in ("crm.handover", "crm.handover.line", "crm.handover.item"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
        self.foreigner.group_ids += self.env.ref("sales_team.group_sale_manager")
        for model in ("", ".line", ".item", ".kind"):
            found = self.env[f"crm.handover{model}"].with_user(self.foreigner).search([])
            self.assertFalse(found, model)

    def test_a_context_forges_nothing(self):
        Handover = self.env["crm.handover"].with_user(self.leader)
        Handover = Handover.with_context(default_state="done", default_applied_by_id=self.head.id)
        handover = Handover.create({"from_user_id": self.rep.id, "reason": "Leaves in May"})
        self.assertEqual(handover.state, "draft")
        self.assertFalse(handover.applied_by_id)
        for user, told in ((self.rep_beside, handover.id), (self.leader, 2**31 - 1)):
            taken = self.customer.with_user(user).with_context(handover_id=told)
            taken.user_id = user
            self.env.cr.flush()
            now = self.customer.sudo().responsible_ids.filtered(lambda row: not row.date_to)
            self.assertEqual(now.user_id, user)
            self.assertFalse(now.handover_id, "no part of a hand-over")

    def test_nothing_is_forged(self):
        handover = self._prepare()
        with self.assertRaises(AccessError):
            handover.line_ids[0].write({"partner_id": self.second.id})
        for vals in ({"state": "done"}, {"applied_by_id": self.head.id}):
            with self.assertRaises(AccessError):
                handover.write(vals)
        with self.assertRaises(AccessError):
            handover.item_ids[0].write({"before": {"user_id": self.head.id}})
        with self.assertRaises(AccessError):
            handover.item_ids.copy()
        handover.action_apply()
        with self.assertRaises(UserError):
            handover.write({"reason": "Another"})
        with self.assertRaises(UserError):
            handover.line_ids[0].write({"to_user_id": self.leader.id})
        with self.assertRaises(UserError):
            handover.unlink()
        self._prepare().unlink()

    def test_merged_customers_and_leads_are_no_obstacle(self):
        handover = self._prepare()
        handover.action_apply()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | self.second).ids, self.customer
        )
        (self.lead | self.other).merge_opportunity()
        self._end_transaction()
        handover.invalidate_recordset()
        handover.action_undo()
        self._end_transaction()
        self.assertEqual(self.customer.user_id, self.rep)
        self.assertEqual(handover.state, "undone")

    def test_a_customer_merged_into_a_third_one_can_still_be_put_back(self):
        handover = self._prepare()
        handover.action_apply()
        taker = self.second.user_id.id
        third = self.env["res.partner"].create(
            {"name": "Third Works", "is_company": True, "user_id": taker}
        )
        self.env["base.partner.merge.automatic.wizard"]._merge((self.second | third).ids, third)
        self._end_transaction()
        handover.invalidate_recordset()
        item = handover.item_ids.filtered(
            lambda one: one.res_model == "res.partner" and one.res_id == third.id
        )
        self.assertEqual(len(item), 1)
        handover.action_undo()
        self._end_transaction()
        self.assertEqual((item.state, item.sentence), ("undone", False))
        self.assertEqual(third.user_id, self.rep)

    # ------------------------------------------------------------------ in bulk

    def test_many_cost_hardly_more_queries_than_one(self):
        def count(number):
            self.env["crm.lead"].create(
                [
                    {
                        "name": f"Bulk {index}",
                        "type": "opportunity",
                        "user_id": self.rep.id,
                        "team_id": self.team.id,
                        "partner_id": self.customer.id,
                    }
                    for index in range(number)
                ]
            )
            self._end_transaction()
            before = self.env.cr.sql_log_count
            handover = self._prepare()
            handover.action_apply()
            self._end_transaction()
            used = self.env.cr.sql_log_count - before
            handover.action_undo()
            self._end_transaction()
            return used

        count(1)
        one = count(1)
        self.assertLess(count(60), one + 40)

    def test_a_leader_is_told_what_he_does_not_see(self):
        self.team_beside.member_ids += self.rep
        self.rep.company_ids += self.other_company
        beside = self._create_lead(stage=self.stage_beside, team_id=self.team_beside.id)
        self._create_lead(team_id=False, company_id=self.other_company.id)
        handover = self._prepare()
        self.assertEqual((handover.planned_count, handover.hidden_count), (7, 2))
        handover.action_apply()
        self.assertEqual(beside.user_id, self.rep)
        self.assertEqual(self._prepare(self.manager).hidden_count, 1, "the other company's")

    # ------------------------------------------------------------------ privacy

    def test_an_erased_person_is_named_nowhere(self):
        handover = self._prepare()
        handover.action_apply()
        self._end_transaction()
        rows = self.env["crm.handover"].sudo()._erase_person(self.person.ids, self.rep.ids)
        self.assertGreater(rows, 3)
        self.assertEqual(handover.from_name, "Erased person")
        names = handover.item_ids.mapped("name")
        self.assertNotIn(self.person.display_name, names)
        self.assertNotIn("Rosa Rep", self.customer.responsible_ids.mapped("user_name"))
        self.assertIn("Carl Colleague", self.customer.responsible_ids.mapped("user_name"))
        handover.action_undo()
        self.assertEqual(self.person.user_id, self.rep)
