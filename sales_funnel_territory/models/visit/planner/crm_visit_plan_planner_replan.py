from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.day_words import date_words

REPLAN = "crm.visit.replan"


class CrmVisitPlan(models.Model):
    """A week planned anew in the planner: what is due, and what becomes of it after something."""

    _inherit = "crm.visit.plan"

    # ------------------------------------------------------------------ what is due

    @api.model
    def planner_plan_due(self, user_id, day):
        """Plan what is due into the week of a day, and tell what came of it."""
        frame = self._planner_frame(self._planner_person(user_id), day)
        found = self.plan_due(frame.user.id, frame.first, frame.last)
        return {"sentence": self._planner_due_sentence(found), "plan_id": found["plan_id"]}

    @api.model
    def _planner_due_sentence(self, found):
        if found.get("error"):
            raise UserError(found["error"])
        if found["state"] == "running":
            return self.env._("The search goes on: the visit plan shows how far it is.")
        if found.get("unserved"):
            return self.env._(
                "%(served)s visits planned; %(unserved)s find no place, the visit plan says why.",
                served=found["served"],
                unserved=found["unserved"],
            )
        return self.env._("%(served)s visits planned.", served=found.get("served") or 0)

    # ------------------------------------------------------------------ something has happened

    @api.model
    def start_replan(self, user_id, day, cause):
        """Propose what becomes of a week.

        :param day: of the week, ISO
        :param cause: ``{"kind": "day_off", "day": ISO}`` or
            ``{"kind": "cancelled", "visit_id": id}``
        """
        frame = self._planner_frame(self._planner_person(user_id), day)
        plan = self._planner_plan(frame)
        if not plan:
            raise UserError(
                self.env._(
                    "There is no visit plan for this week yet. Make one under Visit Plans, or "
                    "plan what is due first."
                )
            )
        plan._check_may_replan()
        options = {"day": fields.Date.to_date(cause.get("day"))}
        if cause["kind"] == "cancelled":
            options = {"visit": self.env["crm.visit"].browse(int(cause["visit_id"])).exists()}
        proposal = self.env[REPLAN]._propose(plan, cause["kind"], **options)
        return self._planner_tell_replan(proposal)

    @api.model
    def apply_replan(self, replan_id, line_ids=False, enters_leave=True):
        """Take over a proposal, as a whole or only some lines of it.

        :param line_ids: those that are accepted; ``False``: all
        :param enters_leave: whether a day off is entered as such
        """
        proposal = self.env[REPLAN].browse(int(replan_id)).exists()
        proposal.check_access("read")
        lines = proposal.line_ids
        accepted = lines if line_ids is False else lines.filtered(lambda one: one.id in line_ids)
        (lines - accepted).write({"is_accepted": False})
        accepted.write({"is_accepted": True})
        proposal.enters_leave = enters_leave
        notes = self._planner_remember(accepted.visit_id)
        moments = {(visit.user_id, visit.start) for visit in accepted.visit_id if visit.start}
        proposal.action_apply()
        moments |= {(visit.user_id, visit.start) for visit in accepted.visit_id if visit.start}
        self._planner_note_all(moments)
        done = accepted.filtered(lambda line: not line.refusal)
        undo = [note for note in notes if note["id"] in done.visit_id.ids]
        words = self.env._("Changes made: %(count)s", count=len(done))
        refusals = (accepted - done).mapped("refusal")
        return {"sentence": " ".join([words, *refusals]), "undo": self._planner_seal(undo)}

    @api.model
    def use_free_half_days(self, replan_id, uses_free):
        """Propose again: half-days that were left free are used, or stay free."""
        proposal = self.env[REPLAN].browse(int(replan_id)).exists()
        if uses_free:
            proposal.action_use_free()
        else:
            proposal.action_keep_free()
        return self._planner_tell_replan(proposal)

    @api.model
    def leave_replan(self, replan_id):
        """Leave the week as it is."""
        return self.env[REPLAN].browse(int(replan_id)).exists().action_leave()

    # ------------------------------------------------------------------ told

    @api.model
    def _planner_tell_replan(self, proposal):
        labels = dict(proposal.line_ids._fields["change"]._description_selection(self.env))
        frame = self._planner_one_day(proposal.user_id, proposal.plan_id.date_from)
        return {
            "id": proposal.id,
            "event": proposal.display_name,
            "day": proposal.day and proposal.day.isoformat(),
            "sentence": proposal.headline,
            "is_day_off": proposal.kind == "day_off",
            "free": {
                "sentence": proposal.free_sentence or "",
                "can_use": proposal.can_use_free,
                "uses": proposal.uses_free,
            },
            "travel_before": proposal.travel_before,
            "travel_after": proposal.travel_after,
            "lines": [
                {
                    "id": line.id,
                    "kind": line.change,
                    "label": labels[line.change],
                    "name": line.visit_id.display_name,
                    "class": line.partner_id.customer_class_id.code or "",
                    "before": self._planner_moment_words(frame, line.before),
                    "after": self._planner_moment_words(frame, line.after),
                    "reason": line.reason or "",
                }
                for line in proposal.line_ids
            ],
        }

    @api.model
    def _planner_moment_words(self, frame, moment):
        if not moment:
            return ""
        day, start = frame.to_local(moment)
        return self.env._(
            "%(day)s, %(time)s",
            day=date_words(self.env, day, "EEE d"),
            time=f"{start // 60:02d}:{start % 60:02d}",
        )
