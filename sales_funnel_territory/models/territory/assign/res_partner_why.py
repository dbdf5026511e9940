from odoo import api, fields, models
from odoo.tools import format_date

from ...customer.res_partner_customer import SALES


class ResPartner(models.Model):
    """Why a customer belongs to his territory, in a sentence."""

    _inherit = "res.partner"

    territory_why = fields.Char(
        "Why There", compute="_compute_territory_why", compute_sudo=True, groups=SALES
    )
    territory_claim_ids = fields.One2many(
        "crm.territory.claim", "partner_id", string="Claimed by Zones", groups=SALES
    )
    territory_claims = fields.Char(
        "Claimed By", compute="_compute_territory_claims", compute_sudo=True, groups=SALES
    )

    @api.depends("territory_id", "territory_locked", "membership_ids.rule_id")
    @api.depends_context("lang")
    def _compute_territory_why(self):
        """Read with all rights: the sentence names rule and zone, whosever they are."""
        open_rows = self.env["crm.territory.membership"].search(
            [("partner_id", "in", self.ids), ("date_to", "=", False)]
        )
        places = {row.partner_id.id: row for row in open_rows}
        for partner in self:
            partner.territory_why = partner._tell_why(places.get(partner.id))

    def _tell_why(self, place):
        if not self.is_sales_customer:
            return self.territory_id and self.env._("Follows the customer")
        if not place:
            return self._tell_why_nowhere()
        if place.reason == "hand":
            return self.env._(
                "By hand, by %(person)s on %(day)s",
                person=place.write_uid.name,
                day=format_date(self.env, place.write_date.date()),
            )
        if not place.rule_id:
            return self.env._("By a rule that is there no more")
        return self.env._(
            "%(facts)s, rule %(number)s of %(territory)s",
            facts=", ".join(place.rule_id._tell_facts(self)) or self.env._("All criteria"),
            number=place.rule_id.number,
            territory=place.territory_id.name,
        )

    def _tell_why_nowhere(self):
        if not self.partner_latitude and not self.partner_longitude:
            return self.env._("No rule fits; the customer has no position on the map")
        return self.env._("No rule fits, and no drawn area holds the customer")

    @api.depends("territory_claim_ids")
    @api.depends_context("lang")
    def _compute_territory_claims(self):
        for partner in self:
            partner.territory_claims = ", ".join(
                self.env._(
                    "%(territory)s (rule %(number)s)",
                    territory=claim.territory_id.name,
                    number=claim.rule_id.number,
                )
                for claim in partner.territory_claim_ids
            )

    def action_unlock_territory(self):
        """Let the rules decide again."""
        self.territory_locked = False

    def action_open_territory_change(self):
        """Open the dialog that puts these customers into another territory."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change Territory"),
            "res_model": "crm.customer.territory.change",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_partner_ids": self.ids},
        }
