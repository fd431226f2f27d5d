/** Columns a terminal gives a character: 宽 takes two. */
const WIDE = /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏！-｠￠-￦]/u;
const widthOf = (text: string): number =>
  [...text].reduce((width, c) => width + (WIDE.test(c) ? 2 : 1), 0);

/** Rows in aligned columns on standard output. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((row) => widthOf(row[i]!))));
  for (const row of all) {
    const cells = row.map((cell, i) => cell + " ".repeat(widths[i]! - widthOf(cell)));
    process.stdout.write(`${cells.join("  ").trimEnd()}\n`);
  }
}
