"""How long something stands, against how long such things usually stand."""

AGES = ("normal", "slow", "stuck")


def age_of(days: float, normal: float, stuck: float) -> str:
    """Judge a time by the median and the 80 % of such times in the past (all in days).

    >>> [age_of(days, 8, 20) for days in (8, 8.1, 20.1)]
    ['normal', 'slow', 'stuck']
    """
    if days > stuck:
        return "stuck"
    return "slow" if days > normal else "normal"
