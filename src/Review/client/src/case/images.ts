import type { Manifest } from "../api/contract.ts";
import type { Server } from "../api/server.ts";
import { type RoiContours, readContours } from "../geometry/contours.ts";
import { Grid } from "../geometry/grid.ts";
import { Outlines } from "../viewer/outlines.ts";
import { Scene } from "../viewer/scene.ts";

/** Loads a case's pictures: manifest and contours, then the CT, then each MR that has a volume, then the revision before. */
export class ImageLoader {
  private readonly asked = new AbortController();
  private ct: Promise<Int16Array> | null = null;

  /**
   * @param server Where from.
   * @param caseId Which case.
   * @param revision Which revision.
   * @param progress Told in words what is loading; empty when nothing is.
   */
  constructor(
    private readonly server: Server,
    private readonly caseId: string,
    private readonly revision: number,
    private readonly progress: (text: string) => void,
  ) {}

  /** Gives up what is under way. */
  abort(): void {
    this.asked.abort();
  }

  /** The scene, still without volumes; the CT is on its way. */
  async scene(): Promise<Scene> {
    this.progress("Preparing images…");
    const { signal } = this.asked;
    const manifest = await this.server.manifest(this.caseId, this.revision, signal);
    const [nx, ny, nz] = manifest.size;
    this.ct = this.server.volume(manifest.ct.url, nx * ny * nz, signal, (share) => this.progress(`CT ${Math.round(share * 100)} %`));
    // Who awaits the volumes hears of its fault; until then nobody does.
    this.ct.catch(() => undefined);
    const contours = readContours(await this.server.contours(manifest.contoursUrl, signal));
    return new Scene(manifest, contours);
  }

  /**
   * Brings the volumes into a scene, the CT first.
   * @param ctCame Told when the CT is there.
   * @param mrFailed Told what of the rest could not be loaded.
   */
  async volumes(scene: Scene, ctCame: () => void, mrFailed: (label: string, fault: unknown) => void): Promise<void> {
    const { signal } = this.asked;
    const { manifest, grid } = scene;
    scene.ct = await this.ct;
    scene.touch("pixels");
    ctCame();
    // What cannot be shown of the revision before does not take this one off the screen.
    const before = this.previous(scene, manifest).catch((fault: unknown) => {
      if (!signal.aborted) mrFailed("Revision before", fault);
    });
    for (let index = 0; index < scene.mrs.length; index++) {
      const shown = scene.mrs[index];
      if (shown.mr.url === null) continue;
      try {
        shown.volume = await this.server.volume(shown.mr.url, grid.voxels, signal, (share) => this.progress(`${shown.mr.label} ${Math.round(share * 100)} %`));
      } catch (fault) {
        if (signal.aborted) throw fault;
        mrFailed(shown.mr.label, fault);
        continue;
      }
      const chosen = scene.mrs[scene.activeMr];
      // An accepted MR is shown before a refused one.
      if (!chosen?.volume || (chosen.mr.verdict === "refused" && shown.mr.verdict === "accepted")) scene.chooseMr(index);
      else scene.touch("overlay");
    }
    await before;
    this.progress("");
  }

  /** The contours of the revision before, beside those of the same names. */
  private async previous(scene: Scene, manifest: Manifest): Promise<void> {
    if (manifest.previousRevision === null) return;
    const { signal } = this.asked;
    const before = await this.server.manifest(this.caseId, manifest.previousRevision, signal);
    const contours: Map<number, RoiContours> = readContours(await this.server.contours(before.contoursUrl, signal));
    const { stack } = new Grid(before.size, before.spacing, before.origin, before.planes);
    for (const shown of scene.rois) {
      const roi = before.rois.find((other) => other.name === shown.roi.name);
      const drawn = roi ? contours.get(roi.number) : undefined;
      if (roi && drawn) shown.previous = { outlines: new Outlines(drawn, stack, true), volumeCc: roi.volumeCc };
    }
    scene.gone = before.rois.filter((other) => !scene.rois.some((shown) => shown.roi.name === other.name)).map((other) => other.name);
    scene.touch("contours");
  }
}
