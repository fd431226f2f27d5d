import { useMemo, useState } from "react";
import { AccessLogDocument, type AccessLogQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useOwn } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { LOG_VIEW } from "./log-view.js";
import { useLogWords } from "./words.js";

type Line = AccessLogQuery["accessLog"][number];

const STEP = 200;
/** The service's own limit. */
const MOST = 1000;

/** What a line says was opened: layers with their rows, the condition without its values. */
interface Opened extends Record<string, unknown> {
  layers?: Record<string, { rows?: number; counted?: number; read?: string[]; by?: string[] }>;
}

const textOf = (line: Line): string =>
  [line.viewer, line.purpose, line.outlet, JSON.stringify(line.what)].join(" ").toLowerCase();

/** Who looked at personal data, and why: for auditors. */
export default function Log() {
  const t = useLogWords();
  const { number } = useWords();
  const [{ find }, change] = useOwn("log", LOG_VIEW);
  const [first, setFirst] = useState(STEP);
  const { data, fault, again } = useAsked(AccessLogDocument, { first }, { keeps: true });
  const lines = useMemo(() => data?.accessLog ?? [], [data]);
  const shown = useMemo(() => {
    const wanted = find.toLowerCase().split(/\s+/).filter(Boolean);
    return lines.filter((line) => wanted.every((word) => textOf(line).includes(word)));
  }, [lines, find]);
  return (
    <section className="workspace-page" aria-labelledby="log-title">
      <header className="page-head">
        <h2 id="log-title">{t("title")}</h2>
        <p className="muted">{t("intro")}</p>
        <input
          type="search"
          className="page-find"
          aria-label={t("find")}
          placeholder={t("find")}
          value={find}
          onChange={(e) => {
            change({ find: e.target.value });
          }}
        />
        <p className="muted small" role="status">
          {data && t("count", { count: number(lines.length), shown: number(shown.length) })}
        </p>
      </header>
      {fault && <FaultNotice fault={fault} retry={again} />}
      {data && <Lines lines={shown} />}
      {lines.length === first && first < MOST && (
        <button
          type="button"
          className="button"
          onClick={() => {
            setFirst(Math.min(MOST, first + STEP));
          }}
        >
          {t("more")}
        </button>
      )}
      {lines.length === MOST && <p className="muted">{t("newest", { count: number(MOST) })}</p>}
    </section>
  );
}

function Lines({ lines }: { lines: Line[] }) {
  const t = useLogWords();
  const { moment } = useWords();
  const { county } = useSession();
  if (lines.length === 0) return <p className="muted">{t("none")}</p>;
  return (
    <div className="page-table">
      <table>
        <thead>
          <tr>
            {(["at", "who", "why", "what", "outlet", "sealed"] as const).map((key) => (
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
              <td>{line.viewer.replace(/^person:/, "")}</td>
              <td>{line.purpose}</td>
              <td>
                <What line={line} />
              </td>
              <td>{line.outlet in WAYS ? t(line.outlet as keyof typeof WAYS) : line.outlet}</td>
              <td>{line.sealed ? t("sealed") : t("open")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const WAYS = { graphql: 1, subscription: 1, tile: 1, export: 1, command: 1 };

function What({ line }: { line: Line }) {
  const t = useLogWords();
  const { label, number } = useWords();
  const session = useSession();
  const { layers = {}, ...done } = line.what as Opened;
  return (
    <ul className="plain-list">
      {Object.entries(done).map(([what, value]) => (
        <li key={what}>
          <span className="muted small">{what}</span>{" "}
          {typeof value === "string" ? value : JSON.stringify(value)}
        </li>
      ))}
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
