from odoo import api, fields, models

MANAGER = "sales_team.group_sale_salesman_all_leads"
ADMINISTRATOR = "sales_team.group_sale_manager"
_FEW = 3  # managers: more of them are not told of every report


class CrmCallReport(models.Model):
    """Whom a report goes to: the leader, and everybody with an action item.

    Whoever is in no team sends his reports to the sales managers, if they are few.
    """

    _inherit = "crm.call.report"

    is_to_nobody = fields.Boolean(
        compute="_compute_is_to_nobody", help="It is open and will be told to nobody."
    )

    @api.depends("to_ids", "cc_ids", "state", "user_id")
    def _compute_is_to_nobody(self):
        for report in self:
            is_told = report.to_ids or report.cc_ids or not report.user_id
            report.is_to_nobody = report.is_open and not is_told and not report._is_of_head()

    @api.model_create_multi
    def create(self, vals_list):
        # nobody as yet: a default would be looked up for every report, of whoever creates them
        reports = super().create([{"to_ids": [], **vals} for vals in vals_list])
        found = {}  # the same for all reports of a person
        for report, vals in zip(reports, vals_list, strict=True):
            if "to_ids" not in vals:
                key = report.user_id, report.company_id
                if key not in found:
                    found[key] = report._find_superiors()
                report.sudo().to_ids = found[key]  # sudo: a default
        return reports

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if "to_ids" in fields_list and "to_ids" not in values:
            report = self.new({"user_id": values.get("user_id", self.env.uid)})
            values["to_ids"] = [fields.Command.set(report._find_superiors().ids)]
        return values

    def _find_superiors(self):
        """Return the next leader above its person, else the few sales managers there are."""
        return self._find_leader() or self._find_managers()

    def _find_leader(self):
        """Return the next leader above its person, who is not the person himself."""
        # sudo: who leads a team is no secret
        person = self.sudo().user_id
        team = person.sale_team_id or self._find_led()
        while team:
            leader = team.user_id
            if leader.active and leader != self.user_id:
                return leader
            team = team.parent_id
        return self.env["res.users"]

    def _find_led(self):
        """Return a team that its person leads."""
        # sudo: as above
        teams, person = self.env["crm.team"].sudo(), self.user_id
        return teams.search([("user_id", "=", person.id)], limit=1) if person else teams

    def _is_of_head(self):
        """Tell whether its person is one who himself says whom he tells: he leads, or manages."""
        return bool(self.user_id.has_group(MANAGER) or self._find_led())

    def _find_managers(self):
        """Return the sales managers of its company, else the administrators: nobody of many."""
        if not self.user_id or self._is_of_head():
            return self.env["res.users"]
        company = self.company_id or self.env.company
        users = self.env["res.users"].sudo()  # sudo: who manages sales is no secret
        managers = users.search(
            [
                ("all_group_ids", "in", self.env.ref(MANAGER).id),
                ("company_ids", "in", company.id),
                ("share", "=", False),
            ]
        )
        administrators = managers.filtered(lambda one: one.has_group(ADMINISTRATOR))
        few = managers - administrators or administrators
        return few.sudo(False) if len(few) <= _FEW else self.env["res.users"]

    def _submit(self):
        """Everybody with an action item is among those whom the report goes to."""
        for report in self.sudo():  # sudo: the report is about to stand as it is
            acting = report.action_ids.user_id - report.user_id - report.to_ids
            if acting:
                report.to_ids |= acting
        return super()._submit()
