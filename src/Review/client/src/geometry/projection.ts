import type { Facing } from "./facing.ts";
import type { Grid } from "./grid.ts";

/** Where the millimetres of a view lie on its canvas. Sizes are canvas pixels; a pixel's corner has whole coordinates. */
export class Projection {
  /** Canvas size, pixels. */
  width = 1;
  height = 1;
  /** Grows with every change, so that panes that share a projection see it. */
  version = 0;
  /** Position in the middle of the canvas, mm across and along. */
  middleAcross = 0;
  middleAlong = 0;
  /** Enlargement over what fits the whole view. */
  zoom = 1;

  private readonly acrossExtent: readonly [number, number];
  private readonly alongExtent: readonly [number, number];

  constructor(
    readonly facing: Facing,
    grid: Grid,
  ) {
    this.acrossExtent = grid.extent(facing.across);
    this.alongExtent = grid.extent(facing.along);
    this.fit();
  }

  /** Shows the whole view. */
  fit(): void {
    this.version++;
    this.zoom = 1;
    this.middleAcross = (this.acrossExtent[0] + this.acrossExtent[1]) / 2;
    this.middleAlong = (this.alongExtent[0] + this.alongExtent[1]) / 2;
  }

  /** Takes on a canvas' size, pixels. */
  resize(width: number, height: number): void {
    this.version++;
    this.width = width;
    this.height = height;
  }

  /** Shows a square of so many mm around a position. */
  frame(across: number, along: number, side: number): void {
    this.fit();
    this.zoom = Math.max(1, Math.min(this.width, this.height) / (side * this.scale));
    this.middleAcross = across;
    this.middleAlong = along;
  }

  /** Pixels per mm. */
  get scale(): number {
    const across = this.acrossExtent[1] - this.acrossExtent[0];
    const along = this.alongExtent[1] - this.alongExtent[0];
    return Math.min(this.width / across, this.height / along) * this.zoom;
  }

  /** Canvas x of a position across, mm. */
  toX(across: number): number {
    return this.width / 2 + (across - this.middleAcross) * this.scale;
  }

  /** Canvas y of a position along, mm. */
  toY(along: number): number {
    return this.height / 2 + (along - this.middleAlong) * this.scale * this.facing.down;
  }

  /** Position across of a canvas x, mm. */
  toAcross(x: number): number {
    return this.middleAcross + (x - this.width / 2) / this.scale;
  }

  /** Position along of a canvas y, mm. */
  toAlong(y: number): number {
    return this.middleAlong + ((y - this.height / 2) / this.scale) * this.facing.down;
  }

  /** Enlarges by a factor so that what lies at a canvas point stays there. */
  zoomAt(factor: number, x: number, y: number): void {
    this.version++;
    const across = this.toAcross(x);
    const along = this.toAlong(y);
    this.zoom = Math.max(0.5, Math.min(30, this.zoom * factor));
    this.middleAcross += across - this.toAcross(x);
    this.middleAlong += along - this.toAlong(y);
  }

  /** Moves the picture by canvas pixels. */
  pan(dx: number, dy: number): void {
    this.version++;
    this.middleAcross -= dx / this.scale;
    this.middleAlong -= (dy / this.scale) * this.facing.down;
  }

  /** Moves the picture as little as is needed to bring a position within a border of its canvas, given as a share of it. */
  reveal(across: number, along: number, border = 0.1): void {
    const bx = this.width * border;
    const by = this.height * border;
    const x = this.toX(across);
    const y = this.toY(along);
    const dx = x < bx ? bx - x : x > this.width - bx ? this.width - bx - x : 0;
    const dy = y < by ? by - y : y > this.height - by ? this.height - by - y : 0;
    if (dx !== 0 || dy !== 0) this.pan(dx, dy);
  }
}
