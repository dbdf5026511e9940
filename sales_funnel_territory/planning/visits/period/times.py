"""Times of a route on a day's own clock: as early as can be, and as late as can be."""

from .data import Data


def early_leaves(
    data: Data, day: int, route: list[int], known: list[int], since: int
) -> list[int] | None:
    """Return when each stop is left at the earliest, the origin first; ``None``: too late.

    :param known: the same for a route that is equal in the first ``since`` visits
    """
    rows, places, services, starts = data.rows, data.place, data.service, data.starts
    work = data.problem.days[day]
    leaves = known[: since + 1] if known else [data.clocks[day].start]
    here = places[route[since - 1]] if since else work.origin
    time = leaves[-1]
    for number in route[since:] if since else route:
        place = places[number]
        time += rows[here][place]
        for first, last in starts[number][day]:
            if time <= last:
                if time < first:
                    time = first
                break
        else:
            return None
        time += services[number]
        leaves.append(time)
        here = place
    return leaves if time + rows[here][work.destination] <= data.clocks[day].end else None


def late_reaches(data: Data, day: int, route: list[int], known: list[int]) -> list[int]:
    """Return when each stop must be reached at the latest, the destination last.

    :param known: the same for the last stops, if they are known
    """
    rows, places, services, starts = data.rows, data.place, data.service, data.starts
    if known:
        reaches = known[::-1]
        first_known = len(route) - len(known) + 1
        there = places[route[first_known]] if first_known < len(route) else -1
        route = route[:first_known]
    else:
        reaches, there = [data.clocks[day].end], -1
    if there < 0:
        there = data.problem.days[day].destination
    time = reaches[-1]
    for number in reversed(route):
        place = places[number]
        time -= rows[place][there] + services[number]
        for first, last in reversed(starts[number][day]):
            if time >= first:
                if time > last:
                    time = last
                break
        reaches.append(time)
        there = place
    reaches.reverse()
    return reaches


def late_starts(data: Data, day: int, route: list[int], end: int) -> list[int]:
    """Return departure, then the latest start of each visit that does not delay the end.

    :param end: when the last stop is left
    """
    time, there = end, -1
    starts: list[int] = []
    for number in reversed(route):
        place = data.place[number]
        time -= (data.rows[place][there] if there >= 0 else 0) + data.service[number]
        for first, last in reversed(data.starts[number][day]):
            if time >= first:
                time = min(time, last)
                break
        starts.append(time)
        there = place
    starts.append(time - data.rows[data.problem.days[day].origin][there])
    return starts[::-1]
