from odoo import api, models


class ResPartner(models.Model):
    """Visits that nobody has promised yet follow the main responsible whom the territory sets."""

    _inherit = "res.partner"

    @api.model
    def _after_responsible_changes(self, changes):
        result = super()._after_responsible_changes(changes)
        # sudo: visits follow their customer, also those that the mover may not change
        Visit = self.env["crm.visit"].sudo().with_context(mail_auto_subscribe_no_notify=True)
        visits = Visit.search(
            [
                ("partner_id", "in", list(changes)),
                ("state", "in", ("proposed", "planned")),
                ("is_frozen", "=", False),
                # a fixed route stays with who drives it
                ("origin", "not in", ("appointment", "fixed_route")),
            ]
        )
        for (before, after), own in visits.grouped(lambda one: changes[one.partner_id.id]).items():
            following = own.filtered(lambda visit, former=before: visit.user_id.id == former)
            if after and following:
                # the time suited the former one's day: it is planned anew
                following.write(
                    {"user_id": after, "start": False, "state": "proposed", "plan_id": False}
                )
        return result
