import type { Facing } from "../geometry/facing.ts";
import type { Grid } from "../geometry/grid.ts";
import { rowsOf } from "../geometry/rows.ts";
import { nothingThere } from "./windows.ts";

/** What a picture is made of. */
export interface PictureSource {
  readonly ct: Int16Array;
  readonly ctGreys: Uint8Array;
  /** Null: no MR is shown. */
  readonly mr: Int16Array | null;
  readonly mrGreys: Uint8Array;
}

/** Side of a checkerboard's squares, mm, as in the report. */
export const checkerSide = 12;

const greyPixels = new Uint32Array(256);
for (let grey = 0; grey < 256; grey++) greyPixels[grey] = 0xff000000 | (grey << 16) | (grey << 8) | grey;
const black = greyPixels[0];

/** One slice of the volumes as a picture of one pixel a voxel, the top row first. Pixels are painted without allocating. */
export class SlicePicture {
  /** The picture. */
  readonly canvas = document.createElement("canvas");
  /** Width and height of a pixel, mm. */
  readonly pixel: readonly [number, number];

  private readonly context: CanvasRenderingContext2D;
  private readonly image: ImageData;
  private readonly pixels: Uint32Array;
  /** Offset in the volume of each row, for slice 0. */
  private readonly rowStart: Int32Array;
  private readonly columnStep: number;
  private readonly sliceStep: number;
  /** Which squares of a checkerboard a column and a row lie in. */
  private readonly columnSquare: Uint8Array;
  private readonly rowSquare: Uint8Array;

  constructor(facing: Facing, grid: Grid) {
    const steps = [1, grid.size[0], grid.size[0] * grid.size[1]];
    this.columnStep = steps[facing.across];
    this.sliceStep = steps[facing.through];
    const columns = grid.size[facing.across];
    const across = facing.across === 2 ? 1 : grid.spacing[facing.across];
    let rowHeight: number;
    if (facing.along === 2) {
      const map = rowsOf(grid.stack);
      const rows = map.plane.length;
      this.rowStart = new Int32Array(rows);
      for (let row = 0; row < rows; row++) this.rowStart[row] = map.plane[rows - 1 - row] * steps[2];
      rowHeight = map.height;
    } else {
      const rows = grid.size[facing.along];
      this.rowStart = new Int32Array(rows);
      for (let row = 0; row < rows; row++) this.rowStart[row] = row * steps[facing.along];
      rowHeight = grid.spacing[facing.along];
    }
    const rows = this.rowStart.length;
    this.pixel = [across, rowHeight];
    this.columnSquare = squares(columns, across);
    this.rowSquare = squares(rows, rowHeight);
    this.canvas.width = columns;
    this.canvas.height = rows;
    const context = this.canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("This browser has no canvas.");
    this.context = context;
    this.image = context.createImageData(columns, rows);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** Paints CT and MR mixed: share 0 is the CT alone, 1 the MR alone. Where the MR has nothing the CT stays, but for share 1. */
  paintBlend(source: PictureSource, slice: number, share: number): void {
    const { ct, ctGreys, mr, mrGreys } = source;
    if (mr === null || share <= 0) this.paintOne(ct, ctGreys, slice);
    else if (share >= 1) this.paintOne(mr, mrGreys, slice);
    else {
      const weight = Math.round(share * 256);
      const { pixels, rowStart, columnStep } = this;
      const columns = this.canvas.width;
      const base = slice * this.sliceStep;
      for (let row = 0, p = 0; row < rowStart.length; row++) {
        for (let column = 0, v = base + rowStart[row]; column < columns; column++, v += columnStep, p++) {
          const grey = ctGreys[ct[v] + 32768];
          const value = mr[v];
          pixels[p] = greyPixels[value === nothingThere ? grey : grey + (((mrGreys[value + 32768] - grey) * weight) >> 8)];
        }
      }
    }
    this.context.putImageData(this.image, 0, 0);
  }

  /** Paints squares of CT and MR by turns. */
  paintChecker(source: PictureSource, slice: number): void {
    const { ct, ctGreys, mr, mrGreys } = source;
    if (mr === null) this.paintOne(ct, ctGreys, slice);
    else {
      const { pixels, rowStart, columnStep, columnSquare, rowSquare } = this;
      const columns = this.canvas.width;
      const base = slice * this.sliceStep;
      for (let row = 0, p = 0; row < rowStart.length; row++) {
        for (let column = 0, v = base + rowStart[row]; column < columns; column++, v += columnStep, p++) {
          if (columnSquare[column] === rowSquare[row]) pixels[p] = greyPixels[ctGreys[ct[v] + 32768]];
          else pixels[p] = mr[v] === nothingThere ? black : greyPixels[mrGreys[mr[v] + 32768]];
        }
      }
    }
    this.context.putImageData(this.image, 0, 0);
  }

  private paintOne(volume: Int16Array, greys: Uint8Array, slice: number): void {
    const { pixels, rowStart, columnStep } = this;
    const columns = this.canvas.width;
    const base = slice * this.sliceStep;
    for (let row = 0, p = 0; row < rowStart.length; row++)
      for (let column = 0, v = base + rowStart[row]; column < columns; column++, v += columnStep, p++)
        pixels[p] = volume[v] === nothingThere ? black : greyPixels[greys[volume[v] + 32768]];
  }
}

/** For each pixel whether it lies in an odd square; a corner of squares lies in the middle. */
function squares(count: number, size: number): Uint8Array {
  const odd = new Uint8Array(count);
  for (let i = 0; i < count; i++) odd[i] = Math.floor(((i + 0.5 - count / 2) * size) / checkerSide) & 1;
  return odd;
}
