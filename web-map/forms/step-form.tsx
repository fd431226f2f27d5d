import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { IncidentNumberedDocument, UndertakersDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { checkForm, type FormFault } from "../layers/form.js";
import { stepDocument } from "../layers/layer-documents.js";
import type { FieldInfo } from "../layers/layer-names.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { FieldInput } from "./field-input.js";
import type { MachineAction, Standing } from "./use-steps.js";

interface StepFormProps {
  action: MachineAction;
  standing: Standing;
  onDone(): void;
}

/** What a step asks, from its declared form, and a reason; taken by the version that is shown. */
export function StepForm({ action, standing, onDone }: StepFormProps) {
  const { t, label } = useWords();
  const { connection, county } = useSession();
  const [values, setValues] = useState<Record<string, string>>({});
  const [faults, setFaults] = useState<Record<string, FormFault>>({});
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const reasonId = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }, []);

  const take = async (event: FormEvent) => {
    event.preventDefault();
    const checked = checkForm(action.fields, values, county.timeZone);
    setFaults(checked.faults);
    if (Object.keys(checked.faults).length > 0) return;
    setBusy(true);
    const asked = await ask<unknown, Record<string, unknown>>(
      connection.client,
      stepDocument(action),
      {
        ...checked.input,
        id: standing.id,
        version: standing.version,
        reason: reason.trim() || null,
      },
    );
    setBusy(false);
    if (asked.fault) return setFault(asked.fault);
    onDone();
  };
  return (
    <form
      ref={form}
      className="steps-form"
      aria-label={label(action)}
      onSubmit={(e) => void take(e)}
    >
      {action.fields.map((field) => {
        const input = {
          field,
          value: values[field.name] ?? "",
          onValue: (value: string) => {
            setValues({ ...values, [field.name]: value });
          },
        };
        return field.type === "reference" ? (
          <ReferenceInput key={field.name} {...input} fault={faults[field.name]} />
        ) : (
          <FieldInput
            key={field.name}
            {...input}
            fault={faults[field.name]}
            serviceFault={fault?.field === field.name ? fault.message : undefined}
          />
        );
      })}
      <div className="field">
        <label htmlFor={reasonId}>
          {t("reason")}
          {action.reasoned && " *"}
        </label>
        <input
          id={reasonId}
          value={reason}
          required={action.reasoned}
          maxLength={500}
          onChange={(e) => {
            setReason(e.target.value);
          }}
        />
      </div>
      {fault && (
        <p className="field-fault" role="alert">
          {fault.message}
        </p>
      )}
      <button type="submit" className="button primary" disabled={busy}>
        {label(action)}
      </button>
    </form>
  );
}

interface ReferenceInputProps {
  field: FieldInfo;
  value: string;
  fault: FormFault | undefined;
  onValue(id: string): void;
}

function ReferenceInput(props: ReferenceInputProps) {
  return props.field.of === "incidents" ? (
    <NumberInput {...props} />
  ) : (
    <OrganisationInput {...props} />
  );
}

/** An organisation, chosen by its name. */
function OrganisationInput({ field, value, fault, onValue }: ReferenceInputProps) {
  const { t, label } = useWords();
  const { connection } = useSession();
  const id = useId();
  const [all, setAll] = useState<{ id: string; name: string | null }[]>([]);
  useEffect(() => {
    void ask(connection.client, UndertakersDocument, {}).then((asked) => {
      if (asked.data) setAll(asked.data.organisations.nodes);
    });
  }, [connection]);
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
        <option value="">{t("chooseNone")}</option>
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
  const { connection } = useSession();
  const id = useId();
  const [found, setFound] = useState<string | null>(null);
  const look = async (number: string) => {
    const asked = await ask(connection.client, IncidentNumberedDocument, { number });
    const [incident] = asked.data?.incidents.nodes ?? [];
    setFound(incident?.title ?? t("stepNoSuchNumber"));
    onValue(incident?.id ?? "");
  };
  return (
    <div className="field">
      <label htmlFor={id}>{`${label(field)} (${t("stepNumber")}) *`}</label>
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
