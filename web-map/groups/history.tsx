import { GroupHistoryDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { whoSaid } from "../plan/who-said.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { type GroupsWord, useGroupsWords } from "./words.js";

const WORDS: Readonly<Record<string, GroupsWord>> = {
  move: "didMove",
  merge: "didMerge",
  split: "didSplit",
  join: "didJoin",
  leave: "didLeave",
  lock: "didLock",
  unlock: "didUnlock",
  leader: "didLeader",
  deputy: "didDeputy",
  repair: "didRepair",
};

/** What was done to a plan, the latest first, each with who did it. */
export default function History({ plan, stamp }: { plan: string; stamp: string }) {
  const t = useGroupsWords();
  const { t: say, moment } = useWords();
  const { county } = useSession();
  const { data, fault, again } = useAsked(
    GroupHistoryDocument,
    { id: plan },
    { version: stamp, keeps: true },
  );
  const edits = data?.groupPlan?.editLog;
  if (fault && !edits) return <FaultNotice fault={fault} retry={again} />;
  if (!edits) return <p className="muted">{say("loading")}</p>;
  if (edits.length === 0) return <p className="muted">{t("noEdits")}</p>;
  return (
    <ol className="history groups-edits">
      {edits.toReversed().map(({ number, kind, of, did, actor, actorName, at }) => {
        const { code = "", params } = (did ?? {}) as {
          code?: string;
          params?: { groups?: number[] };
        };
        const text =
          kind === "undo"
            ? t("didUndo", { of: of ?? 0 })
            : kind === "redo"
              ? t("didRedo", { of: of ?? 0 })
              : t(WORDS[code] ?? "didOther");
        const groups = params?.groups ?? [];
        return (
          <li key={number}>
            <div className="history-head">
              <b>
                {number} {text}
                {kind === "do" && groups.length > 0 && ` (${groups.join("、")})`}
              </b>
              <span>{whoSaid(actor, actorName)}</span>
              <time dateTime={at}>{moment(at, county.timeZone)}</time>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
