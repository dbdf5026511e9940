from odoo import api, models


class CrmLead(models.Model):
    """A customer's mail is never turned away: it begins where leads begin."""

    _inherit = "crm.lead"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        # an alias may name a later stage, whose criteria nobody can have met yet
        receiving = self.with_context(gate_landing="first")
        return super(CrmLead, receiving).message_new(msg_dict, custom_values).with_env(self.env)
