/**
 * What a spreadsheet takes for a formula when it begins a cell (OWASP, CSV injection), also behind
 * characters that it passes over or cannot show, and in the full width that some take for the
 * same. Quotation marks before it are counted in, so that taking one away gives the text back.
 */
const FORMULA = /^'*(?:[\t\r]|[\s\p{Cf}]*[=+\-@＝＋－＠])/u;

/** A text as it may stand in a cell: one that would be run gets an apostrophe before it. */
export const guardFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The text that was guarded; one that was not stays as it is. */
export const unguardFormula = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
