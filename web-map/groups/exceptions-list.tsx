import { useMemo } from "react";
import { GroupExceptionsDocument, type GroupExceptionsQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useOverlay } from "../map/use-overlay.js";
import { useAsked } from "../session/use-asked.js";
import { metresBetween } from "../state/area.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { doorOf, nameOf, sayReason } from "./group-words.js";
import { halosOverlay, type Mark } from "./groups-overlay.js";
import type { GroupEdits } from "./use-group-edits.js";
import { type SayGroups, useGroupsWords } from "./words.js";

interface ExceptionsListProps {
  plan: string;
  stamp: string;
  canEdit: boolean;
  marks: readonly Mark[];
  gridName(id: string | null | undefined): string;
  edits: GroupEdits;
  onChoose(group: string): void;
  onLook(at: readonly number[]): void;
}

/** 空挂: nothing is to be done about them. */
const NOBODY = "nobody-lives-here";

type Found = NonNullable<GroupExceptionsQuery["groupPlan"]>;

const farOf = ({ groups }: Found) =>
  groups.nodes.flatMap((group) =>
    (group.members ?? []).filter((m) => m.isolated).map((member) => ({ group, ...member })),
  );
const hidesHomes = ({ isolated, members }: Found["groups"]["nodes"][number]) =>
  (isolated ?? 0) > 0 && !members;
const othersOf = ({ exceptions }: Found) =>
  (exceptions.nodes ?? []).filter(({ reason }) => reason.code !== NOBODY);

/** The other group whose centre is nearest, as the crow flies. */
function nearestOther(
  at: readonly number[] | null | undefined,
  own: { id: string },
  marks: readonly Mark[],
) {
  const here = marks.find(({ id }) => id === own.id);
  if (!at || !here) return null;
  const [nearest] = marks
    .filter((mark) => mark !== here)
    .map((mark) => ({ mark, metres: metresBetween(at, mark.at) }))
    .sort((a, b) => a.metres - b.metres);
  if (!nearest || nearest.metres >= metresBetween(at, here.at)) return null;
  return { ...nearest, isAcross: nearest.mark.gridId !== here.gridId };
}

/** Why a home is where nobody is near: a grid's border between, a full group, or nobody there. */
function whyFar(
  near: ReturnType<typeof nearestOther>,
  gridName: ExceptionsListProps["gridName"],
  t: SayGroups,
): string {
  if (!near) return t("farNobody");
  const { mark, metres, isAcross } = near;
  return t(isAcross ? "farAcross" : "farBeside", {
    number: mark.number,
    metres: Math.round(metres),
    grid: gridName(mark.gridId),
  });
}

/** Homes far from their centre, and households in no group, each with why. */
export function ExceptionsList(props: ExceptionsListProps) {
  const { plan, stamp, canEdit, edits, marks, gridName, onChoose, onLook } = props;
  const t = useGroupsWords();
  const { t: say, language } = useWords();
  const { data, fault, again } = useAsked(
    GroupExceptionsDocument,
    { id: plan },
    { version: stamp, keeps: true },
  );
  const found = data?.groupPlan;
  useOverlay(
    "groups-halos",
    useMemo(
      () =>
        found
          ? halosOverlay(
              [...farOf(found), ...othersOf(found)].flatMap(({ household: { centroid } }) =>
                centroid ? [centroid] : [],
              ),
            )
          : null,
      [found],
    ),
  );
  if (fault && !found) return <FaultNotice fault={fault} retry={again} />;
  if (!found) return <p className="muted">{say("loading")}</p>;
  const { exceptions } = found;
  const [far, others] = [farOf(found), othersOf(found)];
  return (
    <section className="groups-exceptions" aria-label={t("exceptions")}>
      <h3 className="group-title">{t("isolatedHomes")}</h3>
      {far.length === 0 && (
        <p className="muted">
          {t(found.groups.nodes.some(hidesHomes) ? "noMembersSeen" : "noIsolated")}
        </p>
      )}
      <ul>
        {far.map(({ group, household: home, metres }) => (
          <li key={home.id}>
            <button
              type="button"
              onClick={() => {
                onChoose(group.id);
                if (home.centroid) onLook(home.centroid);
              }}
            >
              <b>{home.headName ?? home.code}</b> {doorOf(home, t)}
              <small>
                {t("farFrom", { group: nameOf(group, t), metres: Math.round(metres ?? 0) })}
                {" · "}
                {whyFar(nearestOther(home.centroid, group, marks), gridName, t)}
              </small>
            </button>
          </li>
        ))}
      </ul>
      <h3 className="group-title">
        {t("inNoGroup")} {exceptions.totalCount}
      </h3>
      <ul className="groups-reasons">
        {exceptions.byReason?.map(({ code, count }) => (
          <li key={code}>
            {t("countHouseholds", { count })} · {t(code === NOBODY ? "whyNobody" : "whyOther")}
          </li>
        ))}
      </ul>
      <ul>
        {others.map(({ household: home, reason }) => (
          <li key={home.id}>
            <button
              type="button"
              onClick={() => {
                if (home.centroid) onLook(home.centroid);
              }}
            >
              <b>{home.headName ?? home.code}</b> {doorOf(home, t)}
              <small>{sayReason(reason, t, language)}</small>
            </button>
            {canEdit && (
              <button
                type="button"
                className="button small"
                disabled={edits.busy}
                onClick={() => void edits.join(home.id)}
              >
                {t("joinNear")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
