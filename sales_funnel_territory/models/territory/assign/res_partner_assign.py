import logging

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from ....exceptions import TerritoryFilterError
from ....tools.kept_fields import without_defaults
from ....tools.precommit import collected

_logger = logging.getLogger(__name__)
_NOTED = "sales_funnel_territory.territories"
_MERGING = "sales_funnel_territory.merging_territories"
BY_HAND = frozenset(("territory_id", "territory_locked"))
FAMILY = frozenset(("parent_id", "is_company"))
LEADER = "sales_funnel_territory.group_team_leader"


class ResPartner(models.Model):
    """What a rule looks at has changed, or somebody placed the customer by hand: noted, and
    dealt with once, as the transaction ends.
    """

    _inherit = "res.partner"

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_created_by_hand(vals) for vals in vals_list]
        model = without_defaults(self, BY_HAND)
        partners = super(ResPartner, model).create(vals_list)
        people = [
            partner.id
            for partner, vals in zip(partners, vals_list, strict=True)
            if vals.get("parent_id")
        ]
        self.browse(people)._note_people()
        return partners

    def write(self, vals):
        if not BY_HAND.isdisjoint(vals):
            vals = self._prepare_by_hand(vals)
        result = super().write(vals)
        self._note_for_territory(vals)
        if not FAMILY.isdisjoint(vals):
            self._note_people()
        return result

    def _ensure_status(self):
        result = super()._ensure_status()
        self._note_territory()
        return result

    def _archive_status(self):
        result = super()._archive_status()
        self._note_territory()
        return result

    # ------------------------------------------------------------------ by hand

    def _prepare_created_by_hand(self, vals):
        if not (vals.get("territory_id") or vals.get("territory_locked")):
            return vals
        self._check_may_place()
        if not vals.get("is_sales_customer"):
            raise ValidationError(
                self.env._(
                    "%(contact)s is no customer: only customers have a territory.",
                    contact=vals.get("name"),
                )
            )
        return {"territory_locked": True, **vals}

    def _prepare_by_hand(self, vals):
        """Return the values of a change by hand: who is put into a territory stays there."""
        if self.env.cr.precommit.data.get(_MERGING):
            return {name: value for name, value in vals.items() if name not in BY_HAND}
        if "territory_id" in vals:
            vals = self._prepare_placed(vals)
        if not BY_HAND.isdisjoint(vals):
            self._check_may_place()
            self._check_customers()
        return vals

    def _prepare_placed(self, vals):
        """Emptied: the rules decide again. The same again, as in an import: nothing."""
        vals = dict(vals)
        wanted = vals["territory_id"] or False
        if all(partner.territory_id.id == wanted for partner in self):
            del vals["territory_id"]
        else:
            vals.setdefault("territory_locked", bool(wanted))
        return vals

    def _check_may_place(self):
        if not (self.env.su or self.env.user.has_group(LEADER)):
            raise AccessError(
                self.env._(
                    "Customers are put into a territory by their team leader or a sales "
                    "manager. Ask one of them."
                )
            )

    def _check_customers(self):
        others = self.filtered(lambda one: not one.is_sales_customer)
        if others:
            raise ValidationError(
                self.env._(
                    "%(contact)s is no customer and follows the customer above: change the "
                    "territory there.",
                    contact=others[0].display_name,
                )
            )

    # ------------------------------------------------------------------ what has changed

    def _note_for_territory(self, names):
        """Note those of these who are customers, where a rule looks at one of the fields."""
        watched = self.env["crm.territory"]._get_plan().watched
        if watched and not watched.isdisjoint(names):
            # sudo: whether it is a customer, also for who is not in sales
            self.sudo().filtered("is_sales_customer")._note_territory()

    def _note_territory(self):
        """Note these customers, and former ones, whatever has changed."""
        if self and self.env["crm.territory"]._get_plan().watched:
            self._get_noted().update(dict.fromkeys(self.ids, True))

    def _note_people(self):
        """Note who may have another customer above now."""
        if self and self.env["crm.territory"]._get_plan().watched:
            noted = self._get_noted()
            for partner_id in self.ids:
                noted.setdefault(partner_id, False)

    def _get_noted(self):
        return collected(self.env.cr, _NOTED, self.browse()._settle_territories, dict)

    def _settle_territories(self):
        """Place who was noted. A wrong filter stops no one's work: the nightly job tells it."""
        noted = self.env.cr.precommit.data.pop(_NOTED, {})
        # sudo: the rules place customers, whoever changed them
        Territory = self.env["crm.territory"].sudo()
        customers = [key for key, is_customer in noted.items() if is_customer]
        try:
            if customers:
                Territory._reassign(customers)
        except TerritoryFilterError as error:
            _logger.warning("customers %s stay in their territories: %s", customers, error)
        people = [key for key, is_customer in noted.items() if not is_customer]
        if people:
            Territory._settle_people(people)
