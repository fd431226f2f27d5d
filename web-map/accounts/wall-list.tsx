import { useState } from "react";
import { WallsDocument, type WallsQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { SecretDialog } from "./secret-dialog.js";
import { useWallAreas, type WallAreas } from "./use-wall-areas.js";
import { WallEndDialog } from "./wall-end-dialog.js";
import { WallForm } from "./wall-form.js";
import { useAccountWords } from "./words.js";

type Wall = WallsQuery["devices"][number];

/** Walls (大屏) of the county: what each shows, whether it still asks, and a way to end it. */
export function WallList() {
  const t = useAccountWords();
  const { county } = useSession();
  const { data, fault, again } = useAsked(WallsDocument, {});
  const areas = useWallAreas();
  const [isNew, setNew] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const [ending, setEnding] = useState<Wall | null>(null);
  const walls = data?.devices.filter((d) => d.household == null && d.county === county.id) ?? [];
  return (
    <>
      <header className="page-head">
        <p className="muted">{t("wallsIntro")}</p>
        <div className="page-tools">
          <button
            type="button"
            className="button primary"
            onClick={() => {
              setNew(true);
            }}
          >
            {t("addWall")}
          </button>
        </div>
      </header>
      {fault && <FaultNotice fault={fault} retry={again} />}
      {data && walls.length === 0 && <p className="muted">{t("noWalls")}</p>}
      {walls.length > 0 && (
        <div className="page-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("wallName")}</th>
                <th scope="col">{t("wallShows")}</th>
                <th scope="col">{t("wallMade")}</th>
                <th scope="col">{t("wallSeen")}</th>
                <th scope="col">{t("state")}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {walls.map((wall) => (
                <WallRow
                  key={wall.id}
                  of={wall}
                  areas={areas}
                  onEnd={() => {
                    setEnding(wall);
                  }}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isNew && (
        <WallForm
          areas={areas}
          onClose={() => {
            setNew(false);
          }}
          onMade={(made) => {
            setNew(false);
            setUrl(made);
            again();
          }}
        />
      )}
      {url && (
        <SecretDialog
          title={t("wallLink")}
          text={t("wallLinkText")}
          secret={url}
          onClose={() => {
            setUrl(null);
          }}
        />
      )}
      {ending && (
        <WallEndDialog
          of={ending}
          onClose={() => {
            setEnding(null);
          }}
          onEnded={again}
        />
      )}
    </>
  );
}

function WallRow({ of, areas, onEnd }: { of: Wall; areas: WallAreas; onEnd(): void }) {
  const t = useAccountWords();
  const { moment } = useWords();
  const { timeZone } = useSession().county;
  const { name, createdAt, createdBy, lastSeenAt, revokedAt } = of;
  return (
    <tr data-off={revokedAt != null}>
      <th scope="row">{name}</th>
      <td data-label={t("wallShows")}>
        {of.areas?.map(areas.nameOf).join(", ") ?? t("wholeCounty")}
      </td>
      <td className="number" data-label={t("wallMade")}>
        {moment(createdAt, timeZone)}{" "}
        <span className="muted small">{createdBy.replace(/^person:/, "")}</span>
      </td>
      <td className="number" data-label={t("wallSeen")}>
        {lastSeenAt ? moment(lastSeenAt, timeZone) : t("never")}
      </td>
      <td data-label={t("state")}>
        {revokedAt
          ? t("wallRevokedAt", { at: moment(revokedAt, timeZone) })
          : t(lastSeenAt ? "wallInUse" : "wallUnopened")}
      </td>
      <td className="page-actions">
        {!revokedAt && (
          <button
            type="button"
            className="button small"
            aria-label={t("revokeNamed", { name })}
            onClick={onEnd}
          >
            {t("revoke")}
          </button>
        )}
      </td>
    </tr>
  );
}
