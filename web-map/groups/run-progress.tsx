import { StopGroupRunDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import type { RunProgress as Progress } from "./use-group-plan.js";
import { type GroupsWord, useGroupsWords } from "./words.js";

const PHASES: Readonly<Record<string, GroupsWord>> = {
  reading: "phaseReading",
  "laying-out": "phaseLayingOut",
  searching: "phaseSearching",
  bounding: "phaseBounding",
  drawing: "phaseDrawing",
  writing: "phaseWriting",
};

/**
 * How far a run is; stopping it keeps the best until then.
 * @param job its id; null: it is somebody else's to stop
 */
export function RunProgress({ progress, job }: { progress: Progress; job: string | null }) {
  const t = useGroupsWords();
  const { number } = useWords();
  const { client } = useSession().connection;
  const { done, total, metres } = progress;
  const phase = PHASES[progress.phase ?? ""] ?? "phaseReading";
  return (
    <section className="groups-run" role="status" aria-label={t("running")}>
      <p>
        <b>{t("running")}</b> · {t(phase)}
        {typeof metres === "number" && metres > 0 && (
          <span> · {t("runMetres", { metres: number(Math.round(metres)) })}</span>
        )}
      </p>
      <progress
        aria-label={t("running")}
        {...(total ? { value: Math.min(done, total), max: total } : {})}
      />
      {job !== null && (
        <>
          <button
            type="button"
            className="button"
            onClick={() => void ask(client, StopGroupRunDocument, { id: job })}
          >
            {t("stop")}
          </button>
          <p className="hint">{t("stopKeeps")}</p>
        </>
      )}
    </section>
  );
}
