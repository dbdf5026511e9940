from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, ormcache

from ....tools.precommit import collected

LEADER = "sales_funnel_territory.group_team_leader"
PARAMETER = "sales_funnel_territory.narrow_view"
_NOTED = "sales_funnel_territory.narrow_view"
_SEEN = "sales_funnel_territory.audiences_seen"

# Ids of audiences and of customers seen besides, as arrays of PostgreSQL; the number of the latter.
Seen = namedtuple("Seen", ("audiences", "customers", "count"))


class CrmCustomerAudience(models.Model):
    """Who may see a customer, said once for all customers of whom the same holds.

    A customer and his people point to one audience, which they share with all others of the same
    territory and main responsible; the rule of the narrow view follows it to whoever looks. Who
    sees a customer besides, by documents that name him, is said of that customer alone. So the
    tables stay small, whatever the number of customers and people. All the rest of the address
    book has no audience, which is everybody's.
    """

    _name = "crm.customer.audience"
    _description = "Who May See Customers"
    _order = "id"
    _rec_name = "id"

    territory_id = fields.Many2one("crm.territory", readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users", string="Main Responsible", readonly=True, index=True, ondelete="cascade"
    )
    access_ids = fields.One2many("crm.customer.access", "audience_id", string="Who and Why")

    _shared_unique = models.UniqueIndex("(COALESCE(territory_id, 0), COALESCE(user_id, 0))")

    # ------------------------------------------------------------------ on or off

    @api.model
    def _is_narrow(self):
        """Tell whether the narrow view is on; asked with each write, so without a query."""
        # sudo: a setting for everybody
        return bool(self.env["ir.config_parameter"].sudo().get_param(PARAMETER))

    # ------------------------------------------------------------------ kept current

    @api.model
    def _note(self, partner_ids):
        """Remember partners of whom others may have to be seen; settled once, as the transaction
        ends.

        :param partner_ids: ids; ``None`` among them stands for all
        """
        if not partner_ids or not self._is_narrow():
            return
        noted = collected(self.env.cr, _NOTED, self.sudo().browse()._settle)
        noted.update(partner_ids)

    def _settle(self):
        noted = self.env.cr.precommit.data.pop(_NOTED, set())
        if noted:
            self._refresh_safely(None if None in noted else list(filter(None, noted)))

    @api.model
    def _note_territories(self, territories):
        """Remember the customers of these territories and of those below."""
        if not territories or not self._is_narrow():
            return
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT customer.id FROM crm_territory AS changed
                JOIN crm_territory AS below
                    ON starts_with(below.parent_path, changed.parent_path)
                JOIN res_partner AS customer ON customer.territory_id = below.id
                WHERE changed.id = ANY(%s)""",
                territories.ids,
            )
        )
        self._note([row[0] for row in rows])

    # ------------------------------------------------------------------ documents

    @api.model
    def _note_documents(self, source, documents):
        """Remember whom these documents name."""
        # sudo: ids only; who writes a document need not see the customer it leaves
        self._note(source._get_partner_ids(documents.sudo()))

    @api.model
    def _check_named(self, partner_ids):
        """Refuse that somebody names a customer whom he does not see: it would show him."""
        if self.env.su or not partner_ids or not self.env.user._is_narrowed():
            return
        # sudo: this asks for the narrow view alone; it is that of the user all the same
        partners = self.env["res.partner"].sudo().browse(partner_ids)
        if not all(partners.mapped("is_in_view")):
            raise AccessError(
                self.env._(
                    "This names a customer whom you do not see. “Who Looks After …?” tells who "
                    "does: ask him."
                )
            )

    @api.model
    @ormcache()
    def _get_document_models(self):
        """Return {model: its source}; asked with each write of a thread."""
        sources = self.env["crm.customer.access.source"]._get_sources()
        return {
            source._document_model: source._name for source in sources if source._document_fields
        }

    # ------------------------------------------------------------------ whoever looks

    @api.model
    def _get_seen(self):
        """Return the audiences that the user belongs to today, and the customers he sees besides.

        Asked once a transaction: with the ids at hand PostgreSQL knows how few customers they
        are, which it cannot know of a subquery, and takes the index. They stay in the words of
        PostgreSQL: nobody here reads thousands of numbers to write them again.
        """
        seen = self.env.cr.cache.setdefault(_SEEN, {})
        key = (self.env.uid, fields.Date.context_today(self))
        if key not in seen:
            query = SQL(
                """SELECT array_agg(audience_id) FILTER (WHERE audience_id IS NOT NULL)::text,
                    array_agg(partner_id) FILTER (WHERE partner_id IS NOT NULL)::text,
                    COUNT(partner_id)
                FROM (%s) AS row""",
                self._seen_sql(*key),
            )
            seen[key] = Seen(*self.env.execute_query(query)[0])
        return seen[key]

    @api.model
    def _forget_seen(self):
        self.env.cr.cache.pop(_SEEN, None)

    @api.model
    def _seen_sql(self, uid, today):
        """Leaders look with the eyes of their teams, and see whose opportunities in their teams
        nobody works on.
        """
        conditions = [SQL("row.user_id = %s", uid)]
        if self.env.user.has_group(LEADER):
            led = SQL("SELECT team_id FROM crm_team_leader_rel WHERE user_id = %s", uid)
            team = SQL("SELECT id FROM res_users WHERE sale_team_id IN (%s)", led)
            conditions += [SQL("row.user_id IN (%s)", team), SQL("row.team_id IN (%s)", led)]
        return SQL(" UNION ").join(
            SQL(
                """SELECT row.audience_id, row.partner_id FROM crm_customer_access AS row
                WHERE %s AND row.date_from <= %s AND row.date_to >= %s""",
                condition,
                today,
                today,
            )
            for condition in conditions
        )
