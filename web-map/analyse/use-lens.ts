import { useMemo, useState } from "react";
import { LensCellsDocument, LensPointsDocument } from "../gql/graphql.js";
import { useOverlay } from "../map/use-overlay.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import type { Change } from "./figures.js";
import { wholeFilter } from "./filters.js";
import { type LensPart, lensOverlay } from "./lens-overlay.js";
import type { Question } from "./question.js";
import { USUAL_CELL } from "./use-hot-spots.js";

const OVERLAY = "analyse-lens";
/** As many of a time as a list gives at once; more points hide each other. */
const MOST = 5000;
/** While others write, the lens is as old as this. */
const SELDOM_MS = 15_000;

/**
 * The days of the question over those that they are compared with, on the map; off until somebody
 * asks for it, and not in the address: one looks through it and puts it away.
 */
export function useLens(question: Question, change: Change | undefined) {
  const { county } = useSession();
  const { live } = useShell();
  const [share, setShare] = useState<number | null>(null);
  const isOn = share !== null && change !== undefined;
  const isPoints = question.map === "POINTS";
  const filters = isOn && {
    now: wholeFilter(question, county),
    before: wholeFilter({ ...question, days: { from: change.from, to: change.to } }, county),
  };
  const when = { version: live.version, seldomMs: SELDOM_MS, keeps: true };
  const cells = useAsked(
    LensCellsDocument,
    filters && !isPoints ? { ...filters, metres: question.cell ?? USUAL_CELL } : null,
    when,
  );
  const points = useAsked(
    LensPointsDocument,
    filters && isPoints ? { ...filters, first: MOST } : null,
    when,
  );
  const { data, fault, again, loading } = isPoints ? points : cells;
  const parts = useMemo(() => {
    if (!data) return null;
    const partsOf = (side: (typeof data)["now"]): LensPart[] =>
      "nodes" in side
        ? side.nodes.flatMap(({ centroid }) =>
            centroid ? [{ geometry: { type: "Point", coordinates: centroid }, count: 1 }] : [],
          )
        : side.cells.flatMap(({ count, geometry }) => (geometry ? [{ geometry, count }] : []));
    return { before: partsOf(data.before), now: partsOf(data.now) };
  }, [data]);
  useOverlay(
    OVERLAY,
    useMemo(() => (isOn && parts ? lensOverlay(parts, share / 100) : null), [isOn, parts, share]),
  );
  return {
    isOn,
    /** The days compared with. */
    before: change ?? null,
    /** 0: only the days compared with; 100: only those of the question. */
    share: share ?? 100,
    setShare,
    toggle: () => {
      setShare((now) => (now === null ? 100 : null));
    },
    ...{ fault, again, loading },
    isCut: isPoints && [parts?.before, parts?.now].some((side) => (side?.length ?? 0) >= MOST),
    most: MOST,
  };
}

export type Lens = ReturnType<typeof useLens>;
