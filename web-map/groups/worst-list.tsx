import { useWords } from "../i18n/use-words.js";
import { nameOf, whyLookAt } from "./group-words.js";
import type { Group } from "./model.js";
import { useSeesTies } from "./use-sees-ties.js";
import { type GroupsWord, useGroupsWords } from "./words.js";

export type GroupOrder = "WORST" | "FARTHEST" | "NO_TIE" | "FEWEST" | "ISOLATED" | "NUMBER";

const ORDERS: readonly (readonly [GroupOrder, GroupsWord])[] = [
  ["WORST", "orderWorst"],
  ["FARTHEST", "orderFarthest"],
  ["NO_TIE", "orderNoTie"],
  ["FEWEST", "orderFewest"],
  ["ISOLATED", "orderIsolated"],
  ["NUMBER", "orderNumber"],
];

interface WorstListProps {
  groups: readonly Group[] | undefined;
  totalCount: number;
  order: GroupOrder;
  onOrder(order: GroupOrder): void;
  chosen: string | null;
  onChoose(group: string): void;
  gridName(id: string | null | undefined): string;
  onMore?: (() => void) | undefined;
}

/** Groups of a plan, what is to be looked at first, each with the reason. */
export function WorstList(props: WorstListProps) {
  const { groups, totalCount, order, onOrder, onMore } = props;
  const t = useGroupsWords();
  const { t: say } = useWords();
  return (
    <section aria-label={t("groupList")}>
      <h3 className="group-title">
        {t("groupList")} {totalCount}
        <label className="groups-order">
          {t("order")}{" "}
          <select
            value={order}
            onChange={(e) => {
              onOrder(e.target.value as GroupOrder);
            }}
          >
            {ORDERS.map(([value, word]) => (
              <option key={value} value={value}>
                {t(word)}
              </option>
            ))}
          </select>
        </label>
      </h3>
      {!groups && <p className="muted">{say("loading")}</p>}
      <ol className="groups-worst">
        {groups?.map((group) => (
          <Row key={group.id} group={group} {...props} />
        ))}
      </ol>
      {onMore && (
        <button type="button" className="button wide" onClick={onMore}>
          {t("more")}
        </button>
      )}
    </section>
  );
}

function Row({ group, chosen, onChoose, gridName }: WorstListProps & { group: Group }) {
  const t = useGroupsWords();
  const isChosen = group.id === chosen;
  const why = whyLookAt(group, useSeesTies(), t);
  const walk =
    typeof group.maxMetres === "number"
      ? t("walkMost", { metres: Math.round(group.maxMetres) })
      : t("walkMean", { metres: Math.round(group.meanMetres) });
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={() => {
          onChoose(group.id);
        }}
      >
        <b>
          {nameOf(group, t)}
          {group.locked && <small className="groups-locked">{t("locked")}</small>}
        </b>
        <span>
          {t("countHouseholds", { count: group.size })} · {walk}
        </span>
        <small className="groups-where">
          {why.length > 0 && <span className="groups-why">{why.join(" · ")}</span>}{" "}
          <span className="muted">{gridName(group.gridId)}</span>
        </small>
      </button>
    </li>
  );
}
