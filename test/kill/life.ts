import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Transaction } from "../../api/core/database.js";
import type { Services } from "../../api/core/services.js";
import { enqueue } from "../../api/jobs/enqueue.js";
import type { Handler } from "../../api/jobs/handlers.js";
import { Jobs } from "../../api/jobs/jobs.js";
import type { Writer } from "../../api/writing/command.js";
import { standardsOf } from "../../api/writing/standards.js";
import { write } from "../../api/writing/write.js";
import { layerOf } from "../../schema/layers/index.js";
import { COUNTY } from "../fixtures/small-county.js";

/** Where jobs leave what they did: nothing here is unique, so that what was done twice shows. */
export const PROBES = [
  "create table followed (subject uuid, version int)",
  "create table stepped (job uuid, step int)",
];
export const STEPS = 5;
const WRITERS = 4;
/** A hold that runs out soon: what a killed process held is somebody's again within a second. */
const TIMES = { holdMs: 1_000, renewMs: 200, lookMs: 200, pause: () => 50 };

/** Said once a transaction was committed: from then on it must be there, whatever happens. */
export type Acknowledge = (subject: string, version: number) => void;

/**
 * What a process of the service does until it dies: writers that create and change rows and ask, in
 * the same transaction, for a job; and the jobs, which leave their traces.
 */
export class Life {
  private living = true;
  private readonly jobs: Jobs;
  private writers: Promise<void>[] = [];
  private writer: Writer | undefined;

  constructor(
    private readonly services: Services,
    private readonly acknowledge: Acknowledge,
    private readonly failed: (error: Error) => void,
  ) {
    this.jobs = new Jobs(
      services.db,
      () => undefined,
      async () => [],
      TIMES,
    );
    this.jobs.handle("follow", follow);
    this.jobs.handle("steps", steps);
  }

  async begin(): Promise<void> {
    const standards = await standardsOf(this.services, COUNTY);
    this.writer = { actor: "person:a", cause: "job", standards };
    await this.jobs.start();
    this.writers = Array.from({ length: WRITERS }, () => this.writeOn());
  }

  /** Writers end; jobs go on until `end`. */
  async rest(): Promise<void> {
    this.living = false;
    await Promise.all(this.writers);
  }

  async end(): Promise<void> {
    await this.rest();
    await this.jobs.stop();
  }

  private async writeOn(): Promise<void> {
    const mine: { id: string; version: number }[] = [];
    for (let turn = 0; this.living; turn++) {
      const known = turn % 3 === 2 ? mine.at(-1) : undefined;
      const row = known ?? { id: randomUUID(), version: 0 };
      try {
        await this.services.db.transaction((tx) => this.writeOne(tx, row, turn));
        row.version++;
        if (!known) mine.push(row);
        this.acknowledge(row.id, row.version);
      } catch (error) {
        // Whether it was done is not known: this row is not changed again.
        if (known) mine.pop();
        this.failed(error as Error);
        await delay(20);
      }
    }
  }

  private async writeOne(
    tx: Transaction,
    { id, version }: { id: string; version: number },
    turn: number,
  ): Promise<void> {
    const layer = layerOf("cameras");
    const at = { layer, county: COUNTY };
    await write(tx, this.writer!, COUNTY, [
      version > 0
        ? { ...at, action: "update", rows: [{ id, version, changes: { name: `改 ${version}` } }] }
        : {
            ...at,
            action: "create",
            rows: [
              {
                id,
                values: { name: "新点位", kind: "132" },
                geometry: { type: "Point", coordinates: [107.003 + (turn % 9) / 1e4, 29.003] },
              },
            ],
          },
    ]);
    const asked = { county: COUNTY, actor: "person:a" };
    const input = { subject: id, version: version + 1 };
    await enqueue(tx, { ...asked, kind: "follow", input, lane: "urgent", maxAttempts: 1000 });
    if (turn % 4 === 0) await enqueue(tx, { ...asked, kind: "steps", input, maxAttempts: 1000 });
  }
}

/** Its trace and its end are one transaction. */
const follow: Handler = async ({ input }, progress) => {
  const { subject, version } = input as { subject: string; version: number };
  await progress.finish((tx) =>
    tx.rows(sql`insert into followed values (${subject}::uuid, ${version})`),
  );
};

/** Each step's trace and the cursor are one transaction. */
const steps: Handler = async ({ id }, progress) => {
  for (let step = (progress.cursor as number | null) ?? 0; step < STEPS; step++) {
    await progress.step(async (tx) => {
      await tx.rows(sql`insert into stepped values (${id}::uuid, ${step})`);
      return { done: step + 1, total: STEPS, cursor: step + 1 };
    });
    await delay(5);
  }
};
