from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.day_words import date_words

NUMBERS = (1, 2, 3)
_HERE = 90  # seconds: the same house
_FAR = 2700  # nobody calls that near


class CrmVisitArrange(models.TransientModel):
    """Plan a visit: three good times, each with the reason, or a time of one's own."""

    _name = "crm.visit.arrange"
    _description = "Plan a Visit"

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        domain="[('is_sales_customer', '=', True)]",
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        "res.users", "Person", required=True, default=lambda self: self.env.user
    )
    contact_ids = fields.Many2many(
        "res.partner",
        string="People to Meet",
        domain="[('commercial_partner_id', '=', partner_id), ('id', '!=', partner_id)]",
    )
    purpose = fields.Char(help="What success looks like.")
    opportunity_id = fields.Many2one(
        "crm.lead", domain="[('type', '=', 'opportunity')]", ondelete="cascade"
    )
    duration = fields.Float(
        "Duration (Hours)", compute="_compute_duration", store=True, readonly=False, precompute=True
    )
    start = fields.Datetime("Own Time")
    clash_note = fields.Text(compute="_compute_clash_note")
    planned_note = fields.Char(compute="_compute_planned_note")
    no_slot_note = fields.Char(compute="_compute_slots", store=True)
    slots = fields.Json(compute="_compute_slots", store=True)
    label_1 = fields.Char(compute="_compute_labels")
    label_2 = fields.Char(compute="_compute_labels")
    label_3 = fields.Char(compute="_compute_labels")
    why_1 = fields.Char(compute="_compute_labels")
    why_2 = fields.Char(compute="_compute_labels")
    why_3 = fields.Char(compute="_compute_labels")

    # ------------------------------------------------------------------ computes

    @api.depends("partner_id")
    def _compute_duration(self):
        for wizard in self:
            minutes = self.env["crm.customer.status"]._prepare_visit_minutes(
                wizard.partner_id, self.env.company
            )
            wizard.duration = minutes.get(wizard.partner_id, 60) / 60

    @api.depends("partner_id", "user_id", "duration")
    def _compute_slots(self):
        for wizard in self:
            slots = wizard._find_slots() if wizard._is_ready() else []
            wizard.slots = slots
            wizard.no_slot_note = not slots and self.env._(
                "No time is left within two weeks: choose a time of your own."
            )

    @api.depends("slots")
    @api.depends_context("lang")
    def _compute_labels(self):
        for wizard in self:
            for number in NUMBERS:
                slot = (wizard.slots or [])[number - 1 : number]
                wizard[f"label_{number}"] = slot[0]["label"] if slot else False
                wizard[f"why_{number}"] = slot[0]["why"] if slot else False

    @api.depends("start", "duration", "user_id")
    def _compute_clash_note(self):
        Visit = self.env["crm.visit"]
        for wizard in self:
            wizard.clash_note = False
            if wizard.start and wizard._is_ready():
                stop = wizard.start + timedelta(hours=wizard.duration)
                lines = Visit._get_clashes(wizard.start, stop, wizard.user_id)
                wizard.clash_note = "\n".join(lines) or False

    @api.depends("partner_id", "user_id")
    @api.depends_context("lang")
    def _compute_planned_note(self):
        """Tell of the customer's visit that stands ahead already: it may be enough."""
        for wizard in self:
            customer = wizard.partner_id._origin if wizard.user_id else wizard.partner_id.browse()
            ahead = self.env["crm.visit"].search(
                [
                    ("partner_id", "in", customer.ids),
                    ("state", "in", ("planned", "confirmed")),
                    ("start", ">=", self.env.cr.now()),
                ],
                order="start",
                limit=1,
            )
            wizard.planned_note = bool(ahead) and self.env._(
                "Planned already: %(when)s, %(person)s.",
                when=wizard._say_moment(ahead.start),
                person=ahead.user_id.name,
            )

    # ------------------------------------------------------------------ actions

    @api.model
    def _open(self, customer, people, lead=None):
        """Open the dialog for a customer."""
        wizard = self.create(
            {
                "partner_id": customer.id,
                "contact_ids": [fields.Command.set(people.ids)],
                "opportunity_id": lead.id if lead else False,
                "user_id": self._get_person(customer, lead).id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan a Visit"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _get_person(self, customer, lead):
        """Return who goes: a rep himself, for a leader whoever looks after the customer."""
        person = (lead.user_id if lead else None) or customer.user_id
        if person and self.env.user._is_visit_decider(person):
            return person
        return self.env.user

    def action_take_1(self):
        return self._take(1)

    def action_take_2(self):
        return self._take(2)

    def action_take_3(self):
        return self._take(3)

    def _take(self, number):
        """Plan the visit at one of the times that were proposed."""
        self.ensure_one()
        slot = (self.slots or [])[number - 1 : number]
        if not slot:
            raise UserError(self.env._("This time is gone: choose another one."))
        start = fields.Datetime.to_datetime(slot[0]["start"])
        stop = start + timedelta(hours=self.duration)
        clashes = self.env["crm.visit"]._get_clashes(start, stop, self.user_id)
        if clashes:
            raise UserError(
                self.env._("This time was taken meanwhile: %(clash)s", clash="; ".join(clashes))
            )
        return self._plan(start, slot[0]["why"])

    def action_plan(self):
        """Plan the visit at the time that was entered."""
        self.ensure_one()
        if not self.start:
            raise UserError(self.env._("Choose a time first, or take one of those proposed."))
        return self._plan(self.start, False)

    def _plan(self, start, why):
        if not 0 < self.duration <= 24:
            raise UserError(
                self.env._(
                    "A visit of %(hours)s hours is not possible: enter more than 0 and up to 24.",
                    hours=self.duration,
                )
            )
        visit = self.env["crm.visit"].create(self._prepare_visit(start))
        if why:
            # sudo: the visit is the user's own, and a reason is written by the app alone
            visit.sudo().reason = why
        when = self._say_moment(start)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(customer)s: visit planned, %(when)s.",
                    customer=self.partner_id.name,
                    when=when,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _prepare_visit(self, start):
        work_kind = self.opportunity_id.stage_id.work_kind
        return {
            "partner_id": self.partner_id.id,
            "user_id": self.user_id.id,
            "contact_ids": [fields.Command.set(self.contact_ids.ids)],
            "opportunity_ids": [fields.Command.set(self.opportunity_id.ids)],
            "purpose": self.purpose,
            "duration": self.duration,
            "start": start,
            "window_from": self._get_day(start),
            "window_to": self._get_day(start),
            "work_kind": work_kind or False,
            "company_id": self.env.company.id,
        }

    # ------------------------------------------------------------------ proposing

    def _is_ready(self):
        return bool(self.partner_id and self.user_id and 0 < self.duration <= 24)

    def _get_zone(self):
        return self.user_id._get_clock()

    def _get_day(self, start):
        return start.replace(tzinfo=ZoneInfo("UTC")).astimezone(self._get_zone()).date()

    def _find_slots(self):
        """Return the proposed times with their words."""
        found = self.env["crm.visit"]._find_slots(
            self.partner_id._origin, self.user_id._origin, self.duration
        )
        return [self._prepare_slot(slot) for slot in found]

    def _prepare_slot(self, slot):
        hours, rest = divmod(slot.start, 3600)
        local = datetime.combine(slot.date, time(hours, rest // 60), tzinfo=self._get_zone())
        start = local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
        return {
            "start": fields.Datetime.to_string(start),
            "label": self._say_moment(start),
            "why": self._get_why(slot),
        }

    def _say_moment(self, start):
        """Return day and time by the person's clock, in the reader's language and its order."""
        local = start.replace(tzinfo=ZoneInfo("UTC")).astimezone(self._get_zone())
        return self.env._(
            "%(day)s, %(time)s",
            day=date_words(self.env, local.date(), "EEEE, d MMMM"),
            time=f"{local:%H:%M}",
        )

    def _get_why(self, slot):
        """Say why a time is good: whom it is near, and how much more driving it is."""
        added = self.env._("+%(minutes)s min of driving", minutes=round(slot.added / 60))
        visit = self.env["crm.visit"].browse(slot.near[0] if slot.near else [])
        customer = visit._filtered_access("read").partner_id._filtered_access("read")
        if not customer:
            if self.partner_id.partner_latitude or self.partner_id.partner_longitude:
                return added if slot.added else self.env._("nothing else is planned near there")
            return self.env._("not on the map: the way there is not known")
        if slot.near[1] < _HERE:
            near = self.env._("same place as %(customer)s", customer=customer.name)
        elif slot.near[1] > _FAR:
            near = self.env._("on the way to or from %(customer)s", customer=customer.name)
        else:
            near = self.env._(
                "%(minutes)s min away from %(customer)s",
                minutes=round(slot.near[1] / 60),
                customer=customer.name,
            )
        return self.env._("%(near)s, %(added)s", near=near, added=added)
