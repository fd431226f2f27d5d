import { useId } from "react";
import { useWords } from "../i18n/use-words.js";
import type { FormFault } from "../layers/form.js";
import type { FieldInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";

interface FieldInputProps {
  field: FieldInfo;
  value: string;
  fault: FormFault | undefined;
  serviceFault?: string | undefined;
  onValue(value: string): void;
}

/** The input that fits a field's type, with what is wrong beside it. */
export function FieldInput({ field, value, fault, serviceFault, onValue }: FieldInputProps) {
  const { t, label, name } = useWords();
  const { categories } = useSession();
  const id = useId();
  const text = fault ? t(fault.key, fault.values) : serviceFault;
  const common = {
    id,
    value,
    "aria-invalid": text !== undefined,
    "aria-describedby": text ? `${id}-fault` : undefined,
  };
  const codes = field.type === "code" ? categories.filter((c) => c.kind === field.of) : [];
  const leaves = codes.filter((c) => !codes.some((d) => d.parent === c.code));
  return (
    <div className="field">
      <label htmlFor={id}>
        {label(field)}
        {field.required && (
          <em role="img" aria-label={t("required")}>
            {" "}
            *
          </em>
        )}
      </label>
      {field.type === "code" ? (
        <select
          {...common}
          onChange={(e) => {
            onValue(e.target.value);
          }}
        >
          <option value="">{t("chooseNone")}</option>
          {leaves.map((c) => {
            const parent = codes.find((p) => p.code === c.parent);
            return (
              <option key={c.code} value={c.code}>
                {parent ? `${name(parent)} · ${name(c)}` : name(c)}
              </option>
            );
          })}
        </select>
      ) : field.type === "boolean" ? (
        <select
          {...common}
          onChange={(e) => {
            onValue(e.target.value);
          }}
        >
          <option value="">{t("chooseNone")}</option>
          <option value="true">{t("yes")}</option>
          <option value="false">{t("no")}</option>
        </select>
      ) : field.multiline ? (
        <textarea
          {...common}
          rows={3}
          onChange={(e) => {
            onValue(e.target.value);
          }}
        />
      ) : (
        <input
          {...common}
          inputMode={
            field.type === "integer" ? "numeric" : field.type === "number" ? "decimal" : "text"
          }
          placeholder={
            field.type === "date"
              ? "2026-03-01"
              : field.type === "instant"
                ? "2026-03-01 08:30"
                : ""
          }
          autoComplete="off"
          onChange={(e) => {
            onValue(e.target.value);
          }}
        />
      )}
      {text && (
        <p className="field-fault" id={`${id}-fault`} role="alert">
          {text}
        </p>
      )}
    </div>
  );
}
