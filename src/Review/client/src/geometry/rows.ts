import type { PlaneStack } from "./planes.ts";

/** How planes along the patient become the evenly high rows of a picture. */
export interface RowMap {
  /** Which plane each row shows; row 0 is the most inferior. */
  readonly plane: Uint16Array;
  /** Height of a row, mm. */
  readonly height: number;
}

/**
 * One row a plane where planes are even. Else rows of half the smallest distance between planes, and each plane as many as
 * its slab is high: nothing is averaged.
 */
export function rowsOf(stack: PlaneStack): RowMap {
  const lowest = stack.lower[0];
  const whole = stack.upper[stack.count - 1] - lowest;
  if (stack.isEven()) {
    const plane = new Uint16Array(stack.count);
    for (let k = 0; k < plane.length; k++) plane[k] = k;
    return { plane, height: whole / stack.count };
  }
  const count = Math.min(2048, Math.max(stack.count, Math.round((2 * whole) / stack.smallestGap)));
  const height = whole / count;
  const plane = new Uint16Array(count);
  for (let row = 0; row < count; row++) plane[row] = stack.nearest(lowest + (row + 0.5) * height);
  return { plane, height };
}
