from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Owners of one territory that can be told apart in the ids of rows.
OWNERS = 4096


class CrmTerritoryMembershipReport(models.Model):
    """Whose customer each one was, day by day: a row for each stay in a territory under one owner.

    A stay is cut where the territory got another owner, or had none. As of any day there is one
    row at most for each customer.
    """

    _name = "crm.territory.membership.report"
    _description = "Customers by Territory"
    _auto = False
    _rec_name = "partner_id"
    _order = "territory_id, partner_id, date_from desc, id"

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    territory_id = fields.Many2one("crm.territory", readonly=True)
    parent_id = fields.Many2one("crm.territory", string="Part Of", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        readonly=True,
        help="Who owned the territory in this time.",
    )
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True, help="The last day; empty: until further notice.")
    as_of = fields.Date(
        compute="_compute_as_of",
        search="_search_as_of",
        help="A day: shows who belonged where on it.",
    )
    is_current = fields.Boolean("Today", compute="_compute_as_of", search="_search_is_current")
    reason = fields.Selection(
        [("rule", "By a Rule"), ("hand", "By Hand")], string="Placed", readonly=True
    )
    class_id = fields.Many2one(
        "crm.customer.class", string="Customer Class", readonly=True, help="The class of today."
    )
    responsible_id = fields.Many2one("res.users", string="Main Responsible Today", readonly=True)
    customer_count = fields.Integer("Customers", readonly=True)
    potential = fields.Monetary(
        "Yearly Potential",
        currency_field="currency_id",
        readonly=True,
        help="By our estimate of today, for the company one works in.",
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_id = fields.Many2one("res.company", string="Territory's Company", readonly=True)

    _depends = {
        "crm.territory": ["parent_id", "company_id"],
        "crm.territory.assignment": ["territory_id", "user_id", "role", "date_from", "date_to"],
        "crm.territory.membership": [
            "partner_id", "territory_id", "date_from", "date_to", "reason"
        ],
        "crm.customer.status": ["class_id"],
        "crm.customer.figures": ["potential"],
        "res.partner": ["user_id", "company_id"],
    }  # fmt: skip

    @property
    def _table_query(self):
        return SQL(
            """SELECT place.id::bigint * %(owners)s + owner.number AS id,
                place.partner_id, place.territory_id, territory.parent_id, owner.user_id,
                GREATEST(place.date_from, owner.date_from) AS date_from,
                NULLIF(LEAST(COALESCE(place.date_to, 'infinity'), owner.date_to), 'infinity')
                    AS date_to,
                place.reason, status.class_id, customer.user_id AS responsible_id,
                1 AS customer_count, COALESCE(figures.potential, 0) AS potential,
                %(currency)s AS currency_id, territory.company_id
            FROM crm_territory_membership AS place
            JOIN crm_territory AS territory ON territory.id = place.territory_id
            JOIN (%(periods)s) AS owner ON owner.territory_id = place.territory_id
                AND owner.date_from <= COALESCE(place.date_to, 'infinity')
                AND owner.date_to >= place.date_from
            JOIN res_partner AS customer ON customer.id = place.partner_id
            LEFT JOIN crm_customer_status AS status ON status.partner_id = place.partner_id
            LEFT JOIN crm_customer_figures AS figures
                ON figures.status_id = status.id AND figures.company_id = %(company)s""",
            owners=OWNERS,
            periods=self._periods_sql(),
            company=self.env.company.id,
            currency=self.env.company.currency_id.id,
        )

    @api.model
    def _periods_sql(self):
        """Select each territory's owners from day to day, and the times without one.

        Together they cover all days: the gap before each owner, and the time after the last.
        """
        return SQL(
            """SELECT period.*,
                row_number() OVER (PARTITION BY territory_id ORDER BY date_from) AS number
            FROM (
                WITH owned AS (
                    SELECT territory_id, user_id, date_from,
                        COALESCE(date_to, 'infinity') AS date_to,
                        lag(date_to + 1, 1, '-infinity'::date) OVER story AS free_from
                    FROM crm_territory_assignment WHERE role = 'owner'
                    WINDOW story AS (PARTITION BY territory_id ORDER BY date_from)
                )
                SELECT territory_id, user_id, date_from, date_to FROM owned
                UNION ALL
                SELECT territory_id, NULL, free_from, date_from - 1 FROM owned
                WHERE free_from < date_from
                UNION ALL
                SELECT territory_id, NULL, MAX(date_to) + 1, 'infinity'
                FROM owned GROUP BY territory_id HAVING MAX(date_to) < 'infinity'
                UNION ALL
                SELECT id, NULL, '-infinity', 'infinity' FROM crm_territory
                WHERE id NOT IN (SELECT territory_id FROM owned)
            ) AS period"""
        )

    # ------------------------------------------------------------------ as of a day

    @api.depends("date_from", "date_to")
    def _compute_as_of(self):
        today = self.env["crm.territory"]._get_today()
        for row in self:
            row.as_of = False  # only searched for
            row.is_current = row.date_from <= today and (not row.date_to or row.date_to >= today)

    @api.model
    def _as_of(self, day):
        """Return the domain of the rows that hold on a day."""
        return Domain("date_from", "<=", day) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )

    @api.model
    def _search_as_of(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._as_of(day) for day in value if isinstance(day, date | str))

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self._as_of(self.env["crm.territory"]._get_today())
        if len(set(value)) > 1:
            return Domain.TRUE
        return today if True in value else ~today

    def action_open_customer(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }
