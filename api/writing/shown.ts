import { type SQL, sql } from "drizzle-orm";
import type { Declaration, Field } from "../../schema/declaration.js";
import { inputName } from "../../schema/layer-types.js";
import { isLayer } from "../../schema/layers/index.js";
import { frozen } from "../core/database.js";
import { instantSql } from "../layers/select.js";

/** A value as forms and history have it: references as ids, moments in UTC. */
function shown(field: Field, alias: SQL): SQL {
  const value = sql`${alias}${sql.identifier(field.column)}`;
  if (field.type.kind === "reference") return sql`${alias}county_id || '-' || ${value}`;
  return field.type.kind === "instant" ? instantSql(value) : value;
}

/** A field's name as text: names are ours, and have no quotes. */
const quoted = (field: Field): SQL => sql.raw(`'${inputName(field)}'::text`);

/** Composed once a declaration. */
function once(compose: (layer: Declaration) => SQL): (layer: Declaration) => SQL {
  const known = new Map<string, SQL>();
  return (layer) => {
    let sql = known.get(layer.name);
    if (!sql) known.set(layer.name, (sql = frozen(compose(layer))));
    return sql;
  };
}

/** All that a row holds by its input names, with the place. */
export const stateOf = once((layer) => {
  const entries = layer.fields.map((field) => sql`${quoted(field)}, ${shown(field, sql``)}`);
  if (isLayer(layer)) {
    const place = sql.identifier(layer.geometryColumn);
    entries.push(sql`'geometry'::text, ST_AsGeoJSON(${place}, 7)::json`);
  }
  return sql`json_build_object(${sql.join(entries, sql`, `)})`;
});

const [WAS, IS] = [sql`o.`, sql`u.`];

/** Each field of a row by name, as it was (`o`) and as it is (`u`): rows of `(name, was, now)`. */
export const comparedRows = once((layer) => {
  const fields = layer.fields.map(
    (field) => sql`(${quoted(field)}, to_jsonb(${shown(field, WAS)}),
      to_jsonb(${shown(field, IS)}))`,
  );
  if (!isLayer(layer)) return sql.join(fields, sql`, `);
  const name = layer.geometryColumn;
  const place = (alias: SQL) => sql`${alias}${sql.identifier(name)}`;
  const geometry = (alias: SQL) =>
    sql`case when ST_AsBinary(${place(WAS)}) <> ST_AsBinary(${place(IS)})
      then ST_AsGeoJSON(${place(alias)}, 7)::jsonb end`;
  return sql.join([...fields, sql`('geometry', ${geometry(WAS)}, ${geometry(IS)})`], sql`, `);
});
