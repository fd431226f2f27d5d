/** An actor by name, or as the log has it: `person:LOGIN`, `clock`. */
export const whoSaid = (actor: string, name: string | null | undefined): string =>
  name ?? actor.replace(/^\w+:/, "");
