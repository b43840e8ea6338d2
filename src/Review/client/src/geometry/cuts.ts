import type { Ring, RoiContours } from "./contours.ts";
import type { PlaneStack } from "./planes.ts";

/**
 * Where a straight line within a plane crosses rings: the line x = value (axis 0) or y = value (axis 1). The positions along
 * the other axis, rising; by the even-odd rule each pair bounds what is filled. Their number is even.
 */
export function crossings(rings: readonly Ring[], axis: 0 | 1, value: number): number[] {
  const other = 1 - axis;
  const found: number[] = [];
  for (const ring of rings) {
    const n = ring.length;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const a = ring[j + axis];
      const b = ring[i + axis];
      // Half open: a vertex on the line counts for one of its edges alone.
      if (a <= value !== b <= value)
        found.push(ring[j + other] + ((value - a) / (b - a)) * (ring[i + other] - ring[j + other]));
    }
  }
  return found.sort((p, q) => p - q);
}

/** What a structure looks like cut along the patient: each plane a step as high as its slab, with no surface guessed between. */
export interface StairSteps {
  /** Filled rectangles, four numbers each: from, lower, to, upper (mm). */
  readonly filled: readonly number[];
  /** The outline's straight pieces, four numbers each: from, lower, to, upper (mm). */
  readonly outline: readonly number[];
}

/**
 * Cuts a ROI by the plane x = value (axis 0, seen along the y axis) or y = value (axis 1, seen along the x axis).
 * @param stack The planes that the ROI's plane numbers refer to.
 */
export function stairSteps(roi: RoiContours, stack: PlaneStack, axis: 0 | 1, value: number): StairSteps {
  const filled: number[] = [];
  const outline: number[] = [];
  const none: number[] = [];
  let before: number[] = none;
  let beforePlane = -2;
  for (const plane of roi.planes) {
    const ends = crossings(roi.on(plane), axis, value);
    const lower = stack.lower[plane];
    const upper = stack.upper[plane];
    for (let i = 0; i + 1 < ends.length; i += 2) filled.push(ends[i], lower, ends[i + 1], upper);
    for (const end of ends) outline.push(end, lower, end, upper);
    if (plane !== beforePlane + 1) {
      if (before.length > 0) step(outline, before, none, stack.upper[beforePlane]);
      before = none;
    }
    step(outline, before, ends, lower);
    before = ends;
    beforePlane = plane;
  }
  if (before.length > 0) step(outline, before, none, stack.upper[beforePlane]);
  return { filled, outline };
}

/** The tread between two steps: where one of them is filled and the other is not. */
function step(outline: number[], below: readonly number[], above: readonly number[], at: number): void {
  const ends = [...below, ...above].sort((p, q) => p - q);
  for (let i = 0; i + 1 < ends.length; i += 2)
    if (ends[i + 1] > ends[i]) outline.push(ends[i], at, ends[i + 1], at);
}

/**
 * Joins an outline's straight pieces where they meet, so that dashes run on around corners.
 * @param outline Pieces, four numbers each, as in StairSteps.
 * @returns Lines: across, along, across, along, ...; a closed one ends where it began.
 */
export function joined(outline: readonly number[]): number[][] {
  const meeting = new Map<string, number[]>();
  const key = (end: number): string => `${outline[end]},${outline[end + 1]}`;
  for (let end = 0; end < outline.length; end += 2) {
    const here = meeting.get(key(end));
    if (here) here.push(end);
    else meeting.set(key(end), [end]);
  }
  const used = new Uint8Array(outline.length / 4);
  const lines: number[][] = [];
  for (let first = 0; first < used.length; first++) {
    if (used[first]) continue;
    used[first] = 1;
    const line = outline.slice(first * 4, first * 4 + 4);
    // An end of a piece is at an even place; its other end is two further or two before.
    for (let end = first * 4 + 2; ; ) {
      const next = meeting.get(key(end))?.find((other) => !used[other >> 2]);
      if (next === undefined) break;
      used[next >> 2] = 1;
      end = next ^ 2;
      line.push(outline[end], outline[end + 1]);
    }
    lines.push(line);
  }
  return lines;
}
