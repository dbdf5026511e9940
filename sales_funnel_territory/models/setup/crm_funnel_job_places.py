from odoo import models


class CrmFunnelJob(models.Model):
    """The job that puts customers on the map."""

    _inherit = "crm.funnel.job"

    def _job_places(self):
        Status = self.env["crm.customer.status"]
        adopted = Status._adopt_positions()
        placed, failed = Status._locate_waiting()
        words = [
            self.env._(
                "Placed: %(placed)s; cannot be placed: %(failed)s.", placed=placed, failed=failed
            )
        ]
        if adopted:
            words.append(self.env._("Positions taken over: %(count)s.", count=adopted))
        provider = self.env["base.geocoder"]._get_provider()
        if provider._is_ready():
            words.append(self._tell_asked(provider, *Status._ask_provider(provider)))
        return " ".join(words)

    def _tell_asked(self, provider, asked, left, failure):
        if failure:
            return self.env._(
                "%(provider)s fails: %(words)s. %(left)s customers wait for it; it is asked again "
                "later.",
                provider=provider.name,
                words=failure.rstrip("."),
                left=left,
            )
        words = self.env._(
            "%(provider)s was asked %(asked)s times; %(left)s customers wait for it.",
            provider=provider.name,
            asked=asked,
            left=left,
        )
        if left and not provider._count_left():
            words += " " + self.env._("Its requests of today are used up.")
        return words

    def _job_customers(self):
        """Each night: where days begin, and addresses that were changed behind Odoo's back."""
        told = super()._job_customers()
        people = self.env["res.users"].search([("share", "=", False)])
        (people.partner_id | people.company_ids.partner_id)._locate_starts()
        changed = self.env["crm.customer.status"]._find_changed_addresses()
        if not changed:
            return told
        more = self.env._("Addresses found changed: %(count)s.", count=changed)
        return f"{told} {more}"
