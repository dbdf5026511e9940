from odoo import api, fields, models
from odoo.exceptions import UserError

from ....planning.similar_names import Identity, match
from ....tools.match_keys import COLUMNS
from ..res_partner_customer import SALES

_SHOWN = 5


class ResPartner(models.Model):
    """Said before a company is entered twice: who it may be, and why."""

    _inherit = "res.partner"

    likely_duplicates = fields.Json(
        compute="_compute_likely_duplicates",
        groups=SALES,
        exportable=False,
        help="Companies and customers that may be the same as this one, and why: name, VAT or "
        "registry number, phone, web domain.",
    )

    @api.depends(*COLUMNS, "is_company", "is_sales_customer", "parent_id")
    @api.depends_context("uid")
    def _compute_likely_duplicates(self):
        for partner in self:
            is_compared = partner.is_company or partner.is_sales_customer
            partner.likely_duplicates = partner._prepare_duplicates() if is_compared else []

    def _prepare_duplicates(self):
        """Return what is shown of the likeliest ones, those first that are surest."""
        typed = Identity(*(self[name] or "" for name in COLUMNS))
        found = []
        for row in self._find_lookalikes():
            why = match(typed, Identity(*(row[name] or "" for name in COLUMNS)))
            if why.reasons:
                found.append((why, row))
        found.sort(key=lambda one: (-one[0].score, one[1]["id"]))
        return [self._prepare_duplicate(why, row) for why, row in found[:_SHOWN]]

    @api.model
    def _prepare_duplicate(self, why, row):
        """Return a line; of those the user may not open, name and responsible only."""
        line = {"name": row["name"], "responsible": row["responsible"] or "", "id": False}
        if not row["is_open"]:
            return line
        return {
            **line,
            "id": row["id"],
            "city": row["city"] or "",
            "is_archived": not row["active"],
            "reasons": [self._get_match_reasons()[reason] for reason in why.reasons],
        }

    def action_merge_duplicates(self):
        """Open Odoo's own merge with this one and the likely ones that may be opened."""
        self.ensure_one()
        others = [line["id"] for line in self.likely_duplicates or [] if line["id"]]
        if not others:
            raise UserError(
                self.env._(
                    "None of the likely duplicates of %(customer)s may be opened by you. Ask a "
                    "colleague who may.",
                    customer=self.name,
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("base.action_partner_merge")
        context = {"active_model": self._name, "active_ids": [self.id, *others]}
        return {**action, "context": context}

    @api.model
    def _get_match_reasons(self):
        return {
            "vat": self.env._("same tax ID"),
            "registry": self.env._("same registry number"),
            "name": self.env._("same name"),
            "similar": self.env._("similar name"),
            "phone": self.env._("same phone"),
            "domain": self.env._("same web domain"),
        }
