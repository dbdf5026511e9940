def migrate(cr, version):
    """Agreed times that cannot be kept stay listed as not served, though their visits have a time.

    Until 19.0.1.8.0 that time was not kept beside the cause.
    """
    if not version:
        return
    cr.execute(
        """UPDATE crm_visit_shortfall AS short
        SET agreed_start = visit.start, is_served = FALSE
        FROM crm_visit AS visit
        WHERE visit.id = short.visit_id AND visit.start IS NOT NULL
          AND short.agreed_start IS NULL AND short.cause IN ('clash', 'too_far', 'no_hours')"""
    )
