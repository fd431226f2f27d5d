import type { Geometry } from "geojson";
import { useMemo, useState } from "react";
import { v4 as newId } from "uuid";
import { sayCoverage } from "../../civic/words/say.js";
import type { Said } from "../../geo/coverage/phrases.js";
import { boundsOf } from "../../geo/geometry.js";
import { CleaningDocument, type CleaningQuery, CleanPlanDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useOverlay } from "../map/use-overlay.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { cleaningOverlay } from "./plan-overlay.js";
import { withNames } from "./say-why.js";
import { usePlanWords } from "./words.js";

type Preview = NonNullable<CleaningQuery["gridPlan"]>["cleaning"];

interface CleanUpProps {
  plan: string;
  version: number;
  nameOf(grid: string): string | undefined;
  /** It was cleaned: the plan is another. */
  onCleaned(): void;
}

/** Fixes named one by one; the map shows the others too. */
const LISTED = 50;
const USUAL = { sliverWidthM: 1, gapAreaM2: 100 };

/** Cleans the borders of a plan, once it has been looked at what that changes. */
export function CleanUp(props: CleanUpProps) {
  const t = usePlanWords();
  const [isOpen, setOpen] = useState(false);
  if (isOpen)
    return (
      <Cleaning
        {...props}
        onClose={() => {
          setOpen(false);
        }}
      />
    );
  return (
    <button
      type="button"
      className="button wide"
      onClick={() => {
        setOpen(true);
      }}
    >
      {t("cleanUp")}
    </button>
  );
}

function Cleaning({
  plan,
  version,
  nameOf,
  onCleaned,
  onClose,
}: CleanUpProps & { onClose(): void }) {
  const t = usePlanWords();
  const { t: say } = useWords();
  const { say: tell } = useShell();
  const { client } = useSession().connection;
  const [options, setOptions] = useState(USUAL);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Fault | null>(null);
  const { data, fault, again } = useAsked(CleaningDocument, { id: plan, options }, { version });
  const preview = data?.gridPlan?.cleaning;
  useOverlay(
    "plan-cleaning",
    useMemo(() => (preview ? overlayOf(preview) : null), [preview]),
  );
  const apply = async () => {
    setBusy(true);
    const done = await ask(client, CleanPlanDocument, { plan, version, options, key: newId() });
    setBusy(false);
    setRefused(done.fault ?? null);
    if (!done.data) return;
    tell(t("cleaned"));
    onClose();
    onCleaned();
  };
  const limit = (key: keyof typeof USUAL, word: "cleanFor" | "cleanSmall", most: number) => (
    <label className="field">
      <span>{t(word)}</span>
      <input
        type="number"
        min={0}
        max={most}
        step="any"
        defaultValue={options[key]}
        onBlur={(e) => {
          const value = e.target.valueAsNumber;
          if (value >= 0 && value <= most) setOptions({ ...options, [key]: value });
        }}
      />
    </label>
  );
  return (
    <section aria-label={t("cleaning")} className="plan-cleaning">
      <h3 className="group-title">{t("cleaning")}</h3>
      {limit("sliverWidthM", "cleanFor", 100)}
      {limit("gapAreaM2", "cleanSmall", 1e9)}
      {fault ? (
        <FaultNotice fault={fault} retry={again} />
      ) : preview ? (
        <Fixes preview={preview} nameOf={nameOf} />
      ) : (
        <p className="muted">{say("loading")}</p>
      )}
      {refused && <FaultNotice fault={refused} />}
      <div className="plan-actions">
        <button
          type="button"
          className="button primary"
          disabled={busy || !preview || preview.grids.length === 0}
          onClick={() => {
            void apply();
          }}
        >
          {t("cleanApply")}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("cleanCancel")}
        </button>
      </div>
    </section>
  );
}

/** What cleaning changes: in sum, and place by place. */
function Fixes({ preview, nameOf }: { preview: Preview; nameOf: CleanUpProps["nameOf"] }) {
  const t = usePlanWords();
  const { number, language } = useWords();
  const { map, announce } = useShell();
  const { pieces, areaM2, grids, vertices, farthestM, fixes } = preview;
  if (grids.length === 0) return <p className="muted">{t("cleanNothing")}</p>;
  const sentenceOf = ({ code, params }: Preview["fixes"][number]) =>
    sayCoverage(
      { code, params: withNames(params as Record<string, unknown>, nameOf) } as unknown as Said,
      language,
    );
  const listed = fixes.slice(0, LISTED);
  return (
    <>
      <p>
        {t("cleanSum", {
          ...{ pieces: number(pieces), grids: number(grids.length) },
          area: number(Math.round(areaM2)),
        })}
      </p>
      {vertices > 0 && (
        <p className="muted">
          {t("cleanMoved", { count: number(vertices), metres: farthestM.toFixed(2) })}
        </p>
      )}
      <p className="muted">{t("cleanLegend")}</p>
      <ul className="plan-fixes">
        {listed.map((fix) => (
          <li key={JSON.stringify(fix.geometry)}>
            <button
              type="button"
              onClick={() => {
                map?.fit(boundsOf(fix.geometry as Geometry), 18);
                announce(sentenceOf(fix));
              }}
            >
              {sentenceOf(fix)}
            </button>
          </li>
        ))}
      </ul>
      {pieces > listed.length && (
        <p className="muted">{t("cleanMore", { count: number(pieces - listed.length) })}</p>
      )}
    </>
  );
}

const overlayOf = ({ fixes, grids }: Preview) =>
  cleaningOverlay(
    fixes.map(({ geometry }) => geometry as Geometry),
    grids.flatMap(({ geometry }) => (geometry ? [geometry as Geometry] : [])),
  );
