import assert from "node:assert/strict";
import { test } from "node:test";
import { RoiContours } from "../src/geometry/contours.ts";
import { crossings, joined, stairSteps } from "../src/geometry/cuts.ts";
import { PlaneStack } from "../src/geometry/planes.ts";

const box = (x0: number, y0: number, x1: number, y1: number): Float32Array => Float32Array.from([x0, y0, x1, y0, x1, y1, x0, y1]);

/** Rectangles of four numbers as a sorted list, so that the order in which they are found does not matter. */
const pieces = (numbers: readonly number[]): number[][] => {
  const list: number[][] = [];
  for (let i = 0; i < numbers.length; i += 4) list.push([...numbers.slice(i, i + 4)]);
  return list.sort((a, b) => a[1] - b[1] || a[0] - b[0] || a[3] - b[3] || a[2] - b[2]);
};

/** A stack of filled area, whatever it was drawn by: the sum of its rectangles. */
const filledArea = (numbers: readonly number[]): number => pieces(numbers).reduce((sum, [from, lower, to, upper]) => sum + (to - from) * (upper - lower), 0);

test("A line through a square with a hole is filled on both sides of the hole", () => {
  const rings = [box(0, 0, 30, 30), box(10, 10, 20, 20)];
  assert.deepEqual(crossings(rings, 0, 15), [0, 10, 20, 30]);
  assert.deepEqual(crossings(rings, 1, 15), [0, 10, 20, 30]);
  assert.deepEqual(crossings(rings, 0, 5), [0, 30]);
  assert.deepEqual(crossings(rings, 0, 31), []);
});

test("A line through vertices has an even number of crossings", () => {
  const diamond = Float32Array.from([0, -10, 10, 0, 0, 10, -10, 0]);
  assert.deepEqual(crossings([diamond], 0, 0), [-10, 10]);
  for (const value of [-10, -5, 0, 5, 10]) assert.equal(crossings([diamond], 0, value).length % 2, 0);
});

test("A crossing lies on the edge by its share", () => {
  // The edge from (0, 0) to (10, 20) is at y = 5 where x = 2.5.
  const triangle = Float32Array.from([0, 0, 10, 20, 0, 20]);
  assert.deepEqual(crossings([triangle], 0, 2.5), [5, 20]);
});

test("A cylinder cut along the patient is one rectangle with its ends half a gap beyond the planes", () => {
  const roi = new RoiContours(1);
  for (const plane of [1, 2]) roi.add(plane, box(0, -5, 10, 5));
  const steps = stairSteps(roi, new PlaneStack([0, 3, 6, 9]), 0, 5);
  assert.deepEqual(pieces(steps.filled), [
    [-5, 1.5, 5, 4.5],
    [-5, 4.5, 5, 7.5],
  ]);
  assert.deepEqual(pieces(steps.outline), [
    [-5, 1.5, 5, 1.5],
    [-5, 1.5, -5, 4.5],
    [5, 1.5, 5, 4.5],
    [-5, 4.5, -5, 7.5],
    [5, 4.5, 5, 7.5],
    [-5, 7.5, 5, 7.5],
  ]);
});

test("Uneven planes make steps as high as they stand for", () => {
  const roi = new RoiContours(1);
  roi.add(1, box(-5, 0, 5, 10));
  roi.add(2, box(-5, 0, 5, 10));
  const steps = stairSteps(roi, new PlaneStack([0, 1, 4, 6]), 1, 5);
  assert.deepEqual(pieces(steps.filled), [
    [-5, 0.5, 5, 2.5],
    [-5, 2.5, 5, 5],
  ]);
});

test("Between steps of other widths there is a tread and no slope", () => {
  const roi = new RoiContours(1);
  roi.add(0, box(-5, -5, 5, 5));
  roi.add(1, box(-5, -8, 5, 2));
  const treads = pieces(stairSteps(roi, new PlaneStack([0, 2]), 0, 0).outline).filter(([, lower, , upper]) => lower === 1 && upper === 1);
  assert.deepEqual(treads, [
    [-8, 1, -5, 1],
    [2, 1, 5, 1],
  ]);
});

test("A missing plane is a gap that is closed on both sides", () => {
  const roi = new RoiContours(1);
  roi.add(0, box(-5, -5, 5, 5));
  roi.add(2, box(-5, -5, 5, 5));
  const steps = stairSteps(roi, new PlaneStack([0, 2, 4]), 0, 0);
  assert.equal(filledArea(steps.filled), 40);
  const treads = pieces(steps.outline).filter(([, lower, , upper]) => lower === upper);
  assert.deepEqual(treads.map(([, at]) => at), [-1, 1, 3, 5]);
});

test("A hole on some planes stays a hole in the cut", () => {
  const roi = new RoiContours(1);
  for (const plane of [0, 1, 2]) roi.add(plane, box(-10, -10, 10, 10));
  roi.add(1, box(-4, -4, 4, 4));
  const steps = stairSteps(roi, new PlaneStack([0, 1, 2]), 0, 0);
  assert.deepEqual(pieces(steps.filled)[1], [-10, 0.5, -4, 1.5]);
  assert.deepEqual(pieces(steps.filled)[2], [4, 0.5, 10, 1.5]);
  // 20 mm over three planes of 1 mm, less 8 mm over one.
  assert.equal(filledArea(steps.filled), 52);
});

test("The filled area of a cut cone is the sum of its steps", () => {
  const roi = new RoiContours(1);
  const planes = Array.from({ length: 20 }, (_, k) => k * 1.5);
  planes.forEach((_, k) => {
    roi.add(k, box(-20 + k, -20 + k, 20 - k, 20 - k));
  });
  const expected = planes.reduce((sum, _, k) => sum + (40 - 2 * k) * 1.5, 0);
  assert.ok(Math.abs(filledArea(stairSteps(roi, new PlaneStack(planes), 1, 0).filled) - expected) < 1e-9);
});

test("Joined pieces are closed lines of the same length, each piece once", () => {
  const roi = new RoiContours(1);
  roi.add(0, box(-5, -5, 5, 5));
  roi.add(1, box(-5, -8, 5, 2));
  roi.add(2, box(-5, -8, 5, 2));
  roi.add(1, box(-1, -4, 1, -1));
  const { outline } = stairSteps(roi, new PlaneStack([-600.3, -598.1, -595.2]), 0, 0);
  const lines = joined(outline);
  assert.equal(lines.length, 2);
  for (const line of lines) {
    assert.equal(line[0], line[line.length - 2]);
    assert.equal(line[1], line[line.length - 1]);
  }
  const length = (numbers: readonly number[], step: number): number => {
    let sum = 0;
    for (let i = 0; i + 3 < numbers.length; i += step) sum += Math.hypot(numbers[i + 2] - numbers[i], numbers[i + 3] - numbers[i + 1]);
    return sum;
  };
  const whole = lines.reduce((sum, line) => sum + length(line, 2), 0);
  assert.ok(Math.abs(whole - length(outline, 4)) < 1e-9);
});
