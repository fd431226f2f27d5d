/** The course of a border in a sentence, for whoever lives there. */
import type { BorderCourse, BorderLeg } from "../../geo/coverage/border-course.js";
import type { Sentence } from "../steps/machine.js";

const NAMELESS: Sentence = {
  zh: "边界沿地块，附近没有路名或河名。",
  en: "The border follows plots; nothing with a name runs there.",
};

/** «自凯江大桥起，沿滨江路至人民路，沿人民路……回到凯江大桥。» */
export function sayBorder({ start, legs }: BorderCourse): Sentence {
  if (legs.every(({ along }) => along === null)) return NAMELESS;
  const [only, ...more] = legs;
  if (more.length === 0)
    return { zh: `边界沿${only!.along}。`, en: `The border follows ${only!.along}.` };
  const said = legs.map((leg, i) => sayLeg(leg, legs[i + 1]));
  const zh = said.map((leg) => leg.zh).join("，");
  const en = said.map((leg) => leg.en).join(", ");
  return {
    zh: `${start ? `自${start}起，` : ""}${zh}，回到${start ?? "起点"}。`,
    en: `${start ? `From ${start} ` : ""}${en}, back to ${start ?? "where it began"}.`.replace(
      /^a/,
      "A",
    ),
  };
}

function sayLeg({ along, to }: BorderLeg, next: BorderLeg | undefined): Sentence {
  const until = next && (to ?? next.along);
  return {
    zh: `沿${along ?? "地界"}${until ? `至${until}` : ""}`,
    en: `along ${along ?? "plots"}${until ? ` to ${until}` : ""}`,
  };
}
