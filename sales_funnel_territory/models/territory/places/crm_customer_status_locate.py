from odoo import api, models
from odoo.fields import Domain

BATCH = 5000


class CrmCustomerStatus(models.Model):
    """The queue: customers that wait for their place get it, first without asking anybody."""

    _inherit = "crm.customer.status"

    @api.model
    def _get_waiting(self):
        return Domain("geo_state", "=", "todo") & Domain("geo_locked", "=", False)

    @api.model
    def _locate_waiting(self):
        """Place those that wait, from lists of postcodes and cities, batch by batch.

        Each batch is kept as it is done: a job that is killed goes on where it was.

        :return: (number placed, number that cannot be)
        """
        placed = failed = 0
        while statuses := self.search(self._get_waiting(), limit=BATCH, order="id"):
            moves = statuses._locate_offline()
            placed += len(moves)
            failed += len(statuses.filtered(lambda one: one.geo_state == "failed"))
            self.env["ir.cron"]._commit_progress(len(statuses))
            self.env.invalidate_all()
        return placed, failed

    def _locate_offline(self):
        """Place these customers without asking anybody.

        :return: {partner: position} that have moved
        """
        addresses = self.partner_id._prepare_addresses()
        found = self.env["base.geocoder"]._locate_offline(
            [addresses[status.partner_id] for status in self]
        )
        return self._apply_places(dict(zip(self, found, strict=True)), addresses)

    # ------------------------------------------------------------------ asked for by people

    def _wait_for_place(self):
        """Put these customers into the queue again, unless their pin was set by hand."""
        free = self.filtered(lambda status: not status.geo_locked)
        if free:
            free.write(self._prepare_waiting())
        return free

    @api.model
    def _look_again_in(self, countries):
        """There are new lists for these countries: look for those placed roughly, or not at all.

        :return: number of customers
        """
        rough = Domain("geo_state", "=", "failed") | Domain("geo_quality", "=", "city")
        # sudo: the queue is the app's; whoever brings lists in is an administrator
        statuses = self.sudo().search(
            rough
            & Domain("geo_locked", "=", False)
            & Domain("partner_id.country_id", "in", countries.ids)
        )
        statuses.geo_state = "todo"
        return len(statuses)
