from odoo import Command
from odoo.tests import tagged

from .call_report_loop_story import LoopCommon


@tagged("-at_install", "post_install")
class TestLoopMerges(LoopCommon):
    """People and deals that become one, and a person who is erased, take their news along."""

    def test_merged_people_are_one_in_the_report(self):
        double = self.contact.copy({"name": "V. Buyer", "parent_id": self.customer.id})
        self.mine.contact_ids += double
        self.mine.person_ids.filtered(lambda row: row.contact_id == double).write(
            {"relationship_level": "4"}
        )
        self._finish()
        self._merge_partners(self.contact, double)
        self.env.invalidate_all()
        (person,) = self.report.person_ids
        self.assertEqual((person.contact_id, person.relationship_level), (self.contact, "4"))
        level = self._of("attitude")
        self.assertEqual((level.partner_id, level.res_id), (self.contact, self.contact.id))
        level.action_undo()
        self.assertFalse(self.contact.relationship_level)

    def test_what_is_told_of_merged_contacts_follows(self):
        double = self.contact.copy({"name": "V. Buyer", "parent_id": self.customer.id})
        rival, rival_double = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Rival", "Rival Ltd")]
        )
        self.mine.write(
            {
                "fact_ids": [
                    Command.create(
                        {
                            "field_name": "interests",
                            "contact_id": one.id,
                            "value_text": "Sailing",
                        }
                    )
                    for one in self.contact | double
                ],
                "rival_ids": [
                    Command.create({"competitor_id": one.id}) for one in rival | rival_double
                ],
            }
        )
        self._finish()
        self._merge_partners(self.contact, double)
        self._merge_partners(rival, rival_double)
        self.env.invalidate_all()
        self.assertEqual(self.report.fact_ids.contact_id, self.contact)
        self.assertEqual(self.report.rival_ids.competitor_id, rival)
        self.assertEqual(len(self.report.rival_ids), 2, "seen under both names")
        interests = self._of("profile")
        self.assertEqual(set(interests.mapped("res_id")), {self.contact.id})
        self.assertEqual(interests.partner_id, self.contact)

    def _merge_partners(self, target, source):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((target | source).ids, target)

    def test_merged_leads_bring_their_changes_along(self):
        self._tell(expected_revenue=50000)
        head = self._create_lead(self.stage_in, name="Bigger hall", expected_revenue=90000)
        self._finish()
        (head | self.lead).merge_opportunity()
        self._end_transaction()
        self.env.invalidate_all()
        kept = (head | self.lead).exists()
        self.assertEqual(len(kept), 1)
        self.assertEqual(self._of("lead").lead_id, kept)
        self.assertEqual(set(self._of("lead").mapped("res_id")), {kept.id})
        self.assertEqual(self.report.deal_ids.lead_id, kept)

    def test_merged_leads_are_one_in_the_report(self):
        head = self._create_lead(self.stage_in, name="Bigger hall", expected_revenue=90000)
        answers = {self.lead: (self.budget,), head: (self.budget, self.say)}
        for lead, questions in answers.items():
            self.mine.deal_ids = [
                Command.create(
                    {
                        "lead_id": lead.id,
                        "expected_revenue": 50000,
                        "gate_ids": [Command.set(self.gate_trial.ids)],
                        "answer_ids": [
                            Command.create({"question_id": question.id, "text": lead.name})
                            for question in questions
                        ],
                    }
                )
            ]
        (head | self.lead).merge_opportunity()
        self._end_transaction()
        self.env.invalidate_all()
        kept = (head | self.lead).exists()
        (deal,) = self.report.deal_ids
        self.assertEqual(deal.lead_id, kept)
        self.assertEqual(deal.answer_ids.question_id, self.budget | self.say)

    def test_an_erased_person_leaves_the_report(self):
        self._tell()
        self.mine.fact_ids = [
            Command.create(
                {
                    "field_name": "interests",
                    "contact_id": self.contact.id,
                    "value_text": "Sailing",
                }
            ),
            Command.create({"field_name": "decision_model", "value_text": "Vera Buyer proposes"}),
        ]
        self._finish()
        Data = self.env["crm.personal.data"]
        Data._erase_person(self.contact.ids, [], "Vera Buyer")
        self.env.invalidate_all()
        self.assertFalse(self.report.person_ids)
        self.assertEqual(self.report.fact_ids.mapped("field_name"), ["decision_model"])
        self.assertNotIn("Vera", self.report.fact_ids.value_text)
        for change in self.report.change_ids:
            told = f"{change.record_name} {change.after_text} {change.after} {change.before}"
            self.assertNotIn("Vera", told)
            self.assertNotIn("Sailing", told)
