import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";

/** Over what is still shown, while the newest could not be read: of when it is. */
export function StaleNote({ asOf, retry }: { asOf?: Date | undefined; retry(): void }) {
  const { t, clock } = useWords();
  const { timeZone } = useSession().county;
  return (
    <p className="stale-note" role="status">
      {asOf ? t("staleAsOf", { time: clock(asOf, timeZone) }) : t("stale")}
      <button type="button" className="link" onClick={retry}>
        {t("retry")}
      </button>
    </p>
  );
}
