import { useChange } from "../accounts/use-change.js";
import { EndOwnDeviceDocument, type MyGroupQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { sayRefusal } from "./say-refusal.js";
import { SureButton } from "./sure-button.js";
import { useMyWords } from "./words.js";

/** What else is linked to the household, and this phone's way out. */
export function LinkedPhones({ devices }: { devices: MyGroupQuery["devices"] }) {
  const t = useMyWords();
  const { day } = useWords();
  const session = useSession();
  const { send, busy, fault } = useChange();
  const own = session.viewer.actor?.replace("device:", "");
  const unbind = async () => {
    if (await send(EndOwnDeviceDocument, {})) session.renew();
  };
  return (
    <section className="my-part" aria-labelledby="my-phones">
      <h2 id="my-phones">{t("phonesTitle")}</h2>
      <ul className="my-list">
        {devices.map(({ id, name, createdAt }) => (
          <li key={id}>
            <span>
              <b>{name}</b>
              <span className="muted">{t("phoneSince", { day: day(createdAt) })}</span>
            </span>
            {own && id.endsWith(own) && <span className="badge">{t("phoneThis")}</span>}
          </li>
        ))}
      </ul>
      <p className="muted">{t("unbindText")}</p>
      <p className="my-fault" role="alert">
        {fault && t(sayRefusal(fault))}
      </p>
      <SureButton
        text={t("unbind")}
        sure={t("unbindSure")}
        yes={t("unbindYes")}
        busy={busy}
        onYes={() => void unbind()}
      />
    </section>
  );
}
