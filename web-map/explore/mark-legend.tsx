import type { CSSProperties, ReactNode } from "react";
import type { LayerName } from "../gql/graphql.js";
import { useWords, type Words } from "../i18n/use-words.js";
import { CategorySign } from "../layers/category-sign.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { ACCENT, BUILDING_COLOURS, MARK, PARCEL_COLOURS } from "../layers/legend.js";
import { colourIn } from "../map/night.js";
import { DEDICATED_FROM, SECTORS_FROM } from "../map/paint.js";
import { drawnFrom, isCountedAt } from "../map/style.js";
import { type Session, useSession } from "../session/session-context.js";
import { useTheme } from "../shell/theme.js";

/** A mark as the map has it, by day and by night. */
function Mark({ className, style }: { className: string; style: CSSProperties }) {
  const theme = useTheme();
  const as = className === "bubble" ? "circle-color" : "";
  const shown = Object.entries(style).map(([name, colour]) => [name, colourIn(theme, colour, as)]);
  return <i className={className} style={Object.fromEntries(shown)} />;
}
const mark = (className: string, style: CSSProperties): ReactNode => (
  <Mark className={className} style={style} />
);
const box = (background: string) => mark("box", { background });

/** The mark of each layer, in the colours of the map. */
export const SWATCH: Record<LayerName, ReactNode> = {
  INCIDENTS: <CategorySign code="04" colour={MARK.incident} />,
  CAMERAS: mark("dot", { background: MARK.camera }),
  HOUSEHOLDS: mark("dot small", { background: MARK.household }),
  BUILDINGS: box(BUILDING_COLOURS["01"]!),
  GRIDS: mark("box line", { borderColor: ACCENT }),
  VILLAGES: mark("box line dashed", { borderColor: MARK.village }),
  TOWNSHIPS: mark("box line heavy", { borderColor: MARK.township }),
  TIES: mark("stroke", { background: MARK.tie }),
  STREETS: mark("stroke thick", {}),
  WATERS: box(MARK.water),
  PARCELS: box(PARCEL_COLOURS["park"]!),
  BARRIERS: mark("stroke", { background: MARK.barrier }),
  CROSSINGS: mark("dot", { background: "#fff", borderColor: MARK.barrier }),
};

interface Entry {
  mark: ReactNode;
  text: string;
}
interface Seen {
  layer: LayerInfo;
  zoom: number;
  session: Session;
  words: Words;
}

/** What else a layer draws at a zoom and for a viewer, beside its plain mark. */
const LEGENDS: Partial<Record<LayerName, (seen: Seen) => Entry[]>> = {
  INCIDENTS: ({ layer, zoom, words: { t } }) =>
    isCountedAt(layer, zoom)
      ? [{ mark: mark("bubble", { background: ACCENT }), text: t("legendBubble") }]
      : [],
  CAMERAS: ({ layer, zoom, words: { t } }) =>
    zoom >= SECTORS_FROM && layer.fields.some((f) => f.name === "heading" && f.access === "clear")
      ? [{ mark: mark("sector", { background: MARK.camera }), text: t("legendSector") }]
      : [],
  HOUSEHOLDS: ({ layer, session: { purpose }, words: { t } }) => {
    const isExact = layer.place === "clear" || (layer.place === "onPurpose" && purpose !== null);
    return isExact
      ? [{ mark: mark("dot small", { background: MARK.household }), text: t("legendHousehold") }]
      : [{ mark: <i className="cell">12</i>, text: t("legendCell") }];
  },
  BUILDINGS: ({ layer, session: { categories }, words: { name } }) => {
    const table = layer.fields.find((f) => f.name === layer.category)?.of;
    return categories
      .filter((c) => c.kind === table && BUILDING_COLOURS[c.code])
      .map((c) => ({ mark: box(BUILDING_COLOURS[c.code]!), text: name(c) }));
  },
  GRIDS: ({ zoom, words: { t } }) =>
    zoom >= DEDICATED_FROM
      ? [{ mark: mark("box dedicated", { borderColor: ACCENT }), text: t("legendDedicated") }]
      : [],
};

/** The legend of one layer as the map draws it now. */
export function MarkLegend({ layer, zoom }: { layer: LayerInfo; zoom: number }) {
  const session = useSession();
  const words = useWords();
  if (zoom < drawnFrom(layer)) return null;
  const entries = LEGENDS[layer.name]?.({ layer, zoom, session, words }) ?? [];
  if (entries.length === 0) return null;
  return (
    <ul className="marks" aria-label={words.t("legend")}>
      {entries.map((e) => (
        <li key={e.text}>
          <span className="swatch" aria-hidden="true">
            {e.mark}
          </span>
          {e.text}
        </li>
      ))}
    </ul>
  );
}
