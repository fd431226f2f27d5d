import "../styles/admin.css";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useOwn } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Waiting } from "../ui/waiting.js";
import { LogFilter } from "./log-filter.js";
import { LogLines } from "./log-lines.js";
import { filterOf, LOG_VIEW } from "./log-view.js";
import { Proof } from "./proof.js";
import { useLog } from "./use-log.js";
import { useLogWords } from "./words.js";

/** Who looked at personal data, and why: for auditors. */
export default function Log() {
  const t = useLogWords();
  const { number } = useWords();
  const { county } = useSession();
  const [view, change] = useOwn("log", LOG_VIEW);
  const { data, fault, loading, again, more } = useLog(filterOf(view, county.timeZone));
  return (
    <main className="workspace-page" aria-labelledby="log-title">
      <header className="page-head">
        <h2 id="log-title">{t("title")}</h2>
        <p className="muted">{t("intro")}</p>
        <Proof />
        <LogFilter view={view} onChange={change} />
        <p className="muted small" role="status">
          {data && t(data.end ? "countMore" : "count", { count: number(data.lines.length) })}
        </p>
      </header>
      {fault && <FaultNotice fault={fault} retry={again} />}
      {!data && loading && <Waiting />}
      {data && <LogLines lines={data.lines} busy={loading} />}
      {data?.end && (
        <button type="button" className="button page-more" onClick={more}>
          {t("more")}
        </button>
      )}
    </main>
  );
}
