/** What the server says and hears; its names are the JSON's. */

export type CaseStateName =
  | "waiting" | "queued" | "processing" | "held" | "awaitingReview" | "publishing"
  | "published" | "rejected" | "finished" | "expired" | "superseded";

export type Role = "viewer" | "reviewer" | "admin";

export type DecisionKind = "accept" | "reject" | "release" | "retry" | "rerun";

export interface Session {
  user: string;
  roles: Role[];
  csrfToken: string;
  version: string;
  expiresAt: string;
  ohif: boolean;
  notice: string | null;
}

export interface CaseRow {
  caseId: string;
  patientName: string | null;
  patientId: string | null;
  birthDate: string | null;
  sex: string | null;
  state: CaseStateName;
  revision: number;
  version: number;
  protocol: string;
  reasonCode: string | null;
  reason: string | null;
  waitingFor: string[];
  createdAt: string;
  lastObjectAt: string;
  stateSince: string;
  ctSeriesInstanceUid: string;
  studyInstanceUid: string;
  /** Where its doses stand; null where no scoring of it counts. */
  dose: CaseDose | null;
}

/** What the newest scoring of a case says. */
export type DoseWord = "violated" | "refused" | "not-evaluable" | "indeterminate" | "mandatory" | "optimal" | "waiting";

/** Where the doses of a case stand; what was superseded does not count. */
export interface CaseDose {
  word: DoseWord;
  /** The revision whose structures the newest scoring is on. */
  revision: number;
  /** How many scorings count. */
  doses: number;
  /** How many of these say violated. */
  violated: number;
}

export interface CasePage {
  cases: CaseRow[];
  next: string | null;
  counts: Partial<Record<CaseStateName, number>>;
  doseCounts: Partial<Record<DoseWord | "none", number>>;
}

/** Which cases are wanted; what is empty chooses nothing. */
export interface CaseChoice {
  states: readonly CaseStateName[];
  doses: readonly (DoseWord | "none")[];
  q: string;
  after: string | null;
  size: number;
}

export interface DicomObject {
  sopInstanceUid: string;
  sopClassUid: string;
}

export interface Revision {
  revision: number;
  state: CaseStateName;
  protocolName: string;
  protocolHash: string | null;
  inputsHash: string;
  inputs: DicomObject[];
  results: DicomObject[];
  reasonCode: string | null;
  reason: string | null;
  attempts: number;
  openedAt: string;
  processedAt: string | null;
  hasImages: boolean;
}

export interface Delivery {
  revision: number;
  destination: string;
  state: string;
  sopInstanceUids: string[];
  attempts: number;
  nextAttemptAt: string | null;
  fault: string | null;
  publishedAt: string | null;
}

export interface LedgerLine {
  sequence: number;
  revision: number;
  at: string;
  event: string;
  by: string;
  details: unknown;
}

export interface CaseDetails {
  case: CaseRow;
  revisions: Revision[];
  deliveries: Delivery[];
  ledger: LedgerLine[];
  ledgerFault: string | null;
  protocols: string[];
  mayDo: DecisionKind[];
}

export interface ManifestRoi {
  number: number;
  name: string;
  type: string;
  colour: string;
  derived: boolean;
  role: string | null;
  volumeCc: number | null;
  /** Contours that are no polygons of a plane of the CT (points, open ones), and are not in the pictures. */
  notShown?: number;
}

export interface ManifestMr {
  seriesInstanceUid: string;
  label: string;
  weighting: string;
  verdict: "accepted" | "refused";
  reason: string | null;
  url: string | null;
  bytes: number;
  window: [number, number];
}

export interface Manifest {
  frameOfReferenceUid: string;
  axes: [string, string, string];
  size: [number, number, number];
  spacing: [number, number];
  origin: [number, number];
  planes: number[];
  ct: { url: string; bytes: number; window: [number, number] };
  mrs: ManifestMr[];
  contoursUrl: string;
  rois: ManifestRoi[];
  previousRevision: number | null;
}

export interface SeenBy {
  by: string;
  planes: number[];
  lastAt: string;
}

export interface Seen {
  seen: SeenBy[];
}

export interface DecisionRequest {
  kind: DecisionKind;
  version: number;
  reason: string;
  /** The revision on the screen, and when its results were stored. */
  revision: number;
  processedAt: string | null;
  protocol?: string;
}

export interface CaseEvent {
  caseId: string;
  state: CaseStateName;
  revision: number;
  version: number;
}

export interface Place {
  x: number;
  y: number;
  z: number;
}

export type CheckVerdict = "passed" | "warning" | "failure";

export interface Check {
  id: string;
  title: string;
  verdict: CheckVerdict;
  figure: string;
  limit: string;
  sentence: string;
  source: string;
  roiName: string | null;
  z: number | null;
  place?: Place | null;
}

export interface Finding {
  severity: "information" | "warning" | "failure";
  code: string;
  sentence: string;
  roiName: string | null;
  z: number | null;
}

export type Direction = "left" | "right" | "anterior" | "posterior" | "superior" | "inferior";

export type SixDirections = Record<Direction, number | null>;

export interface MarginRow {
  roiName: string;
  ofRoiName: string;
  asked: SixDirections;
  measured: SixDirections;
}

export interface Fusion {
  seriesInstanceUid: string;
  weighting: string;
  planes: number;
  verdict: "accepted" | "refused";
  refusal: { code: string; sentence: string } | null;
  pose: { origin: string; words: string; shift: number; rotation: number } | null;
  criteria: Check[];
}

export interface ReportInput {
  name: string;
  roiName: string;
  volumeCc: number | null;
  planes: number;
  lowestZ: number | null;
  highestZ: number | null;
}

export interface ReportDerived {
  name: string;
  roiName: string;
  role: string;
  interpretedType: string;
  expression: string;
  words: string;
  description: string;
  from: string[];
  volumeCc: number | null;
  planes: number;
  lowestZ: number | null;
  highestZ: number | null;
}

export interface Report {
  verdict: "accepted" | "accepted-with-warnings" | "held";
  summary: string;
  programVersion: string;
  algorithmVersion: string;
  protocol: { name: string; version: string; hash: string; title: string; source: string };
  level: { group: string; first: string; last: string; inferred: boolean; source: string } | null;
  planningCt: { planes: number; lowestZ: number; highestZ: number; rows: number; columns: number; rowSpacing: number; columnSpacing: number };
  structureSet: { sopInstanceUid: string; label: string };
  output: { sopInstanceUid: string; approvalStatus: string } | null;
  inputs: ReportInput[];
  derived: ReportDerived[];
  margins: MarginRow[];
  counts: { checks: number; passed: number; warnings: number; failures: number };
  checks: Check[];
  findings: Finding[];
  carriedRois: { roiName: string; interpretedType: string | null; volumeCc: number | null; fault: string | null }[];
  notUsed: { kind: string; reasonCode: string; sentence: string }[];
  fusions: Fusion[];
}

export type DoseStateName = "queued" | "scoring" | "scored" | "refused" | "superseded";

/** Verdict on a line of the protocol's table of doses, or on the whole. */
export type DoseVerdict = "optimal" | "met" | "mandatory" | "indeterminate" | "not-evaluable" | "not-applicable" | "violated";

/** A dose on the structures of a revision, and what came of it. */
export interface DoseScore {
  revision: number;
  key: string;
  state: DoseStateName;
  verdict: DoseVerdict | null;
  reasonCode: string | null;
  reason: string | null;
  doseSopInstanceUids: string[];
  planSopInstanceUid: string | null;
  askedAt: string;
  scoredAt: string | null;
  hasScorecard: boolean;
}

export interface ScoredBounds {
  low: number | null;
  high: number | null;
  text: string;
  verdict: "pass" | "fail" | "indeterminate" | null;
}

export interface ScoredObjective {
  structure: string;
  roiName: string | null;
  metric: string;
  unit: "Gy" | "%" | "cc";
  value: number | null;
  low: number | null;
  high: number | null;
  optimal: ScoredBounds | null;
  mandatory: ScoredBounds | null;
  verdict: DoseVerdict;
  reasonCode: string | null;
  sentence: string;
}

export interface ScoredStructure {
  roiName: string;
  roiNumber: number;
  name: string | null;
  colour: string;
  volumeCc: number | null;
  outsideCc: number | null;
  minimumGy: number | null;
  maximumGy: number | null;
  meanGy: number | null;
  /** Distance of the curve's points, Gy. */
  curveStepGy: number;
  /** Percent of the volume that gets at least k · curveStepGy. */
  curve: number[];
  reasonCode: string | null;
  sentence: string | null;
}

/** dose.json (docs/dose.md). Doses in Gy, volumes in cm³. */
export interface Scorecard {
  verdict: DoseVerdict;
  summary: string;
  protocol: { name: string; version: string; hash: string; title: string; source: string };
  prescription: { doseGy: number; fractions: number };
  dose: {
    sopInstanceUids: string[];
    summationType: string;
    units: string;
    type: string;
    columns: number;
    rows: number;
    planes: number;
    columnSpacing: number;
    rowSpacing: number;
    planeSpacing: number;
    maximumGy: number;
    maximumAt: [number, number, number];
  } | null;
  plan: { sopInstanceUid: string; isHere: boolean; fractions: number | null; structureSetUid: string | null } | null;
  structureSet: { sopInstanceUid: string; label: string };
  structures: ScoredStructure[];
  objectives: ScoredObjective[];
  findings: { severity: "information" | "warning" | "failure"; code: string; sentence: string; roiName: string | null }[];
}
