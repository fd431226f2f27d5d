import "../styles/my-group.css";
import "../styles/cards.css";
import { CardSheet } from "../cards/card-sheet.js";
import { Printing } from "../cards/printing.js";
import type { PrintGroupCardsMutation } from "../gql/graphql.js";
import { useEscape } from "../shell/shell-context.js";

interface PrintedCardsProps {
  cards: PrintGroupCardsMutation["printGroupCards"];
  onClose(): void;
}

/** A copy for each household that agreed; comes when somebody prints. */
export default function PrintedCards({ cards, onClose }: PrintedCardsProps) {
  useEscape(onClose);
  return (
    <Printing onClose={onClose}>
      {cards.flatMap(({ card, copies }) =>
        copies.map(({ household, surname, door, code }) => (
          <CardSheet key={household} card={card} to={{ surname, door }} code={code ?? null} />
        )),
      )}
    </Printing>
  );
}
