/**
 * The letters of a font's slices, as the build writes them into the page: names and CSS
 * `unicode-range` lists. Nine thousand numbers in hexadecimal hardly compress (30 KB); their
 * distances do (10 KB).
 */
type Ranges = Record<string, string>;

/** `{ "[4]": "U+4e00-4e02,U+4e10" }` as `[4]:feo+2,e`: each from the end of the last, base 36. */
export const packRanges = (ranges: Ranges): string =>
  Object.entries(ranges)
    .map(([name, list]) => {
      let last = 0;
      const parts = list.split(",").map((range) => {
        const [from, to] = range
          .slice(2)
          .split("-")
          .map((hex) => Number.parseInt(hex, 16));
        const part = [from! - last, ...(to === undefined ? [] : [to - from!])];
        last = to ?? from!;
        return part.map((n) => n.toString(36)).join("+");
      });
      return `${name}:${parts.join(",")}`;
    })
    .join(";");

const hex = (n: number) => n.toString(16);

export const unpackRanges = (text: string): Ranges =>
  Object.fromEntries(
    text.split(";").map((line) => {
      const [name, parts] = line.split(":") as [string, string];
      let last = 0;
      const ranges = parts.split(",").map((part) => {
        const [step, more] = part.split("+").map((n) => Number.parseInt(n, 36));
        const from = last + step!;
        last = from + (more ?? 0);
        return `U+${hex(from)}${more === undefined ? "" : `-${hex(last)}`}`;
      });
      return [name, ranges.join(",")];
    }),
  );
