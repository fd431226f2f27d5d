import { type SQL, sql } from "drizzle-orm";
import { badInput } from "../core/refusal.js";
import type { Access } from "../policy/policy.js";
import { checkedPoint } from "./area.js";

const PLACES_LIMIT = 200;
const METRES = 1;
/** Squares wider than a metre up to 75° of latitude, in degrees. */
const SQUARE = 4e-5;

/**
 * Rows within a metre of none of some places. Only rows of squares around a place, which are looked
 * up in a hashed list, are measured.
 */
export function notAt(access: Access, places: readonly (readonly number[])[]): SQL {
  if (places.length > PLACES_LIMIT)
    throw badInput("notAt", `notAt: at most ${PLACES_LIMIT} places.`);
  const points = places.map((place) => checkedPoint(place, "notAt"));
  const squares = points.flatMap(([lon, lat]) =>
    [-1, 0, 1].flatMap((dx) =>
      [-1, 0, 1].map(
        (dy) => [Math.round(lon / SQUARE) + dx, Math.round(lat / SQUARE) + dy] as const,
      ),
    ),
  );
  const array = (values: readonly number[], type: "float8" | "int") =>
    sql`${sql.param([...values])}::${sql.raw(type)}[]`;
  return access.where(
    "notAt",
    (g) => sql`not (
      (round(ST_X(${g}) / ${SQUARE}::float8)::int, round(ST_Y(${g}) / ${SQUARE}::float8)::int) in (
        select * from unnest(${array(
          squares.map(([x]) => x),
          "int",
        )}, ${array(
          squares.map(([, y]) => y),
          "int",
        )}))
      and exists (select from unnest(${array(
        points.map(([lon]) => lon),
        "float8",
      )}, ${array(
        points.map(([, lat]) => lat),
        "float8",
      )}) as p(lon, lat)
        where ST_DWithin(${g}::geography,
          ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography, ${METRES}::float8)))`,
  );
}
