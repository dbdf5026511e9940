from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_crm_lead_gated import GateCommon

COLUMNS = ["name", "type", "team_id/.id", "user_id/.id", "stage_id/.id", "phone", "tag_ids/name"]


@tagged("-at_install", "post_install")
class TestGateImport(GateCommon):
    """A file of opportunities in a later stage: some have their phone number, many have not."""

    def _make_rows(self, held, free=2, stage=None):
        return [
            [
                f"Row {index}",
                "opportunity",
                str(self.team.id),
                str(self.rep.id),
                str((stage or self.stage_in).id),
                "" if index < held else "1",
                "",
            ]
            for index in range(held + free)
        ]

    def _load(self, rows, user=None, **context):
        Lead = self.env["crm.lead"].with_user(user or self.rep).with_context(**context)
        result = Lead.load(COLUMNS[:-1], [row[:-1] for row in rows])
        self._end_transaction()
        return result

    def _import(self, rows, dryrun=False, user=None, **context):
        """As the import screen does it, with a CSV file."""
        lines = [",".join(COLUMNS[:-1]), *(",".join(row[:-1]) for row in rows)]
        options = {"quoting": '"', "separator": ",", "has_headers": True, "encoding": "utf-8"}
        wizard = (
            self.env["base_import.import"]
            .with_user(user or self.rep)
            .with_context(**context)
            .create(
                {
                    "res_model": "crm.lead",
                    "file": "\n".join(lines).encode(),
                    "file_type": "text/csv",
                }
            )
        )
        result = wizard.execute_import(COLUMNS[:-1], COLUMNS[:-1], options, dryrun=dryrun)
        self._end_transaction()
        return result

    def _find(self):
        return self.env["crm.lead"].search([("name", "=like", "Row %")], order="id")

    def test_all_rows_are_reported_at_once(self):
        """More than ten, where Odoo stops; and nothing is brought in."""
        for dryrun in (True, False):
            with self.subTest(dryrun=dryrun):
                before = self._read_rows()
                result = self._import(self._make_rows(held=14), dryrun=dryrun)
                self.assertFalse(result["ids"])
                errors = [m for m in result["messages"] if m["type"] == "error"]
                self.assertEqual([error["record"] for error in errors], list(range(14)))
                self.assertEqual(
                    [error["rows"] for error in errors],
                    [{"from": index, "to": index} for index in range(14)],
                )
                self.assertIn("Row 3 cannot go to In yet", errors[3]["message"])
                self.assertEqual(self._read_rows(), before)

    def test_rows_that_may_come_in(self):
        result = self._import(self._make_rows(held=0, free=3))
        self.assertEqual(len(result["ids"]), 3)
        self.assertEqual(self._find().stage_id, self.stage_in)

    def test_a_record_of_several_rows_is_reported_with_all_of_them(self):
        """Tags on lines of their own belong to the row above."""
        rows = self._make_rows(held=2, free=0)
        fields = [*COLUMNS[:-1], "line_ids/name"]
        data = [
            [*rows[0][:-1], "Hall"],
            ["", "", "", "", "", "", "Crane"],
            [*rows[1][:-1], "Gate"],
        ]
        result = self.env["crm.lead"].with_user(self.rep).load(fields, data)
        self._end_transaction()
        errors = [m for m in result["messages"] if m["type"] == "error"]
        self.assertEqual(
            [error["rows"] for error in errors], [{"from": 0, "to": 1}, {"from": 2, "to": 2}]
        )

    def test_first_stage_when_asked(self):
        result = self._import(self._make_rows(held=12), gate_import="first")
        self.assertEqual(len(result["ids"]), 14)
        leads = self._find()
        self.assertEqual(leads[:12].stage_id, self.stage_above)
        self.assertEqual(leads[12:].stage_id, self.stage_in)
        self.assertIn("Phone is known", "".join(leads[0].message_ids.mapped("body")))

    def test_inherited_by_an_administrator(self):
        result = self._import(
            self._make_rows(held=12), gate_import="inherited", user=self.administrator
        )
        self.assertEqual(len(result["ids"]), 14, result["messages"])
        leads = self._find()
        self.assertEqual(leads.stage_id, self.stage_in)
        waivers = self.env["crm.stage.waiver"].search([("lead_id", "in", leads.ids)])
        self.assertEqual(waivers.lead_id, leads[:12])
        self.assertEqual(set(waivers.mapped("origin")), {"import"})
        self.assertEqual(set(waivers.mapped("state")), {"granted"})
        self.assertEqual(set(waivers.mapped("reason")), {"Import"})
        self.assertEqual(waivers.decided_by_id, self.administrator)
        self.assertEqual(self.gate.waiver_count, 12)
        # once they are in, they obey as all others
        self._create_gate("Next", stage=self.stage_in, kind="statement")
        self._end_transaction()
        self._refused_then_back(lambda: self._move(leads[0], self.stage_best))

    def test_inherited_is_refused_to_everybody_else(self):
        for user in (self.rep, self.leader, self.manager):
            for sudo in (False, True):
                with self.subTest(user=user.login, sudo=sudo):
                    before = self._read_rows()
                    Lead = self.env["crm.lead"].with_user(user).sudo(sudo)
                    rows = [row[:-1] for row in self._make_rows(held=1)]
                    with self.assertRaisesRegex(AccessError, "Only an administrator"):
                        Lead.with_context(gate_import="inherited").load(COLUMNS[:-1], rows)
                    self._end_transaction()
                    self.assertEqual(self._read_rows(), before)

    def test_what_is_updated_is_never_inherited(self):
        """Only what comes in new is; an opportunity that was here obeys as in any other place."""
        fields = [".id", "stage_id/.id"]
        data = [[str(self.lead.id), str(self.stage_in.id)]]
        for mode in ("report", "inherited"):
            before = self._read_rows()
            Lead = self.env["crm.lead"].with_user(self.administrator)
            result = Lead.with_context(gate_import=mode).load(fields, data)
            self._end_transaction()
            self.assertFalse(result["ids"])
            self.assertIn("New hall cannot go to In yet", result["messages"][0]["message"])
            self.assertEqual(self._read_rows(), before)
        result = Lead.with_context(gate_import="first").load(fields, data)
        self._end_transaction()
        self.assertTrue(result["ids"])
        self.assertEqual(self.lead.stage_id, self.stage_above, "it stays where it was")
        self.lead.phone = "1"
        self._end_transaction()
        self.assertTrue(Lead.load(fields, data)["ids"])
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_in)

    def test_an_import_that_breaks_off_leaves_nothing_behind(self):
        """Whoever swallows its error has no leads that nobody judged."""
        before = self._read_rows()
        Base = self.registry["base"]
        load = Base.load

        def break_off(records, fields, data):
            load(records, fields, data)
            raise ValueError("broken off")

        with patch.object(Base, "load", break_off), self.assertRaisesRegex(ValueError, "off"):
            self._load(self._make_rows(held=1))
        self._end_transaction()
        self.assertEqual(self._read_rows(), before)
        self._refused_then_back(lambda: self._move(self.lead, self.stage_in))

    def test_other_errors_are_odoos(self):
        rows = self._make_rows(held=1, free=1)
        rows[1][1] = "neither"
        result = self._load(rows)
        self.assertFalse(result["ids"])
        self.assertFalse(self._find())

    def test_an_unknown_mode_is_the_strict_one(self):
        result = self._load(self._make_rows(held=1), gate_import="anything")
        self.assertFalse(result["ids"])

    def test_leads_moved_before_in_the_same_transaction_are_judged(self):
        """An import in the same transaction does not cover up a move."""

        def move():
            self._move(self.lead, self.stage_in)
            self.env["crm.lead"].with_user(self.rep).load(
                COLUMNS[:-1], [row[:-1] for row in self._make_rows(held=0, free=1)]
            )

        self._refused_then_back(move)
