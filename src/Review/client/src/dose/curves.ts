import type { ScoredObjective, ScoredStructure } from "../api/contract.ts";

/** Percent of a structure's volume that gets at least a dose; linear between the curve's points, 100 below and 0 beyond them. */
export function percentAt(structure: Pick<ScoredStructure, "curve" | "curveStepGy">, gy: number): number {
  const { curve, curveStepGy } = structure;
  if (curve.length === 0) return Number.NaN;
  const at = gy / curveStepGy;
  if (at <= 0) return curve[0];
  const index = Math.floor(at);
  if (index >= curve.length) return 0;
  const next = index + 1 < curve.length ? curve[index + 1] : 0;
  return curve[index] + (next - curve[index]) * (at - index);
}

/** What a figure is: D_x% or D_ycc (a dose to a volume), V_dGy (a volume at a dose), or the mean. */
export type Figure =
  | { readonly kind: "dose"; readonly percent: number }
  | { readonly kind: "volume"; readonly gy: number; readonly of: "%" | "cc" }
  | { readonly kind: "mean" };

/** Reads a figure as the protocol writes it: D98%, D0.03cc, V27Gy[%], V27Gy[cc], Dmean; null where it is none, or the volume is not known. */
export function figureOf(metric: string, volumeCc: number | null): Figure | null {
  const percent = /^D([\d.]+)%$/.exec(metric);
  if (percent) return { kind: "dose", percent: Number(percent[1]) };
  const cc = /^D([\d.]+)cc$/.exec(metric);
  if (cc) return volumeCc !== null && volumeCc > 0 ? { kind: "dose", percent: (Number(cc[1]) / volumeCc) * 100 } : null;
  const at = /^V([\d.]+)Gy\[(%|cc)\]$/.exec(metric);
  if (at) return { kind: "volume", gy: Number(at[1]), of: at[2] as "%" | "cc" };
  return metric === "Dmean" ? { kind: "mean" } : null;
}

/** A mark of a table's line on a plot: a place in Gy and percent of the volume, and on which side of it the figure is to lie. */
export interface BoundMark {
  readonly gy: number;
  readonly percent: number;
  /** Towards what is asked for. */
  readonly towards: "more dose" | "less dose" | "more volume" | "less volume";
  readonly mandatory: boolean;
}

/** The marks of a line: each bound of what is asked for at the figure's place on the curve. */
export function boundMarks(objective: ScoredObjective, volumeCc: number | null): BoundMark[] {
  const figure = figureOf(objective.metric, volumeCc);
  if (!figure || figure.kind === "mean") return [];
  const marks: BoundMark[] = [];
  const add = (bound: number | null | undefined, low: boolean, mandatory: boolean): void => {
    if (bound === null || bound === undefined) return;
    if (figure.kind === "dose") marks.push({ gy: bound, percent: figure.percent, towards: low ? "more dose" : "less dose", mandatory });
    else if (figure.of === "%" || volumeCc) marks.push({ gy: figure.gy, percent: figure.of === "%" ? bound : (bound / (volumeCc ?? 1)) * 100, towards: low ? "more volume" : "less volume", mandatory });
  };
  for (const [bounds, mandatory] of [[objective.optimal, false], [objective.mandatory, true]] as const) {
    add(bounds?.low, true, mandatory);
    add(bounds?.high, false, mandatory);
  }
  return marks;
}

/** Where the figure of a line lies on its curve; null where it has none. */
export function figurePlace(objective: ScoredObjective, volumeCc: number | null): { gy: number; percent: number } | null {
  const figure = figureOf(objective.metric, volumeCc);
  if (!figure || figure.kind === "mean" || objective.value === null) return null;
  if (figure.kind === "dose") return { gy: objective.value, percent: figure.percent };
  return figure.of === "%" ? { gy: figure.gy, percent: objective.value } : volumeCc ? { gy: figure.gy, percent: (objective.value / volumeCc) * 100 } : null;
}

/** Steps of an axis that people read: 1, 2 or 5 times a power of ten, some `wanted` of them. */
export function ticks(highest: number, wanted: number): number[] {
  if (!(highest > 0)) return [0];
  const raw = highest / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10) * power;
  const found: number[] = [];
  for (let n = 0; n * step <= highest * 1.0001; n++) found.push(n * step);
  return found;
}
