/** Surnames of two characters (复姓) that are met today; of other names the first is the surname. */
const DOUBLE = new Set(
  (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 " +
    "慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 " +
    "轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 " +
    "公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 吴铭 纳兰 归海 完颜 单于 淳于"
  ).split(" "),
);

/**
 * What neighbours call somebody by, so that a card shows no full name. Names in two parts (阿依·买买提)
 * show the first, names in Latin letters the last word: which of them is the surname differs, and a
 * card needs no more than one.
 */
export function surnameOf(name: string): string {
  const text = name.trim();
  const [first, ...rest] = text.split(/\s*[·•‧]\s*/);
  if (rest.length > 0) return first!;
  if (!/^\p{Script=Han}/u.test(text)) return text.split(/\s+/).at(-1)!;
  const letters = [...text.replace(/\s/g, "")];
  const two = letters.slice(0, 2).join("");
  return letters.length > 2 && DOUBLE.has(two) ? two : letters[0]!;
}
