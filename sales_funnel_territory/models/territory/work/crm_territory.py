from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ....tools.kept_fields import without_defaults

_FIGURES = ("potential", "pipeline", "weighted", "won_this_year")


class CrmTerritory(models.Model):
    """Is this territory fair? Its figures, from tables that are counted each night."""

    _inherit = "crm.territory"

    load_id = fields.Many2one(
        "crm.territory.load", copy=False, readonly=True, ondelete="set null", index="btree_not_null"
    )
    load_state = fields.Selection(related="load_id.load_state")
    load_percent = fields.Float(related="load_id.load_percent")
    workload = fields.Float(related="load_id.workload")
    capacity = fields.Float(related="load_id.capacity")
    fair_from = fields.Float(related="load_id.fair_from")
    fair_to = fields.Float(related="load_id.fair_to")
    customer_count = fields.Integer(related="load_id.customer_count")
    carry_count = fields.Integer(related="load_id.carry_count")
    no_frequency_count = fields.Integer(related="load_id.no_frequency_count")
    no_position_count = fields.Integer(related="load_id.no_position_count")
    class_words = fields.Char(related="load_id.class_words")
    visit_count = fields.Float(related="load_id.visit_count")
    travel_hours = fields.Float(related="load_id.travel_hours")
    counted_on = fields.Datetime(related="load_id.counted_on")
    figures_currency_id = fields.Many2one("res.currency", compute="_compute_figures")
    potential = fields.Monetary(
        "Yearly Potential", compute="_compute_figures", currency_field="figures_currency_id"
    )
    pipeline = fields.Monetary(
        "Open Pipeline", compute="_compute_figures", currency_field="figures_currency_id"
    )
    weighted = fields.Monetary(
        "Weighted Revenue", compute="_compute_figures", currency_field="figures_currency_id"
    )
    won_this_year = fields.Monetary(
        compute="_compute_figures", currency_field="figures_currency_id"
    )

    @api.depends_context("company")
    def _compute_figures(self):
        """Money of the company one works in, with that of all below."""
        rows = self.env["crm.territory.figures"].search(
            Domain("territory_id", "in", self.ids) & Domain("company_id", "=", self.env.company.id)
        )
        known = rows.grouped("territory_id")
        empty = self.env["crm.territory.figures"]
        for territory in self:
            row = known.get(territory._origin, empty)
            territory.figures_currency_id = self.env.company.currency_id
            for name in _FIGURES:
                territory[name] = row[name]

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_counted(vals)
        return super(CrmTerritory, without_defaults(self, ["load_id"])).create(vals_list)

    def write(self, vals):
        self._check_counted(vals)
        return super().write(vals)

    @api.model
    def _check_counted(self, vals):
        if "load_id" in vals and not self.env.su:
            raise AccessError(
                self.env._("The load of a territory is counted and cannot be changed by hand.")
            )

    # ------------------------------------------------------------------ helpers

    def _get_path_ids(self):
        """Return the ids of the territories above, from the top, and its own."""
        return [int(one) for one in self.parent_path.split("/") if one]

    # ------------------------------------------------------------------ actions

    def action_refresh_figures(self):
        """Count workload, capacity and money of all territories anew."""
        self.check_access("write")
        self.env["crm.territory.load"]._refresh()
        # sudo: sums of all companies are written, each company reads its own
        self.env["crm.territory.figures"].sudo()._refresh()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open_customers(self):
        self.ensure_one()
        return self._open_customers(self.env._("Customers of %(zone)s", zone=self.name), [])

    def action_open_no_frequency(self):
        self.ensure_one()
        return self._open_customers(
            self.env._("No Visit Frequency"), [("has_visit_frequency", "=", False)]
        )

    def _open_customers(self, name, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.res_partner_action_customer"
        )
        own = Domain("territory_id", "child_of", self.ids) & Domain("is_sales_customer", "=", True)
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": list(own & Domain(domain)),
            "context": {},
        }

    def action_open_pipeline(self):
        """Open the open opportunities of the territory."""
        return self._open_leads(
            self.env._("Open Pipeline"),
            Domain("won_status", "=", "pending") & Domain("type", "=", "opportunity"),
        )

    def action_open_won(self):
        """Open what was won here this year."""
        today = self.env["crm.lead"]._todays()[self.env.company.id]
        return self._open_leads(
            self.env._("Won This Year"),
            Domain("won_status", "=", "won")
            & Domain("forecast_date", ">=", today.replace(month=1, day=1)),
            "won_territory_id",
        )

    def _open_leads(self, name, domain, place="territory_id"):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "crm.lead",
            "views": [(False, view) for view in ("list", "kanban", "pivot", "form")],
            "domain": list(Domain(place, "child_of", self.ids) & domain),
        }
