import assert from "node:assert/strict";
import { test } from "node:test";
import { fillGreys, mrPresets } from "../src/viewer/windows.ts";

const greysOf = (width: number, level: number): Uint8Array => {
  const greys = new Uint8Array(65536);
  fillGreys(greys, { width, level });
  return greys;
};
const at = (greys: Uint8Array, value: number): number => greys[value + 32768];

test("A window goes from black to white as PS3.3 C.11.2.1.2 says", () => {
  // Width 256 at level 128: from 0 (black) to 255 (white), one grey a value.
  const greys = greysOf(256, 128);
  for (const value of [0, 1, 100, 254, 255]) assert.equal(at(greys, value), value);
  assert.equal(at(greys, -1), 0);
  assert.equal(at(greys, 256), 255);
  assert.equal(at(greys, -32768), 0);
  assert.equal(at(greys, 32767), 255);
});

test("The narrowest window is a threshold", () => {
  const greys = greysOf(1, 40);
  assert.equal(at(greys, 39), 0);
  assert.equal(at(greys, 40), 128);
  assert.equal(at(greys, 41), 255);
});

test("Windows of an MR begin at the same black", () => {
  const presets = mrPresets({ width: 600, level: 400 });
  for (const preset of presets) assert.equal(preset.level - preset.width / 2, 100);
});
