from odoo import api, fields, models
from odoo.tools import plaintext2html


class CrmHelpRequest(models.Model):
    """What was not answered in time goes to a leader: the helper's, else the requester's."""

    _inherit = "crm.help.request"

    @api.model
    def _escalate_overdue(self):
        """Escalate each overdue request once; return how many."""
        late = self.search([("is_overdue", "=", True), ("escalated_on", "=", False)])
        late.write(
            {
                "escalated_on": fields.Datetime.now(),
                "timeliness": "late",
                "on_time_rate": 0,
            }
        )
        for request in late:
            request._escalate()
        return len(late)

    def _escalate(self):
        leader = self._find_leader()
        if not leader:
            return
        self.escalated_to_id = leader
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.context_today(self),
            user_id=leader.id,
            summary=self.env._("Not answered: %(summary)s", summary=self._get_summary()),
            note=plaintext2html(
                self.env._(
                    "%(requester)s asked %(helper)s, who has not answered in time.",
                    requester=self.requester_id.name,
                    helper=self.helper_id.name,
                )
            ),
        )

    def _find_leader(self):
        """Return the nearest leader of the helper, else of the requester, else a manager."""
        people = self.helper_id | self.requester_id
        for person in people:
            team = person.sale_team_id
            while team:
                if team.user_id and team.user_id not in people and team.user_id.active:
                    return team.user_id
                team = team.parent_id
        managers = self.env.ref("sales_team.group_sale_salesman_all_leads").all_user_ids
        return managers.filtered(
            lambda user: (
                user.active
                and not user.share
                and user not in people
                and user._is_internal()
                and self.company_id in user.company_ids
            )
        ).sorted("id", reverse=True)[:1]
