import base64
import json

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class PrivacyLookupWizard(models.TransientModel):
    """What we hold about a person, in a file to hand out; who asked for it is logged."""

    _inherit = "privacy.lookup.wizard"

    export_file = fields.Binary(readonly=True, attachment=False)
    export_name = fields.Char(readonly=True)

    def action_export(self):
        """Make the file and download it."""
        self.ensure_one()
        self._check_may_handle()
        data = self._prepare_export()
        if not data:
            raise UserError(
                self.env._(
                    "Nothing is held about %(name)s. Check the name and the e-mail address.",
                    name=self.name,
                )
            )
        text = json.dumps({"name": self.name, "data": data}, ensure_ascii=False, indent=2)
        self.export_name = "personal-data.json"
        self.export_file = base64.b64encode(text.encode())
        self._log_export(data)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/export_file/{self.export_name}"
            "?download=true",
            "target": "download",
        }

    def _prepare_export(self):
        if not self.line_ids:
            self.action_lookup()
        found, partner_ids, user_ids = {}, set(), set()
        for line in self.line_ids:
            found.setdefault(line.res_model, []).append(line.res_id)
            if line.res_model in ("res.partner", "res.users"):
                partners, users = line._get_person_ids()
                partner_ids |= partners
                user_ids |= users
        Data = self.env["crm.personal.data"]
        return Data._export_person(found, partner_ids, user_ids, self.name.strip())

    def _log_export(self, data):
        lines = [f"{self.env['ir.model']._get(model).name}: {len(data[model])}" for model in data]
        self.env["privacy.log"].create(
            {
                "anonymized_name": self.name,
                "anonymized_email": self.email,
                "execution_details": self.env._("Exported what is held about the person"),
                "records_description": "\n".join(lines),
            }
        )

    def _check_may_handle(self):
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._("Only administrators export personal data. Ask one of them to do it.")
            )
