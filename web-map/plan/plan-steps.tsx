import "../styles/steps.css";
import { useEffect, useRef, useState } from "react";
import { StepForm } from "../forms/step-form.js";
import type { MachineAction } from "../forms/use-steps.js";
import { useWords } from "../i18n/use-words.js";
import type { PlanFacts } from "./plan-facts.js";
import { usePlanMachine } from "./use-state-name.js";
import { usePlanWords } from "./words.js";

interface PlanStepsProps {
  facts: PlanFacts;
  onDone(): void;
}

/** What can be done with a plan from here; what cannot says why. */
export function PlanSteps({ facts, onDone }: PlanStepsProps) {
  const t = usePlanWords();
  const { label, language } = useWords();
  const machine = usePlanMachine();
  const [chosen, setChosen] = useState<string | null>(null);
  const actionOf = (name: string) =>
    machine?.actions.find(({ action, mutation }) => action === name && mutation);
  const possible = facts.can.flatMap(({ action, allowed, missing }) => {
    const found = actionOf(action);
    const why = missing.map((m) => (language === "zh" ? m.sentenceZh : m.sentenceEn)).join(" ");
    return found ? [{ found, allowed, why }] : [];
  });
  const open = possible.find(({ found, allowed }) => allowed && found.action === chosen)?.found;
  const canSubmit = possible.some(({ found, allowed }) => allowed && found.action === "submit");
  const form = useRef<HTMLDivElement>(null);
  useSubmitKey(() => {
    if (open?.action === "submit") form.current?.querySelector("form")?.requestSubmit();
    else if (canSubmit) setChosen("submit");
  });
  if (possible.length === 0) return null;
  return (
    <div ref={form} className="plan-steps">
      <div className="steps-actions" role="group" aria-label={t("steps")}>
        {possible.map(({ found, allowed, why }) => (
          <button
            key={found.action}
            type="button"
            className="button"
            disabled={!allowed}
            title={why || undefined}
            aria-pressed={chosen === found.action}
            onClick={() => {
              setChosen(chosen === found.action ? null : found.action);
            }}
          >
            {label(found)}
          </button>
        ))}
      </div>
      {open && (
        <StepForm
          key={open.action}
          action={open as MachineAction}
          standing={facts}
          onDone={() => {
            setChosen(null);
            onDone();
          }}
          onMoved={onDone}
        />
      )}
    </div>
  );
}

/** Ctrl or Command with Enter, also out of the word that is being written. */
function useSubmitKey(run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== "Enter" || e.ctrlKey === e.metaKey || e.defaultPrevented) return;
      e.preventDefault();
      latest.current();
    };
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", onKey);
    };
  }, []);
}
