from odoo import api, models

from .crm_sales_target import SCOPES

SAME = ("version_id", "measure", "period_kind", "date_from", "categ_id")


class CrmSalesTarget(models.Model):
    """Whose targets become another's: two zones made one, a team that takes another in."""

    _inherit = "crm.sales.target"

    @api.model
    def _hand_over(self, sources, keep):
        """Make the targets of records those of one; where both have one, the amounts are added.

        Also of versions that stand: who is merged has no result of his own any more. Superseded
        ones stay as they were.

        :param sources: teams, people or territories that are merged into ``keep``
        """
        name = next(name for name in SCOPES if self._fields[name].comodel_name == keep._name)
        # sudo: with a zone or team all its targets go along, also those that stand
        Target = self.sudo().with_context(is_handed_over=True)
        found = Target.search(
            [(name, "in", (sources | keep).ids), ("version_id.state", "!=", "superseded")],
            order="id",
        )
        kept = {target._get_place(): target for target in found if target[name] == keep}
        gone = Target.browse()
        for target in found.filtered(lambda one: one[name] != keep):
            same = kept.setdefault(target._get_place(), target)
            if same == target:
                target[name] = keep
            else:
                same.value += target.value
                gone |= target
        gone.unlink()
        return found - gone

    def _get_place(self):
        """Return what two targets of the same have in common."""
        return tuple(
            self[name].id if self._fields[name].relational else self[name] for name in SAME
        )
