import type { MyGroupQuery } from "../gql/graphql.js";
import { LeaveGroup } from "./leave-group.js";
import { useMyWords } from "./words.js";

interface OwnGroupProps {
  group: MyGroupQuery["groupOf"];
  answerers: MyGroupQuery["answerers"];
  /** Somebody of the household agreed. */
  isOpen: boolean;
  onLeft(): void;
}

/** Who is in the group, and who is called: surname and door. */
export function OwnGroup({ group, answerers, isOpen, onLeft }: OwnGroupProps) {
  const t = useMyWords();
  if (!group)
    return (
      <section className="my-part" aria-labelledby="my-group">
        <h2 id="my-group">{t("groupTitle")}</h2>
        <p>{t(isOpen ? "groupNone" : "groupBefore")}</p>
      </section>
    );
  const { number, name, village, members } = group;
  return (
    <>
      <section className="my-part" aria-labelledby="my-group">
        <h2 id="my-group">{name ?? t("groupNumber", { number, village: village ?? "" })}</h2>
        <p className="muted">{t("membersCount", { count: members.length })}</p>
        <ul className="my-list">
          {members.map(({ surname, door, isLeader, isDeputy, isOwn }) => (
            <li key={`${door} ${surname}`} data-own={isOwn}>
              <span>
                <b>{surname}</b>
                <span className="my-door">{door}</span>
              </span>
              <span className="my-marks">
                {isOwn && <span className="badge">{t("own")}</span>}
                {isLeader && <span className="badge">{t("leader")}</span>}
                {isDeputy && <span className="badge">{t("deputy")}</span>}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="my-part" aria-labelledby="my-nine">
        <h2 id="my-nine">{t("nineTitle")}</h2>
        <p className="muted">{t(answerers.length > 0 ? "nineText" : "nineNone")}</p>
        <ol className="my-list">
          {answerers.map(({ rank, surname, door }) => (
            <li key={rank}>
              <span>
                <b>{surname}</b>
                <span className="my-door">{door}</span>
              </span>
            </li>
          ))}
        </ol>
        <p className="muted">{t("emergency")}</p>
        <LeaveGroup onLeft={onLeft} />
      </section>
    </>
  );
}
