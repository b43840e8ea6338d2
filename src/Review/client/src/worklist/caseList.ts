import type { CaseChoice, CaseEvent, CasePage, CaseRow, CaseStateName, DoseWord } from "../api/contract.ts";
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

/** Of cases that were in the list before, how many have more doses that are violated than they had. */
export function newlyViolated(before: readonly CaseRow[], now: readonly CaseRow[]): number {
  const known = new Map(before.map((row) => [row.caseId, row.dose?.violated ?? 0]));
  return now.filter((row) => (row.dose?.violated ?? 0) > (known.get(row.caseId) ?? Number.POSITIVE_INFINITY)).length;
}

/** The cases of the worklist as far as they are loaded, page by page. */
export class CaseList {
  rows: CaseRow[] = [];
  counts: CasePage["counts"] = {};
  doseCounts: CasePage["doseCounts"] = {};
  /** Only cases in these states; empty: in any. */
  readonly states = new Set<CaseStateName>();
  /** Only cases whose doses stand so; empty: however. */
  readonly doses = new Set<DoseWord | "none">();
  /** Only cases with this text; empty: all. */
  q = "";
  loading = false;
  /** Why nothing could be loaded; empty where nothing is wrong. */
  fault = "";
  /** Grows with every change. */
  stamp = 0;
  private next: string | null = null;
  private asked = new AbortController();
  /** Cases that have changed since their row was loaded: what the row says beside the state is of then. */
  private readonly stale = new Set<string>();
  private again = false;

  /**
   * @param server Whose cases.
   * @param changed The list has changed.
   * @param failed Told faults that are not the list's own: signed out.
   * @param violated Told how many cases of the list have newly a dose that is violated.
   */
  constructor(
    private readonly server: Pick<Server, "cases">,
    private readonly changed: () => void,
    private readonly failed: (fault: unknown) => void,
    private readonly violated: (cases: number) => void = () => undefined,
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
    this.stale.clear();
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

  /** Looks at the first page again, and at every case beyond it that has changed. */
  async refresh(): Promise<void> {
    if (this.loading) {
      this.again = true;
      return;
    }
    const before = this.rows;
    await this.load(
      null,
      (page) => {
        for (const row of page.cases) this.stale.delete(row.caseId);
        if (page.next === null) {
          this.rows = page.cases;
          this.next = null;
          this.stale.clear();
        } else this.rows = mergeFirstPage(this.rows, page.cases);
      },
      () => this.renew(),
    );
    const worse = newlyViolated(before, this.rows);
    if (worse > 0) this.violated(worse);
  }

  /** Takes over a change of a case that is loaded. Returns whether it is in another state now. */
  patch(event: CaseEvent): boolean {
    const index = this.rows.findIndex((row) => row.caseId === event.caseId);
    if (index < 0 || this.rows[index].version >= event.version) return false;
    const isOther = this.rows[index].state !== event.state;
    this.stale.add(event.caseId);
    this.rows[index] = { ...this.rows[index], state: event.state, revision: event.revision, version: event.version };
    if (this.states.size > 0 && !this.states.has(event.state)) this.rows.splice(index, 1);
    this.tell();
    return isOther;
  }

  // One by one: an event says nothing of reasons and doses, and a dose that is violated must not stand there as it was.
  private async renew(): Promise<void> {
    const { signal } = this.asked;
    for (const caseId of [...this.stale]) {
      const page = await this.server.cases(this.choice(caseId, null, 1), signal);
      if (signal.aborted) return;
      this.stale.delete(caseId);
      const [fresh] = page.cases;
      this.rows = this.rows.flatMap((row) => (row.caseId !== caseId ? [row] : fresh?.caseId === caseId ? [fresh] : []));
    }
  }

  private choice(q: string, after: string | null, size: number): CaseChoice {
    return { states: [...this.states], doses: [...this.doses], q, after, size };
  }

  private async load(after: string | null, take: (page: CasePage) => void, then: () => Promise<void> = async () => undefined): Promise<void> {
    const { signal } = this.asked;
    this.loading = true;
    this.again = false;
    this.tell();
    try {
      const page = await this.server.cases(this.choice(this.q, after, pageSize), signal);
      if (signal.aborted) return;
      take(page);
      this.counts = page.counts;
      this.doseCounts = page.doseCounts;
      this.fault = "";
      await then();
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
    if (this.again && !signal.aborted) await this.refresh();
  }

  private tell(): void {
    this.stamp++;
    this.changed();
  }
}
