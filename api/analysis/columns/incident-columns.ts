import { setTimeout as delay } from "node:timers/promises";
import { layerOf } from "../../../schema/layers/index.js";
import type { Database } from "../../core/database.js";
import type { Log } from "../../core/log.js";
import { runRequest } from "../../core/request.js";
import type { LayerSizes } from "../../cost/layer-sizes.js";
import { versionByCounty } from "../../events/data-versions.js";
import { endOfLog, happenedTo, readOn } from "../../events/event-log.js";
import type { Position } from "../../events/position.js";
import {
  incidentsAfter,
  incidentsOf,
  type PackedRows,
  placeBeforeLatest,
} from "../../incidents/incident-rows.service.js";
import { Threads, threadModule } from "../../jobs/threads.js";
import type { ColumnQuestion } from "./column-question.js";
import type { Held, RowsTask, Scan } from "./columns-work.js";
import { begunWithin } from "./condition-mask.js";
import { SINCE_1970 } from "./incident-rows.js";
import type { Scanned } from "./scan-columns.js";

const WORK = threadModule(import.meta.url, "./columns-work");
/** Rows of one statement: on the embedded engine a tenth of a second, which others wait for. */
const AT_ONCE = 10_000;
/** Of more that happened since, all is read anew. */
const EVENTS_MOST = 5_000;
/** Nobody asked for so long: the memory is given back. */
const KEPT_MS = 30 * 60_000;
/** What could not be held, or changed as a whole, is not read again before. */
const REST_MS = 10_000;
const TOO_MANY_MS = 10 * 60_000;
/** Who asks waits so long for what just happened, then SQL answers. */
const PATIENCE_MS = 300;

/** How many incidents the columns are for. */
export interface ColumnLimits {
  /** Of fewer in the database SQL answers as fast. */
  least: number;
  /** Held in a process, the latest of each county: 65 bytes of memory each. */
  most: number;
}

const LIMITS: ColumnLimits = { least: 5_000, most: 3_000_000 };

/** A county's rows in the thread. */
interface Copy {
  county: number;
  rows: number;
  bytes: number;
  isReady: boolean;
  /** All that began after it are held, microseconds since 1970; -Infinity: all. */
  after: number;
  /** All until this version is in the rows, and nothing after. */
  version: number;
  position: Position | null;
  following: Promise<void> | undefined;
}

/**
 * The columns of incidents in memory, by county, in a thread that lays questions over them
 * (docs/decisions/figures-of-incidents.md). A county is read when it is first asked about, in the
 * background, of more than memory is given for the latest; from then on what happened to it is read before a question is answered, so that the
 * answer is of a version that SQL would have answered now. Where that is not so yet, or not
 * possible, the answer is null, and SQL's.
 */
export class IncidentColumns {
  private readonly copies = new Map<number, Copy>();
  private readonly notBefore = new Map<number, number>();
  private readonly threads = new Threads(1, KEPT_MS);
  private isClosed = false;

  constructor(
    private readonly db: Database,
    private readonly sizes: LayerSizes,
    private readonly log: Log,
    private readonly limits: ColumnLimits = LIMITS,
  ) {}

  /** Rows that are held, and how many bytes they take. */
  get figures(): { rows: number; bytes: number } {
    const all = this.threads.alive > 0 ? [...this.copies.values()] : [];
    const ready = all.filter((copy) => copy.isReady);
    const sum = (of: "rows" | "bytes") => ready.reduce((n, copy) => n + copy[of], 0);
    return { rows: sum("rows"), bytes: sum("bytes") };
  }

  async scan(question: ColumnQuestion): Promise<Scanned | null> {
    const counties = question.counties.map((c) => c.county);
    const copies = await this.ready(counties);
    const [from] = begunWithin(question.rows);
    if (!copies?.every(({ after }) => after < from || after === -Infinity)) return null;
    const versions = await versionByCounty(this.db, counties, layerOf("incidents").name);
    for (const copy of copies)
      if (!(await this.isUpTo(copy, versions.get(copy.county) ?? 0))) return null;
    // What is being read anew may have begun meanwhile: its rows are not all there.
    if (copies.some((copy) => this.copies.get(copy.county) !== copy)) return null;
    const found = await this.inThread<Scan>("scanRows", question).catch((error: Error) => {
      this.log(`columns of incidents: ${error.message}`, "warn");
      return "lost" as const;
    });
    if (found === "lost") for (const copy of copies) this.forget(copy);
    return typeof found === "string" ? null : found;
  }

  close(): void {
    this.isClosed = true;
    this.threads.close();
  }

  private async inThread<T>(
    work: string,
    input: unknown,
    transfer: ArrayBuffer[] = [],
  ): Promise<T> {
    if (this.isClosed) throw new Error("the columns of incidents are closed");
    return this.threads.run<T>({ module: WORK, work, input, transfer });
  }

  /** The counties' copies if all are ready; begins those that are not there. */
  private async ready(counties: readonly number[]): Promise<Copy[] | null> {
    if (this.isClosed || counties.length === 0) return null;
    // It died, or nobody had asked for long and it ended: what it held is gone.
    if (this.threads.alive === 0)
      for (const copy of this.copies.values()) if (copy.isReady) this.copies.delete(copy.county);
    const rows = (await this.sizes.get()).get("incidents")?.rows ?? 0;
    if (rows < this.limits.least) return null;
    const copies = counties.map((county) => this.copies.get(county) ?? this.begin(county));
    return copies.every((copy) => copy?.isReady) ? (copies as Copy[]) : null;
  }

  private begin(county: number): Copy | null {
    if ((this.notBefore.get(county) ?? 0) > performance.now()) return null;
    const copy: Copy = {
      ...{ county, rows: 0, bytes: 0, isReady: false, version: -1, position: null },
      after: -Infinity,
      following: undefined,
    };
    this.copies.set(county, copy);
    // On nobody's behalf: whoever asks is answered by SQL meanwhile.
    runRequest(undefined, () => this.read(copy)).catch((error: Error) => {
      this.forget(copy);
      if (!this.isClosed) this.log(`columns of incidents: ${error.message}`, "warn");
    });
    return null;
  }

  private forget(copy: Copy, restMs = REST_MS): void {
    if (this.copies.get(copy.county) !== copy) return;
    this.copies.delete(copy.county);
    this.notBefore.set(copy.county, performance.now() + restMs);
    if (!this.isClosed) this.inThread("dropRows", { county: copy.county }).catch(() => undefined);
  }

  private async read(copy: Copy): Promise<void> {
    const { county } = copy;
    copy.position = await endOfLog(this.db);
    await this.inThread("beginRows", { county });
    const room = this.limits.most - this.heldRows();
    if (room < Math.max(1, this.limits.least)) return this.forget(copy, TOO_MANY_MS);
    const before = await placeBeforeLatest(this.db, county, room);
    if (before) copy.after = before.began + SINCE_1970;
    for (let last = before; ; ) {
      const packed: PackedRows = await incidentsAfter(this.db, county, last, AT_ONCE);
      copy.rows += packed.rows;
      // Of another county that was read meanwhile, or written.
      if (this.heldRows() > this.limits.most + AT_ONCE) return this.forget(copy, TOO_MANY_MS);
      await this.take(copy, [], packed);
      last = packed.last;
      if (this.isClosed || packed.rows < AT_ONCE) break;
    }
    if (!(await this.inThread<Held>("sortRows", { county })))
      throw new Error("the thread lost its rows");
    while (!this.isClosed && this.copies.get(county) === copy && !copy.isReady) {
      await this.follow(copy);
      if (!copy.isReady) await delay(PATIENCE_MS);
    }
  }

  private heldRows(): number {
    return [...this.copies.values()].reduce((sum, { rows }) => sum + rows, 0);
  }

  private async take(copy: Copy, changed: readonly string[], { bytes }: PackedRows): Promise<void> {
    const task: RowsTask = { county: copy.county, changed, bytes };
    const held = await this.inThread<Held>("takeRows", task, [bytes.buffer]);
    if (!held) throw new Error("the thread lost its rows");
    copy.bytes = held.bytes;
  }

  private async isUpTo(copy: Copy, version: number): Promise<boolean> {
    const until = performance.now() + PATIENCE_MS;
    while (copy.version < version && this.copies.get(copy.county) === copy) {
      const left = until - performance.now();
      if (left <= 0) return false;
      copy.following ??= runRequest(undefined, () => this.follow(copy))
        .catch((error: Error) => {
          this.forget(copy);
          this.log(`columns of incidents: ${error.message}`, "warn");
        })
        .finally(() => (copy.following = undefined));
      await Promise.race([copy.following, delay(left, undefined, { ref: false })]);
    }
    return copy.version >= version;
  }

  /**
   * Reads what happened since. Rows are taken only if no version changed from before the log was
   * read until the rows were: then all statements saw the same, and the copy is of that version.
   */
  private async follow(copy: Copy): Promise<void> {
    const { county } = copy;
    const { name } = layerOf("incidents");
    const versionNow = async () =>
      (await versionByCounty(this.db, [county], name)).get(county) ?? 0;
    const before = await versionNow();
    const batch = await readOn(this.db, copy.position!, EVENTS_MOST, happenedTo(county, name));
    const { events } = batch;
    // Of a set no event says which; a version without an event is a change that nobody told.
    const isWhole =
      batch.more ||
      events.some((e) => e.subject === null) ||
      (events.length === 0 && copy.isReady && before > copy.version);
    if (isWhole) return this.forget(copy);
    const changed = [...new Set(events.map((e) => e.subject!))];
    const packed = await incidentsOf(this.db, county, changed);
    if ((await versionNow()) !== before) return;
    await this.take(copy, changed, packed);
    copy.position = batch.to;
    copy.version = before;
    copy.isReady = true;
  }
}
