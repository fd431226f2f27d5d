import type { LayerSpecification } from "maplibre-gl";
import { useMemo } from "react";
import { CompareAreasDocument } from "../gql/graphql.js";
import type { Overlay } from "../map/map-adapter.js";
import { INK, ON_NUMBERS } from "../map/paint.js";
import { label, stroke } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { useOverlay } from "../map/use-overlay.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { areaInput } from "../state/area.js";
import { compareInput } from "./against.js";
import { wholeFilter } from "./filters.js";
import type { Question } from "./question.js";
import { type AreaRead, useAreasRead } from "./use-areas-read.js";

/** While others write, figures are as old as this. */
const SELDOM_MS = 5000;
const OVERLAY = "analyse-beside";

const number = label({
  ...{ id: "number", source: "areas", width: 16 },
  ...{ colour: ON_NUMBERS.ink, halo: ON_NUMBERS.halo },
});
/** Which row it is must be read, whatever name stands there too. */
const numbers = {
  ...number,
  layout: { ...number.layout, "text-allow-overlap": true },
} as LayerSpecification;

/** Their outlines, each with its number in the table. */
const besideOverlay = (read: readonly AreaRead[]): Overlay => ({
  slot: "selection",
  sources: {
    areas: collection(
      read.flatMap(({ shape }, i) =>
        shape
          ? [{ type: "Feature" as const, geometry: shape, properties: { name: String(i + 1) } }]
          : [],
      ),
    ),
  },
  layers: [stroke({ id: "line", source: "areas", colour: INK, width: 1.6 }), numbers],
});

/** Areas side by side under one question, each against chance, drawn on the map with its number. */
export function useBeside(question: Question) {
  const { county } = useSession();
  const { live } = useShell();
  const { beside, times, against } = question;
  const read = useAreasRead(beside);
  const asked = useAsked(
    CompareAreasDocument,
    beside.length < 2
      ? null
      : {
          areas: beside.map(areaInput),
          filter: wholeFilter({ ...question, area: null }, county),
          times,
          compare: compareInput(against, county.timeZone),
        },
    { version: live.version, seldomMs: SELDOM_MS, keeps: true },
  );
  useOverlay(
    OVERLAY,
    useMemo(() => (read.length > 0 ? besideOverlay(read) : null), [read]),
  );
  const found = asked.data?.compareAreas;
  return { ...asked, read, found: found?.areas.length === beside.length ? found : undefined };
}
