import type { ReactNode } from "react";
import { PostedBorderDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useAsked } from "../session/use-asked.js";
import { Icon } from "../ui/icon.js";
import type { PostedGrid } from "./use-posted.js";
import { usePostedWords } from "./words.js";

interface PostedCardProps {
  grid: PostedGrid;
  onClose(): void;
  onPoster(): void;
}

/** What is posted of one grid. */
export function PostedCard({ grid, onClose, onPoster }: PostedCardProps) {
  const t = usePostedWords();
  const { t: say, language, number, day } = useWords();
  const { data } = useAsked(PostedBorderDocument, { id: grid.id });
  const { village, areaM2, office, officePhone } = grid.posting;
  const rows: [string, ReactNode][] = [
    [t("complaints"), <Phone key="complaints" number={grid.complaintPhone} />],
    [t("office"), office ?? t("notPosted")],
    [t("officePhone"), <Phone key="office" number={officePhone} />],
    [t("border"), data?.grid ? data.grid.border[language] : say("loading")],
    [t("area"), t("hectares", { count: number(Math.round(areaM2 / 1000) / 10) })],
    [t("code"), grid.code],
    [t("village"), village ?? t("noVillage")],
    [t("since"), day(grid.validFrom ?? "")],
  ];
  return (
    <section className="posted-card" aria-label={grid.name ?? ""}>
      <button type="button" className="link" onClick={onClose}>
        <Icon name="back" size={15} />
        {t("all")}
      </button>
      <h3>{grid.name}</h3>
      <dl className="fields">
        {rows.map(([what, value]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {village && (
        <button type="button" className="button wide" onClick={onPoster}>
          {t("poster")}
        </button>
      )}
    </section>
  );
}

function Phone({ number }: { number: string | null | undefined }) {
  const t = usePostedWords();
  return number ? <a href={`tel:${number}`}>{number}</a> : t("notPosted");
}
