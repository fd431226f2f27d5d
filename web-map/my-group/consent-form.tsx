import { useId, useState } from "react";
import { useChange } from "../accounts/use-change.js";
import { ConsentWordsDocument, GiveConsentDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useAsked } from "../session/use-asked.js";
import { Waiting } from "../ui/waiting.js";
import { sayRefusal } from "./say-refusal.js";
import { useMyWords } from "./words.js";

interface ConsentFormProps {
  household: string;
  onGiven(): void;
}

/** The words that are agreed to, and yes or no for one phone. */
export function ConsentForm({ household, onGiven }: ConsentFormProps) {
  const t = useMyWords();
  const { language } = useWords();
  const text = useAsked(ConsentWordsDocument, {}).data?.consentText;
  const { send, busy, fault } = useChange();
  const [isChild, setChild] = useState(false);
  const told = useId();
  if (!text) return <Waiting />;
  const give = async (form: FormData) => {
    const said = (name: string) => String(form.get(name) ?? "").trim();
    const given = await send(GiveConsentDocument, {
      input: {
        ...{ household, personName: said("person"), phone: said("phone"), channel: "LINK" },
        ...{ answers: said("answers") === "yes", guardian: said("guardian") || null },
        textVersion: text.version,
      },
    });
    if (given) onGiven();
  };
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        void give(new FormData(e.currentTarget));
      }}
    >
      <div className="my-text" lang={language === "zh" ? "zh-CN" : "en"}>
        <h3>{t("consentTitle")}</h3>
        {text[language].map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      <label className="field">
        <span>{t("person")}</span>
        <input name="person" required maxLength={60} autoComplete="name" />
        <small className="muted">{t("personHint")}</small>
      </label>
      <label className="field">
        <span>{t("phone")}</span>
        <input name="phone" type="tel" required maxLength={20} autoComplete="tel" />
      </label>
      <fieldset className="my-choice">
        <legend>{t("answersAsk")}</legend>
        {(["yes", "no"] as const).map((answer) => (
          <label key={answer}>
            <input type="radio" name="answers" value={answer} required />
            {t(answer === "yes" ? "answersYes" : "answersNo")}
          </label>
        ))}
      </fieldset>
      <label className="my-check">
        <input
          type="checkbox"
          checked={isChild}
          onChange={(e) => {
            setChild(e.target.checked);
          }}
        />
        {t("forChild")}
      </label>
      {isChild && (
        <label className="field">
          <span>{t("guardian")}</span>
          <input name="guardian" required maxLength={60} />
        </label>
      )}
      <p id={told} className="my-fault" role="alert">
        {fault && t(sayRefusal(fault))}
      </p>
      <button type="submit" className="button primary my-wide" disabled={busy}>
        {t(busy ? "sending" : "agree")}
      </button>
    </form>
  );
}
