from odoo import api, fields, models


class CrmCallReport(models.Model):
    """Whom a report goes to: the leader, and everybody with an action item."""

    _inherit = "crm.call.report"

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        for report, vals in zip(reports, vals_list, strict=True):
            if "to_ids" not in vals:
                report.sudo().to_ids = report._find_leader()  # sudo: a default
        return reports

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if "to_ids" in fields_list and "to_ids" not in values:
            leader = self.new({"user_id": values.get("user_id", self.env.uid)})._find_leader()
            values["to_ids"] = [fields.Command.set(leader.ids)]
        return values

    def _find_leader(self):
        """Return the next leader above its person, who is not the person himself."""
        # sudo: who leads a team is no secret
        person = self.sudo().user_id
        led = person.env["crm.team"].search([("user_id", "=", person.id)], limit=1)
        team = person.sale_team_id or led
        while team:
            if team.user_id and team.user_id != self.user_id:
                return team.user_id
            team = team.parent_id
        return self.env["res.users"]

    def _submit(self):
        """Everybody with an action item is among those whom the report goes to."""
        for report in self.sudo():  # sudo: the report is about to stand as it is
            acting = report.action_ids.user_id - report.user_id - report.to_ids
            if acting:
                report.to_ids |= acting
        return super()._submit()
