import "../styles/my-group.css";
import "../styles/cards.css";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { CardsOfGroups } from "./cards-of-groups.js";
import { OneHousehold } from "./one-household.js";
import { useCardWords } from "./words.js";

/** The grid worker's: links, consent from paper, cards to print. */
export default function Cards() {
  const t = useCardWords();
  const { askPurpose } = useShell();
  const hasPurpose = useSession().purpose !== null;
  return (
    <main className="workspace-page cards-page" aria-labelledby="cards-title">
      <header className="page-head">
        <h2 id="cards-title">{t("title")}</h2>
        <p className="muted">{t("intro")}</p>
        {!hasPurpose && (
          <p>
            {t("purposeText")}{" "}
            <button type="button" className="button" onClick={askPurpose}>
              {t("purpose")}
            </button>
          </p>
        )}
      </header>
      <OneHousehold />
      <CardsOfGroups hasPurpose={hasPurpose} />
    </main>
  );
}
