import logging
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SECONDS = 8  # of one run; the scheduler runs a job again at once while something is left
BATCH = 200
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=1)

_logger = logging.getLogger(__name__)


class CrmCustomerStatus(models.Model):
    """Asking an outside provider, if an administrator has allowed it: one address at a time."""

    _inherit = "crm.customer.status"

    @api.model
    def _get_to_ask(self):
        """Return the domain of customers that a provider may place better than our lists."""
        now = fields.Datetime.now()
        rough = Domain("geo_quality", "in", ["postcode", "city", False])
        return (
            Domain("geo_is_asked", "=", False)
            & Domain("geo_locked", "=", False)
            & Domain("geo_state", "!=", "todo")
            & (rough | Domain("geo_stale", "=", True))
            & Domain("geo_reason", "not in", ["no_address", "no_country"])
            & (Domain("geo_next_try", "=", False) | Domain("geo_next_try", "<=", now))
        )

    @api.model
    def _ask_provider(self, provider):
        """Ask for those that are placed roughly, or not at all, as its limits allow.

        :return: (number asked, number left, what the provider says when it fails)
        """
        asked, deadline = 0, time.monotonic() + SECONDS
        left = self.search_count(self._get_to_ask())
        for status in self.search(self._get_to_ask(), limit=BATCH, order="geo_state, id"):
            if time.monotonic() > deadline or not provider._take_turn():
                break
            if failure := status._ask_one(provider):
                self.env["ir.cron"]._commit_progress(1, remaining=0)
                return asked, left, failure
            asked, left = asked + 1, left - 1
            can_go_on = bool(provider._count_left())
            self.env["ir.cron"]._commit_progress(1, remaining=left if can_go_on else 0)
        return asked, left, ""

    def _ask_one(self, provider):
        """Ask for one customer, and keep the answer.

        :return: what the provider says when it fails
        """
        addresses = self.partner_id._prepare_addresses()
        address = addresses[self.partner_id]
        try:
            answer = self.env["base.geocoder"]._locate_outside(provider, address)
        except UserError as error:
            self._try_later(str(error))
            return str(error)
        self._apply_places({self: answer}, addresses, is_asked=True)
        return ""

    def _try_later(self, words):
        """The provider fails: wait twice as long after each time, a day at most."""
        _logger.info("Geocoding provider fails: %s", words)
        pause = min(FIRST_PAUSE * 2 ** min(self.geo_tries, 12), LONGEST_PAUSE)
        values = {"geo_tries": self.geo_tries + 1, "geo_next_try": fields.Datetime.now() + pause}
        if self.geo_state == "failed":
            values.update(geo_reason="failing", geo_answer=words[:300])
        self.write(values)
