from odoo import api, fields, models
from odoo.tools import SQL

from ....tools.precommit import collected
from .crm_profile_template import FIELD_GROUPS
from .res_partner import AMOUNTS, SALES

_NOTED = "sales_funnel_territory.profiles"
_NAMED = 4
# whose people, or which template: what decides it besides the fields that count
_BELONGING = frozenset(("parent_id", "active", "is_company"))
_STRUCTURE = _BELONGING | {"industry_id"}


def _status(path, field_type, **attributes):
    """Return a field that shows one of the customer's status to people in sales."""
    return field_type(related=f"customer_status_id.{path}", groups=SALES, **attributes)


class ResPartner(models.Model):
    """How complete and fresh the profile is, measured as a transaction that touches it ends."""

    _inherit = "res.partner"

    profile_template_id = _status("profile_template_id", fields.Many2one, string="Profile Template")
    profile_completeness = _status(
        "profile_completeness", fields.Integer, string="Profile (%)", aggregator="avg"
    )
    profile_confirmed_on = _status("profile_confirmed_on", fields.Date)
    profile_due_on = _status("profile_due_on", fields.Date)
    profile_age_days = _status("profile_age_days", fields.Integer, string="Confirmed (Days Ago)")
    is_profile_due = _status("is_profile_due", fields.Boolean, string="Profile Due")
    profile_sheet = fields.Json(
        compute="_compute_profile_sheet",
        groups=SALES,
        help="The parts of the profile: what is missing, when it was confirmed and by whom.",
    )
    profile_missing = fields.Char(
        "What Is Missing", compute="_compute_profile_missing", groups=SALES
    )

    # ------------------------------------------------------------------ computes

    @api.depends(
        "customer_status_id.profile_missing_ids",
        "customer_status_id.profile_template_id",
        "customer_status_id.profile_confirmation_ids.confirmed_on",
    )
    @api.depends_context("lang", "uid")
    def _compute_profile_sheet(self):
        sheet = self.customer_status_id._get_profile_sheet()
        for partner in self:
            status = partner.customer_status_id
            partner.profile_sheet = {
                "parts": sheet.get(status, []),
                "completeness": status.profile_completeness,
                "may_confirm": bool(status) and status.has_access("write"),
            }

    @api.depends("profile_sheet")
    def _compute_profile_missing(self):
        for partner in self:
            parts = partner.profile_sheet["parts"]
            labels = [one["label"] for part in parts for one in part["missing"]]
            partner.profile_missing = self._shorten(labels)

    @api.model
    def _shorten(self, labels):
        """Return the first of these in words, and how many more there are."""
        named = ", ".join(labels[:_NAMED])
        if len(labels) <= _NAMED:
            return named
        return self.env._("%(named)s and %(count)s more", named=named, count=len(labels) - _NAMED)

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        for partner, vals in zip(partners, vals_list, strict=True):
            if vals.get("parent_id") or vals.get("is_sales_customer"):
                partner._note_profile(*vals)
            if any(vals.get(name) for name in AMOUNTS):
                partner._set_profile_currency()
        return partners

    def write(self, vals):
        if not _BELONGING.isdisjoint(vals):
            self.commercial_partner_id._note_profile()
        result = super().write(vals)
        watched = self.env["crm.profile.template"]._get_watched()
        names = vals.keys() & (watched.keys() | _STRUCTURE)
        if names:
            self._note_profile(*names)
        if any(vals.get(name) for name in AMOUNTS):
            self._set_profile_currency()
        return result

    def unlink(self):
        (self.commercial_partner_id - self)._note_profile()
        return super().unlink()

    def web_read(self, specification):
        # a form reads what it has just saved, before the transaction ends
        if _NOTED in self.env.cr.precommit.data:
            self._settle_profiles()
        return super().web_read(specification)

    # ------------------------------------------------------------------ measuring

    def _note_profile(self, *names):
        """Remember these contacts, to measure their customers' profiles as a transaction ends.

        :param names: the fields that somebody has filled; parts complete with them are confirmed
        """
        if not self:
            return
        watched = self.env["crm.profile.template"]._get_watched()
        groups = {group for name in names for group in watched.get(name, ())}
        settle = self.env["res.partner"]._settle_profiles
        noted = collected(self.env.cr, _NOTED, settle, dict)
        for partner_id in self.ids:
            noted.setdefault(partner_id, set()).update(groups)

    @api.model
    def _settle_profiles(self):
        noted = self.env.cr.precommit.data.pop(_NOTED, {})
        if not noted:
            return
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT status.id, contact.id, EXISTS (SELECT FROM mail_activity AS request
                    WHERE request.profile_status_id = status.id AND request.active)
                FROM res_partner AS contact
                JOIN crm_customer_status AS status
                    ON status.partner_id = contact.commercial_partner_id AND status.active
                WHERE contact.id = ANY(%s)""",
                list(noted),
            )
        )
        touched = {(status_id, group) for status_id, one, _asked in rows for group in noted[one]}
        # sudo: measured for everybody, whoever changed the profile
        statuses = self.env["crm.customer.status"].sudo().browse({row[0] for row in rows})
        statuses._settle_profiles(touched, asked=[row[0] for row in rows if row[2]])

    # ------------------------------------------------------------------ actions

    def action_confirm_profile(self, groups=None):
        """Note that parts of the profile are still right; all of them by default."""
        statuses = self.customer_status_id
        statuses.check_access("write")
        known = {key for key, _label in FIELD_GROUPS}
        chosen = known.intersection(groups) if groups else known
        # sudo: the note of somebody who may change the customer's status, as just checked
        statuses = statuses.sudo()
        touched = {(one, group) for one in statuses.ids for group in chosen}
        statuses._settle_profiles(touched, asked=statuses.ids, is_confirmed=True)
        return True

    def action_open_people(self):
        """Open the people of the customer, to note right in the list what we know of them."""
        self.ensure_one()
        view = self.env.ref("sales_funnel_territory.res_partner_view_list_people")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("People of %(customer)s", customer=self.name),
            "res_model": "res.partner",
            "views": [(view.id, "list"), (False, "kanban"), (False, "form")],
            "domain": [("commercial_partner_id", "=", self.id), ("is_company", "=", False)],
            "context": {"default_parent_id": self.id, "default_is_company": False},
        }
