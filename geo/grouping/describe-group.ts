import type { Group, Plan } from "./model.js";
import type { Survey } from "./survey.js";

/** @param list household numbers, centre first */
export function describeGroup(
  survey: Survey,
  list: Int32Array,
  id: string,
  locked: boolean,
): Group {
  const { households } = survey.input;
  let metres = 0,
    responders = 0;
  for (const i of list) {
    metres += survey.walk(i, list[0]);
    responders += survey.responders[i];
  }
  return {
    id,
    centre: households[list[0]].id,
    members: Array.from(list, (i) => households[i].id),
    metres,
    responders,
    locked,
  };
}

/** Metres of walk beyond which a home counts as isolated. */
export const isolationLimit = ({ rules }: Survey): number =>
  Number.isFinite(rules.weights.radiusLimit) ? rules.weights.radiusLimit : 150;

/** Where help is thin; both lists are of sensitivity `sector`. */
export function findThin(survey: Survey, groups: readonly Group[]): Plan["sector"] {
  const { numberOf, walk, rules } = survey;
  const limit = isolationLimit(survey);
  return {
    isolated: groups.flatMap((g) => {
      const centre = numberOf.get(g.centre)!;
      return g.members.filter((id) => walk(numberOf.get(id)!, centre) > limit);
    }),
    thin: rules.capacitated
      ? []
      : groups.filter((g) => g.responders < rules.minResponders).map((g) => g.id),
  };
}
