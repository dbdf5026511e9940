"""The story that the tests of the loop tell."""

from datetime import date

from odoo import Command

from .test_crm_call_report import ReportCommon

TODAY = date(2026, 12, 8)


class LoopCommon(ReportCommon):
    """New hall cannot leave "In": its economic buyer Vera was never met, no trial is agreed.

    The rep has just met Vera, and writes his report about it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.stage.gate"].search([]).active = False  # the demo's
        cls.customer.user_id = cls.rep
        cls.gate_met, cls.gate_trial = cls.env["crm.stage.gate"].create(
            [
                {
                    "name": "The economic buyer was met",
                    "stage_id": cls.stage_in.id,
                    "kind": "buying_roles",
                    "buying_role": "economic",
                },
                {"name": "The trial is agreed", "stage_id": cls.stage_in.id, "kind": "statement"},
            ]
        )
        cls.card = cls.env["crm.scorecard"].create(
            {
                "name": "Short",
                "question_ids": [
                    Command.create({"name": "Is there a budget?", "code": "budget_here"}),
                    Command.create({"name": "Who decides?", "code": "say_here"}),
                ],
            }
        )
        cls.budget, cls.say = cls.card.question_ids
        cls.team.scorecard_id = cls.card
        cls.lead = cls._create_lead(
            cls.stage_in, expected_revenue=40000, date_deadline=date(2027, 3, 31)
        )
        cls.role = cls.env["crm.buying.role"].create(
            {
                "lead_id": cls.lead.id,
                "partner_id": cls.contact.id,
                "role": "economic",
                "attitude": "skeptic",
            }
        )
        cls.signal = cls.env["crm.need.signal"].create({"name": "Builds a hall", "urgency": 2})
        cls.report.opportunity_ids = cls.lead
        cls._end_transaction()

    @classmethod
    def _end_transaction(cls):
        cls.env.cr.flush()
        cls.env.cr.postcommit.clear()

    def setUp(self):
        super().setUp()
        self.mine = self.report.with_user(self.rep)

    def _tell(self, **deal):
        """Let the report say what moves the opportunity on, and more of it."""
        self.mine.person_ids.write({"attitude": "friendly", "relationship_level": "3"})
        return self.mine.deal_ids.create(
            {
                "report_id": self.report.id,
                "lead_id": self.lead.id,
                "gate_ids": [Command.set(self.gate_trial.ids)],
                "stage_id": self.stage_best.id,
                **deal,
            }
        )

    def _tell_everything(self):
        """Let the report say something of every kind that there is."""
        self._tell(
            expected_revenue=55000,
            date_deadline=date(2027, 2, 28),
            answer_ids=[Command.create({"question_id": self.budget.id, "text": "60,000 approved"})],
            waiver_gate_ids=[Command.set(self.gate_met.ids)],
            waiver_reason="Her deputy decides",
        )
        self.mine.write(
            {
                "message_needs": "Less noise in the hall",
                "need_signal_ids": [Command.set(self.signal.ids)],
                "next_step": "Show the trial",
                "next_visit_on": date(2026, 12, 18),
                "fact_ids": [
                    Command.create({"field_name": "head_count", "value_number": 240}),
                    Command.create(
                        {
                            "field_name": "interests",
                            "contact_id": self.contact.id,
                            "value_text": "Sailing",
                        }
                    ),
                ],
                "rival_ids": [Command.create({"name": "Rival & Co", "notes": "Cheap"})],
                "deal_ids": [Command.create({"name": "Second line", "expected_revenue": 9000})],
            }
        )
        self.mine.person_ids.role = "technical"

    def _offer(self, report=None):
        return (report or self.mine).get_offered_changes()

    def _finish(self, *kinds):
        """Accept what is offered of some kinds (all by default); return what was written."""
        ids = [one["id"] for one in self._offer() if not kinds or one["kind"] in kinds]
        self.mine.finish(ids)
        self._end_transaction()
        return self.mine.change_ids.filtered(lambda change: change.state == "accepted")

    def _of(self, kind, changes=None):
        found = self.mine.change_ids if changes is None else changes
        return found.filtered(lambda change: change.kind == kind)
