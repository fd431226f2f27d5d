import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { PosterBordersDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { PosterMap } from "./poster-map.js";
import type { PostedVillage } from "./use-posted.js";
import { usePostedWords } from "./words.js";

const PAPERS = ["A4", "A3"] as const;

interface PosterProps {
  village: PostedVillage;
  onClose(): void;
}

/** One village on a sheet of paper; what prints is the sheet alone. */
export function Poster({ village, onClose }: PosterProps) {
  const t = usePostedWords();
  const { language, number, name, day } = useWords();
  const { county } = useSession();
  const [paper, setPaper] = useState<(typeof PAPERS)[number]>("A4");
  const { data } = useAsked(PosterBordersDocument, { village: village.code });
  const borders = new Map(data?.grids.nodes.map(({ id, border }) => [id, border[language]]));
  const self = useRef<HTMLElement>(null);
  useEffect(() => self.current?.focus(), []);
  const [first] = village.grids;
  const { office, officePhone } = first!.posting;
  const since = village.grids
    .map(({ validFrom }) => validFrom ?? "")
    .sort()
    .at(-1)!;
  const title = t("posterOf", { village: village.name ?? "" });
  return createPortal(
    <section className="poster" data-paper={paper} aria-label={title} tabIndex={-1} ref={self}>
      <div className="poster-tools">
        <button type="button" className="button" onClick={onClose}>
          {t("back")}
        </button>
        <label>
          {t("paper")}{" "}
          <select
            value={paper}
            onChange={(e) => {
              setPaper(e.target.value as typeof paper);
            }}
          >
            {PAPERS.map((size) => (
              <option key={size}>{size}</option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="button primary"
          onClick={() => {
            window.print();
          }}
        >
          {t("print")}
        </button>
      </div>
      <article className="poster-sheet" lang={language}>
        <header>
          <h1>{title}</h1>
          <p>
            {name({ nameZh: county.name, nameEn: county.nameEn ?? "" })} ·{" "}
            {t("sinceDay", { day: day(since) })}
            {office && ` · ${office} ${officePhone ?? ""}`}
          </p>
        </header>
        <PosterMap village={village} />
        <table>
          <thead>
            <tr>
              {(["number", "name", "complaints", "border", "area"] as const).map((key) => (
                <th key={key} scope="col">
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {village.grids.map((grid, i) => (
              <tr key={grid.id}>
                <td className="number">{i + 1}</td>
                <th scope="row">
                  {grid.name}
                  <small>{grid.code}</small>
                </th>
                <td>{grid.complaintPhone ?? t("notPosted")}</td>
                <td>{borders.get(grid.id)}</td>
                <td className="number">
                  {t("hectares", { count: number(Math.round(grid.posting.areaM2 / 1000) / 10) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </article>
    </section>,
    document.body,
  );
}
