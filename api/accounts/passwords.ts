import { hash } from "@node-rs/argon2";
import { badInput } from "../core/refusal.js";

const LEAST = 10;
/** Longer ones cost the service more than they protect. */
const MOST = 200;
/** Fewer different characters are a key held down or a pattern drawn on the keyboard. */
const LEAST_DIFFERENT = 4;

/**
 * Those of at least ten characters that lists of stolen passwords begin with, and what people of
 * this service would try first. NIST SP 800-63B asks for such a list and against rules of
 * composition.
 */
const COMMON: ReadonlySet<string> = new Set(
  `1234567890 0123456789 12345678910 123456789a a123456789 aa12345678 a1234567890 1234567890a
  0987654321 9876543210 1234512345 1122334455 123123123123 qwertyuiop qwerty12345 qwerty123456
  q1w2e3r4t5 1q2w3e4r5t 1q2w3e4r5t6y qwertyuiop123 asdfghjkl123 zxcvbnm123 1qaz2wsx3edc
  qazwsxedcrfv 1qazxsw23edc password12 password123 password1234 password12345 passw0rd123
  p@ssw0rd123 p@ssword123 iloveyou123 abcdefghij abcd123456 abc1234567 abcd1234567 letmein123
  welcome123 welcome1234 changeme123 changeme1234 administrator admin12345 admin123456
  admin1234567 admin@1234 root123456 test123456 user123456 woaini1314 woaini520 woaini1314520
  5201314520 5201314521 1314520520 wangge1234 wangge123456 wanggeyuan shequ123456 hearthgrid
  hearthgrid1 hearthgrid123`.split(/\s+/),
);

/** One password, however a keyboard composes its characters (NIST SP 800-63B: NFKC). */
export const prepared = (password: string): string => password.normalize("NFKC");

/** Refuses what is guessed first; asks for no digits or signs, which people put where all do. */
export function checkPassword(password: string, login: string, field = "password"): void {
  const text = prepared(password);
  const length = [...text].length;
  const refuse = (why: string) => badInput(field, `${field}: ${why}`);
  if (length < LEAST) throw refuse(`at least ${LEAST} characters; a few words make a good one.`);
  if (length > MOST) throw refuse(`at most ${MOST} characters.`);
  if (/\p{Cc}/u.test(text)) throw refuse("may not hold control characters or line breaks.");
  const plain = text.toLowerCase();
  if (COMMON.has(plain))
    throw refuse("this one is among the first that are tried; choose another, of a few words.");
  if (new Set(plain).size < LEAST_DIFFERENT)
    throw refuse(`at least ${LEAST_DIFFERENT} different characters.`);
  if (login.length > 2 && plain.replaceAll(login.toLowerCase(), "").length < LEAST / 2)
    throw refuse("may not be the login with little more.");
}

export const hashPassword = (password: string): Promise<string> => hash(prepared(password));
