import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { COUNTY } from "../fixtures/small-county.js";

const CREATE = `mutation ($key: String!, $title: String!, $at: GeoJSON!) {
  createIncident(idempotencyKey: $key, input: { county: ${COUNTY}, title: $title,
    category: "0603", occurredFrom: "2026-02-03T04:05:06Z", geometry: $at }) { id version } }`;
const UPDATE = `mutation ($id: ID!, $version: Int!, $changes: IncidentChanges!) {
  updateIncident(id: $id, version: $version, changes: $changes) { version } }`;
const LIST = `query ($after: String) {
  incidents(first: 1000, after: $after) {
    nodes { id title version } pageInfo { endCursor hasNextPage } } }`;
/** What a caller must meet to send again: the connection, or a sentence that says so. */
const AGAIN = new Set(["RETRY", "UNAVAILABLE"]);

interface Written {
  id: string;
  version: number;
}
interface Listed extends Written {
  title: string;
}
type Answer = { data: Record<string, any> } | { code: string };

/** What clients were told: it must be there afterwards, whatever happened between. */
export class Ledger {
  private readonly acknowledged = new Map<string, Written>();
  /** Sent, and not known whether done. */
  private readonly open = new Set<string>();
  private writing = false;
  private writers: Promise<void>[] = [];
  private others = 0;
  url = "";
  created = 0;
  updated = 0;
  replayed = 0;
  readonly refusals = new Map<string, number>();

  constructor(readonly token: string) {}

  get rows(): number {
    return this.acknowledged.size;
  }

  async ask(query: string, variables: object = {}): Promise<Answer> {
    try {
      const response = await fetch(`${this.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${this.token}` },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(20_000),
      });
      const answer = (await response.json()) as {
        data?: Record<string, any>;
        errors?: { extensions: { code: string } }[];
        error?: { code: string };
      };
      const code = answer.errors?.[0]?.extensions.code ?? answer.error?.code;
      return code ? { code } : { data: answer.data! };
    } catch {
      return { code: "CONNECTION" };
    }
  }

  /** Several clients write at once, so that what happens meets writes at every point. */
  startWriting(round: number, writers = 4): void {
    this.writing = true;
    this.writers = Array.from({ length: writers }, async (_, n) => {
      for (let i = 0; this.writing; i++) await this.step(`round-${round}-client-${n}-${i}`, i);
    });
  }

  async stopWriting(): Promise<void> {
    this.writing = false;
    await Promise.all(this.writers);
  }

  private async step(key: string, turn: number): Promise<void> {
    const known = [...this.acknowledged.entries()].at(-1);
    if (known && turn % 3 === 2) return this.update(...known);
    await this.create(key);
  }

  private async create(key: string): Promise<boolean> {
    this.open.add(key);
    const answer = await this.ask(CREATE, {
      key,
      title: key,
      at: { type: "Point", coordinates: [107.003, 29.003] },
    });
    if ("code" in answer) {
      this.count(answer.code);
      // As `Retry-After` would have it, shortened.
      await delay(200);
      return false;
    }
    const { id, version } = answer.data["createIncident"] as Written;
    const before = this.acknowledged.get(key);
    if (before) expect(id, `the same key gives the same object: ${key}`).toBe(before.id);
    else this.acknowledged.set(key, { id, version });
    this.open.delete(key);
    this.created++;
    return true;
  }

  private async update(key: string, { id, version }: Written): Promise<void> {
    const changes = { address: `改 ${version}` };
    const answer = await this.ask(UPDATE, { id, version, changes });
    if ("code" in answer) {
      // Several clients take the newest: one of them wins.
      if (answer.code !== "CONFLICT") this.count(answer.code);
      return void (await this.create(`round-other-${++this.others}`));
    }
    const { version: now } = answer.data["updateIncident"] as Written;
    const row = this.acknowledged.get(key)!;
    if (now > row.version) this.acknowledged.set(key, { id, version: now });
    this.updated++;
  }

  private count(code: string): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    if (code !== "CONNECTION" && !AGAIN.has(code))
      expect.fail(`a write met ${code}, which tells nobody to send it again`);
  }

  /** Sends again, with its key, what was left open; and some that were done. */
  async replay(): Promise<void> {
    const done = [...this.acknowledged.keys()].slice(-20);
    for (const key of [...this.open, ...done]) {
      for (let tries = 0; !(await this.create(key)); tries++)
        expect(tries, `${key} is taken again`).toBeLessThan(100);
      this.replayed++;
    }
  }

  /** Everything acknowledged is there once, and nothing else. */
  async verify(): Promise<void> {
    const found = new Map<string, Listed>();
    for (let after: string | null = null; ; ) {
      const answer: Answer = await this.ask(LIST, { after });
      if ("code" in answer) expect.fail(`the list met ${answer.code}`);
      const { nodes, pageInfo } = (answer as { data: Record<string, any> }).data["incidents"] as {
        nodes: Listed[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
      for (const row of nodes.filter(({ title }) => title.startsWith("round-"))) {
        expect(found.has(row.title), `${row.title} is there once`).toBe(false);
        found.set(row.title, row);
      }
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    for (const [key, { id, version }] of this.acknowledged) {
      expect(found.get(key)?.id, `acknowledged ${key}`).toBe(id);
      // An update that was done and not acknowledged may have come after.
      expect(found.get(key)!.version).toBeGreaterThanOrEqual(version);
    }
    expect(found.size, "nothing that nobody acknowledged").toBe(this.acknowledged.size);
  }
}
