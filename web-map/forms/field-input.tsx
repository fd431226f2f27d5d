import { useId } from "react";
import { useWords, type Words } from "../i18n/use-words.js";
import type { FormFault } from "../layers/form.js";
import type { Category, FieldInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { ReferenceInput } from "./reference-input.js";
import { useFormWords } from "./words.js";

interface FieldInputProps {
  field: FieldInfo;
  value: string;
  fault: FormFault | undefined;
  serviceFault?: string | undefined;
  /** What is to be known of it, such as what another made of it meanwhile. */
  note?: string | undefined;
  onValue(value: string): void;
}

/** Where a field takes one of a few values: each with what it is called. */
function choicesOf(
  field: FieldInfo,
  categories: readonly Category[],
  { t, label, name }: Words,
): [value: string, text: string][] | null {
  if (field.type === "boolean")
    return [
      ["true", t("yes")],
      ["false", t("no")],
    ];
  if (field.scale.length > 0) return field.scale.map((s) => [String(s.value), label(s)]);
  if (field.type !== "code") return null;
  const codes = categories.filter((c) => c.kind === field.of);
  const leaves = codes.filter((c) => !codes.some((d) => d.parent === c.code));
  return leaves.map((c) => {
    const parent = codes.find((p) => p.code === c.parent);
    return [c.code, parent ? `${name(parent)} · ${name(c)}` : name(c)];
  });
}

/** The input that fits a field's type, with what is wrong beside it. */
export function FieldInput(props: FieldInputProps) {
  return props.field.type === "reference" ? (
    <ReferenceInput {...props} />
  ) : (
    <ValueInput {...props} />
  );
}

function ValueInput({ field, value, fault, serviceFault, note, onValue }: FieldInputProps) {
  const words = useWords();
  const own = useFormWords();
  const { t, label } = words;
  const { categories } = useSession();
  const id = useId();
  const text = fault ? t(fault.key, fault.values) : serviceFault;
  const common = {
    id,
    value,
    "aria-invalid": text !== undefined,
    "aria-describedby": text ? `${id}-fault` : note ? `${id}-note` : undefined,
  };
  const choices = choicesOf(field, categories, words);
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
      {choices ? (
        <select
          {...common}
          onChange={(e) => {
            onValue(e.target.value);
          }}
        >
          <option value="">{own("chooseNone")}</option>
          {choices.map(([of, text]) => (
            <option key={of} value={of}>
              {text}
            </option>
          ))}
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
      {note && (
        <p className="field-note" id={`${id}-note`}>
          {note}
        </p>
      )}
      {text && (
        <p className="field-fault" id={`${id}-fault`} role="alert">
          {text}
        </p>
      )}
    </div>
  );
}
