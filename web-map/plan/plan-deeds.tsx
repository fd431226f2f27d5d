import "../styles/steps.css";
import { type FormEvent, useState } from "react";
import { v4 as newId } from "uuid";
import { ChangePlanDocument, ForkPlanDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { type Asked, ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import type { PlanFacts } from "./plan-facts.js";
import { sayFault } from "./say-fault.js";
import { usePlanWords } from "./words.js";

interface PlanDeedsProps {
  facts: PlanFacts;
  onChanged(): void;
  onBegun(plan: string): void;
}

/** What a planner does with a plan as a whole: another name or day, and a copy to draw in. */
export function PlanDeeds({ facts, onChanged, onBegun }: PlanDeedsProps) {
  const t = usePlanWords();
  const { viewer } = useSession();
  const [open, setOpen] = useState<"change" | "fork" | null>(null);
  if (!viewer.roles.includes("PLANNER")) return null;
  const deeds = [...(facts.status === "DRAFT" ? (["change"] as const) : []), "fork" as const];
  const Form = open === "change" ? ChangeForm : ForkForm;
  return (
    <div className="plan-deeds">
      <div className="steps-actions">
        {deeds.map((deed) => (
          <button
            key={deed}
            type="button"
            className="button small"
            aria-pressed={open === deed}
            onClick={() => {
              setOpen(open === deed ? null : deed);
            }}
          >
            {t(deed === "change" ? "changePlan" : "forkPlan")}
          </button>
        ))}
      </div>
      {open && (
        <Form
          key={`${open} ${facts.version}`}
          facts={facts}
          onDone={(begun) => {
            setOpen(null);
            if (begun) onBegun(begun);
            else onChanged();
          }}
        />
      )}
    </div>
  );
}

interface FormProps {
  facts: PlanFacts;
  onDone(begun: string | null): void;
}

/** What was refused, in words; and whether something is on its way. */
function useDeed() {
  const t = usePlanWords();
  const { language, t: frame } = useWords();
  const { client } = useSession().connection;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const run = async <T,>(asking: Promise<Asked<T>>): Promise<T | null> => {
    setBusy(true);
    const asked = await asking;
    setBusy(false);
    setFault(
      asked.fault ? sayFault(asked.fault, { t, language, offline: frame("offline") }) : null,
    );
    return asked.data ?? null;
  };
  return { client, busy, fault, run };
}

function ChangeForm({ facts, onDone }: FormProps) {
  const t = usePlanWords();
  const { client, busy, fault, run } = useDeed();
  const change = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const changes = {
      name: String(form.get("name")).trim(),
      effectiveOn: String(form.get("day")) || null,
    };
    const { id, version } = facts;
    if (await run(ask(client, ChangePlanDocument, { id, version, changes }))) onDone(null);
  };
  return (
    <form className="steps-form" aria-label={t("changePlan")} onSubmit={(e) => void change(e)}>
      <label className="field">
        <span>{t("planName")}</span>
        <input name="name" required maxLength={100} defaultValue={facts.name ?? ""} />
      </label>
      <label className="field">
        <span>{t("planDay")}</span>
        <input name="day" type="date" defaultValue={facts.effectiveOn ?? ""} />
      </label>
      <Outcome fault={fault} />
      <button type="submit" className="button primary" disabled={busy}>
        {t("keep")}
      </button>
    </form>
  );
}

function ForkForm({ facts, onDone }: FormProps) {
  const t = usePlanWords();
  const { client, busy, fault, run } = useDeed();
  const [key] = useState(() => newId());
  const fork = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const name = String(new FormData(e.currentTarget).get("name")).trim();
    const begun = await run(ask(client, ForkPlanDocument, { id: facts.id, name, key }));
    if (begun) onDone(begun.forkGridPlan.id);
  };
  return (
    <form className="steps-form" aria-label={t("forkPlan")} onSubmit={(e) => void fork(e)}>
      <label className="field">
        <span>{t("planName")}</span>
        <input
          name="name"
          required
          maxLength={100}
          defaultValue={t("copyOf", { name: facts.name ?? "" }).slice(0, 100)}
        />
      </label>
      <Outcome fault={fault} />
      <button type="submit" className="button primary" disabled={busy}>
        {t("forkPlan")}
      </button>
    </form>
  );
}

const Outcome = ({ fault }: { fault: string | null }) =>
  fault && (
    <p className="field-fault" role="alert">
      {fault}
    </p>
  );
