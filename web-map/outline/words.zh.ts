export const zh = {
  corners: "角点",
  corner: "第 {{n}} / {{of}} 角",
  before: "上一角",
  next: "下一角",
  add: "加角点",
  remove: "删除此角",
  square: "取直角",
  undo: "撤销",
  keys: "方向键移动所选角点（Shift 加大），Insert 在其后加一角，Delete 删除，Ctrl+Z 撤销。",
};
