import type { DoseScore, Scorecard } from "../api/contract.ts";
import { type DoseFile, ServerFault, type Server } from "../api/server.ts";
import { button, el, fill } from "../page/dom.ts";
import { readDoseGrid } from "../geometry/doseGrid.ts";
import type { Scene } from "../viewer/scene.ts";
import type { Viewer } from "../viewer/viewer.ts";
import type { StructuresPanel } from "../case/structuresPanel.ts";
import { doseFacts } from "./doseFacts.ts";
import { doseList, stateWords } from "./doseList.ts";
import { DvhLegend } from "./dvhLegend.ts";
import { DvhPlot } from "./dvhPlot.ts";
import { doseTable, type TableOrder } from "./doseTable.ts";
import { levelsOf } from "./levels.ts";
import { doseBadge, doseLooks, inShort } from "./verdicts.ts";

/** What of the images the panel reaches, once they are there. */
export interface DoseImages {
  readonly scene: Scene;
  readonly viewer: Viewer;
  readonly structures: StructuresPanel;
}

/** What the head of the page and the tab say of the dose. */
export interface DoseShort {
  readonly text: string;
  readonly tone: "good" | "busy" | "todo" | "bad" | "off";
  readonly icon: string;
}

/** How long until it is asked again what has become of a dose that is being scored, and whether another has come, ms. */
const askSoon = 4000;
const askLater = 30000;

/** The doses of a case: the scorecard of one of them, its curves, and its lines over the images. */
export class DosePanel {
  readonly element = el("div", { class: "doses" });
  private doses: readonly DoseScore[] = [];
  private chosen: DoseScore | null = null;
  private scorecard: Scorecard | null = null;
  private images: DoseImages | null = null;
  private plot: DvhPlot | null = null;
  private legend: DvhLegend | null = null;
  /** Whether a person chose the dose that is shown. */
  private picked = false;
  private order: TableOrder = "protocol";
  private fault = "";
  private gridFault = "";
  private gridOf = "";
  private asking = 0;
  private readonly asked = new AbortController();
  /** Shows what the tools over the images are set to. */
  private lines: (() => void) | null = null;

  /**
   * @param server Where from.
   * @param caseId Which case.
   * @param revision The revision on the screen.
   * @param changed Told in short what the dose comes to; null where there is none.
   * @param failed Told what is no fault of the dose: signed out.
   */
  constructor(
    private readonly server: Server,
    private readonly caseId: string,
    private readonly revision: () => number,
    private readonly changed: (short: DoseShort | null) => void,
    private readonly failed: (fault: unknown) => void,
  ) {
    fill(this.element, el("p", { class: "nothing" }, "Loading…"));
  }

  /** Gives everything back. */
  close(): void {
    window.clearTimeout(this.asking);
    this.asked.abort();
    this.plot?.close();
  }

  /** The images have come. */
  takeImages(images: DoseImages): void {
    this.images = images;
    images.scene.listen(() => this.redraw());
    this.fill();
    void this.loadGrid();
  }

  /** Gives the plot the focus. */
  focusPlot(): void {
    this.plot?.focus();
  }

  /** The next unit of the plot's dose or volume axis. */
  nextUnit(axis: "dose" | "volume"): void {
    if (!this.plot) return;
    if (axis === "dose") this.plot.doseUnit = this.plot.doseUnit === "Gy" ? "%" : "Gy";
    else this.plot.volumeUnit = this.plot.volumeUnit === "%" ? "cc" : "%";
    this.fill();
  }

  /** Where a dose lies on a structure's curve, CSS pixels of the window; null where it is not plotted. */
  placeOf(roiName: string, gy: number): { x: number; y: number } | null {
    return this.plot?.placeOf(roiName, gy) ?? null;
  }

  /** Looks which doses there are and what has become of them. */
  async load(): Promise<void> {
    window.clearTimeout(this.asking);
    try {
      const doses = await this.server.doses(this.caseId);
      if (this.asked.signal.aborted) return;
      const known = this.fault === "" && JSON.stringify(doses) === JSON.stringify(this.doses);
      this.fault = "";
      this.doses = doses;
      const same = doses.find((dose) => dose.key === this.chosen?.key && dose.revision === this.chosen.revision);
      // A newer one takes the place of one that was chosen by the page; a person's choice stays as long as it is there.
      if (!known || this.chosen === null) await this.choose(same && (this.picked || same.state !== "superseded") ? same : this.first());
      this.askAgain(doses.some((dose) => dose.state === "queued" || dose.state === "scoring") ? askSoon : askLater);
    } catch (fault) {
      if (this.asked.signal.aborted) return;
      if (!(fault instanceof ServerFault)) {
        this.failed(fault);
        return;
      }
      this.fault = fault.message;
      this.fill();
      this.askAgain(askLater);
    }
  }

  /** A dose changes nothing that is decided about, and so is no change of the case: it is asked for, as long as somebody may be looking. */
  private askAgain(after: number): void {
    window.clearTimeout(this.asking);
    this.asking = window.setTimeout(() => {
      if (document.hidden) this.askAgain(after);
      else void this.load();
    }, after);
  }

  /** The dose to show first: of the revision on the screen, the newest that counts, one with a scorecard before others. */
  private first(): DoseScore | null {
    const rank = (dose: DoseScore): number => (dose.revision === this.revision() ? 0 : 4) + (dose.state === "superseded" ? 2 : 0) + (dose.hasScorecard ? 0 : 1);
    return this.doses.reduce<DoseScore | null>((best, dose) => (best === null || rank(dose) < rank(best) ? dose : best), null);
  }

  private async choose(dose: DoseScore | null): Promise<void> {
    const before = this.chosen;
    this.chosen = dose;
    if (dose?.hasScorecard && (before?.key !== dose.key || before.revision !== dose.revision || this.scorecard === null)) {
      this.scorecard = null;
      const scorecard = await this.server.scorecard(this.caseId, dose.key);
      if (this.asked.signal.aborted || this.chosen !== dose) return;
      this.scorecard = scorecard;
      this.makePlot(scorecard);
    } else if (!dose?.hasScorecard) {
      this.scorecard = null;
    }
    this.changed(this.short());
    this.fill();
    await this.loadGrid();
  }

  private makePlot(scorecard: Scorecard): void {
    const units = this.plot;
    this.plot?.close();
    this.legend = new DvhLegend(scorecard, () => this.images?.scene ?? null, () => this.plot?.draw());
    const legend = this.legend;
    this.plot = new DvhPlot(scorecard, () => legend.curves(), (roiName) => this.go(roiName, false));
    if (units) {
      this.plot.doseUnit = units.doseUnit;
      this.plot.volumeUnit = units.volumeUnit;
    }
  }

  /** The grid for the lines over the images; only where the dose is of the structures on the screen. */
  private async loadGrid(): Promise<void> {
    const { images, chosen, scorecard } = this;
    if (!images) return;
    const key = chosen && scorecard ? chosen.key : "";
    if (this.gridOf === key) return;
    this.gridOf = key;
    this.gridFault = "";
    images.scene.dose = null;
    images.scene.touch("dose");
    if (!chosen || !scorecard) return;
    try {
      const grid = readDoseGrid(await this.server.doseGrid(this.caseId, chosen.key, this.asked.signal));
      if (this.asked.signal.aborted || this.gridOf !== key) return;
      if (grid.geometry.frameOfReferenceUid !== images.scene.manifest.frameOfReferenceUid) throw new RangeError("The dose lies in another frame of reference than the images: no lines are drawn.");
      if (grid.geometry.unit !== "GY") throw new RangeError("The dose is relative, not in Gy: no lines are drawn.");
      images.scene.dose = { key, grid, levels: levelsOf(scorecard), prescribed: scorecard.prescription.doseGy };
      images.scene.touch("dose");
    } catch (fault) {
      if (this.asked.signal.aborted) return;
      if (!(fault instanceof ServerFault) && !(fault instanceof RangeError)) {
        this.failed(fault);
        return;
      }
      this.gridFault = fault.message;
    }
    this.fill();
  }

  private short(): DoseShort | null {
    const { chosen, scorecard } = this;
    if (!chosen) return null;
    if (scorecard) {
      const look = doseLooks[scorecard.verdict];
      return { text: inShort(scorecard), tone: chosen.state === "superseded" ? "off" : look.tone, icon: look.icon };
    }
    return chosen.state === "refused" ? { text: "cannot be scored", tone: "bad", icon: "✕" } : { text: stateWords[chosen.state], tone: "busy", icon: "⚙" };
  }

  private redraw(): void {
    if (this.legend?.update()) this.plot?.draw();
    this.lines?.();
  }

  private go(roiName: string, jump: boolean): void {
    const { images } = this;
    const index = images?.scene.rois.findIndex((shown) => shown.roi.name === roiName) ?? -1;
    if (images && index >= 0) images.structures.choose(index, jump);
  }

  private fill(): void {
    this.lines = null;
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement : null;
    if (this.doses.length === 0) {
      fill(this.element, this.fault === "" ? el("p", { class: "nothing" }, "No dose of this case has come.") : this.faultLine());
      return;
    }
    fill(
      this.element,
      this.fault === "" ? null : this.faultLine(),
      doseList(this.doses, this.chosen, (dose) => {
        this.picked = true;
        this.choose(dose).catch(this.failed);
      }),
      ...(this.scorecard && this.chosen ? this.body(this.scorecard, this.chosen) : [this.withoutScorecard()]),
    );
    // What is made anew gives the focus to what has taken its place; plot and curves are the same as before.
    const control = focused?.dataset.control;
    if (focused && this.element.contains(focused)) focused.focus({ preventScroll: true });
    else if (control) this.element.querySelector<HTMLElement>(`[data-control="${control}"]`)?.focus({ preventScroll: true });
  }

  private faultLine(): HTMLElement {
    return el("p", { class: "fault" }, this.fault, " ", button("Try again", () => void this.load()));
  }

  private withoutScorecard(): HTMLElement {
    const { chosen } = this;
    if (!chosen) return el("p", { class: "nothing" }, "No dose is chosen.");
    if (chosen.state === "refused") return el("div", { class: "finding failure" }, el("strong", {}, "Cannot be scored: "), chosen.reason ?? "no reason was given.");
    return el("p", { class: "nothing", role: "status" }, chosen.hasScorecard ? "The scorecard is loading…" : `This dose ${stateWords[chosen.state]}.`);
  }

  private body(scorecard: Scorecard, chosen: DoseScore): (HTMLElement | null)[] {
    const { plot, legend } = this;
    const file = (name: DoseFile, text: string): HTMLElement => el("a", { href: this.server.doseFile(this.caseId, chosen.key, name), target: "_blank", rel: "noopener" }, text);
    const order = (which: TableOrder, text: string): HTMLElement =>
      button(text, () => {
        this.order = which;
        this.fill();
      }, { "aria-pressed": String(this.order === which), "data-control": `order-${which}` });
    return [
      chosen.state === "superseded" ? el("p", { class: "banner todo" }, "Superseded: newer structures, or a newer dose of the plan, took its place.") : null,
      chosen.revision === this.revision() ? null : el("p", { class: "banner todo" }, `Scored on the structures of revision ${chosen.revision}, not on those on the screen.`),
      el("div", { class: "dose-verdict" }, doseBadge(scorecard.verdict), el("p", {}, scorecard.summary)),
      ...scorecard.findings.map((finding) => el("div", { class: `finding ${finding.severity}` }, el("strong", {}, finding.severity === "failure" ? "Failed: " : finding.severity === "warning" ? "Warning: " : "Note: "), finding.sentence)),
      el("div", { class: "dose-order segmented", role: "group", "aria-label": "Order of the table" }, order("protocol", "Protocol's order"), order("gravest", "Gravest first")),
      doseTable(scorecard, this.order, (roiName) => this.go(roiName, true), (roiName) => this.images?.scene.roiNamed(roiName) != null),
      plot && legend ? this.plotPart(plot, legend) : null,
      this.imagePart(),
      doseFacts(scorecard),
      el("p", { class: "dose-files" }, file("dose.html", "Print"), file("dose.csv", "CSV"), file("dvh.csv", "CSV of the curves"), file("scorecard", "JSON")),
      el("p", { class: "not-approval" }, "A verdict on the protocol's figures. It is not the plan's approval."),
    ];
  }

  private plotPart(plot: DvhPlot, legend: DvhLegend): HTMLElement {
    const unit = (axis: "dose" | "volume", pressed: boolean, text: string, title: string): HTMLElement =>
      button(text, () => {
        if (!pressed) this.nextUnit(axis);
      }, { "aria-pressed": String(pressed), title, "data-control": `unit-${axis}-${text}` });
    return el(
      "section",
      { class: "dvh-part", "aria-label": "Dose-volume histogram" },
      el(
        "div",
        { class: "dvh-head" },
        el("h2", {}, "Dose and volume"),
        el("span", { class: "segmented", role: "group", "aria-label": "Unit of the dose axis" }, unit("dose", plot.doseUnit === "Gy", "Gy", "Dose in Gy (u)"), unit("dose", plot.doseUnit === "%", "% Rx", "Dose in percent of the prescription (u)")),
        el("span", { class: "segmented", role: "group", "aria-label": "Unit of the volume axis" }, unit("volume", plot.volumeUnit === "%", "%", "Volume in percent (U)"), unit("volume", plot.volumeUnit === "cc", "cm³", "Volume in cm³ (U)")),
      ),
      plot.element,
      legend.element,
      el("p", { class: "source" }, "Triangles: bounds of the protocol, filled for mandatory, hollow for optimal; the tip shows to where the figure has to lie. Rings: the figures. Dashed: the prescription."),
    );
  }

  private imagePart(): HTMLElement | null {
    const { images } = this;
    if (!images) return null;
    const { scene, viewer } = images;
    if (!scene.dose) return this.gridFault === "" ? el("p", { class: "source", role: "status" }, "The dose grid is loading…") : el("p", { class: "fault" }, this.gridFault);
    const lines = button("Isodose lines", () => viewer.toggleIsodoses(), { title: "Lines of equal dose over the images (i)", "data-control": "isodoses" });
    const wash = button("Colour wash", () => viewer.toggleWash(), { title: "Colours of the dose over the images (I)", "data-control": "wash" });
    const opacity = el("input", { type: "range", min: 10, max: 80, step: 5, "aria-label": "Opacity of the colour wash", "data-control": "opacity" });
    opacity.addEventListener("input", () => {
      scene.washOpacity = Number(opacity.value) / 100;
      scene.touch("dose");
    });
    const hottest = this.scorecard?.dose;
    this.lines = () => {
      lines.setAttribute("aria-pressed", String(scene.isodosesOn));
      wash.setAttribute("aria-pressed", String(scene.washOn));
      opacity.value = String(Math.round(scene.washOpacity * 100));
    };
    this.lines();
    return el(
      "div",
      { class: "panel-tools dose-tools" },
      lines,
      wash,
      opacity,
      hottest ? button("Hottest point", () => viewer.jump({ x: hottest.maximumAt[0], y: hottest.maximumAt[1], z: hottest.maximumAt[2] }, { failed: false }), { "data-control": "hottest" }) : null,
    );
  }
}
