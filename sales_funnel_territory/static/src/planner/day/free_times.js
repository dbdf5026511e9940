// a free time worth offering
const LEAST = 30;

/** Free times of a day in which somebody could be visited: [{start, end}], in minutes. */
export function freeTimes(day, visits) {
    if (day.is_past || !day.is_working) {
        return [];
    }
    const taken = [
        ...visits.map(({ start, end }) => [start, end]),
        ...day.busy.map(({ start, end }) => [start, end]),
        ...day.pauses,
    ].sort(([one], [two]) => one - two);
    const found = [];
    let free = day.start;
    for (const [start, end] of [...taken, [day.end, day.end]]) {
        if (start - free >= LEAST) {
            found.push({ start: free, end: start });
        }
        free = Math.max(free, end);
    }
    return found;
}
