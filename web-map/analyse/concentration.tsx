import { ConcentrationDocument, type ConcentrationQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { Computed } from "./computed.js";
import { wholePercent } from "./figures.js";
import type { Question } from "./question.js";
import { hotArguments } from "./use-hot-spots.js";
import { useAnalyseWords } from "./words.js";

/** What share of the incidents stands in what share of the places that hot spots go by. */
export function Concentration({ question }: { question: Question }) {
  const t = useAnalyseWords();
  const { county } = useSession();
  const { language } = useWords();
  return (
    <Computed document={ConcentrationDocument} variables={hotArguments(question, county)}>
      {({ concentration: found }) =>
        found.figures ? (
          <Found found={found} figures={found.figures} isCells={!question.hotAreas} />
        ) : (
          <p>{found.reason?.[language] ?? t("concentrationNone")}</p>
        )
      }
    </Computed>
  );
}

type Figures = NonNullable<ConcentrationQuery["concentration"]["figures"]>;

interface FoundProps {
  found: ConcentrationQuery["concentration"];
  figures: Figures;
  isCells: boolean;
}

function Found({ found, figures, isCells }: FoundProps) {
  const t = useAnalyseWords();
  const { language, number } = useWords();
  const percent = (share: number) => `${wholePercent(share)}%`;
  const { adjustedGini, chanceGini, placesForHalf, placesForEighty } = figures;
  const { incidents, places, held, warnings, curve } = found;
  const said = t("concentrationSaid", {
    ...{ half: percent(placesForHalf), eighty: percent(placesForEighty) },
    unit: t(isCells ? "concentrationCells" : "concentrationAreas"),
  });
  return (
    <>
      <p className="analyse-repeat-said">{said}</p>
      <Curve curve={curve} label={said} />
      <p>
        {t(adjustedGini > chanceGini ? "giniAbove" : "giniWithin", {
          gini: adjustedGini.toFixed(2),
          chance: chanceGini.toFixed(2),
        })}
      </p>
      <ul className="analyse-limits">
        <li>
          {t("concentrationHow", {
            ...{ incidents: number(incidents), places: number(places), held: number(held) },
          })}
        </li>
        <li>{t("concentrationMind")}</li>
        {warnings.map((warning) => (
          <li key={warning.code}>{warning[language]}</li>
        ))}
      </ul>
    </>
  );
}

const SIDE = 160;

/** The curve over its diagonal, on which all places would be alike. */
function Curve({ curve, label }: { curve: FoundProps["found"]["curve"]; label: string }) {
  const t = useAnalyseWords();
  const points = curve.map((p) => `${p.places * SIDE},${(1 - p.incidents) * SIDE}`).join(" ");
  return (
    <figure className="analyse-curve">
      <svg viewBox={`-1 -1 ${SIDE + 2} ${SIDE + 2}`} role="img" aria-label={label}>
        <path d={`M0 0V${SIDE}H${SIDE}`} />
        <line x1="0" y1={SIDE} x2={SIDE} y2="0" />
        <polyline points={points} />
      </svg>
      <figcaption>
        <span>{t("curveUp")}</span>
        <span>{t("curveAcross")}</span>
      </figcaption>
    </figure>
  );
}
