"""Leads as a manager would type them, by the thousand."""

LEADS = 1000


def values(env, number=LEADS):
    """Return what a manager would type, for many leads of the first team."""
    team = env["crm.team"].search([], limit=1)
    return [
        {
            "name": f"Lead {index}",
            "type": "opportunity",
            "team_id": team.id,
            "user_id": env.uid,
            "expected_revenue": 1000.0 + index,
            "partner_name": f"Company {index}",
        }
        for index in range(number)
    ]
