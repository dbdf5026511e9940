from odoo import api, models

from .crm_customer_status import WEEKDAYS

_LATEST = ("last_contact_on", "last_visit_on")
_EARLIEST = ("first_meeting_on", "customer_since")
# what belongs together: taken over as a whole, where the customer kept has none of it
_CLASS = ("class_id", "class_confirmed_on", "class_confirmed_by_id")
_GROUPS = (
    _CLASS,
    ("contact_number", "contact_unit", "contact_least_gap", "contact_largest_gap"),
    ("visit_number", "visit_unit", "visit_least_gap", "visit_largest_gap"),
    ("visit_minutes",),
    (*(f"is_open_{day}" for day in WEEKDAYS), "hour_from", "hour_to"),
)


class CrmCustomerStatus(models.Model):
    """Customers that are merged: one status stays, and knows what each of them knew."""

    _inherit = "crm.customer.status"

    @api.model
    def _follow_merge(self, sources, target):
        """Combine the statuses of merged partners into one, of the partner who is kept.

        :param sources: partners about to be merged into the target
        :return: the status, empty if none of them ever was a customer
        """
        owner = target if target.is_company else target.commercial_partner_id
        statuses = self.search([("partner_id", "in", (sources | owner).ids)], order="active desc")
        if not statuses.partner_id & sources:
            return statuses.browse()
        kept = statuses.filtered(lambda status: status.partner_id == owner) or statuses[0]
        others = statuses - kept
        figures = kept.env["crm.customer.figures"]
        figures._follow_merge(others, kept)
        kept.env["crm.customer.profile.confirmation"]._follow_merge(others, kept)
        kept._take_profile_requests(others)
        kept.write(kept._prepare_merged(others, owner))
        others.class_change_ids.status_id = kept
        others.unlink()
        sources._hand_on_customer(owner, kept)
        return kept

    def _prepare_merged(self, others, owner):
        both = self | others
        values = {"active": any(both.mapped("active"))}
        if self.partner_id != owner:
            values["partner_id"] = owner.id
        for name in _LATEST:
            values[name] = max(filter(None, both.mapped(name)), default=False)
        for name in _EARLIEST:
            values[name] = min(filter(None, both.mapped(name)), default=False)
        for names in _GROUPS:
            values.update(self._prepare_taken_over(others, names))
        notes = dict.fromkeys(filter(None, both.mapped("access_notes")))
        values["access_notes"] = "\n".join(notes) or False
        return values

    def _prepare_taken_over(self, others, names):
        """Return the values of the first of the others who has any, unless this one has."""
        if self._has_own(names):
            return {}
        giver = next((status for status in others if status._has_own(names)), None)
        if giver is None:
            return {}
        return {name: giver._fields[name].convert_to_write(giver[name], giver) for name in names}

    def _has_own(self, names):
        usual = self.default_get(names)
        return any((self[name] or False) != (usual.get(name) or False) for name in names)
