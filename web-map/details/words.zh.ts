export const zh = {
  related: "相关",
  relatedPeriod: "事件按所选时段计",
  byField: "按{{field}}",
  near: "{{metres}} 米内",
  relatedMore: "另有 {{count}} 项未列出",
  inTable: "在表格中查看",
  stair: "{{stair}} 单元",
  stairNone: "未登记单元",
  floor: "{{floor}} 层",
  asArea: "作为范围",
  copyLink: "复制链接",
};
