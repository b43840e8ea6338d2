import type { CaseDetails, CaseEvent, Check, Report, Revision, Session } from "../api/contract.ts";
import { ServerFault, type Server, SignedOut } from "../api/server.ts";
import { DosePanel, type DoseShort } from "../dose/dosePanel.ts";
import { announce, show } from "../page/announcer.ts";
import { button, el, fill } from "../page/dom.ts";
import { personName } from "../page/format.ts";
import { stateLooks } from "../page/states.ts";
import type { Scene } from "../viewer/scene.ts";
import { Viewer } from "../viewer/viewer.ts";
import { fillCaseHeader } from "./caseHeader.ts";
import { attachKeys, type ImageParts } from "./caseKeyboard.ts";
import { failedFirst } from "./checkGroups.ts";
import { checksPanel, type FindPlace, type Go } from "./checksPanel.ts";
import { DecisionBar } from "./decisionBar.ts";
import type { DecisionHost } from "./decisionDialog.ts";
import { type DecisionLook, whyNot } from "./decisions.ts";
import { derivationPanel } from "./derivationPanel.ts";
import { fusionPanel } from "./fusionPanel.ts";
import { ImageLoader } from "./images.ts";
import { placeOf } from "./places.ts";
import { deliveriesPanel, ledgerPanel } from "./recordPanel.ts";
import { offerHook, withdrawHook } from "./reviewHook.ts";
import { SeenRecord } from "./seenRecord.ts";
import { StructuresPanel } from "./structuresPanel.ts";
import { Tabs } from "./tabs.ts";
import { applyPreferences, Toolbar } from "./toolbar.ts";

interface Shown {
  readonly scene: Scene;
  readonly viewer: Viewer;
  readonly toolbar: Toolbar;
  readonly structures: StructuresPanel;
  readonly seen: SeenRecord;
  readonly marks: { drawn: ReadonlySet<number>; seen: ReadonlySet<number>; failed: Set<number>; warned: Set<number> };
}

/** A case: images, structures, checks, record and decision. */
export class CasePage {
  readonly element: HTMLElement;
  private readonly imageArea = el("div", { class: "image-area" });
  private readonly progress = el("div", { class: "progress", role: "status" });
  private readonly banner = el("div", { class: "case-banner", hidden: true });
  private readonly tabs = new Tabs([
    { id: "structures", name: "Structures" },
    { id: "checks", name: "Checks" },
    { id: "dose", name: "Dose" },
    { id: "fusion", name: "Fusion" },
    { id: "derivation", name: "Derived" },
    { id: "ledger", name: "Ledger" },
    { id: "deliveries", name: "Deliveries" },
  ]);
  private readonly bar: DecisionBar;
  private readonly doses: DosePanel;
  private doseShort: DoseShort | null = null;
  private readonly detachKeys: () => void;
  private loader: ImageLoader | null = null;
  private details: CaseDetails | null = null;
  private report: Report | null = null;
  private shown: Shown | null = null;
  private shownRevision = 0;
  private shownProcessedAt: string | null = null;
  private broken = false;
  private graveIndex = -1;
  private refreshing = 0;
  private closed = false;
  private readonly hookState = { firstPicture: false, loaded: false };

  /**
   * @param wantedRevision The revision to look at; null: the newest with images.
   * @param header Where the patient stands.
   * @param failed Told what cannot be mended here.
   */
  constructor(
    private readonly server: Server,
    private readonly session: Session,
    private readonly caseId: string,
    private readonly wantedRevision: number | null,
    private readonly header: HTMLElement,
    private readonly failed: (fault: unknown) => void,
  ) {
    this.bar = new DecisionBar(this.host(), session.roles);
    this.doses = new DosePanel(
      server,
      caseId,
      () => this.revision(),
      (short) => {
        this.doseShort = short;
        this.tabs.mark("dose", short && (short.tone === "bad" || short.tone === "todo") ? { text: short.icon, tone: short.tone } : null);
        this.update();
      },
      failed,
    );
    this.tabs.put("dose", this.doses.element);
    this.element = el(
      "main",
      { class: "case-page" },
      this.banner,
      el("div", { class: "image-side" }, this.imageArea, this.progress),
      el("aside", { class: "side-panel", "aria-label": "Case" }, this.tabs.element, this.bar.element),
    );
    this.sayInImages("Loading the case…");
    this.detachKeys = attachKeys({
      images: () => this.imageParts(),
      stepTab: (by) => this.tabs.step(by),
      showDose: () => this.showDose(),
      nextUnit: (axis) => this.doses.nextUnit(axis),
      decide: (kind) => this.details && this.bar.pressKind(kind),
      back: () => {
        window.location.hash = "#/";
      },
    });
    document.addEventListener("visibilitychange", this.visibility);
    window.addEventListener("pagehide", this.leave);
    void this.load();
  }

  close(): void {
    this.closed = true;
    this.detachKeys();
    document.removeEventListener("visibilitychange", this.visibility);
    window.removeEventListener("pagehide", this.leave);
    window.clearTimeout(this.refreshing);
    this.loader?.abort();
    this.doses.close();
    this.shown?.seen.close().catch(this.failed);
    this.shown?.viewer.close();
    withdrawHook();
  }

  /** Sends what was seen and not sent yet. */
  async settle(): Promise<void> {
    await this.shown?.seen.flush(false);
  }

  /** A case has changed on the server. */
  changed(event: CaseEvent): void {
    if (event.caseId !== this.caseId || !this.details || event.version <= this.details.case.version) return;
    this.refreshSoon();
  }

  /** Looks at the case again, soon. */
  refreshSoon(): void {
    if (this.refreshing !== 0) return;
    this.refreshing = window.setTimeout(() => {
      this.refreshing = 0;
      this.refresh().catch(this.failed);
    }, 200);
  }

  private readonly leave = (): void => {
    this.shown?.seen.close().catch(this.failed);
  };

  private readonly visibility = (): void => {
    if (document.hidden) this.shown?.seen.showing(-1);
    else this.shown?.viewer.loop.request();
  };

  /** The revision on the screen: the same for as long as the page is open, whatever comes of the case meanwhile. */
  private revision(): number {
    return this.shownRevision;
  }

  /** Whether the revision on the screen was processed again since: what is shown are no longer its results. */
  private stale(): boolean {
    return (this.revisionDetails()?.processedAt ?? null) !== this.shownProcessedAt;
  }

  /** Why nothing can be decided about what is on the screen; null where it can. */
  private notShown(look: DecisionLook): string | null {
    if (look.kind === "retry" || look.kind === "rerun") return null;
    if (this.stale()) return "This revision was processed again after you opened it. Load it again to see its results.";
    if (look.kind !== "reject" && this.revisionDetails()?.hasImages && !(this.report && this.shown?.scene.ct))
      return "Report and images are not on the screen yet: nothing can be let out that was not shown.";
    return null;
  }

  private revisionDetails(): Revision | null {
    return this.details?.revisions.find((revision) => revision.revision === this.revision()) ?? null;
  }

  private async load(): Promise<void> {
    try {
      this.details = await this.server.details(this.caseId);
      if (this.closed) return;
      const { details } = this;
      this.shownRevision = this.wantedRevision ?? details.revisions.findLast((revision) => revision.hasImages)?.revision ?? details.case.revision;
      this.shownProcessedAt = this.revisionDetails()?.processedAt ?? null;
      document.title = `${stateLooks[this.details.case.state].word} – ContourFlow review`;
      this.update();
      const revision = this.revision();
      // Nothing was processed yet, or it was held before there was a report.
      const report = revision > 0 ? orNothing(this.server.report(this.caseId, revision)) : Promise.resolve(null);
      announce(`${personName(this.details.case.patientName)}, ${stateLooks[this.details.case.state].word}`);
      await Promise.all([report.then((loaded) => this.takeReport(loaded)), this.loadImages(revision), this.doses.load()]);
    } catch (fault) {
      if (this.closed) return;
      this.broken = true;
      this.progress.textContent = "";
      if (fault instanceof ServerFault) this.sayInImages(fault.message, button("Try again", () => window.location.reload()));
      else this.failed(fault);
    }
  }

  private takeReport(report: Report | null): void {
    if (this.closed) return;
    this.report = report;
    this.update();
    this.fillReport();
  }

  private async loadImages(revision: number): Promise<void> {
    const { details } = this;
    if (!details) return;
    if (!this.revisionDetails()?.hasImages) {
      this.sayWithoutImages(details);
      this.tabs.put("structures", el("p", { class: "nothing" }, "There are no structures to look at."));
      return;
    }
    const loader = new ImageLoader(this.server, this.caseId, revision, (text) => {
      if (this.progress.textContent !== text) this.progress.textContent = text;
    });
    this.loader = loader;
    const [scene, before] = await Promise.all([loader.scene(), this.server.seen(this.caseId, revision)]);
    if (this.closed || this.broken) return;
    applyPreferences(scene);
    const own = before.seen.filter((record) => record.by === this.session.user).flatMap((record) => record.planes);
    this.showScene(scene, own, revision);
    const drawn = new Set(scene.drawnPlanes());
    this.bar.updateOthers(before.seen.filter((record) => record.by !== this.session.user).map((record) => ({ by: record.by, count: record.planes.filter((plane) => drawn.has(plane)).length })));
    try {
      await loader.volumes(scene, () => this.update(), (label, fault) => show(`${label}: ${fault instanceof Error ? fault.message : String(fault)}`));
    } catch (fault) {
      if (this.closed) return;
      throw fault;
    }
    this.hookState.loaded = true;
  }

  private showScene(scene: Scene, own: readonly number[], revision: number): void {
    const drawn = new Set(scene.drawnPlanes());
    // What is on the screen from here on, whatever the case says later.
    const processedAt = this.shownProcessedAt;
    const seen = new SeenRecord(
      drawn,
      own,
      () => {
        this.bar.updateSeen(seen.count, seen.of);
        viewer.loop.request();
      },
      async (planes, leaving) => {
        try {
          await this.server.addSeen(this.caseId, revision, processedAt, planes, leaving);
        } catch (fault) {
          // Other results have taken their place: what was seen of these counts no longer, and the page says so once it has looked again.
          if (!(fault instanceof ServerFault && fault.status === 409)) throw fault;
          this.refreshSoon();
        }
      },
      this.failed,
    );
    const marks = { drawn, seen: seen.planes, failed: new Set<number>(), warned: new Set<number>() };
    const viewer = new Viewer(scene, marks, (plane) => {
      if (scene.ct) this.hookState.firstPicture = true;
      seen.showing(document.hidden || this.stale() ? -1 : plane);
    });
    const toolbar = new Toolbar(scene, viewer);
    const structures = new StructuresPanel(scene, viewer);
    this.shown = { scene, viewer, toolbar, structures, seen, marks };
    fill(this.imageArea, toolbar.element, viewer.element);
    this.tabs.put("structures", structures.element);
    this.bar.updateSeen(seen.count, seen.of);
    this.fillReport();
    this.update();
    this.doses.takeImages({ scene, viewer, structures });
    offerHook(viewer, this.doses, this.hookState);
    requestAnimationFrame(() => viewer.frameTarget());
  }

  private sayWithoutImages(details: CaseDetails): void {
    const { reason, state, waitingFor } = details.case;
    if (waitingFor.length > 0) fill(this.imageArea, el("div", { class: "image-note" }, el("p", {}, "The case waits for:"), el("ul", {}, ...waitingFor.map((sentence) => el("li", {}, sentence)))));
    else this.sayInImages(reason ?? `The case is ${stateLooks[state].word.toLowerCase()}: there are no images to look at yet.`);
  }

  private sayInImages(text: string, action: HTMLElement | null = null): void {
    fill(this.imageArea, el("div", { class: "image-note" }, el("p", {}, text), action));
  }

  private readonly go: Go = (place, failed) => this.shown?.viewer.jump(place, { failed });

  private readonly findPlace: FindPlace = (said) => (this.shown ? placeOf(said, this.shown.scene) : null);

  private graveChecks(): Check[] {
    const { report } = this;
    if (!report) return [];
    return failedFirst([...report.checks, ...report.fusions.flatMap((fusion) => fusion.criteria)]).filter((check) => check.verdict !== "passed");
  }

  private fillReport(): void {
    const { report, shown } = this;
    if (!report) {
      const nothing = (): HTMLElement => el("p", { class: "nothing" }, "There is no report of this revision.");
      this.tabs.put("checks", nothing());
      this.tabs.put("fusion", nothing());
      return;
    }
    const grave = this.graveChecks();
    const failures = grave.filter((check) => check.verdict === "failure").length;
    this.tabs.put("checks", checksPanel(report, this.findPlace, this.go), failures > 0 ? { text: `${failures} ✕`, tone: "bad" } : grave.length > 0 ? { text: `${grave.length} !`, tone: "todo" } : null);
    const refused = report.fusions.filter((fusion) => fusion.verdict === "refused").length;
    this.tabs.put("fusion", fusionPanel(report, shown?.scene.manifest ?? null, (uid) => this.showMr(uid), this.findPlace, this.go), refused > 0 ? { text: `${refused} ✕`, tone: "bad" } : null);
    if (!shown) return;
    shown.marks.failed.clear();
    shown.marks.warned.clear();
    for (const check of grave) {
      const place = placeOf(check, shown.scene);
      if (place) (check.verdict === "failure" ? shown.marks.failed : shown.marks.warned).add(shown.scene.grid.nearest(2, place.z));
    }
  }

  private showMr(seriesInstanceUid: string): void {
    const scene = this.shown?.scene;
    if (!scene) return;
    const index = scene.mrs.findIndex((shown) => shown.mr.seriesInstanceUid === seriesInstanceUid);
    if (!scene.mrs[index]?.volume) return;
    scene.chooseMr(index);
    if (scene.mode === "blend" && scene.effectiveBlend() === 0) this.shown?.toolbar.setBlend(0.5);
  }

  /** Shows what the case's details say. */
  private update(): void {
    const { details } = this;
    if (!details) return;
    fillCaseHeader(this.header, {
      details,
      shown: this.revision(),
      report: this.report,
      dose: this.doseShort,
      choose: (revision) => {
        window.location.hash = `#/case/${this.caseId}/${revision}`;
      },
      showDose: () => this.showDose(),
    });
    this.tabs.put("derivation", derivationPanel(this.report, this.revisionDetails()));
    this.tabs.put("ledger", ledgerPanel(details), details.ledgerFault ? { text: "✕", tone: "bad" } : null);
    this.tabs.put("deliveries", deliveriesPanel(details));
    this.bar.update(details, this.reportLinks());
    const newer = this.revision() < details.case.revision;
    const reason = details.case.reason && (details.case.state === "held" || details.case.state === "rejected") ? `${stateLooks[details.case.state].word}: ${details.case.reason}` : "";
    this.banner.classList.toggle("bad", details.case.state === "held" || details.case.state === "rejected");
    const stale = this.stale();
    this.banner.hidden = !newer && !stale && reason === "";
    fill(
      this.banner,
      reason === "" ? null : el("span", {}, reason),
      stale ? el("span", {}, "This revision was processed again after you opened it. ", button("Load it again", () => window.location.reload())) : null,
      newer ? el("span", {}, `You are looking at revision ${this.revision()}. `, el("a", { href: `#/case/${this.caseId}/${details.case.revision}` }, `The newest is revision ${details.case.revision}`)) : null,
    );
  }

  private showDose(): void {
    this.tabs.show("dose", false);
    this.doses.focusPlot();
  }

  private reportLinks(): HTMLElement[] {
    if (!this.report) return [];
    const revision = this.revision();
    const links = [
      el("a", { href: this.server.printed(this.caseId, revision, "html"), target: "_blank", rel: "noopener" }, "Case report"),
      el("a", { href: this.server.printed(this.caseId, revision, "pdf"), target: "_blank", rel: "noopener" }, "PDF"),
    ];
    if (this.session.ohif) links.push(el("a", { href: `/ohif/case/${this.caseId}`, target: "_blank", rel: "noopener" }, "Open in OHIF"));
    return links;
  }

  /** Loads the case's details anew, and says what has changed. */
  private async refresh(): Promise<CaseDetails> {
    const before = this.details;
    const now = await this.server.details(this.caseId);
    if (this.closed) return now;
    this.details = now;
    this.update();
    void this.doses.load();
    if (before && before.case.version !== now.case.version) {
      const last = now.ledger.at(-1);
      const word = stateLooks[now.case.state].word.toLowerCase();
      if (before.case.state !== now.case.state) show(`The case is now ${word}${last ? ` (${last.event}, ${last.by})` : ""}.`);
    }
    return now;
  }

  private imageParts(): ImageParts | null {
    const { shown } = this;
    if (!shown) return null;
    return {
      viewer: shown.viewer,
      toolbar: shown.toolbar,
      structures: shown.structures,
      unseen: () => shown.seen.unseen(),
      stepGrave: (by) => this.stepGrave(by),
    };
  }

  private stepGrave(by: number): void {
    const { shown } = this;
    if (!shown) return;
    const places = this.graveChecks().flatMap((check) => {
      const place = placeOf(check, shown.scene);
      return place ? [{ check, place }] : [];
    });
    if (places.length === 0) {
      show("No check that failed or warns has a place.");
      return;
    }
    this.graveIndex = (this.graveIndex + by + places.length) % places.length;
    const { check, place } = places[this.graveIndex];
    shown.viewer.jump(place, { failed: check.verdict === "failure" });
    announce(`${check.title}: ${check.figure}`);
  }

  private host(): DecisionHost {
    return {
      server: this.server,
      details: () => {
        if (!this.details) throw new Error("The case is not loaded.");
        return this.details;
      },
      reload: () => this.refresh(),
      whyNot: (look) => (this.details ? (whyNot(look, this.details, this.session.roles, this.revision()) ?? this.notShown(look)) : "The case is not loaded."),
      shown: () => ({ revision: this.shownRevision, processedAt: this.shownProcessedAt }),
      unseen: () => (this.shown ? { planes: this.shown.seen.unseen().map((plane) => plane + 1), of: this.shown.seen.of } : null),
      showPlane: (plane) => this.shown?.scene.setIndex(2, plane - 1),
      settle: () => this.settle(),
      grave: () => this.graveChecks().map((check) => `${check.verdict === "failure" ? "Failed" : "Warning"}: ${check.title} (${check.figure}).`),
      decided: (kind) => {
        announce(`${kind}: taken down.`);
        this.refresh().catch(this.failed);
      },
      failed: this.failed,
    };
  }
}

async function orNothing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (fault) {
    if (fault instanceof SignedOut || !(fault instanceof ServerFault) || fault.status !== 404) throw fault;
    return null;
  }
}
