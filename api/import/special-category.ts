/**
 * Columns that label special population groups, by their names. Religious belief, specific
 * identity, health and the like
 * are sensitive personal information (PIPL art. 28) that grid management has no purpose for; such a
 * file is refused as a
 * whole, before a row is read, so that the labels never enter the database, its log or its backups.
 */
const CHINESE =
  /刑满|刑释|释放人员|社区矫正|社矫|矫正对象|精神障碍|精神病|精神疾病|肇事肇祸|吸毒|戒毒|涉毒|艾滋|性病|传染病|宗教|信仰|民族|族别|邪教|前科|犯罪记录|违法记录|案底|重点人员|重点人群|特殊人群|特殊群体|上访|信访|涉稳|维稳|政治面貌|性取向|基因|病史|残疾/;

const ENGLISH_WORDS = new Set([
  "religion",
  "religious",
  "faith",
  "ethnicity",
  "ethnic",
  "race",
  "nationality",
  "hiv",
  "aids",
  "addict",
  "addiction",
  "addicts",
  "parolee",
  "parole",
  "probation",
  "petitioner",
  "petitioners",
  "psychiatric",
  "disability",
  "disabled",
  "drug_user",
  "drug_users",
]);
const ENGLISH_PHRASES =
  /criminal_?record|prior_?conviction|ex_?(convict|offender|prisoner)|released_?prisoner|community_?correction|drug_?(use|user|users|abuse|addict\w*)$|mental_?(health|illness|disorder)|sexual_?orientation|political_?(view|views|affiliation|opinion|status)|key_?(person|persons|population)|special_?population/;

/** Does a column's name say that it labels a special population group? */
export function isSpecialCategory(column: string): boolean {
  const folded = column.normalize("NFKC");
  if (CHINESE.test(folded)) return true;
  const snake = folded
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
  return ENGLISH_PHRASES.test(snake) || snake.split("_").some((word) => ENGLISH_WORDS.has(word));
}
