from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import UserError

from ....planning import time_matrix

_SAID = ("importance", "urgency")
MOST_COLLEAGUES = 200  # that are looked at for one search


class CrmTimeMatrix(models.AbstractModel):
    """What is done on the board: each change tells how to take it back."""

    _inherit = "crm.time.matrix"

    # ------------------------------------------------------------------ planning anew

    @api.model
    def move(self, activity_id, quadrant):
        """Have an activity done now, or planned for later; its due date follows."""
        activity = self._mine(activity_id)
        item, rule, today = activity._prepare_matrix_items()[activity]
        try:
            changed = time_matrix.replan(item, rule, today, quadrant)
        except ValueError:
            raise UserError(self.env._("An activity is moved to Do Now or to Plan."))
        return self._change(
            activity,
            {
                "date_deadline": changed.due,
                "matrix_importance": changed.importance or False,
                "matrix_urgency": changed.urgency or False,
            },
        )

    @api.model
    def set_date(self, activity_id, day):
        """Give an activity another due date."""
        day = fields.Date.to_date(day)
        if not day:
            raise UserError(self.env._("Choose the day on which it is to be done."))
        return self._change(self._mine(activity_id), {"date_deadline": day})

    @api.model
    def say(self, activity_id, what, said):
        """Overrule whether an activity is important or urgent; empty: by the rule again."""
        if what not in _SAID or said not in ("", False, "yes", "no"):
            raise UserError(self.env._("Something is important or urgent: yes, no, or by rule."))
        return self._change(self._mine(activity_id), {f"matrix_{what}": said or False})

    @api.model
    def _change(self, activity, values):
        before = {name: activity[name] for name in values}
        activity.write(values)
        return {
            "sentence": self._tell_place(activity),
            "undo": {
                "kind": "change",
                "id": activity.id,
                "before": self._as_plain(before),
                "after": self._as_plain(values),
            },
        }

    @api.model
    def _tell_place(self, activity):
        quadrants = activity._fields["matrix_quadrant"]._description_selection(self.env)
        return self.env._(
            "%(quadrant)s: %(activity)s, due %(day)s",
            quadrant=dict(quadrants)[activity.matrix_quadrant],
            activity=activity.display_name,
            day=self._matrix_day_label(activity.date_deadline),
        )

    @api.model
    def _as_plain(self, values):
        return {
            name: fields.Date.to_string(value) if name == "date_deadline" else value
            for name, value in values.items()
        }

    @api.model
    def _mine(self, activity_id):
        """Return an open activity of one's own."""
        self.env["crm.today"]._check_sales()
        activity = self.env["mail.activity"].browse(int(activity_id)).exists()
        if not activity or not activity.active:
            raise UserError(self.env._("This activity is done or cancelled already."))
        if activity.user_id != self.env.user:
            raise UserError(
                self.env._(
                    "“%(activity)s” is somebody else's: only who has to do it moves it.",
                    # sudo: what the sentence is about
                    activity=activity.sudo().display_name
                    if activity.has_access("read")
                    else self.env._("This activity"),
                )
            )
        return activity

    # ------------------------------------------------------------------ away with it

    @api.model
    def drop(self, activity_id):
        """Cancel an activity."""
        activity = self._mine(activity_id)
        name = activity.display_name
        kept = self.env["crm.activity.drop"]._drop(activity)
        return {
            "sentence": self.env._("Dropped: %(activity)s", activity=name),
            "undo": {"kind": "drop", "id": kept.id},
        }

    @api.model
    def get_colleagues(self, activity_id, search="", limit=20):
        """Return whom an activity can be delegated to: ``[[id, name]]``.

        Only who may see what it is about: nobody is chosen in vain.
        """
        activity = self._mine(activity_id)
        domain = [
            ("share", "=", False),
            ("id", "!=", self.env.uid),
            ("company_ids", "in", self.env.user.company_ids.ids),
        ]
        if search:
            domain.append(("name", "ilike", search))
        # sudo: names of colleagues, only of those the domain allows
        people = self.env["res.users"].sudo().search(domain, order="name", limit=MOST_COLLEAGUES)
        may_see = self.env["crm.activity.delegation"]._may_see
        able = (one for one in people if may_see(one, activity))
        return [[one.id, one.name] for one in islice(able, int(limit))]

    @api.model
    def delegate(self, activity_id, colleague_id, note=""):
        """Ask a colleague to take an activity."""
        activity = self._mine(activity_id)
        colleague = self.env["res.users"].browse(int(colleague_id))
        one = self.env["crm.activity.delegation"]._ask(activity, colleague, note)
        return {
            "sentence": self.env._(
                "%(person)s is asked: %(activity)s stays yours until he accepts.",
                person=colleague.sudo().name,  # sudo: a colleague's name
                activity=activity.display_name,
            ),
            "undo": {"kind": "delegate", "id": one.id},
        }

    # ------------------------------------------------------------------ and back

    @api.model
    def undo(self, undo):
        """Take a change back, unless something else has happened since."""
        ways = {"change": self._undo_change, "drop": self._undo_drop, "delegate": self._undo_ask}
        way = ways.get(undo.get("kind"))
        if not way:
            raise UserError(self.env._("There is nothing to take back."))
        way(undo)
        return True

    @api.model
    def _undo_change(self, undo):
        activity = self._mine(undo["id"])
        names = ("date_deadline", "matrix_importance", "matrix_urgency")
        before = {name: value for name, value in undo["before"].items() if name in names}
        now = self._as_plain({name: activity[name] for name in before})
        if now != {name: undo["after"][name] for name in before}:
            raise UserError(
                self.env._(
                    "“%(activity)s” was changed since (now due %(day)s): change it by hand.",
                    activity=activity.display_name,
                    day=self._matrix_day_label(activity.date_deadline),
                )
            )
        activity.write(before)

    @api.model
    def _undo_drop(self, undo):
        self.env["crm.activity.drop"].browse(int(undo["id"]))._bring_back()

    @api.model
    def _undo_ask(self, undo):
        one = self.env["crm.activity.delegation"].browse(int(undo["id"])).exists()
        if one.state != "asked":
            raise UserError(self.env._("This was answered already: talk to your colleague."))
        one.action_withdraw()
