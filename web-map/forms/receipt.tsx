import { useWords } from "../i18n/use-words.js";
import { useCopy } from "../ui/copy-dialog.js";
import { Icon } from "../ui/icon.js";
import { Panel } from "../ui/panel.js";

/** What a reporter takes away: the number by which the report is found again. */
export interface Reported {
  id: string;
  title: string;
  number: string | null;
}

interface ReceiptProps {
  reported: Reported;
  onClose(): void;
  onOpen(): void;
  onAnother(): void;
}

export default function Receipt({ reported, onClose, onOpen, onAnother }: ReceiptProps) {
  const { t } = useWords();
  const { copy, dialog } = useCopy();
  const { title, number } = reported;
  return (
    <Panel
      focus
      title={t("reportDone", { title })}
      label={t("reportDone", { title })}
      onClose={onClose}
      className="receipt"
      footer={
        <div className="row-end">
          <button type="button" className="button" onClick={onOpen}>
            {t("reportOpen")}
          </button>
          <button type="button" className="button primary" onClick={onAnother}>
            {t("reportAnother")}
          </button>
        </div>
      }
    >
      <div className="receipt-body" role="status">
        <span className="receipt-mark">
          <Icon name="check" size={26} />
        </span>
        {number && (
          <>
            <p className="muted">{t("reportNumber")}</p>
            <p className="receipt-number">{number}</p>
            <button type="button" className="button" onClick={() => void copy(number)}>
              {t("copyNumber")}
            </button>
            <p className="muted small">{t("reportNumberHint")}</p>
          </>
        )}
      </div>
      {dialog}
    </Panel>
  );
}
