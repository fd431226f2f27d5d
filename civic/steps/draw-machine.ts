import { actionsOf, type Machine } from "./machine.js";

/** A machine as a Mermaid state diagram, states and steps in both languages. */
export function drawMachine(machine: Machine): string {
  const lines = ["stateDiagram-v2"];
  for (const [state, { label }] of Object.entries(machine.states))
    lines.push(`  ${state}: ${state} ${label.zh}`);
  for (const [name, { label, byClock, transitions }] of actionsOf(machine))
    for (const { from, to, when } of transitions) {
      const answer = when ? ` [${when.field} = ${when.is}]` : "";
      const nobody = byClock ? " (clock 到期)" : "";
      lines.push(`  ${from ?? "[*]"} --> ${to}: ${name} ${label.zh}${answer}${nobody}`);
    }
  for (const [state, { end }] of Object.entries(machine.states))
    if (end) lines.push(`  ${state} --> [*]`);
  return `${lines.join("\n")}\n`;
}

/** A page of the docs: the drawing, then every transition in a table. */
export const machinePage = (machine: Machine): string =>
  [
    `# ${machine.label.en} ${machine.label.zh}`,
    "",
    "Made from the declaration by `npm run generate`. Not to be edited.",
    "",
    "```mermaid",
    `${drawMachine(machine)}\`\`\``,
    "",
    tableOf(machine),
  ].join("\n");

/** The same as a table: who may (the action of the policy), from where to where, and the clocks. */
export function tableOf(machine: Machine): string {
  const list = (sign: string, clocks: readonly string[] | undefined) =>
    (clocks ?? []).map((clock) => `${sign}${clock}`);
  const rows = actionsOf(machine).flatMap(([name, action]) =>
    action.transitions.map((t) =>
      [
        `\`${name}\` ${action.label.zh}`,
        t.from ?? "–",
        t.to,
        action.byClock
          ? "clock 到期"
          : [t.may, t.above?.may]
              .filter(Boolean)
              .map((name) => `\`${name}\``)
              .join(", above "),
        (t.guards ?? []).map((g) => g.code).join(" ") || "–",
        [
          ...list("+", t.starts),
          ...list("✓", t.stops),
          ...list("✕", t.drops),
          ...list("‖", t.pauses),
          ...list("▸", t.resumes),
        ].join(" ") || "–",
      ].join(" | "),
    ),
  );
  return [
    "| action | from | to | policy action | guards | clocks (+ starts, ✓ met, ✕ dropped, ‖ pauses, ▸ resumes) |",
    "|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
    "",
  ].join("\n");
}
