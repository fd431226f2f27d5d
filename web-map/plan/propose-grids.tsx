import { Dialog } from "radix-ui";
import { type FormEvent, useId, useState } from "react";
import { type Language, sayReason } from "../../civic/words/say.js";
import type { GridReason } from "../../geo/coverage/propose/model.js";
import { useWords } from "../i18n/use-words.js";
import { useActions, useShell } from "../shell/shell-context.js";
import type { Draft } from "./draft.js";
import type { InForce } from "./use-in-force.js";
import { type Proposal, useProposal } from "./use-proposal.js";
import { usePlanWords } from "./words.js";

interface ProposeGridsProps {
  plan: string;
  draft: Draft;
  chosen: string | null;
  inForce: InForce | null;
  canDraw: boolean;
}

/** Grids proposed anew for villages of the plan: asked for, followed, and told what became of it. */
export function ProposeGrids({ canDraw, ...props }: ProposeGridsProps) {
  const t = usePlanWords();
  const [open, setOpen] = useState(false);
  const show = () => {
    setOpen(true);
  };
  useActions([
    {
      ...{ id: "plan-propose", title: t("propose"), icon: "grids" as const, key: "p" },
      ...{ isOffered: canDraw, run: show },
    },
  ]);
  if (!canDraw) return null;
  return (
    <>
      <button type="button" className="button wide" onClick={show}>
        {t("propose")}
      </button>
      {open && (
        <ProposalDialog
          {...props}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

interface ProposalDialogProps extends Omit<ProposeGridsProps, "canDraw"> {
  onClose(): void;
}

function ProposalDialog({ plan, draft, chosen, inForce, onClose }: ProposalDialogProps) {
  const t = usePlanWords();
  const { say } = useShell();
  const proposal = useProposal(plan, draft, ({ edit, grids, reasons }) => {
    say(edit === null ? t("proposedNothing") : t("proposedGrids", { count: grids }));
    if (reasons.length === 0) onClose();
  });
  const { state } = proposal;
  const close = () => {
    if (state.kind === "running") proposal.stop();
    onClose();
  };
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>{t("propose")}</Dialog.Title>
          {state.kind === "running" && <Running state={state} onStop={close} />}
          {state.kind === "done" && <Reasons draft={draft} result={state} onClose={onClose} />}
          {(state.kind === "idle" || state.kind === "failed") && (
            <Wishes
              {...{ draft, chosen, inForce }}
              fault={state.kind === "failed" ? state.why : null}
              onStart={proposal.start}
            />
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface WishesProps {
  draft: Draft;
  chosen: string | null;
  inForce: InForce | null;
  fault: string | null;
  onStart: ReturnType<typeof useProposal>["start"];
}

function Wishes({ draft, chosen, inForce, fault, onStart }: WishesProps) {
  const t = usePlanWords();
  const villageOf = (grid: string) => draft.facts(grid)?.villageCode ?? "";
  const villages = [...new Set(draft.ids().map(villageOf))].sort();
  const here = chosen === null ? null : villageOf(chosen);
  const [village, setVillage] = useState(here ?? "*");
  const nameOf = (code: string) => inForce?.villages.find((v) => v.code === code)?.name ?? code;
  const usual = inForce?.rangeOf(null, village === "*" ? villages[0] : village) ?? [300, 500];
  const start = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const [least, most] = ["least", "most"].map((name) => {
      const text = String(form.get(name)).trim();
      return text === "" ? null : Number(text);
    });
    onStart({
      villages: village === "*" ? null : [village],
      options: { least, most, fromPresent: form.get("fromPresent") !== null },
    });
  };
  return (
    <form onSubmit={start}>
      <label className="field">
        <span>{t("villages")}</span>
        <select
          value={village}
          onChange={(e) => {
            setVillage(e.target.value);
          }}
        >
          <option value="*">{t("villagesOfPlan", { count: villages.length })}</option>
          {villages.map((code) => (
            <option key={code} value={code}>
              {nameOf(code)}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="field plan-range">
        <legend>{t("proposeRange")}</legend>
        <Count name="least" label={t("proposeLeast")} usual={usual[0]} />
        <span aria-hidden="true">–</span>
        <Count name="most" label={t("proposeMost")} usual={usual[1]} />
      </fieldset>
      <label className="plan-propose-check">
        <input type="checkbox" name="fromPresent" defaultChecked />
        <span>{t("proposeFromPresent")}</span>
      </label>
      <p className="muted">{t("proposeAbout")}</p>
      {fault && (
        <p className="field-fault" role="alert">
          {fault}
        </p>
      )}
      <div className="row-end">
        <Dialog.Close className="button">{t("cancel")}</Dialog.Close>
        <button type="submit" className="button primary">
          {t("propose")}
        </button>
      </div>
    </form>
  );
}

/** Empty: what is usual in each village, which is shown there. */
function Count({ name, label, usual }: { name: string; label: string; usual: number }) {
  return (
    <input
      type="number"
      name={name}
      min={1}
      step={1}
      placeholder={String(usual)}
      aria-label={label}
    />
  );
}

interface RunningProps {
  state: { done: number; total: number | null };
  onStop(): void;
}

function Running({ state: { done, total }, onStop }: RunningProps) {
  const t = usePlanWords();
  const id = useId();
  const known = total === null ? {} : { value: done, max: total };
  return (
    <div className="plan-progress">
      <label htmlFor={id}>{t("proposing")}</label>
      <progress id={id} {...known} />
      <div className="row-end">
        <button type="button" className="button" onClick={onStop}>
          {t("proposeStop")}
        </button>
      </div>
    </div>
  );
}

function Reasons({ draft, result, onClose }: { draft: Draft; result: Proposal; onClose(): void }) {
  const t = usePlanWords();
  const { language } = useWords();
  return (
    <div>
      <p>
        {result.edit === null ? t("proposedNothing") : t("proposedGrids", { count: result.grids })}{" "}
        {t("proposedBut")}
      </p>
      <ul className="plan-reasons">
        {result.reasons.map((reason) => (
          <li key={`${reason.grid} ${reason.code}`}>
            <b>{draft.facts(reason.grid)?.name ?? ""}</b> {sentenceOf(reason, language)}
          </li>
        ))}
      </ul>
      <div className="row-end">
        <button type="button" className="button primary" onClick={onClose}>
          {t("close")}
        </button>
      </div>
    </div>
  );
}

const sentenceOf = ({ range, grid: _, ...reason }: Proposal["reasons"][number], to: Language) =>
  sayReason(reason as GridReason, range, to);
