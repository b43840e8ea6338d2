import assert from "node:assert/strict";
import { test } from "node:test";
import { PlaneStack } from "../src/geometry/planes.ts";
import { rowsOf } from "../src/geometry/rows.ts";

// Expected slabs: half the way to each neighbour, worked out by hand from the positions.

test("An even stack's slabs are as high as the planes lie apart", () => {
  const stack = new PlaneStack([-3, 0, 3]);
  assert.deepEqual([...stack.lower], [-4.5, -1.5, 1.5]);
  assert.deepEqual([...stack.upper], [-1.5, 1.5, 4.5]);
  assert.ok(stack.isEven());
});

test("Uneven planes stand for half the way to each neighbour, and the ends for their neighbour's half gap", () => {
  const stack = new PlaneStack([0, 1, 4, 6]);
  assert.deepEqual([...stack.lower], [-0.5, 0.5, 2.5, 5]);
  assert.deepEqual([...stack.upper], [0.5, 2.5, 5, 7]);
  assert.ok(!stack.isEven());
});

test("Slabs share their borders to the bit, whatever the positions", () => {
  const planes = Array.from({ length: 40 }, (_, k) => -551.03 + k * 1.25 + (k % 3) * 0.1);
  const stack = new PlaneStack(planes);
  for (let k = 1; k < stack.count; k++) assert.equal(stack.lower[k], stack.upper[k - 1]);
});

test("A position is found in the slab that holds it; a border belongs to the plane above", () => {
  const stack = new PlaneStack([0, 1, 4, 6]);
  const found = [-0.4, 0.5, 2.49, 2.5, 4.9, 5, 7].map((z) => stack.holding(z));
  assert.deepEqual(found, [0, 1, 1, 2, 2, 3, 3]);
  assert.equal(stack.holding(-0.51), -1);
  assert.equal(stack.holding(7.01), -1);
  assert.equal(stack.nearest(-100), 0);
  assert.equal(stack.nearest(100), 3);
});

test("Planes that do not rise, and one plane alone, are refused", () => {
  assert.throws(() => new PlaneStack([0, 0]), RangeError);
  assert.throws(() => new PlaneStack([1, 0]), RangeError);
  assert.throws(() => new PlaneStack([1]), RangeError);
});

test("Rows of an uneven stack show each plane over the height of its slab", () => {
  // Slabs of 1, 2, 2.5 and 2 mm, of 7.5 mm in all, in rows of half the smallest gap (0.5 mm).
  const map = rowsOf(new PlaneStack([0, 1, 4, 6]));
  assert.equal(map.height, 0.5);
  const rows = [0, 1, 2, 3].map((plane) => map.plane.filter((row) => row === plane).length);
  assert.deepEqual(rows, [2, 4, 5, 4]);
});

test("Rows of an even stack are its planes", () => {
  const map = rowsOf(new PlaneStack([10, 12.5, 15]));
  assert.deepEqual([...map.plane], [0, 1, 2]);
  assert.equal(map.height, 2.5);
});
