import hashlib

from odoo import api, models


class CrmTerritory(models.Model):
    """Who would move if the rules were applied now."""

    _inherit = "crm.territory"

    def action_preview(self):
        """Show who would move, from whom to whom, before anybody does."""
        return self.env["crm.territory.run"]._preview(self[:1])._open()

    @api.model
    def _preview_moves(self):
        """Return (customer, territory before, rule before, territory after, rule) of all who
        would move.
        """
        moves = []

        def note(plan, rows):
            states, places, _claims = self.sudo()._decide(plan, rows)
            moves.extend(
                (state["id"], state["territory"], state["rule"], place.territory, place.rule)
                for state, place in zip(states, places, strict=True)
                if state["territory"] != place.territory
            )
            return [], [], []

        self.sudo()._settle(None, note)
        return moves

    @api.model
    def _get_stamp(self):
        """Return a word for the rules and areas as they are now."""
        plan = self._get_plan()
        told = [
            (one.id, one.height, one.sequence, one.company, one.area and one.area.geometry.wkb)
            for one in plan.territories
        ]
        rules = [
            (rule.id, rule.territory, rule.sequence, rule.is_exclude, *map(_tell, _parts(rule)))
            for rule in plan.rules
        ]
        filters = sorted(plan.filters.items())
        return hashlib.sha256(repr((told, rules, filters)).encode()).hexdigest()


def _parts(rule):
    among = [(name, sorted(keys)) for name, keys in rule.among.items()]
    return (among, rule.cities, rule.languages, rule.postcodes, rule.tags, [rule.in_area])


def _tell(part):
    return sorted(part)
