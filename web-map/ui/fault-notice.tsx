import { useWords } from "../i18n/use-words.js";
import type { Fault } from "../session/ask.js";
import { Notice } from "./notice.js";

/**
 * A refusal or failure of the service in the viewer's words; the service's own sentence stays
 * below.
 */
export function FaultNotice({ fault, retry }: { fault: Fault; retry?: (() => void) | undefined }) {
  const { t } = useWords();
  const again = retry && (
    <button type="button" className="button" onClick={retry}>
      {t("retry")}
    </button>
  );
  if (fault.code === "OFFLINE")
    return (
      <Notice icon="link" title={t("errorTitle")} text={t("offline")} alert>
        {again}
      </Notice>
    );
  if (fault.code === "FORBIDDEN" || fault.code === "UNAUTHENTICATED")
    return <Notice icon="lock" title={t("noPermission")} text={t("noPermissionText")} />;
  return (
    <Notice icon="report" title={t("errorTitle")} text={fault.message} alert>
      {again}
    </Notice>
  );
}
