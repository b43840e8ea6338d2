/**
 * The planes of the planning CT along the patient, and what each stands for: half the way to its neighbours, whatever
 * their distances; the first and the last plane reach as far outwards as inwards.
 */
export class PlaneStack {
  /** Positions in patient mm, rising to Superior. */
  readonly z: Float64Array;
  /** Lower border of each plane's slab, mm. */
  readonly lower: Float64Array;
  /** Upper border of each plane's slab, mm. */
  readonly upper: Float64Array;

  /** @param planes Positions in mm, strictly rising; at least two, as one plane alone does not say what it stands for. */
  constructor(planes: readonly number[]) {
    const n = planes.length;
    if (n < 2) throw new RangeError("A stack needs two planes at least.");
    for (let k = 1; k < n; k++)
      if (!(planes[k] > planes[k - 1])) throw new RangeError("Planes have to rise.");
    this.z = Float64Array.from(planes);
    this.lower = new Float64Array(n);
    this.upper = new Float64Array(n);
    // Neighbours share their border to the bit, so that outlines meet there.
    for (let k = 1; k < n; k++) this.lower[k] = this.upper[k - 1] = (this.z[k - 1] + this.z[k]) / 2;
    this.lower[0] = this.z[0] - (this.z[1] - this.z[0]) / 2;
    this.upper[n - 1] = this.z[n - 1] + (this.z[n - 1] - this.z[n - 2]) / 2;
  }

  /** How many planes there are. */
  get count(): number {
    return this.z.length;
  }

  /** The smallest distance between two neighbours, mm. */
  get smallestGap(): number {
    let gap = Number.POSITIVE_INFINITY;
    for (let k = 1; k < this.count; k++) gap = Math.min(gap, this.z[k] - this.z[k - 1]);
    return gap;
  }

  /** Whether all neighbours lie equally far apart, to a tolerance in mm. */
  isEven(tolerance = 0.001): boolean {
    const gap = (this.z[this.count - 1] - this.z[0]) / (this.count - 1);
    for (let k = 1; k < this.count; k++)
      if (Math.abs(this.z[k] - this.z[k - 1] - gap) > tolerance) return false;
    return true;
  }

  /** The plane in whose slab a position lies; a border belongs to the plane above; beyond the ends the first or the last. */
  nearest(z: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (z < this.upper[middle]) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The plane in whose slab a position lies; -1 beyond the ends. */
  holding(z: number): number {
    if (z < this.lower[0] || z > this.upper[this.count - 1]) return -1;
    return this.nearest(z);
  }
}
