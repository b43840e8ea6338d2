import { DoseLegend } from "../dose/doseLegend.ts";
import { doseWords } from "../dose/doseView.ts";
import { coordinate, distance, type ViewPlane } from "../geometry/facing.ts";
import type { Point } from "../geometry/grid.ts";
import { el } from "../page/dom.ts";
import { FrameLoop } from "./frameLoop.ts";
import { Pane } from "./pane.ts";
import { attachPointer } from "./pointer.ts";
import { Rail, type RailMarks } from "./rail.ts";
import type { Scene } from "./scene.ts";

/** Side of the square that is shown of a target, mm. */
const targetSide = 140;

/** The linked views of a case: axial with its rail of planes, sagittal and coronal; the MR beside the CT where that is asked for. */
export class Viewer {
  readonly element: HTMLElement;
  readonly loop: FrameLoop;
  readonly panes: readonly Pane[];
  /** The pane that keys go to. */
  active: Pane;
  private readonly rail: Rail;
  private readonly sliders: readonly { input: HTMLInputElement; axis: 0 | 1 }[];
  private readonly readout = el("div", { class: "readout" });
  private hovered: Point | null = null;
  private mode = "";
  private readonly unlisten: () => void;

  /**
   * @param scene What is shown.
   * @param marks What the rail marks.
   * @param axialShown Told after each frame which plane is shown with its contours; -1: none.
   */
  constructor(
    readonly scene: Scene,
    marks: RailMarks,
    private readonly axialShown: (plane: number) => void,
  ) {
    this.loop = new FrameLoop(() => this.paint());
    const redraw = (): void => this.loop.request();
    const axial = new Pane("axial", "fused", scene, null, redraw);
    const axialMr = new Pane("axial", "mr", scene, axial, redraw);
    const sagittal = new Pane("sagittal", "fused", scene, null, redraw);
    const coronal = new Pane("coronal", "fused", scene, null, redraw);
    this.panes = [axial, axialMr, sagittal, coronal];
    this.active = axial;
    this.rail = new Rail(scene, marks, redraw);
    this.sliders = [this.slider(sagittal, 0), this.slider(coronal, 1)];
    for (const pane of this.panes) {
      attachPointer(pane, scene, (point) => this.hover(point), () => this.activate(pane));
      pane.element.addEventListener("focus", () => this.activate(pane));
    }
    this.element = el(
      "section",
      { class: "viewer", "aria-label": "Images" },
      el("div", { class: "views" }, this.rail.element, ...this.panes.map((pane) => pane.element)),
      this.readout,
    );
    axial.element.append(new DoseLegend(scene).element);
    this.activate(axial);
    this.unlisten = scene.listen(redraw);
  }

  private slider(pane: Pane, axis: 0 | 1): { input: HTMLInputElement; axis: 0 | 1 } {
    const input = el("input", { type: "range", class: "slice-slider", min: 0, max: this.scene.grid.size[axis] - 1, "aria-label": `${pane.plane} slice` });
    input.addEventListener("input", () => this.scene.setIndex(axis, Number(input.value)));
    input.addEventListener("pointerdown", (event) => event.stopPropagation());
    input.addEventListener("wheel", (event) => event.stopPropagation(), { passive: true });
    pane.element.append(input);
    return { input, axis };
  }

  /** Gives everything back. */
  close(): void {
    this.unlisten();
    this.loop.stop();
    this.rail.close();
    for (const pane of this.panes) pane.close();
  }

  /** Makes a pane the one that keys go to. */
  activate(pane: Pane): void {
    this.active = pane;
    for (const other of this.panes) other.element.classList.toggle("active", other === pane);
  }

  /** Makes a view the one that keys go to. */
  activatePlane(plane: ViewPlane): void {
    const pane = this.panes.find((other) => other.plane === plane);
    if (!pane) return;
    this.activate(pane);
    pane.element.focus({ preventScroll: true });
  }

  /** Shows a point in every view, and marks it. */
  jump(point: Point, mark: { failed: boolean } | null): void {
    this.scene.mark = mark ? { at: point, failed: mark.failed } : null;
    this.scene.moveTo(point);
    for (const pane of this.panes) if (pane.shown) pane.reveal(point);
  }

  /** Shows the target closely in every view. */
  frameTarget(): void {
    const target = this.scene.rois.find((shown) => shown.roi.derived) ?? this.scene.rois[0];
    const middle = target ? this.scene.middleOf(target) : null;
    if (!middle) return;
    for (const pane of this.panes) pane.frame(middle, targetSide);
  }

  /** Fits the picture into the view; once more shows the target closely. */
  fit(): void {
    const pane = this.active;
    if (pane.projection.zoom !== 1) pane.fit();
    else this.frameTarget();
  }

  /** Begins a ruler at the crosshair, or ends the one that follows it. */
  rulerKey(): void {
    const { scene } = this;
    if (scene.ruler?.following) scene.ruler.following = false;
    else scene.ruler = { plane: this.active.plane, from: scene.position(), to: scene.position(), following: true };
    scene.touch("overlay");
  }

  /** Moves the crosshair within the active view by voxels: to the right and downwards. */
  nudge(right: number, down: number): void {
    const { facing } = this.active;
    if (right !== 0) this.scene.step(facing.across, right);
    if (down !== 0) this.scene.step(facing.along, down * facing.down);
  }

  /** Shows or hides the lines of equal dose. */
  toggleIsodoses(): void {
    this.scene.isodosesOn = !this.scene.isodosesOn;
    this.scene.touch("dose");
  }

  /** Shows or hides the colours of the dose. */
  toggleWash(): void {
    this.scene.washOn = !this.scene.washOn;
    this.scene.touch("dose");
  }

  private hover(point: Point | null): void {
    this.hovered = point;
    this.loop.request();
  }

  private paint(): void {
    if (this.mode !== this.scene.mode) {
      this.mode = this.scene.mode;
      this.element.classList.toggle("side-by-side", this.mode === "side");
    }
    for (const pane of this.panes) pane.paint();
    this.rail.paint();
    for (const { input, axis } of this.sliders) if (Number(input.value) !== this.scene.cursor[axis]) input.value = String(this.scene.cursor[axis]);
    this.sayReadout();
    const plane = this.scene.cursor[2];
    this.axialShown(this.scene.ct && this.panes[0].shown && !document.querySelector("dialog[open]") && this.panes[0].showsDerivedOf(plane) && this.scene.showsContoursOf(plane) ? plane : -1);
  }

  private sayReadout(): void {
    const { scene } = this;
    const point = this.hovered ?? scene.position();
    const { ct, mr } = scene.valuesAt(point);
    const place = (["x", "y", "z"] as const).map((name, axis) => `${name} ${coordinate(point, axis as 0 | 1 | 2).toFixed(1)}`).join("   ");
    const inside = scene.structuresAt(point);
    const gy = scene.doseAt(point);
    const dose = scene.dose ? `      Dose ${gy === null ? "–" : doseWords(gy, scene.dose.prescribed)}` : "";
    const ruler = scene.ruler ? `      ruler ${distance(scene.ruler.from, scene.ruler.to).toFixed(1)} mm` : "";
    const text = `${this.hovered ? "Pointer" : "Crosshair"}   ${place} mm      CT ${ct === null ? "–" : `${ct} HU`}      MR ${mr ?? "–"}${dose}${ruler}      ${inside.join(", ")}`;
    if (this.readout.textContent !== text) this.readout.textContent = text;
  }
}
