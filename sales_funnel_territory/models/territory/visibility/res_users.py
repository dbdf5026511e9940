from odoo import api, models
from odoo.fields import Domain

REP = "sales_team.group_sale_salesman"
ALL = "sales_team.group_sale_salesman_all_leads"


class ResUsers(models.Model):
    """Whom the narrow view narrows: reps and team leaders, nobody else.

    Managers and administrators see everything. Who has no role in sales is not touched, nor is
    who has, besides one, a role that needs every customer, such as invoicing.
    """

    _inherit = "res.users"

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._note_audience()
        return users

    def write(self, vals):
        if not self.env["crm.customer.audience"]._is_narrow():
            return super().write(vals)
        before = {user: user._is_narrowed() for user in self} if "group_ids" in vals else {}
        result = super().write(vals)
        if not vals.keys().isdisjoint(("partner_id", "group_ids", "active")):
            self._note_audience()
        if any(user._is_narrowed() != narrowed for user, narrowed in before.items()):
            self.env["crm.customer.audience"]._note([None])
        return result

    def unlink(self):
        Audience = self.env["crm.customer.audience"]
        if Audience._is_narrow():
            # sudo: all customers of whom he was the responsible, whoever deletes him
            partners = self.env["res.partner"].sudo().with_context(active_test=False)
            Audience._note(partners.search([("user_id", "in", self.ids)]).ids)
        return super().unlink()

    def _note_audience(self):
        """A colleague's own contact is for everybody."""
        Audience = self.env["crm.customer.audience"]
        if Audience._is_narrow():
            # sudo: the ids only, also for who may not read contacts
            Audience._note(self.sudo().partner_id.ids)

    # ------------------------------------------------------------------ who is narrowed

    def _is_narrowed(self):
        """Tell whether this user sees customers by territory while the narrow view is on."""
        self.ensure_one()
        if self.share or not self.has_group(REP) or self.has_group(ALL):
            return False
        return not self.all_group_ids & self._get_exempt_groups()

    @api.model
    def _get_exempt_groups(self):
        """Return the roles of other apps that need every customer."""
        # sudo: a setting for everybody
        groups = self.env["res.groups"].sudo()
        return groups.search([("sees_all_customers", "=", True)])

    @api.model
    def _get_narrowed(self, exempt=None):
        """Return all users whom the narrow view narrows.

        :param exempt: roles that are not narrowed; default: as it is set
        """
        exempt = self._get_exempt_groups() if exempt is None else exempt
        # sudo: the same for everybody, in bulk
        users = self.sudo()
        unbound = self.env.ref(ALL).sudo() | exempt
        # two searches: "not in" a path asks for any group that is not among them
        return users.search(
            Domain("all_group_ids", "in", self.env.ref(REP).ids) & Domain("share", "=", False)
        ) - users.search(Domain("all_group_ids", "in", unbound.ids))
