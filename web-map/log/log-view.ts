import { addDays } from "../../geo/time/day.js";
import { localClock } from "../../geo/time/local-clock.js";
import type { AccessFilter } from "../gql/graphql.js";
import type { Codec } from "../state/codec.js";

/** What the lines must have; empty: anything. Days are the county's, `until` is the last of them. */
export interface LogView {
  person: string;
  purpose: string;
  layer: string;
  way: string;
  from: string;
  until: string;
}

const KEYS = ["person", "purpose", "layer", "way", "from", "until"] as const;
export const NO_FILTER: LogView = {
  person: "",
  purpose: "",
  layer: "",
  way: "",
  from: "",
  until: "",
};

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

export const LOG_VIEW: Codec<LogView> = {
  read: (get) => {
    const text = (key: keyof LogView) => get(key) ?? "";
    const day = (key: "from" | "until") => (isDay(text(key)) ? text(key) : "");
    return {
      person: text("person"),
      purpose: text("purpose"),
      layer: text("layer"),
      way: text("way"),
      from: day("from"),
      until: day("until"),
    };
  },
  write: (view) => Object.fromEntries(KEYS.flatMap((key) => (view[key] ? [[key, view[key]]] : []))),
  steps: [],
};

/** The same as the service is asked for it. */
export function filterOf(view: LogView, timeZone: string): AccessFilter {
  const { person, purpose, layer, way, from, until } = view;
  const clock = localClock(timeZone);
  const midnight = (day: string) => new Date(clock.midnight(day)).toISOString();
  return {
    ...(person.trim() && { person: person.trim() }),
    ...(purpose.trim() && { purpose: purpose.trim() }),
    ...(layer && { layer }),
    ...(way && { outlet: way }),
    ...(from && { from: midnight(from) }),
    ...(until && { until: midnight(addDays(until, 1)) }),
  };
}
