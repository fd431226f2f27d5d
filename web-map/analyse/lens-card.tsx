import { useEffect, useRef } from "react";
import { useWords } from "../i18n/use-words.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import type { Days } from "./question.js";
import type { Lens } from "./use-lens.js";
import { useAnalyseWords } from "./words.js";

interface LensCardProps {
  lens: Lens;
  /** Of the question. */
  days: Days;
}

const STEP = 5;

/** On the map: a slider from the days compared with to those of the question. */
export function LensCard({ lens, days }: LensCardProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const { share, setShare, fault, again, loading, isCut, most } = lens;
  const slider = useRef<HTMLInputElement>(null);
  // Whoever opened it by its key moves it by the arrows next.
  useEffect(() => {
    slider.current?.focus();
  }, []);
  const told = t("lensShare", { before: 100 - share, now: share });
  const end = (side: "before" | "now", { from, to }: Days, at: number) => (
    <button
      type="button"
      className={`analyse-lens-end ${side}`}
      aria-pressed={share === at}
      onClick={() => {
        setShare(at);
      }}
    >
      <i aria-hidden="true" />
      {t(side === "before" ? "lensBefore" : "lensNow", { from, to })}
    </button>
  );
  return (
    <section className="analyse-hot analyse-lens" aria-label={t("lens")} aria-busy={loading}>
      {fault && <FaultNotice fault={fault} retry={again} />}
      <div className="analyse-lens-row">
        {lens.before && end("before", lens.before, 0)}
        <input
          ref={slider}
          type="range"
          min={0}
          max={100}
          step={STEP}
          value={share}
          aria-label={t("lens")}
          aria-valuetext={told}
          title={told}
          onChange={(e) => {
            setShare(Number(e.target.value));
          }}
        />
        {end("now", days, 100)}
        <button
          type="button"
          className="icon-button"
          aria-label={t("closeIt")}
          onClick={lens.toggle}
        >
          <Icon name="close" size={16} />
        </button>
      </div>
      {isCut && <p className="muted small">{t("lensCut", { most: number(most) })}</p>}
    </section>
  );
}
