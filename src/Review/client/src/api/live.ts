import type { CaseEvent } from "./contract.ts";

/** Follows what changes on the server; the browser connects again by itself. Ends with close(). */
export class Live {
  private readonly source = new EventSource("/api/events");

  /**
   * @param changed A case has changed.
   * @param connected Whether changes come in; after a gap some may have been missed.
   */
  constructor(changed: (event: CaseEvent) => void, connected: (yes: boolean) => void) {
    this.source.addEventListener("case", (message) => changed(JSON.parse((message as MessageEvent<string>).data) as CaseEvent));
    this.source.addEventListener("open", () => connected(true));
    this.source.addEventListener("error", () => connected(false));
  }

  close(): void {
    this.source.close();
  }
}
