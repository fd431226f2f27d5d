import { ownWords } from "../i18n/own-words.js";

export const zh = {
  title: "查阅日志",
  intro: "谁在什么时候、为什么查看过个人信息。每条都写入链式日志，事后改动会被发现。",
  find: "按账号、用途或图层筛选",
  count: "共 {{count}} 条，显示 {{shown}} 条",
  newest: "只显示最近 {{count}} 条",
  more: "再取更多",
  at: "时间",
  who: "账号",
  why: "用途",
  what: "内容",
  outlet: "途径",
  sealed: "已入链",
  open: "待入链",
  rows: "{{layer}} {{rows}} 条",
  counted: "{{layer}} 计数",
  none: "没有符合的记录。",
  graphql: "查询",
  subscription: "实时推送",
  tile: "地图",
  export: "导出",
  command: "命令行",
};

export const en: Record<keyof typeof zh, string> = {
  title: "Access log",
  intro:
    "Who looked at personal data, when and why. Every line is sealed into a chain, so that a later change is found.",
  find: "Filter by account, purpose or layer",
  count: "{{count}} lines, {{shown}} shown",
  newest: "The newest {{count}} only",
  more: "Load more",
  at: "Time",
  who: "Account",
  why: "Purpose",
  what: "What was read",
  outlet: "Way",
  sealed: "Sealed",
  open: "Not sealed yet",
  rows: "{{layer}}: {{rows}} rows",
  counted: "{{layer}}: counted",
  none: "No such line.",
  graphql: "Query",
  subscription: "Live",
  tile: "Map",
  export: "Export",
  command: "Command line",
};

export const useLogWords = ownWords("log", zh, en);
