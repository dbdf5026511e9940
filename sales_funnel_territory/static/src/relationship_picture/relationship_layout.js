/**
 * Where the circles of a relationship picture stand, in pixels of the drawing.
 *
 * As wide as there is room for, people stand below their managers; else line by line, each
 * indented below his manager, as on a phone.
 */
const CELL = { width: 132, narrowest: 104, height: 152, bend: 48 };
const LINE = { height: 78, indent: 34 };
const MARGIN = 48;

export function radius(person) {
    return person.influence ? 14 + 3 * person.influence : 14;
}

export function layOut(people, gaps, room) {
    const columns = Math.max(...people.map(({ column }) => column + 1), gaps.length, 1);
    return columns * CELL.narrowest <= room
        ? asTree(people, gaps, columns)
        : asLines(people, gaps, room);
}

function asTree(people, gaps, columns) {
    const rows = Math.max(0, ...people.map(({ row }) => row + 1));
    const place = (column, row) => ({
        x: (column + 0.5) * CELL.width,
        y: MARGIN + row * CELL.height,
    });
    return {
        kind: "tree",
        width: columns * CELL.width,
        height: (rows + (gaps.length ? 1 : 0)) * CELL.height,
        people: people.map((person) => ({ ...person, ...place(person.column, person.row) })),
        gaps: gaps.map((gap, column) => ({ ...gap, ...place(column, rows) })),
    };
}

function asLines(people, gaps, room) {
    const place = (row, order) => ({
        x: MARGIN - 12 + row * LINE.indent,
        y: MARGIN - 8 + order * LINE.height,
    });
    return {
        kind: "lines",
        width: room,
        height: (people.length + gaps.length) * LINE.height,
        people: people.map((person) => ({ ...person, ...place(person.row, person.order) })),
        gaps: gaps.map((gap, index) => ({ ...gap, ...place(0, people.length + index) })),
    };
}

/** The reporting lines, with corners, from each manager to each of his people. */
export function getLinks({ kind, people }) {
    const byKey = new Map(people.map((person) => [person.key, person]));
    return people
        .filter((person) => byKey.has(person.reports_to))
        .map((person) => {
            const manager = byKey.get(person.reports_to);
            const bend = person.y - CELL.bend;
            const path =
                kind === "tree"
                    ? `M${manager.x} ${manager.y}V${bend}H${person.x}V${person.y}`
                    : `M${manager.x} ${manager.y}V${person.y}H${person.x}`;
            return { key: person.key, path };
        });
}
