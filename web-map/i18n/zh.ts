/** 界面用语。en.ts has the same keys. */
export const zh = {
  appName: "Hearthgrid 网格地图", explore: "查看", language: "English", signOut: "退出", signedInAs: "当前账号：{{name}}", menu: "菜单",
  search: "搜索", searchPlaceholder: "搜索地点、楼栋、网格、编码或拼音首字母", searchNone: "没有找到“{{text}}”。可试试编码或拼音首字母，如 dcxq。", searchFailed: "暂时无法搜索。",
  layers: "图层", layersData: "业务数据", layersBase: "底图", legend: "图例", show: "显示{{name}}", counts: "数量", noCategory: "未分类", allCategories: "全部类别", otherColour: "其他",
  inView: "全县", inArea: "所选区域", inPeriod: "所选时段",
  time: "时间", timeAll: "全部时间", timeDay: "近 24 小时", timeWeek: "近 7 天", timeMonth: "近 30 天", timeYear: "近一年", timeCustom: "自定义",
  timeFrom: "从", timeTo: "到（含）", timeApply: "应用", timeHint: "可写 2026-03-01、2026年3月1日、3/1、昨天、今天", timeBad: "看不懂“{{text}}”。可写 2026-03-01、3月1日或“昨天”。", timeOrder: "开始应早于结束。", timeZone: "按 {{zone}} 的日期",
  area: "选区", areaDraw: "画出一个区域，查看其中的事件、楼栋、住户和视频点位", areaPolygon: "多边形", areaRectangle: "矩形", areaCircle: "圆", areaGrids: "选网格", areaClear: "清除选区", areaDone: "完成", areaCancel: "取消",
  areaDrawPolygon: "逐点点击画出边界，双击或回车结束，Esc 取消", areaDrawRectangle: "点击一角，再点击对角", areaDrawCircle: "点击圆心，再点击边缘", areaPickGrids: "点击网格选入或移出，完成后按“完成”", areaHere: "以当前视野为区域", areaSize: "{{km2}} 平方公里", areaGridCount: "{{count}} 个网格",
  table: "表格", tableRows: "{{count}} 条", tableLoading: "正在读取…", tableEmpty: "这里没有{{name}}。", tableEmptyHint: "可放大选区、放宽时段，或换一个图层。", tableMore: "继续读取…", tableSort: "按{{name}}排序", tableClose: "收起表格", tableOpen: "打开表格", tableUnsortable: "此列不能排序",
  details: "详情", history: "变更历史", close: "关闭", back: "返回", retired: "已停用（{{date}}）", version: "版本 {{version}}", updated: "更新于 {{at}}", zoomTo: "定位", historyNone: "还没有变更记录。", historyBy: "{{who}}", historyReason: "原因：{{reason}}", historyFields: "修改：{{fields}}", unknownPerson: "系统",
  CREATED: "新建", UPDATED: "修改", MOVED: "移动", RETIRED: "停用", IMPORTED: "批量导入",
  masked: "无权查看", onPurpose: "说明用途后可见", place: "位置", placeCoarse: "概略位置（约 100 米）", empty: "—", yes: "是", no: "否",
  purpose: "查看用途", purposeTitle: "为什么需要查看个人信息？", purposeText: "姓名、电话、门牌与精确位置属于个人信息。请写明用途；每次查看都会连同用途、账号和时间记入不可篡改的日志。", purposeLabel: "用途", purposePlaceholder: "例如：走访东城小区独居老人", purposeTooShort: "请写明具体用途（至少 4 个字）。", purposeSet: "显示个人信息", purposeActive: "正按用途显示个人信息：{{purpose}}", purposeEnd: "停止显示",
  report: "上报", reportTitle: "上报事件", reportWhere: "在哪里？", reportTap: "点地图选位置", reportLocate: "用我的位置", reportLocating: "正在定位…", reportLocateFailed: "无法取得位置（{{reason}}）。请直接点地图。", reportCentre: "用地图中心", reportWhat: "是什么事？", reportLine: "一句话说明（可不填）", reportTime: "时间", reportNow: "现在", reportSend: "发送", reportSending: "正在发送…", reportDone: "已上报：{{title}}", reportNeedsPlace: "请先点地图选位置。", reportNeedsCategory: "请选择类别。", reportPlaced: "位置已选：{{place}}", reportChange: "重选", reportOutside: "此处不在任何网格内",
  add: "新增", addLayer: "新增{{name}}", addPoint: "点地图放置，再拖动校正", edit: "编辑", editTitle: "编辑{{name}}", editPlace: "编辑位置", editPlacePoint: "点地图或拖动标记", editPlaceShape: "拖动顶点；点中点可加顶点，右键顶点可删除", save: "保存", saving: "正在保存…", saved: "已保存。", cancel: "取消", reason: "原因", reasonPlaceholder: "写入变更历史，例如：现场核实", required: "必填", tooLong: "最多 {{max}} 个字", notNumber: "应为数字", notInteger: "应为整数", below: "不小于 {{min}}", above: "不大于 {{max}}", badDate: "日期写作 2026-03-01", badInstant: "时间写作 2026-03-01 08:30", needsPlace: "请在地图上选择位置。", nothingChanged: "没有改动。", chooseNone: "（不填）", shapeParts: "此对象有多个部分或内洞；这里编辑各部分的外边界，内洞保持不变。", shapeOther: "这里不能编辑此类图形。",
  retire: "停用", retireConfirm: "停用后不再出现在列表和地图中，历史仍保留。", retireYes: "确认停用",
  conflictTitle: "别人刚改过它", conflictText: "您编辑的是版本 {{mine}}，现在是版本 {{theirs}}。请选择怎样处理：", conflictTheirs: "采用对方的", conflictMine: "在新版本上再应用我的修改", conflictField: "字段", conflictYours: "您的", conflictTheirValue: "对方的",
  signIn: "登录", signInTitle: "登录后查看更多", signInText: "未登录时只显示公开的网格边界和合并统计。", login: "账号", password: "密码", signInBad: "账号或密码不对。", demoTitle: "演示账号", demoText: "虚构数据，点一个角色进入：", signingIn: "正在登录…",
  publicTitle: "公开统计", publicText: "按月、按大类合并发布；每个区域至少 20 户，少于 5 件的不公布。", publicMonth: "月份", publicAllMonths: "全部月份", publicSuppressed: "不公布", publicNone: "尚未发布公开统计。", publicIncidents: "事件数", publicHouseholds: "户数（约）", publicPer: "每千户", publicPublished: "发布于 {{date}}", publicArea: "区域", publicPick: "点一个区域查看分类数量", publicCategory: "类别", publicAtLeast: "至少 {{count}}",
  loading: "正在载入…", errorTitle: "出了点问题", retry: "重试", offline: "连不上服务。请检查网络后重试。", noPermission: "没有权限", noPermissionText: "当前角色看不到这部分内容。可换一个账号，或请管理员授权。", tilesFailed: "部分地图没有取到。", noCounty: "这里还没有县（市、区）的数据。", noCountyText: "请管理员导入网格，或载入示范县。", live: "实时更新", liveOff: "实时更新已断开，正在重连", changedNow: "刚有更新",
  copyLink: "复制链接", copied: "链接已复制。", help: "帮助", helpTitle: "键盘与操作", helpMove: "移动地图", helpZoom: "放大、缩小", helpSearch: "搜索", helpLayers: "图层", helpArea: "画多边形选区", helpTable: "表格", helpReport: "上报事件", helpHelp: "打开这个帮助", helpEscape: "取消、关闭", helpSelect: "选择地图中心的对象", zoomIn: "放大", zoomOut: "缩小", wholeCounty: "全县", locate: "我的位置", mapLabel: "地图。方向键移动，加减键缩放，回车选择中心的对象。", count: "{{count}} 个", chooseOne: "此处有 {{count}} 个对象", demoBadge: "示范数据",
  roleADMIN: "管理员", roleANALYST: "分析员", roleAPPROVER: "审批人", roleAUDITOR: "审计员", roleDISPATCHER: "调度员", roleMEDIATOR: "调解员", rolePATROL: "巡逻员", rolePLANNER: "网格规划员", roleRESIDENT: "居民", roleWORKER1: "一级网格员", roleWORKER2: "二级网格员", roleWORKER3: "三级网格员",
} as const;

export type Messages = Record<keyof typeof zh, string>;
