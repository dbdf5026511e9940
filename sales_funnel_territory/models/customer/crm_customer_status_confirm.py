from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class CrmCustomerStatus(models.Model):
    """A person confirms the class; who and when is kept, with all classes before."""

    _inherit = "crm.customer.status"

    is_class_to_review = fields.Boolean(
        "Class to Review",
        compute="_compute_is_class_to_review",
        search="_search_is_class_to_review",
        help="The rules propose another class than the confirmed one.",
    )
    proposal_reasons = fields.Text(
        "Reasons",
        compute="_compute_proposal_reasons",
        help="The rules that gave points to the proposed class.",
    )
    class_change_ids = fields.One2many(
        "crm.customer.class.change", "status_id", string="Classes So Far", readonly=True
    )

    # ------------------------------------------------------------------ computes

    @api.depends("class_id", "proposed_class_id")
    def _compute_is_class_to_review(self):
        for status in self:
            proposed = status.proposed_class_id
            status.is_class_to_review = bool(proposed) and proposed != status.class_id

    def _search_is_class_to_review(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%(proposed)s IS NOT NULL AND %(proposed)s IS DISTINCT FROM %(confirmed)s)",
                proposed=model._field_to_sql(alias, "proposed_class_id", query),
                confirmed=model._field_to_sql(alias, "class_id", query),
            )
        )

    @api.depends("proposal_rule_ids")
    @api.depends_context("lang")
    def _compute_proposal_reasons(self):
        ids = {rule_id for status in self for rule_id in status.proposal_rule_ids or ()}
        rules = self.env["crm.customer.class.rule"].browse(ids).exists()
        words = {rule.id: f"{rule.name} ({rule.points:+g})" for rule in rules}
        for status in self:
            named = [words[one] for one in status.proposal_rule_ids or () if one in words]
            status.proposal_reasons = "; ".join(named) or self.env._("No rule gave points.")

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        statuses = super().create(vals_list)
        statuses.filtered("class_id")._record_class({})
        return statuses

    def write(self, vals):
        # what a merge takes over was confirmed before, by somebody else
        is_taken_over = self.env.su and "class_confirmed_on" in vals
        if "class_id" not in vals or is_taken_over:
            return super().write(vals)
        before = {status: status.class_id for status in self}
        result = super().write(vals)
        self.filtered(lambda one: one.class_id != before[one])._record_class(before)
        return result

    def _record_class(self, before):
        """Keep who gave the customers their class, and which one they had before."""
        if not self:
            return
        now, user = self.env.cr.now(), self.env.user
        stamp = {"class_confirmed_on": now, "class_confirmed_by_id": user.id}
        # sudo: the record of a change that was allowed; nobody writes it by hand
        self.sudo().write(stamp)
        self.env["crm.customer.class.change"].sudo().create(
            [
                {
                    "status_id": status.id,
                    "before_id": before[status].id if status in before else False,
                    "after_id": status.class_id.id,
                    "proposed_id": status.proposed_class_id.id,
                    "changed_on": now,
                    "changed_by_id": user.id,
                }
                for status in self
            ]
        )

    # ------------------------------------------------------------------ actions

    def action_confirm_proposed(self):
        """Confirm the proposed class of these customers, one or many."""
        due = self.filtered("is_class_to_review")
        if not due:
            raise UserError(
                self.env._("Nothing to confirm: no other class is proposed for these customers.")
            )
        for proposed, statuses in due.grouped("proposed_class_id").items():
            statuses.class_id = proposed
        return True

    def action_open_customer(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }
