import type { CSSProperties } from "react";
import type { Draft } from "./draft.js";
import { CLASS_COLOURS } from "./plan-overlay.js";
import { classOf } from "./ranges.js";
import type { InForce } from "./use-in-force.js";
import { useTurn } from "./use-turn.js";
import { usePlanWords } from "./words.js";

interface BalanceStripProps {
  draft: Draft;
  chosen: string | null;
  inForce: InForce | null;
  onChoose(grid: string | null): void;
}

/** Room above the range, so that what is far out of it is seen to be. */
const HEADROOM = 1.3;

/** Households of each grid: hollow as in force, filled as planned, over the band of the range. */
export function BalanceStrip({ draft, chosen, inForce, onChoose }: BalanceStripProps) {
  const t = usePlanWords();
  useTurn(draft);
  if (!inForce) return null;
  const bars = draft
    .ids()
    .flatMap((id) => {
      const [facts, figures] = [draft.facts(id), draft.figures(id)];
      if (!facts || !figures) return [];
      const was = inForce.byId.get(id)?.households ?? null;
      const range = inForce.rangeOf(facts.kind, facts.villageCode);
      return [{ id, name: facts.name, code: facts.code, was, range, now: figures.households }];
    })
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const ranges = bars.flatMap(({ range }) => (range ? [range] : []));
  const least = Math.min(...ranges.map(([low]) => low));
  const most = Math.max(...ranges.map(([, high]) => high));
  const top = Math.max(most * HEADROOM, ...bars.flatMap(({ was, now }) => [was ?? 0, now]));
  const share = (n: number) => `${(100 * n) / top}%`;
  return (
    <section
      className="plan-strip"
      aria-label={t("strip")}
      style={{ "--least": share(least), "--most": share(most) } as CSSProperties}
    >
      <p className="plan-band" aria-hidden="true">
        <span style={{ bottom: share(most) }}>{most}</span>
        <span style={{ bottom: share(least) }}>{least}</span>
      </p>
      <ol>
        {bars.map(({ id, name, was, now, range }) => {
          const text =
            was === null ? t("stripNew", { name, now }) : t("stripBar", { name, was, now });
          return (
            <li key={id}>
              <button
                type="button"
                title={text}
                aria-label={text}
                aria-pressed={id === chosen}
                onClick={() => {
                  onChoose(id);
                }}
              >
                <i style={{ height: share(now), background: CLASS_COLOURS[classOf(now, range)] }} />
                {was !== null && <i className="hollow" style={{ height: share(was) }} />}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
