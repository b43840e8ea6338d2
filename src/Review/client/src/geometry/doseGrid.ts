/** Where the points of a dose grid lie in the patient (LPS, mm), as the server says it. */
export interface DoseGeometry {
  readonly frameOfReferenceUid: string;
  /** GY or RELATIVE. */
  readonly unit: string;
  /** Columns, rows, planes. */
  readonly size: readonly [number, number, number];
  /** The first point of the first plane. */
  readonly origin: readonly [number, number, number];
  /** Unit vector in which the column index grows. */
  readonly columnDirection: readonly [number, number, number];
  /** Unit vector in which the row index grows. */
  readonly rowDirection: readonly [number, number, number];
  readonly columnSpacing: number;
  readonly rowSpacing: number;
  /** Distance of each plane from the origin along the cross product of both directions, rising. */
  readonly planeOffsets: readonly number[];
  readonly maximum: number;
}

/** Beyond the outermost points there is no dose; a micrometre is rounding. */
const slack = 1e-3;

/**
 * Dose on a grid of points in the patient, in any direction: trilinear between points, nothing beyond the outermost. The same
 * arithmetic in the same order as the server's DoseGrid.At, so that both give the same number to the last bit.
 */
export class DoseGrid {
  /** Unit vector in which the plane index grows. */
  readonly normal: readonly [number, number, number];

  constructor(
    readonly geometry: DoseGeometry,
    private readonly values: Float32Array,
  ) {
    const [columns, rows, planes] = geometry.size;
    if (columns < 2 || rows < 2 || planes < 2) throw new RangeError("Dose needs two points in each direction.");
    if (geometry.planeOffsets.length !== planes) throw new RangeError("There are other planes than the dose has.");
    if (values.length !== columns * rows * planes) throw new RangeError("There are other values than the dose has points.");
    const [cx, cy, cz] = geometry.columnDirection;
    const [rx, ry, rz] = geometry.rowDirection;
    this.normal = [cy * rz - cz * ry, cz * rx - cx * rz, cx * ry - cy * rx];
  }

  /** The dose at a point of the patient; NaN where there is none. */
  at(x: number, y: number, z: number): number {
    const { geometry, normal, values } = this;
    const { origin, columnDirection, rowDirection, planeOffsets } = geometry;
    const columns = geometry.size[0];
    const rows = geometry.size[1];
    const planes = planeOffsets.length;
    const dx = x - origin[0];
    const dy = y - origin[1];
    const dz = z - origin[2];
    const atColumn = (dx * columnDirection[0] + dy * columnDirection[1] + dz * columnDirection[2]) / geometry.columnSpacing;
    const columnSlack = slack / geometry.columnSpacing;
    if (!(atColumn >= -columnSlack && atColumn <= columns - 1 + columnSlack)) return Number.NaN;
    const atRow = (dx * rowDirection[0] + dy * rowDirection[1] + dz * rowDirection[2]) / geometry.rowSpacing;
    const rowSlack = slack / geometry.rowSpacing;
    if (!(atRow >= -rowSlack && atRow <= rows - 1 + rowSlack)) return Number.NaN;
    const offset = dx * normal[0] + dy * normal[1] + dz * normal[2];
    if (!(offset >= planeOffsets[0] - slack && offset <= planeOffsets[planes - 1] + slack)) return Number.NaN;
    const column = Math.max(0, Math.min(columns - 2, Math.floor(atColumn)));
    const row = Math.max(0, Math.min(rows - 2, Math.floor(atRow)));
    const plane = planeBelow(planeOffsets, offset);
    const inColumn = clamped(atColumn - column);
    const inRow = clamped(atRow - row);
    const inPlane = clamped((offset - planeOffsets[plane]) / (planeOffsets[plane + 1] - planeOffsets[plane]));
    const first = (plane * rows + row) * columns + column;
    const second = first + rows * columns;
    const low = lerp(lerp(values[first], values[first + 1], inColumn), lerp(values[first + columns], values[first + columns + 1], inColumn), inRow);
    const high = lerp(lerp(values[second], values[second + 1], inColumn), lerp(values[second + columns], values[second + columns + 1], inColumn), inRow);
    return lerp(low, high, inPlane);
  }

  /** The box around the outermost points, mm: lowest and highest x, y and z. */
  bounds(): readonly (readonly [number, number])[] {
    const { origin, columnDirection, rowDirection, columnSpacing, rowSpacing, size, planeOffsets } = this.geometry;
    return [0, 1, 2].map((axis) => {
      const spans = [
        columnDirection[axis] * columnSpacing * (size[0] - 1),
        rowDirection[axis] * rowSpacing * (size[1] - 1),
        this.normal[axis] * (planeOffsets[planeOffsets.length - 1] - planeOffsets[0]),
      ];
      const start = origin[axis] + this.normal[axis] * planeOffsets[0];
      const low = spans.reduce((sum, span) => sum + Math.min(0, span), start);
      return [low, spans.reduce((sum, span) => sum + Math.max(0, span), start)] as const;
    });
  }

  /** Positions of the grid's points along an axis of the patient, rising, where one of its directions lies along it; else null. */
  pointsAlong(axis: 0 | 1 | 2): readonly number[] | null {
    const { origin, columnDirection, rowDirection, columnSpacing, rowSpacing, size, planeOffsets } = this.geometry;
    const steps = (count: number, spacing: number): number[] => Array.from({ length: count }, (_, i) => i * spacing);
    const found: [number, readonly number[]][] = [
      [columnDirection[axis], steps(size[0], columnSpacing)],
      [rowDirection[axis], steps(size[1], rowSpacing)],
      [this.normal[axis], planeOffsets],
    ];
    const along = found.find(([direction]) => Math.abs(direction) > 1 - 1e-9);
    if (!along) return null;
    const [direction, offsets] = along;
    const points = offsets.map((offset) => origin[axis] + direction * offset);
    return direction < 0 ? points.reverse() : points;
  }
}

/**
 * Reads a dose grid as the server sends it: the length of a header (int32), the header (JSON: DoseGeometry), then float32 values,
 * plane by plane, row by row; little endian.
 */
export function readDoseGrid(buffer: ArrayBuffer): DoseGrid {
  const length = new DataView(buffer).getInt32(0, true);
  if (length < 0 || 4 + length > buffer.byteLength) throw new RangeError("The dose's header is longer than it is.");
  const geometry = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))) as DoseGeometry;
  const [columns, rows, planes] = geometry.size;
  if (buffer.byteLength !== 4 + length + 4 * columns * rows * planes) throw new RangeError("The dose has other values than its header says.");
  return new DoseGrid(geometry, new Float32Array(buffer, 4 + length));
}

function lerp(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}

function clamped(part: number): number {
  return Math.max(0, Math.min(1, part));
}

/** The last plane at or below an offset that has one above it. */
function planeBelow(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
