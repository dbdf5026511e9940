from odoo import Command, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ....planning.geometry import write_area
from ....planning.geometry_edit import cut_out, largest_first, merge, read_line, split
from ....planning.geometry_errors import GeometryError
from ....tools.geometry_sentences import explain

COLORS = 11  # of Odoo's palette, without none


class CrmTerritory(models.Model):
    """Zones split along a line, merged, cut out of one another; people and rules come along."""

    _inherit = "crm.territory"

    # ------------------------------------------------------------------ split

    def split_along(self, line, name=None):
        """Split this zone along a line: the larger part stays, the other becomes a new zone.

        The new zone has the same people and rules; rules that do not ask for the drawn area do
        there, and it comes first: whoever has no position stays in this zone.

        :param line: a GeoJSON LineString from outside, across, to outside
        :param name: of the new zone
        :return: the new zone
        """
        self.ensure_one()
        self._check_zone()
        try:
            parts = split(self._require_area(), read_line(line))
        except GeometryError as error:
            raise ValidationError(explain(self.env, error, self.name))
        larger, smaller = largest_first(parts)
        new = self.create({**self._prepare_split_values(name), "boundary": write_area(smaller)})
        self.boundary = write_area(larger)
        self._copy_people(new)
        self.message_post(body=self.env._("Split: a part of it is now %(zone)s.", zone=new.name))
        return new

    def _prepare_split_values(self, name):
        by_area = all(rule.in_area for rule in self.rule_ids if not rule.is_exclude)
        return {
            "name": name or self.env._("%(zone)s (2)", zone=self.name),
            "parent_id": self.parent_id.id,
            "company_id": self.company_id.id,
            "sequence": self.sequence if by_area else self.sequence - 1,
            "color": self.color % COLORS + 1,
            "rule_ids": [Command.create(values) for values in self._prepare_split_rules()],
        }

    def _prepare_split_rules(self):
        for rule in self.rule_ids:
            (values,) = rule.copy_data()
            values.pop("territory_id", None)
            yield {**values, "in_area": rule.in_area or not rule.is_exclude}

    def _copy_people(self, new):
        """Whoever works here today or later works in the new zone as well."""
        today = self._get_today()
        lasting = self.assignment_ids.filtered(
            lambda person: not person.date_to or person.date_to >= today
        )
        self.env["crm.territory.assignment"].create(
            [
                {
                    "territory_id": new.id,
                    "user_id": person.user_id.id,
                    "role": person.role,
                    "date_from": max(person.date_from, today),
                    "date_to": person.date_to,
                }
                for person in lasting
            ]
        )

    # ------------------------------------------------------------------ merge

    def merge_into(self, keep):
        """Merge these zones into one: it gets their areas, rules and customers.

        Its own people stay; of the others' those who are no owners come along from today on. The
        merged ones are archived: what they were until today stays to be read.
        """
        others = self - keep
        (others | keep)._check_zone()
        others._check_same_company(keep)
        areas = [territory._get_area() for territory in keep | others if territory.has_boundary]
        if areas:
            keep.boundary = write_area(merge(areas))
        others._hand_over_people(keep)
        others._hand_over_rules(keep)
        names = ", ".join(others.mapped("name"))
        others.write({"active": False})
        others._move_customers(keep)
        others._move_leads()
        keep.message_post(body=self.env._("Merged into it: %(zones)s.", zones=names))
        return keep

    def _check_same_company(self, keep):
        strangers = self.filtered(lambda zone: zone.company_id != keep.company_id)
        if strangers:
            raise UserError(
                self.env._(
                    "%(zone)s and %(keep)s belong to different companies: merge zones of one "
                    "company.",
                    zone=strangers[0].name,
                    keep=keep.name,
                )
            )

    def _hand_over_people(self, keep):
        """Owners end yesterday; backups and specialists join the zone that stays."""
        today = self._get_today()
        yesterday = fields.Date.subtract(today, days=1)
        Assignment = self.env["crm.territory.assignment"]
        lasting = self.assignment_ids.filtered(
            lambda person: not person.date_to or person.date_to >= today
        )
        present = {(person.user_id, person.role) for person in keep.assignment_ids}
        coming = {
            (person.user_id, person.role): {
                "territory_id": keep.id,
                "user_id": person.user_id.id,
                "role": person.role,
                "date_from": max(person.date_from, today),
                "date_to": person.date_to,
            }
            for person in lasting
            if person.role != "owner" and (person.user_id, person.role) not in present
        }
        Assignment.create(list(coming.values()))
        begun = lasting.filtered(lambda person: person.date_from <= yesterday)
        begun.date_to = yesterday
        # sudo: only administrators delete; whoever would have begun today or later never does,
        # and nothing of the past is lost
        (lasting - begun).sudo().unlink()

    def _hand_over_rules(self, keep):
        """The rule of the drawn area alone is needed once; all others come along."""
        has_area_rule = any(rule._is_area_alone() for rule in keep.rule_ids)
        coming = self.rule_ids.filtered(lambda rule: not (has_area_rule and rule._is_area_alone()))
        coming.territory_id = keep

    def _move_customers(self, keep):
        """Customers go where the rules say now; who was put here by hand, to what stays."""
        # sudo: with a zone all its customers move, also those the person may not see
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        here = Domain("territory_id", "in", self.ids) & Domain("is_sales_customer", "=", True)
        self._reassign(Partner.search(here).ids)
        # their people follow; who is archived is not locked by it
        for is_locked, left in Partner.search(here).grouped("territory_locked").items():
            left.write({"territory_id": keep.id, "territory_locked": is_locked})

    def _move_leads(self):
        """Open leads without a customer are matched by their own address again."""
        # sudo: as for customers
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        open_ones = Domain("territory_id", "in", self.ids) & Domain("won_status", "=", "pending")
        Lead.search(open_ones)._settle_territories()

    # ------------------------------------------------------------------ cut

    def cut_out(self, others):
        """Take from this zone what others have of its area: an overlap is theirs then."""
        self.ensure_one()
        areas = [other._get_area() for other in others if other.has_boundary]
        try:
            self.boundary = write_area(cut_out(self._require_area(), areas))
        except GeometryError as error:
            raise ValidationError(explain(self.env, error, self.name))

    def add_area(self, area):
        """Add land to this zone: a gap beside it is closed.

        :param area: shapely geometry
        """
        self.ensure_one()
        self.boundary = write_area(merge([self._require_area(), area]))

    # ------------------------------------------------------------------ helpers

    def _check_zone(self):
        for territory in self:
            if not territory.is_zone:
                raise UserError(
                    self.env._(
                        "%(territory)s consists of other territories: split or merge its zones.",
                        territory=territory.name,
                    )
                )

    def _require_area(self):
        if not self.boundary:
            raise UserError(
                self.env._("%(zone)s has no drawn area: draw one first.", zone=self.name)
            )
        return self._get_area()


class CrmTerritoryRule(models.Model):
    _inherit = "crm.territory.rule"

    def _is_area_alone(self):
        """Whether the drawn area is all this rule asks for."""
        self.ensure_one()
        others = (
            "country_ids",
            "state_ids",
            "cities",
            "zip_prefixes",
            "zip_from",
            "zip_to",
            "industry_ids",
            "category_ids",
            "class_ids",
            "lang_ids",
            "filter_domain",
        )
        return self.in_area and not self.is_exclude and not any(self[name] for name in others)
