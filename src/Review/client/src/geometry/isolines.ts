import type { DoseGrid } from "./doseGrid.ts";
import type { Facing } from "./facing.ts";

/** Samples of the dose in a plane: value of (across[i], along[j]) at j * across.length + i, NaN where there is no dose. */
export interface Lattice {
  readonly across: Float64Array;
  readonly along: Float64Array;
  readonly values: Float64Array;
}

/** Between two points of the dose grid it is sampled at least this often, mm. */
const step = 1;

/**
 * Where the dose is to be sampled along an axis. On the grid's own points and evenly between them where they lie along it: there
 * the dose is linear between neighbouring samples, and a line that is interpolated between them is exact; else evenly.
 */
function positions(dose: DoseGrid, axis: 0 | 1 | 2, within: readonly [number, number]): Float64Array {
  const bounds = dose.bounds()[axis];
  const points = dose.pointsAlong(axis) ?? [bounds[0], bounds[1]];
  const found: number[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    if (points[i + 1] < within[0] || points[i] > within[1]) continue;
    const parts = Math.max(1, Math.ceil((points[i + 1] - points[i]) / step - 1e-9));
    if (found.length === 0) found.push(points[i]);
    for (let part = 1; part < parts; part++) found.push(points[i] + ((points[i + 1] - points[i]) * part) / parts);
    found.push(points[i + 1]);
  }
  return Float64Array.from(found);
}

/**
 * Samples the dose in a view's plane.
 * @param dose The dose.
 * @param facing The view.
 * @param depth Position of its plane, mm.
 * @param across What of it is wanted across the view, mm.
 * @param along What of it is wanted along the view, mm.
 */
export function sampled(dose: DoseGrid, facing: Facing, depth: number, across: readonly [number, number], along: readonly [number, number]): Lattice {
  const xs = positions(dose, facing.across, across);
  const ys = positions(dose, facing.along, along);
  const values = new Float64Array(xs.length * ys.length);
  const place = [0, 0, 0];
  place[facing.through] = depth;
  for (let j = 0, p = 0; j < ys.length; j++) {
    place[facing.along] = ys[j];
    for (let i = 0; i < xs.length; i++, p++) {
      place[facing.across] = xs[i];
      values[p] = dose.at(place[0], place[1], place[2]);
    }
  }
  return { across: xs, along: ys, values };
}

/**
 * Lines of equal dose by marching squares: for each level its straight pieces, four numbers each (across, along, across, along).
 * A crossing lies where the dose is linear between two samples; where a square could be cut in two ways, the value at the saddle
 * of the bilinear surface decides. Squares with a corner without dose have no line.
 * @param levels Rising.
 */
export function isolines(lattice: Lattice, levels: readonly number[]): number[][] {
  const { across, along, values } = lattice;
  const columns = across.length;
  const found: number[][] = levels.map(() => []);
  for (let j = 0; j + 1 < along.length; j++) {
    for (let i = 0; i + 1 < columns; i++) {
      const at = j * columns + i;
      const a = values[at];
      const b = values[at + 1];
      const c = values[at + columns + 1];
      const d = values[at + columns];
      const low = Math.min(a, b, c, d);
      const high = Math.max(a, b, c, d);
      // Not a number: neither.
      if (!(low < high)) continue;
      for (let n = 0; n < levels.length; n++) {
        const level = levels[n];
        if (level > high) break;
        if (level > low) square(found[n], level, a, b, c, d, across[i], across[i + 1], along[j], along[j + 1]);
      }
    }
  }
  return found;
}

/** A square's pieces of a line; corners a (x0, y0), b (x1, y0), c (x1, y1), d (x0, y1). A corner at the level lies inside. */
function square(into: number[], level: number, a: number, b: number, c: number, d: number, x0: number, x1: number, y0: number, y1: number): void {
  const inside = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
  const south = x0 + ((x1 - x0) * (level - a)) / (b - a);
  const north = x0 + ((x1 - x0) * (level - d)) / (c - d);
  const west = y0 + ((y1 - y0) * (level - a)) / (d - a);
  const east = y0 + ((y1 - y0) * (level - b)) / (c - b);
  switch (inside) {
    case 1:
    case 14:
      into.push(south, y0, x0, west);
      break;
    case 2:
    case 13:
      into.push(south, y0, x1, east);
      break;
    case 4:
    case 11:
      into.push(north, y1, x1, east);
      break;
    case 8:
    case 7:
      into.push(north, y1, x0, west);
      break;
    case 3:
    case 12:
      into.push(x0, west, x1, east);
      break;
    case 6:
    case 9:
      into.push(south, y0, north, y1);
      break;
    case 5:
    case 10: {
      // Whether a and c are joined through the middle: by the saddle, a and c inside or outside together.
      const saddle = (a * c - b * d) / (a + c - b - d);
      if (saddle >= level === (inside === 5)) into.push(south, y0, x1, east, north, y1, x0, west);
      else into.push(south, y0, x0, west, north, y1, x1, east);
      break;
    }
  }
}
