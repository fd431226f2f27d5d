import { useState } from "react";
import { useChange } from "../accounts/use-change.js";
import { type MyGroupQuery, WithdrawConsentDocument } from "../gql/graphql.js";
import { ConsentForm } from "./consent-form.js";
import { sayRefusal } from "./say-refusal.js";
import { useMyWords } from "./words.js";

interface OwnConsentsProps {
  household: string;
  consents: MyGroupQuery["consents"];
  /** Something is otherwise; said aloud. */
  onDone(said: "agreed" | "withdrawn"): void;
}

/** Phones of the household that agreed, each taken back in one step; and the words for another. */
export function OwnConsents({ household, consents, onDone }: OwnConsentsProps) {
  const t = useMyWords();
  const { send, busy, fault } = useChange();
  const [isAdding, setAdding] = useState(false);
  const held = consents.filter(({ withdrawnAt }) => withdrawnAt === null);
  const withdraw = async (id: string) => {
    if (await send(WithdrawConsentDocument, { id })) onDone("withdrawn");
  };
  return (
    <section className="my-part" aria-labelledby="my-consents">
      <h2 id="my-consents">{t("consentHeld")}</h2>
      {held.length === 0 && <p>{t("consentNone")}</p>}
      <ul className="my-list">
        {held.map(({ id, personName, phone, answers }) => (
          <li key={id}>
            <span>
              <b>{personName}</b>
              <span className="muted">
                {phone} · {t(answers ? "comes" : "comesNot")}
              </span>
            </span>
            <button
              type="button"
              className="button"
              disabled={busy}
              aria-label={t("withdrawOf", { name: personName ?? "" })}
              onClick={() => void withdraw(id)}
            >
              {t("withdraw")}
            </button>
          </li>
        ))}
      </ul>
      <p className="my-fault" role="alert">
        {fault && t(sayRefusal(fault))}
      </p>
      {held.length === 0 || isAdding ? (
        <ConsentForm
          household={household}
          onGiven={() => {
            setAdding(false);
            onDone("agreed");
          }}
        />
      ) : (
        <button
          type="button"
          className="button my-wide"
          onClick={() => {
            setAdding(true);
          }}
        >
          {t("add")}
        </button>
      )}
    </section>
  );
}
