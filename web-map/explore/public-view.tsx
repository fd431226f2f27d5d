import type { FeatureCollection } from "geojson";
import { useCallback, useEffect, useMemo, useState } from "react";
import { PublicReleaseDocument, type PublicReleaseQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { colourOf, quantileBreaks, RAMP, topCategories } from "../layers/legend.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAgain } from "../session/use-again.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Notice } from "../ui/notice.js";

type Release = NonNullable<PublicReleaseQuery["publicRelease"]>;

interface PublicViewProps {
  map: MapAdapter | null;
  selectedId: string | null;
  onSelect(id: string | null): void;
}

/**
 * What everyone may know: areas of at least twenty households with their monthly counts, and what
 * was left out.
 */
export function PublicView({ map, selectedId, onSelect }: PublicViewProps) {
  const { t, name, number, day } = useWords();
  const session = useSession();
  const [release, setRelease] = useState<Release | null | undefined>(undefined);
  const [fault, setFault] = useState<Fault | null>(null);
  const [month, setMonth] = useState("");
  const [round, again] = useAgain();
  // biome-ignore lint/correctness/useExhaustiveDependencies(round): asked again when told to
  useEffect(() => {
    void ask(session.connection.client, PublicReleaseDocument, { county: session.county.id }).then(
      (asked) => {
        setFault(asked.fault ?? null);
        if (asked.data) setRelease(asked.data.publicRelease ?? null);
      },
    );
  }, [session, round]);
  const months = useMemo(
    () => [...new Set(release?.counts.map((c) => c.month) ?? [])].sort().reverse(),
    [release],
  );
  const rates = useMemo(() => {
    const sums = new Map<string, number>();
    for (const c of release?.counts ?? [])
      if (month === "" || c.month === month)
        sums.set(String(c.area), (sums.get(String(c.area)) ?? 0) + c.count);
    return sums;
  }, [release, month]);
  const areas = useMemo(
    () => (release?.areas ?? []).filter((a) => a.partition === "grid"),
    [release],
  );
  const rateOf = useCallback(
    (id: string, households: number) =>
      rates.has(id) && households > 0 ? ((rates.get(id) ?? 0) * 1000) / households : null,
    [rates],
  );
  const breaks = useMemo(
    () =>
      quantileBreaks(
        areas.map((a) => rateOf(String(a.id), a.households)).filter((r): r is number => r !== null),
        RAMP.length,
      ),
    [areas, rateOf],
  );
  useEffect(() => {
    const features: FeatureCollection = {
      type: "FeatureCollection",
      features: areas
        .filter((a) => a.geometry)
        .map((a) => {
          const rate = rateOf(String(a.id), a.households);
          return {
            type: "Feature",
            properties: {
              id: String(a.id),
              name: a.name,
              ...(rate === null ? {} : { colour: RAMP[breaks.filter((b) => rate >= b).length] }),
            },
            geometry: a.geometry!,
          };
        }),
    };
    map?.setRelease(features, features);
  }, [map, areas, breaks, rateOf]);
  useEffect(() => {
    map?.selectRelease(selectedId);
  }, [map, selectedId]);
  if (fault && !release) return <FaultNotice fault={fault} retry={again} />;
  if (release === undefined)
    return (
      <div className="skeleton">
        <i />
        <i />
        <i />
      </div>
    );
  if (release === null) return <Notice icon="grids" title={t("publicNone")} />;
  const selected = areas.find((a) => String(a.id) === selectedId);
  const counts = release.counts.filter(
    (c) => (month === "" || c.month === month) && String(c.area) === selectedId,
  );
  return (
    <div className="public">
      <p className="muted">{t("publicText")}</p>
      <label className="field">
        <span>{t("publicMonth")}</span>
        <select
          value={month}
          onChange={(e) => {
            setMonth(e.target.value);
          }}
        >
          <option value="">{t("publicAllMonths")}</option>
          {months.map((m) => (
            <option key={m} value={m}>
              {m.slice(0, 7)}
            </option>
          ))}
        </select>
      </label>
      <h3 className="group-title">{t("publicPer")}</h3>
      <ol className="ramp">
        {RAMP.slice(0, breaks.length + 1).map((c, i) => (
          <li key={c}>
            <i style={{ background: c }} />
            {i === 0 ? "0" : number(Math.round(breaks[i - 1]!))}
          </li>
        ))}
        <li>
          <i style={{ background: "#e5e2da" }} />
          {t("publicSuppressed")}
        </li>
      </ol>
      {selected ? (
        <>
          <h3 className="group-title">
            {selected.name}
            <button
              type="button"
              className="link"
              onClick={() => {
                onSelect(null);
              }}
            >
              {t("close")}
            </button>
          </h3>
          <dl className="fields">
            <div>
              <dt>{t("publicHouseholds")}</dt>
              <dd>{number(selected.households)}</dd>
            </div>
            {topCategories(session.categories).map((c) => {
              const found = counts.filter((k) => k.category === c.code);
              return (
                <div key={c.code}>
                  <dt>
                    <i className="dot" style={{ background: colourOf(c.code) }} />
                    {name(c)}
                  </dt>
                  <dd>
                    {found.length === 0 ? (
                      <span className="muted">{t("publicSuppressed")}</span>
                    ) : (
                      number(found.reduce((n, k) => n + k.count, 0))
                    )}
                  </dd>
                </div>
              );
            })}
          </dl>
        </>
      ) : (
        <p className="hint">{t("publicPick")}</p>
      )}
      <p className="muted small">{t("publicPublished", { date: day(release.publishedAt) })}</p>
    </div>
  );
}
