from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..res_partner_customer import SALES


class ResPartner(models.Model):
    """Customers claimed by two: another salesperson than the main responsible has an open
    opportunity or a contact there, or two have without any main responsible.
    """

    _inherit = "res.partner"

    is_claimed_by_two = fields.Boolean(
        "Claimed by Two",
        compute="_compute_claims",
        search="_search_is_claimed_by_two",
        groups=SALES,
        help="Besides the main responsible, somebody else has an open opportunity or a contact "
        "of this customer.",
    )
    claimed_by = fields.Char(
        "Also Claimed By",
        compute="_compute_claims",
        groups=SALES,
        help="Who else has open opportunities or contacts of this customer, and how many.",
    )

    @api.depends("user_id", "is_sales_customer")
    def _compute_claims(self):
        claims = self._read_claims()
        for partner in self:
            found = claims.get(partner.id, {})
            everybody = {*found, *partner.user_id.ids}
            partner.is_claimed_by_two = partner.is_sales_customer and len(everybody) > 1
            partner.claimed_by = partner.is_claimed_by_two and self._tell_claims(
                {key: value for key, value in found.items() if key != partner.user_id.id}
            )

    def _read_claims(self):
        """Return {customer id: {user id: [opportunities, contacts, of another company]}}."""
        claims = defaultdict(lambda: defaultdict(lambda: [0, 0, True]))
        rows = self.env.execute_query(
            SQL(
                """SELECT claim.customer_id, claim.user_id,
                    SUM(claim.leads) FILTER (WHERE NOT %(is_foreign)s),
                    SUM(claim.people) FILTER (WHERE NOT %(is_foreign)s), bool_and(%(is_foreign)s)
                FROM (%(claims)s) AS claim WHERE claim.customer_id = ANY(%(ids)s) GROUP BY 1, 2""",
                is_foreign=SQL(
                    "COALESCE(claim.company_id <> ALL(%s), FALSE)", self.env.companies.ids
                ),
                claims=self._claims_sql(),
                ids=self.ids,
            )
        )
        for customer_id, user_id, leads, people, is_foreign in rows:
            claims[customer_id][user_id] = [leads, people, is_foreign]
        return claims

    def _tell_claims(self, claims):
        # sudo: a colleague's name, also of one who has left
        users = {user.id: user.name for user in self.env["res.users"].sudo().browse(claims)}
        return ", ".join(
            self._tell_claim(users[user_id], *claim) for user_id, claim in claims.items()
        )

    def _tell_claim(self, name, leads, people, is_foreign):
        if is_foreign:
            return self.env._("another company")
        if leads and people:
            return self.env._(
                "%(name)s (opportunities: %(leads)s, contacts: %(people)s)",
                name=name,
                leads=leads,
                people=people,
            )
        if leads:
            return self.env._("%(name)s (opportunities: %(leads)s)", name=name, leads=leads)
        return self.env._("%(name)s (contacts: %(people)s)", name=name, people=people)

    @api.model
    def _search_is_claimed_by_two(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = set(value)
        if len(wanted) > 1:
            return Domain.TRUE
        self._flush_claims()
        claimed = Domain.custom(to_sql=self._claimed_sql)
        return claimed if True in wanted else ~claimed

    def _flush_claims(self):
        self.env["crm.lead"].flush_model(["partner_id", "user_id", "active", "type", "won_status"])
        self.env["res.partner"].flush_model(
            ["commercial_partner_id", "user_id", "active", "is_sales_customer"]
        )

    @api.model
    def _claimed_sql(self, _model, alias, _query):
        return SQL(
            """%s IN (SELECT claim.customer_id
                FROM (%s UNION ALL
                    SELECT id, user_id, company_id, 0, 0 FROM res_partner
                    WHERE is_sales_customer AND user_id IS NOT NULL) AS claim
                JOIN res_partner AS claimed ON claimed.id = claim.customer_id
                    AND claimed.is_sales_customer
                GROUP BY claim.customer_id HAVING MIN(claim.user_id) <> MAX(claim.user_id))""",
            SQL.identifier(alias, "id"),
            self._claims_sql(),
        )

    @api.model
    def _claims_sql(self):
        """Return the rows (customer_id, user_id, company_id, leads, people) of who has what."""
        return SQL(
            """SELECT contact.commercial_partner_id AS customer_id, lead.user_id,
                lead.company_id, 1 AS leads, 0 AS people
            FROM crm_lead AS lead JOIN res_partner AS contact ON contact.id = lead.partner_id
            WHERE lead.active AND lead.type = 'opportunity' AND lead.won_status = 'pending'
              AND lead.user_id IS NOT NULL
            UNION ALL
            SELECT commercial_partner_id, user_id, company_id, 0, 1 FROM res_partner
            WHERE active AND user_id IS NOT NULL AND commercial_partner_id <> id"""
        )

    def action_open_claims(self):
        """Open the open opportunities of others with this customer, as far as one may."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Opportunities of Others: %(customer)s", customer=self.name),
            "res_model": "crm.lead",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("partner_id.commercial_partner_id", "=", self.id),
                ("type", "=", "opportunity"),
                ("won_status", "=", "pending"),
                ("user_id", "!=", self.user_id.id),
            ],
        }
