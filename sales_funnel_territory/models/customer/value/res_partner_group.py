from odoo import api, fields, models

from ..res_partner_customer import SALES


class ResPartner(models.Model):
    """A group of companies: what all below a company bought, have open, and who works there."""

    _inherit = "res.partner"

    group_company_count = fields.Integer(
        "Companies of the Group",
        compute="_compute_group_figures",
        groups=SALES,
        help="This company and all companies below it.",
    )
    group_people_count = fields.Integer(
        "People of the Group", compute="_compute_group_figures", groups=SALES
    )
    group_won_12_months = fields.Monetary(
        "Won in 12 Months, Group",
        compute="_compute_group_figures",
        currency_field="figures_currency_id",
        groups=SALES,
        help="By this company and all companies below it, of our company.",
    )
    group_pipeline = fields.Monetary(
        "Open Pipeline, Group",
        compute="_compute_group_figures",
        currency_field="figures_currency_id",
        groups=SALES,
    )

    @api.depends("child_ids", "is_company")
    @api.depends_context("company")
    def _compute_group_figures(self):
        """Read with the reader's rights; only for companies, one form at a time."""
        for partner in self:
            partner.update(partner._prepare_group_figures())

    def _prepare_group_figures(self):
        group = [("id", "child_of", self.ids)]
        counts = dict(self._read_group(group, ["is_company"], ["__count"])) if self.ids else {}
        companies = counts.get(True, 0)
        won, pipeline = self._sum_group_figures() if companies > 1 else (0, 0)
        return {
            "group_company_count": companies if companies > 1 else 0,
            "group_people_count": counts.get(False, 0),
            "group_won_12_months": won,
            "group_pipeline": pipeline,
        }

    def _sum_group_figures(self):
        domain = [
            ("status_id.partner_id", "child_of", self.ids),
            ("company_id", "=", self.env.company.id),
        ]
        wanted = ["won_12_months:sum", "pipeline:sum"]
        return self.env["crm.customer.figures"]._read_group(domain, [], wanted)[0]

    # ------------------------------------------------------------------ actions

    def action_open_group_companies(self):
        return self._open_group(
            self.env._("Companies of %(group)s", group=self.name),
            "res.partner",
            [("id", "child_of", self.ids), ("is_company", "=", True)],
        )

    def action_open_group_people(self):
        return self._open_group(
            self.env._("People of %(group)s", group=self.name),
            "res.partner",
            [("id", "child_of", self.ids), ("is_company", "=", False)],
        )

    def action_open_group_figures(self):
        return self._open_group(
            self.env._("Figures of %(group)s", group=self.name),
            "crm.customer.figures",
            [
                ("partner_id", "child_of", self.ids),
                ("company_id", "=", self.env.company.id),
            ],
        )

    def action_open_group_pipeline(self):
        action = self._open_group(
            self.env._("Open Opportunities of %(group)s", group=self.name),
            "crm.lead",
            [
                ("partner_id", "child_of", self.ids),
                ("type", "=", "opportunity"),
                ("won_status", "=", "pending"),
            ],
        )
        action["context"] = {"default_partner_id": self.id, "default_type": "opportunity"}
        return action

    def _open_group(self, name, model, domain):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": domain,
        }
