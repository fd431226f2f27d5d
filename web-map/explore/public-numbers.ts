import type { FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";
import polylabel from "polylabel";
import type { PublicReleaseQuery } from "../gql/graphql.js";
import { quantileBreaks, RAMP } from "../layers/legend.js";

export type Release = NonNullable<PublicReleaseQuery["publicRelease"]>;
export type ReleaseArea = Release["areas"][number];

/**
 * What the release says of one area: an exact number over some months, a lower bound because only
 * some of the months are published, or nothing. Nothing is not none.
 */
export type Said =
  | { kind: "exact"; count: number }
  | { kind: "atLeast"; count: number; published: number; months: number }
  | { kind: "nothing" };

/** A span that numbers are for; `month` null: all that the category's periods cover. */
export interface Period {
  month: string | null;
  /** First and last month, like 2026-03. */
  from: string;
  to: string;
  months: number;
}

const monthText = (day: string) => day.slice(0, 7);
function monthAfter(first: string, months: number): string {
  const [year, month] = first.split("-").map(Number) as [number, number];
  const n = year * 12 + month - 1 + months - 1;
  return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}`;
}

/**
 * The periods of a category that have a number anywhere, the newest first; before them all
 * together.
 */
export function periodsOf(release: Release, category: string): Period[] {
  const whole = release.categories.find((c) => c.category === category);
  const spans = new Map<string, number>();
  for (const c of release.counts) if (c.category === category) spans.set(c.month, c.months);
  const one = [...spans]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(
      ([month, months]): Period => ({
        month,
        from: monthText(month),
        to: monthAfter(month, months),
        months,
      }),
    );
  if (!whole?.firstMonth || whole.months === 0) return one;
  const all: Period = {
    month: null,
    from: monthText(whole.firstMonth),
    to: monthAfter(whole.firstMonth, whole.months),
    months: whole.months,
  };
  return [all, ...one];
}

export function saidOf(release: Release, area: string, category: string, period: Period): Said {
  const mine = (c: { area: string | number; category: string }) =>
    String(c.area) === area && c.category === category;
  if (period.month !== null) {
    const found = release.counts.find((c) => c.month === period.month && mine(c));
    return found ? { kind: "exact", count: found.count } : { kind: "nothing" };
  }
  const total = release.totals.find(mine);
  if (!total) return { kind: "nothing" };
  const { atLeast: count, published, months } = total;
  return published === months
    ? { kind: "exact", count }
    : { kind: "atLeast", count, published, months };
}

/** What is shown first: the category of which most is told. */
export const mostTold = (release: Release): string | null =>
  [...release.categories].sort((a, b) => told(release, b.category) - told(release, a.category))[0]
    ?.category ?? null;

const told = (release: Release, category: string): number =>
  release.totals
    .filter((t) => t.category === category)
    .reduce((sum, t) => sum + t.published / Math.max(1, t.months), 0);

export interface Choropleth {
  areas: FeatureCollection;
  names: FeatureCollection;
  /** Classes that are there: from and to, per thousand households. */
  classes: { colour: string; from: number; to: number }[];
  /** Areas by what is said of them. */
  of: Record<Said["kind"], number>;
}

const rateOf = (area: ReleaseArea, said: Said): number | null =>
  said.kind === "exact" && area.households > 0 ? (said.count * 1000) / area.households : null;

/** Largest part of an area, and in it the place farthest from its border. */
function namePlace(shape: Polygon | MultiPolygon): Position {
  const parts = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  const width = (part: Position[][]) => {
    const xs = part[0]!.map((p) => p[0]!);
    return Math.max(...xs) - Math.min(...xs);
  };
  const largest = [...parts].sort((a, b) => width(b) - width(a))[0]!;
  const [x, y] = polylabel(largest as [number, number][][], 1e-4);
  return [x!, y!];
}

/**
 * Colours for exact numbers alone. A lower bound has none: the share that is published differs from
 * area to area, so bounds side by side would rank the areas by their size.
 */
export function choropleth(release: Release, category: string, period: Period): Choropleth {
  const areas = release.areas.filter((a) => a.partition === "grid" && a.geometry);
  const said = areas.map((a) => saidOf(release, String(a.id), category, period));
  const rates = areas.map((a, i) => rateOf(a, said[i]!));
  const known = rates.filter((r): r is number => r !== null);
  const breaks = quantileBreaks(known, RAMP.length);
  const classOf = (rate: number) => breaks.filter((b) => rate >= b).length;
  const edges = [Math.min(...known), ...breaks, Math.max(...known)];
  return {
    areas: {
      type: "FeatureCollection",
      features: areas.map((a, i) => ({
        type: "Feature",
        properties: {
          id: String(a.id),
          said: said[i]!.kind,
          ...(rates[i] == null ? {} : { colour: RAMP[classOf(rates[i]!)] }),
        },
        geometry: a.geometry!,
      })),
    },
    names: {
      type: "FeatureCollection",
      features: areas.map((a) => ({
        type: "Feature",
        properties: { name: a.name },
        geometry: { type: "Point", coordinates: namePlace(a.geometry as Polygon | MultiPolygon) },
      })),
    },
    classes:
      known.length === 0
        ? []
        : RAMP.slice(0, breaks.length + 1).map((colour, i) => ({
            colour,
            from: edges[i]!,
            to: edges[i + 1]!,
          })),
    of: {
      exact: said.filter((s) => s.kind === "exact").length,
      atLeast: said.filter((s) => s.kind === "atLeast").length,
      nothing: said.filter((s) => s.kind === "nothing").length,
    },
  };
}
