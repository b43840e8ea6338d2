import { boxOf } from "../geometry/contours.ts";
import { borderLetters, coordinate, distance, type Facing, facings, pointIn, type ViewPlane } from "../geometry/facing.ts";
import type { Point } from "../geometry/grid.ts";
import { Projection } from "../geometry/projection.ts";
import { el } from "../page/dom.ts";
import { DosePicture } from "./dosePicture.ts";
import type { Outline, Outlines } from "./outlines.ts";
import type { Scene, ShownRoi } from "./scene.ts";
import { SlicePicture } from "./slicePicture.ts";

/** What a pane shows of the volumes: as the display is set, or the MR alone (beside the CT). */
export type PaneContent = "fused" | "mr";

const titles: Record<ViewPlane, string> = { axial: "Axial", sagittal: "Sagittal", coronal: "Coronal" };

/** A view: a canvas of picture and contours, and one over it for crosshair, ruler and marks. */
export class Pane {
  readonly element: HTMLElement;
  readonly facing: Facing;
  readonly projection: Projection;
  private readonly base = el("canvas", { class: "layer" });
  private readonly over = el("canvas", { class: "layer" });
  private readonly title = el("div", { class: "corner top-left" });
  private readonly state = el("div", { class: "corner bottom-left" });
  private readonly baseContext: CanvasRenderingContext2D;
  private readonly overContext: CanvasRenderingContext2D;
  private readonly picture: SlicePicture;
  private readonly dosePicture: DosePicture;
  private readonly source: { ct: Int16Array; ctGreys: Uint8Array; mr: Int16Array | null; mrGreys: Uint8Array };
  private readonly resized: ResizeObserver;
  private paintedPixels = -1;
  private paintedSlice = -1;
  private drawnContours = -1;
  private drawnDose = -1;
  private drawnView = -1;
  private ratio = 1;
  private titleText = "";
  private stateText = "";

  /**
   * @param plane Which view.
   * @param content What of the volumes.
   * @param scene What is shown.
   * @param follow Projection of another pane to share; null: one of its own.
   * @param redraw Asks for a frame.
   */
  constructor(
    readonly plane: ViewPlane,
    readonly content: PaneContent,
    private readonly scene: Scene,
    follow: Pane | null,
    private readonly redraw: () => void,
  ) {
    this.facing = facings[plane];
    this.projection = follow ? follow.projection : new Projection(this.facing, scene.grid);
    this.picture = new SlicePicture(this.facing, scene.grid);
    this.dosePicture = new DosePicture(plane, scene.grid);
    this.source = { ct: new Int16Array(0), ctGreys: scene.ctGreys, mr: null, mrGreys: scene.mrGreys };
    const letters = borderLetters(this.facing, scene.manifest.axes);
    const label = content === "mr" ? `${titles[plane]} MR` : titles[plane];
    this.element = el(
      "div",
      { class: `pane ${plane} ${content}`, tabindex: 0, role: "application", "aria-label": `${label} view; arrow keys change the slice`, "data-view": `${plane}-${content}` },
      this.base,
      this.over,
      this.title,
      this.state,
      el("div", { class: "letter left", "aria-hidden": "true" }, letters.left),
      el("div", { class: "letter right", "aria-hidden": "true" }, letters.right),
      el("div", { class: "letter top", "aria-hidden": "true" }, letters.top),
      el("div", { class: "letter bottom", "aria-hidden": "true" }, letters.bottom),
    );
    this.baseContext = contextOf(this.base, false);
    this.overContext = contextOf(this.over, true);
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(this.element);
  }

  /** Gives its observers back. */
  close(): void {
    this.resized.disconnect();
  }

  /** Whether it is on the screen. */
  get shown(): boolean {
    return this.element.offsetParent !== null;
  }

  /** The point under a place of the pane (CSS pixels from its corner), at the depth of its slice. */
  pointAt(x: number, y: number): Point {
    return pointIn(this.facing, this.projection.toAcross(x * this.ratio), this.projection.toAlong(y * this.ratio), this.depth());
  }

  /** Where a point of the patient lies in the pane, CSS pixels from its corner. */
  placeOf(point: Point): { x: number; y: number } {
    return {
      x: this.projection.toX(coordinate(point, this.facing.across)) / this.ratio,
      y: this.projection.toY(coordinate(point, this.facing.along)) / this.ratio,
    };
  }

  /** Position of the slice that is shown, mm. */
  depth(): number {
    return this.scene.grid.position(this.facing.through, this.scene.cursor[this.facing.through]);
  }

  zoomAt(factor: number, x: number, y: number): void {
    this.projection.zoomAt(factor, x * this.ratio, y * this.ratio);
    this.redraw();
  }

  zoomMiddle(factor: number): void {
    this.projection.zoomAt(factor, this.projection.width / 2, this.projection.height / 2);
    this.redraw();
  }

  pan(dx: number, dy: number): void {
    this.projection.pan(dx * this.ratio, dy * this.ratio);
    this.redraw();
  }

  fit(): void {
    this.projection.fit();
    this.redraw();
  }

  /** Whether of every derived structure that is shown on an axial plane something lies on the screen. */
  showsDerivedOf(plane: number): boolean {
    const { projection } = this;
    return this.scene.rois.every((shown) => {
      if (!shown.visible || !shown.roi.derived) return true;
      const box = boxOf(shown.outlines.contours.on(plane));
      if (!box) return true;
      const [x0, x1] = [projection.toX(box.lowX), projection.toX(box.highX)];
      const [y0, y1] = [projection.toY(box.lowY), projection.toY(box.highY)];
      return Math.max(x0, x1) > 0 && Math.min(x0, x1) < projection.width && Math.max(y0, y1) > 0 && Math.min(y0, y1) < projection.height;
    });
  }

  /** Shows a box of so many mm around a point. */
  frame(point: Point, millimetres: number): void {
    this.projection.frame(coordinate(point, this.facing.across), coordinate(point, this.facing.along), millimetres);
    this.redraw();
  }

  /** Brings a point onto the screen. */
  reveal(point: Point): void {
    this.projection.reveal(coordinate(point, this.facing.across), coordinate(point, this.facing.along));
    this.redraw();
  }

  private resize(): void {
    if (this.element.clientWidth === 0) return;
    this.ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(this.element.clientWidth * this.ratio));
    const height = Math.max(1, Math.round(this.element.clientHeight * this.ratio));
    for (const canvas of [this.base, this.over]) {
      canvas.width = width;
      canvas.height = height;
    }
    this.projection.resize(width, height);
    this.redraw();
  }

  /** Paints what has changed since the last time. */
  paint(): void {
    const { scene } = this;
    if (!scene.ct || !this.shown) return;
    const slice = scene.cursor[this.facing.through];
    const newPixels = this.paintedPixels !== scene.pixelStamp || this.paintedSlice !== slice;
    if (newPixels) this.paintPixels(slice);
    if (newPixels || this.drawnContours !== scene.contourStamp || this.drawnDose !== scene.doseStamp || this.drawnView !== this.projection.version) this.paintBase(slice);
    this.paintedPixels = scene.pixelStamp;
    this.paintedSlice = slice;
    this.drawnContours = scene.contourStamp;
    this.drawnDose = scene.doseStamp;
    this.drawnView = this.projection.version;
    this.paintOver();
    this.say(slice);
  }

  private paintPixels(slice: number): void {
    const { scene, source, picture } = this;
    if (scene.ct) source.ct = scene.ct;
    source.mr = scene.shownMr()?.volume ?? null;
    if (this.content === "mr") picture.paintBlend(source, slice, 1);
    else if (scene.mode === "checker" && !scene.flicked) picture.paintChecker(source, slice);
    else picture.paintBlend(source, slice, scene.mode === "side" && this.plane === "axial" ? 0 : scene.effectiveBlend());
  }

  private paintBase(slice: number): void {
    const { baseContext: context, projection, picture, facing, scene } = this;
    const scale = projection.scale;
    const grid = scene.grid;
    const left = grid.extent(facing.across)[0];
    const top = facing.down === 1 ? grid.extent(facing.along)[0] : grid.extent(facing.along)[1];
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = "#000";
    context.fillRect(0, 0, projection.width, projection.height);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "low";
    context.drawImage(
      picture.canvas,
      projection.toX(left),
      projection.toY(top),
      picture.canvas.width * picture.pixel[0] * scale,
      picture.canvas.height * picture.pixel[1] * scale,
    );
    context.setTransform(scale, 0, 0, scale * facing.down, projection.toX(0), projection.toY(0));
    context.lineJoin = "round";
    context.lineCap = "square";
    const pixel = this.ratio / scale;
    if (scene.dose && scene.washOn) {
      context.globalAlpha = scene.washOpacity;
      this.dosePicture.drawWash(context, scene.dose, slice, scene.doseStamp);
      context.globalAlpha = 1;
    }
    if (scene.contoursOn) this.paintContours(context, slice, pixel);
    if (scene.dose && scene.isodosesOn) this.paintIsodoses(context, slice, pixel);
  }

  private paintContours(context: CanvasRenderingContext2D, slice: number, pixel: number): void {
    const { scene } = this;
    for (let i = 0; i < scene.rois.length; i++) {
      const shown = scene.rois[i];
      if (!shown.visible) continue;
      // Where outlines coincide the later one is narrower, so that none hides another: PTV and PTV_Eval before all.
      const width = scene.lineWidth * (0.8 + 1.1 / (1 + i)) + (i === scene.chosenRoi ? 0.5 : 0);
      this.paintRoi(context, shown, slice, pixel, width * pixel);
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  /** Thin lines over the contours, on a dark seam that keeps them apart from those of their colour. */
  private paintIsodoses(context: CanvasRenderingContext2D, slice: number, pixel: number): void {
    const { scene } = this;
    if (!scene.dose) return;
    context.lineCap = "round";
    const lines = this.dosePicture.linesAt(scene.dose, slice, scene.doseStamp);
    context.strokeStyle = "rgba(0,0,0,0.55)";
    context.lineWidth = 2.6 * pixel;
    for (const { path } of lines) context.stroke(path);
    context.lineWidth = 1.2 * pixel;
    for (const { colour, path } of lines) {
      context.strokeStyle = colour;
      context.stroke(path);
    }
  }

  private paintRoi(context: CanvasRenderingContext2D, shown: ShownRoi, slice: number, pixel: number, width: number): void {
    const { scene } = this;
    const outline = this.outlineOf(shown.outlines, slice);
    context.strokeStyle = shown.colour;
    context.lineWidth = width;
    if (outline) {
      // The body's filling would lie over everything.
      if (scene.fillOn && shown.roi.type !== "EXTERNAL") {
        context.globalAlpha = scene.fillOpacity;
        context.fillStyle = shown.colour;
        context.fill(outline.filled, "evenodd");
        context.globalAlpha = 1;
      }
      context.setLineDash([]);
      context.stroke(outline.line);
    }
    if (scene.previousOn && shown.previous) {
      const before = this.outlineOf(shown.previous.outlines, slice);
      if (before) {
        context.lineWidth = 1.4 * pixel;
        context.lineCap = "butt";
        context.setLineDash([5 * pixel, 4 * pixel]);
        context.stroke(before.line);
        context.lineCap = "square";
      }
    }
  }

  private outlineOf(outlines: Outlines, slice: number): Outline | null {
    if (this.facing.through === 2) {
      const plane = outlines.stack === this.scene.grid.stack ? slice : outlines.stack.holding(this.scene.grid.stack.z[slice]);
      return plane < 0 ? null : outlines.onPlane(plane);
    }
    return outlines.cut(this.facing.through, this.depth());
  }

  private paintOver(): void {
    const { overContext: context, projection, facing, scene, ratio } = this;
    const { width, height } = projection;
    context.clearRect(0, 0, width, height);
    const here = scene.position();
    const x = projection.toX(coordinate(here, facing.across));
    const y = projection.toY(coordinate(here, facing.along));
    if (scene.crosshairOn) {
      const gap = 14 * ratio;
      context.strokeStyle = "rgba(255,255,255,0.45)";
      context.lineWidth = ratio;
      context.beginPath();
      context.moveTo(0, y);
      context.lineTo(x - gap, y);
      context.moveTo(x + gap, y);
      context.lineTo(width, y);
      context.moveTo(x, 0);
      context.lineTo(x, y - gap);
      context.moveTo(x, y + gap);
      context.lineTo(x, height);
      context.stroke();
    }
    if (scene.mark) this.paintMark(context, scene.mark.at, scene.mark.failed);
    if (scene.ruler && scene.ruler.plane === this.plane) this.paintRuler(context, scene.ruler.from, scene.ruler.to);
    this.paintScaleBar(context);
  }

  private paintMark(context: CanvasRenderingContext2D, at: Point, failed: boolean): void {
    const slice = this.scene.cursor[this.facing.through];
    if (this.scene.grid.nearest(this.facing.through, coordinate(at, this.facing.through)) !== slice) return;
    const x = this.projection.toX(coordinate(at, this.facing.across));
    const y = this.projection.toY(coordinate(at, this.facing.along));
    context.lineWidth = 4 * this.ratio;
    context.strokeStyle = "rgba(0,0,0,0.7)";
    context.beginPath();
    context.arc(x, y, 11 * this.ratio, 0, 2 * Math.PI);
    context.stroke();
    context.lineWidth = 2 * this.ratio;
    context.strokeStyle = failed ? "#ff5c5c" : "#ffd75e";
    context.stroke();
  }

  private paintRuler(context: CanvasRenderingContext2D, from: Point, to: Point): void {
    const { projection, facing, ratio } = this;
    const x0 = projection.toX(coordinate(from, facing.across));
    const y0 = projection.toY(coordinate(from, facing.along));
    const x1 = projection.toX(coordinate(to, facing.across));
    const y1 = projection.toY(coordinate(to, facing.along));
    context.lineWidth = 2 * ratio;
    context.strokeStyle = "#7df9ff";
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    for (const [x, y] of [[x0, y0], [x1, y1]]) {
      context.moveTo(x - 4 * ratio, y);
      context.lineTo(x + 4 * ratio, y);
      context.moveTo(x, y - 4 * ratio);
      context.lineTo(x, y + 4 * ratio);
    }
    context.stroke();
    this.label(context, `${distance(from, to).toFixed(1)} mm`, x1 + 8 * ratio, y1 - 8 * ratio, "#7df9ff");
  }

  private paintScaleBar(context: CanvasRenderingContext2D): void {
    const { projection, ratio } = this;
    const length = [1, 2, 5, 10, 20, 50, 100].find((mm) => mm * projection.scale > 46 * ratio) ?? 200;
    const pixels = length * projection.scale;
    const right = projection.width - 34 * ratio;
    const y = projection.height - 9 * ratio;
    context.lineWidth = 2 * ratio;
    context.strokeStyle = "#f1e3a0";
    context.beginPath();
    context.moveTo(right - pixels, y - 4 * ratio);
    context.lineTo(right - pixels, y);
    context.lineTo(right, y);
    context.lineTo(right, y - 4 * ratio);
    context.stroke();
    this.label(context, `${length} mm`, right - pixels + 4 * ratio, y - 5 * ratio, "#f1e3a0");
  }

  private label(context: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string): void {
    context.font = `${12 * this.ratio}px system-ui, sans-serif`;
    context.lineWidth = 3 * this.ratio;
    context.strokeStyle = "rgba(0,0,0,0.8)";
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  private say(slice: number): void {
    const { scene, facing } = this;
    const title = `${this.content === "mr" ? "MR " : ""}${titles[this.plane]}  ${slice + 1}/${scene.grid.size[facing.through]}  ${"xyz"[facing.through]} ${this.depth().toFixed(1)} mm`;
    if (title !== this.titleText) this.title.textContent = this.titleText = title;
    const state = this.content === "mr" ? this.mrState() : this.fusedState();
    if (state !== this.stateText) this.state.textContent = this.stateText = state;
  }

  private mrState(): string {
    const mr = this.scene.shownMr();
    return mr ? `${mr.mr.label}  W ${Math.round(mr.window.width)} L ${Math.round(mr.window.level)}` : "no MR";
  }

  private fusedState(): string {
    const { scene } = this;
    const ct = `CT  W ${Math.round(scene.ctWindow.width)} L ${Math.round(scene.ctWindow.level)}`;
    const mr = scene.shownMr();
    if (!mr || (scene.mode === "side" && this.plane === "axial")) return ct;
    if (scene.mode === "checker" && !scene.flicked) return `CT and ${mr.mr.label} by turns`;
    const share = scene.effectiveBlend();
    return share === 0 ? ct : share === 1 ? this.mrState() : `CT + ${Math.round(share * 100)} % ${mr.mr.label}`;
  }
}

function contextOf(canvas: HTMLCanvasElement, alpha: boolean): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", { alpha });
  if (!context) throw new Error("This browser has no canvas.");
  return context;
}
