from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from odoo import api, fields, models

from ....planning.visits.due.opening import ALL_DAY
from ....planning.visits.problem import DAY_SECONDS, Span, WorkDay
from ....planning.visits.slots.day_check import DayCheck, DayStop, check_day, in_order
from ....tools.one_line import one_line
from ..crm_visit import OPEN_STATES

DAY = 24 * 60


@dataclass(frozen=True)
class PlannerDrive:
    """A day with its ways and the limits it breaks, in words."""

    date: date
    visits: Any  # crm.visit in the order of the day
    stops: list
    check: DayCheck
    home: dict
    end_home: dict
    sentences: dict  # {visit id: [sentence]}
    day_sentences: list

    @property
    def travel_minutes(self):
        return round(self.check.seconds / 60)

    @property
    def planned_minutes(self):
        return self.travel_minutes + sum((stop.end - stop.start) // 60 for stop in self.stops)


@dataclass(frozen=True)
class PlannerPlaces:
    """Rows of a table of travel times."""

    rows: dict  # {partner id: row}
    ends: dict  # {day: rows of where it begins and ends}
    hours: dict  # {partner id: Hours}
    seconds: Any
    metres: Any


class CrmVisitPlan(models.Model):
    """The visits of the planner, with the way to each and what is wrong with it."""

    _inherit = "crm.visit.plan"

    @api.model
    def _planner_visits(self, frame):
        start, end = frame.moments
        visits = self.env["crm.visit"].search(
            [
                "|",
                ("user_id", "=", frame.user.id),
                ("companion_ids", "in", frame.user.ids),
                ("state", "!=", "cancelled"),
                ("start", ">=", start),
                ("start", "<", end),
            ],
            order="start, id",
        )
        # a visit whose meeting was deleted lets nobody see its customer: see the narrow view
        hidden = visits.partner_id - visits.partner_id._filtered_access("read")
        return visits.filtered(lambda visit: visit.partner_id not in hidden)

    # ------------------------------------------------------------------ places

    @api.model
    def _planner_homes(self, frame, plan):
        """Return {day: the partners where it begins and ends}."""
        plan = plan or self.browse()
        return {day: plan._get_day_ends(frame.user, day) for day in frame.days}

    @api.model
    def _planner_places(self, frame, homes, partners):
        """Return travel times between homes and customers; those nowhere are 0 away."""
        known = list(dict.fromkeys([*(one for ends in homes.values() for one in ends), *partners]))
        positions = [_position(partner) for partner in known]
        located = [row for row, position in enumerate(positions) if position]
        seconds = np.zeros((len(known), len(known)))
        metres = np.zeros_like(seconds)
        if located:
            matrix = self.env["crm.travel"]._matrix([positions[row] for row in located])
            # where no road leads one is away all day: that can be told, and is late everywhere
            seconds[np.ix_(located, located)] = np.minimum(matrix.seconds, DAY_SECONDS)
            metres[np.ix_(located, located)] = np.nan_to_num(matrix.metres, posinf=0)
        rows = {partner.id: row for row, partner in enumerate(known)}
        ends = {day: (rows[start.id], rows[end.id]) for day, (start, end) in homes.items()}
        statuses = partners.customer_status_id
        hours = statuses._prepare_visiting_hours(frame.first, frame.last)
        by_partner = {status.partner_id.id: one for status, one in hours.items()}
        return PlannerPlaces(rows, ends, by_partner, seconds, metres)

    @api.model
    def _planner_windows(self, places, partner, day):
        """Return when a customer receives on a day."""
        hours = places.hours.get(partner.id)
        return hours.on(day) if hours else ALL_DAY

    # ------------------------------------------------------------------ days

    @api.model
    def _planner_drives(self, frame, visits, days, plan=None, more=()):
        """Return {day: PlannerDrive}.

        :param more: partners whose ways one wants to know as well
        """
        homes = self._planner_homes(frame, plan)
        partners = visits.partner_id | self.env["res.partner"].union(*more)
        places = self._planner_places(frame, homes, partners)
        by_day = dict.fromkeys(days, self.env["crm.visit"])
        for visit in visits:
            by_day[frame.to_local(visit.start)[0]] |= visit
        return {
            day: self._planner_drive(frame, day, days[day], by_day[day], places, homes, plan)
            for day in days
        }

    @api.model
    def _planner_drive(self, frame, day, works, visits, places, homes, plan):
        visits = visits.filtered(lambda visit: visit.state != "missed")
        stops = in_order([self._planner_stop(frame, visit, places) for visit in visits])
        work_day = self._planner_work_day(day, works, places, plan)
        check = check_day(work_day, stops, places.seconds, places.metres)
        of_day, of_visits = self._planner_sentences(check, works, stops)
        return PlannerDrive(
            date=day,
            visits=visits.browse([stop.key for stop in stops]),
            stops=stops,
            check=check,
            home=_tell_home(homes[day][0]),
            end_home=_tell_home(homes[day][1]),
            sentences=of_visits,
            day_sentences=of_day,
        )

    @api.model
    def _planner_work_day(self, day, works, places, plan=None):
        """Return the day as planning knows it; without working hours it is open and told so."""
        start, end = (works.start, works.end) if works.spells else (0, DAY)
        taken = [(one, two) for one, two, _label in works.busy] + works.pauses
        busy = tuple(Span(one * 60, two * 60) for one, two in sorted(taken))
        return WorkDay(
            date=day,
            start=start * 60,
            end=end * 60,
            origin=places.ends[day][0],
            destination=places.ends[day][1],
            busy=busy,
            longest=round(plan.longest_day * 3600) if plan and plan.longest_day else None,
            most_visits=(plan and plan.most_visits) or None,
        )

    @api.model
    def _planner_stop(self, frame, visit, places):
        day, start = frame.to_local(visit.start)
        minutes = round(visit.duration * 60)
        return DayStop(
            key=visit.id,
            place=places.rows.get(visit.partner_id.id, places.ends[day][0]),
            start=start * 60,
            end=(start + minutes) * 60,
            windows=self._planner_windows(places, visit.partner_id, day),
        )

    # ------------------------------------------------------------------ told

    @api.model
    def _planner_tell_visits(self, frame, visits, drives):
        legs = {
            stop.key: leg
            for drive in drives.values()
            for stop, leg in zip(drive.stops, drive.check.legs, strict=False)
        }
        sentences = {key: words for one in drives.values() for key, words in one.sentences.items()}
        labels = {
            name: dict(visits._fields[name]._description_selection(self.env))
            for name in ("state", "origin", "work_kind")
        }
        mine = set(visits._filtered_access("write").ids)
        return [
            self._planner_tell_visit(frame, visit, labels)
            | {
                "travel_minutes": round(legs[visit.id].seconds / 60) if visit.id in legs else 0,
                "travel_km": round(legs[visit.id].metres / 1000, 1) if visit.id in legs else 0,
                "breaches": sentences.get(visit.id, []) if visit.state in OPEN_STATES else [],
                "can_move": visit.id in mine and self._planner_may_move(visit, frame.user),
                "can_put_back": visit.id in mine and self._planner_may_put_back(visit, frame.user),
                "can_check_in": visit.id in mine and self._planner_may_check_in(visit),
                "can_check_out": visit.id in mine and visit.state == "under_way",
                "can_freeze": visit.id in mine and visit.state in OPEN_STATES,
            }
            for visit in visits
        ]

    @api.model
    def _planner_may_move(self, visit, user):
        return visit.state in OPEN_STATES and not visit.is_frozen and visit.user_id == user

    @api.model
    def _planner_may_check_in(self, visit):
        return visit.user_id == self.env.user and visit.may_check_in

    @api.model
    def _planner_may_put_back(self, visit, user):
        return visit.state != "confirmed" and self._planner_may_move(visit, user)

    @api.model
    def _planner_tell_visit(self, frame, visit, labels):
        day, start = frame.to_local(visit.start)
        minutes = round(visit.duration * 60)
        return self._planner_tell_customer(visit.partner_id) | {
            "id": visit.id,
            "name": visit.display_name,
            "date": day.isoformat(),
            "start": start,
            "end": start + minutes,
            "duration": minutes,
            "state": visit.state,
            "state_label": labels["state"][visit.state],
            "is_frozen": visit.is_frozen,
            "is_open": visit.state in (*OPEN_STATES, "under_way"),
            "is_past": visit.start < fields.Datetime.now(),
            "origin": visit.origin,
            "origin_label": labels["origin"][visit.origin],
            "work_kind": visit.work_kind or "",
            "work_label": labels["work_kind"].get(visit.work_kind, ""),
            "purpose": visit.purpose or "",
            "reason": visit.reason or "",
            "contacts": ", ".join(visit.contact_ids.mapped("name")),
        }

    @api.model
    def _planner_tell_customer(self, partner):
        return {
            "partner_id": partner.id,
            "name": partner.display_name,
            "city": partner.city or "",
            "address": one_line(partner._display_address(without_company=True)),
            "class": partner.customer_class_id.code or "",
            "class_color": partner.customer_class_id.color,
            "position": _position(partner) or False,
            "phone": partner.phone or "",
            "open_days": partner.customer_status_id.open_days or "",
        }


def _tell_home(partner):
    # sudo: where a colleague sets out from, of which only name and position are told
    partner = partner.sudo()
    return {"name": partner.display_name or "", "position": _position(partner) or False}


def _position(partner):
    position = (partner.partner_latitude, partner.partner_longitude)
    return position if any(position) else None
