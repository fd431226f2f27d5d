import type { CSSProperties } from "react";
import type { CompareAreasQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useShell } from "../shell/shell-context.js";
import { areaInput } from "../state/area.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { BESIDE_MOST, isAmong } from "./beside.js";
import { changeSaid, percentOf } from "./figures.js";
import { type AreaRead, useAreaName } from "./use-areas-read.js";
import type { useBeside } from "./use-beside.js";
import type { Asking } from "./use-question.js";
import { useAnalyseWords } from "./words.js";

interface BesideTableProps {
  asking: Asking;
  beside: ReturnType<typeof useBeside>;
}

type Figures = CompareAreasQuery["compareAreas"]["areas"][number];

/** Areas side by side: how many, how that changed, and how it stands to those who live there. */
export function BesideTable({ asking: { stands, ask }, beside }: BesideTableProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const { area, beside: areas } = stands;
  const { found, fault, read, again, loading } = beside;
  const canAdd = area !== null && !isAmong(areas, area) && areas.length < BESIDE_MOST;
  const most = Math.max(
    0.001,
    ...(found?.areas ?? []).map(({ rate, interval }) => rate?.high ?? interval.high),
  );
  const isPerHousehold = found?.areas.some(({ rate }) => rate != null) ?? false;
  return (
    <>
      {areas.length > 0 && (
        <table className="analyse-beside" aria-label={t("beside")} aria-busy={loading}>
          <thead>
            <tr>
              <th scope="col">{t("place")}</th>
              <th scope="col">{t("besideArea")}</th>
              <th scope="col">{t("besideCount")}</th>
              <th scope="col">{t("besideChange")}</th>
              <th scope="col">{t("rate")}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {areas.map((one, i) => (
              <BesideRow
                key={JSON.stringify(areaInput(one))}
                n={i + 1}
                read={read[i]}
                figures={found?.areas[i]}
                isPerHousehold={isPerHousehold}
                most={most}
                isAsked={area !== null && isAmong([area], one)}
                onAsk={() => {
                  ask({ area: one });
                }}
                onRemove={() => {
                  ask({ beside: areas.filter((other) => other !== one) });
                }}
              />
            ))}
          </tbody>
        </table>
      )}
      {fault && <FaultNotice fault={fault} retry={again} />}
      {areas.length === 1 && <p className="muted small">{t("besideOne")}</p>}
      {found && found.shared > 0 && (
        <p className="muted small">
          {t("besideShared", { count: number(Math.round(found.shared * 10) / 10) })}
        </p>
      )}
      {found && <p className="muted small">{t("besideHint")}</p>}
      {canAdd && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            ask({ beside: [...areas, area] });
          }}
        >
          <Icon name="plus" size={15} />
          {t("besideAdd")}
        </button>
      )}
    </>
  );
}

interface BesideRowProps {
  n: number;
  read: AreaRead | undefined;
  figures: Figures | undefined;
  isPerHousehold: boolean;
  most: number;
  isAsked: boolean;
  onAsk(): void;
  onRemove(): void;
}

function BesideRow(props: BesideRowProps) {
  const { n, read, figures, isPerHousehold, most, isAsked, onAsk, onRemove } = props;
  const t = useAnalyseWords();
  const { number } = useWords();
  const { map } = useShell();
  const nameOf = useAreaName();
  const name = nameOf(read, t("besideGone"));
  const round = (x: number) => number(x >= 10 ? Math.round(x) : Math.round(x * 10) / 10);
  const between = ({ low, high }: { low: number; high: number }) =>
    t("besideRange", { low: round(low), high: round(high) });
  const range = figures && (isPerHousehold ? figures.rate : figures.interval);
  const style = range
    ? ({
        "--low": Math.min(1, range.low / most),
        "--high": Math.min(1, range.high / most),
        "--at": Math.min(1, (isPerHousehold ? (figures.rate?.value ?? 0) : figures.count) / most),
      } as CSSProperties)
    : undefined;
  return (
    <tr style={style} data-on={isAsked}>
      <td className="number">{figures?.rank && placesOf(figures.rank)}</td>
      <th scope="row">
        <button
          type="button"
          aria-pressed={isAsked}
          title={t("besideAsk", { name })}
          onClick={onAsk}
          onPointerEnter={() => {
            map?.setSelected(read?.shape ?? null);
          }}
          onPointerLeave={() => {
            map?.setSelected(null);
          }}
        >
          <b>{n}</b> {name}
        </button>
        {range && (
          <span className="analyse-range" aria-hidden="true">
            <i />
            <b />
          </span>
        )}
      </th>
      <td className="number">
        {figures && number(Math.round(figures.count * 10) / 10)}
        {figures && <small>{between(figures.interval)}</small>}
      </td>
      <td className="number">{figures && <ChangeCell figures={figures} />}</td>
      <td className="number">
        {figures && (figures.rate ? round(figures.rate.value) : "—")}
        {figures?.rate && <small>{between(figures.rate)}</small>}
      </td>
      <td>
        <button
          type="button"
          className="icon-button"
          aria-label={t("remove", { what: name })}
          onClick={onRemove}
        >
          <Icon name="close" size={14} />
        </button>
      </td>
    </tr>
  );
}

/** By how much it changed; more than chance gives stands out. */
function ChangeCell({ figures: { count, expected, low, high } }: { figures: Figures }) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const percent = expected == null ? null : percentOf(count, expected);
  if (percent === null) return <>—</>;
  const isBeyond = low != null && high != null && (count < low || count > high);
  return (
    <span data-beyond={isBeyond}>
      {changeSaid(percent, t, number)}
      <small>{t(isBeyond ? "beyondChance" : "withinChance")}</small>
    </span>
  );
}

const placesOf = ({ first, last }: { first: number; last: number }) =>
  first === last ? String(first) : `${first}–${last}`;
