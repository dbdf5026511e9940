from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ResPartner(models.Model):
    """Whom we call a customer: the company (or person) behind a contact, marked as one.

    What changes with each contact stands in ``crm.customer.status``, never on this row.
    """

    _inherit = "res.partner"

    is_sales_customer = fields.Boolean(
        "Customer",
        default=False,  # known without a query after a creation
        copy=False,
        index=True,
        help="A customer of our sales: has a class, a rhythm of contacts and visits, a place in "
        "our lists. Set by hand, by the first opportunity, or by a confirmed order.",
    )
    customer_status_id = fields.Many2one(
        "crm.customer.status",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    customer_class_id = fields.Many2one(
        related="customer_status_id.class_id", string="Customer Class", readonly=False
    )
    proposed_class_id = fields.Many2one(related="customer_status_id.proposed_class_id")
    last_contact_on = fields.Datetime(related="customer_status_id.last_contact_on")
    last_visit_on = fields.Datetime(related="customer_status_id.last_visit_on")
    next_contact_due = fields.Date(related="customer_status_id.next_contact_due")
    next_visit_due = fields.Date(related="customer_status_id.next_visit_due")

    @api.constrains("is_sales_customer", "parent_id", "is_company")
    def _check_is_sales_customer(self):
        # sudo: whoever moves a contact, and may not know who is a customer
        for partner in self.sudo().filtered("is_sales_customer"):
            if partner.commercial_partner_id != partner and not partner.is_company:
                raise ValidationError(
                    self.env._(
                        "%(person)s is a contact of %(company)s: mark the company as customer.",
                        person=partner.name,
                        company=partner.commercial_partner_id.name,
                    )
                )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        chosen = [
            partner.id
            for partner, vals in zip(partners, vals_list, strict=True)
            if vals.get("is_sales_customer")
        ]
        self.browse(chosen)._ensure_status()
        return partners

    def write(self, vals):
        result = super().write(vals)
        if "is_sales_customer" in vals:
            self._ensure_status() if vals["is_sales_customer"] else self._archive_status()
        return result

    # ------------------------------------------------------------------ becoming a customer

    @api.model
    def _become_customers(self, partner_ids):
        """Mark the customers behind these contacts (a first opportunity, an order), in bulk.

        By SQL: the mark is no change that people should find in a customer's log, and no
        reason for two users to wait for each other.
        """
        if not partner_ids:
            return self.browse()
        self.env["res.partner"].flush_model(["commercial_partner_id", "is_sales_customer"])
        rows = self.env.execute_query(
            SQL(
                """UPDATE res_partner AS customer SET is_sales_customer = TRUE
                FROM res_partner AS contact
                WHERE customer.id = contact.commercial_partner_id AND contact.id = ANY(%s)
                  AND customer.is_sales_customer IS NOT TRUE
                RETURNING customer.id""",
                list(partner_ids),
            )
        )
        # sudo: whoever notes an opportunity makes its customer one
        customers = self.sudo().browse([row[0] for row in rows])
        customers._know_as_customers()
        return customers

    def _mark_as_customers(self):
        """Mark these partners as customers, by SQL as above."""
        if not self:
            return
        self.env.cr.execute(
            SQL("UPDATE res_partner SET is_sales_customer = TRUE WHERE id = ANY(%s)", self.ids)
        )
        self._know_as_customers()

    def _know_as_customers(self):
        if self:
            self.invalidate_recordset(["is_sales_customer"], flush=False)
            self._ensure_status()

    def _ensure_status(self):
        """Give each of these customers its status row, the former one if there is one."""
        if not self:
            return
        # sudo: the row belongs to the customer, whoever makes him one
        Status = self.env["crm.customer.status"].sudo().with_context(active_test=False)
        former = Status.search([("partner_id", "in", self.ids)])
        former.filtered(lambda status: not status.active).active = True
        new = Status.create([{"partner_id": one.id} for one in self - former.partner_id])
        self._link_statuses(former | new)

    @api.model
    def _link_statuses(self, statuses):
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner SET customer_status_id = status.id
                FROM crm_customer_status AS status
                WHERE status.partner_id = res_partner.id AND status.id = ANY(%s)
                  AND res_partner.customer_status_id IS DISTINCT FROM status.id""",
                statuses.ids,
            )
        )
        statuses.partner_id.invalidate_recordset(["customer_status_id"], flush=False)

    def _archive_status(self):
        # sudo: as above
        self.sudo().customer_status_id.active = False

    def _hand_on_customer(self, owner, status):
        """These partners are merged into the owner of their status: he is the customer now."""
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner SET is_sales_customer = (id = %(owner)s AND %(active)s),
                    customer_status_id = CASE WHEN id = %(owner)s THEN %(status)s END
                WHERE id = ANY(%(all)s)""",
                owner=owner.id,
                active=status.active,
                status=status.id,
                all=(self | owner).ids,
            )
        )
        names = ["is_sales_customer", "customer_status_id"]
        (self | owner).invalidate_recordset(names, flush=False)
