from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, split_every

_BATCH = 1000


class ResPartner(models.Model):
    """Who is proposed as a customer when the app comes into a database that has contacts."""

    _inherit = "res.partner"

    is_customer_candidate = fields.Boolean(
        compute="_compute_is_customer_candidate",
        search="_search_is_customer_candidate",
        groups="sales_team.group_sale_manager",
        help="No customer of our sales yet, although it has an opportunity or a salesperson.",
    )

    def _compute_is_customer_candidate(self):
        candidates = self.filtered_domain([("id", "in", self._search_candidates(self).ids)])
        for partner in self:
            partner.is_customer_candidate = partner in candidates

    @api.model
    def _search_candidates(self, partners):
        return self.search(self._get_customer_candidates() & Domain("id", "in", partners.ids))

    @api.model
    def _search_is_customer_candidate(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        self._check_may_mark()  # Odoo checks the group of a field, but not of one that is searched
        return self._get_customer_candidates()

    @api.model
    def _get_customer_candidates(self):
        """Return the domain of those proposed as customers: companies (and people without one)
        that have a salesperson, or an opportunity of one of their contacts; none of our own.
        """
        self.env["crm.lead"].flush_model(["partner_id", "type"])
        self.env["res.partner"].flush_model(["commercial_partner_id", "user_id"])
        ids = SQL(
            """((SELECT partner.id FROM res_partner AS partner
                WHERE partner.user_id IS NOT NULL AND partner.commercial_partner_id = partner.id
                UNION
                SELECT person.commercial_partner_id FROM crm_lead AS lead
                JOIN res_partner AS person ON person.id = lead.partner_id
                WHERE lead.type = 'opportunity')
                EXCEPT SELECT company.partner_id FROM res_company AS company)"""
        )
        return (
            Domain("is_sales_customer", "!=", True)
            & Domain("partner_share", "=", True)
            & Domain("id", "in", ids)
        )

    def action_make_customers(self):
        """Mark those chosen in the list of candidates as customers."""
        self._check_may_mark()
        # only candidates he may see: what comes from outside is searched with his rights
        chosen = self._search_candidates(self)
        for ids in split_every(_BATCH, chosen.ids):
            # sudo: the mark and the status row are ours, given by whom we have just checked
            self.sudo().browse(ids)._mark_as_customers()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(count)s customers from now on.", count=len(chosen)),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _check_may_mark(self):
        if not (self.env.su or self.env.user.has_group("sales_team.group_sale_manager")):
            raise AccessError(
                self.env._("Customers are marked in bulk by sales administrators. Ask one of them.")
            )
