/**
 * The few lowest of many numbers, in order, without sorting them all.
 *
 * @param {ArrayLike<number>} ranks
 * @param {number} limit
 * @returns {number[]} their places
 */
export function lowest(ranks, limit) {
    const best = [];
    for (let i = 0; i < ranks.length; i++) {
        if (best.length === limit && ranks[i] >= ranks[best[limit - 1]]) {
            continue;
        }
        let at = best.length;
        while (at > 0 && ranks[best[at - 1]] > ranks[i]) {
            at--;
        }
        best.splice(at, 0, i);
        if (best.length > limit) {
            best.pop();
        }
    }
    return best;
}
