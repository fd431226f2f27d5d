import { pinyin } from "pinyin-pro";

/** Folds width, case and spaces, so that ＡＢＣ, abc and A B C are one text. */
const fold = (text: string) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

const HAN = /\p{Script=Han}/u;

/**
 * What a row is found by: its names folded, and for Chinese ones their pinyin initials and full
 * pinyin, one term a line.
 * 东城小区 → "东城小区\ndcxq\ndongchengxiaoqu". Readings of polyphones are the library's most likely one.
 */
export function searchText(names: readonly (string | null | undefined)[]): string {
  const terms = new Set<string>();
  for (const name of names) {
    if (!name) continue;
    const folded = fold(name);
    if (!folded) continue;
    terms.add(folded);
    if (HAN.test(folded)) {
      const syllables = pinyin(folded, {
        toneType: "none",
        type: "array",
        nonZh: "consecutive",
        v: true,
      });
      terms.add(
        syllables
          .map((s) => [...s][0] ?? "")
          .join("")
          .toLowerCase(),
      );
      terms.add(syllables.join("").toLowerCase());
    }
  }
  return [...terms].join("\n");
}

/**
 * Unigrams and bigrams (by code point, so that 𠮷 counts as one) of a search text. An array of them
 * under GIN finds names of
 * two characters, which trigram indexes cannot, and needs no extension and no collation.
 */
export function searchTokens(text: string): string[] {
  const tokens = new Set<string>();
  for (const term of text.split("\n")) {
    const characters = [...term];
    characters.forEach((c, i) => {
      tokens.add(c);
      const next = characters[i + 1];
      if (next !== undefined) tokens.add(c + next);
    });
  }
  return [...tokens];
}

/**
 * A query's needed tokens, and the text that must stand in one term: GIN finds candidates, LIKE
 * decides.
 */
export function searchQuery(query: string): { tokens: string[]; needle: string } | null {
  const needle = fold(query);
  if (!needle) return null;
  const characters = [...needle];
  const tokens =
    characters.length === 1
      ? characters
      : characters.slice(0, -1).map((c, i) => c + characters[i + 1]);
  return { tokens: [...new Set(tokens)], needle };
}
