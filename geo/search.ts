import { Converter } from "opencc-js/t2cn";
import { pinyin } from "pinyin-pro";

/**
 * Which form of search texts this code writes. Raise it whenever the same names would now give
 * another text: rows written in an older form are rewritten when the service starts.
 */
export const SEARCH_FORM = 3;

/** Signs that show nothing by themselves: variation selectors, joiners, marks of direction. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Accents of European scripts. Marks of others (が, कि) are letters, and stay. */
const ACCENTS = /[\u0300-\u036f]/g;

/**
 * Folds width, case, accents, spaces and what cannot be seen, so that Ｃafé and cafe are one text.
 */
const plain = (text: string) =>
  simplified(
    text
      .normalize("NFKD")
      .replace(ACCENTS, "")
      .replace(IGNORABLE, "")
      .normalize("NFKC")
      .toLowerCase()
      .replace(/\s+/g, ""),
  );

const converter = Converter({ from: "t", to: "cn" });
const known = new Map<string, string>();

/**
 * Traditional characters as simplified, each for itself: by phrases the same character would become
 * two, and a part of a name would not be found in the whole.
 */
const simplified = (text: string) =>
  text.replace(/\p{Script=Han}/gu, (character) => {
    const simple = known.get(character) ?? converter(character);
    known.set(character, simple);
    return simple;
  });

/** One text for all ways to write the same name; nothing is added, so rows do not grow. */
const fold = (text: string) => oneWordForBuildings(plain(text));

const DIGITS = "零一二三四五六七八九";

/** 三 → 3, 十二 → 12, 二十 → 20; numbers of buildings end below a hundred. */
function arabic(numeral: string): string {
  if (!numeral.includes("十")) return [...numeral].map((c) => DIGITS.indexOf(c)).join("");
  const [tens, ones] = numeral.split("十") as [string, string];
  return String((tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0));
}

/**
 * A building's number is written 3栋, 3幢, 3#, 3号楼 or 三号楼 by whoever writes it; the word that
 * maps print is the one that stays.
 */
const oneWordForBuildings = (text: string) =>
  text.replace(
    /(\d+|[零一二三四五六七八九十]{1,3})(?:号楼|号栋|栋|幢|#楼?)/g,
    (_, number: string) => `${/\d/.test(number) ? number : arabic(number)}号楼`,
  );

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

/** 3号楼2单元501 is asked of the building: stairs and doors are in no searched name. */
const withoutDoor = (needle: string) =>
  needle.replace(/(号楼)(?:[\d零一二三四五六七八九十]+单元.*|[\d-]+(?:室|号|房)?)$/, "$1");

/** A lexeme of a tsquery's text. */
const lexeme = (token: string) => `'${token.replace(/['\\]/g, "$&$&")}'`;

/**
 * The text that must stand in one term, and a tsquery of the pairs of neighbouring characters in
 * it, every second one: they hold every character, and a number of 18 digits takes half the time.
 * An index over `search_tokens` (db/tables/columns.ts) finds candidates, LIKE decides. One
 * character is the beginning of a pair; one of ASCII stands in nearly every row (pinyin, numbers),
 * so LIKE decides alone.
 */
export function searchQuery(query: string): { tokens: string | null; needle: string } | null {
  const needle = withoutDoor(fold(query));
  if (!needle) return null;
  const characters = [...needle];
  if (characters.length === 1)
    return { tokens: needle < "\u0080" ? null : `${lexeme(needle)}:*`, needle };
  const pairs = characters.slice(1).map((c, i) => characters[i]! + c);
  const asked = new Set(pairs.filter((_, i) => i % 2 === 0 || i === pairs.length - 1));
  return { tokens: [...asked].map(lexeme).join(" & "), needle };
}

/**
 * The same for many rows: pinyin costs about 50 µs a name, so each name is worked out once, and a
 * row's terms are put together from its names'.
 */
export function searchCache(): typeof searchText {
  const terms = new Map<string, string[]>();
  const termsOf = (name: string) => {
    let found = terms.get(name);
    if (!found) terms.set(name, (found = searchText([name]).split("\n").filter(Boolean)));
    return found;
  };
  return (names) => [...new Set(names.flatMap((name) => (name ? termsOf(name) : [])))].join("\n");
}
