import { useWords } from "../i18n/use-words.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { Done } from "./done.js";
import { WAYS } from "./log-filter.js";
import type { Line } from "./use-log.js";
import { useLogWords } from "./words.js";

/** What a line says was opened: layers with their rows, the condition without its values. */
interface Opened extends Record<string, unknown> {
  layers?: Record<string, { rows?: number; counted?: number; read?: string[]; by?: string[] }>;
}

export function LogLines({ lines, busy }: { lines: Line[]; busy: boolean }) {
  const t = useLogWords();
  const { moment } = useWords();
  const { county } = useSession();
  if (lines.length === 0) return <p className="muted">{t("none")}</p>;
  const wayOf = (outlet: string) => {
    const known = WAYS.find((way) => way === outlet);
    return known ? t(known) : outlet;
  };
  return (
    <div className="page-table" aria-busy={busy}>
      <table>
        <thead>
          <tr>
            {(["at", "who", "why", "what", "outlet", "state"] as const).map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td className="number">{moment(line.at, county.timeZone)}</td>
              <td>
                <Who line={line} />
              </td>
              <td data-label={t("why")}>{line.purpose}</td>
              <td data-label={t("what")}>
                <What line={line} />
              </td>
              <td data-label={t("outlet")}>{wayOf(line.outlet)}</td>
              <td data-label={t("state")}>{line.sealed ? t("sealed") : t("open")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Who({ line: { viewer, viewerName } }: { line: Line }) {
  const login = viewer.replace(/^person:/, "");
  if (!viewerName) return login;
  return (
    <>
      {viewerName} <span className="muted small">{login}</span>
    </>
  );
}

function What({ line }: { line: Line }) {
  const t = useLogWords();
  const { label, number } = useWords();
  const session = useSession();
  const { layers = {}, ...done } = line.what as Opened;
  return (
    <ul className="plain-list">
      <Done done={done} />
      {Object.entries(layers).map(([name, opened]) => {
        const known = layerNamed(session, name);
        const layer = known ? label(known) : name;
        return (
          <li key={name}>
            {opened.counted === undefined
              ? t("rows", { layer, rows: number(opened.rows ?? 0) })
              : t("counted", { layer })}
            {opened.read && <span className="muted small"> {opened.read.join(", ")}</span>}
          </li>
        );
      })}
    </ul>
  );
}
