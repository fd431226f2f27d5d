import "../styles/my-group.css";
import "../styles/cards.css";
import { PaperConsents } from "../cards/paper-consents.js";

/** Who of a household agreed, as its grid worker keeps it; comes when somebody looks. */
export default function HouseholdConsents({ household }: { household: string }) {
  return (
    <div className="groups-consents">
      <PaperConsents household={household} />
    </div>
  );
}
