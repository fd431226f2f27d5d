/**
 * What is read before somebody agrees (PIPL 14, 17, 29, 31). A text that was shown once stays as it
 * was: a new wording is a new version at the end, and consents given to an older one go on.
 */
export interface ConsentWording {
  version: string;
  zh: readonly string[];
  en: readonly string[];
}

const CONSENT_WORDINGS: readonly ConsentWording[] = [
  {
    version: "2026-11",
    zh: [
      "十户联防小组由相邻的十户左右组成：一户有事，其他户来帮忙。是否加入由您自己决定；不加入，不影响任何服务。",
      "同意之后：同组已同意的住户会看到您的姓氏、门牌，以及您是否愿意应答。不会看到您的电话和全名。",
      "您的姓名和电话由社区保存，只用于联系小组；专职网格员说明用途后可以查看，每次查看都有记录。愿意应答的，邻居求助时可能会打您的电话。",
      "同意只对您本人的这一个电话有效，家里其他人各自决定。十四周岁以下的孩子由监护人同意。",
      "您随时可以撤回或退组，一步完成，不需要任何人批准，也不说明理由。撤回后姓名和电话立即删除，只保留同意与撤回的日期。搬家后自动失效。",
      "小组不能代替 110、119、120。紧急时请先打这些电话。",
    ],
    en: [
      "A ten-household group is about ten neighbours: when one needs help, the others come. Whether you join is yours to decide; if you do not, no service is refused to you.",
      "Once you agree, those in your group who agreed too see your surname, your door number, and whether you would come when called. They do not see your phone number or your full name.",
      "The community keeps your name and phone number, only to reach the group. The full-time grid worker can read them after giving a purpose, and each reading is logged. If you would come, your phone may be rung when a neighbour calls.",
      "It holds for you and this one phone; others at home decide for themselves. For a child under fourteen a guardian agrees.",
      "You can take it back, or leave the group, at any time and in one step; nobody has to approve it and you give no reason. Your name and phone number are deleted at once; only the dates are kept. After a move it ends by itself.",
      "The group does not replace 110, 119 or 120. In an emergency call those first.",
    ],
  },
];

export const currentWording = (): ConsentWording => CONSENT_WORDINGS.at(-1)!;
export const wordingOf = (version: string): ConsentWording | undefined =>
  CONSENT_WORDINGS.find((wording) => wording.version === version);
