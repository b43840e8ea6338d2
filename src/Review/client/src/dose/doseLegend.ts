import { button, el, fill } from "../page/dom.ts";
import type { Scene } from "../viewer/scene.ts";

/** The levels of dose over the images, each with its colour, in Gy and percent: a button that shows or hides it. */
export class DoseLegend {
  readonly element = el("div", { class: "dose-legend", role: "group", "aria-label": "Levels of dose", hidden: true });
  private key = "";
  private buttons: HTMLButtonElement[] = [];

  constructor(private readonly scene: Scene) {
    // What is pressed here moves no crosshair, and what is turned here no slice.
    for (const name of ["pointerdown", "pointermove", "wheel"] as const) this.element.addEventListener(name, (event) => event.stopPropagation(), { passive: true });
    scene.listen(() => this.update());
    this.update();
  }

  private update(): void {
    const { dose, isodosesOn, washOn } = this.scene;
    this.element.hidden = !dose || !(isodosesOn || washOn);
    if (!dose) return;
    if (this.key !== dose.key) this.make();
    dose.levels.forEach((level, n) => {
      this.buttons[n].setAttribute("aria-pressed", String(level.shown));
    });
  }

  private make(): void {
    const { dose } = this.scene;
    if (!dose) return;
    this.key = dose.key;
    this.buttons = dose.levels.map((level) => {
      const swatch = el("span", { class: "swatch", "aria-hidden": "true" });
      swatch.style.background = level.colour;
      const press = (): void => {
        level.shown = !level.shown;
        this.scene.touch("dose");
      };
      const made = button("", press, { title: level.asked === "" ? "Show or hide this level" : `The protocol's ${level.asked}`, "aria-pressed": "true" });
      made.append(
        swatch,
        el("span", { class: "gy" }, Number(level.gy.toFixed(2)).toString(), el("span", { class: "unseen" }, " Gy, ")),
        el("span", { class: "percent" }, `${Math.round(level.percent)} %`),
        el("span", { class: "asked", "aria-hidden": "true" }, level.asked === "" ? "" : "◆"),
      );
      return made;
    });
    // The hottest at the top.
    fill(this.element, el("div", { class: "legend-head", "aria-hidden": "true" }, el("span", {}, "Gy"), el("span", {}, "of Rx")), ...[...this.buttons].reverse());
  }
}
