import type { ScoredObjective, ScoredStructure, Scorecard } from "../api/contract.ts";
import { type BoundMark, boundMarks, figurePlace, percentAt, ticks } from "./curves.ts";
import { PlotScale } from "./plotScale.ts";

/** A structure on the plot. */
export interface PlottedCurve {
  readonly structure: ScoredStructure;
  readonly colour: string;
  readonly shown: boolean;
  readonly chosen: boolean;
}

/** Where the plot is read: a dose on a structure's curve. */
export interface PlotCursor {
  gy: number;
  roiNumber: number;
}

/** Colours of the page's scheme. */
export interface Ink {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly ground: string;
}

/** The colours that an element of the page has now. */
export function inkOf(element: HTMLElement): Ink {
  const style = getComputedStyle(element);
  const named = (name: string): string => style.getPropertyValue(name).trim();
  return { text: named("--text"), muted: named("--muted"), line: named("--line"), ground: named("--surface") };
}

/** The lines of the table that are about a structure. */
export function objectivesOf(scorecard: Scorecard, structure: ScoredStructure): ScoredObjective[] {
  return scorecard.objectives.filter((objective) => objective.roiName === structure.roiName);
}

/** Draws the plot once: axes, curves, what the protocol asks, and where it is read. */
export class DvhDrawing {
  /** @param context Of a canvas whose unit is the CSS pixel. */
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly scale: PlotScale,
    private readonly scorecard: Scorecard,
    private readonly ink: Ink,
  ) {}

  /** Draws it. */
  draw(curves: readonly PlottedCurve[], cursor: PlotCursor | null): void {
    this.paintAxes();
    for (const curve of curves) this.paintCurve(curve, curve.chosen || cursor?.roiNumber === curve.structure.roiNumber);
    for (const curve of curves) this.paintMarks(curve);
    const read = curves.find(({ structure }) => structure.roiNumber === cursor?.roiNumber);
    if (cursor && read) this.paintCursor(read, cursor.gy);
  }

  private paintAxes(): void {
    const { context, scale, ink } = this;
    const { left, right, top, bottom } = PlotScale.margin;
    const floor = scale.height - bottom;
    context.font = "11.5px system-ui, sans-serif";
    context.lineWidth = 1;
    context.strokeStyle = ink.line;
    context.fillStyle = ink.muted;
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const value of ticks(scale.highestDose, 7)) {
      const x = Math.round(scale.xOfTick(value)) + 0.5;
      this.line(x, top, x, floor);
      context.fillText(String(Number(value.toPrecision(6))), x, floor + 4);
    }
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const value of ticks(scale.highestVolume, 5)) {
      const y = Math.round(scale.yOfTick(value)) + 0.5;
      this.line(left, y, scale.width - right, y);
      context.fillText(String(Number(value.toPrecision(6))), left - 5, y);
    }
    context.fillStyle = ink.text;
    context.textBaseline = "bottom";
    context.fillText(scale.doseUnit === "Gy" ? "dose, Gy" : "dose, % of the prescription", scale.width - right, scale.height - 1);
    context.save();
    context.translate(11, top);
    context.rotate(-Math.PI / 2);
    context.textBaseline = "middle";
    context.fillText(scale.volumeUnit === "%" ? "volume, %" : "volume, cm³", 0, 0);
    context.restore();
    // The prescription.
    const x = scale.x(this.scorecard.prescription.doseGy);
    context.setLineDash([4, 3]);
    context.strokeStyle = ink.muted;
    this.line(x, top, x, floor);
    context.setLineDash([]);
  }

  private paintCurve(curve: PlottedCurve, isEmphasized: boolean): void {
    const { context, scale, ink } = this;
    const { structure } = curve;
    const path = new Path2D();
    const cc = structure.volumeCc ?? 0;
    path.moveTo(scale.x(0), scale.y(structure.curve[0], cc));
    for (let k = 1; k < structure.curve.length; k++) path.lineTo(scale.x(k * structure.curveStepGy), scale.y(structure.curve[k], cc));
    const width = isEmphasized ? 2.8 : 1.8;
    context.lineJoin = "round";
    // A seam of the text's colour where the structure's own would be lost on the ground.
    const light = luminance(curve.colour);
    if (luminance(ink.ground) < 0.4 ? light < 0.12 : light > 0.45) {
      context.strokeStyle = ink.text;
      context.lineWidth = width + 1.4;
      context.stroke(path);
    }
    context.strokeStyle = curve.colour;
    context.lineWidth = width;
    context.stroke(path);
  }

  private paintMarks(curve: PlottedCurve): void {
    const { context, scale, ink } = this;
    const { structure } = curve;
    const cc = structure.volumeCc ?? 0;
    for (const objective of objectivesOf(this.scorecard, structure)) {
      for (const mark of boundMarks(objective, structure.volumeCc)) this.paintBound(scale.x(mark.gy), scale.y(mark.percent, cc), mark, curve.colour);
      const place = figurePlace(objective, structure.volumeCc);
      if (!place) continue;
      context.beginPath();
      context.arc(scale.x(place.gy), scale.y(place.percent, cc), 3, 0, 2 * Math.PI);
      context.fillStyle = ink.ground;
      context.fill();
      context.lineWidth = 1.6;
      context.strokeStyle = objective.verdict === "violated" ? "#e02d24" : ink.text;
      context.stroke();
    }
  }

  // A triangle whose base is the bound and whose tip shows to where the figure is to lie: full for what is mandatory, hollow for what is optimal.
  private paintBound(x: number, y: number, mark: BoundMark, colour: string): void {
    const { context, ink } = this;
    const [tipX, tipY] = { "more dose": [7, 0], "less dose": [-7, 0], "more volume": [0, -7], "less volume": [0, 7] }[mark.towards];
    context.beginPath();
    context.moveTo(x + tipX, y + tipY);
    if (tipY === 0) {
      context.lineTo(x, y - 4.5);
      context.lineTo(x, y + 4.5);
    } else {
      context.lineTo(x - 4.5, y);
      context.lineTo(x + 4.5, y);
    }
    context.closePath();
    context.fillStyle = mark.mandatory ? colour : ink.ground;
    context.fill();
    context.lineWidth = 1.1;
    context.strokeStyle = ink.text;
    context.stroke();
  }

  private paintCursor(curve: PlottedCurve, gy: number): void {
    const { context, scale, ink } = this;
    const { left, right, top, bottom } = PlotScale.margin;
    const x = scale.x(gy);
    const y = scale.y(percentAt(curve.structure, gy), curve.structure.volumeCc ?? 0);
    context.strokeStyle = ink.text;
    context.lineWidth = 1;
    context.globalAlpha = 0.6;
    this.line(x, top, x, scale.height - bottom);
    this.line(left, y, scale.width - right, y);
    context.globalAlpha = 1;
    context.beginPath();
    context.arc(x, y, 4.5, 0, 2 * Math.PI);
    context.fillStyle = curve.colour;
    context.fill();
    context.lineWidth = 2;
    context.stroke();
  }

  private line(x0: number, y0: number, x1: number, y1: number): void {
    const { context } = this;
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.stroke();
  }
}

/** Relative luminance of #rrggbb; what is not written so lies in the middle. */
function luminance(colour: string): number {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!found) return 0.5;
  const [red, green, blue] = found.slice(1).map((part) => {
    const share = Number.parseInt(part, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
