import { useState } from "react";
import { useChange } from "../accounts/use-change.js";
import {
  CardPlansDocument,
  PrintGroupCardsDocument,
  type PrintGroupCardsMutation,
} from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { CardSheet } from "./card-sheet.js";
import { Printing } from "./printing.js";
import { useCardWords } from "./words.js";

/** Copies for all groups of a published plan where the worker works. */
export function CardsOfGroups({ hasPurpose }: { hasPurpose: boolean }) {
  const t = useCardWords();
  const { county } = useSession();
  const plans = useAsked(CardPlansDocument, { county: county.id }).data?.groupPlans.nodes;
  const published = plans?.filter(({ status }) => status === "EFFECTIVE");
  const { send, busy, fault } = useChange();
  const [printed, setPrinted] = useState<PrintGroupCardsMutation["printGroupCards"] | null>(null);
  const make = async (form: FormData) => {
    const made = await send(PrintGroupCardsDocument, {
      plan: String(form.get("plan")),
      codes: form.get("codes") !== null,
    });
    if (made) setPrinted(made.printGroupCards);
  };
  return (
    <section className="my-part" aria-labelledby="cards-groups">
      <h3 id="cards-groups">{t("groupsTitle")}</h3>
      <p>{t("groupsText")}</p>
      {published?.length === 0 && <p className="muted">{t("noPlan")}</p>}
      {published && published.length > 0 && (
        <form
          onSubmit={(e) => {
            e.preventDefault();
            void make(new FormData(e.currentTarget));
          }}
        >
          <label className="field">
            <span>{t("plan")}</span>
            <select name="plan">
              {published.map(({ id, name, effectiveOn }) => (
                <option key={id} value={id}>
                  {name} {effectiveOn}
                </option>
              ))}
            </select>
          </label>
          <label className="my-check">
            <input type="checkbox" name="codes" />
            {t("withCodes")}
          </label>
          <p className="my-fault" role="alert">
            {fault && t("failed", { why: fault.message })}
          </p>
          <button type="submit" className="button primary" disabled={busy || !hasPurpose}>
            {t("make")}
          </button>
        </form>
      )}
      {printed && (
        <Printing
          onClose={() => {
            setPrinted(null);
          }}
        >
          {printed.flatMap(({ card, copies }) =>
            copies.map(({ household, surname, door, code }) => (
              <CardSheet key={household} card={card} to={{ surname, door }} code={code ?? null} />
            )),
          )}
        </Printing>
      )}
    </section>
  );
}
