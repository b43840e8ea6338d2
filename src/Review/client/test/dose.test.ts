import assert from "node:assert/strict";
import { test } from "node:test";
import { DoseGrid, type DoseGeometry, readDoseGrid } from "../src/geometry/doseGrid.ts";
import { facings } from "../src/geometry/facing.ts";
import { isolines, sampled } from "../src/geometry/isolines.ts";
import golden from "./dose-golden.json";

const near = (found: number, expected: number, tolerance: number, what = ""): void => assert.ok(Math.abs(found - expected) <= tolerance, `${what} ${found} is not ${expected}`);

/** A dose that is a function of the place, on an axial grid of 2.5 × 2 × 3 mm. */
function made(dose: (x: number, y: number, z: number) => number, change: Partial<DoseGeometry> = {}): DoseGrid {
  const geometry: DoseGeometry = {
    frameOfReferenceUid: "1.2",
    unit: "GY",
    size: [41, 51, 21],
    origin: [-50, -50, -30],
    columnDirection: [1, 0, 0],
    rowDirection: [0, 1, 0],
    columnSpacing: 2.5,
    rowSpacing: 2,
    planeOffsets: Array.from({ length: 21 }, (_, k) => k * 3),
    maximum: 60,
    ...change,
  };
  const [columns, rows, planes] = geometry.size;
  const [c, r] = [geometry.columnDirection, geometry.rowDirection];
  const n = [c[1] * r[2] - c[2] * r[1], c[2] * r[0] - c[0] * r[2], c[0] * r[1] - c[1] * r[0]];
  const values = new Float32Array(columns * rows * planes);
  for (let k = 0, p = 0; k < planes; k++)
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++, p++) {
        const [x, y, z] = [0, 1, 2].map((axis) => geometry.origin[axis] + c[axis] * i * geometry.columnSpacing + r[axis] * j * geometry.rowSpacing + n[axis] * geometry.planeOffsets[k]);
        values[p] = dose(x, y, z);
      }
  return new DoseGrid(geometry, values);
}

const whole = [-1000, 1000] as const;

test("The dose at a point is the server's to the last bit, on an oblique grid with uneven planes", () => {
  const grid = new DoseGrid(golden.geometry as unknown as DoseGeometry, Float32Array.from(golden.values));
  let outside = 0;
  golden.points.forEach(([x, y, z], n) => {
    const expected = golden.doses[n];
    const found = grid.at(x, y, z);
    if (expected === null) {
      outside++;
      assert.ok(Number.isNaN(found), `point ${n} lies outside`);
    } else assert.equal(found, expected, `point ${n}`);
  });
  assert.ok(outside > 5 && golden.points.length - outside > 50);
});

test("A point of the grid has its own value, and half a spacing beyond the last there is none", () => {
  const grid = made((x, y, z) => x + 100 + 2 * y - z);
  near(grid.at(-50, -50, -30), -50 + 100 - 100 + 30, 1e-4);
  near(grid.at(0, 4, 3), 100 + 8 - 3, 1e-4);
  near(grid.at(50, 50, 30), 50 + 100 + 100 - 30, 1e-4);
  assert.ok(Number.isNaN(grid.at(50 + 1.25, 0, 0)));
  assert.ok(Number.isNaN(grid.at(0, -50 - 1, 0)));
  assert.ok(Number.isNaN(grid.at(0, 0, 30.1)));
});

test("What the server sends is read, and what is cut off is refused", () => {
  const text = JSON.stringify({ ...golden.geometry });
  const padded = text + " ".repeat((4 - (text.length % 4)) % 4);
  const buffer = new ArrayBuffer(4 + padded.length + 4 * golden.values.length);
  new DataView(buffer).setInt32(0, padded.length, true);
  new Uint8Array(buffer, 4).set(new TextEncoder().encode(padded));
  new Float32Array(buffer, 4 + padded.length).set(golden.values);
  const [x, y, z] = golden.points[70];
  assert.equal(readDoseGrid(buffer).at(x, y, z), golden.doses[70]);
  assert.throws(() => readDoseGrid(buffer.slice(0, buffer.byteLength - 4)), RangeError);
});

for (const plane of ["axial", "sagittal", "coronal"] as const) {
  test(`A dose that rises evenly has straight lines at the exact place, ${plane}`, () => {
    // 30 Gy lie where 0.4 across + 0.3 along = 0 of the view's own axes, whatever lies through it.
    const facing = facings[plane];
    const grid = made((x, y, z) => 30 + 0.4 * [x, y, z][facing.across] + 0.3 * [x, y, z][facing.along]);
    const [pieces] = isolines(sampled(grid, facing, 0.7, whole, whole), [30]);
    assert.ok(pieces.length > 4 * 30);
    for (let i = 0; i < pieces.length; i += 2) near(0.4 * pieces[i] + 0.3 * pieces[i + 1], 0, 1e-4, `${plane}: `);
    // Half a voxel off would be seen: 1.25 mm across are 0.5 Gy.
    const shifted = made((x, y, z) => 30 + 0.4 * ([x, y, z][facing.across] + 1.25) + 0.3 * [x, y, z][facing.along]);
    const [wrong] = isolines(sampled(shifted, facing, 0.7, whole, whole), [30]);
    assert.ok(Math.abs(0.4 * wrong[0] + 0.3 * wrong[1]) > 0.45);
  });
}

test("A ball of dose has circles of its radius in every view, and of the smaller one off its middle", () => {
  // Conical: 60 Gy less 2 Gy a mm from (4, -3, 2); trilinear between points it is no more than the curvature over a cell away.
  const grid = made((x, y, z) => 60 - 2 * Math.hypot(x - 4, y + 3, z - 2), { columnSpacing: 1, rowSpacing: 1, size: [101, 101, 61], planeOffsets: Array.from({ length: 61 }, (_, k) => k) });
  const middle = [4, -3, 2];
  for (const facing of Object.values(facings)) {
    for (const [away, radius] of [[0, 15], [9, 12]]) {
      const [pieces] = isolines(sampled(grid, facing, middle[facing.through] + away, whole, whole), [30]);
      assert.ok(pieces.length > 200);
      for (let i = 0; i < pieces.length; i += 2) near(Math.hypot(pieces[i] - middle[facing.across], pieces[i + 1] - middle[facing.along]), radius, 0.03, `${facing.plane} `);
    }
  }
});

test("Lines close: every end of a piece is the end of another, to the bit", () => {
  const grid = made((x, y, z) => 60 - 2 * Math.hypot(x - 4, y + 3, z - 2));
  const [pieces] = isolines(sampled(grid, facings.axial, 1, whole, whole), [33]);
  const ends = new Map<string, number>();
  for (let i = 0; i < pieces.length; i += 2) {
    const key = `${pieces[i]},${pieces[i + 1]}`;
    ends.set(key, (ends.get(key) ?? 0) + 1);
  }
  assert.ok(ends.size > 20);
  assert.ok([...ends.values()].every((count) => count === 2));
});

test("Where a square could be cut in two ways the bilinear saddle decides", () => {
  const lattice = (values: readonly number[]) => ({ across: Float64Array.from([0, 1]), along: Float64Array.from([0, 1]), values: Float64Array.from(values) });
  // Saddle of (10, 0, 0, 10 clockwise from the corner): (100 - 0) / 20 = 5. Above it the two high corners are parted, below they are joined.
  const parted = isolines(lattice([10, 0, 0, 10]), [6])[0];
  const joined = isolines(lattice([10, 0, 0, 10]), [4])[0];
  const sameSide = (pieces: readonly number[]): boolean => pieces.length === 8 && pieces[0] + pieces[1] < 1 === pieces[2] + pieces[3] < 1;
  assert.ok(sameSide(parted));
  // Corner (0, 0) is cut off in the one: a piece lies wholly nearer to it than to (1, 1).
  assert.ok(parted[0] + parted[1] < 1 && parted[2] + parted[3] < 1);
  // In the other (1, 0) and (0, 1) are cut off: a piece lies wholly where across > along, or below.
  assert.ok((joined[0] > joined[1]) === (joined[2] > joined[3]));
});

test("There are no lines where there is no dose, and none beyond the outermost points", () => {
  const grid = made((x) => 30 + x);
  const [pieces] = isolines(sampled(grid, facings.axial, 0, whole, whole), [40]);
  const along = Array.from({ length: pieces.length / 2 }, (_, i) => pieces[2 * i + 1]);
  assert.equal(Math.min(...along), -50);
  assert.equal(Math.max(...along), 50);
  assert.deepEqual(isolines(sampled(grid, facings.axial, 31, whole, whole), [40]), [[]]);
  assert.deepEqual(isolines(sampled(grid, facings.axial, 0, whole, whole), [500]), [[]]);
});

test("A grid that lies obliquely has its lines where they belong, too", () => {
  const angle = 0.3;
  const grid = made((x, y) => 30 + 0.5 * x + 0.2 * y, { columnDirection: [Math.cos(angle), Math.sin(angle), 0], rowDirection: [-Math.sin(angle), Math.cos(angle), 0] });
  const [pieces] = isolines(sampled(grid, facings.axial, 0, whole, whole), [25]);
  assert.ok(pieces.length > 100);
  for (let i = 0; i < pieces.length; i += 2) near(0.5 * pieces[i] + 0.2 * pieces[i + 1], -5, 1e-3);
});

test("Rows that run against the patient's axes are sampled on their own points", () => {
  // Columns to the Right: the last point lies at -50, as in supine feet-first exports.
  const grid = made((x, y) => 30 + x + 0.1 * y, { origin: [50, -50, -30], columnDirection: [-1, 0, 0], rowDirection: [0, 1, 0], planeOffsets: Array.from({ length: 21 }, (_, k) => k * 3) });
  assert.deepEqual(grid.pointsAlong(0)?.slice(0, 2), [-50, -47.5]);
  const [pieces] = isolines(sampled(grid, facings.axial, -33, whole, whole), [30]);
  assert.ok(pieces.length > 0);
  for (let i = 0; i < pieces.length; i += 2) near(pieces[i] + 0.1 * pieces[i + 1], 0, 1e-4);
});

test("Only what the view shows is sampled", () => {
  const grid = made((x) => 30 + x);
  const lattice = sampled(grid, facings.axial, 0, [-10, 10], [-5, 5]);
  assert.ok(lattice.across[0] <= -10 && lattice.across[0] >= -12.5);
  assert.ok(lattice.across[lattice.across.length - 1] >= 10 && lattice.across[lattice.across.length - 1] <= 12.5);
  assert.ok(lattice.along.length <= 2 * 8);
});
