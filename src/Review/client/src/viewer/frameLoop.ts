/** One animation frame for all that is drawn: however often a frame is asked for, it is painted once. */
export class FrameLoop {
  private asked = 0;
  private readonly times = new Float64Array(512);
  private painted = 0;

  /** @param paint Paints what has changed. */
  constructor(private readonly paint: () => void) {}

  /** Asks for a frame. */
  request(): void {
    if (this.asked === 0) this.asked = requestAnimationFrame(this.frame);
  }

  /** Asks for no more. */
  stop(): void {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
  }

  /** How long the last frames took to paint, ms, the oldest first; at most 512. */
  frameTimes(): number[] {
    const count = Math.min(this.painted, this.times.length);
    return Array.from({ length: count }, (_, i) => this.times[(this.painted - count + i) % this.times.length]);
  }

  private readonly frame = (): void => {
    this.asked = 0;
    const begun = performance.now();
    this.paint();
    this.times[this.painted % this.times.length] = performance.now() - begun;
    this.painted++;
  };
}
