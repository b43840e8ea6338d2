/** How long a plane has to stay on the screen before it counts as seen, ms. */
export const seenAfter = 150;

/** What lets the record wait. Tests bring their own. */
export interface Timer {
  start(callback: () => void, milliseconds: number): number;
  stop(handle: number): void;
}

const browserTimer: Timer = {
  start: (callback, milliseconds) => window.setTimeout(callback, milliseconds),
  stop: (handle) => window.clearTimeout(handle),
};

/** Which drawn planes a person has had on the screen with their contours, for 150 ms at least. Sends what is new in batches. */
export class SeenRecord {
  /** Planes that were seen. */
  readonly planes: Set<number>;
  private readonly unsent = new Set<number>();
  private plane = -1;
  private waiting = 0;
  private sending = 0;

  /**
   * @param drawn Planes with contours.
   * @param before Planes that were seen before.
   * @param changed A plane was added.
   * @param send Sends planes; `leaving` when the page goes away.
   * @param failed Told what a batch that was sent by itself failed for.
   */
  constructor(
    private readonly drawn: ReadonlySet<number>,
    before: Iterable<number>,
    private readonly changed: () => void,
    private readonly send: (planes: number[], leaving: boolean) => Promise<void>,
    private readonly failed: (fault: unknown) => void,
    private readonly timer: Timer = browserTimer,
  ) {
    this.planes = new Set(before);
  }

  /** How many drawn planes were seen. */
  get count(): number {
    let count = 0;
    for (const plane of this.drawn) if (this.planes.has(plane)) count++;
    return count;
  }

  /** How many planes are drawn on. */
  get of(): number {
    return this.drawn.size;
  }

  /** Drawn planes that were not seen, rising. */
  unseen(): number[] {
    return [...this.drawn].filter((plane) => !this.planes.has(plane)).sort((a, b) => a - b);
  }

  /** Says which plane is on the screen with its contours now; -1: none is. */
  showing(plane: number): void {
    if (plane === this.plane) return;
    this.plane = plane;
    if (this.waiting !== 0) this.timer.stop(this.waiting);
    this.waiting = 0;
    if (plane < 0 || !this.drawn.has(plane) || this.planes.has(plane)) return;
    this.waiting = this.timer.start(() => {
      this.waiting = 0;
      this.planes.add(plane);
      this.unsent.add(plane);
      if (this.sending === 0) this.sending = this.timer.start(() => void this.flush(false).catch(this.failed), 2000);
      this.changed();
    }, seenAfter);
  }

  /** Sends what was not sent yet. What could not be sent is sent with the next batch. */
  async flush(leaving: boolean): Promise<void> {
    if (this.sending !== 0) this.timer.stop(this.sending);
    this.sending = 0;
    if (this.unsent.size === 0) return;
    const batch = [...this.unsent].sort((a, b) => a - b);
    this.unsent.clear();
    try {
      await this.send(batch, leaving);
    } catch (fault) {
      for (const plane of batch) this.unsent.add(plane);
      throw fault;
    }
  }

  /** Stops watching and sends the rest. */
  async close(): Promise<void> {
    this.showing(-1);
    await this.flush(true);
  }
}
