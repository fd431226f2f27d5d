import { useId, useState } from "react";
import { IncidentNumberedDocument, UndertakersDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import type { FormFault } from "../layers/form.js";
import type { FieldInfo } from "../layers/layer-names.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useFormWords } from "./words.js";

interface ReferenceInputProps {
  field: FieldInfo;
  value: string;
  fault: FormFault | undefined;
  onValue(id: string): void;
}

/** What a field refers to, chosen as people know it. */
export function ReferenceInput(props: ReferenceInputProps) {
  return props.field.of === "incidents" ? (
    <NumberInput {...props} />
  ) : (
    <OrganisationInput {...props} />
  );
}

/** An organisation, chosen by its name. */
function OrganisationInput({ field, value, fault, onValue }: ReferenceInputProps) {
  const { t, label } = useWords();
  const own = useFormWords();
  const id = useId();
  const all = useAsked(UndertakersDocument, {}).data?.organisations.nodes ?? [];
  return (
    <div className="field">
      <label htmlFor={id}>{label(field)} *</label>
      <select
        id={id}
        value={value}
        aria-invalid={fault !== undefined}
        onChange={(e) => {
          onValue(e.target.value);
        }}
      >
        <option value="">{own("chooseNone")}</option>
        {all.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      {fault && <small className="field-fault">{t(fault.key, fault.values)}</small>}
    </div>
  );
}

/** Another incident, by the number that people quote. */
function NumberInput({ field, fault, onValue }: ReferenceInputProps) {
  const { t, label } = useWords();
  const own = useFormWords();
  const { connection } = useSession();
  const id = useId();
  const [found, setFound] = useState<string | null>(null);
  const look = async (number: string) => {
    const asked = await ask(connection.client, IncidentNumberedDocument, { number });
    const [incident] = asked.data?.incidents.nodes ?? [];
    setFound(incident?.title ?? own("stepNoSuchNumber"));
    onValue(incident?.id ?? "");
  };
  return (
    <div className="field">
      <label htmlFor={id}>{`${label(field)} (${own("stepNumber")}) *`}</label>
      <input
        id={id}
        aria-invalid={fault !== undefined}
        onBlur={(e) => {
          if (e.target.value.trim()) void look(e.target.value.trim());
        }}
      />
      {found && <small className="muted">{found}</small>}
      {fault && <small className="field-fault">{t(fault.key, fault.values)}</small>}
    </div>
  );
}
