from odoo import api, models

from .crm_customer_audience import PARAMETER

_PROPOSED = "sales_funnel_territory.narrow_roles_proposed"
# Who writes invoices, sells at a till or sends goods needs every customer.
_NEEDY = (
    "account.group_account_invoice",
    "account.group_account_readonly",
    "point_of_sale.group_pos_user",
    "stock.group_stock_user",
)


class CrmCustomerAudience(models.Model):
    """The narrow view is switched on or off for the whole database.

    Customers are shared by companies, and so are the people who see them: one switch, and no
    company in which a customer is hidden while the next one shows him.
    """

    _inherit = "crm.customer.audience"

    @api.model
    def _switch(self, is_on):
        """Switch the narrow view on, once all is counted, or off."""
        self.env["crm.customer.access.source"]._make_rules()
        # sudo: an administrator of sales does this, who may not write rules otherwise
        rules = self.env["ir.rule"].sudo().with_context(active_test=False)
        rules = rules.search([("is_narrow_view", "=", True)])
        if is_on:
            self._exempt(self._get_proposed_exempt_groups(), is_added=True)
            self._refresh()
        self.env["ir.config_parameter"].sudo().set_param(PARAMETER, "on" if is_on else False)
        rules.write({"active": is_on})

    # ------------------------------------------------------------------ roles not narrowed

    @api.model
    def _get_proposed_exempt_groups(self):
        """Return roles that need every customer, as far as nobody has decided yet."""
        groups = self.env["res.groups"].sudo()  # sudo: a setting for everybody
        if self.env["ir.config_parameter"].sudo().get_param(_PROPOSED):
            return groups
        for name in _NEEDY:
            groups |= self.env.ref(name, raise_if_not_found=False) or groups.browse()
        return groups

    @api.model
    def _exempt(self, groups, is_added=False):
        """Keep which roles are not narrowed; from now on nothing is proposed."""
        # sudo: an administrator of sales decides it
        former = self.env["res.users"]._get_exempt_groups()
        groups = groups.sudo()
        (groups - former).sees_all_customers = True
        if not is_added:
            (former - groups).sees_all_customers = False
        self.env["ir.config_parameter"].sudo().set_param(_PROPOSED, "done")

    # ------------------------------------------------------------------ what it means

    @api.model
    def _tell_effect(self, exempt):
        """Return in words what switching on means, or what being on means.

        :param exempt: roles that are not narrowed
        """
        people = self.env["res.users"]._get_narrowed(exempt)
        everybody_else = self.env["res.users"]._get_narrowed(exempt.browse()) - people
        # sudo: numbers only
        Partner = self.env["res.partner"].sudo()
        customers = [("is_sales_customer", "=", True)]
        free = [*customers, ("territory_id", "=", False), ("user_id", "=", False)]
        counts = {
            "people": len(people),
            "customers": Partner.search_count(customers),
            "free": Partner.search_count(free),
            "exempt": len(everybody_else),
        }
        lines = [
            self.env._(
                "%(people)s people see fewer of the %(customers)s customers: those of their "
                "territories and of their own documents only.",
                **counts,
            ),
            self.env._(
                "%(free)s customers have neither a territory nor a main responsible: until they "
                "have, only managers see them.",
                **counts,
            ),
            self.env._(
                "Managers and administrators see everything. Whoever has no role in sales is not "
                "touched, nor are %(exempt)s people who have one of the roles below.",
                **counts,
            ),
        ]
        return "\n".join(lines)
