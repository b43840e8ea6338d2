import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScoredObjective } from "../src/api/contract.ts";
import { boundMarks, figureOf, figurePlace, percentAt, ticks } from "../src/dose/curves.ts";
import { colourOf, levelsOf } from "../src/dose/levels.ts";
import { PlotScale } from "../src/dose/plotScale.ts";
import { figureText, gravestFirst, inShort } from "../src/dose/verdicts.ts";

const objective = (change: Partial<ScoredObjective> = {}): ScoredObjective => ({
  structure: "PTV_Eval",
  roiName: "PTV_Eval",
  metric: "D98%",
  unit: "Gy",
  value: 26,
  low: 25.9,
  high: 26.1,
  optimal: { low: 27, high: null, text: "at least 27 Gy", verdict: "fail" },
  mandatory: { low: 21, high: null, text: "at least 21 Gy", verdict: "pass" },
  verdict: "mandatory",
  reasonCode: null,
  sentence: "",
  ...change,
});

test("A curve is read on its points as it is written, and linearly between them", () => {
  const structure = { curve: [100, 100, 80, 20, 0], curveStepGy: 0.5 };
  assert.equal(percentAt(structure, 1), 80);
  assert.equal(percentAt(structure, 1.25), 50);
  assert.equal(percentAt(structure, 0), 100);
  assert.equal(percentAt(structure, 2), 0);
  assert.equal(percentAt(structure, 7), 0);
  assert.ok(Number.isNaN(percentAt({ curve: [], curveStepGy: 0.5 }, 1)));
});

test("Figures are read as the protocol writes them", () => {
  assert.deepEqual(figureOf("D98%", null), { kind: "dose", percent: 98 });
  assert.deepEqual(figureOf("D0.03cc", 3), { kind: "dose", percent: 1 });
  assert.equal(figureOf("D0.03cc", null), null);
  assert.deepEqual(figureOf("V27Gy[%]", null), { kind: "volume", gy: 27, of: "%" });
  assert.deepEqual(figureOf("V27.5Gy[cc]", 10), { kind: "volume", gy: 27.5, of: "cc" });
  assert.deepEqual(figureOf("Dmean", 1), { kind: "mean" });
  assert.equal(figureOf("Z", 1), null);
});

test("Bounds are marked at the figure's place, on the side where it has to lie", () => {
  assert.deepEqual(boundMarks(objective(), 50), [
    { gy: 27, percent: 98, towards: "more dose", mandatory: false },
    { gy: 21, percent: 98, towards: "more dose", mandatory: true },
  ]);
  const cord = objective({ metric: "D0.03cc", optimal: null, mandatory: { low: null, high: 25, text: "", verdict: "pass" } });
  assert.deepEqual(boundMarks(cord, 6), [{ gy: 25, percent: 0.5, towards: "less dose", mandatory: true }]);
  assert.deepEqual(figurePlace(cord, 6), { gy: 26, percent: 0.5 });
  const volume = objective({ metric: "V27Gy[cc]", unit: "cc", value: 4, optimal: null, mandatory: { low: 5, high: null, text: "", verdict: "fail" } });
  assert.deepEqual(boundMarks(volume, 10), [{ gy: 27, percent: 50, towards: "more volume", mandatory: true }]);
  assert.deepEqual(figurePlace(volume, 10), { gy: 27, percent: 40 });
  assert.deepEqual(boundMarks(objective({ metric: "Dmean" }), 10), []);
});

test("A figure is never rounded across a bound", () => {
  assert.equal(figureText(26.9996, [27]), "26.9996");
  assert.equal(figureText(25.0004, [null, 25]), "25.0004");
  assert.equal(figureText(27, [27]), "27.00");
  assert.equal(figureText(26.126, [27, 21]), "26.13");
  assert.equal(figureText(26.99999999, [27]), "26.99999999");
});

test("The gravest lines come first, alike ones in the protocol's order", () => {
  const lines = [objective({ metric: "a", verdict: "optimal" }), objective({ metric: "b", verdict: "violated" }), objective({ metric: "c", verdict: "not-evaluable" }), objective({ metric: "d", verdict: "violated" }), objective({ metric: "e", verdict: "mandatory" })];
  assert.deepEqual(gravestFirst(lines).map((line) => line.metric), ["b", "d", "c", "e", "a"]);
  assert.equal(inShort({ verdict: "violated", objectives: lines }), "2 violated");
  assert.equal(inShort({ verdict: "optimal", objectives: [lines[0]] }), "optimal");
});

test("Units change the axes and no curve's place in Gy", () => {
  const scale = (dose: "Gy" | "%", volume: "%" | "cc"): PlotScale => new PlotScale(400, 270, dose, volume, 60, 80, 30);
  const { margin } = PlotScale;
  for (const dose of ["Gy", "%"] as const) {
    assert.equal(scale(dose, "%").x(30), margin.left + (400 - margin.left - margin.right) / 2);
    assert.ok(Math.abs(scale(dose, "%").gyAt(scale(dose, "%").x(17.3)) - 17.3) < 1e-9);
  }
  assert.equal(scale("%", "%").highestDose, 200);
  assert.equal(scale("%", "%").xOfTick(100), scale("Gy", "%").xOfTick(30));
  const floor = 270 - margin.bottom;
  const high = floor - margin.top;
  assert.equal(scale("Gy", "%").y(50, 20), floor - high / 2);
  // Half of 20 cm³ on an axis to 80 cm³.
  assert.equal(scale("Gy", "cc").y(50, 20), floor - high / 8);
  assert.equal(scale("Gy", "cc").yOfTick(10), scale("Gy", "cc").y(50, 20));
});

test("Axes have round steps", () => {
  assert.deepEqual(ticks(52, 7), [0, 10, 20, 30, 40, 50]);
  assert.deepEqual(ticks(100, 5), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual(ticks(0.5, 5), [0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5]);
});

test("Levels are round shares of the prescription and what the protocol demands, each once", () => {
  const cord = objective({ structure: "SpinalCord_PRV02", roiName: null, metric: "D0.03cc", optimal: null, mandatory: { low: null, high: 25, text: "", verdict: null } });
  const sac = objective({ structure: "ThecalSac", roiName: "ThecalSac", metric: "D0.03cc", optimal: null, mandatory: { low: null, high: 30, text: "", verdict: null } });
  // Beside the prescription itself: no lines of their own.
  const band = objective({ metric: "D90%", mandatory: { low: 29.7, high: 30.3, text: "", verdict: null } });
  const levels = levelsOf({ prescription: { doseGy: 30, fractions: 5 }, objectives: [objective(), cord, sac, band] });
  assert.deepEqual(levels.map((level) => level.gy), [15, 21, 25, 27, 30, 36, 42, 48]);
  assert.deepEqual(levels.map((level) => Math.round(level.percent)), [50, 70, 83, 90, 100, 120, 140, 160]);
  assert.equal(levels[2].asked, "SpinalCord_PRV02 D0.03cc at most 25 Gy");
  assert.equal(levels[4].asked, "ThecalSac D0.03cc at most 30 Gy, PTV_Eval D90% at least 29.7 Gy, PTV_Eval D90% at most 30.3 Gy");
  assert.equal(levels[0].asked, "");
  assert.equal(new Set(levels.map((level) => level.colour)).size, levels.length);
});

test("Colours rise without a jump and end at their ends", () => {
  assert.deepEqual(colourOf(0), colourOf(0.4));
  assert.deepEqual(colourOf(9), colourOf(1.75));
  assert.deepEqual(colourOf(1), [255, 235, 60]);
});
