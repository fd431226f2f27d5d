import { useWords } from "../i18n/use-words.js";
import { type GroupPreset, PRESET_WORDS } from "./rules.js";
import { useGroupsWords } from "./words.js";

export interface TradeOff {
  preset: GroupPreset;
  metresPerHousehold: number;
  shareNearTarget?: number | null;
  tiesKept?: number | null;
  isolated?: number | null;
}

const [WIDTH, HEIGHT, LEFT, FOOT, TOP] = [320, 150, 44, 30, 22];

/** Values at the ends of an axis, a little beyond what is drawn. */
function ends(values: readonly number[]): readonly [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((most - least) * 0.25, Math.abs(most) * 0.02, 0.5);
  return [Math.max(0, least - margin), most + margin];
}

/** What each preset costs in walks and gives in even sizes, from runs that were made. */
export function TradeOffCurve({
  runs,
  held,
}: {
  runs: readonly TradeOff[];
  held: GroupPreset | null;
}) {
  const t = useGroupsWords();
  const { number } = useWords();
  const share = ({ shareNearTarget }: TradeOff) => Math.round(100 * (shareNearTarget ?? 0));
  const walks = ends(runs.map((run) => run.metresPerHousehold));
  const shares = ends(runs.map(share));
  const x = (run: TradeOff) =>
    LEFT + ((WIDTH - LEFT - 40) * (run.metresPerHousehold - walks[0])) / (walks[1] - walks[0]);
  const y = (run: TradeOff) =>
    HEIGHT - FOOT - ((HEIGHT - FOOT - TOP) * (share(run) - shares[0])) / (shares[1] - shares[0]);
  const sorted = [...runs].sort((a, b) => a.metresPerHousehold - b.metresPerHousehold);
  const line = sorted.map((run) => `${x(run).toFixed(1)},${y(run).toFixed(1)}`).join(" ");
  return (
    <figure className="groups-trade">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <path className="axis" d={`M${LEFT} ${TOP}V${HEIGHT - FOOT}H${WIDTH - 8}`} />
        <text x={LEFT} y={14}>
          {t("axisShare")}
        </text>
        <text x={WIDTH - 8} y={HEIGHT - 8} textAnchor="end">
          {t("axisWalk")}
        </text>
        <polyline points={line} />
        {runs.map((run) => (
          <g key={run.preset} data-held={run.preset === held}>
            <circle cx={x(run)} cy={y(run)} r={run.preset === held ? 6 : 4.5} />
            <text x={x(run)} y={y(run) - 9} textAnchor="middle">
              {t(PRESET_WORDS[run.preset])}
            </text>
          </g>
        ))}
      </svg>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("preset")}</th>
            <th scope="col">{t("axisWalk")}</th>
            <th scope="col">{t("axisShare")}</th>
            <th scope="col">{t("tiesKept")}</th>
            <th scope="col">{t("isolatedHomes")}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.preset} aria-current={run.preset === held}>
              <th scope="row">{t(PRESET_WORDS[run.preset])}</th>
              <td>{run.metresPerHousehold.toFixed(1)}</td>
              <td>{share(run)} %</td>
              <td>{typeof run.tiesKept === "number" ? number(run.tiesKept) : "–"}</td>
              <td>{typeof run.isolated === "number" ? number(run.isolated) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
