from odoo import api, fields, models


class CrmStageWaiver(models.Model):
    """A criterion need not hold for one lead: asked with a reason, granted by a leader."""

    _name = "crm.stage.waiver"
    _inherit = ["crm.gate.request"]
    _description = "Waiver"

    origin = fields.Selection(
        [("request", "Request"), ("import", "Import")],
        default="request",
        readonly=True,
        help="Import: the opportunity was brought in as inherited, with this criterion missing.",
    )

    _alive_index = models.Index("(lead_id, gate_id) WHERE state = 'granted'")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, "origin": "request"} for vals in vals_list])

    def write(self, vals):
        return super().write({name: vals[name] for name in vals if name != "origin"})

    def _get_activity_summary(self):
        return self.env._("Waiver asked: %(request)s", request=self.display_name)

    @api.model
    def _inherit_on_import(self, missing):
        """Grant what imported leads miss, listed as inherited (an administrator asked for it).

        :param missing: {lead: gates}
        """
        now, reason = self.env.cr.now(), self.env._("Import")
        # sudo: an administrator imports leads; a waiver is nobody's to create as granted
        self.sudo()._create_decided(
            [
                {
                    "lead_id": lead.id,
                    "gate_id": gate.id,
                    "reason": reason,
                    "origin": "import",
                    "state": "granted",
                    "requested_by_id": self.env.uid,
                    "requested_on": now,
                    "decided_by_id": self.env.uid,
                    "decided_on": now,
                }
                for lead, gates in missing.items()
                for gate in gates
            ]
        )
