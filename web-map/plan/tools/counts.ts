import type { Bench, Told } from "./tool.js";

/** What each grid that is drawn in comes to, as it is drawn. */
export function counts({ draft, pending }: Bench): Told {
  const each = pending.about().map((id) => {
    const { households = 0 } = draft.figures(id) ?? {};
    return `${draft.facts(id)?.name ?? ""} ≈${households}`;
  });
  return ["comesTo", { counts: each.join(" / ") }];
}
