import { useState } from "react";
import { useChange } from "../accounts/use-change.js";
import {
  CardHouseholdDocument,
  type CodeShownFragment,
  PrintHouseholdCodeDocument,
} from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { CardSheet } from "./card-sheet.js";
import { PaperConsents } from "./paper-consents.js";
import { Printing } from "./printing.js";
import { useCardWords } from "./words.js";

/** The link of one household, and what it agreed to. */
export function OneHousehold() {
  const t = useCardWords();
  const { county } = useSession();
  const [asked, setAsked] = useState<string | null>(null);
  const { data } = useAsked(
    CardHouseholdDocument,
    asked === null ? null : { county: county.id, codes: [asked] },
  );
  const found = data?.households.nodes[0];
  const { send, busy, fault } = useChange();
  const [code, setCode] = useState<CodeShownFragment | null>(null);
  const print = async (household: string) => {
    const made = await send(PrintHouseholdCodeDocument, { household });
    if (made) setCode(made.printHouseholdCode);
  };
  return (
    <section className="my-part" aria-labelledby="cards-one">
      <h3 id="cards-one">{t("householdTitle")}</h3>
      <p>{t("householdText")}</p>
      <form
        className="cards-find"
        onSubmit={(e) => {
          e.preventDefault();
          setAsked(String(new FormData(e.currentTarget).get("code")).trim() || null);
        }}
      >
        <label className="field">
          <span>{t("householdCode")}</span>
          <input name="code" required maxLength={40} autoComplete="off" />
        </label>
        <button type="submit" className="button">
          {t("find")}
        </button>
      </form>
      <p role="status">{data && !found && t("notFound")}</p>
      {found && (
        <>
          <p>
            <b>{found.headName}</b> {found.code}
          </p>
          <button
            type="button"
            className="button primary"
            disabled={busy}
            onClick={() => void print(found.id)}
          >
            {t("printCode")}
          </button>
          <p className="my-fault" role="alert">
            {fault && t("failed", { why: fault.message })}
          </p>
          <PaperConsents key={found.id} household={found.id} />
        </>
      )}
      {code && (
        <Printing
          onClose={() => {
            setCode(null);
          }}
        >
          <CardSheet card={null} to={null} code={code} />
        </Printing>
      )}
    </section>
  );
}
