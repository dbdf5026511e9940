from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.day_words import day_words

# Somebody who stands in keeps his own half-days.
_KINDS = ("day_off", "cancelled", "urgent")


class CrmVisitReplan(models.Model):
    """Half-days are left free for what comes up: a visit that finds no time may have one.

    First they stay free. Where a visit is left out then, they are offered, and as few of them are
    used as it takes.
    """

    _inherit = "crm.visit.replan"

    left_out_count = fields.Integer("Find No Time", readonly=True)
    uses_free = fields.Boolean("Uses Free Half-Days", readonly=True)
    free_days = fields.Json("Half-Days Left Free", readonly=True)
    can_use_free = fields.Boolean(compute="_compute_free_sentence")
    free_sentence = fields.Char(compute="_compute_free_sentence")

    @api.depends("left_out_count", "uses_free", "free_days", "kind", "state")
    @api.depends_context("lang")
    def _compute_free_sentence(self):
        for one in self:
            is_open = one.state == "proposed" and one.kind in _KINDS
            one.can_use_free = bool(
                is_open and one.left_out_count and one.free_days and not one.uses_free
            )
            one.free_sentence = (one.can_use_free or one.uses_free) and one._get_free_sentence()

    def _get_free_sentence(self):
        if self.can_use_free:
            days = [fields.Date.to_date(day) for day in self.free_days]
            return self.env._(
                "Visits that find no time: %(count)s. Half-days are left free on %(days)s.",
                count=self.left_out_count,
                days="; ".join(day_words(self.env, day) for day in days),
            )
        if self.left_out_count:
            return self.env._(
                "Free half-days are used. Visits that find no time even so: %(count)s.",
                count=self.left_out_count,
            )
        return self.env._("Free half-days are used; every visit has its time.")

    def _prepare_found(self, now, found):
        return super()._prepare_found(now, found) | {
            "left_out_count": self._count_left_out(now, found),
            "free_days": [
                fields.Date.to_string(day) for day in sorted(now.free) if day != self.day
            ],
            "uses_free": bool(now.used),
        }

    def _count_left_out(self, now, found):
        """Return how many visits lose their time, or are urgent and get none.

        Those that are bound to the day that is off (fixed routes) would fit nowhere.
        """
        days = now.assembled.problem.days
        bound = {
            one.key
            for one in now.assembled.problem.occurrences
            if all(days[offer.day].date == self.day for offer in one.offers)
        }
        due = {one.key for one in now.solution.planned} - bound
        urgent = self.visit_id.id if self.kind == "urgent" else None
        return sum(
            one.key in due or now.assembled.sources[one.key].id == urgent
            for one in found.solution.unserved
        )

    # ------------------------------------------------------------------ asked for

    def action_use_free(self):
        """Propose again, with half-days that were left free."""
        return self._propose_again(uses_free=True)

    def action_keep_free(self):
        """Propose again, all half-days stay free."""
        return self._propose_again(uses_free=False)

    def _propose_again(self, uses_free):
        self._check_open()
        plan = self.plan_id
        if self.kind not in _KINDS or (uses_free and not plan.free_half_days):
            raise UserError(self.env._("%(plan)s leaves no half-day free.", plan=plan.display_name))
        is_new = self.kind == "urgent"
        nobody = self.env["crm.visit"]
        visits = (nobody, self.visit_id) if is_new else (self.visit_id, nobody)
        proposal = self.sudo()  # sudo: as in _propose
        found = proposal._find_with_free(plan, visits, self._get_kept(uses_free))
        if uses_free and proposal._count_left_out(*found) >= proposal.left_out_count:
            raise UserError(
                self.env._(
                    "The free half-days do not help: the visits that find no time would fit into "
                    "none of them."
                )
            )
        proposal.line_ids.unlink()
        proposal._keep(*found)
        return True

    def _get_kept(self, uses_free):
        """Return how many half-days stay free, the most first; ``None`` stands for the usual."""
        usual = self.plan_id.free_half_days
        return sorted({usual - 1, 0}, reverse=True) if uses_free else [None]

    def _find_with_free(self, plan, visits, numbers):
        """Return what `_work_out` found with the most half-days free that leave nobody out."""
        best, least = None, None
        for kept in numbers:
            found = self._work_out(plan, *visits, kept)
            left_out = self._count_left_out(*found)
            if best is None or left_out < least:
                best, least = found, left_out
            if not left_out:
                break
        return best
