import { NamePlaces } from "../sales_map/name_places";
import { nameNearest } from "../sales_map/palette";

const BY_LOAD = { under: "color-1", fair: "color-3", over: "color-2" };

/** Draws zones: a tint of their colour, a firm edge, the name where there is room. */
export class ZonesPainter {
    constructor(engine) {
        this.engine = engine;
    }

    /** The colour of a zone: how full its people are, that of its group on the map, or its own. */
    colorOf(zone, isByLoad, group) {
        const { palette } = this.engine;
        if (!isByLoad && group !== undefined) {
            return palette.groups[Math.min(group, palette.groups.length - 1)];
        }
        if (!isByLoad) {
            return palette.read(nameNearest(zone.color));
        }
        return palette.read(BY_LOAD[zone.load_state] || "color-other");
    }

    paint(context, view, { zones, clashes, picked, isByLoad, groupOf, below = 0 }) {
        const pixel = view.ratio / view.k;
        const seen = zones.filter(({ shape }) => this._isSeen(view, shape));
        context.save();
        context.setTransform(view.k, 0, 0, view.k, -view.x * view.k, -view.y * view.k);
        context.lineJoin = "round";
        for (const zone of seen) {
            const color = this.colorOf(zone, isByLoad, groupOf?.(zone));
            context.fillStyle = context.strokeStyle = color;
            context.globalAlpha = zone.is_zone ? 0.16 : 0.05;
            context.fill(zone.shape.path, "evenodd");
            context.globalAlpha = 0.9;
            context.lineWidth = (zone.id === picked ? 3.5 : zone.is_zone ? 1.5 : 2.5) * pixel;
            context.stroke(zone.shape.path);
        }
        this._paintClashes(context, view, clashes, pixel);
        context.restore();
        this._writeNames(context, view, seen, below);
    }

    _paintClashes(context, view, clashes, pixel) {
        const { palette } = this.engine;
        for (const { kind, shape } of clashes.filter((clash) => this._isSeen(view, clash.shape))) {
            const color = palette.read(kind === "overlap" ? "heat" : "text");
            context.fillStyle = context.strokeStyle = color;
            context.globalAlpha = 0.45;
            context.fill(shape.path, "evenodd");
            context.globalAlpha = 1;
            context.lineWidth = 1.5 * pixel;
            context.setLineDash([4 * pixel, 3 * pixel]);
            context.stroke(shape.path);
            context.setLineDash([]);
        }
    }

    /** @param {number} below how far under their place, in CSS pixels: a sign may stand there */
    _writeNames(context, view, zones, below) {
        const { palette } = this.engine;
        context.save();
        context.font = `600 ${12 * view.ratio}px ${palette.font}`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.lineJoin = "round";
        context.lineWidth = 3 * view.ratio;
        context.strokeStyle = palette.outline;
        context.fillStyle = palette.text;
        const places = new NamePlaces(12 * view.ratio);
        for (const { name, code, label, shape } of zones) {
            const room = (shape.box.right - shape.box.left) * view.k;
            const x = (label.x - view.x) * view.k;
            const y = (label.y - view.y) * view.k + below * view.ratio;
            const text = [name, code].find((one) => {
                const width = one ? context.measureText(one).width : Infinity;
                return width < room && places.take(x, y, width);
            });
            if (text) {
                context.strokeText(text, x, y);
                context.fillText(text, x, y);
            }
        }
        context.restore();
    }

    _isSeen(view, { box }) {
        return (
            box.right > view.x &&
            box.left < view.x + view.width / view.k &&
            box.bottom > view.y &&
            box.top < view.y + view.height / view.k
        );
    }
}
