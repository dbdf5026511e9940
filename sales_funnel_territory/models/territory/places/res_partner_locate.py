from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """What people do about a customer's place on the map."""

    _inherit = "res.partner"

    def geo_localize(self):
        """Odoo's geocoding, also its nightly and automatic ones: a pin set by hand stays."""
        # sudo: who is a customer
        free = self.sudo().filtered(lambda one: not one.geo_locked).with_env(self.env)
        return super(ResPartner, free).geo_localize() if free else False

    def action_locate(self):
        """Look up where these customers lie: from our lists, then by the allowed provider."""
        customers = self._get_customers_to_locate()
        # sudo: the queue is the app's; they may write these customers
        statuses = customers.sudo().customer_status_id
        statuses._adopt_positions(status_ids=statuses.ids)
        free = statuses._wait_for_place()
        free._locate_offline()
        provider = self.env["base.geocoder"].sudo()._get_provider()
        failure = ""
        if len(free) == 1 and provider._is_ready() and free.filtered_domain(free._get_to_ask()):
            failure = free._ask_one(provider) if provider._take_turn() else ""
        return self._tell_located(statuses, statuses - free, failure)

    def _get_customers_to_locate(self):
        self.check_access("write")
        customers = self.filtered("is_sales_customer")
        if not customers:
            raise UserError(
                self.env._(
                    "Only customers have a place on our map: mark %(names)s as customer first.",
                    names=", ".join(self[:3].mapped("display_name")) or "-",
                )
            )
        return customers

    def _tell_located(self, statuses, locked, failure):
        placed = statuses.filtered("geo_quality")
        words = [
            self.env._(
                "%(placed)s of %(all)s customers are on the map.",
                placed=len(placed),
                all=len(statuses),
            )
        ]
        if len(statuses) == 1 and not placed:
            words = [statuses.partner_id._get_place_problem()]
        if locked:
            words.append(self.env._("Set by hand, and left there: %(count)s.", count=len(locked)))
        if failure:
            words.append(failure)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if len(placed) == len(statuses) else "warning",
                "message": " ".join(words),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _get_place_problem(self):
        """Return why this customer is not on the map, as a sentence."""
        self.ensure_one()
        # sudo: as above
        status = self.sudo().customer_status_id
        labels = dict(status._fields["geo_reason"]._description_selection(self.env))
        return self.env._(
            "%(customer)s cannot be placed: %(reason)s.",
            customer=self.display_name,
            reason=" – ".join(filter(None, (labels.get(status.geo_reason), status.geo_answer))),
        )

    def action_unlock_position(self):
        """Let the machine look for the place again."""
        self.check_access("write")
        # sudo: a pin is unlocked by whoever may set one
        statuses = self.sudo().customer_status_id
        statuses.write({**statuses._prepare_waiting(), "geo_locked": False, "geo_stale": True})
        return self.action_locate()

    def action_confirm_position(self):
        """The address has changed, and the pin is still right."""
        self.check_access("write")
        self._note_hand_set()
