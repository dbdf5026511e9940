from odoo import api, models
from odoo.tools import SQL

from ....planning.chains import Transition, split_chains


class CrmLeadHistory(models.Model):
    """Logs that hold the changes of several leads, since one was merged into the other.

    Odoo moves the log of merged leads to the survivor without saying whose line is whose.
    Stage changes that join tell the leads apart; whose the other changes were cannot be told,
    so salesperson, team and amounts of such a past stay empty.
    """

    _inherit = "crm.lead.history"

    @api.model
    def _split_broken(self, lead_ids):
        """Replace the rows of these leads in the table of the past; return how many they are."""
        if not lead_ids:
            return 0
        living = self._read_living(lead_ids)
        self.env.cr.execute(
            SQL("DELETE FROM crm_lead_past WHERE lead_id = ANY(%s)", list(lead_ids))
        )
        rows = []
        for lead_id, (transitions, names) in self._read_transitions(living).items():
            rows += self._split_rows(lead_id, living[lead_id], transitions, names)
        self._insert_past(rows)
        return len(living)

    @api.model
    def _read_living(self, lead_ids):
        """Return {lead id: (id of the live row, its start, creation of the lead, stage)}."""
        rows = self.env.execute_query(
            SQL(
                """SELECT lead.lead_id, lead.live_id, lead.until, lead.create_date,
                    COALESCE(live.stage_id, 0)
                FROM crm_lead_unrebuilt AS lead
                JOIN crm_lead_history AS live ON live.id = lead.live_id
                WHERE lead.lead_id = ANY(%s)""",
                list(lead_ids),
            )
        )
        return {lead_id: rest for lead_id, *rest in rows}

    @api.model
    def _read_transitions(self, living):
        """Return {lead id: (its logged stage changes, {stage id: name of the day})}."""
        rows = self.env.execute_query(
            SQL(
                """SELECT message.res_id, message.date,
                    COALESCE(value.old_value_integer, 0), value.old_value_char,
                    COALESCE(value.new_value_integer, 0), value.new_value_char
                FROM mail_tracking_value AS value
                JOIN mail_message AS message ON message.id = value.mail_message_id
                WHERE message.model = 'crm.lead' AND message.res_id = ANY(%s)
                  AND value.field_id = %s
                ORDER BY message.date, value.id""",
                list(living),
                self._tracked_field_ids()["stage_id"],
            )
        )
        logs = {lead_id: ([], {}) for lead_id in living}
        for lead_id, at, before, before_name, after, after_name in rows:
            transitions, names = logs[lead_id]
            names.update({before: before_name or "", after: after_name or ""})
            if at < living[lead_id][1]:
                transitions.append(Transition(at, before, after, len(transitions)))
        return logs

    @api.model
    def _split_rows(self, lead_id, living, transitions, names):
        live_id, until, created, present = living
        rows = []
        for number, chain in enumerate(split_chains(transitions, present)):
            own = number == 0
            points = [(change.at, change.after, change.before) for change in chain]
            end = until if own else self._end_of_chain(chain, transitions, until)
            if own and created < chain[0].at:
                points.insert(0, (created, chain[0].before, 0))
            ends = [at for at, _stage, _before in points[1:]] + [end]
            own_columns = (lead_id, live_id, number)
            rows += [
                (*own_columns, at, ending, *_named(stage, names), *_named(before, names))
                for (at, stage, before), ending in zip(points, ends, strict=True)
            ]
        return rows

    @api.model
    def _end_of_chain(self, chain, transitions, until):
        """Another lead's last known state ends, at the latest, with the next line of the log."""
        return next((other.at for other in transitions if other.at > chain[-1].at), until)

    @api.model
    def _insert_past(self, rows):
        if not rows:
            return
        columns = [list(column) for column in zip(*rows, strict=True)]
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_lead_past (lead_id, live_id, chain, valid_from, valid_to,
                    split_stage_id, split_stage_name, split_from_id, split_from_name,
                    stage_since, is_split)
                SELECT row.*, row.valid_from, TRUE FROM unnest(%s::int[], %s::int[], %s::int[],
                    %s::timestamp[], %s::timestamp[], %s::int[], %s::varchar[], %s::int[],
                    %s::varchar[]) AS row(lead_id, live_id, chain, valid_from)""",
                *columns,
            )
        )


def _named(stage, names):
    return stage or None, names.get(stage) or None
