import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaseDetails, CaseRow, Check } from "../src/api/contract.ts";
import { ownPath } from "../src/api/server.ts";
import { failedFirst, groupOf } from "../src/case/checkGroups.ts";
import { consequence, decisionLooks, ranges, sinceThen, whyNot } from "../src/case/decisions.ts";
import { detailRows } from "../src/case/recordPanel.ts";
import { ago, birthDate, personName, volumeChange, words } from "../src/page/format.ts";
import { mergeFirstPage, whereIs } from "../src/worklist/caseList.ts";
import { visibleRange } from "../src/worklist/visibleRange.ts";

const row = (caseId: string, version = 1): CaseRow => ({
  caseId, version, patientName: null, patientId: null, birthDate: null, sex: null, state: "awaitingReview", revision: 2, protocol: "p", reasonCode: null, reason: null,
  waitingFor: [], createdAt: "", lastObjectAt: "", stateSince: "", ctSeriesInstanceUid: "", studyInstanceUid: "", dose: null,
});

const details = (change: Partial<CaseDetails> = {}): CaseDetails => ({
  case: row("a"),
  revisions: [
    { revision: 2, state: "awaitingReview", protocolName: "p", protocolHash: null, inputsHash: "", inputs: [], results: [{ sopInstanceUid: "1", sopClassUid: "1" }], reasonCode: null, reason: null, attempts: 1, openedAt: "", processedAt: null, hasImages: true },
  ],
  deliveries: [
    { revision: 2, destination: "pacs", state: "awaitingDecision", sopInstanceUids: ["1"], attempts: 0, nextAttemptAt: null, fault: null, publishedAt: null },
    { revision: 1, destination: "old", state: "dropped", sopInstanceUids: ["1"], attempts: 0, nextAttemptAt: null, fault: null, publishedAt: null },
  ],
  ledger: [], ledgerFault: null, protocols: [], mayDo: ["accept", "reject"], ...change,
});

const look = (kind: string): (typeof decisionLooks)[number] => {
  const found = decisionLooks.find((other) => other.kind === kind);
  assert.ok(found);
  return found;
};

test("What is not offered says why: role, state, or an older revision on the screen", () => {
  assert.equal(whyNot(look("accept"), details(), ["viewer", "reviewer"], 2), null);
  assert.match(whyNot(look("accept"), details(), ["viewer"], 2) ?? "", /role reviewer/);
  assert.match(whyNot(look("release"), details(), ["reviewer", "admin"], 2) ?? "", /held; this one is awaiting review/);
  assert.match(whyNot(look("accept"), details(), ["reviewer"], 1) ?? "", /revision 1/);
});

test("The confirmation names the destinations of this revision and no other", () => {
  assert.equal(consequence("accept", details()), "1 object of revision 2 will be published to pacs.");
  assert.match(consequence("accept", details({ deliveries: [] })), /no destination/);
});

test("Planes are told as ranges", () => {
  assert.equal(ranges([1, 2, 3, 7, 9, 10]), "1–3, 7, 9–10");
  assert.equal(ranges([]), "");
});

test("A conflict tells who did what since the case was loaded", () => {
  const ledger = [1, 2].map((sequence) => ({ sequence, revision: 1, at: "2026-01-02T03:04:00", event: sequence === 1 ? "processed" : "rejected", by: "B", details: null }));
  assert.equal(sinceThen(ledger, 1), "Rejected by B, 2026-01-02 03:04.");
});

const check = (id: string, verdict: Check["verdict"] = "passed"): Check => ({ id, verdict, title: "", figure: "", limit: "", sentence: "", source: "", roiName: null, z: null });

test("Failed checks come first, then warnings, each in the report's order", () => {
  const sorted = failedFirst([check("a"), check("b", "warning"), check("c", "failure"), check("d", "failure"), check("e")]);
  assert.deepEqual(sorted.map(({ id }) => id), ["c", "d", "b", "a", "e"]);
});

test("Every check of docs/checks.md has its item", () => {
  const expected: Record<string, string> = {
    "margin-PTV": "Target margins", "planes-beyond-SpinalCord_PRV02": "Planning volumes of organs at risk", "read-back-PTV": "Structure set as written",
    "gtv-in-ctv": "Targets", "overlap-SpinalCanal": "Targets", "SpinalCord-in-SpinalCanal": "Organs at risk", "canal-short": "Organs at risk", "length-SpinalCord": "Organs at risk",
    "fusion-overlap": "Image registration and fusion", "ct-ends": "Image set and body", "trial-gtv": "Beside the trial", "gtv-prv-overlap": "Planning volumes of organs at risk",
    "neighbours-CTV": "Targets", "neighbours-ThecalSac": "Organs at risk", "slivers-PTV_Eval": "Target margins",
  };
  for (const [id, group] of Object.entries(expected)) assert.equal(groupOf(check(id)), group, id);
});

test("Names, dates, ages and changes are written for people", () => {
  assert.equal(personName("Doe^John^Q"), "Doe, John Q");
  assert.equal(personName("Yamada^Tarou=山田^太郎"), "Yamada, Tarou");
  assert.equal(personName(null), "(no name)");
  assert.equal(birthDate("19700131"), "1970-01-31");
  assert.equal(birthDate("1970-01-31"), "1970-01-31");
  const now = Date.parse("2026-01-10T12:00:00Z");
  assert.equal(ago("2026-01-10T11:55:00Z", now), "5 min");
  assert.equal(ago("2026-01-09T12:00:00Z", now), "24 h");
  assert.equal(ago("2026-01-05T12:00:00Z", now), "5 d");
  assert.equal(volumeChange(11, 10), "+1.00 cm³ (+10.0 %)");
  assert.equal(volumeChange(10, 10.001), "unchanged");
  assert.equal(words("awaitingDecision"), "Awaiting decision");
});

test("Details of the ledger are shown whatever their form", () => {
  assert.deepEqual(detailRows({ sopUid: "1.2", n: 3, list: [1] }), [["Sop uid", "1.2"], ["N", "3"], ["List", "1"]]);
  assert.deepEqual(detailRows({ reason: "", evidence: { planesSeen: 4, uids: ["1.2", "3.4"] } }), [["Evidence", "planes seen 4, uids 1.2, 3.4"]]);
  assert.deepEqual(detailRows('{"a":"b"}'), [["A", "b"]]);
  assert.deepEqual(detailRows("plain"), [["", "plain"]]);
  assert.deepEqual(detailRows(null), []);
});

test("Signing in stays on this host, whatever an answer says", () => {
  assert.equal(ownPath("/signin"), "/signin");
  for (const other of ["//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example", undefined]) assert.equal(ownPath(other), "/signin");
});

test("A newer first page takes the place of older rows, each case once", () => {
  const merged = mergeFirstPage([row("a", 1), row("b", 1), row("c", 1)], [row("d", 1), row("b", 2)]);
  assert.deepEqual(merged.map(({ caseId, version }) => caseId + version), ["d1", "b2", "a1", "c1"]);
});

test("The chosen case stays chosen when rows come above it or it goes", () => {
  const rows = ["a", "b", "c"].map((id) => row(id));
  assert.equal(whereIs(rows, "b", 1), 1);
  assert.equal(whereIs([row("new"), ...rows], "b", 1), 2);
  assert.equal(whereIs([row("a"), row("c")], "b", 1), 1);
  assert.equal(whereIs([row("a")], "b", 1), 0);
  assert.equal(whereIs([], "b", 1), 0);
});

test("Only rows that are on the screen, and some around, are drawn", () => {
  assert.deepEqual(visibleRange(0, 440, 44, 10000, 2), { first: 0, last: 12 });
  assert.deepEqual(visibleRange(44 * 5000, 440, 44, 10000, 2), { first: 4998, last: 5012 });
  assert.deepEqual(visibleRange(44 * 9995, 440, 44, 10000, 2), { first: 9993, last: 10000 });
  assert.deepEqual(visibleRange(0, 440, 44, 0), { first: 0, last: 0 });
});
