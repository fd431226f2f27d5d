import { useEffect, useId, useRef } from "react";
import { useWords } from "../i18n/use-words.js";
import { type FormValues, toText } from "../layers/form.js";
import type { FullObject } from "../layers/layer-documents.js";
import type { FieldInfo, LayerInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";

interface ConflictProps {
  layer: LayerInfo;
  before: FormValues;
  values: FormValues;
  theirs: FullObject;
  mineVersion: number;
  onTheirs(): void;
  onMine(): void;
}

/** Someone else was faster: both sides by field, and two ways out. */
export function Conflict({
  layer,
  before,
  values,
  theirs,
  mineVersion,
  onTheirs,
  onMine,
}: ConflictProps) {
  const { t, label } = useWords();
  const { county } = useSession();
  const id = useId();
  const self = useRef<HTMLDivElement>(null);
  useEffect(() => {
    self.current?.focus();
    self.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const rows = layer.fields.flatMap((f) => {
    const [was, mine, other] = [
      before[f.name] ?? "",
      values[f.name] ?? "",
      toText(f, theirs[f.name], county.timeZone),
    ];
    return mine.trim() !== was.trim() || other !== was ? [{ field: f, mine, other }] : [];
  });
  const said = (field: FieldInfo, text: string) => {
    const step = field.scale.find((s) => String(s.value) === text.trim());
    return step ? label(step) : text || t("empty");
  };
  return (
    <div
      className="conflict"
      role="alertdialog"
      aria-label={t("conflictTitle")}
      aria-describedby={`${id}-text`}
      tabIndex={-1}
      ref={self}
    >
      <strong>{t("conflictTitle")}</strong>
      <p id={`${id}-text`}>{t("conflictText", { mine: mineVersion, theirs: theirs.version })}</p>
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t("conflictField")}</th>
              <th>{t("conflictYours")}</th>
              <th>{t("conflictTheirValue")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ field, mine, other }) => (
              <tr key={field.name}>
                <th>{label(field)}</th>
                <td>{said(field, mine)}</td>
                <td>{said(field, other)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="row-end">
        <button type="button" className="button" onClick={onTheirs}>
          {t("conflictTheirs")}
        </button>
        <button type="button" className="button primary" onClick={onMine}>
          {t("conflictMine")}
        </button>
      </div>
    </div>
  );
}
