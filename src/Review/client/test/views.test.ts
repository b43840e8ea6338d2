import assert from "node:assert/strict";
import { test } from "node:test";
import { borderLetters, distance, facings, opposite, pointIn } from "../src/geometry/facing.ts";
import { Grid } from "../src/geometry/grid.ts";
import { Projection } from "../src/geometry/projection.ts";

const grid = new Grid([100, 80, 4], [0.5, 2], [-10, 30], [0, 1, 4, 6]);
const near = (found: number, expected: number, tolerance = 1e-9): void => assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not ${expected}`);

test("Letters follow from the axes that the volume has", () => {
  const axes = ["L", "P", "S"];
  assert.deepEqual(borderLetters(facings.axial, axes), { left: "R", right: "L", top: "A", bottom: "P" });
  assert.deepEqual(borderLetters(facings.sagittal, axes), { left: "A", right: "P", top: "S", bottom: "I" });
  assert.deepEqual(borderLetters(facings.coronal, axes), { left: "R", right: "L", top: "S", bottom: "I" });
  assert.deepEqual(borderLetters(facings.axial, ["R", "A", "S"]), { left: "L", right: "R", top: "P", bottom: "A" });
  assert.throws(() => opposite("X"), RangeError);
});

test("An index is a voxel's centre, and a voxel reaches half a spacing around it", () => {
  assert.equal(grid.position(0, 4), -8);
  assert.equal(grid.position(2, 2), 4);
  assert.deepEqual(grid.extent(0), [-10.25, 39.75]);
  assert.deepEqual(grid.extent(2), [-0.5, 7]);
  assert.equal(grid.nearest(0, -8.24), 4);
  assert.equal(grid.nearest(0, 1000), 99);
});

test("The voxel of a point is found, and none outside of the volume", () => {
  // i = 4 (x = -8), j = 3 (y = 36), k = 2 (slab from 2.5 to 5).
  assert.equal(grid.voxelAt({ x: -8.1, y: 36.9, z: 2.6 }), 4 + 100 * (3 + 80 * 2));
  assert.equal(grid.voxelAt({ x: -10.3, y: 36, z: 3 }), -1);
  assert.equal(grid.voxelAt({ x: -8, y: 36, z: 7.2 }), -1);
});

test("A volume whose planes are others than it says is refused", () => {
  assert.throws(() => new Grid([2, 2, 3], [1, 1], [0, 0], [0, 1]), RangeError);
});

test("What is projected to the canvas comes back", () => {
  for (const facing of Object.values(facings)) {
    const projection = new Projection(facing, grid);
    projection.resize(640, 480);
    projection.zoomAt(3.7, 100, 50);
    projection.pan(13, -21);
    for (const [across, along] of [[-3.25, 44.5], [12, 31]]) {
      near(projection.toAcross(projection.toX(across)), across);
      near(projection.toAlong(projection.toY(along)), along);
    }
  }
});

test("Superior is up in sagittal and coronal views, and Posterior down in axial ones", () => {
  const sagittal = new Projection(facings.sagittal, grid);
  const axial = new Projection(facings.axial, grid);
  assert.ok(sagittal.toY(6) < sagittal.toY(0));
  assert.ok(axial.toY(50) > axial.toY(30));
  assert.ok(axial.toX(30) > axial.toX(-5));
});

test("A fitted view shows its whole extent, undistorted and in the middle", () => {
  // Coronal: 50 mm across, 7.5 mm along; 640 x 480 fits by the width.
  const projection = new Projection(facings.coronal, grid);
  projection.resize(640, 480);
  near(projection.scale, 640 / 50);
  near(projection.toX(-10.25), 0);
  near(projection.toX(39.75), 640);
  near(projection.toY(7), 240 - (7.5 / 2) * 12.8);
});

test("Zooming keeps what lies under the pointer", () => {
  const projection = new Projection(facings.axial, grid);
  projection.resize(300, 300);
  const across = projection.toAcross(70);
  const along = projection.toAlong(220);
  projection.zoomAt(2, 70, 220);
  near(projection.toX(across), 70);
  near(projection.toY(along), 220);
});

test("A place beyond the border is brought within a tenth of it, and one within stays", () => {
  const projection = new Projection(facings.axial, grid);
  projection.resize(500, 500);
  projection.zoomAt(8, 250, 250);
  projection.reveal(39, 180);
  near(projection.toX(39), 450);
  near(projection.toY(180), 450);
  const version = projection.version;
  projection.reveal(39, 180);
  assert.equal(projection.version, version);
});

test("A ruler measures millimetres of the patient, whatever the voxels are", () => {
  const a = pointIn(facings.sagittal, 3, 4, 99);
  const b = pointIn(facings.sagittal, 0, 0, 99);
  assert.deepEqual(a, { x: 99, y: 3, z: 4 });
  assert.equal(distance(a, b), 5);
});
