from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.day_words import date_words

# what a move changes, and its undoing restores
MOVED = ("start", "window_from", "window_to", "is_frozen", "state")
# what tells whether anybody has changed it since
LEFT = ("start", "is_frozen", "state")


class CrmVisitPlan(models.Model):
    """What the planner writes: moves, freezing, and their undoing."""

    _inherit = "crm.visit.plan"

    @api.model
    def move_visit(self, item, day, start=False, user_id=False):
        """Give a visit another time, or put it back into the tray where ``day`` is false.

        A broken limit is told and does not keep it from going there: the person decides.
        """
        if not day:
            return self._planner_put_back(item)
        drag = self._planner_drag(item, day, user_id)
        start, obstacle = self._planner_may_go(drag, start)
        if obstacle:
            raise UserError(obstacle)
        answer = self._planner_answer(drag, start)
        visit = drag.visit or self._planner_new_visit(drag)
        undo = self._planner_remember(visit, is_new=not drag.visit)
        left = visit.start
        self._planner_apply_move(drag, visit, answer)
        self._planner_note_all({(visit.user_id, one) for one in (left, visit.start) if one})
        return {
            "visit_id": visit.id,
            "check": answer,
            "undo": self._planner_seal(undo),
            "sentence": self._planner_moved_words(visit),
        }

    @api.model
    def _planner_new_visit(self, drag):
        Visit = self.env["crm.visit"]
        Visit.check_access("create")
        # sudo: the origin is not the person's to choose; that he decides was checked
        visit = Visit.sudo().create(
            {
                "partner_id": drag.partner.id,
                "user_id": drag.frame.user.id,
                "origin": "cadence",
                "window_from": drag.day,
                "duration": drag.minutes / 60,
                "company_id": self._planner_company(drag).id,
            }
        )
        return visit.sudo(False)

    @api.model
    def _planner_company(self, drag):
        own = drag.partner.company_id
        return own or drag.frame.user.company_id & self.env.companies or self.env.company

    @api.model
    def _planner_apply_move(self, drag, visit, answer):
        values = {"start": drag.frame.to_utc(drag.day, answer["start"])}
        if visit.state == "proposed":
            values["state"] = "planned"
        visit.write(values)
        plan = self._planner_plan(drag.frame)
        if plan and not visit.plan_id:
            visit.sudo().plan_id = plan  # sudo: the write above was the person's own
        self._planner_publish(visit, plan)

    @api.model
    def _planner_publish(self, visit, plan):
        """Have a visit stand in the calendar where the week's plan is in force."""
        if plan.state == "running":
            visit.sudo()._publish_events()  # sudo: as above

    @api.model
    def _planner_put_back(self, item):
        visit, _partner = self._planner_item(item)
        if not self._planner_may_put_back(visit, visit.user_id):
            raise UserError(
                self.env._(
                    "%(visit)s stays in its day: it is frozen, agreed on, or no longer open. "
                    "Unfreeze or cancel it instead.",
                    visit=visit.display_name,
                )
            )
        undo = self._planner_remember(visit)
        left = visit.start
        first, last = visit._get_wide_window()
        visit.write({"start": False, "window_from": first, "window_to": last, "state": "proposed"})
        self._planner_note_all({(visit.user_id, left)} if left else set())
        return {
            "visit_id": visit.id,
            "check": False,
            "undo": self._planner_seal(undo),
            "sentence": self.env._("%(visit)s is not planned any more.", visit=visit.display_name),
        }

    @api.model
    def _planner_note_travel(self, frame, day):
        """Keep order and way of a day's visits as they are now."""
        visits = self._planner_visits(frame)
        plan = self._planner_plan(frame)
        drive = self._planner_drives(frame, visits, self._planner_days(frame), plan)[day]
        for order, (visit, leg) in enumerate(zip(drive.visits, drive.check.legs, strict=False)):
            values = {
                "sequence": order,
                "travel_minutes": round(leg.seconds / 60),
                "travel_km": round(leg.metres / 1000, 1),
            }
            changed = {name: value for name, value in values.items() if visit[name] != value}
            if changed and visit.user_id == frame.user:
                # sudo: what the way takes is counted, not written; the day was changed before
                visit.sudo().write(changed)

    # ------------------------------------------------------------------ freeze

    @api.model
    def set_frozen(self, visit_ids, is_frozen):
        """Keep visits where they are, or free them again."""
        visits = self.env["crm.visit"].browse(visit_ids).exists()
        undo = self._planner_remember(visits)
        visits.is_frozen = bool(is_frozen)
        name = ", ".join(visits.mapped("display_name"))
        words = (
            self.env._("%(visits)s stays where it is.", visits=name)
            if is_frozen
            else self.env._("%(visits)s may be moved again.", visits=name)
        )
        return {"sentence": words, "undo": self._planner_seal(undo)}

    # ------------------------------------------------------------------ undo

    @api.model
    def _planner_remember(self, visits, is_new=False):
        return [
            {"id": visit.id, "is_new": True}
            if is_new
            else {"id": visit.id} | {name: _plain(visit[name]) for name in MOVED}
            for visit in visits
        ]

    @api.model
    def _planner_seal(self, undo):
        """Note how visits were left: undoing does not overwrite what comes after."""
        visits = self.env["crm.visit"].browse([note["id"] for note in undo])
        return [
            note | {"left": {name: _plain(visit[name]) for name in LEFT}}
            for note, visit in zip(undo, visits, strict=True)
        ]

    @api.model
    def _planner_check_undo(self, undo):
        """Refuse to undo what somebody has changed since."""
        for note in undo:
            visit = self.env["crm.visit"].browse(int(note["id"])).exists()
            left = note.get("left") or {}
            changed = [name for name in LEFT if name in left and left[name] != _plain(visit[name])]
            if not visit or changed:
                raise UserError(
                    self.env._(
                        "%(visit)s has been changed since: nothing is undone. Move it by hand.",
                        visit=visit.display_name or self.env._("A visit"),
                    )
                )

    @api.model
    def undo_moves(self, undo):
        """Put visits back to where they were; rights are the user's own."""
        self._planner_check_undo(undo)
        days = set()
        for note in undo:
            visit = self.env["crm.visit"].browse(int(note["id"])).exists()
            days |= {(visit.user_id, visit.start)} if visit.start else set()
            self._planner_undo(visit, note)
            visit = visit.exists()
            days |= {(visit.user_id, visit.start)} if visit.start else set()
        self._planner_note_all(days)
        return True

    @api.model
    def _planner_undo(self, visit, note):
        if note.get("is_new"):
            visit.unlink()
            return
        values = {name: note[name] for name in MOVED if name in note}
        if values.get("start"):  # its day is the window
            del values["window_from"], values["window_to"]
        visit.write(values)
        if visit.start:
            frame = self._planner_frame(visit.user_id)
            day = frame.to_local(visit.start)[0]
            plan = self._planner_plan(self._planner_one_day(visit.user_id, day))
            self._planner_publish(visit, plan)

    @api.model
    def _planner_note_all(self, moments):
        """Keep order and ways of the days of (user, moment)."""
        days = {(user, self._planner_frame(user).to_local(start)[0]) for user, start in moments}
        for user, day in days:
            frame = self._planner_one_day(user, day)
            self._planner_note_travel(frame, day)
            self._planner_plan(frame)._recount()

    @api.model
    def _planner_moved_words(self, visit):
        day, start = self._planner_frame(visit.user_id).to_local(visit.start)
        return self.env._(
            "%(visit)s: %(day)s, %(time)s",
            visit=visit.display_name,
            day=date_words(self.env, day, "EEE d MMM"),
            time=f"{start // 60:02d}:{start % 60:02d}",
        )


def _plain(value):
    return (
        fields.Datetime.to_string(value)
        if hasattr(value, "hour")
        else (fields.Date.to_string(value) if hasattr(value, "day") else value)
    )
