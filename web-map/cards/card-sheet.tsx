import { lazy, Suspense } from "react";
import type { CodeShownFragment, PrintGroupCardsMutation } from "../gql/graphql.js";
import { CARD_WORDS } from "./words.js";

const QrCode = lazy(() => import("./qr-code.js"));
type Printed = PrintGroupCardsMutation["printGroupCards"][number];

interface CardSheetProps {
  /** Null: the household's link alone, before it agreed. */
  card: Printed["card"] | null;
  to: { surname: string; door: string } | null;
  code: CodeShownFragment | null;
}

/** What fills the holes of a word. */
const filled = (word: string, values: Record<string, string | number>): string =>
  word.replace(/\{\{(\w+)\}\}/g, (_, key: string) => String(values[key] ?? ""));

/** One copy on A5, in both languages: what its group needs, and no more. */
export function CardSheet({ card, to, code }: CardSheetProps) {
  const { zh, en } = CARD_WORDS;
  const both = (key: keyof typeof zh, values: Record<string, string | number> = {}) => (
    <>
      <span lang="zh-CN">{filled(zh[key], values)}</span>{" "}
      <span lang="en" className="card-en">
        {filled(en[key], values)}
      </span>
    </>
  );
  return (
    <article className="card-sheet">
      <header>
        <p className="card-kind">{both(card ? "cardTitle" : "linkTitle")}</p>
        {card && (
          <h2>
            {card.village} {card.name ?? both("groupNumber", { number: card.number })}
          </h2>
        )}
        {to && <p className="card-to">{`${to.surname} · ${to.door}`}</p>}
      </header>
      {card && (
        <table>
          <tbody>
            {card.members.map(({ surname, door, isLeader, isDeputy }) => (
              <tr key={`${door} ${surname}`}>
                <th scope="row">{surname}</th>
                <td>{door}</td>
                <td>{isLeader ? both("leader") : isDeputy && both("deputy")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {code && <CardCode code={code} both={both} />}
      <footer>
        <p>{both("emergency")}</p>
        {card && <p className="card-code-of">{card.code}</p>}
      </footer>
    </article>
  );
}

interface CardCodeProps {
  code: CodeShownFragment;
  both(key: keyof (typeof CARD_WORDS)["zh"], values?: Record<string, string>): React.ReactNode;
}

function CardCode({ code: { code, url, expiresAt }, both }: CardCodeProps) {
  const address = url.replace(/#.*$/, "");
  return (
    <section className="card-link">
      <Suspense fallback={<span className="card-qr" />}>
        <QrCode text={url} label={code} />
      </Suspense>
      <div>
        <p>
          {both("codeIs")} <b className="card-code">{code}</b>
        </p>
        <p className="card-how">{both("codeText", { address, day: expiresAt.slice(0, 10) })}</p>
      </div>
    </section>
  );
}
