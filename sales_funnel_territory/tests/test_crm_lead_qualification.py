from odoo.tests import tagged

from .test_crm_scorecard import QualificationCommon


@tagged("-at_install", "post_install")
class TestCrmLeadQualification(QualificationCommon):
    """The score follows answers, questions and teams; nothing else touches it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead(cls.stage_in)

    def test_score_and_band_follow_the_answers(self):
        self.assertQualified(self.lead, 0, "not_started")
        self._answer(self.lead, self.money, "no")
        self.assertQualified(self.lead, 0, "weak")
        self._answer(self.lead, self.money, "yes")
        self.assertQualified(self.lead, 50, "fair")
        self._answer(self.lead, self.need, "partly")
        self.assertQualified(self.lead, 66, "fair")
        self._answer(self.lead, self.need, "yes")
        self._answer(self.lead, self.time, "yes")
        self.assertQualified(self.lead, 100, "strong")
        self._answer(self.lead, self.mood, "no")
        self.assertQualified(self.lead, 100, "strong")
        self.lead.answer_ids.unlink()
        self.assertQualified(self.lead, 0, "not_started")

    def test_answering_changes_neither_write_date_nor_history(self):
        self.env.flush_all()
        self.env["crm.lead.history"]._record()
        rows = self.env["crm.lead.history"].search_count([("lead_id", "=", self.lead.id)])
        self.cr.execute(
            "UPDATE crm_lead SET write_date = '2020-01-01' WHERE id = %s", self.lead.ids
        )
        self.lead.invalidate_recordset()
        self._answer(self.lead, self.money, "yes")
        self.env.cr.flush()
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.write_date.year, 2020)
        self.assertEqual(
            self.env["crm.lead.history"].search_count([("lead_id", "=", self.lead.id)]), rows
        )

    def test_a_change_of_weights_updates_every_lead(self):
        lost = self._create_lead(self.stage_in)
        elsewhere = self._create_lead(team_id=self.team_beside.id, user_id=self.rep_beside.id)
        for lead in self.lead | lost | elsewhere:
            self._answer(lead, self.money, "yes", user=self.manager)
        lost.action_set_lost()
        self.money.with_user(self.administrator).weight = 1
        self.assertQualified(self.lead, 25, "weak")
        self.assertQualified(lost, 25, "weak")
        self.assertQualified(elsewhere, 0, False)
        self.need.active = False
        self.assertQualified(self.lead, 50, "fair")
        self.time.unlink()
        self.assertQualified(self.lead, 100, "strong")
        self._add_questions(self.card, place=3)
        self.assertQualified(self.lead, 25, "weak")

    def test_another_scorecard_of_the_team_keeps_the_answers(self):
        self._answer(self.lead, self.money, "yes", "500 k")
        self._answer(self.lead, self.need, "yes", "Rain comes in")
        self.team.with_user(self.administrator).scorecard_id = self.other_card
        self.assertQualified(self.lead, 50, "fair")
        sheet = self.lead.with_user(self.rep).qualification_sheet
        need, space = sheet["questions"]
        self.assertEqual((need["level"], need["text"]), ("yes", "Rain comes in"))
        self.assertEqual((space["level"], space["text"]), ("unknown", ""))
        self.assertEqual(sheet["next"], [self.space.id])
        [former] = sheet["former"]
        self.assertEqual((former["name"], former["scorecard"]), ("Money?", "Halls"))
        self.assertEqual((former["level"], former["text"]), ("yes", "500 k"))
        self._answer(self.lead, self.other_need, "partly")
        self.assertEqual(len(self.lead.answer_ids), 2, "one answer for each topic")
        self.team.scorecard_id = self.card
        self.assertQualified(self.lead, 66, "fair")
        self.team.scorecard_id = False
        self.assertQualified(self.lead, 0, False)
        self.assertTrue(self.lead.is_qualification_shown, "what is known can be read")

    def test_a_lead_that_changes_its_team(self):
        self._answer(self.lead, self.money, "yes")
        self.lead.write({"team_id": self.team_beside.id, "user_id": False})
        self.assertQualified(self.lead, 0, False)
        self.lead.write({"team_id": self.team.id, "user_id": self.rep.id})
        self.assertQualified(self.lead, 50, "fair")

    def test_what_to_ask_next_stands_on_the_sheet(self):
        lead = self.lead.with_user(self.rep)
        self.assertEqual(
            lead.qualification_sheet["next"], [self.money.id, self.need.id, self.time.id]
        )
        self._answer(self.lead, self.money, "yes")
        self._answer(self.lead, self.need, "partly")
        self.assertEqual(lead.qualification_sheet["next"], [self.time.id, self.need.id])

    def test_grouped_by_band_and_averaged(self):
        other = self._create_lead(self.stage_in)
        self._answer(self.lead, self.money, "yes")
        mine = [("id", "in", (self.lead | other).ids)]
        groups = (
            self.env["crm.lead"]
            .with_user(self.rep)
            ._read_group(mine, ["qualification_band"], ["__count", "qualification_score:avg"])
        )
        self.assertCountEqual(groups, [("fair", 1, 50), ("not_started", 1, 0)])

    def test_leads_without_a_scorecard_do_not_lower_the_average(self):
        self._answer(self.lead, self.money, "yes")
        score = self.lead.qualification_score
        without = self._create_lead(team_id=self.team_beside.id, stage=self.stage_beside)
        self.env.flush_all()
        self.assertFalse(without.qualification_band)
        mine = [("id", "in", (self.lead | without).ids)]
        groups = self.env["crm.lead"]._read_group(mine, [], ["qualification_score:avg"])
        self.assertEqual(groups, [(score,)])

    def test_a_copy_starts_afresh(self):
        self._answer(self.lead, self.money, "yes")
        copy = self.lead.copy()
        self.assertFalse(copy.answer_ids)
        self.assertQualified(copy, 0, "not_started")

    # ------------------------------------------------------------------ merge

    def test_merge_keeps_the_better_known_answers(self):
        head, tail = self.lead, self._create_lead(self.stage_above, name="Same hall")
        self._answer(head, self.money, "no", "Heard: nothing left")
        self._answer(tail, self.money, "yes", "Approved in May")
        self._answer(head, self.need, "partly", "Rain")
        self._answer(tail, self.need, "partly")
        self._answer(tail, self.time, "yes", "Before winter")
        self._answer(tail, self.time, "partly", "Before winter, maybe")
        merged = (head | tail).with_user(self.rep).merge_opportunity()
        self.assertEqual(merged, head)
        self.assertQualified(head, 75, "strong")
        answers = {answer.code: answer for answer in head.answer_ids}
        self.assertEqual(
            {code: (answer.level, answer.text) for code, answer in answers.items()},
            {
                "money": ("yes", "Approved in May"),
                "need": ("partly", "Rain"),
                "time": ("partly", "Before winter, maybe"),
            },
        )
        money = answers["money"].change_ids
        self.assertIn(
            ("no", "Heard: nothing left", "New hall"),
            [(change.level_from, change.text_from, change.merged_from) for change in money],
        )
        self.assertEqual(len(money), 3, "both first answers, and the merge")
        self.assertEqual(len(answers["time"].change_ids), 2)
        self.assertFalse(tail.exists())

    # ------------------------------------------------------------------ speed

    def _count(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_a_plain_write_costs_nothing(self):
        leads = self.lead | self._create_lead(self.stage_in)
        self._answer(self.lead, self.money, "yes")

        def write(amount):
            return self._count(lambda: leads.write({"expected_revenue": amount}))

        write(1)
        with_card = write(2)
        self.team.scorecard_id = False
        write(3)
        self.assertEqual(write(4), with_card)

    def test_one_answer_takes_a_fixed_number_of_queries(self):
        others = [self._create_lead(self.stage_in) for _number in range(5)]
        for lead in (self.lead, *others):
            self._answer(lead, self.money, "no")
        count = self._count(lambda: self._answer(self.lead, self.money, "yes"))
        self.assertLessEqual(count, 30)
        for question in (self.need, self.time, self.mood):
            self._answer(self.lead, question, "yes", "noted")
        again = self._count(lambda: self._answer(self.lead, self.money, "no"))
        self.assertLessEqual(again, count)

    def test_a_weight_updates_many_leads_by_as_many_queries_as_few(self):
        def answer(number):
            leads = self.env["crm.lead"].create(
                [
                    {"name": "Hall", "type": "opportunity", "team_id": self.team.id}
                    for _number in range(number)
                ]
            )
            self.env["crm.scorecard.answer"].create(
                [
                    {"lead_id": lead.id, "question_id": self.money.id, "level": "yes"}
                    for lead in leads
                ]
            )

        answer(5)
        few = self._count(lambda: self.money.write({"weight": 4}))
        answer(50)
        self.assertEqual(self._count(lambda: self.money.write({"weight": 5})), few)

    def test_kanban_of_more_leads_takes_no_more_queries(self):
        signal = self.env["crm.need.signal"].search([], limit=1)
        specification = {
            "name": {},
            "qualification_score": {},
            "qualification_band": {},
            "need_signal_ids": {"fields": {"display_name": {}, "color": {}}},
            "urgency_score": {},
        }

        def create(number):
            customers = self.env["res.partner"].create(
                [{"name": "Customer", "is_company": True} for _number in range(number)]
            )
            customers.need_signal_ids = signal
            return self.env["crm.lead"].create(
                [
                    {
                        "name": "Hall",
                        "type": "opportunity",
                        "team_id": self.team.id,
                        "user_id": self.rep.id,
                        "partner_id": customer.id,
                    }
                    for customer in customers
                ]
            )

        def read(leads):
            rep = leads.with_user(self.rep)
            domain = [("id", "in", leads.ids)]
            return self._count(lambda: rep.web_search_read(domain, specification))

        few = create(10)
        read(few)
        self.assertEqual(read(few | create(10)), read(few))
