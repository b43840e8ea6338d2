import { button, el, fill } from "../page/dom.ts";
import { preferences, prefer } from "../page/preferences.ts";
import type { FusionMode, Scene, ShownMr } from "../viewer/scene.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { ctPresets, mrPresets, type WindowPreset } from "../viewer/windows.ts";

const modes: readonly { mode: FusionMode; word: string; key: string; title: string }[] = [
  { mode: "blend", word: "Blend", key: "b", title: "CT and MR mixed (b)" },
  { mode: "checker", word: "Checker", key: "k", title: "Squares of CT and MR by turns (k)" },
  { mode: "side", word: "Side by side", key: "x", title: "CT and MR beside each other, axial (x)" },
];

/** The bar over the images: what is shown of CT and MR, and how. */
export class Toolbar {
  readonly element: HTMLElement;
  private readonly mrChoice = el("select", { "aria-label": "MR series" });
  private readonly modeButtons: { mode: FusionMode; element: HTMLButtonElement }[];
  private readonly blend = el("input", { type: "range", min: 0, max: 100, step: 5, "aria-label": "Share of the MR in the blend" });
  private readonly blendSays = el("output", { class: "share" });
  private readonly flick: HTMLButtonElement;
  private readonly ctWindow = el("select", { "aria-label": "CT window" });
  private readonly mrWindow = el("select", { "aria-label": "MR window" });
  private readonly toggles: { element: HTMLButtonElement; on: () => boolean }[] = [];
  private readonly doseGroup: HTMLElement;
  private readonly refused = el("p", { class: "refused-note", hidden: true });

  constructor(
    private readonly scene: Scene,
    viewer: Viewer,
  ) {
    this.mrChoice.addEventListener("change", () => scene.chooseMr(Number(this.mrChoice.value)));
    this.modeButtons = modes.map(({ mode, word, title }) => ({
      mode,
      element: button(word, () => this.setMode(mode), { title, "aria-pressed": "false" }),
    }));
    this.blend.addEventListener("input", () => this.setBlend(Number(this.blend.value) / 100));
    this.flick = button("Flick", () => this.flickOver(), { title: "Flick between CT and MR (Space)", "aria-pressed": "false" });
    this.ctWindow.addEventListener("change", () => this.choosePreset(this.ctWindow, ctPresets, (preset) => scene.setCtWindow(preset)));
    this.mrWindow.addEventListener("change", () => this.choosePreset(this.mrWindow, this.mrPresetsNow(), (preset) => scene.setMrWindow(preset)));
    const contours = this.toggle("Contours", "Contours on and off (c)", () => scene.contoursOn, () => this.toggleContours());
    const fillToggle = this.toggle("Fill", "Fill structures (f)", () => scene.fillOn, () => this.toggleFill());
    const previous = this.toggle("Previous", "Previous revision as dashed contours (v)", () => scene.previousOn, () => this.togglePrevious());
    const ruler = this.toggle("Ruler", "Ruler from the crosshair (l), or Shift and drag", () => scene.ruler !== null, () => {
      if (scene.ruler && !scene.ruler.following) {
        scene.ruler = null;
        scene.touch("overlay");
      } else viewer.rulerKey();
    });
    this.doseGroup = el(
      "span",
      { class: "group", hidden: true },
      this.toggle("Isodoses", "Lines of equal dose (i)", () => scene.isodosesOn, () => viewer.toggleIsodoses()),
      this.toggle("Wash", "Colours of the dose (I)", () => scene.washOn, () => viewer.toggleWash()),
    );
    previous.hidden = scene.manifest.previousRevision === null;
    this.element = el(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": "Display" },
      el("span", { class: "group" }, el("span", { class: "tag" }, "CT"), this.ctWindow),
      el("span", { class: "group mr-group" }, el("span", { class: "tag" }, "MR"), this.mrChoice, this.mrWindow),
      el("span", { class: "group segmented mr-group" }, ...this.modeButtons.map(({ element }) => element)),
      el("span", { class: "group mr-group" }, el("span", { class: "tag" }, "CT"), this.blend, el("span", { class: "tag" }, "MR"), this.blendSays, this.flick),
      el("span", { class: "group" }, contours, fillToggle, previous, ruler),
      this.doseGroup,
      el("span", { class: "group" }, button("Fit", () => viewer.fit(), { title: "Fit the view; once more: the target (z)" }), button("+", () => viewer.active.zoomMiddle(1.25), { "aria-label": "Zoom in", title: "Zoom in (+)" }), button("−", () => viewer.active.zoomMiddle(0.8), { "aria-label": "Zoom out", title: "Zoom out (−)" })),
      this.refused,
    );
    this.element.classList.toggle("no-mr", scene.mrs.length === 0);
    scene.listen(() => this.update());
    this.update();
  }

  private toggle(word: string, title: string, on: () => boolean, press: () => void): HTMLButtonElement {
    const element = button(word, press, { title, "aria-pressed": "false" });
    this.toggles.push({ element, on });
    return element;
  }

  toggleContours(): void {
    this.scene.contoursOn = !this.scene.contoursOn;
    this.scene.touch("contours");
  }

  toggleFill(): void {
    this.scene.fillOn = !this.scene.fillOn;
    prefer({ fill: this.scene.fillOn });
    this.scene.touch("contours");
  }

  togglePrevious(): void {
    if (this.scene.manifest.previousRevision === null) return;
    this.scene.previousOn = !this.scene.previousOn;
    this.scene.touch("contours");
  }

  setMode(mode: FusionMode): void {
    if (!this.scene.shownMr()) return;
    this.scene.mode = mode === this.scene.mode ? "blend" : mode;
    this.scene.flicked = false;
    this.scene.touch("pixels");
  }

  setBlend(share: number): void {
    if (!this.scene.shownMr()) return;
    this.scene.blend = Math.max(0, Math.min(1, share));
    this.scene.flicked = false;
    if (this.scene.mode === "checker") this.scene.mode = "blend";
    this.scene.touch("pixels");
  }

  flickOver(): void {
    if (!this.scene.shownMr()) return;
    this.scene.flicked = !this.scene.flicked;
    this.scene.touch("pixels");
  }

  nextMr(): void {
    const { mrs, activeMr } = this.scene;
    for (let step = 1; step <= mrs.length; step++) {
      const index = (Math.max(0, activeMr) + step) % mrs.length;
      if (mrs[index].volume) {
        this.scene.chooseMr(index);
        return;
      }
    }
  }

  /** The next window: of the MR when the MR is on the screen alone, of the CT otherwise. */
  nextWindow(): void {
    const mr = this.mrAlone();
    if (mr) this.scene.setMrWindow(nextOf(this.mrPresetsNow(), mr.window));
    else this.scene.setCtWindow(nextOf(ctPresets, this.scene.ctWindow));
  }

  /** Changes the window by a factor of its width, and its level by a share of its width. */
  changeWindow(factor: number, share: number): void {
    const mr = this.mrAlone();
    const { width, level } = mr ? mr.window : this.scene.ctWindow;
    const changed = { width: width * factor, level: level + width * share };
    if (mr) this.scene.setMrWindow(changed);
    else this.scene.setCtWindow(changed);
  }

  /** The MR, when it is on the screen without the CT. */
  private mrAlone(): ShownMr | null {
    const { scene } = this;
    return scene.mode !== "side" && scene.effectiveBlend() === 1 ? scene.shownMr() : null;
  }

  private mrPresetsNow(): readonly WindowPreset[] {
    const mr = this.scene.mrs[this.scene.activeMr];
    return mr ? mrPresets({ width: mr.mr.window[0], level: mr.mr.window[1] }) : [];
  }

  private choosePreset(select: HTMLSelectElement, presets: readonly WindowPreset[], choose: (preset: WindowPreset) => void): void {
    const preset = presets[Number(select.value)];
    if (preset) choose(preset);
  }

  private update(): void {
    const { scene } = this;
    const mr = scene.shownMr();
    this.listMrs();
    listPresets(this.ctWindow, ctPresets, scene.ctWindow);
    listPresets(this.mrWindow, this.mrPresetsNow(), mr?.window ?? null);
    const missing = mr === null;
    this.doseGroup.hidden = scene.dose === null;
    for (const { mode, element } of this.modeButtons) {
      element.disabled = missing;
      element.setAttribute("aria-pressed", String(mode === scene.mode));
    }
    this.blend.disabled = missing;
    this.flick.disabled = missing;
    this.mrWindow.disabled = missing;
    this.blend.value = String(Math.round(scene.blend * 100));
    this.blendSays.textContent = `${Math.round(scene.blend * 100)} %`;
    this.flick.setAttribute("aria-pressed", String(scene.flicked));
    for (const { element, on } of this.toggles) element.setAttribute("aria-pressed", String(on()));
    const chosen = scene.mrs[scene.activeMr];
    const refused = chosen?.mr.verdict === "refused";
    this.refused.hidden = !refused;
    if (refused) this.refused.textContent = `✕ This fusion was refused and nothing was derived from it: ${chosen.mr.reason ?? "no reason was given"}`;
  }

  private listMrs(): void {
    const { scene } = this;
    const texts = scene.mrs.map((shown) => {
      const verdict = shown.mr.verdict === "refused" ? " – refused" : "";
      return `${shown.mr.label}${verdict}${shown.mr.url === null ? " (no picture)" : shown.volume ? "" : " …"}`;
    });
    if (this.mrChoice.dataset.texts !== texts.join("|")) {
      this.mrChoice.dataset.texts = texts.join("|");
      fill(this.mrChoice, ...texts.map((text, index) => el("option", { value: index, disabled: scene.mrs[index].volume === null }, text)));
    }
    if (scene.mrs.length === 0) fill(this.mrChoice, el("option", {}, "none"));
    this.mrChoice.disabled = scene.mrs.every((shown) => shown.volume === null);
    this.mrChoice.value = String(scene.activeMr);
  }
}

/** Puts the display preferences of this browser on a scene. */
export function applyPreferences(scene: Scene): void {
  scene.fillOn = preferences.fill;
  scene.fillOpacity = preferences.fillOpacity;
  scene.lineWidth = preferences.lineWidth;
}

function nextOf(presets: readonly WindowPreset[], now: { width: number; level: number }): WindowPreset {
  const index = presets.findIndex((preset) => preset.width === now.width && preset.level === now.level);
  return presets[(index + 1) % presets.length];
}

function listPresets(select: HTMLSelectElement, presets: readonly WindowPreset[], now: { width: number; level: number } | null): void {
  const index = now ? presets.findIndex((preset) => preset.width === now.width && preset.level === now.level) : -1;
  const texts = [...presets.map((preset) => preset.name), ...(index < 0 ? ["Own"] : [])];
  if (select.dataset.texts !== texts.join("|")) {
    select.dataset.texts = texts.join("|");
    fill(select, ...texts.map((text, i) => el("option", { value: i }, text)));
  }
  select.value = String(index < 0 ? texts.length - 1 : index);
}
