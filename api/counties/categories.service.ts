import { sql } from "drizzle-orm";
import type { Database, Runner } from "../core/database.js";

export interface CategoryRow {
  kind: string;
  code: string;
  parent: string | null;
  nameZh: string;
  nameEn: string;
}

/** Codes that are there already stay as they are. */
export async function addCategories(
  tx: Runner,
  rows: readonly { kind: string; code: string }[],
): Promise<void> {
  await tx.rows(sql`
    insert into category select r.* from
      json_populate_recordset(null::category, ${JSON.stringify(rows)}::json) r
    on conflict do nothing`);
}

const FRESH_MS = 10_000;

/** Code tables are data; small, read in every change, so cached for seconds. */
export class Categories {
  private cached: { at: number; rows: Promise<CategoryRow[]> } | undefined;
  private byTable:
    | { of: CategoryRow[]; tables: ReadonlyMap<string, ReadonlySet<string>> }
    | undefined;

  constructor(private readonly db: Database) {}

  all(): Promise<CategoryRow[]> {
    if (!this.cached || Date.now() - this.cached.at > FRESH_MS) {
      const rows = this.db.rows<CategoryRow>(
        sql`select kind, code, parent, name_zh as "nameZh", name_en as "nameEn" from category
          order by kind, position, code`,
      );
      this.cached = { at: Date.now(), rows };
      rows.catch(() => (this.cached = undefined));
    }
    return this.cached.rows;
  }

  forget(): void {
    this.cached = undefined;
  }

  /** Codes by code table. */
  async tables(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const rows = await this.all();
    if (this.byTable?.of !== rows) {
      const tables = new Map<string, Set<string>>();
      for (const { kind, code } of rows)
        tables.set(kind, (tables.get(kind) ?? new Set()).add(code));
      this.byTable = { of: rows, tables };
    }
    return this.byTable.tables;
  }
}
