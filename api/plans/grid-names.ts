const DIGITS = "零一二三四五六七八九";
const NUMBERED = /第[一二三四五六七八九十]{1,3}网格$/;

/**
 * What a new grid is called: by the number that its code ends in, in the fashion of the grid that
 * it was part of: 凯涪社区第一网格 → 凯涪社区第八网格. A name without a number gets it behind.
 */
export function nameByCode(code: string, like = ""): string {
  const number = Number(/(\d{1,3})$/.exec(code)?.[1] ?? 0);
  const said = number > 0 && number < 100 ? `第${chinese(number)}网格` : `网格${code.slice(-6)}`;
  if (like === "" || NUMBERED.test(like)) return like.replace(NUMBERED, "") + said;
  return `${like.slice(0, 90)}（${number > 0 ? number : code.slice(-6)}）`;
}

/** From 1 to 99. */
function chinese(n: number): string {
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  const before = tens === 0 ? "" : `${tens === 1 ? "" : DIGITS[tens]}十`;
  return before + (ones === 0 ? "" : DIGITS[ones]);
}
