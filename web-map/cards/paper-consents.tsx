import { useChange } from "../accounts/use-change.js";
import {
  ConsentWordsDocument,
  GiveConsentDocument,
  HeldConsentsDocument,
  WithdrawConsentDocument,
} from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useAsked } from "../session/use-asked.js";
import { useCardWords } from "./words.js";

/**
 * What a household agreed to, as its grid worker keeps it; from paper, with where the sheet lies.
 */
export function PaperConsents({ household }: { household: string }) {
  const t = useCardWords();
  const { day } = useWords();
  const { data, again } = useAsked(HeldConsentsDocument, { household });
  const text = useAsked(ConsentWordsDocument, {}).data?.consentText;
  const { send, busy, fault } = useChange();
  const note = async (form: HTMLFormElement) => {
    const said = (name: string) => String(new FormData(form).get(name) ?? "").trim();
    const noted = await send(GiveConsentDocument, {
      input: {
        ...{ household, personName: said("person"), phone: said("phone"), channel: "PAPER" },
        ...{ answers: said("answers") === "yes", sheet: said("sheet") },
        ...{ guardian: said("guardian") || null, textVersion: text?.version ?? "" },
      },
    });
    if (!noted) return;
    form.reset();
    again();
  };
  const withdraw = async (id: string) => {
    if (await send(WithdrawConsentDocument, { id })) again();
  };
  return (
    <>
      <h4>{t("held")}</h4>
      {data?.consents.length === 0 && <p className="muted">{t("none")}</p>}
      <ul className="my-list">
        {data?.consents.map(({ id, personName, phone, sheet, givenAt, withdrawnAt }) => (
          <li key={id}>
            <span>
              <b>{personName ?? "—"}</b>
              <span className="muted">
                {[phone, sheet, t("agreedOn", { day: day(givenAt) })].filter(Boolean).join(" · ")}
                {withdrawnAt && ` · ${t("withdrawnOn", { day: day(withdrawnAt) })}`}
              </span>
            </span>
            {!withdrawnAt && (
              <button
                type="button"
                className="button"
                disabled={busy}
                aria-label={t("withdrawOf", { name: personName ?? "" })}
                onClick={() => void withdraw(id)}
              >
                {t("withdraw")}
              </button>
            )}
          </li>
        ))}
      </ul>
      <h4>{t("paper")}</h4>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void note(e.currentTarget);
        }}
      >
        <label className="field">
          <span>{t("person")}</span>
          <input name="person" required maxLength={60} autoComplete="off" />
        </label>
        <label className="field">
          <span>{t("phone")}</span>
          <input name="phone" type="tel" required maxLength={20} autoComplete="off" />
        </label>
        <label className="field">
          <span>{t("sheet")}</span>
          <input name="sheet" required maxLength={100} placeholder={t("sheetLike")} />
        </label>
        <label className="field">
          <span>{t("forChild")}</span>
          <input name="guardian" maxLength={60} autoComplete="off" />
        </label>
        <fieldset className="my-choice">
          <legend>{t("answersAsk")}</legend>
          {(["yes", "no"] as const).map((answer) => (
            <label key={answer}>
              <input type="radio" name="answers" value={answer} required />
              {t(answer)}
            </label>
          ))}
        </fieldset>
        <p className="my-fault" role="alert">
          {fault &&
            (fault.reason === "phone-given"
              ? t("phoneGiven")
              : t("failed", { why: fault.message }))}
        </p>
        <button type="submit" className="button" disabled={busy}>
          {t("note")}
        </button>
      </form>
    </>
  );
}
