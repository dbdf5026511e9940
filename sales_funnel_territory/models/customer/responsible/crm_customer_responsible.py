from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ....tools.past_many2one import PastMany2one


class CrmCustomerResponsible(models.Model):
    """Who was the main responsible of a customer, from when to when.

    Rows are written by SQL as a transaction ends, the same statement for one customer and for
    all; only the hand-over note is written by people. Names are those of the day.
    """

    _name = "crm.customer.responsible"
    _description = "Main Responsible of a Customer"
    _order = "date_from desc, id desc"
    _rec_name = "user_name"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    customer_name = fields.Char("Customer's Name Then", readonly=True)
    user_id = PastMany2one("res.users", string="Main Responsible (record)", readonly=True)
    user_name = fields.Char("Main Responsible", readonly=True)
    date_from = fields.Datetime("From", required=True, readonly=True)
    date_to = fields.Datetime("To", readonly=True, help="Empty: responsible now.")
    is_found = fields.Boolean(
        "Found",
        readonly=True,
        help="Found as it was by the nightly check: it may have been so for longer.",
    )
    changed_by_id = PastMany2one("res.users", string="Changed By (record)", readonly=True)
    changed_by_name = fields.Char("Changed By", readonly=True)
    note = fields.Text(
        "Hand-over Note",
        help="What the new main responsible should know: what was promised, who matters, what "
        "comes next.",
    )

    _open_row = models.UniqueIndex("(partner_id) WHERE date_to IS NULL")
    _user_index = models.Index("(user_id, date_from)")

    # ------------------------------------------------------------------ by people: the note

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def write(self, vals):
        if set(vals) - {"note"}:
            raise UserError(self._refusal())
        return super().write(vals)

    def unlink(self):  # pylint: disable=method-required-super
        raise UserError(self._refusal())  # pylint: disable=no-raise-unlink

    @api.model
    def _refusal(self):
        return self.env._(
            "Who was responsible when writes itself and cannot be changed. Change the salesperson "
            "of the customer instead; the hand-over note may be written here."
        )

    # ------------------------------------------------------------------ by SQL: the rows

    @api.model
    def _record(self, noted=None):
        """Bring the rows to what customers' records say now.

        :param noted: {partner id: hand-over note or ``None``}; default: all customers, found
        :return: number of customers whose responsible was another one than recorded
        """
        if noted is not None and not noted:
            return 0
        self.env["res.partner"].flush_model(["user_id", "is_sales_customer", "name"])
        self.env["res.users"].flush_model(["partner_id"])
        scope = SQL("TRUE") if noted is None else SQL("customer.id = ANY(%s)", list(noted))
        closed = self._close_rows(scope)
        opened = self._open_rows(scope, noted)
        self.invalidate_model(flush=False)
        return max(closed, opened)

    @api.model
    def _close_rows(self, scope):
        """End rows of who is responsible no more; rows that lasted no moment go."""
        now = self.env.cr.now()
        self.env.cr.execute(
            SQL(
                """UPDATE crm_customer_responsible AS row SET date_to = %(now)s
                FROM res_partner AS customer
                WHERE row.partner_id = customer.id AND row.date_to IS NULL AND %(scope)s
                  AND (customer.user_id IS DISTINCT FROM row.user_id
                    OR customer.is_sales_customer IS NOT TRUE)""",
                now=now,
                scope=scope,
            )
        )
        closed = self.env.cr.rowcount
        if closed:
            self.env.cr.execute(
                SQL(
                    """DELETE FROM crm_customer_responsible AS row USING res_partner AS customer
                    WHERE row.partner_id = customer.id AND %(scope)s
                      AND row.date_from = %(now)s AND row.date_to = %(now)s""",
                    now=now,
                    scope=scope,
                )
            )
        return closed

    @api.model
    def _open_rows(self, scope, noted):
        notes = {key: value for key, value in (noted or {}).items() if value}
        # of all customers: hashed once, where a first fill would make a join go round in circles
        unrecorded = SQL(
            "customer.id NOT IN (SELECT partner_id FROM crm_customer_responsible"
            " WHERE date_to IS NULL)"
            if noted is None
            else "NOT EXISTS (SELECT FROM crm_customer_responsible AS row"
            " WHERE row.partner_id = customer.id AND row.date_to IS NULL)"
        )
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_customer_responsible (partner_id, customer_name, user_id,
                    user_name, date_from, is_found, changed_by_id, changed_by_name, note)
                SELECT customer.id, customer.name, customer.user_id, person.name, %(now)s,
                    %(found)s, %(uid)s, %(actor)s, told.note
                FROM res_partner AS customer
                JOIN res_users AS account ON account.id = customer.user_id
                JOIN res_partner AS person ON person.id = account.partner_id
                LEFT JOIN unnest(%(keys)s::int[], %(notes)s::text[]) AS told(id, note)
                    ON told.id = customer.id
                WHERE customer.is_sales_customer AND %(scope)s AND %(unrecorded)s
                ON CONFLICT DO NOTHING""",
                now=self.env.cr.now(),
                found=noted is None,
                uid=self.env.uid,
                actor=self.env.user.sudo().name,  # sudo: one's own name, also as portal
                keys=list(notes),
                notes=list(notes.values()),
                scope=scope,
                unrecorded=unrecorded,
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _follow_merge(self, sources):
        """End the rows of partners about to be merged into another: their past stays on."""
        self.env.cr.execute(
            SQL(
                """UPDATE crm_customer_responsible SET date_to = %s
                WHERE partner_id = ANY(%s) AND date_to IS NULL""",
                self.env.cr.now(),
                sources.ids,
            )
        )
