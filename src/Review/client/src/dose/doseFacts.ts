import type { Scorecard } from "../api/contract.ts";
import { el } from "../page/dom.ts";
import { volume } from "../page/format.ts";

/** What was scored: prescription, dose, plan and structure set, and which structures the dose does not hold. */
export function doseFacts(scorecard: Scorecard): HTMLElement {
  const { dose, plan, prescription, protocol } = scorecard;
  const rows: [string, string][] = [
    ["Prescription", `${prescription.doseGy} Gy in ${prescription.fractions} fractions`],
    ["Protocol", `${protocol.name} ${protocol.version}`],
  ];
  if (dose) {
    rows.push(
      ["Dose", `${dose.summationType.toLowerCase()}, ${dose.type.toLowerCase()}, ${dose.columns} × ${dose.rows} × ${dose.planes} points, ${dose.columnSpacing} × ${dose.rowSpacing} × ${dose.planeSpacing} mm`],
      ["Maximum", `${dose.maximumGy.toFixed(2)} Gy at ${dose.maximumAt.map((value) => value.toFixed(1)).join(", ")} mm`],
      ["RT Dose", dose.sopInstanceUids.join(", ")],
    );
  }
  rows.push(["RT Plan", plan ? `${plan.sopInstanceUid}${plan.isHere ? "" : " (not received)"}` : "the dose names none"], ["Structure set", scorecard.structureSet.label]);
  const volumes = scorecard.structures.filter((structure) => (structure.outsideCc ?? 0) > 0);
  for (const structure of volumes) rows.push([structure.roiName, `${volume(structure.outsideCc)} cm³ lie outside of the dose grid`]);
  return el("dl", { class: "facts-list" }, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}
