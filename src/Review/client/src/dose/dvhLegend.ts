import type { Scorecard } from "../api/contract.ts";
import { el, fill } from "../page/dom.ts";
import type { Scene } from "../viewer/scene.ts";
import type { PlottedCurve } from "./dvhDrawing.ts";

/**
 * Which structures are on the plot: those that are shown in the images and not hidden here. A structure that the images hide is
 * shown again, in both, when it is pressed here.
 */
export class DvhLegend {
  readonly element = el("div", { class: "dvh-legend", role: "group", "aria-label": "Curves" });
  /** Hidden on the plot alone, by ROI Number. */
  private readonly hidden = new Set<number>();
  private stamp = "";

  /**
   * @param scorecard Whose structures.
   * @param scene What the images show; null before they have come.
   * @param changed What is plotted has changed.
   */
  constructor(
    private readonly scorecard: Scorecard,
    private readonly scene: () => Scene | null,
    private readonly changed: () => void,
  ) {
    // What nothing is asked of, and the outline of the body, would be in the way.
    const asked = new Set(scorecard.objectives.map((objective) => objective.roiName));
    const largest = Math.max(...scorecard.structures.filter((structure) => asked.has(structure.roiName)).map((structure) => structure.volumeCc ?? 0), 0);
    for (const structure of scorecard.structures)
      if (!asked.has(structure.roiName) && largest > 0 && (structure.volumeCc ?? 0) > 20 * largest) this.hidden.add(structure.roiNumber);
    this.update();
  }

  /** The curves as they are now. */
  curves(): PlottedCurve[] {
    const scene = this.scene();
    return this.scorecard.structures.map((structure) => {
      const shown = scene?.roiNamed(structure.roiName) ?? null;
      return {
        structure,
        colour: shown?.colour ?? structure.colour,
        shown: !this.hidden.has(structure.roiNumber) && (shown?.visible ?? true),
        chosen: shown !== null && scene?.rois[scene.chosenRoi] === shown,
      };
    });
  }

  /** Shows what has changed; whether anything has. */
  update(): boolean {
    const curves = this.curves();
    const stamp = curves.map((curve) => `${curve.structure.roiNumber}${curve.colour}${curve.shown}${curve.chosen}`).join(" ");
    if (stamp === this.stamp) return false;
    this.stamp = stamp;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.curve : undefined;
    fill(this.element, ...curves.map((curve) => this.chip(curve)));
    if (focused) this.element.querySelector<HTMLElement>(`[data-curve="${focused}"]`)?.focus();
    return true;
  }

  private chip(curve: PlottedCurve): HTMLElement {
    const { structure } = curve;
    const empty = structure.curve.length === 0;
    const swatch = el("span", { class: "swatch", "aria-hidden": "true" });
    swatch.style.background = curve.colour;
    return el(
      "button",
      {
        type: "button",
        class: `curve-chip${curve.chosen ? " chosen" : ""}`,
        "aria-pressed": String(curve.shown && !empty),
        "aria-disabled": String(empty),
        title: empty ? (structure.sentence ?? "No dose can be told in it.") : `${structure.roiName}: show or hide its curve`,
        "data-curve": structure.roiNumber,
        onclick: () => !empty && this.press(curve),
      },
      swatch,
      structure.roiName,
    );
  }

  private press(curve: PlottedCurve): void {
    const { roiNumber, roiName } = curve.structure;
    const scene = this.scene();
    const shown = scene?.roiNamed(roiName) ?? null;
    if (curve.shown) this.hidden.add(roiNumber);
    else {
      this.hidden.delete(roiNumber);
      if (scene && shown && !shown.visible) {
        shown.visible = true;
        scene.touch("contours");
      }
    }
    this.update();
    this.changed();
  }
}
