import { useId } from "react";
import { useWords } from "../i18n/use-words.js";
import { useFormWords } from "./words.js";

interface ReasonInputProps {
  value: string;
  isRequired?: boolean;
  onValue(value: string): void;
}

const LONGEST = 500;

/** Why, in the writer's words; it goes into the history. */
export function ReasonInput({ value, isRequired = false, onValue }: ReasonInputProps) {
  const { t } = useWords();
  const own = useFormWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {t("reason")}
        {isRequired && " *"}
      </label>
      <input
        id={id}
        value={value}
        required={isRequired}
        placeholder={own("reasonPlaceholder")}
        maxLength={LONGEST}
        autoComplete="off"
        onChange={(e) => {
          onValue(e.target.value);
        }}
      />
    </div>
  );
}
