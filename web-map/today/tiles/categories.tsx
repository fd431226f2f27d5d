import { CategoryBandsDocument, type CategoryBandsQuery } from "../../gql/graphql.js";
import { useWords } from "../../i18n/use-words.js";
import { CategorySign } from "../../layers/category-sign.js";
import { Tile } from "../tile.js";
import { useKindName } from "../use-kind-name.js";
import { useTile } from "../use-tile.js";
import { useTodayWords } from "../words.js";

type Band = CategoryBandsQuery["categoryBands"]["categories"][number];
/** Rows that are read from afar. */
const SHOWN_MOST = 5;

/** What: which kinds are outside what the same days of earlier years had. */
export function Categories() {
  const w = useTodayWords();
  const asked = useTile(CategoryBandsDocument, "slow");
  return (
    <Tile id="categories" title={w("categories")} note={w("fourWeeks")} asked={asked}>
      {({ categoryBands: { categories, years } }) =>
        categories.length === 0 ? (
          <p className="tile-quiet">{w("nothingNew")}</p>
        ) : (
          <>
            <BandRows categories={categories} />
            <p className="tile-small">
              {years === 0
                ? w("noYears")
                : categories.some(({ state }) => isOutside(state))
                  ? w("bandLegend", { years })
                  : w("allInBand", { years })}
            </p>
          </>
        )
      }
    </Tile>
  );
}

const isOutside = (state: Band["state"]) => state === "ABOVE" || state === "BELOW";

/** Those outside first: they are what there is to say; then the largest. */
const inOrder = (categories: readonly Band[]): Band[] =>
  categories
    .toSorted((a, b) => Number(isOutside(b.state)) - Number(isOutside(a.state)))
    .slice(0, SHOWN_MOST);

function BandRows({ categories }: { categories: readonly Band[] }) {
  const w = useTodayWords();
  const { number } = useWords();
  const kindName = useKindName();
  const shown = inOrder(categories);
  const end =
    Math.max(1, ...shown.map(({ count, band }) => Math.max(count, band?.high ?? 0))) * 1.05;
  const at = (n: number) => `${(100 * n) / end}%`;
  return (
    <ul className="band-rows">
      {shown.map(({ category, label, count, band, state }) => (
        <li key={category} data-state={state}>
          <CategorySign code={category} />
          <span>{kindName(category, label)}</span>
          <div aria-hidden="true">
            {band && (
              <i style={{ insetInlineStart: at(band.low), width: at(band.high - band.low) }} />
            )}
            <b style={{ width: at(count) }} />
          </div>
          <em aria-hidden="true">{number(count)}</em>
          <span className="sr-only">
            {band
              ? w("bandSaid", {
                  n: number(count),
                  low: number(Math.floor(band.low)),
                  high: number(Math.ceil(band.high)),
                })
              : w("bandUnknown", { n: number(count) })}{" "}
            {w(state)}
          </span>
          <small aria-hidden="true">{isOutside(state) ? w(state) : ""}</small>
        </li>
      ))}
    </ul>
  );
}
