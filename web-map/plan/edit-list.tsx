import { type Language, sayCoverage } from "../../civic/words/say.js";
import type { Said } from "../../geo/coverage/phrases.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import type { Draft } from "./draft.js";
import type { PlanFacts } from "./plan-facts.js";
import { withNames } from "./say-why.js";
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

/** What was done to a plan, the latest first, each with who did it. */
export function EditList({ draft, edits }: EditListProps) {
  const t = usePlanWords();
  const { moment, language } = useWords();
  const { county } = useSession();
  const textOf = ({ kind, of, operations }: Edit): string => {
    if (kind === "undo") return t("editUndo", { of: of ?? 0 });
    if (kind === "redo") return t("editRedo", { of: of ?? 0 });
    const done = (operations ?? []) as { kind: string; grids?: string[]; to?: string }[];
    const last = done.at(-1);
    const named = [...(last?.grids ?? []), last?.to]
      .flatMap((id) => (id === undefined ? [] : (draft.facts(id)?.name ?? [])))
      .join("、");
    return [t(WORDS[last?.kind ?? ""] ?? "opOther"), named].filter(Boolean).join(" ");
  };
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
            <li key={edit.number}>
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
              {edit.note && <p className="history-reason">{edit.note}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
