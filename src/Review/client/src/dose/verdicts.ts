import type { DoseVerdict, ScoredBounds, Scorecard, ScoredObjective } from "../api/contract.ts";
import { el } from "../page/dom.ts";

interface VerdictLook {
  readonly word: string;
  readonly icon: string;
  readonly tone: "good" | "busy" | "todo" | "bad" | "off";
  /** In the head of the page, after a number. */
  readonly counted: string;
}

/** How verdicts look, the gravest first: a word and an icon beside the colour. */
export const doseLooks: Record<DoseVerdict, VerdictLook> = {
  violated: { word: "Violated", icon: "✕", tone: "bad", counted: "violated" },
  "not-evaluable": { word: "Not evaluable", icon: "∅", tone: "todo", counted: "not evaluable" },
  indeterminate: { word: "Indeterminate", icon: "≈", tone: "todo", counted: "indeterminate" },
  mandatory: { word: "Not optimal", icon: "◐", tone: "busy", counted: "not optimal" },
  met: { word: "Met", icon: "✓", tone: "good", counted: "met" },
  optimal: { word: "Optimal", icon: "✓", tone: "good", counted: "optimal" },
  "not-applicable": { word: "Not applicable", icon: "–", tone: "off", counted: "not applicable" },
};

const gravest = Object.keys(doseLooks) as DoseVerdict[];

/** A verdict as a badge. */
export function doseBadge(verdict: DoseVerdict, text: string | null = null): HTMLElement {
  const look = doseLooks[verdict] ?? { word: verdict, icon: "?", tone: "off" };
  return el("span", { class: `badge ${look.tone}`, "data-verdict": verdict }, el("span", { class: "icon", "aria-hidden": "true" }, look.icon), text ?? look.word);
}

/** The lines of a table, the gravest first; alike ones in the protocol's order. */
export function gravestFirst(objectives: readonly ScoredObjective[]): ScoredObjective[] {
  return [...objectives].sort((a, b) => gravest.indexOf(a.verdict) - gravest.indexOf(b.verdict));
}

/** What a table comes to in few words: "1 violated", "2 not evaluable", "all met". */
export function inShort(scorecard: Pick<Scorecard, "verdict" | "objectives">): string {
  const count = scorecard.objectives.filter((objective) => objective.verdict === scorecard.verdict).length;
  const grave = scorecard.verdict !== "optimal" && scorecard.verdict !== "met" && scorecard.verdict !== "not-applicable";
  return grave && count > 0 ? `${count} ${doseLooks[scorecard.verdict].counted}` : doseLooks[scorecard.verdict].word.toLowerCase();
}

/** The sign of a bound's own verdict. */
export function boundSign(bounds: ScoredBounds): { icon: string; word: string } {
  if (bounds.verdict === "pass") return { icon: "✓", word: "kept" };
  if (bounds.verdict === "fail") return { icon: "✕", word: "missed" };
  if (bounds.verdict === "indeterminate") return { icon: "≈", word: "within the uncertainty" };
  return { icon: "", word: "" };
}

/**
 * A figure with the digits that are needed: two after the point, and more where a figure so rounded would lie on the other side
 * of a bound than the figure itself, because verdicts are given on unrounded numbers.
 */
export function figureText(value: number, bounds: readonly (number | null | undefined)[]): string {
  for (let digits = 2; digits < 6; digits++) {
    const text = value.toFixed(digits);
    const rounded = Number(text);
    if (bounds.every((bound) => bound === null || bound === undefined || Math.sign(value - bound) === Math.sign(rounded - bound))) return text;
  }
  return String(value);
}

/** A figure's text beside the bounds of its line. */
export function valueText(objective: ScoredObjective, value: number): string {
  const { optimal, mandatory } = objective;
  return figureText(value, [optimal?.low, optimal?.high, mandatory?.low, mandatory?.high]);
}
