import type { CaseChoice, CaseDetails, CasePage, CaseRow, DecisionRequest, DoseScore, Manifest, Report, Scorecard, Seen, Session } from "./contract.ts";

/** The server has no session for us: sign in again. */
export class SignedOut extends Error {
  /** @param signIn Where to sign in, a path of this server. */
  constructor(readonly signIn: string) {
    super("You are signed out.");
  }
}

/** The case is not as it was when it was loaded. */
export class Stale extends Error {
  /** @param now The case as it is now. */
  constructor(
    message: string,
    readonly now: CaseRow | null,
  ) {
    super(message);
  }
}

/** The server refused or failed, and says so in a sentence. */
export class ServerFault extends Error {
  /** @param status HTTP status; 0: no answer. */
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

interface Problem {
  error?: string;
  detail?: string;
  title?: string;
  signIn?: string;
  case?: CaseRow;
}

/** Where to sign in: a path of this host only, whatever an answer says. */
export function ownPath(path: string | undefined): string {
  return path?.startsWith("/") && !path.startsWith("//") && !path.includes("\\") ? path : "/signin";
}

async function faultOf(response: Response): Promise<Error> {
  const type = response.headers.get("content-type") ?? "";
  const problem: Problem = type.includes("json") ? ((await response.json()) as Problem) : {};
  if (response.status === 401) return new SignedOut(ownPath(problem.signIn));
  const said = problem.error ?? problem.detail ?? problem.title;
  if (response.status === 409) return new Stale(said ?? "The case has changed.", problem.case ?? null);
  return new ServerFault(response.status, said ?? `The server answered ${response.status}.`);
}

/** What a scorecard can be had as. */
export type DoseFile = "dose.html" | "dose.csv" | "dvh.csv" | "scorecard";

/** The review page's server. Every call throws SignedOut, Stale or ServerFault. */
export class Server {
  private token = "";

  private async ask(path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(path, { credentials: "same-origin", ...init });
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
      throw new ServerFault(0, "The server does not answer.");
    }
    if (!response.ok) throw await faultOf(response);
    return response;
  }

  private async json<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await (await this.ask(path, signal ? { signal } : {})).json()) as T;
  }

  private async send(path: string, body: unknown, keepalive = false, signal: AbortSignal | null = null): Promise<Response> {
    return this.ask(path, {
      method: "POST",
      keepalive,
      signal,
      headers: { "Content-Type": "application/json", "X-CSRF-TOKEN": this.token },
      body: JSON.stringify(body),
    });
  }

  /** Who is signed in. */
  async session(): Promise<Session> {
    const session = await this.json<Session>("/api/session");
    this.token = session.csrfToken;
    return session;
  }

  /** Ends the session. Returns where to sign out at the provider too; null where there is no such place. */
  async signOut(): Promise<string | null> {
    return ((await (await this.send("/api/signout", {})).json()) as { redirect?: string | null }).redirect ?? null;
  }

  /** A page of the worklist. What is searched for may be a patient's name, and goes into a body, never into an address. */
  async cases({ states, doses, q, after, size }: CaseChoice, signal: AbortSignal): Promise<CasePage> {
    const listed = (words: readonly string[]): string | null => (words.length > 0 ? words.join(",") : null);
    const wanted = { state: listed(states), dose: listed(doses), q: q === "" ? null : q, after, size };
    return (await (await this.send("/api/cases/search", wanted, false, signal)).json()) as CasePage;
  }

  async details(caseId: string): Promise<CaseDetails> {
    return this.json<CaseDetails>(`/api/cases/${encodeURIComponent(caseId)}`);
  }

  private revision(caseId: string, revision: number): string {
    return `/api/cases/${encodeURIComponent(caseId)}/revisions/${revision}`;
  }

  async report(caseId: string, revision: number): Promise<Report> {
    return this.json<Report>(`${this.revision(caseId, revision)}/report`);
  }

  async manifest(caseId: string, revision: number, signal: AbortSignal): Promise<Manifest> {
    return this.json<Manifest>(`${this.revision(caseId, revision)}/images`, signal);
  }

  async contours(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
    return (await this.ask(url, { signal })).arrayBuffer();
  }

  /** Reads a volume of int16 into place as it comes in, and tells which share of it is here. */
  async volume(url: string, voxels: number, signal: AbortSignal, progress: (share: number) => void): Promise<Int16Array> {
    const response = await this.ask(url, { signal });
    const bytes = new Uint8Array(voxels * 2);
    let filled = 0;
    const reader = response.body?.getReader();
    if (!reader) throw new ServerFault(0, "A volume came without content.");
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (filled + value.length > bytes.length) throw new ServerFault(0, "A volume is larger than its manifest says.");
      bytes.set(value, filled);
      filled += value.length;
      progress(filled / bytes.length);
    }
    if (filled !== bytes.length) throw new ServerFault(0, "A volume ended before its end.");
    return new Int16Array(bytes.buffer);
  }

  async seen(caseId: string, revision: number): Promise<Seen> {
    return this.json<Seen>(`${this.revision(caseId, revision)}/seen`);
  }

  async addSeen(caseId: string, revision: number, processedAt: string | null, planes: readonly number[], leaving: boolean): Promise<void> {
    await this.send(`${this.revision(caseId, revision)}/seen`, { planes, processedAt }, leaving);
  }

  async decide(caseId: string, decision: DecisionRequest): Promise<CaseRow> {
    const answer = await this.send(`/api/cases/${encodeURIComponent(caseId)}/decisions`, decision);
    return ((await answer.json()) as { case: CaseRow }).case;
  }

  private dose(caseId: string, key: string): string {
    return `/api/cases/${encodeURIComponent(caseId)}/doses/${encodeURIComponent(key)}`;
  }

  /** The doses of a case, the newest revision first, in it the newest dose first. */
  async doses(caseId: string): Promise<DoseScore[]> {
    return this.json<DoseScore[]>(`/api/cases/${encodeURIComponent(caseId)}/doses`);
  }

  async scorecard(caseId: string, key: string): Promise<Scorecard> {
    return this.json<Scorecard>(`${this.dose(caseId, key)}/scorecard`);
  }

  async doseGrid(caseId: string, key: string, signal: AbortSignal): Promise<ArrayBuffer> {
    return (await this.ask(`${this.dose(caseId, key)}/grid`, { signal })).arrayBuffer();
  }

  /** Where a scorecard is as a page to print, as tables, and as JSON. */
  doseFile(caseId: string, key: string, name: DoseFile): string {
    return `${this.dose(caseId, key)}/${name}`;
  }

  /** Where the printable report is. */
  printed(caseId: string, revision: number, form: "html" | "pdf"): string {
    return `${this.revision(caseId, revision)}/report.${form}`;
  }
}
