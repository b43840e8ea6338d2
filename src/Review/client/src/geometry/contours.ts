/** A closed polygon in a plane: x, y, x, y, ... in patient mm; the last point joins the first. */
export type Ring = Float32Array;

/** What is drawn of one ROI, plane by plane. Rings of a plane are filled by the even-odd rule: a ring within a ring is a hole. */
export class RoiContours {
  private readonly byPlane = new Map<number, Ring[]>();
  private sorted: number[] | null = null;

  /** @param number ROI Number. */
  constructor(readonly number: number) {}

  /** Adds a ring on a plane. */
  add(plane: number, ring: Ring): void {
    const rings = this.byPlane.get(plane);
    if (rings) rings.push(ring);
    else this.byPlane.set(plane, [ring]);
    this.sorted = null;
  }

  /** Numbers of the planes that are drawn on, rising. */
  get planes(): readonly number[] {
    this.sorted ??= [...this.byPlane.keys()].sort((a, b) => a - b);
    return this.sorted;
  }

  /** The rings on a plane; none where nothing is drawn. */
  on(plane: number): readonly Ring[] {
    return this.byPlane.get(plane) ?? [];
  }
}

interface ContoursHeader {
  rois: { number: number; contours: { k: number; points: number }[] }[];
}

/**
 * Reads contours as the server sends them: the length of a header (int32), the header (JSON: which ROI has a contour of how
 * many points on which plane), then float32 x, y of all points in the header's order; little endian.
 */
export function readContours(buffer: ArrayBuffer): Map<number, RoiContours> {
  const length = new DataView(buffer).getInt32(0, true);
  if (length < 0 || 4 + length > buffer.byteLength) throw new RangeError("The contours' header is longer than they are.");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))) as ContoursHeader;
  const rois = new Map<number, RoiContours>();
  let offset = 4 + length;
  for (const roi of header.rois) {
    const contours = new RoiContours(roi.number);
    for (const { k, points } of roi.contours) {
      if (offset + points * 8 > buffer.byteLength) throw new RangeError("The contours end too early.");
      contours.add(k, new Float32Array(buffer, offset, points * 2));
      offset += points * 8;
    }
    rois.set(roi.number, contours);
  }
  if (offset !== buffer.byteLength) throw new RangeError("There is more after the contours.");
  return rois;
}

/** Whether a point lies in what the rings fill by the even-odd rule. */
export function contains(rings: readonly Ring[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    const n = ring.length;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const yi = ring[i + 1];
      const yj = ring[j + 1];
      if (yi > y !== yj > y && x < ((ring[j] - ring[i]) * (y - yi)) / (yj - yi) + ring[i]) inside = !inside;
    }
  }
  return inside;
}

/** Twice the signed area and its moments: what area and centroid of a ring are made of. */
function moments(ring: Ring): { area: number; x: number; y: number } {
  let area = 0;
  let mx = 0;
  let my = 0;
  const n = ring.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const cross = ring[j] * ring[i + 1] - ring[i] * ring[j + 1];
    area += cross;
    mx += (ring[j] + ring[i]) * cross;
    my += (ring[j + 1] + ring[i + 1]) * cross;
  }
  return { area: area / 2, x: mx / 6, y: my / 6 };
}

/** Area (mm²) and centroid of what rings that do not cross fill by the even-odd rule; null where they fill nothing. */
export function areaAndCentroid(rings: readonly Ring[]): { area: number; x: number; y: number } | null {
  let area = 0;
  let mx = 0;
  let my = 0;
  for (const ring of rings) {
    if (ring.length < 6) continue;
    const others = rings.filter((other) => other !== ring);
    const m = moments(ring);
    const filled = contains(others, ring[0], ring[1]) ? -1 : 1;
    const sign = (m.area < 0 ? -1 : 1) * filled;
    area += sign * m.area;
    mx += sign * m.x;
    my += sign * m.y;
  }
  return area > 0 ? { area, x: mx / area, y: my / area } : null;
}

/** The box around rings, mm; null where there are none. */
export function boxOf(rings: readonly Ring[]): { lowX: number; highX: number; lowY: number; highY: number } | null {
  if (rings.length === 0) return null;
  const box = { lowX: Number.POSITIVE_INFINITY, highX: Number.NEGATIVE_INFINITY, lowY: Number.POSITIVE_INFINITY, highY: Number.NEGATIVE_INFINITY };
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      box.lowX = Math.min(box.lowX, ring[i]);
      box.highX = Math.max(box.highX, ring[i]);
      box.lowY = Math.min(box.lowY, ring[i + 1]);
      box.highY = Math.max(box.highY, ring[i + 1]);
    }
  }
  return box;
}
