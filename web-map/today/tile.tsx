import type { ReactNode } from "react";
import { useWords } from "../i18n/use-words.js";
import type { Loaded } from "../session/use-loaded.js";
import { useTodayPage } from "./today-context.js";
import { useTodayWords } from "./words.js";

interface TileProps<T> {
  id: string;
  title: string;
  /** Small, beside the title: of what days, as of when. */
  note?: string | undefined;
  asked: Loaded<T>;
  children: (data: T) => ReactNode;
}

/**
 * A question of the page and its answer. While none is there it is empty: a wall shows no spinner.
 */
export function Tile<T>({ id, title, note, asked, children }: TileProps<T>) {
  const { t } = useWords();
  const w = useTodayWords();
  const { template } = useTodayPage();
  const Heading = template === "wall" ? "h2" : "h3";
  const { data, fault } = asked;
  const isRefused = fault?.code === "FORBIDDEN";
  return (
    <section className="tile" data-tile={id} aria-labelledby={`tile-${id}`} aria-busy={!data}>
      <Heading id={`tile-${id}`} className="tile-title">
        {title}
        {note && <small>{note}</small>}
      </Heading>
      <div className="tile-body" data-old={asked.isStale}>
        {data
          ? children(data)
          : fault && (
              <p className="tile-note" role="status">
                {w(isRefused ? "tileNotYours" : "noAnswer")}{" "}
                {template !== "wall" && !isRefused && (
                  <button type="button" className="link" onClick={asked.again}>
                    {t("retry")}
                  </button>
                )}
              </p>
            )}
      </div>
    </section>
  );
}

/** A figure as somebody reads it who passes by; to who listens it is one sentence. */
export function Figure({ shown, said }: { shown: string; said: string }) {
  return (
    <>
      <b className="tile-figure" aria-hidden="true">
        {shown}
      </b>
      <span className="sr-only">{said}</span>
    </>
  );
}
