def migrate(cr, version):
    """Weeks that were submitted before say nothing of a team as a whole: each row is a person's.

    The manager's number and the target of those weeks stay empty: they are not known any more.
    So does the leader above's: what he said stood under the leader's, and stays there.
    """
    if version:
        cr.execute("UPDATE crm_forecast_snapshot_line SET is_team = FALSE WHERE is_team IS NULL")
