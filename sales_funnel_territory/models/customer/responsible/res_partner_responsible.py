from odoo import api, fields, models
from odoo.fields import Domain

from ....tools.precommit import collected
from ..res_partner_customer import SALES

_NOTED = "sales_funnel_territory.responsibles"


class ResPartner(models.Model):
    """The main responsible is the customer's salesperson; his people follow him."""

    _inherit = "res.partner"

    responsible_ids = fields.One2many(
        "crm.customer.responsible", "partner_id", string="Main Responsible So Far", groups=SALES
    )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        customers = [
            partner.id
            for partner, vals in zip(partners, vals_list, strict=True)
            if vals.get("is_sales_customer")
        ]
        self.browse(customers)._note_responsible()
        return partners

    def write(self, vals):
        if "user_id" not in vals:
            return super().write(vals)
        # sudo: whether it is a customer, also for who is not in sales
        customers = self.sudo().filtered("is_sales_customer").with_env(self.env)
        people = self.browse()
        if not self.env.context.get("people_stay"):
            people = customers._find_followers(vals["user_id"])
        result = super().write(vals)
        if people:
            people.write({"user_id": vals["user_id"]})
        customers._note_responsible()
        return result

    def _ensure_status(self):
        result = super()._ensure_status()
        self._note_responsible()
        return result

    def _archive_status(self):
        result = super()._archive_status()
        self._note_responsible()
        return result

    # ------------------------------------------------------------------ people follow

    def _find_followers(self, user_id):
        """Return the people of these customers who follow a change of the main responsible:
        those whose salesperson is the present one, or nobody. Whoever was given another
        salesperson by hand keeps him.
        """
        former = {
            user: customers
            for user, customers in self.grouped("user_id").items()
            if user.id != (user_id or False)
        }
        if not former:
            return self.browse()
        domain = Domain.OR(
            Domain("commercial_partner_id", "in", customers.ids)
            & Domain("user_id", "in", [user.id, False] if user_id else user.ids)
            for user, customers in former.items()
        )
        domain &= Domain("is_company", "=", False)
        # sudo: who may give a customer another responsible gives him his people, too
        Partner = self.sudo().with_context(active_test=False)
        people = Partner.search(domain & Domain("id", "not in", self.ids))
        return people.with_context(active_test=True)

    # ------------------------------------------------------------------ history

    def _note_responsible(self):
        """Remember these customers; one statement records them as the transaction ends."""
        if not self:
            return
        noted = collected(self.env.cr, _NOTED, self.browse()._record_responsibles, dict)
        note = self.env.context.get("handover_note")
        noted.update(dict.fromkeys(self.ids, note))

    def _record_responsibles(self):
        noted = self.env.cr.precommit.data.pop(_NOTED, {})
        self.env["crm.customer.responsible"]._record(noted)

    # ------------------------------------------------------------------ actions

    def action_open_responsible_change(self):
        """Open the dialog that gives these customers to another main responsible."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change Main Responsible"),
            "res_model": "crm.customer.responsible.change",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_partner_ids": self.ids},
        }
