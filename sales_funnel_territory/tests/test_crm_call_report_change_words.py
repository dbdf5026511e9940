from odoo.tests import tagged

from ..models.visit.report.loop.values import in_words
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

        cls.stage_best.with_context(lang=FRENCH).name = "Les meilleures"
        cls.signal.with_context(lang=FRENCH).name = "Construit une halle"
        cls._translate("crm.buying.role", "attitude", "friendly", "Bienveillant")
        cls._translate("crm.buying.role", "role", "economic", "Décideur")
        cls._translate("crm.scorecard.answer", "level", "yes", "Oui")

    @classmethod
    def _translate(cls, model, name, value, label):
        field = cls.env["ir.model.fields"]._get(model, name)
        choice = field.selection_ids.filtered(lambda one: one.value == value)
        choice.with_context(lang=FRENCH).name = label
        cls.env.registry.clear_cache("stable")

    def _read(self, lang):
        """Return {(kind, field): what Leo reads of it: record, before, after}."""
        self.env.invalidate_all()
        changes = self.report.change_ids.with_user(self.leader).with_context(lang=lang)
        return {
            (one.kind, name): (one.record_label, one.before_label or "", one.after_label or "")
            for one in changes
            for name in one.after
        }

    def test_values_are_told_in_the_language_of_the_reader(self):
        self._tell_everything()
        self._finish()
        told = self._read(FRENCH)
        role = "Vera Buyer (Décideur)"
        self.assertEqual(told["attitude", "attitude"][::2], (role, "Bienveillant"))
        self.assertEqual(told["met", "met_on"], (role, "", "08/12/2026"))
        self.assertEqual(told["lead", "stage_id"][2], "Les meilleures")
        self.assertEqual(told["lead", "date_deadline"][1:], ("31/03/2027", "28/02/2027"))
        self.assertEqual(told["scorecard", "level"][2], "Oui – 60,000 approved")
        self.assertEqual(told["urgency", "signal_id"][2], "Construit une halle")
        self.assertEqual(told["next_visit", "partner_id"][2], "18/12/2026 – Show the trial")
        self.assertRegex(told["lead", "expected_revenue"][2], r"55\s000,00")
        self.assertRegex(told["lead_new", "name"][2], r"Second line – .*9\s000,00")
        english = self._read("en_US")
        self.assertEqual(english["lead", "stage_id"][1:], ("In", "Best Few"))
        self.assertEqual(english["attitude", "attitude"][0], "Vera Buyer (Economic Buyer)")

    def test_what_the_writer_reads_is_what_was_kept(self):
        self._tell_everything()
        self._finish()
        self.env.invalidate_all()
        for change in self.report.change_ids.with_context(lang="en_US"):
            kept = (change.record_name, change.before_text or "", change.after_text or "")
            told = (change.record_label, change.before_label or "", change.after_label or "")
            self.assertEqual(told, kept, change.kind)

    def test_values_of_what_is_gone_are_told_as_they_were(self):
        self._tell(expected_revenue=55000)
        self._finish()
        self.role.unlink()
        amount = self._of("lead").filtered(lambda one: "expected_revenue" in one.after)
        self.env.cr.execute(
            "UPDATE crm_call_report_change SET res_id = 0 WHERE id = %s", amount.ids
        )
        told = self._read(FRENCH)
        self.assertEqual(told["lead", "expected_revenue"][2], amount.after_text)
        self.assertEqual(told["met", "met_on"], (self._of("met").record_name, "", "12/08/2026"))
        # kept by an earlier version, or erased: the texts alone
        self.env.cr.execute("UPDATE crm_call_report_change SET before = NULL, after = NULL")
        self.env.invalidate_all()
        for change in self.report.change_ids.with_context(lang=FRENCH):
            self.assertEqual(change.after_label or "", change.after_text or "", change.kind)

    def test_of_several_fields_the_kind_says_which_is_told(self):
        met = self.env["crm.call.report.change.kind.met"]
        values = {"met_by_id": self.rep.id, "met_on": "2026-12-08"}
        (change,) = met._prepare_field(self.role, values)
        self.assertEqual((change["field_label"], change["after_text"]), ("Met On", "12/08/2026"))
        with self.assertRaisesRegex(ValueError, "_kind_shown"):
            self.env["crm.call.report.change.kind.lead"]._prepare_field(self.role, values)

    def test_yes_and_no(self):
        words = [in_words(self.lead, "active", value) for value in (True, False)]
        self.assertEqual(words, ["Yes", "No"])

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
        self._name(changes)  # from now on the labels of fields are known
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._name(changes)
        return self.cr.sql_log_count - before

    def _name(self, changes):
        for name in ("label", "record_label", "before_label", "after_label"):
            changes.mapped(name)
