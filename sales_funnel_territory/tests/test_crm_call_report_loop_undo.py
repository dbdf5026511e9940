from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .call_report_loop_story import LoopCommon


@tagged("-at_install", "post_install")
class TestLoopUndo(LoopCommon):
    """What somebody has touched since stays his: both values are shown."""

    def test_each_kind_refuses_to_undo_what_was_touched_since(self):
        self._tell_everything()
        self._finish()
        made = {kind: self._of(kind).made_id for kind in ("lead_new", "next_visit")}
        self.lead.waiver_ids.with_user(self.leader).action_grant()
        touch = {
            "met": lambda: self.role.write({"met_on": date(2026, 12, 7)}),
            "scorecard": lambda: self.lead.answer_ids.write({"level": "no"}),
            "gate": lambda: self.lead.gate_statement_ids.write({"evidence": "By phone"}),
            "competitor": lambda: self.customer.competitor_ids.write({"notes": "Dear"}),
            "urgency": lambda: self.customer.write({"need_signal_ids": [Command.clear()]}),
            "waiver": lambda: None,  # was granted
            "role": lambda: self.lead.buying_role_ids[1].write({"attitude": "opponent"}),
            "lead_new": lambda: self.env["crm.lead"].browse(made["lead_new"]).write({"name": "X"}),
            "next_visit": lambda: self.env["crm.visit"]
            .browse(made["next_visit"])
            .write({"start": datetime(2026, 12, 18, 9)}),
            "lead": lambda: self.lead.write(
                {"stage_id": self.stage_in.id, "expected_revenue": 1, "date_deadline": False}
            ),
            "attitude": lambda: (self.role.write({"attitude": "opponent"}),
                                 self.contact.write({"relationship_level": "1"})),
            "profile": lambda: (self.customer.write({"head_count": 1, "main_needs": "Quiet"}),
                                self.contact.write({"interests": "Golf"})),
        }  # fmt: skip
        self.assertEqual(set(touch), set(self.mine.change_ids.mapped("kind")))
        for kind, change_it in touch.items():
            change_it()
            for change in self._of(kind):
                with self.subTest(kind=kind), self.assertRaisesRegex(UserError, self.report.name):
                    change.action_undo()
                self.assertEqual(change.state, "accepted")

    def test_what_was_deleted_cannot_be_undone(self):
        self._tell_everything()
        self._finish()
        self.role.unlink()
        with self.assertRaisesRegex(UserError, "is gone"):
            self._of("met").action_undo()
        self.customer.competitor_ids.unlink()
        with self.assertRaisesRegex(UserError, "is gone"):
            self._of("competitor").action_undo()
