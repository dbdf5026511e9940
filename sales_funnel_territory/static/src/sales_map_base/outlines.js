import { WORLD, projectX, projectY } from "../sales_map/projection";

const own = {};

/**
 * An outline as the canvas draws it, at zoom 0 (see projection.js).
 *
 * @typedef {Object} Outline
 * @property {string} code of a country, if it has one
 * @property {string} name
 * @property {boolean} disputed
 * @property {boolean} states whether there is a file of them
 * @property {{x: number, y: number}} label where the name stands
 * @property {{left: number, top: number, right: number, bottom: number}} box
 * @property {Path2D} area
 * @property {Path2D} edge without the seam at 180 degrees
 */

/** Packed rings, see planning/outlines.py, as paths. */
function unpackOutline({ code, name, disputed, states, label, polygons }, grid) {
    const box = { left: WORLD, top: WORLD, right: 0, bottom: 0 };
    const area = new Path2D();
    const edge = new Path2D();
    for (const ring of polygons.flat()) {
        addRing(ring, grid, box, area, edge);
    }
    return {
        code,
        name,
        disputed: Boolean(disputed),
        states: Boolean(states),
        label: { x: projectX(label[0] * grid), y: projectY(label[1] * grid) },
        box,
        area,
        edge,
    };
}

function addRing(ring, grid, box, area, edge) {
    let longitude = 0;
    let latitude = 0;
    let wasSeam = false;
    for (let i = 0; i < ring.length; i += 2) {
        longitude += ring[i];
        latitude += ring[i + 1];
        const x = projectX(longitude * grid);
        const y = projectY(latitude * grid);
        const isSeam = x <= 0 || x >= WORLD;
        if (i) {
            area.lineTo(x, y);
        } else {
            area.moveTo(x, y);
        }
        if (i && !(isSeam && wasSeam)) {
            edge.lineTo(x, y);
        } else {
            edge.moveTo(x, y);
        }
        wasSeam = isSeam;
        box.left = Math.min(box.left, x);
        box.right = Math.max(box.right, x);
        box.top = Math.min(box.top, y);
        box.bottom = Math.max(box.bottom, y);
    }
    area.closePath();
    if (!wasSeam) {
        edge.lineTo(projectX(ring[0] * grid), projectY(ring[1] * grid));
    }
}

/** @returns {Promise<Outline[]>} nothing where the file cannot be read: a map works without */
async function fetchOutlines(url) {
    const answer = await fetch(url);
    if (!answer.ok) {
        return [];
    }
    const { grid, outlines } = await answer.json();
    return outlines.map((outline) => unpackOutline(outline, grid));
}

/**
 * Each file is read and unpacked once, whatever maps are opened.
 *
 * @param {string} url
 */
export function loadOutlines(url) {
    own[url] ??= fetchOutlines(url).catch(() => {
        delete own[url];
        return [];
    });
    return own[url];
}
