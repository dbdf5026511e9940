from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Numbers about people in no team stand with the team where they sell: its leader reads them.

    Of those that count; what was said before stays as it was kept.
    """
    if not version:
        return
    Number = api.Environment(cr, SUPERUSER_ID, {})["crm.forecast.adjustment"]
    homeless = Number.search(
        [("is_current", "=", True), ("about_user_id", "!=", False), ("team_id", "=", False)]
    )
    Number.env.add_to_compute(Number._fields["team_id"], homeless)
    homeless.flush_recordset(["team_id"])
