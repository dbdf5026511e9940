/**
 * Turn a picture of a flow (columns along, sizes across) into SVG paths.
 *
 * Along runs to the right on a wide screen and down on a phone; `point` decides, all else is one.
 */
const NODE = 14; // thickness of a stage along, in pixels
export const BEND = 30; // how far a loop swings out
const SMALLEST = 1.5; // a single move among thousands is still seen

export class StageFlowPainter {
    constructor({ columns, across }, { isUpright, along, width, margin }) {
        this.isUpright = isUpright;
        this.step = columns > 1 ? (along - NODE) / (columns - 1) : 0;
        this.scale = across > 0 ? width / across : 0;
        this.margin = margin;
    }

    at(column) {
        return column * this.step;
    }

    across(value) {
        return this.margin + value * this.scale;
    }

    size(value) {
        return Math.max(SMALLEST, value * this.scale);
    }

    point(along, across) {
        const [x, y] = this.isUpright ? [across, along] : [along, across];
        return `${x.toFixed(1)},${y.toFixed(1)}`;
    }

    box({ column, start, size }) {
        const along = { start: this.at(column), size: NODE };
        const across = { start: this.across(start), size: this.size(size) };
        const [x, y] = this.isUpright ? [across, along] : [along, across];
        return { x: x.start, width: x.size, y: y.start, height: y.size };
    }

    /** A band is an area; a loop is a line as thick as its flow. */
    band({ points, size, loop }) {
        return loop === null || loop === undefined
            ? { path: this.ribbon(points, this.size(size)), thickness: 0 }
            : { path: this.loop(points, this.size(size), loop), thickness: this.size(size) };
    }

    /** Both edges of a band, from the end of one column to the beginning of the next. */
    ribbon(points, size) {
        const edge = points.map(([column, start]) => [this.at(column), this.across(start)]);
        const there = this.edge(edge);
        const back = this.edge(
            edge.map(([along, across]) => [along, across + size]),
            true,
        );
        return `M${there} L${back} Z`;
    }

    edge(points, isBackwards = false) {
        const last = points.length - 1;
        const stops = points.flatMap(([along, across], index) => [
            ...(index > 0 ? [[along, across]] : []),
            ...(index < last ? [[along + NODE, across]] : []),
        ]);
        const ordered = isBackwards ? stops.reverse() : stops;
        return ordered
            .map(([along, across], index) => {
                const here = this.point(along, across);
                if (index === 0) {
                    return here;
                }
                const [before, level] = ordered[index - 1];
                const middle = (before + along) / 2;
                return `C${this.point(middle, level)} ${this.point(middle, across)} ${here}`;
            })
            .join(" ");
    }

    /** Out at the end of a stage, round below everything, and in again at its beginning. */
    loop([[fromColumn, from], [toColumn, to]], size, depth) {
        const [leave, enter, level] = [from, to, depth].map(
            (value) => this.across(value) + size / 2,
        );
        const start = this.at(fromColumn) + NODE;
        const end = this.at(toColumn);
        return [
            `M${this.point(start, leave)}`,
            `C${this.point(start + BEND, leave)} ${this.point(start + BEND, level)}`,
            this.point(start, level),
            `L${this.point(end, level)}`,
            `C${this.point(end - BEND, level)} ${this.point(end - BEND, enter)}`,
            this.point(end, enter),
        ].join(" ");
    }
}
