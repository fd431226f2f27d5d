import { sql } from "drizzle-orm";
import { STANDARD_CODES } from "../../db/standard-codes.js";
import { category } from "../../db/tables/index.js";
import { searchText } from "../../geo/search.js";
import type { Database, Runner } from "../core/database.js";

export interface CategoryRow {
  kind: string;
  code: string;
  parent: string | null;
  nameZh: string;
  nameEn: string;
  /** Offered no longer; rows that were written with it still have it. */
  retired: boolean;
}

type Kept = CategoryRow & { county: number };
type Tables = ReadonlyMap<string, ReadonlySet<string>>;

const standardRows = (): string =>
  JSON.stringify(
    STANDARD_CODES.map(({ nameZh, nameEn, retired: _, ...code }) => ({
      ...code,
      name_zh: nameZh,
      name_en: nameEn,
      search_text: searchText([nameZh, nameEn, code.code]),
    })),
  );

/**
 * Gives counties the standard tables of which they have no code, retired or not, to change as they
 * like: all of them to one that is being made, what a release added to those that stood before.
 * Answers the counties that lacked some. Of processes that do it at once one writes a code.
 */
export async function addStandardCodes(
  run: Runner,
  actor: string,
  counties: readonly number[],
): Promise<number[]> {
  const added = await run.rows<{ county: number }>(sql`
    with added as (
      insert into category (county_id, id, created_by, updated_by, search_text, kind, code, parent,
        name_zh, name_en, position)
      select c.id, gen_random_uuid(), ${actor}, ${actor}, s.search_text, s.kind, s.code, s.parent,
        s.name_zh, s.name_en, s.position
      from unnest(${sql.param(counties)}::int[]) as c(id)
        cross join json_populate_recordset(null::category, ${standardRows()}::json) s
      where not exists (select 1 from category k where k.county_id = c.id and k.kind = s.kind)
      on conflict (county_id, kind, code) where retired_at is null do nothing
      returning county_id
    )
    select distinct county_id as county from added order by 1`);
  return added.map(({ county }) => county);
}

const FRESH_MS = 10_000;

/** Raised by every change of a code in this process: what was kept before is of before. */
let changes = 0;
export const codesChanged = (): void => {
  changes++;
};

/** Of codes that stand in several counties, or were retired and written anew, the first. */
function each(rows: readonly Kept[]): CategoryRow[] {
  const known = new Map<string, CategoryRow>();
  for (const { county: _, ...row } of rows) {
    const key = `${row.kind} ${row.code}`;
    if (!known.has(key)) known.set(key, row);
  }
  return [...known.values()];
}

/** The codes of each table. */
export function byTable(rows: readonly CategoryRow[]): Tables {
  const tables = new Map<string, Set<string>>();
  for (const { kind, code } of rows) tables.set(kind, (tables.get(kind) ?? new Set()).add(code));
  return tables;
}

/** Code tables are data; small, read in every change, so kept for seconds or until they change. */
export class Categories {
  private cached: { at: number; changes: number; rows: Promise<Kept[]> } | undefined;
  private known: { of: Kept[]; tables: Tables } | undefined;

  constructor(private readonly db: Database) {}

  /** Codes of some counties, retired ones too: rows still have them. */
  async of(counties: readonly number[]): Promise<CategoryRow[]> {
    const rows = await this.rows();
    return each(rows.filter((row) => counties.includes(row.county)));
  }

  /** What the codes of a table are called in some counties. */
  async names(counties: readonly number[], table: string): Promise<Map<string, string>> {
    const rows = (await this.of(counties)).filter((row) => row.kind === table);
    return new Map(rows.map((row) => [row.code, row.nameZh]));
  }

  /** What a row of a county may be given, by code table. */
  async offered(county: number): Promise<Tables> {
    const rows = await this.rows();
    return byTable(rows.filter((row) => row.county === county && !row.retired));
  }

  /** Codes by code table, of any county, retired ones too: what can be asked for. */
  async tables(): Promise<Tables> {
    const rows = await this.rows();
    if (this.known?.of !== rows) this.known = { of: rows, tables: byTable(rows) };
    return this.known.tables;
  }

  private rows(): Promise<Kept[]> {
    const { cached } = this;
    if (!cached || cached.changes !== changes || Date.now() - cached.at > FRESH_MS) {
      const rows = this.db.rows<Kept>(sql`
        select ${category.countyId} as county, ${category.kind} as kind, ${category.code} as code,
          ${category.parent} as parent, ${category.nameZh} as "nameZh",
          ${category.nameEn} as "nameEn", ${category.retiredAt} is not null as retired
        from ${category}
        order by ${category.kind}, retired, ${category.position}, ${category.code},
          ${category.countyId}`);
      this.cached = { at: Date.now(), changes, rows };
      rows.catch(() => (this.cached = undefined));
      return rows;
    }
    return cached.rows;
  }
}
