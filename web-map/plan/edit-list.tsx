import { useState } from "react";
import { type Language, sayCoverage } from "../../civic/words/say.js";
import type { Said } from "../../geo/coverage/phrases.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import type { Draft } from "./draft.js";
import type { PlanFacts } from "./plan-facts.js";
import { withNames } from "./say-why.js";
import { standingEdits, wayTo } from "./standing-edits.js";
import type { Editing } from "./use-editing.js";
import { whoSaid } from "./who-said.js";
import { type PlanWord, usePlanWords } from "./words.js";

type Edit = PlanFacts["editLog"][number];

const WORDS: Readonly<Record<string, PlanWord>> = {
  "move-node": "opDrag",
  "move-edge": "opDrag",
  "insert-node": "opDrag",
  "remove-node": "opDrag",
  "reshape-grid": "opDrag",
  "split-grids": "opSplit",
  "merge-grids": "opMerge",
  "hand-piece": "opHand",
  "hand-buildings": "opHandBuildings",
  "set-properties": "opName",
  lock: "opLock",
  unlock: "opUnlock",
  "number-grids": "opNumber",
  "add-grid": "opAdd",
  "carve-enclave": "opAdd",
  "snap-outline": "opAdd",
};

interface EditListProps {
  draft: Draft;
  edits: readonly Edit[];
  editing: Editing;
  canDraw: boolean;
}

/** What the service changed by itself besides, in words with the grids' names. */
function toldOf({ did }: Edit, draft: Draft, language: Language): string[] {
  const { told = [] } = did as { told?: readonly Said[] };
  return told.map(({ code, params }) =>
    sayCoverage(
      { code, params: withNames({ ...params }, (id) => draft.facts(id)?.name) } as Said,
      language,
    ),
  );
}

/** What was done to a plan, the latest first, each with who did it; a click goes back to it. */
export function EditList({ draft, edits, editing, canDraw }: EditListProps) {
  const t = usePlanWords();
  const { moment, language } = useWords();
  const { county } = useSession();
  const standing = standingEdits(edits);
  const [asked, setAsked] = useState<number | null>(null);
  const go = (number: number) => {
    const way = wayTo(number, standing);
    if (!way) return;
    // One is undone by a key as easily; several are asked about.
    if (way.times > 1 && asked !== number) return setAsked(number);
    setAsked(null);
    editing[way.what](way.times);
  };
  const textOf = ({ kind, of, operations, did }: Edit): string => {
    if (kind === "undo") return t("editUndo", { of: of ?? 0 });
    if (kind === "redo") return t("editRedo", { of: of ?? 0 });
    // A proposal is no operation: it says itself what it was.
    if (operations === null) return sayCoverage(did as Said, language);
    const done = (operations ?? []) as { kind: string; grids?: string[]; to?: string }[];
    const last = done.at(-1);
    const named = [...(last?.grids ?? []), last?.to]
      .flatMap((id) => (id === undefined ? [] : (draft.facts(id)?.name ?? [])))
      .join("、");
    return [t(WORDS[last?.kind ?? ""] ?? "opOther"), named].filter(Boolean).join(" ");
  };
  const wayBack = (number: number) =>
    canDraw && (
      <WayThere
        way={wayTo(number, standing)}
        isAsked={asked === number}
        isBusy={editing.busy}
        onGo={() => {
          go(number);
        }}
        onCancel={() => {
          setAsked(null);
        }}
      />
    );
  const isUndone = ({ number, kind }: Edit) => kind === "do" && !standing.done.includes(number);
  return (
    <section aria-label={t("edits")}>
      <h3 className="group-title">
        {t("edits")} {edits.length}
      </h3>
      {edits.length === 0 ? (
        <p className="muted">{t("noEdits")}</p>
      ) : (
        <ol className="history plan-edits">
          {edits.toReversed().map((edit) => (
            <li key={edit.number} data-undone={isUndone(edit)}>
              <div className="history-head">
                <b>
                  {edit.number} {textOf(edit)}
                </b>
                <span>{whoSaid(edit.actor, edit.actorName)}</span>
                <time dateTime={edit.at}>{moment(edit.at, county.timeZone)}</time>
              </div>
              {toldOf(edit, draft, language).map((sentence) => (
                <p key={sentence} className="muted">
                  {sentence}
                </p>
              ))}
              {wayBack(edit.number)}
              {edit.note && <p className="history-reason">{edit.note}</p>}
            </li>
          ))}
          {standing.done.length > 1 && (
            <li>
              <div className="history-head">
                <b>{t("planBegun")}</b>
              </div>
              {wayBack(0)}
            </li>
          )}
        </ol>
      )}
    </section>
  );
}

interface WayThereProps {
  way: ReturnType<typeof wayTo>;
  isAsked: boolean;
  isBusy: boolean;
  onGo(): void;
  onCancel(): void;
}

const SAID = {
  undo: { to: "undoTo", asked: "undoAsked" },
  redo: { to: "redoTo", asked: "redoAsked" },
} as const;

/** Back to an edit, or on to it again: over how many, and asked where that is more than one. */
function WayThere({ way, isAsked, isBusy, onGo, onCancel }: WayThereProps) {
  const t = usePlanWords();
  if (!way) return null;
  const { what, times } = way;
  return (
    <p className="plan-way">
      <button type="button" className="link" disabled={isBusy} onClick={onGo}>
        {t(SAID[what][isAsked ? "asked" : "to"], {
          count: times,
        })}
      </button>
      {isAsked && (
        <button type="button" className="link" onClick={onCancel}>
          {t("cancel")}
        </button>
      )}
    </p>
  );
}
