from odoo.tests import tagged

from .call_report_loop_story import LoopCommon

FRENCH = "fr_FR"


@tagged("-at_install", "post_install")
class TestChangeWords(LoopCommon):
    """The rep writes in English; Leo, his leader, reads French."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FRENCH)
        cls.gate_trial.with_context(lang=FRENCH).name = "L'essai est convenu"
        cls.budget.with_context(lang=FRENCH).name = "Y a-t-il un budget ?"
        for name in ("main_needs", "head_count"):
            field = cls.env["ir.model.fields"]._get("res.partner", name)
            field.with_context(lang=FRENCH).field_description = f"FR {name}"

    def _labels(self, lang):
        return {
            change.kind: change.label
            for change in self.report.change_ids.with_user(self.leader).with_context(lang=lang)
        }

    def test_what_changes_is_called_in_the_language_of_the_reader(self):
        self._tell_everything()
        self.mine.message_needs = False
        self._finish()
        english, french = self._labels("en_US"), self._labels(FRENCH)
        self.assertEqual(english["gate"], "The trial is agreed")
        self.assertEqual(french["gate"], "L'essai est convenu")
        self.assertEqual(french["scorecard"], "Y a-t-il un budget ?")
        for change in self.report.change_ids.with_context(lang="en_US"):
            self.assertEqual(change.label, change.field_label, change.kind)
        headcount = self.report.change_ids.filtered(lambda one: "head_count" in one.after)
        self.assertEqual(headcount.with_context(lang=FRENCH).label, "FR head_count")

    def test_what_is_gone_keeps_the_name_it_had(self):
        self._tell()
        self._finish_few()
        gate = self.report.change_ids.filtered(lambda one: one.kind == "gate")
        gate.after = {**gate.after, "gate_id": 0}
        self.assertEqual(gate.with_context(lang=FRENCH).label, "The trial is agreed")
        gate.after = False
        self.assertEqual(gate.label, "The trial is agreed")

    def _finish_few(self):
        self.mine.finish([one["id"] for one in self._offer()])

    def test_what_is_put_below_a_text_is_told_alone(self):
        self.customer.decision_model = "The board\nmeets in March"
        self.mine.message_decision = "Vera proposes"
        (offer,) = [one for one in self._offer() if one["kind"] == "profile"]
        self.assertEqual(offer["added"], "Vera proposes")
        self.assertEqual(offer["before"], "The board\nmeets in March")
        self._tell(expected_revenue=400001)
        (amount,) = [one for one in self._offer() if one["label"] == "Expected Revenue"]
        self.assertEqual(amount["added"], "", "another number is not an addition")

    def test_many_changes_are_named_by_as_many_queries_as_few(self):
        self._tell_everything()
        self._finish()
        every = self.report.change_ids
        self.assertGreater(len(every), 10)
        twins = every + every.concat(*(change.sudo().copy() for change in every))
        self.assertEqual(self._count_naming(every), self._count_naming(twins))

    def _count_naming(self, changes):
        changes = changes.browse(changes.ids)  # as a list reads them
        self.env.flush_all()
        changes.mapped("label")  # from now on the labels of fields are known
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        changes.mapped("label")
        return self.cr.sql_log_count - before
