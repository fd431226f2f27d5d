import type { Engine } from "../../db/engine/engine.js";
import type { DeclaredName } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { LAYERS } from "../../schema/layers/index.js";

/** What the price of a question depends on beside the question. */
export interface LayerSize {
  /** Rows of the table, retired ones too. */
  rows: number;
  /** Vertices of a row's shape, on average. */
  vertices: number;
  /** Moments (ms) that divide the rows into equal parts; none where a row has no time. */
  moments: readonly number[];
}

export type Sizes = ReadonlyMap<DeclaredName, LayerSize>;

const FRESH_MS = 60_000;
/** Shapes looked at for their vertices. */
const SAMPLE = 100;
/** Of a table that was never analysed, rows by its bytes. */
const ROW_BYTES = 400;

const vertices = LAYERS.map(
  ({ name, table, geometryColumn: geom }) => `
  select '${name}' as layer, (select avg(ST_NPoints(${geom})) from
    (select ${geom} from ${table} limit ${SAMPLE}) s) as vertices`,
).join(" union all ");

/** All from what the engine keeps anyway; a thousandth of a second, once a minute. */
const STATEMENT = `
  select l.layer, coalesce(v.vertices, 1)::float8 as vertices,
    (case when c.reltuples < 0 then pg_relation_size(c.oid) / ${ROW_BYTES}
      else c.reltuples end)::float8 as rows,
    coalesce((select array(select extract(epoch from m) * 1000
        from unnest(s.histogram_bounds::text::timestamptz[]) m)
      from pg_stats s where s.schemaname = 'public' and s.tablename = l.tbl
        and s.attname = l.moment), '{}')::float8[] as moments
  from jsonb_to_recordset($1) as l(layer text, tbl text, moment text)
    join pg_class c on c.oid = to_regclass(l.tbl)
    left join (${vertices}) v using (layer)`;

const TABLES = JSON.stringify(
  DECLARED.map((l) => ({ layer: l.name, tbl: l.table, moment: l.time?.from ?? null })),
);

/**
 * How large layers and registers are, kept: prices need no more than their order, and a request that is
 * priced waits for a statement only if it is the first.
 */
export class LayerSizes {
  private known: Sizes = new Map();
  private reading: Promise<Sizes> | undefined;
  private readAt = -Infinity;

  constructor(private readonly engine: Engine) {}

  async get(): Promise<Sizes> {
    if (performance.now() - this.readAt > FRESH_MS) {
      this.readAt = performance.now();
      this.reading = this.read();
    }
    return this.known.size > 0 ? this.known : ((await this.reading) ?? this.known);
  }

  /** A database that does not answer is the question's own business to say. */
  private async read(): Promise<Sizes> {
    try {
      const { rows } = await this.engine.pool.query<{ layer: DeclaredName } & LayerSize>(
        STATEMENT,
        [TABLES],
      );
      this.known = new Map(rows.map(({ layer, ...size }) => [layer, size]));
    } catch {
      this.readAt = -Infinity;
    }
    return this.known;
  }
}
