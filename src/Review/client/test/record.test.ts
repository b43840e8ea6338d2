import assert from "node:assert/strict";
import { test } from "node:test";
import { SeenRecord, seenAfter, type Timer } from "../src/case/seenRecord.ts";

/** A clock that tests turn. */
class ManualTimer implements Timer {
  private now = 0;
  private last = 0;
  private readonly due = new Map<number, { at: number; callback: () => void }>();

  start(callback: () => void, milliseconds: number): number {
    this.last++;
    this.due.set(this.last, { at: this.now + milliseconds, callback });
    return this.last;
  }

  stop(handle: number): void {
    this.due.delete(handle);
  }

  advance(milliseconds: number): void {
    const until = this.now + milliseconds;
    for (;;) {
      const next = [...this.due].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!next) break;
      this.due.delete(next[0]);
      this.now = next[1].at;
      next[1].callback();
    }
    this.now = until;
  }
}

function recording(before: number[] = []): { record: SeenRecord; timer: ManualTimer; sent: number[][]; faults: unknown[]; fail: (yes: boolean) => void } {
  const timer = new ManualTimer();
  const sent: number[][] = [];
  const faults: unknown[] = [];
  let failing = false;
  const record = new SeenRecord(new Set([3, 4, 5]), before, () => undefined, async (planes) => {
    if (failing) throw new Error("no answer");
    sent.push(planes);
  }, (fault) => faults.push(fault), timer);
  return {
    record,
    timer,
    sent,
    faults,
    fail: (yes) => {
      failing = yes;
    },
  };
}

test("A plane that is passed over is not seen, one that stays is", () => {
  const { record, timer } = recording();
  record.showing(3);
  timer.advance(seenAfter - 1);
  record.showing(4);
  timer.advance(seenAfter);
  assert.deepEqual(record.unseen(), [3, 5]);
  assert.equal(record.count, 1);
  assert.equal(record.of, 3);
});

test("A plane without contours, or with its contours hidden, is never seen", () => {
  const { record, timer } = recording();
  record.showing(7);
  timer.advance(1000);
  record.showing(3);
  timer.advance(100);
  record.showing(-1);
  timer.advance(1000);
  assert.equal(record.planes.size, 0);
});

test("What is seen is sent in one batch, and once", async () => {
  const { record, timer, sent } = recording([5]);
  for (const plane of [4, 3, 5]) {
    record.showing(plane);
    timer.advance(200);
  }
  timer.advance(5000);
  await record.flush(false);
  assert.deepEqual(sent, [[3, 4]]);
  assert.equal(record.count, 3);
});

test("What could not be sent goes with the next batch", async () => {
  const { record, timer, sent, fail } = recording();
  fail(true);
  record.showing(3);
  timer.advance(200);
  await assert.rejects(record.flush(false));
  fail(false);
  record.showing(4);
  timer.advance(200);
  await record.flush(false);
  assert.deepEqual(sent, [[3, 4]]);
});

test("A batch that goes by itself and fails is told, and kept", async () => {
  const { record, timer, sent, faults, fail } = recording();
  fail(true);
  record.showing(3);
  timer.advance(5000);
  await new Promise((done) => setImmediate(done));
  assert.equal(faults.length, 1);
  fail(false);
  await record.flush(false);
  assert.deepEqual(sent, [[3]]);
});
