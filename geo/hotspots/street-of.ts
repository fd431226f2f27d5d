/** 12号, 12-3号2栋, 12号院: where the house begins. */
const HOUSE = /\s*\d[\d\-之]*[A-Za-z]?\s*(?:号|栋|幢|弄|室).*$/u;
/** A number at the end after a Han character, or as a word of its own at either end. */
const LAST = /(?:(?<=\p{Script=Han})|\s)\d+[A-Za-z]?$/u;
const FIRST = /^\d+[A-Za-z]?,?\s+/;

/** The street of an address, its house left out: 东城街12号 and 东城街 are one street. */
export function streetOf(address: string): string {
  const text = address.normalize("NFKC").trim();
  const street = text.replace(HOUSE, "").replace(LAST, "").replace(FIRST, "").trim();
  return street === "" ? text : street;
}
