from odoo import SUPERUSER_ID, models
from odoo.tools import plaintext2html


class CrmVisitPlan(models.Model):
    """Who has to do something with a plan: its leader decides, its person changes or publishes."""

    _inherit = "crm.visit.plan"

    def _ask_leader(self):
        leader = self._find_leader()
        if leader:
            # sudo: whoever decides gets a to-do on a plan that he may read
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=leader.id,
                summary=self.env._("Decide on the visit plan of %s", self.user_id.name),
            )

    def _find_leader(self):
        """Return the next leader above its person, else a sales manager; maybe nobody."""
        # sudo: who leads a team, and who is a manager, is no secret
        plan = self.sudo()
        team = plan.user_id.sale_team_id
        while team:
            if team.user_id.active and team.user_id != plan.user_id:
                return team.user_id
            team = team.parent_id
        managers = plan.env.ref("sales_team.group_sale_salesman_all_leads").all_user_ids
        return managers.filtered(plan._may_be_asked).sorted("id", reverse=True)[:1]

    def _may_be_asked(self, manager):
        """Tell whether a plan may land with this sales manager: a colleague, not its person."""
        is_person = manager.active and not manager.share and manager.id != SUPERUSER_ID
        return is_person and manager != self.user_id and self.company_id in manager.company_ids

    def _end_asking(self, word):
        # sudo: the to-do of whoever was asked is done by the decision
        asked = self.sudo().activity_ids.filtered(lambda one: one.user_id != self.user_id)
        asked.action_feedback(feedback=word)

    def _tell_person(self, words, note=""):
        # sudo: the person's own to-do, on his own plan
        self.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self.user_id.id,
            summary=words,
            note=plaintext2html(note) if note else False,
        )

    def _end_telling(self, words=None):
        """What the person was told to do with the plan is done.

        :param words: only what he was told in one of these ways
        """
        # sudo: as in _tell_person; what somebody has noted himself stays
        told = self.sudo().activity_ids.filtered(
            lambda one: (
                one.user_id == self.user_id
                and one.automated
                and (words is None or one.summary in words)
            )
        )
        told.action_feedback()
