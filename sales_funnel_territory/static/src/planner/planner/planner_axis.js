const USUAL = { start: 8 * 60, end: 18 * 60 };

/** From when to when the columns go: working hours, and whatever lies outside; whole hours. */
export function axisOf({ days, visits, data }) {
    const starts = days.filter((day) => day.is_working).map((day) => day.start);
    const ends = days.filter((day) => day.is_working).map((day) => day.end);
    for (const visit of visits) {
        starts.push(visit.start - visit.travel_minutes);
        ends.push(visit.end);
    }
    for (const day of days) {
        const last = visits.filter((visit) => visit.date === day.date).map((visit) => visit.end);
        if (last.length) {
            ends.push(Math.max(...last) + day.back_minutes);
        }
    }
    const first = starts.length ? Math.min(...starts) : USUAL.start;
    const last = ends.length ? Math.max(...ends) : USUAL.end;
    return {
        start: Math.max(0, Math.floor((first - 1) / 60) * 60),
        end: Math.min(24 * 60, Math.ceil((last + 1) / 60) * 60),
        now: data?.now ?? -1,
    };
}
