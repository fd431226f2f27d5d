import { useWords } from "../i18n/use-words.js";

/** Over what is still shown, while the newest could not be read. */
export function StaleNote({ retry }: { retry(): void }) {
  const { t } = useWords();
  return (
    <p className="stale-note" role="status">
      {t("stale")}
      <button type="button" className="link" onClick={retry}>
        {t("retry")}
      </button>
    </p>
  );
}
