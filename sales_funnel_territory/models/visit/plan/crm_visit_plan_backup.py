from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..crm_visit_plan import WISHES


class CrmVisitPlan(models.Model):
    """A colleague is away: his backup takes the visits over, as far as they fit."""

    _inherit = "crm.visit.plan"

    def action_give_to_backup(self):
        """Give what is left of the plan to the backups, and show what would change for them."""
        self.ensure_one()
        self._check_may_replan()
        user = self.env.user
        if user == self.user_id or not user._is_visit_decider(self.user_id):
            raise AccessError(
                self.env._(
                    "%(plan)s: its person's team leader gives it to somebody else.",
                    plan=self.display_name,
                )
            )
        visits = self._find_left()
        backups = self._find_backups(visits)
        agreed = visits.filtered(self._is_agreed)
        proposals = self.env["crm.visit.replan"]
        for backup, own in visits.grouped(lambda visit: backups[visit]).items():
            plan = self._find_plan_of(backup)
            plan._take_over(own, agreed)
            # sudo: as the plan, whoever may read it; what it says is for who may
            proposals |= proposals._propose(plan, "taken_over", new=own, colleague=self.user_id)
        self._recount()
        return self._open_proposals(proposals)

    def _find_left(self):
        """Return the visits of the week that are still ahead: the plan's, appointments, by hand.

        Meetings that somebody has called stay with whoever is in them: they are told. Visits for
        another company stay as well: their customers are that company's to give.
        """
        now = self.env.cr.now()
        # sudo: whoever decides on the plan gives its visits
        left = (self.sudo().visit_ids | self._find_in_days()).filtered(
            lambda visit: (
                visit.state in ("proposed", "planned", "confirmed")
                and visit.partner_id
                and visit.company_id == self.company_id
                and (not visit.start or visit.start > now)
                and not visit._is_called_meeting()
            )
        )
        if not left:
            raise UserError(
                self.env._("%(plan)s: no visit is left to give away.", plan=self.display_name)
            )
        return left

    def _is_agreed(self, visit):
        """Tell whether a visit keeps its time, whoever pays it: agreed on, or set by hand."""
        if visit.is_frozen or visit.state == "confirmed":
            return True
        return self._is_fixed(visit, visit.start and visit._get_day(), self._get_first_day())

    def _find_backups(self, visits):
        """Return {visit: who stands in}: the territory's backup, else the one of most others."""
        Assignment = self.env["crm.territory.assignment"].sudo()  # sudo: who works where is public
        day = max(self.date_from, fields.Date.context_today(self))
        found = Assignment.search(
            Assignment._valid_on(day)
            & Domain("role", "=", "backup")
            & Domain("user_id.active", "=", True)
            & Domain("user_id", "!=", self.user_id.id)
            & Domain("user_id.company_ids", "in", self.company_id.ids)
        )
        by_territory = {}
        for one in found:
            by_territory.setdefault(one.territory_id.id, one.user_id)
        backups = {visit: self._find_backup(visit, by_territory) for visit in visits}
        known = [user for user in backups.values() if user]
        if not known:
            raise UserError(
                self.env._(
                    "Nobody stands in for %(person)s: name a backup in his territories first.",
                    person=self.user_id.name,
                )
            )
        usual = max(known, key=known.count)
        return {visit: user or usual for visit, user in backups.items()}

    def _find_backup(self, visit, by_territory):
        territory = visit.partner_id.territory_id
        while territory:
            if territory.id in by_territory:
                return by_territory[territory.id]
            territory = territory.parent_id
        return None

    def _find_plan_of(self, user):
        """Return the other person's plan of the same week, a new one if there is none."""
        # sudo: the leader's decision reaches the backup's plan, in whichever team that is
        Plan = self.sudo()
        plan = Plan.search(
            [
                ("user_id", "=", user.id),
                ("kind", "=", "week"),
                ("date_from", "=", self.date_from),
                ("state", "!=", "closed"),
            ],
            order="id desc",
            limit=1,
        )
        return plan or self._create_plan_of(user)

    def _create_plan_of(self, user):
        """Create the plan in which somebody stands in, and put it in force if need be.

        Where the week has begun there is nothing else to plan in it: it is in force as this one,
        if whoever gives it may decide that. In a week to come the backup plans his own visits
        along with these.
        """
        last = self.sudo()._find_last_plan(user.id)  # sudo: as in _find_plan_of
        plan = last.create(
            {
                **(last._get_wishes(WISHES) if last else {}),
                "user_id": user.id,
                "kind": "week",
                "date_from": self.date_from,
                "date_to": self.date_to,
                "company_id": self.company_id.id,
            }
        )
        if self.date_from <= self.user_id._get_today() and self._may_put_in_force(plan):
            plan.write(
                {
                    "state": self.state,
                    "approved_by_id": self.env.uid,
                    "approved_on": fields.Datetime.now(),
                    "published_on": self.state == "running" and fields.Datetime.now(),
                }
            )
        return plan

    def _may_put_in_force(self, plan):
        """Tell whether this plan is in force, and its giver decides on the other one, too."""
        if self.state not in ("approved", "running"):
            return False
        return plan._is_decider() or plan._is_approved_at_once()

    def _take_over(self, visits, agreed):
        """Make these visits this plan's: agreed ones keep their time, others look for one.

        A search of this plan moves the others and makes none of them anew: the backup does not
        visit their customers in a rhythm. What stood in a calendar at an agreed time stays in one.
        """
        for visit in visits:
            keeps = visit in agreed
            is_shown = visit.state == "confirmed" or not visit.plan_id or visit.event_id
            values = {
                "user_id": self.user_id.id,
                "plan_id": self.id,
                "route_id": False,
                "is_generated": False,
            }
            if not keeps:
                values |= {
                    "start": False,
                    "state": "proposed",
                    "upper_plan_id": False,
                    "upper_from": False,
                    "upper_to": False,
                    "window_from": self.date_from,
                    "window_to": self.date_to,
                }
            elif visit.state == "planned":
                values["is_frozen"] = True  # a plan moves what is its own
            visit._unpublish_events()
            visit.write(values)
            if keeps and (is_shown or self.state == "running"):
                visit._publish_events()

    def _open_proposals(self, proposals):
        own = proposals._filtered_access("read")
        told = self._tell_other_teams((proposals - own).sudo())
        if not own:
            return told
        proposals = own
        if len(proposals) == 1:
            return proposals._open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Would Change"),
            "res_model": "crm.visit.replan",
            "domain": [("id", "in", proposals.ids)],
            "views": [(False, "list"), (False, "form")],
        }

    def _tell_other_teams(self, proposals):
        """Ask backups of other teams to look at what would change: their leader does not."""
        for proposal in proposals:
            proposal._ask_to_look()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(people)s: asked to look at what would change.",
                    people=", ".join(proposals.user_id.mapped("name")),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
