import type { SayDetails } from "./words.js";

/** Who wrote something, in words: a person's name, or what kind of program it was. */
export function whoOf(t: SayDetails, actor: string | null, name: string | null): string {
  if (name) return name;
  // The service tells an actor only to staff and to the actor; staff get the name with it.
  if (actor === null) return t("actorStaff");
  const [kind, ...rest] = actor.split(":");
  switch (kind) {
    case "person":
      return t("actorYou");
    case "app":
      return t("actorApplication", { name: rest.join(":") });
    case "operator":
      return t("actorOperator");
    case "demo":
      return t("actorDemo");
    default:
      return t("actorSystem");
  }
}
