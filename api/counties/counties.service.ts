import { sql } from "drizzle-orm";
import type { CodeProfile } from "../../geo/codes.js";
import { localProjection, type Projection } from "../../geo/projection.js";
import type { Database, Runner, Transaction } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import { addStandardCodes, codesChanged } from "./categories.service.js";
import { type Offset, readOffsets } from "./zone-offsets.js";

export interface CountyRow {
  id: number;
  name: string;
  nameEn: string | null;
  timeZone: string;
  origin: number[];
  codeProfile: CodeProfile;
  gridCodeTemplate: string;
  isDemo: boolean;
}

/** Counties whose clocks go alike. */
export interface Zone {
  counties: readonly number[];
  offsets: readonly Offset[];
}

const columns = sql`id, name, name_en as "nameEn", time_zone as "timeZone",
  array[origin_lon, origin_lat] as origin, code_profile as "codeProfile",
  grid_code_template as "gridCodeTemplate", is_demo as "isDemo"`;

/**
 * Counties change rarely and are asked of in every request.
 */
const FRESH_MS = 2000;

/** With the standard code tables; a county that is there already stays as it is. */
export async function addCounty(tx: Transaction, actor: string, county: CountyRow): Promise<void> {
  const [lon, lat] = county.origin.map((degrees) => Math.round(degrees * 1e4) / 1e4);
  const made = await tx.rows(sql`
    insert into county (id, name, name_en, time_zone, origin_lon, origin_lat, code_profile,
      grid_code_template, is_demo)
    values (${county.id}, ${county.name}, ${county.nameEn}, ${county.timeZone}, ${lon}, ${lat},
      ${county.codeProfile}, ${county.gridCodeTemplate}, ${county.isDemo})
    on conflict (id) do nothing returning id`);
  if (made.length === 0) return;
  await addStandardCodes(tx, actor, [county.id]);
  tx.afterCommit(async () => codesChanged());
}

/** Names a county that bears its code as yet. */
export async function nameCounty(run: Runner, { id, name }: CountyRow): Promise<void> {
  await run.rows(sql`
    update county set name = ${name}
    where id = ${id} and name = id::text and name <> ${name}`);
}

/** A county's plane, inside a transaction; null: there is no such county. */
export async function projectionIn(run: Runner, id: number): Promise<Projection | null> {
  const [county] = await run.rows<{ lon: number; lat: number }>(
    sql`select origin_lon as lon, origin_lat as lat from county where id = ${id}`,
  );
  return county ? localProjection(county.lon, county.lat) : null;
}

export class Counties {
  private cached: { at: number; rows: Promise<CountyRow[]> } | undefined;
  private readonly offsets = new Map<string, Promise<Offset[]>>();

  constructor(private readonly db: Database) {}

  all(): Promise<CountyRow[]> {
    if (!this.cached || Date.now() - this.cached.at > FRESH_MS) {
      const rows = this.db.rows<CountyRow>(sql`select ${columns} from county order by id`);
      this.cached = { at: Date.now(), rows };
      rows.catch(() => (this.cached = undefined));
    }
    return this.cached.rows;
  }

  forget(): void {
    this.cached = undefined;
  }

  /**
   * Gives every county the standard code tables that it lacks, as those do that an earlier release
   * made; one that has a table keeps it as it is. Answers the counties that lacked some.
   */
  async completeCodes(actor: string): Promise<number[]> {
    const lacked = await addStandardCodes(
      this.db,
      actor,
      (await this.all()).map(({ id }) => id),
    );
    if (lacked.length > 0) codesChanged();
    return lacked;
  }

  async get(id: number): Promise<CountyRow> {
    const county = (await this.all()).find((c) => c.id === id);
    if (!county)
      throw new Refusal("NOT_FOUND", "county: there is no such county here.", { field: "county" });
    return county;
  }

  async projection(id: number): Promise<Projection> {
    const [lon, lat] = (await this.get(id)).origin;
    return localProjection(lon!, lat!);
  }

  /** The time zones of some counties: one or more. */
  async zones(ids: readonly number[]): Promise<Zone[]> {
    const counties = new Map<string, number[]>();
    for (const { id, timeZone } of await this.all())
      if (ids.includes(id)) counties.set(timeZone, [...(counties.get(timeZone) ?? []), id]);
    return Promise.all(
      [...counties].map(async ([name, ids]) => ({
        counties: ids,
        offsets: await this.offsetsOf(name),
      })),
    );
  }

  private offsetsOf(zone: string): Promise<Offset[]> {
    let offsets = this.offsets.get(zone);
    if (!offsets) {
      offsets = readOffsets(this.db, zone);
      this.offsets.set(zone, offsets);
      offsets.catch(() => this.offsets.delete(zone));
    }
    return offsets;
  }
}
