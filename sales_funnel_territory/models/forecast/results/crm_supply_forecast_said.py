from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.asked import read_amount
from .crm_supply_forecast import SAID
from .crm_supply_forecast_number import KINDS


class CrmSupplyForecast(models.Model):
    """Writing a number of the supply forecast says it; emptying it takes it back."""

    _inherit = "crm.supply.forecast"

    can_say_sales = fields.Boolean(compute="_compute_can_say")
    can_say_operations = fields.Boolean(compute="_compute_can_say")
    can_say_finance = fields.Boolean(compute="_compute_can_say")

    @api.depends_context("uid")
    def _compute_can_say(self):
        Number = self.env["crm.supply.forecast.number"]
        for kind in SAID:
            self[f"can_say_{kind}"] = Number._may_say(kind)

    # No super, on purpose: what is written is said, and kept as a row of its own.

    def write(self, vals):  # pylint: disable=method-required-super
        self.check_access("write")
        said = {
            kind: self._read_quantity(vals[f"{kind}_quantity"])
            for kind, _label in KINDS
            if f"{kind}_quantity" in vals
        }
        standing = self._find_said()
        if said.keys() == {"consensus"} and said["consensus"].get("is_withdrawn"):
            self._check_consensus_was_set(standing)
        self.env["crm.supply.forecast.number"].create(
            [
                {**row._get_subject(), "kind": kind, **quantity}
                for row in self
                for kind, quantity in said.items()
                if (row, kind) in standing or not quantity.get("is_withdrawn")
            ]
        )
        self.env.flush_all()
        self.invalidate_model()
        return True

    @api.model
    def _read_quantity(self, value):
        if value is None or value is False:
            return {"quantity": 0, "is_withdrawn": True}
        return {"quantity": read_amount(self.env, value)}

    def _find_said(self):
        """Return {(row, kind)} of the numbers that count: what can be taken back."""
        numbers = self.env["crm.supply.forecast.number"].search(
            [
                ("is_current", "=", True),
                ("is_withdrawn", "=", False),
                ("categ_id", "in", self.categ_id.ids),
                ("month", "in", self.mapped("month")),
            ]
        )
        rows = {tuple(row._get_subject().values()): row for row in self}
        found = {
            (rows.get((one.company_id.id, one.categ_id.id, one.month)), one.kind) for one in numbers
        }
        return {(row, kind) for row, kind in found if row}

    def _check_consensus_was_set(self, standing):
        """Let nobody take back what all three said alike: it would come back at once."""
        for row in self.filtered("consensus_by_id"):
            if (row, "consensus") in standing:
                continue
            told = row.sudo()  # sudo: the names of who said it, whatever company they are of
            raise UserError(
                self.env._(
                    "Nobody set the consensus on %(category)s in %(month)s: sales (%(sales)s), "
                    "operations (%(operations)s) and finance (%(finance)s) said the same. Change "
                    "one of the three, or set another consensus.",
                    category=told.categ_id.display_name,
                    month=self.env["crm.lead"]._month_label(told.month),
                    **{kind: told[f"{kind}_by_id"].name for kind in SAID},
                )
            )
