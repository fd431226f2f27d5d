import { useCopy } from "../ui/copy-dialog.js";
import { Icon } from "../ui/icon.js";
import { Panel } from "../ui/panel.js";
import { useFormWords } from "./words.js";

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
  const own = useFormWords();
  const { copy, dialog } = useCopy();
  const { title, number } = reported;
  return (
    <Panel
      focus
      title={own("reportDone", { title })}
      label={own("reportDone", { title })}
      onClose={onClose}
      className="receipt"
      footer={
        <div className="row-end">
          <button type="button" className="button" onClick={onOpen}>
            {own("reportOpen")}
          </button>
          <button type="button" className="button primary" onClick={onAnother}>
            {own("reportAnother")}
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
            <p className="muted">{own("reportNumber")}</p>
            <p className="receipt-number">{number}</p>
            <button type="button" className="button" onClick={() => void copy(number)}>
              {own("copyNumber")}
            </button>
            <p className="muted small">{own("reportNumberHint")}</p>
          </>
        )}
      </div>
      {dialog}
    </Panel>
  );
}
