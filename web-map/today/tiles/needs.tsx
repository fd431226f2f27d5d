import { NeedsDocument, type NeedsQuery } from "../../gql/graphql.js";
import { useWords } from "../../i18n/use-words.js";
import { Icon } from "../../ui/icon.js";
import { Tile } from "../tile.js";
import { useKindName } from "../use-kind-name.js";
import { useTile } from "../use-tile.js";
import { useTodayWords } from "../words.js";

type Need = NeedsQuery["needs"][number];

/** What needs somebody next, the weightiest first; nobody is named. */
export function Needs() {
  const w = useTodayWords();
  const asked = useTile(NeedsDocument, "now");
  return (
    <Tile id="needs" title={w("needs")} asked={asked}>
      {({ needs }) =>
        needs.length === 0 ? (
          <p className="tile-quiet">{w("nothingNeeded")}</p>
        ) : (
          <ol className="need-list">
            {needs.map((need) => (
              <NeedLine key={need.id} {...need} />
            ))}
          </ol>
        )
      }
    </Tile>
  );
}

function NeedLine({ kind, place, category, kindLabel, day, count, expected }: Need) {
  const w = useTodayWords();
  const { number } = useWords();
  const kindName = useKindName();
  const holes = { n: number(count), day };
  return (
    <li data-kind={kind}>
      <i aria-hidden="true">
        {kind === "ABOVE_USUAL" && "▲"}
        {kind === "OVERDUE" && <Icon name="time" />}
        {kind === "BACKLOG" && <Icon name="layers" />}
      </i>
      <b>
        {kind === "BACKLOG" ? w("backlog") : (place ?? w("unnamedPlace"))}
        {category ? ` · ${kindName(category, kindLabel)}` : ""}
      </b>
      <span>
        {kind === "HOT_AREA" && w("hotNeed", holes)}
        {kind === "ABOVE_USUAL" &&
          w("aboveNeed", { ...holes, usual: number(Math.round((expected ?? 0) * 10) / 10) })}
        {kind === "OVERDUE" && w("overdueNeed", holes)}
        {kind === "BACKLOG" && w("backlogNeed", holes)}
      </span>
    </li>
  );
}
