import type { Session } from "../session/session-context.js";
import type { PlanFacts } from "./plan-facts.js";

/** An actor by name where it is known: one's own, or of who took a step of the plan. */
export function whoSaid(
  actor: string,
  steps: PlanFacts["steps"],
  viewer: Session["viewer"],
): string {
  if (actor === viewer.actor) return viewer.name ?? actor;
  const step = steps.find((one) => one.actor === actor);
  return step?.actorName ?? actor.replace(/^\w+:/, "");
}
