import { GroupBordersDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { useGroupsWords } from "./words.js";

interface BorderPricesProps {
  plan: string;
  stamp: string;
  gridName(id: string | null | undefined): string;
}

/** What each border between two grids costs in walks; who plans grids goes on from here. */
export default function BorderPrices({ plan, stamp, gridName }: BorderPricesProps) {
  const t = useGroupsWords();
  const { t: say } = useWords();
  const { viewer } = useSession();
  const { address } = useShell();
  const { data, fault, again } = useAsked(GroupBordersDocument, { id: plan }, { version: stamp });
  const borders = data?.groupPlan?.borderPrice?.filter(({ metres }) => metres > 0);
  if (fault && !borders) return <FaultNotice fault={fault} retry={again} />;
  if (!data) return <p className="muted">{say("loading")}</p>;
  if (!borders) return <p className="muted">{t("noBordersSeen")}</p>;
  if (borders.length === 0) return <p className="muted">{t("noBorders")}</p>;
  const isPlanner = viewer.roles.includes("PLANNER");
  return (
    <ul className="groups-borders">
      {borders.map(({ grids, metres, isolated, parted }) => (
        <li key={grids.join()}>
          <span>
            {grids.map(gridName).join(" | ")}
            <small>
              {t("borderSaves", { metres: Math.round(metres) })}
              {parted !== null && parted > 0 && ` · ${t("borderParts", { count: parted })}`}
              {isolated !== null && isolated > 0 && ` · ${t("countIsolated", { count: isolated })}`}
            </small>
          </span>
          {isPlanner && (
            <button
              type="button"
              className="button small"
              onClick={() => {
                address.keep("plan", grids[0] ? { grid: grids[0] } : {}, true);
              }}
            >
              {t("toPlan")}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
