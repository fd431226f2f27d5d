import { expect } from "vitest";
import type { Services } from "../../api/core/services.js";

interface Node {
  "Node Type": string;
  "Index Name"?: string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Heap Fetches"?: number;
  Plans?: Node[];
}

/** How PostgreSQL ran one statement. */
export interface Plan {
  /** Indexes read of the table asked about; "only" where its rows were not needed. */
  indexes: string[];
  /** How often one of them was looked into. */
  looks: number;
  /** Rows read of the table, also those that a filter then threw away. */
  read: number;
  /** Rows that an index-only scan looked for in the heap after all. */
  heapFetches: number;
  /** The table was read from end to end. */
  scansAll: boolean;
  /** All rows had to be there before the first could leave, but for ties of an index's order. */
  sorts: boolean;
}

const SELECT = /^\s*(select|with)\b/i;

/**
 * Runs something, then runs each statement on a table that it sent once more with EXPLAIN ANALYZE,
 * on the service's own connections. None may fork parallel workers.
 */
export async function plansOf(
  { db }: Services,
  table: string,
  run: () => Promise<unknown>,
): Promise<Plan[]> {
  const seen: [string, readonly unknown[]][] = [];
  const from = new RegExp(`\\b(from|join) "?${table}"?\\b`);
  db.watch = (text, params) => {
    if (SELECT.test(text) && from.test(text)) seen.push([text, params]);
  };
  try {
    await run();
  } finally {
    db.watch = undefined;
  }
  const plans: Plan[] = [];
  for (const [text, params] of seen) {
    const { rows } = await db.engine.pool.query<{ "QUERY PLAN": [{ Plan: Node }] }>(
      `explain (analyze, timing off, format json) ${text}`,
      params as unknown[],
    );
    plans.push(planOf(rows[0]!["QUERY PLAN"][0].Plan, table));
  }
  expect(plans.length, `statements on ${table}`).toBeGreaterThan(0);
  return plans;
}

function planOf(root: Node, table: string): Plan {
  const plan: Plan = {
    indexes: [],
    looks: 0,
    read: 0,
    heapFetches: 0,
    scansAll: false,
    sorts: false,
  };
  const visit = (node: Node, within: Node | undefined) => {
    expect(node["Node Type"]).not.toMatch(/^Gather/);
    const own = node["Relation Name"] === table;
    const isIndex = node["Node Type"] === "Bitmap Index Scan";
    if (own || (isIndex && within?.["Relation Name"] === table)) {
      const only = node["Node Type"] === "Index Only Scan" ? " only" : "";
      if (node["Index Name"]) {
        plan.indexes.push(node["Index Name"] + only);
        plan.looks += node["Actual Loops"];
      }
      if (node["Node Type"].endsWith("Seq Scan")) plan.scansAll = true;
    }
    if (own) {
      const rows =
        node["Actual Rows"] +
        (node["Rows Removed by Filter"] ?? 0) +
        (node["Rows Removed by Index Recheck"] ?? 0);
      plan.read += rows * node["Actual Loops"];
      plan.heapFetches += node["Heap Fetches"] ?? 0;
    }
    if (node["Node Type"] === "Sort" && node.Plans?.some((c) => c["Relation Name"] === table))
      plan.sorts = true;
    // Bitmaps may be joined: the heap scan they serve is further up.
    for (const child of node.Plans ?? []) visit(child, own ? node : within);
  };
  visit(root, undefined);
  return plan;
}
