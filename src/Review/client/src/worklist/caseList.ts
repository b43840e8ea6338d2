import type { CaseEvent, CasePage, CaseRow, CaseStateName } from "../api/contract.ts";
import { ServerFault, type Server } from "../api/server.ts";

const pageSize = 200;

/** Puts a newer first page over rows that were loaded: each case once, the newer row of it, in the order of the page. */
export function mergeFirstPage(rows: readonly CaseRow[], page: readonly CaseRow[]): CaseRow[] {
  const fresh = new Set(page.map((row) => row.caseId));
  return [...page, ...rows.filter((row) => !fresh.has(row.caseId))];
}

/** Where a case is among rows that may have moved; where it is gone, the place that it had, as far as there are rows. */
export function whereIs(rows: readonly CaseRow[], caseId: string, before: number): number {
  if (rows[before]?.caseId === caseId) return before;
  const index = rows.findIndex((row) => row.caseId === caseId);
  return index >= 0 ? index : Math.max(0, Math.min(before, rows.length - 1));
}

/** The cases of the worklist as far as they are loaded, page by page. */
export class CaseList {
  rows: CaseRow[] = [];
  counts: Partial<Record<CaseStateName, number>> = {};
  /** Only cases in these states; empty: in any. */
  readonly states = new Set<CaseStateName>();
  /** Only cases with this text; empty: all. */
  q = "";
  loading = false;
  /** Why nothing could be loaded; empty where nothing is wrong. */
  fault = "";
  /** Grows with every change. */
  stamp = 0;
  private next: string | null = null;
  private asked = new AbortController();

  /**
   * @param server Whose cases.
   * @param changed The list has changed.
   * @param failed Told faults that are not the list's own: signed out.
   */
  constructor(
    private readonly server: Server,
    private readonly changed: () => void,
    private readonly failed: (fault: unknown) => void,
  ) {}

  /** Whether there is no page after the last that was loaded. */
  get complete(): boolean {
    return this.next === null;
  }

  close(): void {
    this.asked.abort();
  }

  /** Loads the first page anew. */
  async reload(): Promise<void> {
    this.asked.abort();
    this.asked = new AbortController();
    await this.load(null, (page) => {
      this.rows = page.cases;
      this.next = page.next;
    });
  }

  /** Loads the page after the last, where there is one. */
  async more(): Promise<void> {
    if (this.loading || this.next === null) return;
    await this.load(this.next, (page) => {
      const known = new Set(this.rows.map((row) => row.caseId));
      this.rows = [...this.rows, ...page.cases.filter((row) => !known.has(row.caseId))];
      this.next = page.next;
    });
  }

  /** Looks at the first page again, and leaves what is loaded beyond it. */
  async refresh(): Promise<void> {
    if (this.loading) return;
    await this.load(null, (page) => {
      if (page.next === null) {
        this.rows = page.cases;
        this.next = null;
      } else this.rows = mergeFirstPage(this.rows, page.cases);
    });
  }

  /** Takes over a change of a case that is loaded. Returns false where it is not. */
  patch(event: CaseEvent): boolean {
    const index = this.rows.findIndex((row) => row.caseId === event.caseId);
    if (index < 0 || this.rows[index].version >= event.version) return false;
    this.rows[index] = { ...this.rows[index], state: event.state, revision: event.revision, version: event.version };
    if (this.states.size > 0 && !this.states.has(event.state)) this.rows.splice(index, 1);
    this.tell();
    return true;
  }

  private async load(after: string | null, take: (page: CasePage) => void): Promise<void> {
    const { signal } = this.asked;
    this.loading = true;
    this.tell();
    try {
      const page = await this.server.cases({ states: [...this.states], q: this.q, after, size: pageSize }, signal);
      if (signal.aborted) return;
      take(page);
      this.counts = page.counts;
      this.fault = "";
    } catch (fault) {
      if (signal.aborted) return;
      if (fault instanceof ServerFault) this.fault = fault.message;
      else this.failed(fault);
    } finally {
      if (!signal.aborted) {
        this.loading = false;
        this.tell();
      }
    }
  }

  private tell(): void {
    this.stamp++;
    this.changed();
  }
}
