import { useWords } from "../i18n/use-words.js";
import { doorOf, type NumberOf, sayReason } from "./group-words.js";
import { signed, walkOf } from "./signed-walk.js";
import type { Hand, Target } from "./use-hand.js";
import { useIntoView } from "./use-into-view.js";
import { type GroupsWord, useGroupsWords } from "./words.js";

interface HandCardProps {
  hand: Hand;
  busy: boolean;
  numberOf: NumberOf;
  onDrop(target: Target): void;
}

type PriceOf = NonNullable<Target["price"]>;
type Judged = NonNullable<PriceOf["groups"][number]["before"]>;

const ROWS: readonly (readonly [GroupsWord, (judged: Judged) => number | null | undefined])[] = [
  ["households", ({ size }) => size],
  ["meanWalk", ({ meanMetres }) => Math.round(meanMetres)],
  ["longestWalk", ({ maxMetres }) => Math.round(maxMetres)],
  ["answering", ({ responders }) => responders],
  ["tiesIn", ({ ties }) => ties],
];

/** A household in the hand: what each group near would be like with it, before it is put down. */
export function HandCard({ hand, busy, numberOf, onDrop }: HandCardProps) {
  const t = useGroupsWords();
  const { t: say, language } = useWords();
  const { home, targets, aim } = hand;
  const self = useIntoView<HTMLElement>(home?.id);
  if (!home) return null;
  return (
    <section className="groups-hand" aria-label={t("inHand")} ref={self}>
      <h3 className="group-title">
        {t("inHand")}：{home.headName ?? ""} {doorOf(home, t)}
        <button type="button" className="link" onClick={hand.letGo}>
          {t("letGo")}
        </button>
      </h3>
      {!targets && <p className="muted">{say("loading")}</p>}
      {targets?.length === 0 && <p className="muted">{t("noTargets")}</p>}
      {aim?.price && <Price price={aim.price} numberOf={numberOf} />}
      {aim && aim.refusals.length === 0 && (
        <button
          type="button"
          className="button primary wide"
          disabled={busy}
          onClick={() => {
            onDrop(aim);
          }}
        >
          {t("putDown", { number: aim.number })}
        </button>
      )}
      <ul className="groups-targets">
        {targets?.map((target) => {
          const refused = target.refusals
            .map((one) => sayReason(one, t, language, numberOf))
            .join(" ");
          return (
            <li key={target.group}>
              <button
                type="button"
                aria-pressed={target === aim}
                aria-disabled={refused !== ""}
                onClick={() => {
                  hand.aimAt(target.group);
                }}
              >
                <b>{t("groupNumber", { number: target.number })}</b>
                {refused ? (
                  <small>{refused}</small>
                ) : (
                  <span>
                    {target.price && t("walkBy", { metres: signed(walkOf(target.price)) })}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Both groups as they are and as they would be. */
function Price({ price, numberOf }: { price: PriceOf; numberOf: NumberOf }) {
  const t = useGroupsWords();
  const { language } = useWords();
  // How far off the wanted size a group is, the table says.
  const warnings = price.warnings.filter(({ code }) => code !== "off-target");
  const groups = price.groups.filter(({ before, after }) => before ?? after);
  return (
    <>
      <table className="groups-price">
        <thead>
          <tr>
            <td />
            {groups.map(({ group, number }) => (
              <th key={group} scope="col">
                {number === null || number === undefined
                  ? t("newGroup")
                  : t("groupNumber", { number })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([word, of]) => (
            <tr key={word}>
              <th scope="row">{t(word)}</th>
              {groups.map(({ group, before, after }) => (
                <td key={group}>
                  {[before, after]
                    .map((judged) => (judged && of(judged)) ?? "–")
                    .filter((value, i, both) => i === 0 || value !== both[0])
                    .join(" → ")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">{t("priceTotal", { metres: signed(price.total) })}</p>
      {warnings.map((one) => (
        <p key={JSON.stringify(one)} className="groups-warn">
          {sayReason(one, t, language, numberOf)}
        </p>
      ))}
    </>
  );
}
