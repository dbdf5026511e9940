from odoo import api, fields, models


class CrmTerritoryLoad(models.Model):
    """Workload and capacity of a territory with all below it: one row for each, no money.

    A table of its own: counted each night and on demand, by set SQL, with nobody's log.
    """

    _name = "crm.territory.load"
    _inherit = ["crm.load.mixin"]
    _description = "Load of a Territory"
    _rec_name = "territory_id"
    _order = "load_percent desc, id"
    _log_access = False

    territory_id = fields.Many2one(
        "crm.territory", required=True, readonly=True, index=True, ondelete="cascade"
    )
    parent_id = fields.Many2one(related="territory_id.parent_id", string="Part Of")
    user_id = fields.Many2one(related="territory_id.user_id", string="Owner")
    company_id = fields.Many2one(related="territory_id.company_id")
    is_zone = fields.Boolean("Zone", readonly=True)
    people_count = fields.Integer(
        "People", readonly=True, help="Owners and specialists of the next 12 months."
    )
    visit_count = fields.Float("Visits a Year", readonly=True, digits=(16, 0))
    visit_hours = fields.Float("At Customers (h)", readonly=True, digits=(16, 1))
    travel_hours = fields.Float("On the Road (h)", readonly=True, digits=(16, 1))
    no_frequency_count = fields.Integer(
        "No Visit Frequency",
        readonly=True,
        help="Customers who are never due for a visit, as neither they nor their class have a "
        "visit frequency: no work is counted for them.",
    )
    no_position_count = fields.Integer(
        "No Position",
        readonly=True,
        help="Customers who are not on the map: the way to them is taken to be as long as to the "
        "others.",
    )
    class_counts = fields.Json("Customers by Class", readonly=True)
    class_words = fields.Char("By Class", compute="_compute_class_words")

    _territory_unique = models.Constraint(
        "UNIQUE(territory_id)", "There is one row for each territory."
    )

    @api.depends("class_counts")
    def _compute_class_words(self):
        classes = self.env["crm.customer.class"].with_context(active_test=False).search([])
        for row in self:
            counts = row.class_counts or {}
            words = [
                f"{one.code} {counts[str(one.id)]}" for one in classes if counts.get(str(one.id))
            ]
            if counts.get("0"):
                words.append(self.env._("none %(count)s", count=counts["0"]))
            row.class_words = " · ".join(words)

    # ------------------------------------------------------------------ actions

    def action_open_territory(self):
        self.ensure_one()
        return self.territory_id._get_records_action()

    def action_open_no_frequency(self):
        return self.territory_id.action_open_no_frequency()

    @api.model
    def action_refresh(self, *_args):
        """Count all of it anew (the button stands above the list, whatever is chosen in it)."""
        return self.env["crm.territory"].action_refresh_figures()
