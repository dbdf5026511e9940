from odoo import api, models
from odoo.tools import SQL


class CrmCustomerAudience(models.Model):
    """Whom a refresh of audiences looks at: partners with their families.

    A *unit* is a company with its contacts (a commercial entity). Its customer is the unit
    itself or, where that is none, the next one above it that is. Who sees a place of a customer
    sees the customer above it, too.
    """

    _inherit = "crm.customer.audience"

    @api.model
    def _find_units(self, partner_ids):
        """Fill ``narrow_unit``: the units looked at, and the customer each belongs to."""
        self.env.cr.execute(
            """CREATE TEMPORARY TABLE IF NOT EXISTS narrow_unit
            (unit_id int PRIMARY KEY, customer_id int) ON COMMIT DROP;
            TRUNCATE narrow_unit"""
        )
        scope = SQL("TRUE")
        if partner_ids is not None:
            scope = SQL("own.id = ANY(%s)", self._find_concerned(partner_ids))
        self.env.cr.execute(
            SQL(
                """INSERT INTO narrow_unit
                WITH RECURSIVE climb AS (
                    SELECT own.id AS unit_id, own.id, own.parent_id,
                        own.is_sales_customer IS TRUE AS found
                    FROM res_partner AS own
                    WHERE own.id = own.commercial_partner_id AND %s
                    UNION ALL
                    SELECT climb.unit_id, head.id, head.parent_id, head.is_sales_customer IS TRUE
                    FROM climb JOIN res_partner AS parent ON parent.id = climb.parent_id
                    JOIN res_partner AS head ON head.id = parent.commercial_partner_id
                    WHERE NOT climb.found
                )
                SELECT unit_id, MAX(id) FILTER (
                    WHERE found AND id NOT IN (SELECT partner_id FROM res_company))
                FROM climb GROUP BY unit_id""",
                scope,
            )
        )
        self.env.cr.execute("ANALYZE narrow_unit")

    @api.model
    def _find_concerned(self, partner_ids):
        """Return the units of these partners, those above them and those below them."""
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE given AS (
                    SELECT DISTINCT commercial_partner_id AS id FROM res_partner
                    WHERE id = ANY(%(ids)s)
                ), above AS (
                    SELECT id FROM given UNION
                    SELECT parent.commercial_partner_id FROM above
                    JOIN res_partner AS own ON own.id = above.id
                    JOIN res_partner AS parent ON parent.id = own.parent_id
                ), below AS (
                    SELECT id FROM given UNION
                    SELECT place.id FROM below
                    JOIN res_partner AS member ON member.commercial_partner_id = below.id
                    JOIN res_partner AS place ON place.parent_id = member.id AND place.is_company
                )
                SELECT id FROM above UNION SELECT id FROM below""",
                ids=list(partner_ids),
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _find_family(self):
        """Return all partners of the customers looked at and of their places: whoever is named
        on a document that lets see them.
        """
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE line AS (%s)
                SELECT DISTINCT member.id FROM line
                JOIN res_partner AS member ON member.commercial_partner_id = line.unit_id""",
                self._line_sql(),
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _line_sql(self):
        """Select (head_id, unit_id): each customer with himself and all units below him."""
        return SQL(
            """SELECT customer_id AS head_id, customer_id AS unit_id FROM narrow_unit
            WHERE unit_id = customer_id
            UNION
            SELECT line.head_id, place.id FROM line
            JOIN res_partner AS member ON member.commercial_partner_id = line.unit_id
            JOIN res_partner AS place ON place.parent_id = member.id AND place.is_company"""
        )
