import assert from "node:assert/strict";
import { test } from "node:test";
import { areaAndCentroid, contains, readContours } from "../src/geometry/contours.ts";

const square = (x: number, y: number, side: number): Float32Array => Float32Array.from([x, y, x + side, y, x + side, y + side, x, y + side]);
const near = (found: number, expected: number, tolerance = 1e-6): void => assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not ${expected}`);

test("A hole stays a hole, and an island in it is filled again", () => {
  const rings = [square(0, 0, 30), square(5, 5, 20), square(10, 10, 10)];
  assert.ok(contains(rings, 2, 2));
  assert.ok(!contains(rings, 7, 7));
  assert.ok(contains(rings, 15, 15));
  assert.ok(!contains(rings, 31, 15));
});

test("A keyhole's channel parts what it encloses", () => {
  // A square of 30 with a hole of 10 that a channel without width joins to its border: one ring, as holes are written.
  const keyhole = Float32Array.from([0, 0, 30, 0, 30, 30, 0, 30, 0, 15, 10, 15, 10, 20, 20, 20, 20, 10, 10, 10, 10, 15, 0, 15]);
  assert.ok(contains([keyhole], 5, 5));
  assert.ok(contains([keyhole], 5, 15.1));
  assert.ok(contains([keyhole], 5, 14.9));
  assert.ok(!contains([keyhole], 15, 15.1));
  near(areaAndCentroid([keyhole])?.area ?? 0, 800);
});

test("Area and centroid of a square with a hole out of its middle are those of the closed form", () => {
  // 30 x 30 about (15, 15) less 10 x 10 about (10, 15): x = (900 * 15 - 100 * 10) / 800.
  const found = areaAndCentroid([square(0, 0, 30), square(5, 10, 10)]);
  assert.ok(found);
  near(found.area, 800);
  near(found.x, 15.625);
  near(found.y, 15);
});

test("The direction of rings does not matter", () => {
  const turned = Float32Array.from([5, 10, 5, 20, 15, 20, 15, 10]);
  near(areaAndCentroid([square(0, 0, 30), turned])?.area ?? 0, 800);
});

test("Rings that fill nothing have no centroid", () => {
  assert.equal(areaAndCentroid([]), null);
  assert.equal(areaAndCentroid([Float32Array.from([1, 1, 2, 2])]), null);
});

function sent(header: unknown, points: readonly number[]): ArrayBuffer {
  const text = JSON.stringify(header);
  const padded = text + " ".repeat((4 - ((4 + text.length) % 4)) % 4);
  const buffer = new ArrayBuffer(4 + padded.length + points.length * 4);
  const view = new DataView(buffer);
  view.setInt32(0, padded.length, true);
  new Uint8Array(buffer, 4).set(new TextEncoder().encode(padded));
  points.forEach((value, i) => {
    view.setFloat32(4 + padded.length + i * 4, value, true);
  });
  return buffer;
}

test("Contours are read as the server sends them", () => {
  const rois = readContours(
    sent({ rois: [{ number: 3, contours: [{ k: 5, points: 3 }, { k: 4, points: 4 }, { k: 5, points: 3 }] }, { number: 9, contours: [] }] }, [
      0, 0, 1, 0, 1, 1, 2, 2, 3, 2, 3, 3, 2, 3, -1.5, 0, 0, 0, 0, -1.5,
    ]),
  );
  const roi = rois.get(3);
  assert.ok(roi);
  assert.deepEqual(roi.planes, [4, 5]);
  assert.equal(roi.on(5).length, 2);
  assert.deepEqual([...roi.on(5)[1]], [-1.5, 0, 0, 0, 0, -1.5]);
  assert.deepEqual([...roi.on(4)[0]], [2, 2, 3, 2, 3, 3, 2, 3]);
  assert.deepEqual(roi.on(6), []);
  assert.deepEqual(rois.get(9)?.planes, []);
});

test("Contours that are cut off, or longer than they say, are refused", () => {
  const header = { rois: [{ number: 1, contours: [{ k: 0, points: 3 }] }] };
  assert.throws(() => readContours(sent(header, [0, 0, 1, 0])), RangeError);
  assert.throws(() => readContours(sent(header, [0, 0, 1, 0, 1, 1, 7, 7])), RangeError);
});
