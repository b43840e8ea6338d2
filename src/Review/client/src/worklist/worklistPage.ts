import type { CaseEvent, CaseRow } from "../api/contract.ts";
import type { Server } from "../api/server.ts";
import { standingCell, standingLooks, standingOrder } from "../dose/standings.ts";
import { announce } from "../page/announcer.ts";
import { button, el, fill, writes } from "../page/dom.ts";
import { ago, birthDate, moment, personName } from "../page/format.ts";
import { openHelp, worklistKeys } from "../page/help.ts";
import { preferences } from "../page/preferences.ts";
import { stateBadge, stateLooks, stateOrder } from "../page/states.ts";
import { CaseList, whereIs } from "./caseList.ts";
import { visibleRange } from "./visibleRange.ts";

const rowHeight = 44;
const columns = ["Patient", "ID", "State", "Dose", "Protocol", "Reason, or what it waits for", "In state for"];

/** The worklist: all cases, the newest first; only the rows that are on the screen are in the page. */
export class WorklistPage {
  readonly element: HTMLElement;
  private readonly list: CaseList;
  private readonly chips = el("div", { class: "chips", role: "group", "aria-label": "States" });
  private readonly doseChips = el("div", { class: "chips", role: "group", "aria-label": "Doses" });
  private readonly search = el("input", { type: "search", placeholder: "Search name, ID or UID ( / )", "aria-label": "Search", autocomplete: "off", spellcheck: "false" });
  private readonly status = el("p", { class: "list-status", role: "status" });
  private readonly body = el("tbody");
  private readonly table: HTMLTableElement;
  private readonly scroller: HTMLElement;
  private selected = 0;
  /** The chosen case: rows move while one looks, and Enter must not open another patient. */
  private selectedCase = "";
  private drawn = "";
  private searching = 0;
  private reloading = 0;
  private readonly ageing: number;

  /**
   * @param server Whose cases.
   * @param open Opens a case.
   * @param failed Told what went wrong.
   */
  constructor(
    server: Server,
    private readonly open: (caseId: string) => void,
    failed: (fault: unknown) => void,
  ) {
    this.list = new CaseList(
      server,
      () => this.draw(),
      failed,
      (cases) => announce(cases === 1 ? "A dose of a case is violated." : `Doses of ${cases} cases are violated.`),
    );
    this.table = el(
      "table",
      { class: "worklist", role: "grid", tabindex: 0, "aria-label": "Cases" },
      el("thead", {}, el("tr", {}, ...columns.map((name) => el("th", { scope: "col" }, name)))),
      this.body,
    );
    this.scroller = el("div", { class: "list-scroller" }, this.table, this.status);
    this.scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    this.search.addEventListener("input", () => {
      window.clearTimeout(this.searching);
      this.searching = window.setTimeout(() => this.refilter(), 200);
    });
    this.element = el("main", { class: "worklist-page" }, el("div", { class: "list-head" }, el("h1", {}, "Worklist"), this.search), this.chips, this.doseChips, this.scroller);
    document.addEventListener("keydown", this.key);
    window.addEventListener("resize", this.redraw);
    document.addEventListener("visibilitychange", this.shown);
    // Ages grow while nothing else happens.
    this.ageing = window.setInterval(() => {
      this.drawn = "";
      this.draw();
    }, 30000);
    void this.list.reload();
  }

  close(): void {
    document.removeEventListener("keydown", this.key);
    window.removeEventListener("resize", this.redraw);
    document.removeEventListener("visibilitychange", this.shown);
    window.clearInterval(this.ageing);
    window.clearTimeout(this.searching);
    window.clearTimeout(this.reloading);
    this.list.close();
  }

  /** Nothing of it waits to be sent. */
  async settle(): Promise<void> {}

  /** A case has changed on the server. Many changes at once cost one look at the list. */
  changed(event: CaseEvent): void {
    if (this.list.patch(event)) announce(`A case is now ${stateLooks[event.state].word.toLowerCase()}.`);
    this.refreshSoon();
  }

  /** Looks at the list again, soon. */
  refreshSoon(): void {
    if (this.reloading !== 0) return;
    this.reloading = window.setTimeout(() => {
      this.reloading = 0;
      void this.list.refresh();
    }, 500);
  }

  private readonly redraw = (): void => {
    this.drawn = "";
    this.draw();
  };

  // That a dose has come and waits is no change of its case, and nobody is told of it: who comes back to the page sees it.
  private readonly shown = (): void => {
    if (document.visibilityState === "visible") this.refreshSoon();
  };

  private refilter(): void {
    this.selected = 0;
    this.selectedCase = "";
    this.scroller.scrollTop = 0;
    this.list.q = this.search.value.trim();
    void this.list.reload();
  }

  private toggle<T>(chosen: Set<T>, one: T): void {
    if (!chosen.delete(one)) chosen.add(one);
    this.refilter();
  }

  private drawChips(): void {
    const { counts, states, doseCounts, doses } = this.list;
    const whole = stateOrder.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
    const chip = (word: string, count: number, pressed: boolean, press: () => void, id: string): HTMLButtonElement =>
      el("button", { type: "button", class: "chip", "aria-pressed": String(pressed), onclick: press, "data-chip": id }, word, el("span", { class: "count" }, String(count)));
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.chip : undefined;
    fill(
      this.chips,
      chip("All", whole, states.size === 0 && doses.size === 0, () => {
        states.clear();
        doses.clear();
        this.refilter();
      }, "all"),
      ...stateOrder
        .filter((state) => (counts[state] ?? 0) > 0 || states.has(state))
        .map((state) => chip(`${stateLooks[state].icon} ${stateLooks[state].word}`, counts[state] ?? 0, states.has(state), () => this.toggle(states, state), state)),
    );
    // Where no case has a dose there is nothing to choose by.
    const words = standingOrder.filter((word) => (doseCounts[word] ?? 0) > 0 || doses.has(word));
    this.doseChips.hidden = words.every((word) => word === "none" && !doses.has(word));
    fill(
      this.doseChips,
      el("span", { class: "chips-name", "aria-hidden": "true" }, "Dose"),
      ...words.map((word) => chip(`${standingLooks[word].icon} ${standingLooks[word].word}`, doseCounts[word] ?? 0, doses.has(word), () => this.toggle(doses, word), `dose-${word}`)),
    );
    if (focused) this.element.querySelector<HTMLElement>(`[data-chip="${focused}"]`)?.focus();
  }

  private draw(): void {
    const { rows } = this.list;
    const range = visibleRange(this.scroller.scrollTop, this.scroller.clientHeight, rowHeight, rows.length);
    if (range.last >= rows.length - 30) void this.list.more();
    this.selected = whereIs(rows, this.selectedCase, this.selected);
    this.selectedCase = rows[this.selected]?.caseId ?? "";
    const stamp = `${range.first}-${range.last}-${this.selected}-${this.list.stamp}`;
    if (stamp === this.drawn) return;
    this.drawn = stamp;
    this.drawChips();
    const now = Date.now();
    const shown: HTMLElement[] = [];
    for (let index = range.first; index < range.last; index++) shown.push(this.row(rows[index], index, now));
    fill(this.body, spacer(range.first * rowHeight), ...shown, spacer((rows.length - range.last) * rowHeight));
    this.table.setAttribute("aria-rowcount", String(this.list.complete ? rows.length + 1 : -1));
    if (rows.length > 0) this.table.setAttribute("aria-activedescendant", `row-${this.selected}`);
    else this.table.removeAttribute("aria-activedescendant");
    this.table.hidden = rows.length === 0;
    this.status.textContent = this.list.loading && rows.length === 0 ? "Loading cases…" : this.list.fault !== "" ? this.list.fault : rows.length > 0 ? "" : this.emptyText();
    if (this.list.fault !== "") this.status.append(" ", button("Try again", () => void this.list.reload()));
  }

  private emptyText(): string {
    return this.list.q !== "" || this.list.states.size > 0 || this.list.doses.size > 0
      ? "No case is like that. Empty the search, or choose other states and doses."
      : "There are no cases yet. They appear here as soon as a planning CT has come in.";
  }

  private row(row: CaseRow, index: number, now: number): HTMLElement {
    const said = row.reason ?? row.waitingFor.join(" ");
    const patient = row.patientName === null && row.patientId === null ? "(not known yet)" : personName(row.patientName);
    return el(
      "tr",
      {
        id: `row-${index}`,
        class: index === this.selected ? "selected" : null,
        "aria-rowindex": index + 2,
        "aria-selected": String(index === this.selected),
        "data-case": row.caseId,
        onclick: () => this.open(row.caseId),
      },
      el("td", {}, el("a", { href: `#/case/${row.caseId}`, tabindex: -1, class: "patient" }, patient), el("span", { class: "sub" }, row.birthDate ? birthDate(row.birthDate) : "")),
      el("td", { class: "id" }, row.patientId ?? ""),
      el("td", {}, stateBadge(row.state)),
      standingCell(row.dose, row.revision),
      el("td", {}, row.protocol),
      el("td", { class: "reason", title: said }, said),
      el("td", { class: "age", title: `since ${moment(row.stateSince)}; first object ${moment(row.createdAt)}` }, ago(row.stateSince, now)),
    );
  }

  private select(index: number): void {
    const { rows } = this.list;
    this.selected = Math.max(0, Math.min(rows.length - 1, index));
    this.selectedCase = rows[this.selected]?.caseId ?? "";
    const head = this.table.tHead?.offsetHeight ?? 0;
    const top = this.selected * rowHeight;
    const height = this.scroller.clientHeight - head;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + rowHeight > this.scroller.scrollTop + height) this.scroller.scrollTop = top + rowHeight - height;
    this.draw();
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (document.querySelector("dialog[open]")) return;
    if (event.target === this.search) {
      if (event.key === "Escape") {
        if (this.search.value === "") this.table.focus();
        else {
          this.search.value = "";
          this.refilter();
        }
      } else if (event.key === "Enter" || event.key === "ArrowDown") {
        this.table.focus();
        event.preventDefault();
      }
      return;
    }
    if (writes(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const inGrid = event.target === this.table || event.target === document.body;
    if (preferences.keys) {
      const single: Record<string, () => void> = {
        j: () => this.select(this.selected + 1),
        k: () => this.select(this.selected - 1),
        "/": () => this.search.focus(),
        "?": () => openHelp(worklistKeys),
      };
      if (single[event.key]) {
        single[event.key]();
        event.preventDefault();
        return;
      }
    }
    if (!inGrid) return;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / rowHeight) - 1);
    const moves: Record<string, () => void> = {
      ArrowDown: () => this.select(this.selected + 1),
      ArrowUp: () => this.select(this.selected - 1),
      PageDown: () => this.select(this.selected + page),
      PageUp: () => this.select(this.selected - page),
      Home: () => this.select(0),
      End: () => this.select(this.list.rows.length - 1),
      Enter: () => {
        const row = this.list.rows[this.selected];
        if (row) this.open(row.caseId);
      },
    };
    if (moves[event.key]) {
      moves[event.key]();
      event.preventDefault();
    }
  };
}

function spacer(height: number): HTMLElement {
  const row = el("tr", { class: "spacer", "aria-hidden": "true" }, el("td", { colspan: columns.length }));
  row.style.height = `${height}px`;
  return row;
}
