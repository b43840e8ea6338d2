import type { Report, Revision } from "../api/contract.ts";
import { el } from "../page/dom.ts";
import { volume, words } from "../page/format.ts";

/** What was derived from what, in words, and what it was derived by. */
export function derivationPanel(report: Report | null, revision: Revision | null): HTMLElement {
  const sections: (HTMLElement | null)[] = [];
  if (report) {
    sections.push(
      el("h2", {}, "Derived"),
      ...report.derived.map((derived) =>
        el(
          "section",
          { class: "derived" },
          el("h3", {}, derived.roiName, el("span", { class: "number" }, `${volume(derived.volumeCc)} cm³`)),
          el("p", {}, derived.words),
          el("p", { class: "source" }, el("code", {}, derived.expression)),
          el("p", { class: "source" }, `from ${derived.from.join(", ")}; ${derived.planes} planes${span(derived.lowestZ, derived.highestZ)}`),
        ),
      ),
      el("h2", {}, "Inputs"),
      el(
        "table",
        { class: "inputs" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Role"), el("th", { scope: "col" }, "ROI"), el("th", { scope: "col", class: "number" }, "cm³"), el("th", { scope: "col", class: "number" }, "Planes"))),
        el("tbody", {}, ...report.inputs.map((input) => el("tr", {}, el("td", {}, input.name), el("td", {}, input.roiName), el("td", { class: "number" }, volume(input.volumeCc)), el("td", { class: "number" }, String(input.planes))))),
      ),
      report.carriedRois.length > 0 ? el("p", { class: "source" }, `Carried over as they came: ${report.carriedRois.map((roi) => roi.roiName).join(", ")}.`) : null,
      el("h2", {}, "Protocol"),
      facts([
        ["Protocol", `${report.protocol.name} ${report.protocol.version}`],
        ["Title", report.protocol.title],
        ["Source", report.protocol.source],
        ["Hash", report.protocol.hash],
        ["Level", report.level ? `${report.level.first === report.level.last ? report.level.first : `${report.level.first} to ${report.level.last}`} (${words(report.level.group).toLowerCase()}; ${report.level.source})` : "none"],
        ["Planning CT", `${report.planningCt.planes} planes, ${report.planningCt.columns} × ${report.planningCt.rows}, pixel ${report.planningCt.columnSpacing} × ${report.planningCt.rowSpacing} mm`],
        ["Structure set", report.structureSet.label],
        ["Written", report.output ? `${report.output.sopInstanceUid} (${report.output.approvalStatus})` : "nothing: held"],
        ["Program", `${report.programVersion}, algorithm ${report.algorithmVersion}`],
      ]),
    );
    if (report.notUsed.length > 0) sections.push(el("h2", {}, "Not used"), el("ul", {}, ...report.notUsed.map((other) => el("li", {}, other.sentence))));
  }
  if (revision) {
    sections.push(
      el("h2", {}, `Revision ${revision.revision}`),
      facts([
        ["Objects in", String(revision.inputs.length)],
        ["Inputs' hash", revision.inputsHash],
        ["Protocol's hash", revision.protocolHash ?? "not processed yet"],
        ["Results", revision.results.length === 0 ? "none" : revision.results.map((result) => result.sopInstanceUid).join(", ")],
        ["Attempts", String(revision.attempts)],
      ]),
    );
  }
  return el("div", { class: "derivation" }, ...sections);
}

function span(lowest: number | null, highest: number | null): string {
  return lowest === null || highest === null ? "" : `, z ${lowest.toFixed(1)} to ${highest.toFixed(1)} mm`;
}

/** Names with their values. */
export function facts(rows: readonly (readonly [string, string])[]): HTMLElement {
  return el("dl", { class: "facts-list" }, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}
