import { sayNoValue } from "../../civic/words/say.js";
import type { ReasonCode } from "../../geo/hotspots/reason.js";
import { NearRepeatDocument, type NearRepeatQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { Computed } from "./computed.js";
import { wholeFilter } from "./filters.js";
import { beyondChance, type RepeatBand, strongest } from "./near-repeat-bands.js";
import type { Question } from "./question.js";
import { type SayAnalyse, useAnalyseWords } from "./words.js";

/** Whether one incident brings the next: pairs by distance and days, against chance. */
export function NearRepeat({ question }: { question: Question }) {
  const { language } = useWords();
  const { county } = useSession();
  return (
    <Computed document={NearRepeatDocument} variables={{ filter: wholeFilter(question, county) }}>
      {({ nearRepeat }) =>
        nearRepeat.reason ? (
          <p>{sayNoValue(nearRepeat.reason as ReasonCode, language)}</p>
        ) : (
          <Found found={nearRepeat} />
        )
      }
    </Computed>
  );
}

function Found({ found }: { found: NearRepeatQuery["nearRepeat"] }) {
  const t = useAnalyseWords();
  const { language, number } = useWords();
  const { bands, warnings, incidents, shuffles } = found;
  const best = strongest(bands);
  return (
    <>
      <p className="analyse-repeat-said">
        {best
          ? t("repeatSaid", {
              ...{ far: farOf(best, t, number), soon: soonOf(best, t, number) },
              ...{ pairs: number(best.pairs), expected: rounded(best.expected, number) },
              ratio: ratioOf(best, number),
            })
          : t("repeatChance", { bands: bands.length })}
      </p>
      <Bands bands={bands} />
      <ul className="analyse-limits">
        <li>
          {t("repeatHow", {
            ...{ incidents: number(incidents), shuffles: number(shuffles) },
            bands: bands.length,
          })}
        </li>
        <li>{t("repeatMind")}</li>
        {warnings.map((warning) => (
          <li key={warning.code}>{warning[language]}</li>
        ))}
      </ul>
    </>
  );
}

function Bands({ bands }: { bands: readonly RepeatBand[] }) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const soon = [...new Map(bands.map((band) => [band.days[1], band])).values()];
  const far = [...new Map(bands.map((band) => [band.metres[1], band])).values()];
  return (
    <table className="analyse-repeat" aria-label={t("nearRepeat")}>
      <thead>
        <tr>
          <td />
          {soon.map((band) => (
            <th scope="col" key={band.days[1]}>
              {soonOf(band, t, number)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {far.map((row) => (
          <tr key={row.metres[1]}>
            <th scope="row">{farOf(row, t, number)}</th>
            {bands
              .filter(({ metres }) => metres[1] === row.metres[1])
              .map((band) => (
                <td key={band.days[1]} data-beyond={beyondChance(band, bands.length)}>
                  <b>{ratioOf(band, number)}×</b>
                  <small>
                    {number(band.pairs)} / {rounded(band.expected, number)}
                  </small>
                  <small>p {band.p < 0.0015 ? "0.001" : band.p.toPrecision(2)}</small>
                </td>
              ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Say = SayAnalyse;
type Numbers = (n: number) => string;

const farOf = ({ samePlace, metres }: RepeatBand, t: Say, number: Numbers): string => {
  if (samePlace) return t("repeatSamePlace");
  // «1 to 100» is all but the same place.
  const from = metres[0]! <= 1 ? 0 : metres[0]!;
  return t("repeatMetres", { from: number(from), to: number(metres[1]!) });
};
const soonOf = ({ days }: RepeatBand, t: Say, number: Numbers): string =>
  t("repeatDays", { from: number(days[0]!), to: number(days[1]!) });
const ratioOf = ({ ratio }: RepeatBand, number: Numbers): string =>
  ratio == null ? "–" : ratio < 100 ? ratio.toFixed(1) : number(Math.round(ratio));
const rounded = (n: number, number: Numbers): string =>
  number(n < 10 ? Math.round(n * 10) / 10 : Math.round(n));
