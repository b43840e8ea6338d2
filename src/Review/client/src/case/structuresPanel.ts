import { button, el, fill } from "../page/dom.ts";
import { volume, volumeChange } from "../page/format.ts";
import { prefer } from "../page/preferences.ts";
import type { Scene, ShownRoi } from "../viewer/scene.ts";
import type { Viewer } from "../viewer/viewer.ts";

/** The structures: what is shown, in which colour, how large, and how that has changed since the revision before. */
export class StructuresPanel {
  readonly element: HTMLElement;
  private readonly gone = el("p", { class: "not-shown", hidden: true });
  private readonly rows: { shown: ShownRoi; row: HTMLTableRowElement; box: HTMLInputElement; colour: HTMLInputElement; change: HTMLElement }[];

  constructor(
    private readonly scene: Scene,
    private readonly viewer: Viewer,
  ) {
    this.rows = scene.rois.map((shown, index) => this.row(shown, index));
    const opacity = el("input", { type: "range", min: 5, max: 80, step: 5, value: Math.round(scene.fillOpacity * 100), "aria-label": "Opacity of fillings" });
    opacity.addEventListener("input", () => {
      scene.fillOpacity = Number(opacity.value) / 100;
      prefer({ fillOpacity: scene.fillOpacity });
      scene.touch("contours");
    });
    const line = el("input", { type: "range", min: 1, max: 4, step: 0.5, value: scene.lineWidth, "aria-label": "Width of lines" });
    line.addEventListener("input", () => {
      scene.lineWidth = Number(line.value);
      prefer({ lineWidth: scene.lineWidth });
      scene.touch("contours");
    });
    const body = el("tbody");
    let derived: boolean | null = null;
    for (const { shown, row } of this.rows) {
      if (shown.roi.derived !== derived) {
        derived = shown.roi.derived;
        body.append(el("tr", { class: "group-row" }, el("th", { colspan: 5, scope: "rowgroup" }, derived ? "Derived" : "Drawn")));
      }
      body.append(row);
    }
    this.element = el(
      "div",
      { class: "structures" },
      el(
        "div",
        { class: "panel-tools" },
        button("Show all", () => this.showAll(true)),
        button("Show none", () => this.showAll(false)),
        button("Only chosen", () => this.onlyChosen(), { title: "Only the chosen structure (o)" }),
      ),
      el(
        "table",
        { class: "roi-table" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, el("span", { class: "unseen" }, "Shown")), el("th", { scope: "col" }, el("span", { class: "unseen" }, "Colour")), el("th", { scope: "col" }, "Structure"), el("th", { scope: "col" }, "Type"), el("th", { scope: "col", class: "number" }, "cm³"))),
        body,
      ),
      this.gone,
      el("div", { class: "panel-tools sliders" }, el("label", {}, "Fill", opacity), el("label", {}, "Line", line)),
    );
    scene.listen(() => this.update());
    this.update();
  }

  private row(shown: ShownRoi, index: number): StructuresPanel["rows"][number] {
    const { roi } = shown;
    const box = el("input", { type: "checkbox", "aria-label": `Show ${roi.name}` });
    box.addEventListener("change", () => this.setVisible(shown, box.checked));
    const colour = el("input", { type: "color", value: shown.colour, "aria-label": `Colour of ${roi.name}` });
    colour.addEventListener("input", () => {
      shown.colour = colour.value;
      this.scene.touch("contours");
    });
    const change = el("div", { class: "change" });
    const name = button(roi.name, () => this.choose(index, true), { class: "roi-name", title: `Choose ${roi.name} and go to its middle` });
    const row = el(
      "tr",
      { class: "roi" },
      el("td", {}, box),
      el("td", {}, colour),
      el("td", {}, name, change, roi.notShown ? el("div", { class: "not-shown" }, `! ${roi.notShown} ${roi.notShown === 1 ? "contour is" : "contours are"} not in the pictures: a point, open, or between planes`) : null),
      el("td", { class: "type" }, typeWord(roi.type)),
      el("td", { class: "number" }, volume(roi.volumeCc)),
    );
    return { shown, row, box, colour, change };
  }

  /** Makes a structure the chosen one; `go` brings the views to its middle. */
  choose(index: number, go: boolean): void {
    const count = this.scene.rois.length;
    if (count === 0) return;
    this.scene.chosenRoi = (index + count) % count;
    const shown = this.scene.rois[this.scene.chosenRoi];
    const middle = go ? this.scene.middleOf(shown) : null;
    if (middle) this.viewer.jump(middle, null);
    this.scene.touch("contours");
  }

  /** Goes to the lowest or highest plane of the chosen structure. */
  goToEnd(highest: boolean): void {
    const shown = this.scene.rois[this.scene.chosenRoi];
    const planes = shown?.outlines.contours.planes ?? [];
    if (planes.length > 0) this.scene.setIndex(2, highest ? planes[planes.length - 1] : planes[0]);
  }

  toggleChosen(): void {
    const shown = this.scene.rois[this.scene.chosenRoi];
    if (shown) this.setVisible(shown, !shown.visible);
  }

  onlyChosen(): void {
    this.scene.rois.forEach((shown, index) => {
      shown.visible = index === this.scene.chosenRoi;
    });
    this.scene.touch("contours");
  }

  showAll(visible: boolean): void {
    for (const shown of this.scene.rois) shown.visible = visible;
    this.scene.touch("contours");
  }

  private setVisible(shown: ShownRoi, visible: boolean): void {
    shown.visible = visible;
    this.scene.touch("contours");
  }

  private update(): void {
    const gone = this.scene.gone.length === 0 ? "" : `! No more in this revision: ${this.scene.gone.join(", ")}`;
    if (this.gone.textContent !== gone) this.gone.textContent = gone;
    this.gone.hidden = gone === "";
    for (let i = 0; i < this.rows.length; i++) {
      const { shown, row, box, change } = this.rows[i];
      box.checked = shown.visible;
      row.classList.toggle("chosen", i === this.scene.chosenRoi);
      const text = this.scene.manifest.previousRevision === null ? "" : shown.previous ? volumeChange(shown.roi.volumeCc, shown.previous.volumeCc) : this.scene.previousOn ? "new in this revision" : "";
      if (change.textContent !== text) fill(change, text);
    }
  }
}

/** A DICOM interpreted type in lower case; GTV, CTV and PTV as they are. */
function typeWord(type: string): string {
  return /^(GTV|CTV|PTV)$/.test(type) ? type : type.toLowerCase().replace(/_/g, " ");
}
