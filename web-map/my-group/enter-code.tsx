import { useId, useState } from "react";
import { useChange } from "../accounts/use-change.js";
import { EnterHouseholdCodeDocument } from "../gql/graphql.js";
import { cardCode } from "../session/address.js";
import { useSession } from "../session/session-context.js";
import { sayRefusal } from "./say-refusal.js";
import { useMyWords } from "./words.js";

/** The card's code makes this phone the household's. A scanned code stands there and waits. */
export function EnterCode() {
  const t = useMyWords();
  const session = useSession();
  const { send, busy, fault } = useChange();
  const [code, setCode] = useState(cardCode ?? "");
  const told = useId();
  const enter = async () => {
    const entered = await send(EnterHouseholdCodeDocument, { code });
    if (entered) session.renew();
  };
  return (
    <section className="my-part" aria-labelledby={`${told}-title`}>
      <h2 id={`${told}-title`}>{t("enterTitle")}</h2>
      <p>{t("intro")}</p>
      <p>{t("enterText")}</p>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void enter();
        }}
      >
        <label className="field">
          <span>{t("code")}</span>
          <input
            className="my-code"
            value={code}
            required
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={20}
            placeholder={t("codeLike")}
            aria-invalid={fault !== null}
            aria-describedby={told}
            onChange={(e) => {
              setCode(e.target.value);
            }}
          />
        </label>
        <p id={told} className="my-fault" role="alert">
          {fault && t(sayRefusal(fault))}
        </p>
        <button type="submit" className="button primary my-wide" disabled={busy}>
          {t(busy ? "sending" : "enter")}
        </button>
      </form>
      <p className="muted">{t("enterNext")}</p>
    </section>
  );
}
