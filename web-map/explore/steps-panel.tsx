import { useState } from "react";
import { type MessageKey, useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { StepForm } from "./step-form.js";
import { type Standing, useSteps } from "./use-steps.js";
import { whoOf } from "./who-of.js";

const CLOCK_WORDS: Readonly<Record<string, MessageKey>> = {
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
  const { county } = useSession();
  const { machine, standing, fault, again } = useSteps(id, version);
  const [chosen, setChosen] = useState<string | null>(null);
  if (fault) return <FaultNotice fault={fault} retry={again} />;
  if (!machine || !standing) return <p className="muted pad">{t("loading")}</p>;
  const state = machine.states.find(({ code }) => code === standing.status);
  const actionOf = (name: string) => machine.actions.find(({ action }) => action === name);
  const named = (name: string) => {
    const action = actionOf(name);
    return action ? label(action) : t("stepImported");
  };
  const form = chosen === null ? undefined : actionOf(chosen);
  return (
    <div className="steps pad">
      <p className="steps-state">
        <b>{state ? label(state) : standing.status}</b>
      </p>
      <Clocks clocks={standing.clocks} />
      <div className="steps-actions" role="group" aria-label={t("stepsCan")}>
        {standing.can.map(({ action, allowed, missing }) => (
          <ActionButton
            key={action}
            text={named(action)}
            why={
              allowed
                ? null
                : missing.map((m) => (language === "zh" ? m.sentenceZh : m.sentenceEn)).join(" ")
            }
            pressed={chosen === action}
            onPress={() => {
              setChosen(chosen === action ? null : action);
            }}
          />
        ))}
      </div>
      {form?.mutation && (
        <StepForm
          key={`${form.action} ${standing.version}`}
          action={form}
          standing={standing}
          onDone={() => {
            setChosen(null);
            again();
          }}
        />
      )}
      <ol className="history" aria-label={t("stepsTaken")}>
        {standing.steps.map((step) => (
          <li key={step.number}>
            <div className="history-head">
              <b>{named(step.action)}</b>
              <span>{whoOf(t, step.actor, step.actorName)}</span>
              <time dateTime={step.at}>{moment(step.at, county.timeZone)}</time>
            </div>
            {step.reason && <p className="history-reason">{step.reason}</p>}
          </li>
        ))}
      </ol>
    </div>
  );
}

interface ActionButtonProps {
  text: string;
  /** Null: it is allowed. */
  why: string | null;
  pressed: boolean;
  onPress(): void;
}

/** A step that cannot be taken stays to be seen and read, with the reason beside it. */
function ActionButton({ text, why, pressed, onPress }: ActionButtonProps) {
  return (
    <div className="steps-action">
      <button
        type="button"
        className="button"
        disabled={why !== null}
        aria-pressed={pressed}
        onClick={onPress}
      >
        {text}
      </button>
      {why && <small className="muted">{why}</small>}
    </div>
  );
}

function Clocks({ clocks }: { clocks: Standing["clocks"] }) {
  const { t, moment } = useWords();
  const { county } = useSession();
  const named = (kind: string) => {
    const key = CLOCK_WORDS[kind];
    return key ? t(key) : kind;
  };
  const open = clocks.filter(({ state }) => state === "RUNNING" || state === "PAUSED");
  if (open.length === 0) return null;
  return (
    <ul className="steps-clocks" aria-label={t("stepsClocks")}>
      {open.map(({ kind, lamp, dueAt, adviseBy, source }) => (
        <li key={kind} title={source}>
          <i className={`lamp ${lamp.toLowerCase()}`} />
          {named(kind)}{" "}
          {dueAt ? t("clockDue", { at: moment(dueAt, county.timeZone) }) : t("clockRests")}
          {adviseBy && <small className="muted"> {t("clockAdvise", { day: adviseBy })}</small>}
        </li>
      ))}
    </ul>
  );
}
