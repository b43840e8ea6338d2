import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaseChoice, CaseDose, CasePage, CaseRow, DoseWord } from "../src/api/contract.ts";
import { standingLooks, standingNote, standingOrder, standingSentence } from "../src/dose/standings.ts";
import { CaseList, newlyViolated } from "../src/worklist/caseList.ts";

const dose = (word: DoseWord, change: Partial<CaseDose> = {}): CaseDose => ({ word, revision: 2, doses: 1, violated: word === "violated" ? 1 : 0, ...change });

const row = (caseId: string, standing: CaseDose | null = null, version = 1): CaseRow => ({
  caseId, version, patientName: null, patientId: null, birthDate: null, sex: null, state: "published", revision: 2, protocol: "p", reasonCode: null, reason: null,
  waitingFor: [], createdAt: "", lastObjectAt: "", stateSince: "", ctSeriesInstanceUid: "", studyInstanceUid: "", dose: standing,
});

/** A server with two pages; a search for a case's id finds it as it is now. */
class TwoPages {
  asked: CaseChoice[] = [];
  now: CaseRow[];

  constructor(rows: CaseRow[]) {
    this.now = rows;
  }

  async cases(choice: CaseChoice): Promise<CasePage> {
    this.asked.push(choice);
    const found = this.now.filter((one) => choice.q === "" || one.caseId === choice.q);
    const half = Math.ceil(this.now.length / 2);
    const cases = choice.q !== "" ? found : choice.after === null ? found.slice(0, half) : found.slice(half);
    return { cases, next: choice.q === "" && choice.after === null ? "half" : null, counts: { published: found.length }, doseCounts: { none: 1 } };
  }
}

const failed = (fault: unknown): void => assert.fail(String(fault));

test("A dose that becomes violated shows at a case beyond the first page too, and is told once", async () => {
  const server = new TwoPages([row("a"), row("b"), row("c", dose("optimal")), row("d")]);
  const told: number[] = [];
  const list = new CaseList(server, () => undefined, failed, (cases) => told.push(cases));
  await list.reload();
  await list.more();
  assert.deepEqual(list.rows.map((one) => one.caseId), ["a", "b", "c", "d"]);

  server.now = server.now.map((one) => (one.caseId === "c" ? row("c", dose("violated"), 2) : one));
  assert.equal(list.patch({ caseId: "c", state: "published", revision: 2, version: 2 }), false, "it is in no other state");
  assert.equal(list.rows[2].dose?.word, "optimal", "the event does not say it");
  await list.refresh();
  assert.deepEqual(list.rows.map((one) => one.dose?.word ?? "none"), ["none", "none", "violated", "none"]);
  assert.deepEqual(told, [1]);

  const before = server.asked.length;
  await list.refresh();
  assert.equal(server.asked.length, before + 1, "what has not changed is not asked for again");
  assert.deepEqual(told, [1]);
});

test("A case that no longer has what the list is narrowed to leaves it", async () => {
  const server = new TwoPages([row("a", dose("waiting")), row("b", dose("waiting")), row("c", dose("waiting")), row("d", dose("waiting"))]);
  const list = new CaseList(server, () => undefined, failed);
  list.doses.add("waiting");
  await list.reload();
  await list.more();
  assert.deepEqual(server.asked[0].doses, ["waiting"]);
  list.patch({ caseId: "d", state: "published", revision: 2, version: 2 });
  server.now = server.now.filter((one) => one.caseId !== "d");
  await list.refresh();
  assert.deepEqual(list.rows.map((one) => one.caseId), ["a", "b", "c"]);
});

test("A look at the list that is wanted while another is under way is made after it", async () => {
  const server = new TwoPages([row("a"), row("b")]);
  const list = new CaseList(server, () => undefined, failed);
  const first = list.reload();
  await list.refresh();
  assert.equal(server.asked.length, 1);
  await first;
  assert.equal(server.asked.length, 2);
});

test("Only cases that were in the list before are newly violated", () => {
  const before = [row("a"), row("b", dose("violated")), row("c", dose("optimal"))];
  assert.equal(newlyViolated(before, [row("a"), row("b", dose("violated")), row("c", dose("optimal"))]), 0);
  assert.equal(newlyViolated(before, [row("a", dose("violated")), row("b", dose("violated")), row("c", dose("optimal", { doses: 2, violated: 1 }))]), 2);
  assert.equal(newlyViolated(before, [row("new", dose("violated"))]), 0);
});

test("Every word of a dose has a word and a sign of its own, the gravest first", () => {
  const looks = standingOrder.map((word) => standingLooks[word]);
  assert.equal(standingOrder[0], "violated");
  assert.equal(new Set(looks.map((look) => look.word)).size, looks.length);
  assert.equal(new Set(looks.map((look) => look.icon)).size, looks.length);
});

test("What the newest scoring alone would hide stands below it", () => {
  assert.equal(standingNote(dose("optimal"), 2), "");
  assert.equal(standingNote(dose("violated"), 2), "");
  assert.equal(standingNote(dose("optimal", { doses: 3, violated: 1 }), 2), "1 other violated");
  assert.equal(standingNote(dose("violated", { doses: 3, violated: 3 }), 2), "2 others violated");
  assert.equal(standingNote(dose("optimal", { revision: 1 }), 2), "on revision 1");
  assert.equal(standingSentence(dose("optimal", { revision: 1, doses: 2, violated: 1 }), 2), "The newest of 2 doses, on the structures of revision 1 of 2: optimal. 1 other violated. A verdict is not the plan's approval.");
});
