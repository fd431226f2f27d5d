import { useWords } from "../i18n/use-words.js";

/** Stands where something is fetched that was not needed before. */
export function Waiting() {
  const { t } = useWords();
  return (
    <p className="panel muted" role="status">
      {t("loading")}
    </p>
  );
}
