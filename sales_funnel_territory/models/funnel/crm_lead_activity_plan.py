from odoo import api, fields, models

from ...tools.precommit import collected

_ENTRIES = "sales_funnel_territory.stage_entries"
MOST_PLANS_AT_ONCE = 80


class CrmLead(models.Model):
    """The activity plan of a stage: started once for each lead that enters it."""

    _inherit = "crm.lead"

    planned_stage_ids = fields.Many2many(
        "crm.stage",
        relation="crm_lead_planned_stage_rel",
        column1="lead_id",
        column2="stage_id",
        string="Stages with Started Plan",
        copy=False,
        help="Stages whose activity plan was started for this lead.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._note_stage_entries()
        return leads

    def write(self, vals):
        if "stage_id" not in vals:
            return super().write(vals)
        entering = self.filtered(lambda lead: lead.stage_id.id != vals["stage_id"])
        result = super().write(vals)
        entering._note_stage_entries()
        return result

    def _compute_stage_id(self):
        before = {lead.id: lead.stage_id for lead in self}
        super()._compute_stage_id()
        stored = self.filtered(
            lambda lead: (
                isinstance(lead.id, int) and before[lead.id] and before[lead.id] != lead.stage_id
            )
        )
        stored._note_stage_entries()

    def _note_stage_entries(self):
        """Remember leads that entered a stage with a plan; it starts as the transaction ends."""
        # sudo: which stages have a plan is read for the mechanism, not shown
        planned = self.filtered(
            lambda lead: lead.sudo().stage_id.activity_plan_id and lead.type == "opportunity"
        )
        if not planned:
            return
        entries = collected(self.env.cr, _ENTRIES, self.browse()._start_noted_plans, dict)
        for stage, leads in planned.grouped("stage_id").items():
            entries.setdefault(stage.id, set()).update(leads.ids)

    def _start_noted_plans(self):
        self._judge_noted()  # a lead that is put back starts no plan
        noted = self.env.cr.precommit.data.pop(_ENTRIES, {})
        # sudo: who moved a lead may have given it away as well; the administrator chose the plan
        sudo = self.sudo()
        for stage_id, lead_ids in noted.items():
            if len(lead_ids) <= MOST_PLANS_AT_ONCE:
                leads = sudo.browse(sorted(lead_ids)).exists()
                leads.filtered(lambda lead, s=stage_id: lead.stage_id.id == s)._start_stage_plan()

    def action_start_stage_plan(self):
        """Start the plan of each lead's stage, also for many leads: the user asks for it."""
        self._start_stage_plan()

    def _start_stage_plan(self):
        """Launch each stage's plan through Odoo's wizard, once for a lead and stage."""
        due = self.filtered(
            lambda lead: (
                lead.active
                and lead.stage_id.activity_plan_id
                and lead.stage_id not in lead.planned_stage_ids
            )
        )
        by_launch = due.grouped(
            lambda lead: (lead.stage_id, lead.user_id or lead.team_id.user_id, lead.company_id)
        )
        for (stage, user, _company), leads in by_launch.items():
            leads._launch_plan(stage.activity_plan_id, user or self.env.user)
            leads.write({"planned_stage_ids": [(4, stage.id)]})

    def _launch_plan(self, plan, user):
        """Launch a plan; one that cannot be launched leaves its reason in the chatter."""
        values = {
            "res_model": self._name,
            "res_ids": str(self.ids),
            "plan_id": plan.id,
            "plan_on_demand_user_id": user.id,
        }
        error = self.env["mail.activity.schedule"].new(values).error
        if error:
            for lead in self:
                lead.message_post(body=error)
            return
        self.env["mail.activity.schedule"].create(values).action_schedule_plan()

    def _merge_get_fields_specific(self):
        return {
            **super()._merge_get_fields_specific(),
            "planned_stage_ids": lambda fname, leads: [(6, 0, leads[fname].ids)],
        }
