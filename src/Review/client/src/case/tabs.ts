import { el, fill } from "../page/dom.ts";

/** A tab: its name, a mark beside it, and what it shows. */
export interface Tab {
  readonly id: string;
  readonly name: string;
}

/** Tabs by the pattern of the ARIA authoring practices: arrows move between them. */
export class Tabs {
  readonly element: HTMLElement;
  private readonly buttons: HTMLButtonElement[];
  private readonly panels: HTMLElement[];
  private chosen = 0;

  constructor(tabs: readonly Tab[]) {
    this.buttons = tabs.map((tab, index) => el("button", { type: "button", role: "tab", id: `tab-${tab.id}`, "aria-controls": `panel-${tab.id}`, onclick: () => this.choose(index, false) }, tab.name));
    this.panels = tabs.map((tab) => el("div", { role: "tabpanel", id: `panel-${tab.id}`, class: "panel", "aria-labelledby": `tab-${tab.id}`, tabindex: 0 }, el("p", { class: "nothing" }, "Loading…")));
    const list = el("div", { class: "tab-list", role: "tablist", "aria-label": "About this case" }, ...this.buttons);
    list.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (step === 0) return;
      this.choose(this.chosen + step, true);
      event.preventDefault();
      event.stopPropagation();
    });
    this.element = el("div", { class: "tabs" }, list, ...this.panels);
    this.choose(0, false);
  }

  /** Shows a tab; before the first comes the last. */
  choose(index: number, focus: boolean): void {
    this.chosen = (index + this.buttons.length) % this.buttons.length;
    this.buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === this.chosen));
      button.tabIndex = i === this.chosen ? 0 : -1;
      this.panels[i].hidden = i !== this.chosen;
    });
    if (focus) this.buttons[this.chosen].focus();
  }

  /** Shows a tab by its id. */
  show(id: string, focus: boolean): void {
    const index = this.panels.findIndex((panel) => panel.id === `panel-${id}`);
    if (index >= 0) this.choose(index, focus);
  }

  /** Shows the next or the previous tab. */
  step(by: number): void {
    this.choose(this.chosen + by, true);
  }

  /** Puts content into a tab, and a mark beside its name. */
  put(id: string, content: Node, mark: { text: string; tone: "bad" | "todo" | "off" } | null = null): void {
    const index = this.panels.findIndex((panel) => panel.id === `panel-${id}`);
    if (index < 0) return;
    const scrolled = this.panels[index].scrollTop;
    fill(this.panels[index], content);
    this.panels[index].scrollTop = scrolled;
    this.mark(id, mark);
  }

  /** Puts a mark beside a tab's name, or takes it away. */
  mark(id: string, mark: { text: string; tone: "bad" | "todo" | "off" } | null): void {
    const button = this.buttons[this.panels.findIndex((panel) => panel.id === `panel-${id}`)];
    if (!button) return;
    button.querySelector(".mark")?.remove();
    if (mark) button.append(el("span", { class: `mark ${mark.tone}` }, mark.text));
  }
}
