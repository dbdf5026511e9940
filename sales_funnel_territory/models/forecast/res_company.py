from odoo import api, models
from odoo.tools import SQL, ormcache


class ResCompany(models.Model):
    """The time zone a company's days are counted in."""

    _inherit = "res.company"

    @api.model
    @ormcache()
    def _time_zones(self):
        """Return {company id: time zone}, under ``False`` that of leads without a company.

        The zone of the company's address, else of its working hours, else UTC. Cached: each
        deal that is won asks, and the answer changes once in a company's life.
        """
        companies, partners = self.env["res.company"], self.env["res.partner"]
        companies.flush_model(["partner_id", "resource_calendar_id", "active"])
        partners.flush_model(["tz"])
        self.env["resource.calendar"].flush_model(["tz"])
        rows = self.env.execute_query(
            SQL(
                """SELECT company.id, COALESCE(partner.tz, calendar.tz, 'UTC')
                FROM res_company AS company
                LEFT JOIN res_partner AS partner ON partner.id = company.partner_id
                LEFT JOIN resource_calendar AS calendar
                    ON calendar.id = company.resource_calendar_id
                ORDER BY company.active DESC, company.id"""
            )
        )
        zones = dict(rows)
        return {**zones, False: rows[0][1]}

    def _get_time_zone(self):
        """Return the name of the company's time zone; without a company, of the first one's."""
        return self._time_zones()[self.id]

    def _get_counted_companies(self):
        """Return the companies of leads that count in this company's figures: itself.

        Leads without a company are seen in every one, but count in one only, the first: a sum over
        companies counts none twice. Its days and settings hold for them, too.
        """
        self.ensure_one()
        return [self.id, False] if self.id == self._get_first_id() else [self.id]

    @api.model
    @ormcache()
    def _get_first_id(self):
        """Return the company that leads without one count in; cached as the time zones are."""
        return self.env["crm.team"]._default_company().id

    def write(self, vals):
        result = super().write(vals)
        if not {"partner_id", "resource_calendar_id", "active"}.isdisjoint(vals):
            self._follow_time_zones()
        return result

    @api.model
    def _follow_time_zones(self):
        """Bring the stored days to the time zones as they are now."""
        self.env.registry.clear_cache()
        self.env["crm.lead"]._refresh_forecast_dates()
