from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Numbers about people stand with the team where they sell: its leader reads them.

    Where they stood with none, with one of another company or with an archived one. Of those
    that count; what was said before stays as it was kept.
    """
    if not version:
        return
    Number = api.Environment(cr, SUPERUSER_ID, {})["crm.forecast.adjustment"]
    numbers = Number.search([("is_current", "=", True), ("about_user_id", "!=", False)])
    homeless = numbers.filtered(_is_homeless)
    Number.env.add_to_compute(Number._fields["team_id"], homeless)
    homeless.flush_recordset(["team_id"])


def _is_homeless(number):
    team = number.team_id
    return not team.active or team.company_id.id not in (number.company_id.id, False)
