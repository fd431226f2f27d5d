import "../styles/steps.css";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { StepsTakenDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { checkForm, type FormFault, type FormValues } from "../layers/form.js";
import { stepDocument } from "../layers/layer-documents.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useDraft, useKept } from "../session/use-draft.js";
import { FieldInput } from "./field-input.js";
import { DraftNote, WaitingNote } from "./form-notes.js";
import { ReasonInput } from "./reason-input.js";
import { sayValueFault } from "./say-value-fault.js";
import { useResend } from "./use-resend.js";
import type { MachineAction, Standing } from "./use-steps.js";
import { useFormWords } from "./words.js";

interface StepFormProps {
  action: MachineAction;
  standing: Standing;
  onDone(): void;
  /** The subject is no longer as it is shown. */
  onMoved(): void;
}

interface Kept {
  values: FormValues;
  reason: string;
}

/** What a step asks, from its declared form, and a reason; taken by the version that is shown. */
export function StepForm({ action, standing, onDone, onMoved }: StepFormProps) {
  const { label, language } = useWords();
  const t = useFormWords();
  const { connection, county } = useSession();
  const draft = useDraft<Kept>(`step ${standing.id} ${action.action}`);
  const [isRestored, setRestored] = useState(draft.found !== null);
  const [values, setValues] = useState<FormValues>(draft.found?.values ?? {});
  const [reason, setReason] = useState(draft.found?.reason ?? "");
  const [faults, setFaults] = useState<Record<string, FormFault>>({});
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }, []);
  const given = Object.values(values).some((text) => text !== "") || reason !== "";
  useKept(draft, given ? { values, reason } : null);

  const take = async () => {
    const { input, faults } = checkForm(action.fields, values, county.timeZone);
    setFaults(faults);
    if (Object.keys(faults).length > 0) return;
    setBusy(true);
    const asked = await ask<unknown, Record<string, unknown>>(
      connection.client,
      stepDocument(action),
      { ...input, id: standing.id, version: standing.version, reason: reason.trim() || null },
    );
    setBusy(false);
    setFault(asked.fault ?? null);
    if (asked.fault?.code === "OFFLINE") return resend.wait();
    resend.stop();
    if (asked.fault?.code === "CONFLICT" && !(resend.isWaiting && (await wasTaken())))
      return onMoved();
    if (asked.fault && asked.fault.code !== "CONFLICT") return;
    draft.drop();
    onDone();
  };
  /** Of a step whose answer was lost: whether it is among those that were taken since. */
  const wasTaken = async () => {
    const { data } = await ask(connection.client, StepsTakenDocument, { id: standing.id });
    const known = Math.max(0, ...standing.steps.map((step) => step.number));
    const steps = data?.node && "steps" in data.node ? data.node.steps : [];
    return steps.some((s) => s.number > known && s.action === action.action);
  };
  // The version tells a step that was taken, though its answer was lost, from one that was not.
  const resend = useResend(() => {
    if (!busy) void take();
  });
  return (
    <form
      ref={form}
      className="steps-form"
      aria-label={label(action)}
      onSubmit={(e: FormEvent) => {
        e.preventDefault();
        void take();
      }}
    >
      {isRestored && (
        <DraftNote
          onDrop={() => {
            setRestored(false);
            setValues({});
            setReason("");
          }}
        />
      )}
      {action.fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name] ?? ""}
          fault={faults[field.name]}
          serviceFault={fault?.field === field.name ? sayValueFault(fault, language) : undefined}
          onValue={(value) => {
            setValues((old) => ({ ...old, [field.name]: value }));
          }}
        />
      ))}
      <ReasonInput value={reason} isRequired={action.reasoned} onValue={setReason} />
      {fault && !resend.isWaiting && (
        <p className="field-fault" role="alert">
          {fault.code === "CONFLICT" ? t("moreTold") : sayValueFault(fault, language)}
        </p>
      )}
      <WaitingNote resend={resend} />
      <button type="submit" className="button primary" disabled={busy}>
        {label(action)}
      </button>
    </form>
  );
}
