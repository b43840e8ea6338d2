import type { DoseView } from "../dose/doseView.ts";
import { facings, type Facing, type ViewPlane } from "../geometry/facing.ts";
import type { Grid } from "../geometry/grid.ts";
import { isolines, type Lattice, sampled } from "../geometry/isolines.ts";

/** Lines of one level, in patient mm across and along the view. */
interface LevelLines {
  readonly colour: string;
  readonly path: Path2D;
}

/** Side of a pixel of the colour wash, mm. */
const washPixel = 1;

/** What of a dose is drawn in a view's slice: lines by level, and the colour wash. Made when the slice or the dose changes. */
export class DosePicture {
  private readonly facing: Facing;
  private readonly across: readonly [number, number];
  private readonly along: readonly [number, number];
  private readonly wash = document.createElement("canvas");
  private lines: LevelLines[] = [];
  private lattice: Lattice | null = null;
  private latticeOf = "";
  private linesOf = "";
  private washOf = "";

  constructor(
    plane: ViewPlane,
    private readonly grid: Grid,
  ) {
    this.facing = facings[plane];
    this.across = grid.extent(this.facing.across);
    this.along = grid.extent(this.facing.along);
  }

  /** The lines of the levels that are shown. */
  linesAt(dose: DoseView, slice: number, stamp: number): readonly LevelLines[] {
    const wanted = `${dose.key} ${slice} ${stamp}`;
    if (this.linesOf !== wanted) {
      this.linesOf = wanted;
      const shown = dose.levels.filter((level) => level.shown);
      const pieces = isolines(this.sample(dose, slice), shown.map((level) => level.gy));
      this.lines = shown.map((level, n) => ({ colour: level.colour, path: pathOf(pieces[n]) }));
    }
    return this.lines;
  }

  /**
   * Draws the colour wash under the view's transform (patient mm): each place in the colour of the highest level that it reaches,
   * nothing below the lowest.
   */
  drawWash(context: CanvasRenderingContext2D, dose: DoseView, slice: number, stamp: number): void {
    const { wash, across, along } = this;
    const columns = Math.ceil((across[1] - across[0]) / washPixel);
    const rows = Math.ceil((along[1] - along[0]) / washPixel);
    const wanted = `${dose.key} ${slice} ${stamp}`;
    if (this.washOf !== wanted) {
      this.washOf = wanted;
      this.paintWash(dose, slice, columns, rows);
    }
    context.imageSmoothingEnabled = true;
    context.drawImage(wash, across[0], along[0], columns * washPixel, rows * washPixel);
  }

  private paintWash(dose: DoseView, slice: number, columns: number, rows: number): void {
    const { wash, facing, across, along } = this;
    wash.width = columns;
    wash.height = rows;
    const context = wash.getContext("2d");
    if (!context) throw new Error("This browser has no canvas.");
    const image = context.createImageData(columns, rows);
    const pixels = new Uint32Array(image.data.buffer);
    const shown = dose.levels.filter((level) => level.shown);
    const colours = shown.map((level) => pixelOf(level.colour));
    const place = [0, 0, 0];
    place[facing.through] = this.grid.position(facing.through, slice);
    for (let row = 0, p = 0; row < rows; row++) {
      place[facing.along] = along[0] + (row + 0.5) * washPixel;
      for (let column = 0; column < columns; column++, p++) {
        place[facing.across] = across[0] + (column + 0.5) * washPixel;
        const value = dose.grid.at(place[0], place[1], place[2]);
        let reached = -1;
        while (reached + 1 < shown.length && value >= shown[reached + 1].gy) reached++;
        if (reached >= 0) pixels[p] = colours[reached];
      }
    }
    context.putImageData(image, 0, 0);
  }

  private sample(dose: DoseView, slice: number): Lattice {
    const wanted = `${dose.key} ${slice}`;
    if (!this.lattice || this.latticeOf !== wanted) {
      this.latticeOf = wanted;
      this.lattice = sampled(dose.grid, this.facing, this.grid.position(this.facing.through, slice), this.across, this.along);
    }
    return this.lattice;
  }
}

function pathOf(pieces: readonly number[]): Path2D {
  const path = new Path2D();
  for (let i = 0; i < pieces.length; i += 4) {
    path.moveTo(pieces[i], pieces[i + 1]);
    path.lineTo(pieces[i + 2], pieces[i + 3]);
  }
  return path;
}

/** An opaque pixel of a colour, as it lies in memory on a little-endian machine: every one that browsers run on. */
function pixelOf(colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16);
  return (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}
