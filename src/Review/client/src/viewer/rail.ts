import { el } from "../page/dom.ts";
import type { Scene } from "./scene.ts";

/** What the rail needs to know beside the scene. */
export interface RailMarks {
  /** Planes with contours. */
  readonly drawn: ReadonlySet<number>;
  /** Planes that this person has seen. */
  readonly seen: ReadonlySet<number>;
  /** Planes of checks that failed or warn. */
  readonly failed: ReadonlySet<number>;
  readonly warned: ReadonlySet<number>;
}

/** The slider of the axial planes, Superior at the top: what is drawn on which plane, what was seen, and where checks failed. */
export class Rail {
  readonly element: HTMLElement;
  private readonly canvas = el("canvas", { class: "layer" });
  private readonly context: CanvasRenderingContext2D;
  private readonly resized: ResizeObserver;
  private ratio = 1;
  private said = "";

  constructor(
    private readonly scene: Scene,
    private readonly marks: RailMarks,
    private readonly redraw: () => void,
  ) {
    const context = this.canvas.getContext("2d");
    if (!context) throw new Error("This browser has no canvas.");
    this.context = context;
    this.element = el(
      "div",
      {
        class: "rail",
        role: "slider",
        tabindex: 0,
        "aria-label": "Axial plane",
        "aria-orientation": "vertical",
        "aria-valuemin": 1,
        "aria-valuemax": scene.grid.size[2],
        title: "Axial planes: seen planes light on the left, structures in their colours, places of failed checks as triangles",
      },
      this.canvas,
    );
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      this.go(event);
    });
    this.element.addEventListener("pointermove", (event) => {
      if (event.buttons & 1) this.go(event);
    });
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(this.element);
  }

  close(): void {
    this.resized.disconnect();
  }

  private resize(): void {
    this.ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.max(1, Math.round(this.element.clientWidth * this.ratio));
    this.canvas.height = Math.max(1, Math.round(this.element.clientHeight * this.ratio));
    this.redraw();
  }

  private go(event: PointerEvent): void {
    const box = this.element.getBoundingClientRect();
    const [lowest, highest] = this.scene.grid.extent(2);
    const share = (event.clientY - box.top) / box.height;
    this.scene.setIndex(2, this.scene.grid.stack.nearest(highest - share * (highest - lowest)));
  }

  /** Draws it anew. */
  paint(): void {
    const { context, scene, ratio } = this;
    const { width, height } = this.canvas;
    const stack = scene.grid.stack;
    const [lowest, highest] = scene.grid.extent(2);
    const factor = height / (highest - lowest);
    const top = (plane: number): number => (highest - stack.upper[plane]) * factor;
    const tall = (plane: number): number => Math.max(1, (stack.upper[plane] - stack.lower[plane]) * factor);
    context.fillStyle = "#17191d";
    context.fillRect(0, 0, width, height);
    context.fillStyle = "#353c46";
    for (const plane of this.marks.drawn) context.fillRect(0, top(plane), 8 * ratio, tall(plane) + 0.5);
    context.fillStyle = "#8fb8e6";
    for (const plane of this.marks.seen) if (plane < stack.count) context.fillRect(0, top(plane), 8 * ratio, tall(plane) + 0.5);
    const visible = scene.rois.filter((shown) => shown.visible && shown.roi.type !== "EXTERNAL");
    const room = width - 21 * ratio;
    const column = Math.max(1, Math.min(6 * ratio, Math.floor(room / Math.max(1, visible.length))));
    for (let i = 0; i < visible.length; i++) {
      context.fillStyle = visible[i].colour;
      const x = 10 * ratio + i * column;
      for (const plane of visible[i].outlines.contours.planes) context.fillRect(x, top(plane), Math.max(1, column - ratio), tall(plane) + 0.5);
    }
    this.triangles(this.marks.warned, "#ffd75e", top, tall, width);
    this.triangles(this.marks.failed, "#ff5c5c", top, tall, width);
    const current = scene.cursor[2];
    context.strokeStyle = "#ffffff";
    context.lineWidth = 2 * ratio;
    const y = top(current) + tall(current) / 2;
    context.strokeRect(ratio, y - 3 * ratio, width - 2 * ratio, 6 * ratio);
    this.say(current);
  }

  private triangles(planes: ReadonlySet<number>, colour: string, top: (k: number) => number, tall: (k: number) => number, width: number): void {
    const { context, ratio } = this;
    context.fillStyle = colour;
    for (const plane of planes) {
      const y = top(plane) + tall(plane) / 2;
      context.beginPath();
      context.moveTo(width - 9 * ratio, y);
      context.lineTo(width - ratio, y - 5 * ratio);
      context.lineTo(width - ratio, y + 5 * ratio);
      context.fill();
    }
  }

  private say(plane: number): void {
    const text = `plane ${plane + 1} of ${this.scene.grid.size[2]}, z ${this.scene.grid.stack.z[plane].toFixed(1)} mm, ${this.marks.seen.has(plane) ? "seen" : "not seen"}`;
    if (text === this.said) return;
    this.said = text;
    this.element.setAttribute("aria-valuenow", String(plane + 1));
    this.element.setAttribute("aria-valuetext", text);
  }
}
