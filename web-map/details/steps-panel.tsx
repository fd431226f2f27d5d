import "../styles/steps.css";
import { useRef, useState } from "react";
import { StepForm } from "../forms/step-form.js";
import { type Standing, useSteps } from "../forms/use-steps.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { whoOf } from "./who-of.js";
import { type DetailsWord, useDetailsWords } from "./words.js";

const CLOCK_WORDS: Readonly<Record<string, DetailsWord>> = {
  accept: "clockAccept",
  answer: "clockAnswer",
  file: "clockFile",
  dispatch: "clockDispatch",
  sign: "clockSign",
  finish: "clockFinish",
  verify: "clockVerify",
  dispute: "clockDispute",
};

/** 办理: where an incident stands, its clocks, what was done, and what can be done from here. */
export function StepsPanel({ id, version }: { id: string; version: number }) {
  const { t, label, moment, language } = useWords();
  const own = useDetailsWords();
  const { county } = useSession();
  const { machine, standing, fault, again } = useSteps(id, version);
  const [chosen, setChosen] = useState<string | null>(null);
  const stateText = useRef<HTMLParagraphElement>(null);
  if (fault && !standing) return <FaultNotice fault={fault} retry={again} />;
  if (!machine || !standing) return <p className="muted pad">{t("loading")}</p>;
  const state = machine.states.find(({ code }) => code === standing.status);
  const actionOf = (name: string) => machine.actions.find(({ action }) => action === name);
  const named = (name: string) => {
    const action = actionOf(name);
    return action ? label(action) : own("stepImported");
  };
  const isOpen = standing.can.some(({ action, allowed }) => action === chosen && allowed);
  const form = chosen !== null && isOpen ? actionOf(chosen) : undefined;
  return (
    <div className="steps pad">
      <p className="steps-state" role="status" tabIndex={-1} ref={stateText}>
        <b>{state ? label(state) : standing.status}</b>
      </p>
      <Clocks clocks={standing.clocks} />
      <div className="steps-actions" role="group" aria-label={own("stepsCan")}>
        {standing.can
          .filter(({ allowed }) => allowed)
          .map(({ action }) => (
            <button
              key={action}
              type="button"
              className="button"
              aria-pressed={chosen === action}
              onClick={() => {
                setChosen(chosen === action ? null : action);
              }}
            >
              {named(action)}
            </button>
          ))}
      </div>
      {form?.mutation && (
        <StepForm
          key={form.action}
          action={form}
          standing={standing}
          onDone={() => {
            setChosen(null);
            again();
            // The form is gone: whoever goes by keyboard goes on from the new state.
            stateText.current?.focus();
          }}
          onMoved={again}
        />
      )}
      <Refused
        steps={standing.can.flatMap(({ action, allowed, missing }) =>
          allowed
            ? []
            : [
                {
                  action,
                  text: named(action),
                  why: missing
                    .map((m) => (language === "zh" ? m.sentenceZh : m.sentenceEn))
                    .join(" "),
                },
              ],
        )}
      />
      <ol className="history" aria-label={own("stepsTaken")}>
        {standing.steps.map((step) => (
          <li key={step.number}>
            <div className="history-head">
              <b>{named(step.action)}</b>
              <span>{whoOf(own, step.actor, step.actorName)}</span>
              <time dateTime={step.at}>{moment(step.at, county.timeZone)}</time>
            </div>
            {step.reason && <p className="history-reason">{step.reason}</p>}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Steps that cannot be taken stay to be seen and read, each with the reason beside it. */
function Refused({ steps }: { steps: readonly { action: string; text: string; why: string }[] }) {
  if (steps.length === 0) return null;
  return (
    <ul className="steps-refused">
      {steps.map(({ action, text, why }) => (
        <li key={action}>
          <button type="button" className="button" disabled>
            {text}
          </button>
          <small className="muted">{why}</small>
        </li>
      ))}
    </ul>
  );
}

function Clocks({ clocks }: { clocks: Standing["clocks"] }) {
  const { moment } = useWords();
  const own = useDetailsWords();
  const { county } = useSession();
  const named = (kind: string) => {
    const key = CLOCK_WORDS[kind];
    return key ? own(key) : kind;
  };
  const open = clocks.filter(({ state }) => state === "RUNNING" || state === "PAUSED");
  if (open.length === 0) return null;
  return (
    <ul className="steps-clocks" aria-label={own("stepsClocks")}>
      {open.map(({ kind, lamp, dueAt, adviseBy, source }) => (
        <li key={kind} title={source}>
          <i className={`lamp ${lamp.toLowerCase()}`} />
          {named(kind)}{" "}
          {dueAt ? own("clockDue", { at: moment(dueAt, county.timeZone) }) : own("clockRests")}
          {adviseBy && <small className="muted"> {own("clockAdvise", { day: adviseBy })}</small>}
        </li>
      ))}
    </ul>
  );
}
