import { lazy, Suspense, useState } from "react";
import type { OneGroupQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { Icon } from "../ui/icon.js";
import { Waiting } from "../ui/waiting.js";
import { doorOf, nameOf, sayReason, whyLookAt } from "./group-words.js";
import type { Home } from "./model.js";
import type { GroupEdits } from "./use-group-edits.js";
import { useIntoView } from "./use-into-view.js";
import { useSeesTies } from "./use-sees-ties.js";
import { useGroupsWords } from "./words.js";

/** Comes when somebody looks at who agreed. */
const HouseholdConsents = lazy(() => import("./household-consents.js"));

export type OneGroup = NonNullable<NonNullable<OneGroupQuery["groupPlan"]>["group"]>;

interface GroupCardProps {
  group: OneGroup;
  gridName: string;
  edits: GroupEdits;
  canEdit: boolean;
  /** Asked for another group on the map, to be merged into this one. */
  isMerging: boolean;
  onMerge(on: boolean): void;
  onPick(home: Home): void;
  onPrint(): void;
  onZoom(): void;
  onClose(): void;
}

/** One group: who is in it and what it comes to, and what can be done with it. */
export function GroupCard(props: GroupCardProps) {
  const { group, gridName, onZoom, onClose } = props;
  const t = useGroupsWords();
  const { language, number } = useWords();
  const self = useIntoView<HTMLElement>(group.id);
  const round = (m: number | null | undefined) =>
    m === null || m === undefined ? "–" : Math.round(m);
  const why = whyLookAt(group, useSeesTies(), t);
  const facts: [string, string | number | null | undefined][] = [
    [t("households"), number(group.size)],
    [t("people"), number(group.people)],
    [t("answering"), group.responders],
    [t("meanWalk"), t("metres", { metres: round(group.meanMetres) })],
    [
      t("longestWalk"),
      group.maxMetres == null ? null : t("metres", { metres: round(group.maxMetres) }),
    ],
    [t("tiesIn"), group.ties],
    [t("grid"), gridName],
  ];
  return (
    <section className="groups-card" aria-label={nameOf(group, t)} ref={self}>
      <h3>
        <span className="groups-number">{group.number}</span>
        {nameOf(group, t)}
        {group.locked && (
          <small className="groups-locked">
            <Icon name="lock" size={13} />
            {t("locked")}
          </small>
        )}
        <button
          type="button"
          className="icon-button"
          aria-label={t("zoomTo")}
          title={`${t("zoomTo")} (Enter)`}
          onClick={onZoom}
        >
          <Icon name="target" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t("closeGroup")}
          title={t("closeGroup")}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </h3>
      {group.openedBy && <p className="groups-warn">{sayReason(group.openedBy, t, language)}</p>}
      {why.length > 0 && <p className="groups-why">{why.join(" · ")}</p>}
      <dl className="groups-figures-of">
        {facts
          .filter(([, value]) => value !== null && value !== undefined && value !== "")
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {props.canEdit && <Deeds {...props} />}
      <Members {...props} />
    </section>
  );
}

function Deeds({ group, edits, isMerging, onMerge, onPrint }: GroupCardProps) {
  const t = useGroupsWords();
  return (
    <>
      <div className="groups-deeds" role="toolbar" aria-label={t("deeds")}>
        <button
          type="button"
          className="button small"
          disabled={edits.busy}
          onClick={() => void edits.lock(group.id, !group.locked)}
        >
          {t(group.locked ? "unlock" : "lock")} <kbd>L</kbd>
        </button>
        <button
          type="button"
          className="button small"
          aria-pressed={isMerging}
          disabled={edits.busy}
          onClick={() => {
            onMerge(!isMerging);
          }}
        >
          {t("merge")} <kbd>M</kbd>
        </button>
        <button
          type="button"
          className="button small"
          disabled={edits.busy}
          onClick={() => void edits.split(group.id)}
        >
          {t("split")} <kbd>X</kbd>
        </button>
        <button type="button" className="button small" onClick={onPrint}>
          {t("cards")}
        </button>
      </div>
      {isMerging && <p className="hint">{t("mergeHint")}</p>}
    </>
  );
}

/** Who is in it, the nearest to the centre first; whoever may change it picks them up here. */
function Members(props: GroupCardProps) {
  const { group, canEdit } = props;
  const t = useGroupsWords();
  const { members } = group;
  if (!members) return <p className="muted">{t("noMembersSeen")}</p>;
  return (
    <>
      <h4 className="group-title">
        {t("members")} {members.length}
        {canEdit && <span className="muted only-wide">{t("membersHint")}</span>}
      </h4>
      <ul className="groups-members">
        {members.map((member) => (
          <MemberRow key={member.household.id} member={member} {...props} />
        ))}
      </ul>
    </>
  );
}

type Member = NonNullable<OneGroup["members"]>[number];

function MemberRow({ member, ...props }: GroupCardProps & { member: Member }) {
  const { group, canEdit } = props;
  const { household: home, metres, isolated } = member;
  const t = useGroupsWords();
  const [isOpen, setOpen] = useState(false);
  const roles = [
    ...(home.id === group.centre?.id ? [t("centre")] : []),
    ...(home.id === group.leader?.id ? [t("leader")] : []),
    ...(home.id === group.deputy?.id ? [t("deputy")] : []),
  ];
  return (
    <li data-isolated={isolated === true}>
      <button
        type="button"
        className="groups-member"
        data-household={home.id}
        aria-expanded={canEdit ? isOpen : undefined}
        disabled={!canEdit}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <b>{home.headName ?? home.code}</b>
        <span>{doorOf(home, t)}</span>
        {roles.length > 0 && <small className="badge">{roles.join(" · ")}</small>}
        <span className="number">
          {isolated && <em>{t("isolated")} </em>}
          {typeof metres === "number" && t("metres", { metres: Math.round(metres) })}
        </span>
      </button>
      {isOpen && <MemberDeeds home={home} {...props} />}
    </li>
  );
}

function MemberDeeds({ home, group, edits, onPick }: GroupCardProps & { home: Home }) {
  const t = useGroupsWords();
  const [areConsentsOpen, setConsentsOpen] = useState(false);
  const deeds = [
    [
      "pickUp",
      () => {
        onPick(home);
      },
    ],
    ["makeLeader", () => void edits.lead(group.id, home.id, false)],
    ["makeDeputy", () => void edits.lead(group.id, home.id, true)],
    ["takeOut", () => void edits.leave(home.id)],
  ] as const;
  return (
    <>
      <div className="groups-deeds">
        {deeds.map(([word, run]) => (
          <button
            key={word}
            type="button"
            className="button small"
            disabled={edits.busy}
            onClick={run}
          >
            {t(word)}
          </button>
        ))}
        <button
          type="button"
          className="button small"
          aria-expanded={areConsentsOpen}
          onClick={() => {
            setConsentsOpen(!areConsentsOpen);
          }}
        >
          {t("consents")}
        </button>
      </div>
      {areConsentsOpen && (
        <Suspense fallback={<Waiting />}>
          <HouseholdConsents household={home.id} />
        </Suspense>
      )}
    </>
  );
}
