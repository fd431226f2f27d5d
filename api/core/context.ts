import DataLoader from "dataloader";
import type { Declaration, DeclaredName } from "../../schema/declaration.js";
import type { Cursors } from "../layers/cursors.js";
import { type Row, rowsById } from "../layers/layer.queries.js";
import { Disclosures } from "../policy/disclosures.js";
import { type Access, accessTo } from "../policy/policy.js";
import type { Viewer } from "../policy/viewer.js";
import type { Nodes } from "../raw-nodes/write-nodes.js";
import type { Database } from "./database.js";
import type { Identifier } from "./identifier.js";
import { formatId } from "./identifier.js";
import { Refusal } from "./refusal.js";
import type { Services } from "./services.js";
import { stableText } from "./stable-text.js";

/** What a caller shows to be known by. A page sends a cookie, a program a bearer token. */
export interface Credential {
  token: string;
  from: "bearer" | "cookie";
}

/** From where and with what a request comes. */
export interface Caller {
  /** By this machine itself, or with the secret that the start printed (http/doors.ts). */
  local: boolean;
  address: string;
  /** The cookie of a browser in which somebody signed in before. */
  device?: string | undefined;
  /** The service's own address as the caller knows it; ends in "/". */
  base: string;
  credential?: Credential | undefined;
  /** Why the request is refused unless it signs in anew: its credential is not good. */
  refusal?: Refusal | undefined;
}

export type Outlet = "graphql" | "subscription" | "tile" | "export" | "command";

/** One request: who asks, what was disclosed to them, and the rows already looked up for it. */
export class Context {
  readonly disclosures = new Disclosures();
  private readonly accesses = new Map<DeclaredName, Access | null>();
  private readonly loaders = new Map<string, DataLoader<Identifier, Row | null, string>>();
  private readonly batches = new Map<string, DataLoader<Identifier, unknown, string>>();
  private readonly asked = new Map<string, Promise<unknown>>();
  private first: { question: readonly unknown[]; answer: Promise<unknown> } | undefined;
  /**
   * What the answer does to the page's cookies. A box, because Apollo runs an operation on a
   * shallow copy of its context.
   */
  readonly page: {
    cookie?: { token: string; expires: Date } | { clear: true };
    device?: string;
  } = {};

  /** What goes into the answer as bytes, in the order of its places (raw-nodes/raw-nodes.ts). */
  readonly raw: Nodes[] = [];

  constructor(
    readonly services: Services,
    readonly viewer: Viewer,
    readonly outlet: Outlet,
    readonly request: Caller = { local: false, address: "", base: "http://localhost/" },
  ) {}

  get db(): Database {
    return this.services.db;
  }

  get cursors(): Cursors {
    return this.services.cursors;
  }

  /** The viewer's access to a layer; refuses when there is none. */
  access<D extends Declaration>(layer: D): Access<D> {
    const access = this.tryAccess(layer);
    if (access) return access;
    throw this.viewer.kind === "anonymous"
      ? new Refusal(
          "UNAUTHENTICATED",
          `${layer.name}: sign in first. Without signing in only the public release and the ` +
            "grids' boundaries are open.",
        )
      : new Refusal("FORBIDDEN", `${layer.name}: your role does not include this layer.`);
  }

  tryAccess<D extends Declaration>(layer: D): Access<D> | null {
    let access = this.accesses.get(layer.name);
    if (access === undefined) {
      access = accessTo(this.viewer, layer, this.disclosures.of(layer.name));
      this.accesses.set(layer.name, access);
    }
    return access as Access<D> | null;
  }

  /**
   * Asks a question of the database once a request: who asks the same again, under another alias,
   * shares its answer, and what it discloses is disclosed once.
   */
  once<T>(question: readonly unknown[], ask: () => Promise<T>): Promise<T> {
    // Most requests ask one question, and nothing to compare it with is written.
    if (!this.first && this.asked.size === 0) {
      const answer = ask();
      this.first = { question, answer };
      return answer;
    }
    if (this.first) this.asked.set(stableText(this.first.question), this.first.answer);
    this.first = undefined;
    const key = stableText(question);
    let answer = this.asked.get(key) as Promise<T> | undefined;
    if (!answer) this.asked.set(key, (answer = ask()));
    return answer;
  }

  /** After a write, and once a line of the log is written, nothing read before counts as read. */
  forget(): void {
    this.asked.clear();
    this.first = undefined;
    this.loaders.clear();
    this.batches.clear();
  }

  /** Writes what the request opened into the access log; awaited before its answer leaves. */
  logDisclosures(detail: Record<string, unknown> = {}): Promise<void> {
    this.forget();
    return this.disclosures.log(this.db, this.viewer, this.outlet, detail);
  }

  /** What is asked of many objects of a page is answered for all of them at once, by county. */
  batched<V>(
    name: string,
    load: (county: number, ids: readonly string[]) => Promise<ReadonlyMap<string, V>>,
  ): DataLoader<Identifier, V | null, string> {
    let batch = this.batches.get(name) as DataLoader<Identifier, V | null, string> | undefined;
    if (!batch) {
      batch = new DataLoader<Identifier, V | null, string>(
        async (asked) => {
          const answers = new Map<number, ReadonlyMap<string, V>>();
          for (const county of new Set(asked.map((i) => i.county))) {
            const ids = asked.filter((i) => i.county === county).map((i) => i.id);
            answers.set(county, await load(county, ids));
          }
          return asked.map((i) => answers.get(i.county)!.get(i.id) ?? null);
        },
        { cacheKeyFn: (i) => formatId(i.county, i.id), maxBatchSize: 5000 },
      );
      this.batches.set(name, batch);
    }
    return batch;
  }

  /** References resolve in one query a layer and set of fields, never one a row. */
  loader(
    layer: Declaration,
    fields: readonly string[],
  ): DataLoader<Identifier, Row | null, string> {
    const key = `${layer.name}:${[...fields].sort().join(",")}`;
    let loader = this.loaders.get(key);
    if (!loader) {
      loader = new DataLoader<Identifier, Row | null, string>(
        async (ids) => {
          const access = this.tryAccess(layer);
          if (!access) return ids.map(() => null);
          const rows = await rowsById(this.db, access, ids, fields);
          return ids.map((i) => rows.get(formatId(i.county, i.id)) ?? null);
        },
        { cacheKeyFn: (i) => formatId(i.county, i.id), maxBatchSize: 5000 },
      );
      this.loaders.set(key, loader);
    }
    return loader;
  }
}
