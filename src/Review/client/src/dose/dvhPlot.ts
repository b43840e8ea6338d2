import type { ScoredStructure, Scorecard } from "../api/contract.ts";
import { el } from "../page/dom.ts";
import { volume } from "../page/format.ts";
import { boundMarks, percentAt } from "./curves.ts";
import { doseWords } from "./doseView.ts";
import { DvhDrawing, inkOf, objectivesOf, type PlotCursor, type PlottedCurve } from "./dvhDrawing.ts";
import { type DoseUnit, PlotScale, type VolumeUnit } from "./plotScale.ts";

/** How far from a curve the pointer still reads it, CSS pixels. */
const reach = 40;

/** Dose and volume of the structures, cumulative, on a canvas: read by the pointer or by the arrow keys. */
export class DvhPlot {
  readonly element: HTMLElement;
  doseUnit: DoseUnit = "Gy";
  volumeUnit: VolumeUnit = "%";
  private readonly canvas = el("canvas", { class: "layer" });
  private readonly says = el("output", { class: "dvh-says", "aria-live": "polite" });
  private readonly frame: HTMLElement;
  private readonly resized: ResizeObserver;
  private readonly scheme = window.matchMedia("(prefers-color-scheme: dark)");
  private readonly themed: MutationObserver;
  private readonly redraw = (): void => this.draw();
  private cursor: PlotCursor | null = null;

  /**
   * @param scorecard What is plotted.
   * @param curves Asked at each drawing which curves there are and how they look.
   * @param choose A structure was chosen by the keys.
   */
  constructor(
    private readonly scorecard: Scorecard,
    private readonly curves: () => readonly PlottedCurve[],
    private readonly choose: (roiName: string) => void,
  ) {
    this.frame = el(
      "div",
      { class: "dvh", tabindex: 0, role: "application", "aria-label": "Dose and volume of the structures. Left and right change the dose, up and down the structure", "aria-describedby": "dvh-says" },
      this.canvas,
    );
    this.says.id = "dvh-says";
    this.element = el("div", { class: "dvh-plot" }, this.frame, this.says);
    this.frame.addEventListener("pointermove", (event) => this.point(event));
    this.frame.addEventListener("pointerleave", () => this.leave());
    this.frame.addEventListener("keydown", (event) => this.key(event));
    this.frame.addEventListener("focus", () => this.frame.matches(":focus-visible") && this.begin());
    this.resized = new ResizeObserver(this.redraw);
    this.resized.observe(this.frame);
    this.scheme.addEventListener("change", this.redraw);
    this.themed = new MutationObserver(this.redraw);
    this.themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.say();
  }

  /** Gives its observers back. */
  close(): void {
    this.resized.disconnect();
    this.themed.disconnect();
    this.scheme.removeEventListener("change", this.redraw);
  }

  /** Gives it the focus. */
  focus(): void {
    this.frame.focus();
    this.begin();
  }

  private shown(): PlottedCurve[] {
    return this.curves().filter((curve) => curve.shown && curve.structure.curve.length > 0);
  }

  private scale(): PlotScale {
    const shown = this.shown();
    const doses = shown.flatMap(({ structure }) => [
      structure.maximumGy ?? 0,
      ...objectivesOf(this.scorecard, structure).flatMap((objective) => boundMarks(objective, structure.volumeCc).map((mark) => mark.gy)),
    ]);
    const highestGy = Math.max(1, ...doses) * 1.06;
    const highestCc = Math.max(0.01, ...shown.map(({ structure }) => structure.volumeCc ?? 0)) * 1.02;
    return new PlotScale(this.frame.clientWidth, this.frame.clientHeight, this.doseUnit, this.volumeUnit, highestGy, highestCc, this.scorecard.prescription.doseGy);
  }

  /** Where a dose and a part of a structure's volume lie in the window, CSS pixels. */
  placeOf(roiName: string, gy: number): { x: number; y: number } | null {
    const structure = this.scorecard.structures.find((one) => one.roiName === roiName);
    if (!structure) return null;
    const box = this.frame.getBoundingClientRect();
    const scale = this.scale();
    return { x: box.left + scale.x(gy), y: box.top + scale.y(percentAt(structure, gy), structure.volumeCc ?? 0) };
  }

  private point(event: PointerEvent): void {
    const box = this.frame.getBoundingClientRect();
    const scale = this.scale();
    const gy = scale.gyAt(event.clientX - box.left);
    const y = event.clientY - box.top;
    let nearest: { roiNumber: number; away: number } | null = null;
    for (const { structure } of this.shown()) {
      const away = Math.abs(scale.y(percentAt(structure, gy), structure.volumeCc ?? 0) - y);
      if (away <= reach && (!nearest || away < nearest.away)) nearest = { roiNumber: structure.roiNumber, away };
    }
    this.cursor = nearest ? { gy, roiNumber: nearest.roiNumber } : null;
    this.draw();
  }

  private leave(): void {
    if (document.activeElement === this.frame) return;
    this.cursor = null;
    this.draw();
  }

  private begin(): void {
    const shown = this.shown();
    const first = shown.find((curve) => curve.chosen) ?? shown[0];
    if (!first || this.cursor) return;
    this.cursor = { gy: this.scorecard.prescription.doseGy, roiNumber: first.structure.roiNumber };
    this.draw();
  }

  private key(event: KeyboardEvent): void {
    const shown = this.shown();
    if (shown.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    this.begin();
    const { cursor } = this;
    if (!cursor) return;
    const index = Math.max(0, shown.findIndex((curve) => curve.structure.roiNumber === cursor.roiNumber));
    const { structure } = shown[index];
    const step = structure.curveStepGy * (event.shiftKey ? 10 : 1);
    // On the curve's own points, where nothing is interpolated.
    const snapped = Math.round(cursor.gy / structure.curveStepGy) * structure.curveStepGy;
    const highest = this.scale().highestGy;
    const to = (gy: number): void => {
      cursor.gy = Math.max(0, Math.min(highest, gy));
    };
    const other = (by: number): void => {
      const next = shown[(index + by + shown.length) % shown.length].structure;
      cursor.roiNumber = next.roiNumber;
      this.choose(next.roiName);
    };
    const actions: Record<string, () => void> = {
      ArrowLeft: () => to(snapped - step),
      ArrowRight: () => to(snapped + step),
      PageDown: () => to(snapped - 5),
      PageUp: () => to(snapped + 5),
      Home: () => to(0),
      End: () => to(structure.maximumGy ?? highest),
      ArrowUp: () => other(-1),
      ArrowDown: () => other(1),
    };
    const action = actions[event.key];
    if (!action) return;
    action();
    event.preventDefault();
    this.draw();
  }

  /** Draws it anew. */
  draw(): void {
    const { clientWidth, clientHeight } = this.frame;
    this.say();
    if (clientWidth === 0) return;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    const context = this.canvas.getContext("2d");
    if (!context) throw new Error("This browser has no canvas.");
    context.setTransform(this.canvas.width / clientWidth, 0, 0, this.canvas.height / clientHeight, 0, 0);
    new DvhDrawing(context, this.scale(), this.scorecard, inkOf(this.frame)).draw(this.shown(), this.cursor);
  }

  private say(): void {
    const { cursor } = this;
    const curve = this.shown().find(({ structure }) => structure.roiNumber === cursor?.roiNumber);
    const text = cursor && curve ? readingOf(curve.structure, cursor.gy, this.scorecard.prescription.doseGy) : "Point at a curve, or focus the plot and use the arrow keys.";
    if (this.says.textContent !== text) this.says.textContent = text;
  }
}

/** What a curve says at a dose. */
export function readingOf(structure: ScoredStructure, gy: number, prescribed: number): string {
  const percent = percentAt(structure, gy);
  const cc = structure.volumeCc === null ? "" : `, ${volume((percent / 100) * structure.volumeCc)} cm³`;
  return `${structure.roiName}: ${percent.toFixed(2)} %${cc} get at least ${doseWords(gy, prescribed)}`;
}
