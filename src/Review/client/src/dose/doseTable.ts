import type { ScoredBounds, Scorecard, ScoredObjective } from "../api/contract.ts";
import { button, el } from "../page/dom.ts";
import { boundSign, doseBadge, gravestFirst, valueText } from "./verdicts.ts";

/** In which order the lines of the table stand. */
export type TableOrder = "protocol" | "gravest";

/** Goes to the structure of a line; null where it has none to be seen. */
export type GoToRoi = (roiName: string) => void;

function boundCell(bounds: ScoredBounds | null): HTMLElement {
  if (!bounds) return el("td", { class: "bound" }, el("span", { class: "muted-dash" }, "–"));
  const sign = boundSign(bounds);
  return el(
    "td",
    { class: `bound ${bounds.verdict ?? ""}` },
    bounds.text,
    sign.icon === "" ? null : el("span", { class: "sign" }, el("span", { "aria-hidden": "true" }, ` ${sign.icon}`), el("span", { class: "unseen" }, ` (${sign.word})`)),
  );
}

function valueCell(objective: ScoredObjective): HTMLElement {
  const { value, low, high, unit } = objective;
  if (value === null) return el("td", { class: "number value" }, "–");
  const range = low !== null && high !== null ? `${valueText(objective, low)}–${valueText(objective, high)}` : null;
  return el("td", { class: "number value" }, el("strong", {}, `${valueText(objective, value)} ${unit}`), range ? el("span", { class: "range", title: "Within the uncertainty of the structure's surface" }, range) : null);
}

function nameOf(objective: ScoredObjective): string {
  return objective.roiName ?? objective.structure;
}

function structureRow(objective: ScoredObjective, go: GoToRoi, canGo: (roiName: string) => boolean): HTMLElement {
  const name = nameOf(objective);
  const shown = objective.roiName !== null && canGo(objective.roiName);
  return el(
    "tr",
    { class: "structure-row" },
    el("th", { scope: "rowgroup", colspan: columns.length }, shown ? button(name, () => go(name), { class: "roi-name", title: `Choose ${name} and go to it` }) : el("span", { class: "roi-name" }, name)),
  );
}

const columns = ["Figure", "Value", "Optimal", "Mandatory", "Verdict"];

/** What a line needs said beside its verdict. */
function needsSentence(objective: ScoredObjective): boolean {
  return objective.value === null || ["violated", "not-evaluable", "indeterminate"].includes(objective.verdict);
}

/** The protocol's table with its verdicts: a line each under its structure, and in words what was missed or could not be told. */
export function doseTable(scorecard: Scorecard, order: TableOrder, go: GoToRoi, canGo: (roiName: string) => boolean): HTMLElement {
  const lines = order === "gravest" ? gravestFirst(scorecard.objectives) : scorecard.objectives;
  return el(
    "table",
    { class: "dose-table" },
    el("caption", { class: "unseen" }, "The protocol's doses, with a verdict on each"),
    el("thead", {}, el("tr", {}, ...columns.map((name) => el("th", { scope: "col", class: name === "Value" ? "number" : null }, name)))),
    ...lines.map((objective, index) => {
      const first = index === 0 || nameOf(lines[index - 1]) !== nameOf(objective);
      return el(
        "tbody",
        { class: `objective ${objective.verdict}`, "data-objective": `${objective.structure} ${objective.metric}` },
        first ? structureRow(objective, go, canGo) : null,
        el("tr", {}, el("th", { scope: "row", class: "metric" }, objective.metric), valueCell(objective), boundCell(objective.optimal), boundCell(objective.mandatory), el("td", {}, doseBadge(objective.verdict))),
        needsSentence(objective) ? el("tr", { class: "sentence-row" }, el("td", { colspan: columns.length }, objective.sentence)) : null,
      );
    }),
  );
}
