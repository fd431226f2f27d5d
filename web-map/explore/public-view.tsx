import type { FeatureCollection } from "geojson";
import { useEffect, useMemo, useState } from "react";
import { PublicReleaseDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { topCategories } from "../layers/legend.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Notice } from "../ui/notice.js";
import { PublicArea } from "./public-area.js";
import {
  type Choropleth,
  choropleth,
  mostTold,
  periodsOf,
  type Release,
} from "./public-numbers.js";
import { usePeriodWords } from "./use-period-words.js";

interface PublicViewProps {
  selectedId: string | null;
  onSelect(id: string | null): void;
}

/** Signed in, the statistics can be closed again: then the map is without them. */
const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };

/**
 * What everyone may know: areas of at least twenty households, their numbers, and what is left out.
 */
export function PublicView(props: PublicViewProps) {
  const { t } = useWords();
  const { county } = useSession();
  const { data, fault, again } = useAsked(PublicReleaseDocument, { county: county.id });
  if (fault && !data) return <FaultNotice fault={fault} retry={again} />;
  if (!data)
    return (
      <div className="skeleton">
        <i />
        <i />
        <i />
      </div>
    );
  const release = data.publicRelease;
  if (!release) return <Notice icon="grids" title={t("publicNone")} />;
  return <ReleaseView {...props} release={release} />;
}

function ReleaseView({ selectedId, onSelect, release }: PublicViewProps & { release: Release }) {
  const { t, name, day } = useWords();
  const { map } = useShell();
  const { categories } = useSession();
  const spanOf = usePeriodWords();
  const [category, setCategory] = useState(() => mostTold(release) ?? "");
  // A number over one period is exact, so the newest of them says most.
  const [month, setMonth] = useState<string | null | undefined>(undefined);
  const periods = useMemo(() => periodsOf(release, category), [release, category]);
  const period =
    periods.find((p) => p.month === month) ?? periods.find((p) => p.month !== null) ?? periods[0];
  const drawn = useMemo(
    () => choropleth(release, category, period ?? { month: "", from: "", to: "", months: 0 }),
    [release, category, period],
  );
  useEffect(() => {
    map?.setRelease(drawn.areas, drawn.names);
  }, [map, drawn]);
  useEffect(
    () => () => {
      map?.setRelease(NOTHING, NOTHING);
    },
    [map],
  );
  useEffect(() => {
    map?.selectRelease(selectedId);
  }, [map, selectedId]);
  const selected = release.areas.find((a) => String(a.id) === selectedId);
  return (
    <div className="public">
      <p className="muted">{t("publicText")}</p>
      <label className="field">
        <span>{t("publicCategory")}</span>
        <select
          value={category}
          onChange={(e) => {
            setCategory(e.target.value);
          }}
        >
          {topCategories(categories).map((c) => (
            <option key={c.code} value={c.code}>
              {name(c)}
            </option>
          ))}
        </select>
      </label>
      {period && (
        <label className="field">
          <span>{t("publicPeriod")}</span>
          <select
            value={period.month ?? ""}
            onChange={(e) => {
              setMonth(e.target.value || null);
            }}
          >
            {periods.map((p) => (
              <option key={p.month} value={p.month ?? ""}>
                {p.month === null
                  ? t("publicPeriodAll", { span: spanOf(p), months: p.months })
                  : spanOf(p)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Ramp drawn={drawn} span={period ? spanOf(period) : ""} />
      {selected ? (
        <PublicArea
          release={release}
          area={selected}
          onClear={() => {
            onSelect(null);
          }}
        />
      ) : (
        <p className="hint">{t("publicPick")}</p>
      )}
      <p className="muted small">{t("publicPublished", { date: day(release.publishedAt) })}</p>
    </div>
  );
}

/** The colours of the map, the span they are for, and how much of the map they speak of. */
function Ramp({ drawn: { classes, of }, span }: { drawn: Choropleth; span: string }) {
  const { t, number } = useWords();
  return (
    <section>
      <h3 className="group-title">
        {t("publicPer")}
        <span className="muted">{span}</span>
      </h3>
      {classes.length > 0 && (
        <ol className="ramp">
          {classes.map((c) => (
            <li key={c.colour}>
              <i style={{ background: c.colour }} />
              {Math.round(c.from) === Math.round(c.to)
                ? number(Math.round(c.from))
                : `${number(Math.round(c.from))}–${number(Math.round(c.to))}`}
            </li>
          ))}
        </ol>
      )}
      <ul className="ramp-others">
        {of.atLeast > 0 && (
          <li>
            <i className="partly" />
            {t("publicPartly")}
          </li>
        )}
        <li>
          <i className="withheld" />
          {t("publicWithheld")}
        </li>
      </ul>
      <p className="muted small">
        {t("publicShare", { known: of.exact, all: of.exact + of.atLeast + of.nothing })}
      </p>
    </section>
  );
}
