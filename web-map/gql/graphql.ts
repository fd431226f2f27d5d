/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { Geometry } from 'geojson';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which records of the access log (筛选); all that is given must hold. */
export type AccessFilter = {
  /** Not before this moment (起). */
  from?: string | null | undefined;
  /** Name of a layer that something was opened of (图层), like households. */
  layer?: string | null | undefined;
  /** By which way (途径): graphql, subscription, tile, export or command. */
  outlet?: string | null | undefined;
  /** Part of a login, an application's or a person's name (查阅人). */
  person?: string | null | undefined;
  /** Part of the purpose (用途). */
  purpose?: string | null | undefined;
  /** Before this moment (止). */
  until?: string | null | undefined;
};

/** How the access log's chain is broken (断裂原因). */
export type AccessLogFault =
  /** It holds more or fewer records than were sealed (条数不符). */
  | 'RECORDS_COUNT'
  /** A record was changed after it was sealed (内容被改). */
  | 'RECORD_CHANGED'
  /** A seal is missing (缺少封条). */
  | 'SEAL_MISSING'
  /** Records name a seal that does not exist (封条不存在). */
  | 'SEAL_UNKNOWN'
  /** A seal does not follow the one before it (封条不相连). */
  | 'SEAL_UNLINKED';

/** A new grid on ground that belongs to none (新增网格). */
export type AddGridInput = {
  /** A closed outline (轮廓). Longitude and latitude in degrees, WGS 84. */
  outline: Array<Array<number>>;
  /** What it is told as (属性). */
  properties?: GridFactsInput | null | undefined;
};

/** Which earlier time counts are compared with (对比). */
export type Against =
  /** The same days of the calendar a year before (同比). */
  | 'LAST_YEAR'
  /** As many days just before (环比). */
  | 'PRECEDING';

/** Where (范围): exactly one of the ways to say it. The same input serves every list, statistic, export and subscription. */
export type AreaInput =
  {   /** Within west, south, east, north in degrees (矩形), WGS 84. */
  bbox: Array<number>; circle?: never; county?: never; grids?: never; object?: never; polygon?: never; saved?: never; villages?: never; }
  |  { bbox?: never;   /** Within a circle (圆形). */
  circle: CircleInput; county?: never; grids?: never; object?: never; polygon?: never; saved?: never; villages?: never; }
  |  { bbox?: never; circle?: never;   /** A whole county, by its six digits (区县). */
  county: number; grids?: never; object?: never; polygon?: never; saved?: never; villages?: never; }
  |  { bbox?: never; circle?: never; county?: never;   /** Ids of grids (网格): objects that belong to one of them; for incidents, the grid when it happened. */
  grids: Array<string | number>; object?: never; polygon?: never; saved?: never; villages?: never; }
  |  { bbox?: never; circle?: never; county?: never; grids?: never;   /** What an object stands for (对象): a grid's or village's own objects, else what lies in its shape, and with metres what lies so near, as exactly as you see its place. */
  object: ObjectAreaInput; polygon?: never; saved?: never; villages?: never; }
  |  { bbox?: never; circle?: never; county?: never; grids?: never; object?: never;   /** Within a Polygon or MultiPolygon (多边形) of at most 500 vertices, signed in 10,000. Of a larger one TOO_COSTLY offers a simpler one in extensions.geometry. */
  polygon: Geometry; saved?: never; villages?: never; }
  |  { bbox?: never; circle?: never; county?: never; grids?: never; object?: never; polygon?: never;   /** Id of a saved area (已存范围) that is yours or shared with you: what it stands for when it is asked. */
  saved: string | number; villages?: never; }
  |  { bbox?: never; circle?: never; county?: never; grids?: never; object?: never; polygon?: never; saved?: never;   /** Codes of villages (村、社区): objects of their grids. */
  villages: Array<string>; };

/** What somebody chose in one view (刷选). The total and all other views obey it; the view itself does not, so that it shows what else there is to choose. */
export type BrushInput = {
  /** The view in which it was chosen (视图). */
  by: CountBy;
  /** What was chosen (所选), as the lists are asked for it. */
  filter: IncidentFilter;
};

/** A new grid out of the ground of others (划出专属网格). */
export type CarveEnclaveInput = {
  /** Only from these grids (来源网格); default from all. */
  from?: Array<string | number> | null | undefined;
  /** A closed outline (轮廓). Longitude and latitude in degrees, WGS 84. */
  outline: Array<Array<number>>;
  /** What it is told as (属性). */
  properties?: GridFactsInput | null | undefined;
};

/** What was done to an object (动作). */
export type ChangeAction =
  /** It was written for the first time (新建). */
  | 'CREATED'
  /** Many rows of a layer were written at once (导入). */
  | 'IMPORTED'
  /** Its place changed (移动). */
  | 'MOVED'
  /** It was retired and left the lists (停用). */
  | 'RETIRED'
  /** Fields of it changed (修改). */
  | 'UPDATED';

/** A circle on the ground (圆形范围). */
export type CircleInput = {
  /** Longitude and latitude in degrees (圆心), WGS 84. */
  center: Array<number>;
  /** Radius in metres (半径), at most 200,000. */
  metres: number;
};

/** How far cleaning goes (清理尺度). */
export type CleaningOptionsInput = {
  /** Gaps smaller than so many square metres are given away (空缺面积); default 100. */
  gapAreaM2?: number | null | undefined;
  /** Gaps narrower than so many metres are given away (缝隙宽度); default 1. */
  sliverWidthM?: number | null | undefined;
  /** Vertices nearer than so many metres are brought together (并点距离); default 0.1. */
  snapM?: number | null | undefined;
};

/** Some hours of some weekdays by the county's clock (时段). Friday 22:00 to 06:00 is the night that begins on Friday; a `to` equal to `from` is a whole day. */
export type ClockInput = {
  /** From this time on (起), HH:MM. */
  from: string;
  /** Before this time (止), HH:MM, up to 24:00; of the next day where not after from. */
  to: string;
  /** Weekdays on which they begin (星期), 1 Monday to 7 Sunday; default all. */
  weekdays?: Array<number> | null | undefined;
};

/** How a clock stands at a glance (预警灯). */
export type ClockLamp =
  /** There is time, or it was done in time (绿灯). */
  | 'GREEN'
  /** Paused or cancelled (灰灯). */
  | 'GREY'
  /** Overdue, or done late (红灯). */
  | 'RED'
  /** Due soon (黄灯). */
  | 'YELLOW';

/** Whether a clock runs, or how it ended (时限状态). */
export type ClockState =
  /** It was no longer to be done (取消). */
  | 'CANCELLED'
  /** It was done in time (按时完成). */
  | 'MET'
  /** It was done late (超时完成). */
  | 'MISSED'
  /** It stands still, and what has gone by is kept (暂停). */
  | 'PAUSED'
  /** It runs, in time or overdue (计时中). */
  | 'RUNNING';

/** An earlier time to compare with (对比时段): `against`, or from and to. */
export type CompareInput = {
  /** By its name (对比方式). */
  against?: Against | null | undefined;
  /** From this moment on (起). */
  from?: string | null | undefined;
  /** Before this moment (止). */
  to?: string | null | undefined;
};

/** How somebody agreed (同意渠道). */
export type ConsentChannel =
  /** On the household's own phone (住户手机). */
  | 'LINK'
  /** On a signed sheet, noted by the grid worker (纸质). */
  | 'PAPER';

/** Why a consent holds no more (同意终止原因). */
export type ConsentEnd =
  /** The household left its group (退组). */
  | 'LEFT'
  /** The household moved or is no longer kept (搬迁). */
  | 'MOVED'
  /** Whoever gave it took it back (撤回). */
  | 'WITHDRAWN';

/** Somebody's consent to the ten-household group (同意). */
export type ConsentInput = {
  /** The person comes when a neighbour calls and may be rung for it (愿意应答); false: is on the card and may call, and is not rung. */
  answers: boolean;
  /** How it is given (渠道): LINK by the household's phone, PAPER by the grid worker. */
  channel: ConsentChannel;
  /** Name of the guardian who agrees for a child under 14 (监护人), up to 60 characters; null: none. */
  guardian?: string | null | undefined;
  /** Id of the household (住户). */
  household: string | number;
  /** Name of the person (姓名), up to 60 characters; the card shows the surname alone. */
  personName: string;
  /** Number of the person's phone (电话), 5 to 15 digits. */
  phone: string;
  /** Of paper, where its sheet lies (纸质单据), up to 100 characters; of a link null. */
  sheet?: string | null | undefined;
  /** Version of the text that was read (告知文本版本), as consentText answers it. */
  textVersion: string;
};

/** What counts are grouped by (分组方式). Days, months and hours are the county's local ones. */
export type CountBy =
  /** By the layer's code of kind, use or category (类别). */
  | 'CATEGORY'
  /** By local day (日), like 2026-03-01. */
  | 'DAY'
  /** By grid (网格); the key is the grid's id. */
  | 'GRID'
  /** By local hour of the day (小时), 0 to 23. */
  | 'HOUR'
  /** By hour of the week (周内小时), Monday 00:00 is 0, to 167. */
  | 'HOUR_OF_WEEK'
  /** By level (等级), 1 to 4. */
  | 'LEVEL'
  /** By local month (月), like 2026-03. */
  | 'MONTH'
  /** By the way it was reported (来源). */
  | 'SOURCE'
  /** By status (状态). */
  | 'STATUS'
  /** By the first two digits of the category (大类). */
  | 'TOP_CATEGORY'
  /** By the village of its grid (村、社区); the key is the village's code. */
  | 'VILLAGE'
  /** By local weekday (星期), Monday 1 to Sunday 7. */
  | 'WEEKDAY';

/** What a new one is made of (看板). */
export type CreateDashboardInput = {
  /** Six digits of the county (区县代码). */
  county: number;
  /** Its tiles in their order, as tiles (布局): ids of `dashboardTiles`, at most 24; and as view what a page keeps with them. */
  layout: unknown;
  /** Everybody who holds a role for this organisation sees it (共享给机构). The id of one of the organisations. */
  sharedWithOrganisationId?: string | number | null | undefined;
  /** Everybody who holds this role in the county sees it, written like analyst (共享给角色). At most 20 characters. */
  sharedWithRole?: string | null | undefined;
  /** For which screen it is laid out (版式): WALL, PHONE or DESK. At most 8 characters. */
  template: string;
  /** What it is called (标题). At most 100 characters. */
  title: string;
};

/** What a new one is made of (已存范围). */
export type CreateSavedAreaInput = {
  /** Where it is (范围). */
  area: AreaInput;
  /** Six digits of the county (区县代码). */
  county: number;
  /** What it is called (名称). At most 60 characters. */
  name: string;
  /** Everybody who holds a role for this organisation sees it (共享给机构). The id of one of the organisations. */
  sharedWithOrganisationId?: string | number | null | undefined;
  /** Everybody who holds this role in the county sees it, written like analyst (共享给角色). At most 20 characters. */
  sharedWithRole?: string | null | undefined;
};

/** What a new one is made of (已存问题). */
export type CreateSavedQuestionInput = {
  /** Six digits of the county (区县代码). */
  county: number;
  /** The arguments of incidentStats, by their names, at most 500,000 characters (问题). */
  question: unknown;
  /** Everybody who holds a role for this organisation sees it (共享给机构). The id of one of the organisations. */
  sharedWithOrganisationId?: string | number | null | undefined;
  /** Everybody who holds this role in the county sees it, written like analyst (共享给角色). At most 20 characters. */
  sharedWithRole?: string | null | undefined;
  /** What is asked, in a few words (标题). At most 100 characters. */
  title: string;
  /** How a page shows it (视图): of whatever form that page gave it. */
  view?: unknown;
};

/** Only what changes (看板); null empties a field. */
export type DashboardChanges = {
  /** Its tiles in their order, as tiles (布局): ids of `dashboardTiles`, at most 24; and as view what a page keeps with them. */
  layout?: unknown;
  /** Everybody who holds a role for this organisation sees it (共享给机构). The id of one of the organisations. */
  sharedWithOrganisationId?: string | number | null | undefined;
  /** Everybody who holds this role in the county sees it, written like analyst (共享给角色). At most 20 characters. */
  sharedWithRole?: string | null | undefined;
  /** For which screen it is laid out (版式): WALL, PHONE or DESK. At most 8 characters. */
  template?: string | null | undefined;
  /** What it is called (标题). At most 100 characters. */
  title?: string | null | undefined;
};

/** How a viewer sees a field (可见程度). */
export type FieldAccess =
  /** As it is (明文). */
  | 'clear'
  /** Not at all: null (不可见). */
  | 'hidden'
  /** Masked (脱敏): 王**, 138****1234. */
  | 'masked'
  /** As it is once a purpose is given, and logged (说明用途后可见). */
  | 'onPurpose';

/** What the values of a field are (字段类型). */
export type FieldKind =
  /** An area (范围), as AreaInput says it. */
  | 'area'
  /** Yes or no (是否). */
  | 'boolean'
  /** A code of a code table (代码). */
  | 'code'
  /** A calendar day (日期). */
  | 'date'
  /** A moment (时刻). */
  | 'instant'
  /** A whole number (整数). */
  | 'integer'
  /** An object of a form of its own (对象). */
  | 'json'
  /** A number (数值). */
  | 'number'
  /** The id of an object of a layer or register (引用). */
  | 'reference'
  /** Text (文字). */
  | 'text';

/** What the geometries of a layer are (几何类型). */
export type GeometryKind =
  /** Any of them (任意). */
  | 'Geometry'
  /** Lines of one or more parts (线). */
  | 'MultiLineString'
  /** Areas of one or more parts (面). */
  | 'MultiPolygon'
  /** Points (点). */
  | 'Point';

/** What a grid is told as in a plan (网格属性). */
export type GridFactsInput = {
  /** Code (编码), never one that another grid has or had. */
  code?: string | null | undefined;
  /** Phone for complaints (投诉电话). */
  complaintPhone?: string | null | undefined;
  /** Kind (类型): a code of the table `grid-kind`. */
  kind?: string | null | undefined;
  /** Name (名称), at most 100 characters. */
  name?: string | null | undefined;
  /** Village (所属村、社区) of a new grid, where the plan has several and the ground had no grid. */
  villageCode?: string | null | undefined;
};

/** One operation on the grids of a plan (网格操作): exactly one of the ways to draw. Ids and codes of new grids are given by the service. */
export type GridOperationInput =
  {   /** A new grid on ground that belongs to none (新增网格). */
  addGrid: AddGridInput; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never;   /** A new grid out of the ground of others (划出专属网格). */
  carveEnclave: CarveEnclaveInput; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never;   /** Hands the ground of buildings over (划转楼栋); the border runs between buildings. */
  handBuildings: HandBuildingsInput; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never;   /** Gives what lies inside an outline to a grid (划转地块). */
  handPiece: HandPieceInput; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never;   /** Puts a vertex into a border (插入节点). */
  insertNode: InsertNodeInput; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never;   /** Keeps grids as they are until they are unlocked (锁定). */
  lock: LockInput; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never;   /** Gives the ground of grids to one of them (合并). */
  mergeGrids: MergeGridsInput; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never;   /** Moves the border at a place (移动边线). */
  moveEdge: MoveEdgeInput; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never;   /** Moves a vertex (移动节点); every border through it follows. */
  moveNode: MoveNodeInput; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never;   /** Numbers grids from west to east and north to south into their names (编号). */
  numberGrids: NumberGridsInput; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never;   /** Takes a vertex out of a border (删除节点). */
  removeNode: RemoveNodeInput; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never;   /** Draws a grid's border anew along a line (重绘边线). */
  reshapeGrid: ReshapeGridInput; setProperties?: never; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never;   /** Tells something of a grid (修改属性). */
  setProperties: SetPropertiesInput; snapOutline?: never; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never;   /** A new grid drawn roughly on ground of none, led to the borders near it (捕捉新增). */
  snapOutline: SnapOutlineInput; splitGrids?: never; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never;   /** Splits grids along a line (分割); the largest part keeps the grid's identity. */
  splitGrids: SplitGridsInput; unlock?: never; }
  |  { addGrid?: never; carveEnclave?: never; handBuildings?: never; handPiece?: never; insertNode?: never; lock?: never; mergeGrids?: never; moveEdge?: never; moveNode?: never; numberGrids?: never; removeNode?: never; reshapeGrid?: never; setProperties?: never; snapOutline?: never; splitGrids?: never;   /** Lets grids be changed again (解锁). */
  unlock: UnlockInput; };

/** Only what changes of a draft (修改方案). */
export type GridPlanChanges = {
  /** When it shall come into force (生效日期); null: nobody has said. */
  effectiveOn?: string | null | undefined;
  /** What it is called (名称). */
  name?: string | null | undefined;
};

/** What a proposal of grids is to keep to (提议要求). */
export type GridProposalOptions = {
  /** Begins from the plan's grids (以现有网格为基础): few households move; default true. False: only dedicated and locked grids stay. */
  fromPresent?: boolean | null | undefined;
  /** Least number of households of a grid (最少户数); with `most`, in every village. Default what is usual: 300 to 500 in a community, 200 to 400 in a village. */
  least?: number | null | undefined;
  /** Greatest number of households of a grid (最多户数). */
  most?: number | null | undefined;
  /** Another number, another proposal (种子); default 1. The same gives the same. */
  seed?: number | null | undefined;
};

/** By which grids incidents are counted (网格口径). */
export type GridsCountedInput = {
  /** By those in force on this day (日期), wherever they happened and whenever. */
  on: string;
};

/** What happened to a plan (变化). */
export type GroupChange =
  /** Its groups were changed by hand, or repaired (调整). */
  | 'EDIT'
  /** It was published, came into force or ended (发布). */
  | 'PUBLISHED'
  /** Its run went on, or ended (分组). */
  | 'RUN';

/** What a plan of groups holds (方式). */
export type GroupMode =
  /** Groups of households (分组): everybody is in one. */
  | 'GROUPS'
  /** Each household's own nine (一呼九应): who comes when it calls. */
  | 'RINGS';

/** In which order groups are told (顺序). */
export type GroupOrder =
  /** Longest walk first (最远). */
  | 'FARTHEST'
  /** Fewest households first (人少). */
  | 'FEWEST'
  /** Most isolated homes first (孤立). */
  | 'ISOLATED'
  /** Most homes without an acquaintance in the group first (无熟人). */
  | 'NO_TIE'
  /** By number (编号), north to south. */
  | 'NUMBER'
  /** What is to be looked at first (最差): few who answer, isolated homes, long walks. */
  | 'WORST';

/** What weighs most when groups are formed (侧重). */
export type GroupPreset =
  /** Who knows each other together (相熟). */
  | 'ACQUAINTED'
  /** Walks, acquaintance and even sizes (均衡). */
  | 'BALANCED'
  /** Short walks (就近). */
  | 'NEAR';

/** What groups are formed from, and how (分组要求). */
export type GroupRunInput = {
  /** Six digits of the county (区县代码). */
  county: number;
  /** Begins from this plan's groups (以此方案为基础): few households change group. */
  fromPlan?: string | number | null | undefined;
  /** Greatest number of households of a group (最多户数); default 13. */
  high?: number | null | undefined;
  /** Least number of households of a group (最少户数); default 7. */
  low?: number | null | undefined;
  /** Least number of people of a group who answer a call (最少应答人数), as households say themselves; one that was not asked counts as one. Default 6; 0: none. */
  minResponders?: number | null | undefined;
  /** Groups or rings (方式). */
  mode?: GroupMode | null | undefined;
  /** What the plan is called (名称), at most 100 characters; default the villages'. */
  name?: string | null | undefined;
  /** What weighs most (侧重); default BALANCED. */
  preset?: GroupPreset | null | undefined;
  /** Metres of walk beyond which a home is isolated (步行上限); default 150. */
  radiusM?: number | null | undefined;
  /** Another number, another plan (种子), from 0; default 1. The same gives the same. */
  seed?: number | null | undefined;
  /** Number of households wished for (目标户数); default 10. */
  target?: number | null | undefined;
  /** Searches longer (细算) and tells how far from the best it may be: a minute for a county of 20,000 households; default false. */
  thorough?: boolean | null | undefined;
  /** Codes of the villages (村、社区); default all of the county. */
  villages?: Array<string> | null | undefined;
};

/** Hands the ground of buildings over (划转楼栋); the border runs between buildings. */
export type HandBuildingsInput = {
  /** The buildings (楼栋). */
  buildings: Array<string | number>;
  /** The grid that gets them (接收网格). */
  to: string | number;
};

/** Gives what lies inside an outline to a grid (划转地块). */
export type HandPieceInput = {
  /** Only from these grids (来源网格); default from all. */
  from?: Array<string | number> | null | undefined;
  /** A closed outline (轮廓). Longitude and latitude in degrees, WGS 84. */
  outline: Array<Array<number>>;
  /** The grid that gets it (接收网格). */
  to: string | number;
};

/** Areas that incidents are counted by (统计区域). */
export type HotSpotAreas =
  /** Where they happened in the grids of today (网格), or of the day of `grids`. */
  | 'GRID'
  /** Villages and communities (村、社区) of their grids, else where they happened. */
  | 'VILLAGE';

/** What is looked at (统计量): Getis-Ord Gi* of one of these. */
export type HotSpotStatistic =
  /** Incidents a household (每户比率), empirical Bayes; cells with fewer than 5 households, areas with fewer than 20, have no rate. For who may see households. */
  | 'EB_RATE'
  /** Incidents a kilometre of street (每公里街道比率), empirical Bayes; what has less than 0.1 km, a cell less than a fifth of its size, has no rate. */
  | 'EB_STREETS'
  /** Incidents a cell (事件数); follows where people are. */
  | 'GI_STAR';

/** What incidents are counted by (统计单元): exactly one of these. */
export type HotSpotUnitInput =
  {   /** Areas (区域); neighbours share a border or a corner. */
  areas: HotSpotAreas; hex?: never; }
  |  { areas?: never;   /** Hexagons (六边形): metres between the centres of neighbours, 20 to 50,000. */
  hex: number; };

/** Which rows (事件筛选); all conditions hold together. */
export type IncidentFilter = {
  /** All of these hold too (并且); at most 40 filters in all, 5 deep; county, on and retired stand outside. */
  and?: Array<IncidentFilter> | null | undefined;
  /** Where (范围). */
  area?: AreaInput | null | undefined;
  /** What kind of incident it is (类别); two digits are a top-level category: one of these codes. From the table `incident` of categories; a code of two digits takes all below it. */
  categories?: Array<string> | null | undefined;
  /** Changed at or after this moment (更新时间). */
  changedSince?: string | null | undefined;
  /** At one of these times of the week (时段), by occurredFrom; at most 50. */
  clock?: Array<ClockInput> | null | undefined;
  /** How the matter ended (结案方式); null while it has not: one of these codes. From the table `closing` of categories; a code of two digits takes all below it. */
  closings?: Array<string> | null | undefined;
  /** The incident that it was merged into (并入事件): one of these ids. */
  duplicateOfs?: Array<string | number> | null | undefined;
  /** Happened at or after this moment (起), by occurredFrom. */
  from?: string | null | undefined;
  /** The grid in force where and when it happened (网格): one of these ids. */
  grids?: Array<string | number> | null | undefined;
  /** Local hours of the day (时段), 0 to 23. */
  hours?: Array<number> | null | undefined;
  /** Level of severity of GB/T 31000-2015, 1 to 4 (等级): 1 especially serious (特别重大), 2 serious (重大), 3 fairly serious (较大), 4 general (一般). */
  level?: RangeInput | null | undefined;
  /** This does not hold (排除), or nobody knows whether it does; at most 40 filters in all, 5 deep; county, on and retired stand outside. */
  not?: IncidentFilter | null | undefined;
  /** Not within a metre of these places (排除地点), longitude and latitude in degrees; at most 200. */
  notAt?: Array<Array<number>> | null | undefined;
  /** Number to quote (编号): of the register it came from, or made here as county, local year of writing and running number, 510799-2026-000123: exactly one of these. */
  numbers?: Array<string> | null | undefined;
  /** At least one of these holds too (或者); at most 40 filters in all, 5 deep; county, on and retired stand outside. */
  or?: Array<IncidentFilter> | null | undefined;
  /** The organisation that has it in hand (承办单位): one of these ids. */
  organisations?: Array<string | number> | null | undefined;
  /** Number of times that whoever it was sent to gave it back (退回次数). */
  pushedBack?: RangeInput | null | undefined;
  /** Number of times it was opened again after it was closed (重新办理次数). */
  reopened?: RangeInput | null | undefined;
  /** Retired objects instead of present ones (已停用). */
  retired?: boolean | null | undefined;
  /** Number of times that a result did not stand up to being verified (返工次数). */
  rework?: RangeInput | null | undefined;
  /** Way by which it was reported (来源): one of these codes. From the table `incident-source` of categories; a code of two digits takes all below it. */
  sources?: Array<string> | null | undefined;
  /** How far it has been dealt with (状态); only a step changes it: one of these codes. From the table `incident-status` of categories; a code of two digits takes all below it. */
  statuses?: Array<string> | null | undefined;
  /** Part of a name, code or its pinyin (文字): dcxq finds 东城小区. At most 100 characters. */
  text?: string | null | undefined;
  /** Happened before this moment (止), by occurredFrom. */
  to?: string | null | undefined;
  /** Local weekdays (星期), 1 Monday to 7 Sunday. */
  weekdays?: Array<number> | null | undefined;
};

/** Puts a vertex into a border (插入节点). */
export type InsertNodeInput = {
  /** Where (位置). Longitude and latitude in degrees, WGS 84. */
  at: Array<number>;
  /** The border within so many metres (捕捉距离); default 5. */
  within?: number | null | undefined;
};

/** How far a job is (任务状态). */
export type JobState =
  /** Was stopped by a person (已取消). */
  | 'CANCELLED'
  /** Failed as often as it may be tried (多次失败); retryJob tries it again. */
  | 'DEAD'
  /** Ended well (完成). */
  | 'DONE'
  /** What it was asked for was refused (失败): error says why. */
  | 'FAILED'
  /** Is being worked on (进行中). */
  | 'RUNNING'
  /** Waits for its turn, or for its next attempt (等待). */
  | 'WAITING';

/** The layers (图层). */
export type LayerName =
  /** Barriers (障碍物). */
  | 'BARRIERS'
  /** Buildings (楼栋). */
  | 'BUILDINGS'
  /** Cameras (视频点位). */
  | 'CAMERAS'
  /** Crossings (出入口). */
  | 'CROSSINGS'
  /** Grids (网格). */
  | 'GRIDS'
  /** Households (住户). */
  | 'HOUSEHOLDS'
  /** Incidents (事件). */
  | 'INCIDENTS'
  /** Parcels (宗地). */
  | 'PARCELS'
  /** Streets (道路). */
  | 'STREETS'
  /** Ties (邻里关系). */
  | 'TIES'
  /** Townships (乡镇（街道）). */
  | 'TOWNSHIPS'
  /** Villages (村（社区）). */
  | 'VILLAGES'
  /** Waters (水系). */
  | 'WATERS';

/** Keeps grids as they are until they are unlocked (锁定). */
export type LockInput = {
  /** The grids (网格). */
  grids: Array<string | number>;
};

/** Gives the ground of grids to one of them (合并). */
export type MergeGridsInput = {
  /** Those that end (被并网格). */
  grids: Array<string | number>;
  /** The one that stays (保留网格). */
  keep: string | number;
};

/** Moves the border at a place (移动边线). */
export type MoveEdgeInput = {
  /** A place on it (位置), within 5 m. Longitude and latitude in degrees, WGS 84. */
  at: Array<number>;
  /** By how many degrees east and north (位移). */
  by: Array<number>;
};

/** Moves a vertex (移动节点); every border through it follows. */
export type MoveNodeInput = {
  /** Where it is (原位置). Longitude and latitude in degrees, WGS 84. */
  from: Array<number>;
  /** Where to (新位置). Longitude and latitude in degrees, WGS 84. */
  to: Array<number>;
};

/** Why something needs somebody (事由). */
export type NeedKind =
  /** A village has more than usual for some days (连日偏高). */
  | 'ABOVE_USUAL'
  /** Incidents that have been past their time limits for longer (积压), of all that was asked for in one. */
  | 'BACKLOG'
  /** An area stands out (热点). */
  | 'HOT_AREA'
  /** Incidents of a village are past their time limits (超时), 28 days at most. */
  | 'OVERDUE';

/** What a plan begins with (新建方案). */
export type NewGridPlanInput = {
  /** Six digits of the county (区县代码). */
  county: number;
  /** When it shall come into force (生效日期). */
  effectiveOn?: string | null | undefined;
  /** What it is called (名称), at most 100 characters. */
  name: string;
  /** Codes of the villages it divides (村、社区); default all of the county. */
  villages?: Array<string> | null | undefined;
};

/** Numbers grids from west to east and north to south into their names (编号). */
export type NumberGridsInput = {
  /** The first number (起始号); default 1. */
  first?: number | null | undefined;
  /** Only these grids (网格). */
  grids?: Array<string | number> | null | undefined;
};

/** An object and what lies near it (对象及周边). */
export type ObjectAreaInput = {
  /** Id of an object (对象) of a layer that you may see: a grid, a village, a building. */
  id: string | number;
  /** How far around it (周边距离), metres, at most 200,000; of points and lines it is needed. Of an object with more than 500 corners (embedded 300) it is TOO_COSTLY. */
  metres?: number | null | undefined;
};

/** How a public release divides the county (划分方式). */
export type Partition =
  /** By fixed cells, neighbours merged (格网). */
  | 'cell'
  /** By grids, neighbours merged (网格). */
  | 'grid';

/** From min to max, both included (数值范围); either may be left out. */
export type RangeInput = {
  /** At most (最大值), in the field's unit. */
  max?: number | null | undefined;
  /** At least (最小值), in the field's unit. */
  min?: number | null | undefined;
};

/** The registers (登记簿): records without a place of their own. */
export type RegisterName =
  /** Time limits (时限规则). */
  | 'CLOCK_RULES'
  /** Codes (代码). */
  | 'CODES'
  /** Dashboards (看板). */
  | 'DASHBOARDS'
  /** Grid plans (网格方案). */
  | 'GRID_PLANS'
  /** Group plans (分组方案). */
  | 'GROUP_PLANS'
  /** Holidays (节假日). */
  | 'HOLIDAYS'
  /** Jurisdictions (管辖范围). */
  | 'JURISDICTIONS'
  /** Organisations (组织机构). */
  | 'ORGANISATIONS'
  /** Saved areas (已存范围). */
  | 'SAVED_AREAS'
  /** Saved questions (已存问题). */
  | 'SAVED_QUESTIONS';

/** How things belong together (关联方式). */
export type RelationKind =
  /** They are near it (附近). */
  | 'near'
  /** They name the object in a field (引用). */
  | 'reference'
  /** They lie in it (范围内). */
  | 'within';

/** Takes a vertex out of a border (删除节点). */
export type RemoveNodeInput = {
  /** Where it is (位置). Longitude and latitude in degrees, WGS 84. */
  at: Array<number>;
};

/** Draws a grid's border anew along a line (重绘边线). */
export type ReshapeGridInput = {
  /** The grid (网格). */
  grid: string | number;
  /** The line (线), 2 to 10,000 places. Longitude and latitude in degrees, WGS 84. */
  line: Array<Array<number>>;
  /** Ground of nobody may be taken and given (可越外界). */
  outside?: boolean | null | undefined;
};

/** What an account may be (角色); docs/decisions/roles.md says what each may do. */
export type Role =
  /** Administrator (管理员). */
  | 'ADMIN'
  /** Analyst (分析员). */
  | 'ANALYST'
  /** Approver (审批人). */
  | 'APPROVER'
  /** Auditor (审计员). */
  | 'AUDITOR'
  /** Dispatcher (调度员). */
  | 'DISPATCHER'
  /** Mediator (调解员). */
  | 'MEDIATOR'
  /** Patrol (巡逻员). */
  | 'PATROL'
  /** Planner (网格规划员). */
  | 'PLANNER'
  /** Resident (居民). */
  | 'RESIDENT'
  /** Service station (网格化服务管理站). */
  | 'STATION'
  /** Undertaking organisation (承办单位). */
  | 'UNDERTAKER'
  /** Grid worker, full-time (tier 1) (一级网格员（专职）). */
  | 'WORKER1'
  /** Building head (tier 2) (二级网格员（楼栋长）). */
  | 'WORKER2'
  /** Volunteer (tier 3) (三级网格员（积极分子）). */
  | 'WORKER3';

/** A role to be held (任职). */
export type RoleInput = {
  /** Six digits of a county of yours (区县代码); may miss when you have one only. */
  county?: number | null | undefined;
  /** Ids or codes of grids (网格), for roles that work in an area. */
  grids?: Array<string | number> | null | undefined;
  /** Ids or codes of organisations (组织机构), for roles that work for one. */
  organisations?: Array<string | number> | null | undefined;
  /** The role (角色). */
  role: Role;
  /** Codes of villages (村、社区), for roles that work in an area. */
  villages?: Array<string> | null | undefined;
};

/** Only what changes (已存范围); null empties a field. */
export type SavedAreaChanges = {
  /** Where it is (范围). */
  area?: AreaInput | null | undefined;
  /** What it is called (名称). At most 60 characters. */
  name?: string | null | undefined;
  /** Everybody who holds a role for this organisation sees it (共享给机构). The id of one of the organisations. */
  sharedWithOrganisationId?: string | number | null | undefined;
  /** Everybody who holds this role in the county sees it, written like analyst (共享给角色). At most 20 characters. */
  sharedWithRole?: string | null | undefined;
};

/** Only what changes (已存问题); null empties a field. */
export type SavedQuestionChanges = {
  /** The arguments of incidentStats, by their names, at most 500,000 characters (问题). */
  question?: unknown;
  /** Everybody who holds a role for this organisation sees it (共享给机构). The id of one of the organisations. */
  sharedWithOrganisationId?: string | number | null | undefined;
  /** Everybody who holds this role in the county sees it, written like analyst (共享给角色). At most 20 characters. */
  sharedWithRole?: string | null | undefined;
  /** What is asked, in a few words (标题). At most 100 characters. */
  title?: string | null | undefined;
  /** How a page shows it (视图): of whatever form that page gave it. */
  view?: unknown;
};

/** Tells something of a grid (修改属性). */
export type SetPropertiesInput = {
  /** The grid (网格). */
  grid: string | number;
  /** What is told (属性). */
  properties: GridFactsInput;
};

/** A new grid drawn roughly on ground of none, led to the borders near it (捕捉新增). */
export type SnapOutlineInput = {
  /** A closed outline (轮廓). Longitude and latitude in degrees, WGS 84. */
  outline: Array<Array<number>>;
  /** What it is told as (属性). */
  properties?: GridFactsInput | null | undefined;
  /** Led to borders within so many metres (捕捉距离). */
  tolerance: number;
};

/** Splits grids along a line (分割); the largest part keeps the grid's identity. */
export type SplitGridsInput = {
  /** Only these grids (网格); default all that the line crosses. */
  grids?: Array<string | number> | null | undefined;
  /** The line (线), 2 to 10,000 places. Longitude and latitude in degrees, WGS 84. */
  line: Array<Array<number>>;
};

/** System in which a map's tiles are drawn (坐标系). */
export type TileSystem =
  /** China Geodetic Coordinate System 2000 (国家大地坐标系 2000): within 0.1 m of WGS 84. */
  | 'CGCS2000'
  /** Shifted by 100 to 700 m, GCJ-02 (偏移坐标); the page shifts the tiles back. */
  | 'GCJ02'
  /** World Geodetic System 1984, WGS 84 (世界大地坐标系). */
  | 'WGS84';

/** How incidents count whose moment is not known (时刻不明): in views of the time of the week, and under conditions on it. Days and windows are those on which they may have begun. */
export type TimesCounted =
  /** Only those known to the hour (仅已知): at occurredFrom. */
  | 'KNOWN'
  /** Wherever they may have happened (可能): each is 1 in every hour that it touches, so that hours sum to more than the total. */
  | 'OVERLAP'
  /** By their share (按比例分摊): each is 1, spread evenly from occurredFrom to occurredUntil (aoristic, Ratcliffe 2000); counts need not be whole. */
  | 'SPREAD';

/** Lets grids be changed again (解锁). */
export type UnlockInput = {
  /** The grids (网格). */
  grids: Array<string | number>;
};

/** How a day stands to what is usual (是否平常). */
export type UsualState =
  /** More than usual (偏高). */
  | 'ABOVE'
  /** Fewer than usual (偏低). */
  | 'BELOW'
  /** Fewer than eight weeks are known (不足). */
  | 'UNKNOWN'
  /** Nothing out of the ordinary (正常). */
  | 'USUAL';

/** What kind of caller asks (身份类型). */
export type ViewerKind =
  /** Not signed in (未登录). */
  | 'anonymous'
  /** A program with an API key (应用). */
  | 'application'
  /** A thing bound to a household or a wall (设备). */
  | 'device'
  /** A person with an account (人员). */
  | 'person';

export type AccountsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type AccountsQuery = { accounts: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ login: string, name: string, hasPassword: boolean, isDemo: boolean, createdAt: string, lastSignInAt: string | null, disabledAt: string | null, sessions: Array<{ startedAt: string, expiresAt: string }>, roles: Array<{ role: Role, county: number | null, villages: Array<string>, grids: Array<string>, organisations: Array<string> }> }> } };

export type CreateAccountMutationVariables = Exact<{
  login: string;
  name?: string | null | undefined;
  roles: Array<RoleInput> | RoleInput;
}>;


export type CreateAccountMutation = { createAccount: { login: string } };

export type SetRolesMutationVariables = Exact<{
  login: string;
  roles: Array<RoleInput> | RoleInput;
}>;


export type SetRolesMutation = { setRoles: { login: string } };

export type DisableAccountMutationVariables = Exact<{
  login: string;
}>;


export type DisableAccountMutation = { disableAccount: { login: string } };

export type EnableAccountMutationVariables = Exact<{
  login: string;
}>;


export type EnableAccountMutation = { enableAccount: { login: string } };

export type EndSessionsMutationVariables = Exact<{
  login: string;
}>;


export type EndSessionsMutation = { endSessions: { login: string } };

export type SignInLinkMutationVariables = Exact<{
  login: string;
}>;


export type SignInLinkMutation = { signInLink: { url: string, expiresAt: string, loopbackOnly: boolean } };

export type KeysQueryVariables = Exact<{ [key: string]: never; }>;


export type KeysQuery = { keys: Array<{ id: string, name: string, purpose: string, scopes: Array<string>, createdAt: string, createdBy: string | null, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null }> };

export type CreateKeyMutationVariables = Exact<{
  name: string;
  purpose: string;
  scopes: Array<string> | string;
  county: number;
  expiresAt: string;
}>;


export type CreateKeyMutation = { createKey: { key: string, apiKey: { id: string } } };

export type RevokeKeyMutationVariables = Exact<{
  name: string;
}>;


export type RevokeKeyMutation = { revokeKey: { id: string } };

export type AccountAreasQueryVariables = Exact<{
  county: number;
}>;


export type AccountAreasQuery = { villages: { nodes: Array<{ code: string, name: string }> }, grids: { nodes: Array<{ id: string, code: string, name: string }> }, organisations: { nodes: Array<{ id: string, name: string }> } };

export type WallsQueryVariables = Exact<{ [key: string]: never; }>;


export type WallsQuery = { devices: Array<{ id: string, county: number, name: string, household: string | null, areas: Array<string> | null, createdBy: string, createdAt: string, lastSeenAt: string | null, revokedAt: string | null }> };

export type WallAreasQueryVariables = Exact<{
  county: number;
}>;


export type WallAreasQuery = { display: { towns: Array<{ code: string, name: string | null }> }, villages: { nodes: Array<{ code: string, name: string }> } };

export type WallPagesQueryVariables = Exact<{
  county: number;
}>;


export type WallPagesQuery = { dashboards: { nodes: Array<{ id: string, title: string }> } };

export type BindWallMutationVariables = Exact<{
  name: string;
  county: number;
  areas?: Array<string> | string | null | undefined;
  page?: string | number | null | undefined;
}>;


export type BindWallMutation = { bindDevice: { url: string | null } };

export type EndWallMutationVariables = Exact<{
  id: string | number;
}>;


export type EndWallMutation = { endDevice: { id: string } };

export type FiguresQueryVariables = Exact<{
  filter: IncidentFilter;
  around: IncidentFilter;
  brushes: Array<BrushInput> | BrushInput;
  views: Array<CountBy> | CountBy;
  times: TimesCounted;
  compare: CompareInput;
  besides: CompareInput;
  grids?: GridsCountedInput | null | undefined;
}>;


export type FiguresQuery = { now: { uncertain: number, total: { count: number, expected: number | null, low: number | null, high: number | null }, views: Array<{ by: CountBy, groups: Array<{ key: string, label: string | null, count: number, expected: number | null, rate: { value: number, low: number, high: number } | null, rank: { first: number, last: number } | null }> }>, compared: { from: string, to: string } | null }, besides: { total: { count: number, expected: number | null, low: number | null, high: number | null }, compared: { from: string, to: string } | null }, days: { views: Array<{ by: CountBy, groups: Array<{ key: string, count: number, expected: number | null }> }> } };

export type ComparedFragment = { count: number, expected: number | null, low: number | null, high: number | null };

export type PointsQueryVariables = Exact<{
  filter: IncidentFilter;
  first: number;
}>;


export type PointsQuery = { incidents: { nodes: Array<{ id: string, category: string | null, centroid: Array<number> | null }> } };

export type NoteVillagesQueryVariables = Exact<{
  county: number;
}>;


export type NoteVillagesQuery = { villages: { nodes: Array<{ id: string, geometry: Geometry | null }> } };

export type HotSpotsQueryVariables = Exact<{
  filter: IncidentFilter;
  unit: HotSpotUnitInput;
  statistic?: HotSpotStatistic | null | undefined;
  grids?: GridsCountedInput | null | undefined;
  outlined: boolean;
}>;


export type HotSpotsQuery = { hotspots: { incidents: number, cellCount: number, tiles: string | null, bounds: Array<number> | null, reason: { code: string, zh: string, en: string } | null, cells: Array<{ id: string, q: number | null, r: number | null, name: string | null, count: number, rate: number | null, z: number | null, fdr: number | null, bin: number, own: boolean, stable: boolean | null }>, outlined?: Array<{ own: boolean, bin: number, stable: boolean | null, geometry: Geometry | null }>, sheet: { statistic: HotSpotStatistic, incidents: number, withoutRate: number, meanRate: number | null, n: number, cellMetres: number | null, stableMetres: number | null, barredPairs: number, islands: number, correction: { zh: string, en: string }, inference: { zh: string, en: string }, mask: { zh: string, en: string }, method: { zh: string, en: string }, neighbours: { zh: string, en: string }, values: { zh: string, en: string }, levels: Array<{ level: number, hot: number, cold: number, rawHot: number, rawCold: number }>, warnings: Array<{ code: string, zh: string, en: string }> } } };

export type CellFragment = { id: string, q: number | null, r: number | null, name: string | null, count: number, rate: number | null, z: number | null, fdr: number | null, bin: number, own: boolean, stable: boolean | null };

export type HotCellsQueryVariables = Exact<{
  filter: IncidentFilter;
  unit: HotSpotUnitInput;
  statistic?: HotSpotStatistic | null | undefined;
  grids?: GridsCountedInput | null | undefined;
  ids: Array<string | number> | string | number;
}>;


export type HotCellsQuery = { hotspots: { named: Array<{ geometry: Geometry | null, id: string, q: number | null, r: number | null, name: string | null, count: number, rate: number | null, z: number | null, fdr: number | null, bin: number, own: boolean, stable: boolean | null }> } };

export type DefaultPlacesQueryVariables = Exact<{
  filter: IncidentFilter;
}>;


export type DefaultPlacesQuery = { placeCheck: { share: number, places: Array<{ point: Array<number>, incidents: number }> } };

export type CompareAreasQueryVariables = Exact<{
  areas: Array<AreaInput> | AreaInput;
  filter: IncidentFilter;
  times: TimesCounted;
  compare: CompareInput;
}>;


export type CompareAreasQuery = { compareAreas: { shared: number, areas: Array<{ count: number, expected: number | null, low: number | null, high: number | null, interval: { low: number, high: number }, rate: { value: number, low: number, high: number } | null, rank: { first: number, last: number } | null }>, total: { count: number } } };

export type NamesOfGridsQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type NamesOfGridsQuery = { nodes: Array<
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { name: string, geometry: Geometry | null, id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
   | null> };

export type LensCellsQueryVariables = Exact<{
  now: IncidentFilter;
  before: IncidentFilter;
  metres: number;
}>;


export type LensCellsQuery = { now: { cells: Array<{ count: number, geometry: Geometry | null }> }, before: { cells: Array<{ count: number, geometry: Geometry | null }> } };

export type LensPointsQueryVariables = Exact<{
  now: IncidentFilter;
  before: IncidentFilter;
  first: number;
}>;


export type LensPointsQuery = { now: { nodes: Array<{ id: string, centroid: Array<number> | null }> }, before: { nodes: Array<{ id: string, centroid: Array<number> | null }> } };

export type DensityQueryVariables = Exact<{
  filter: IncidentFilter;
  radius?: number | null | undefined;
  pixels: number;
}>;


export type DensityQuery = { density: { columns: number, rows: number, corners: Array<Array<number>>, radiusMetres: number, values: Array<number>, peak: number, incidents: number, reason: string | null } };

export type NearRepeatQueryVariables = Exact<{
  filter: IncidentFilter;
}>;


export type NearRepeatQuery = { nearRepeat: { incidents: number, shuffles: number, reason: string | null, bands: Array<{ samePlace: boolean, metres: Array<number>, days: Array<number>, pairs: number, expected: number, ratio: number | null, p: number }>, warnings: Array<{ code: string, zh: string, en: string }> } };

export type RepeatPlacesQueryVariables = Exact<{
  filter: IncidentFilter;
}>;


export type RepeatPlacesQuery = { repeatPlaces: { incidents: number, placeCount: number, repeatIncidents: number, places: Array<{ name: string | null, incidents: number }> } };

export type ConcentrationQueryVariables = Exact<{
  filter: IncidentFilter;
  unit?: HotSpotUnitInput | null | undefined;
  grids?: GridsCountedInput | null | undefined;
}>;


export type ConcentrationQuery = { concentration: { incidents: number, places: number, held: number, figures: { adjustedGini: number, chanceGini: number, placesForHalf: number, placesForEighty: number } | null, curve: Array<{ places: number, incidents: number }>, reason: { zh: string, en: string } | null, warnings: Array<{ code: string, zh: string, en: string }> } };

export type SavedQuestionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SavedQuestionsQuery = { savedQuestions: { totalCount: number, nodes: Array<{ id: string, version: number, title: string, sharedWithRole: string | null, updatedBy: string | null, updatedByName: string | null, sharedWithOrganisation: { id: string, name: string } | null }> } };

export type SavedQuestionQueryVariables = Exact<{
  id: string | number;
}>;


export type SavedQuestionQuery = { savedQuestion: { id: string, version: number, title: string, view: unknown, retiredAt: string | null, updatedBy: string | null } | null };

export type SaveQuestionMutationVariables = Exact<{
  input: CreateSavedQuestionInput;
}>;


export type SaveQuestionMutation = { createSavedQuestion: { id: string } };

export type ChangeSavedQuestionMutationVariables = Exact<{
  id: string | number;
  version: number;
  changes: SavedQuestionChanges;
}>;


export type ChangeSavedQuestionMutation = { updateSavedQuestion: { id: string } };

export type RetireSavedQuestionMutationVariables = Exact<{
  id: string | number;
  version: number;
}>;


export type RetireSavedQuestionMutation = { retireSavedQuestion: string };

export type GridShapesQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type GridShapesQuery = { nodes: Array<
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { areaM2: number | null, geometry: Geometry | null, id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
   | null> };

export type VillageShapesQueryVariables = Exact<{
  codes: Array<string> | string;
}>;


export type VillageShapesQuery = { villages: { nodes: Array<{ id: string, name: string, geometry: Geometry | null }> } };

export type SavedAreaQueryVariables = Exact<{
  id: string | number;
}>;


export type SavedAreaQuery = { savedArea: { id: string, name: string, area: AreaInput, retiredAt: string | null } | null };

export type SavedAreasQueryVariables = Exact<{ [key: string]: never; }>;


export type SavedAreasQuery = { savedAreas: { nodes: Array<{ id: string, version: number, name: string, area: AreaInput, sharedWithRole: string | null, updatedBy: string | null, updatedByName: string | null, sharedWithOrganisation: { id: string, name: string } | null }> } };

export type ObjectShapeQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type ObjectShapeQuery = { nodes: Array<
    | { id: string }
    | { geometry: Geometry | null, id: string }
    | { geometry: Geometry | null, id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { geometry: Geometry | null, id: string }
    | { geometry: Geometry | null, id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { geometry: Geometry | null, id: string }
    | { id: string }
    | { id: string }
    | { geometry: Geometry | null, id: string }
    | { id: string }
    | { geometry: Geometry | null, id: string }
    | { code: string, geometry: Geometry | null, id: string }
    | { geometry: Geometry | null, id: string }
   | null> };

export type SaveAreaMutationVariables = Exact<{
  input: CreateSavedAreaInput;
}>;


export type SaveAreaMutation = { createSavedArea: { id: string } };

export type ChangeSavedAreaMutationVariables = Exact<{
  id: string | number;
  version: number;
  changes: SavedAreaChanges;
}>;


export type ChangeSavedAreaMutation = { updateSavedArea: { id: string } };

export type RetireSavedAreaMutationVariables = Exact<{
  id: string | number;
  version: number;
}>;


export type RetireSavedAreaMutation = { retireSavedArea: string };

export type OrganisationNamesQueryVariables = Exact<{
  county: number;
}>;


export type OrganisationNamesQuery = { organisations: { nodes: Array<{ id: string, name: string }> } };

export type CardPlansQueryVariables = Exact<{
  county: number;
}>;


export type CardPlansQuery = { groupPlans: { nodes: Array<{ id: string, name: string | null, status: string | null, effectiveOn: string | null }> } };

export type CodeShownFragment = { household: string, code: string, url: string, expiresAt: string };

export type PrintGroupCardsMutationVariables = Exact<{
  plan: string | number;
  groups?: Array<string | number> | string | number | null | undefined;
  codes: boolean;
}>;


export type PrintGroupCardsMutation = { printGroupCards: Array<{ card: { group: string, number: number, code: string, name: string | null, village: string | null, members: Array<{ surname: string, door: string, isLeader: boolean, isDeputy: boolean }> }, copies: Array<{ household: string, surname: string, door: string, code: { household: string, code: string, url: string, expiresAt: string } | null }> }> };

export type CardHouseholdQueryVariables = Exact<{
  county: number;
  codes: Array<string> | string;
}>;


export type CardHouseholdQuery = { households: { nodes: Array<{ id: string, code: string | null, headName: string | null }> } };

export type HeldConsentsQueryVariables = Exact<{
  household: string | number;
}>;


export type HeldConsentsQuery = { consents: Array<{ id: string, personName: string | null, phone: string | null, answers: boolean, channel: ConsentChannel, sheet: string | null, guardian: string | null, givenAt: string, withdrawnAt: string | null, withdrawnFor: ConsentEnd | null }> };

export type PrintHouseholdCodeMutationVariables = Exact<{
  household: string | number;
}>;


export type PrintHouseholdCodeMutation = { printHouseholdCode: { household: string, code: string, url: string, expiresAt: string } };

export type HistoryQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
}>;


export type HistoryQuery = { history: Array<{ id: string, at: string, actor: string | null, actorName: string | null, action: ChangeAction, version: number, fields: Array<string>, reason: string | null, step: string | null, before: unknown, after: unknown }> };

export type RelationsQueryVariables = Exact<{
  id: string | number;
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type RelationsQuery = { relations: Array<{ layer: LayerName, by: RelationKind, field: string | null, metres: number | null, count: number, filter: unknown }> };

export type SearchQueryVariables = Exact<{
  text: string;
  layers?: Array<LayerName> | LayerName | null | undefined;
  first?: number | null | undefined;
  firstOfEach?: number | null | undefined;
}>;


export type SearchQuery = { search: Array<{ id: string, layer: LayerName, label: string, detail: string | null, point: Array<number>, bounds: Array<number> }> };

export type PublicReleaseQueryVariables = Exact<{
  county: number;
}>;


export type PublicReleaseQuery = { publicRelease: { id: string, publishedAt: string, areas: Array<{ id: string, name: string, partition: Partition, households: number, geometry: Geometry }>, categories: Array<{ category: string, firstMonth: string | null, months: number }>, counts: Array<{ area: string, category: string, month: string, months: number, count: number }>, totals: Array<{ area: string, category: string, atLeast: number, published: number, months: number }> } | null };

export type ChangesPositionQueryVariables = Exact<{ [key: string]: never; }>;


export type ChangesPositionQuery = { changesPosition: string };

export type ChangesSubscriptionVariables = Exact<{
  layers: Array<LayerName> | LayerName;
  area?: AreaInput | null | undefined;
  after?: string | null | undefined;
}>;


export type ChangesSubscription = { changes: { layer: LayerName | null, id: string | null, action: ChangeAction, fields: Array<string>, position: string | null } };

export type WhereIsQueryVariables = Exact<{
  point: Array<number> | number;
}>;


export type WhereIsQuery = { whereIs: { village: { id: string, name: string } | null, grid: { id: string, name: string } | null, building: { id: string, name: string | null } | null } };

export type MachinesQueryVariables = Exact<{ [key: string]: never; }>;


export type MachinesQuery = { machines: Array<{ layer: LayerName | null, register: RegisterName | null, states: Array<{ code: string, labelZh: string, labelEn: string }>, actions: Array<{ action: string, mutation: string | null, labelZh: string, labelEn: string, reasoned: boolean, fields: Array<{ name: string, type: FieldKind, labelZh: string, labelEn: string, of: string | null, required: boolean, multiline: boolean, editable: boolean, access: FieldAccess, min: number | null, max: number | null, scale: Array<{ value: number, labelZh: string, labelEn: string }> }> }> }> };

export type StepTakenFragment = { number: number, action: string, to: string, at: string, actor: string | null, actorName: string | null, reason: string | null };

export type ClockRunFragment = { kind: string, state: ClockState, lamp: ClockLamp, dueAt: string | null, adviseBy: string | null, source: string };

export type StepPossibleFragment = { action: string, allowed: boolean, missing: Array<{ code: string, sentenceZh: string, sentenceEn: string }> };

export type IncidentStepsQueryVariables = Exact<{
  id: string | number;
}>;


export type IncidentStepsQuery = { incident: { id: string, version: number, status: string | null, steps: Array<{ number: number, action: string, to: string, at: string, actor: string | null, actorName: string | null, reason: string | null }>, clocks: Array<{ kind: string, state: ClockState, lamp: ClockLamp, dueAt: string | null, adviseBy: string | null, source: string }>, can: Array<{ action: string, allowed: boolean, missing: Array<{ code: string, sentenceZh: string, sentenceEn: string }> }> } | null };

export type StepsTakenQueryVariables = Exact<{
  id: string | number;
}>;


export type StepsTakenQuery = { node:
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string, steps: Array<{ number: number, action: string, to: string, at: string, actor: string | null, actorName: string | null, reason: string | null }> }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string, steps: Array<{ number: number, action: string, to: string, at: string, actor: string | null, actorName: string | null, reason: string | null }> }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
   | null };

export type UndertakersQueryVariables = Exact<{ [key: string]: never; }>;


export type UndertakersQuery = { organisations: { nodes: Array<{ id: string, name: string }> } };

export type IncidentNumberedQueryVariables = Exact<{
  number: string;
}>;


export type IncidentNumberedQuery = { incidents: { nodes: Array<{ id: string, title: string | null }> } };

export type GroupGroundQueryVariables = Exact<{
  county: number;
}>;


export type GroupGroundQuery = { villages: { nodes: Array<{ code: string, name: string, geometry: Geometry | null }> }, grids: { nodes: Array<{ id: string, name: string, villageCode: string | null }> } };

export type GroupPlansQueryVariables = Exact<{
  county: number;
}>;


export type GroupPlansQuery = { groupPlans: { nodes: Array<{ id: string, name: string | null, status: string | null, mode: string | null, effectiveOn: string | null, endedOn: string | null, updatedAt: string }> } };

export type GroupVillagesQueryVariables = Exact<{
  villages: Array<string> | string;
}>;


export type GroupVillagesQuery = { households: { totalCount: number, counts: Array<{ key: string, count: number }>, nodes: Array<{ members: number | null }>, pageInfo: { hasNextPage: boolean } } };

export type GroupPlanQueryVariables = Exact<{
  id: string | number;
}>;


export type GroupPlanQuery = { groupPlan: { id: string, version: number, name: string | null, status: string | null, mode: string | null, effectiveOn: string | null, endedOn: string | null, edits: number | null, villages: Array<string>, rules: { low: number, high: number, target: number, minResponders: number, radiusM: number, preset: GroupPreset, seed: number, thorough: boolean } | null, job: { id: string, state: JobState, phase: string | null, done: number, total: number | null, error: string | null, fault: unknown } | null, verdict: { groups: number, households: number, people: number, livedIn: number, registeredOnly: number, exceptions: number, metresPerHousehold: number, p95Metres: number, maxMetres: number | null, isolated: number | null, thin: number | null, violations: number, shareNearTarget: number | null, searchGap: number | null, priceOfWishes: number | null, boundIs: string | null, complete: boolean, seconds: number, sizes: Array<{ size: number, count: number }> } | null, can: { edit: boolean, publish: boolean } } | null };

export type GroupsListedQueryVariables = Exact<{
  id: string | number;
  order: GroupOrder;
  first: number;
}>;


export type GroupsListedQuery = { groupPlan: { id: string, groups: { totalCount: number, nodes: Array<{ id: string, number: number, name: string | null, gridId: string | null, size: number, people: number, responders: number | null, thin: boolean | null, locked: boolean, meanMetres: number, maxMetres: number | null, ties: number | null, isolated: number | null, floors: number | null, openedBy: { code: string, params: unknown } | null }> } } | null };

export type GroupMarksQueryVariables = Exact<{
  id: string | number;
}>;


export type GroupMarksQuery = { groupPlan: { id: string, groups: { nodes: Array<{ id: string, number: number, gridId: string | null, centre: { id: string, centroid: Array<number> | null } | null, leader: { id: string, centroid: Array<number> | null } | null }> } } | null };

export type OneGroupQueryVariables = Exact<{
  id: string | number;
  group: string | number;
}>;


export type OneGroupQuery = { groupPlan: { id: string, group: { id: string, number: number, name: string | null, code: string, gridId: string | null, villageCode: string | null, size: number, people: number, responders: number | null, thin: boolean | null, locked: boolean, metres: number, meanMetres: number, maxMetres: number | null, ties: number | null, isolated: number | null, floors: number | null, openedAt: string | null, cell: Geometry | null, openedBy: { code: string, params: unknown } | null, centre: { id: string } | null, leader: { id: string } | null, deputy: { id: string } | null, members: Array<{ metres: number | null, isolated: boolean | null, household: { id: string, code: string | null, headName: string | null, buildingId: string | null, stair: string | null, floor: number | null, unit: string | null, centroid: Array<number> | null } }> | null } | null } | null };

export type GroupsBesideQueryVariables = Exact<{
  id: string | number;
  grid?: string | number | null | undefined;
}>;


export type GroupsBesideQuery = { groupPlan: { id: string, groups: { nodes: Array<{ id: string, number: number, cell: Geometry | null, centre: { id: string, centroid: Array<number> | null } | null }> } } | null };

export type GroupSectionQueryVariables = Exact<{
  id: string | number;
  grid?: string | number | null | undefined;
  buildings: Array<string | number> | string | number;
}>;


export type GroupSectionQuery = { households: { nodes: Array<{ id: string, code: string | null, stair: string | null, floor: number | null, unit: string | null }> }, groupPlan: { id: string, groups: { nodes: Array<{ id: string, number: number, members: Array<{ household: { id: string } }> | null }> } } | null };

export type GroupExceptionsQueryVariables = Exact<{
  id: string | number;
}>;


export type GroupExceptionsQuery = { groupPlan: { id: string, exceptions: { totalCount: number, byReason: Array<{ code: string, count: number }> | null, nodes: Array<{ household: { id: string, code: string | null, headName: string | null, stair: string | null, floor: number | null, unit: string | null, centroid: Array<number> | null }, reason: { code: string, params: unknown } }> | null }, groups: { nodes: Array<{ id: string, number: number, name: string | null, isolated: number | null, members: Array<{ metres: number | null, isolated: boolean | null, household: { id: string, code: string | null, headName: string | null, stair: string | null, floor: number | null, unit: string | null, centroid: Array<number> | null } }> | null }> } } | null };

export type GroupHistoryQueryVariables = Exact<{
  id: string | number;
}>;


export type GroupHistoryQuery = { groupPlan: { id: string, editLog: Array<{ number: number, kind: string, of: number | null, version: number, actor: string, actorName: string | null, at: string, did: unknown }> } | null };

export type GroupTargetsQueryVariables = Exact<{
  plan: string | number;
  household: string | number;
}>;


export type GroupTargetsQuery = { groupTargets: Array<{ group: string, number: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null }> };

export type PriceFragment = { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> };

export type EditedFragment = { edit: number | null, version: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null };

export type RunGroupsMutationVariables = Exact<{
  input: GroupRunInput;
  key: string;
}>;


export type RunGroupsMutation = { groupRun: { id: string } };

export type StopGroupRunMutationVariables = Exact<{
  id: string | number;
}>;


export type StopGroupRunMutation = { cancelJob: { id: string } };

export type MoveToGroupMutationVariables = Exact<{
  plan: string | number;
  version: number;
  household: string | number;
  group: string | number;
  key: string;
}>;


export type MoveToGroupMutation = { edited: { edit: number | null, version: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null } };

export type JoinGroupMutationVariables = Exact<{
  plan: string | number;
  version: number;
  household: string | number;
}>;


export type JoinGroupMutation = { edited: { edit: number | null, version: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null } };

export type LeaveGroupMutationVariables = Exact<{
  plan: string | number;
  version: number;
  household: string | number;
}>;


export type LeaveGroupMutation = { edited: { edit: number | null, version: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null } };

export type MergeGroupsMutationVariables = Exact<{
  plan: string | number;
  version: number;
  groups: Array<string | number> | string | number;
  dryRun?: boolean | null | undefined;
}>;


export type MergeGroupsMutation = { edited: { edit: number | null, version: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null } };

export type SplitGroupMutationVariables = Exact<{
  plan: string | number;
  version: number;
  group: string | number;
}>;


export type SplitGroupMutation = { edited: { edit: number | null, version: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null } };

export type LockGroupMutationVariables = Exact<{
  plan: string | number;
  version: number;
  group: string | number;
  locked: boolean;
}>;


export type LockGroupMutation = { edited: { edit: number | null, version: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null } };

export type SetLeaderMutationVariables = Exact<{
  plan: string | number;
  version: number;
  group: string | number;
  household: string | number;
  deputy: boolean;
}>;


export type SetLeaderMutation = { edited: { edit: number | null, version: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null } };

export type UndoGroupEditMutationVariables = Exact<{
  plan: string | number;
  version: number;
}>;


export type UndoGroupEditMutation = { edited: { edit: number | null, version: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null } };

export type RedoGroupEditMutationVariables = Exact<{
  plan: string | number;
  version: number;
}>;


export type RedoGroupEditMutation = { edited: { edit: number | null, version: number, refusals: Array<{ code: string, params: unknown }>, price: { total: number, groups: Array<{ group: string, number: number | null, before: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null, after: { size: number, metres: number, meanMetres: number, maxMetres: number, responders: number, ties: number | null, isolated: number } | null }>, warnings: Array<{ code: string, params: unknown }> } | null } };

export type RepairGroupsMutationVariables = Exact<{
  plan: string | number;
  version: number;
  accept?: Array<string | number> | string | number | null | undefined;
}>;


export type RepairGroupsMutation = { repairGroups: { version: number, edit: number | null, metresDelta: number, changes: Array<{ from: string | null, to: string | null, fromNumber: number | null, toNumber: number | null, household: { id: string, code: string | null, headName: string | null, stair: string | null, floor: number | null, unit: string | null, centroid: Array<number> | null }, reason: { code: string, params: unknown } }> } };

export type PublishGroupPlanMutationVariables = Exact<{
  plan: string | number;
  version: number;
  day: string;
}>;


export type PublishGroupPlanMutation = { publishGroupPlan: { id: string, version: number } };

export type GroupPlanChangesSubscriptionVariables = Exact<{
  plan: string | number;
}>;


export type GroupPlanChangesSubscription = { groupPlanChanged: { version: number, what: GroupChange, job: { state: JobState, phase: string | null, done: number, total: number | null, metres: number | null } | null } };

export type GroupTradeOffsQueryVariables = Exact<{
  id: string | number;
}>;


export type GroupTradeOffsQuery = { groupPlan: { id: string, tradeOff: Array<{ preset: GroupPreset, metresPerHousehold: number, shareNearTarget: number | null, tiesKept: number | null, isolated: number | null }> | null } | null };

export type GroupBordersQueryVariables = Exact<{
  id: string | number;
}>;


export type GroupBordersQuery = { groupPlan: { id: string, borderPrice: Array<{ grids: Array<string>, metres: number, isolated: number | null, parted: number | null }> | null } | null };

export type ComparePresetsMutationVariables = Exact<{
  plan: string | number;
}>;


export type ComparePresetsMutation = { compareGroupPresets: { id: string } };

export type AccessRecordsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: AccessFilter | null | undefined;
}>;


export type AccessRecordsQuery = { accessRecords: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, at: string, viewer: string, viewerName: string | null, purpose: string, outlet: string, sealed: boolean, what: unknown }> } };

export type AccessLogProofQueryVariables = Exact<{ [key: string]: never; }>;


export type AccessLogProofQuery = { accessLogProof: { valid: boolean, since: string | null, until: string | null, records: number, unsealed: number, head: string, brokenAt: number | null, fault: AccessLogFault | null } };

export type MyGroupQueryVariables = Exact<{
  household: string | number;
}>;


export type MyGroupQuery = { groupOf: { group: string, number: number, name: string | null, village: string | null, members: Array<{ surname: string, door: string, isLeader: boolean, isDeputy: boolean, answers: number, isOwn: boolean }> } | null, answerers: Array<{ rank: number, surname: string, door: string, answers: number }>, consents: Array<{ id: string, personName: string | null, phone: string | null, answers: boolean, channel: ConsentChannel, sheet: string | null, guardian: string | null, givenAt: string, withdrawnAt: string | null, withdrawnFor: ConsentEnd | null }>, devices: Array<{ id: string, name: string, createdAt: string }> };

export type ConsentShownFragment = { id: string, personName: string | null, phone: string | null, answers: boolean, channel: ConsentChannel, sheet: string | null, guardian: string | null, givenAt: string, withdrawnAt: string | null, withdrawnFor: ConsentEnd | null };

export type ConsentWordsQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsentWordsQuery = { consentText: { version: string, zh: Array<string>, en: Array<string> } };

export type EnterHouseholdCodeMutationVariables = Exact<{
  code: string;
}>;


export type EnterHouseholdCodeMutation = { enterHouseholdCode: { kind: ViewerKind } };

export type GiveConsentMutationVariables = Exact<{
  input: ConsentInput;
}>;


export type GiveConsentMutation = { giveConsent: { id: string } };

export type WithdrawConsentMutationVariables = Exact<{
  id: string | number;
}>;


export type WithdrawConsentMutation = { withdrawConsent: { id: string } };

export type EndOwnDeviceMutationVariables = Exact<{ [key: string]: never; }>;


export type EndOwnDeviceMutation = { endDevice: { id: string } };

export type LeaveMyGroupMutationVariables = Exact<{
  withdraw: boolean;
}>;


export type LeaveMyGroupMutation = { leaveGroup: { version: number } };

export type OrganisationsQueryVariables = Exact<{
  county: number;
  point: Array<number> | number;
}>;


export type OrganisationsQuery = { organisations: { nodes: Array<{ id: string, name: string, kind: string }> }, organisationsFor: Array<{ id: string }> };

export type CleaningQueryVariables = Exact<{
  id: string | number;
  options?: CleaningOptionsInput | null | undefined;
}>;


export type CleaningQuery = { gridPlan: { id: string, cleaning: { pieces: number, areaM2: number, vertices: number, farthestM: number, fixes: Array<{ code: string, params: unknown, geometry: Geometry }>, grids: Array<{ id: string, geometry: Geometry | null }> } } | null };

export type CleanPlanMutationVariables = Exact<{
  plan: string | number;
  version: number;
  options?: CleaningOptionsInput | null | undefined;
  key?: string | null | undefined;
}>;


export type CleanPlanMutation = { cleanGridPlan: { version: number } };

export type GridsInForceQueryVariables = Exact<{
  county: number;
}>;


export type GridsInForceQuery = { grids: { nodes: Array<{ id: string, code: string, name: string, kind: string | null, villageCode: string | null, geometry: Geometry | null }> }, villages: { nodes: Array<{ code: string, name: string, kind: string | null }> }, households: { counts: Array<{ key: string, count: number }> } };

export type OpenPlansQueryVariables = Exact<{
  county: number;
}>;


export type OpenPlansQuery = { gridPlans: { nodes: Array<{ id: string, name: string | null, status: string | null, effectiveOn: string | null, overtaken: boolean, villages: Array<string> }> } };

export type OpenPlanQueryVariables = Exact<{
  id: string | number;
}>;


export type OpenPlanQuery = { gridPlan: { id: string, version: number, villages: Array<string>, grids: Array<{ id: string, code: string, name: string, kind: string | null, villageCode: string | null, complaintPhone: string | null, locked: boolean, geometry: Geometry, households: number, people: number }>, places: { buildings: Array<string | null>, lon: Array<number>, lat: Array<number>, households: Array<number>, people: Array<number> } } | null };

export type PlanFactsQueryVariables = Exact<{
  id: string | number;
  editsAfter: number;
}>;


export type PlanFactsQuery = { gridPlan: { id: string, version: number, name: string | null, status: string | null, effectiveOn: string | null, overtaken: boolean, otherPlans: Array<{ id: string, name: string, status: string, begunByName: string | null }>, grids: Array<{ id: string, households: number, people: number }>, findings: Array<{ severity: string, code: string, grids: Array<string>, params: unknown, geometry: Geometry | null }>, editLog: Array<{ number: number, kind: string, of: number | null, version: number, actorName: string | null, actor: string, at: string, note: string | null, operations: unknown, did: unknown }>, comments: Array<{ id: string, grid: string | null, place: Array<number> | null, text: string, actorName: string | null, actor: string, at: string, resolvedByName: string | null, resolvedBy: string | null }>, steps: Array<{ number: number, action: string, to: string, at: string, actor: string | null, actorName: string | null, reason: string | null }>, clocks: Array<{ kind: string, state: ClockState, lamp: ClockLamp, dueAt: string | null, adviseBy: string | null, source: string }>, can: Array<{ action: string, allowed: boolean, missing: Array<{ code: string, sentenceZh: string, sentenceEn: string }> }> } | null };

export type PlanComparisonQueryVariables = Exact<{
  id: string | number;
}>;


export type PlanComparisonQuery = { gridPlan: { id: string, compare: { households: number, buildings: number, added: Array<string>, removed: Array<string>, redrawn: Array<string>, transfers: Array<{ from: string | null, to: string | null, buildings: number, households: number, people: number, incidents: number | null }> } } | null };

export type EditsSinceQueryVariables = Exact<{
  id: string | number;
  after: number;
}>;


export type EditsSinceQuery = { gridPlan: { id: string, editLog: Array<{ number: number, version: number, actor: string, actorName: string | null, change: unknown }> } | null };

export type BeginPlanMutationVariables = Exact<{
  input: NewGridPlanInput;
  key?: string | null | undefined;
}>;


export type BeginPlanMutation = { createGridPlan: { id: string } };

export type ApplyEditMutationVariables = Exact<{
  plan: string | number;
  version: number;
  operations: Array<GridOperationInput> | GridOperationInput;
  key?: string | null | undefined;
}>;


export type ApplyEditMutation = { applyGridOperations: { number: number, version: number, actor: string, change: unknown } };

export type UndoEditMutationVariables = Exact<{
  plan: string | number;
  version: number;
}>;


export type UndoEditMutation = { undoGridEdit: { number: number, version: number, actor: string, change: unknown } };

export type RedoEditMutationVariables = Exact<{
  plan: string | number;
  version: number;
}>;


export type RedoEditMutation = { redoGridEdit: { number: number, version: number, actor: string, change: unknown } };

export type SayOfPlanMutationVariables = Exact<{
  plan: string | number;
  text: string;
  grid?: string | number | null | undefined;
  place?: Array<number> | number | null | undefined;
}>;


export type SayOfPlanMutation = { commentOnGridPlan: { id: string } };

export type SettleOfPlanMutationVariables = Exact<{
  plan: string | number;
  id: string | number;
}>;


export type SettleOfPlanMutation = { settleGridPlanComment: { id: string } };

export type PlanEditsSubscriptionVariables = Exact<{
  plan: string | number;
  after: number;
}>;


export type PlanEditsSubscription = { gridPlanEdited: { number: number, version: number, actor: string, actorName: string | null, change: unknown } };

export type GroundNearQueryVariables = Exact<{
  area: AreaInput;
}>;


export type GroundNearQuery = { buildings: { nodes: Array<{ id: string, name: string | null, geometry: Geometry | null }>, pageInfo: { hasNextPage: boolean } }, streets: { nodes: Array<{ geometry: Geometry | null }>, pageInfo: { hasNextPage: boolean } }, waters: { nodes: Array<{ geometry: Geometry | null }>, pageInfo: { hasNextPage: boolean } }, parcels: { nodes: Array<{ geometry: Geometry | null }>, pageInfo: { hasNextPage: boolean } } };

export type PlanVillagesQueryVariables = Exact<{
  county: number;
}>;


export type PlanVillagesQuery = { villages: { nodes: Array<{ code: string, geometry: Geometry | null }> } };

export type ForkPlanMutationVariables = Exact<{
  id: string | number;
  name: string;
  key?: string | null | undefined;
}>;


export type ForkPlanMutation = { forkGridPlan: { id: string } };

export type ChangePlanMutationVariables = Exact<{
  id: string | number;
  version: number;
  changes: GridPlanChanges;
}>;


export type ChangePlanMutation = { updateGridPlan: { id: string, version: number } };

export type PlanGridsToldQueryVariables = Exact<{
  id: string | number;
}>;


export type PlanGridsToldQuery = { gridPlan: { id: string, grids: Array<{ id: string, walkParts: number, incidents: number | null, border: { zh: string, en: string } }> } | null };

export type ProposeGridsMutationVariables = Exact<{
  plan: string | number;
  version: number;
  villages?: Array<string> | string | null | undefined;
  options?: GridProposalOptions | null | undefined;
  key?: string | null | undefined;
}>;


export type ProposeGridsMutation = { proposeGrids: { id: string } };

export type ProposalProgressSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type ProposalProgressSubscription = { jobProgress: { id: string, state: JobState, phase: string | null, done: number, total: number | null, result: unknown, error: string | null, fault: unknown } };

export type StopProposalMutationVariables = Exact<{
  id: string | number;
}>;


export type StopProposalMutation = { cancelJob: { id: string, state: JobState } };

export type SuggestedHandOverQueryVariables = Exact<{
  id: string | number;
}>;


export type SuggestedHandOverQuery = { gridPlan: { id: string, suggestHandOver: { from: string, to: string, buildings: number, households: number, before: Array<number>, after: Array<number>, operation: unknown } | null } | null };

export type PostedGridsQueryVariables = Exact<{
  county: number;
}>;


export type PostedGridsQuery = { grids: { nodes: Array<{ id: string, code: string, name: string, villageCode: string | null, complaintPhone: string | null, validFrom: string, geometry: Geometry | null, posting: { village: string | null, areaM2: number, office: string | null, officePhone: string | null } }> } };

export type PostedBorderQueryVariables = Exact<{
  id: string | number;
}>;


export type PostedBorderQuery = { grid: { id: string, border: { zh: string, en: string } } | null };

export type PosterBordersQueryVariables = Exact<{
  village: string;
}>;


export type PosterBordersQuery = { grids: { nodes: Array<{ id: string, border: { zh: string, en: string } }> } };

export type SessionQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionQuery = { viewer: { kind: ViewerKind, name: string | null, actor: string | null, household: string | null, roles: Array<Role>, counties: Array<number>, hasPurpose: boolean, demoSignIn: boolean, assignments: Array<{ county: number | null, grids: Array<string>, villages: Array<string> }> }, counties: Array<{ id: number, name: string, nameEn: string | null, bounds: Array<number> | null, origin: Array<number>, timeZone: string, dataVersion: number, isDemo: boolean }>, layers: Array<{ name: LayerName, singular: string, typeName: string, labelZh: string, labelEn: string, geometry: GeometryKind, minZoom: number, category: string | null, timed: boolean, dated: boolean, boundary: boolean, ownPlace: boolean, topCategories: boolean, place: FieldAccess, canCreate: boolean, canEdit: boolean, exportable: boolean, filters: Array<{ key: string, fields: Array<string> }>, fields: Array<{ name: string, labelZh: string, labelEn: string, type: FieldKind, of: string | null, required: boolean, editable: boolean, access: FieldAccess, min: number | null, max: number | null, multiline: boolean, scale: Array<{ value: number, labelZh: string, labelEn: string }> }> }>, categories: Array<{ kind: string, code: string, parent: string | null, nameZh: string, nameEn: string }>, backgroundMaps: Array<{ id: string, nameZh: string, nameEn: string, tiles: string, attribution: string, crs: TileSystem, maxZoom: number }> };

export type SignInMutationVariables = Exact<{
  login: string;
  password: string;
}>;


export type SignInMutation = { signIn: { expiresAt: string } };

export type SignInWithLinkMutationVariables = Exact<{
  token: string;
}>;


export type SignInWithLinkMutation = { signInWithLink: { expiresAt: string } };

export type OpenDisplayMutationVariables = Exact<{
  token: string;
}>;


export type OpenDisplayMutation = { openDisplay: { kind: ViewerKind } };

export type DemoSignInMutationVariables = Exact<{
  role: Role;
}>;


export type DemoSignInMutation = { demoSignIn: { expiresAt: string } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { signOut: boolean };

export type OwnGridsQueryVariables = Exact<{
  grids: Array<string | number> | string | number;
  villages: Array<string> | string;
  hasGrids: boolean;
  hasVillages: boolean;
}>;


export type OwnGridsQuery = { named?: { nodes: Array<{ id: string, name: string, geometry: Geometry | null }> }, ofVillages?: { nodes: Array<{ id: string, name: string, geometry: Geometry | null }> } };

export type PublicBoardQueryVariables = Exact<{
  county: number;
}>;


export type PublicBoardQuery = { publicBoard: { publishedAt: string, latestMonth: string | null, months: Array<{ month: string, months: number, atLeast: number }>, newest: { month: string, months: number, atLeast: number } | null, areas: Array<{ id: string, name: string, geometry: Geometry, atLeast: number | null }> } | null };

export type TodayQueryVariables = Exact<{
  area?: AreaInput | null | undefined;
}>;


export type TodayQuery = { today: { at: string, day: string, count: number, state: UsualState, usual: { expected: number, low: number, high: number } | null } };

export type TownsQueryVariables = Exact<{
  county: number;
}>;


export type TownsQuery = { display: { towns: Array<{ code: string, name: string | null, villages: Array<string> }> } };

export type LastDaysQueryVariables = Exact<{
  area?: AreaInput | null | undefined;
}>;


export type LastDaysQuery = { lastDays: { count: number, before: number | null, change: number | null, state: UsualState, days: Array<number>, from: string, to: string, range: { low: number, high: number } | null } };

export type HotNowQueryVariables = Exact<{
  area?: AreaInput | null | undefined;
}>;


export type HotNowQuery = { hotNow: { computedAt: string | null, windowEnd: string | null, areas: Array<{ id: string, name: string | null, kind: string | null, kindLabel: string | null, since: string, day: number, incidents: number, shape: Geometry }> } };

export type NeedsQueryVariables = Exact<{
  area?: AreaInput | null | undefined;
}>;


export type NeedsQuery = { needs: Array<{ id: string, kind: NeedKind, place: string | null, category: string | null, kindLabel: string | null, since: string | null, day: number, count: number, expected: number | null }> };

export type NewestQueryVariables = Exact<{
  area?: AreaInput | null | undefined;
}>;


export type NewestQuery = { newestIncidents: { delicate: number, incidents: Array<{ id: string, at: string, category: string, categoryLabel: string | null, place: string | null, level: number | null }> } };

export type UsualWeekQueryVariables = Exact<{
  area?: AreaInput | null | undefined;
}>;


export type UsualWeekQuery = { usualWeek: { weekday: number, hour: number, weeks: number, hours: Array<{ weekday: number, hour: number, count: number, expected: number | null, state: UsualState }> } };

export type CategoryBandsQueryVariables = Exact<{
  area?: AreaInput | null | undefined;
}>;


export type CategoryBandsQuery = { categoryBands: { from: string, to: string, years: number, delicate: number, categories: Array<{ category: string, label: string | null, count: number, state: UsualState, band: { low: number, high: number } | null }> } };

export type SpeakingQueryVariables = Exact<{
  area?: AreaInput | null | undefined;
}>;


export type SpeakingQuery = { needs: Array<{ village: string | null }>, hotNow: { areas: Array<{ villages: Array<string> }> }, newestIncidents: { incidents: Array<{ at: string, level: number | null }> } };

export type DashboardChangedSubscriptionVariables = Exact<{
  area?: AreaInput | null | undefined;
  after?: string | null | undefined;
}>;


export type DashboardChangedSubscription = { dashboardChanged: { at: string, position: string | null } };

export type TownShapeQueryVariables = Exact<{
  county: number;
  codes: Array<string> | string;
}>;


export type TownShapeQuery = { display: { towns: Array<{ shape: Geometry | null }> } };

export type DisplayBoardQueryVariables = Exact<{ [key: string]: never; }>;


export type DisplayBoardQuery = { display: { title: string | null, template: string, layout: unknown } };

export type TilesQueryVariables = Exact<{ [key: string]: never; }>;


export type TilesQuery = { dashboardTiles: Array<{ id: string, visible: boolean }> };

export type BoardsQueryVariables = Exact<{ [key: string]: never; }>;


export type BoardsQuery = { dashboards: { totalCount: number, nodes: Array<{ id: string, version: number, title: string, template: string, layout: unknown, sharedWithRole: string | null, updatedBy: string | null, updatedByName: string | null, sharedWithOrganisation: { id: string, name: string } | null }> } };

export type BoardQueryVariables = Exact<{
  id: string | number;
}>;


export type BoardQuery = { dashboard: { id: string, title: string, template: string, layout: unknown, retiredAt: string | null } | null };

export type SaveBoardMutationVariables = Exact<{
  input: CreateDashboardInput;
}>;


export type SaveBoardMutation = { createDashboard: { id: string } };

export type ChangeBoardMutationVariables = Exact<{
  id: string | number;
  version: number;
  changes: DashboardChanges;
}>;


export type ChangeBoardMutation = { updateDashboard: { id: string } };

export type RetireBoardMutationVariables = Exact<{
  id: string | number;
  version: number;
}>;


export type RetireBoardMutation = { retireDashboard: string };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ComparedFragmentDoc = new TypedDocumentString(`
    fragment Compared on StatTotal {
  count
  expected
  low
  high
}
    `, {"fragmentName":"Compared"}) as unknown as TypedDocumentString<ComparedFragment, unknown>;
export const CellFragmentDoc = new TypedDocumentString(`
    fragment Cell on HotSpotCell {
  id
  q
  r
  name
  count
  rate
  z
  fdr
  bin
  own
  stable
}
    `, {"fragmentName":"Cell"}) as unknown as TypedDocumentString<CellFragment, unknown>;
export const CodeShownFragmentDoc = new TypedDocumentString(`
    fragment CodeShown on HouseholdCode {
  household
  code
  url
  expiresAt
}
    `, {"fragmentName":"CodeShown"}) as unknown as TypedDocumentString<CodeShownFragment, unknown>;
export const StepTakenFragmentDoc = new TypedDocumentString(`
    fragment StepTaken on Step {
  number
  action
  to
  at
  actor
  actorName
  reason
}
    `, {"fragmentName":"StepTaken"}) as unknown as TypedDocumentString<StepTakenFragment, unknown>;
export const ClockRunFragmentDoc = new TypedDocumentString(`
    fragment ClockRun on Clock {
  kind
  state
  lamp
  dueAt
  adviseBy
  source
}
    `, {"fragmentName":"ClockRun"}) as unknown as TypedDocumentString<ClockRunFragment, unknown>;
export const StepPossibleFragmentDoc = new TypedDocumentString(`
    fragment StepPossible on PossibleStep {
  action
  allowed
  missing {
    code
    sentenceZh
    sentenceEn
  }
}
    `, {"fragmentName":"StepPossible"}) as unknown as TypedDocumentString<StepPossibleFragment, unknown>;
export const PriceFragmentDoc = new TypedDocumentString(`
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}
    `, {"fragmentName":"Price"}) as unknown as TypedDocumentString<PriceFragment, unknown>;
export const EditedFragmentDoc = new TypedDocumentString(`
    fragment Edited on GroupEdited {
  edit
  version
  refusals {
    code
    params
  }
  price {
    ...Price
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}`, {"fragmentName":"Edited"}) as unknown as TypedDocumentString<EditedFragment, unknown>;
export const ConsentShownFragmentDoc = new TypedDocumentString(`
    fragment ConsentShown on Consent {
  id
  personName
  phone
  answers
  channel
  sheet
  guardian
  givenAt
  withdrawnAt
  withdrawnFor
}
    `, {"fragmentName":"ConsentShown"}) as unknown as TypedDocumentString<ConsentShownFragment, unknown>;
export const AccountsDocument = new TypedDocumentString(`
    query Accounts($first: Int!, $after: String) {
  accounts(first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      login
      name
      hasPassword
      isDemo
      createdAt
      lastSignInAt
      disabledAt
      sessions {
        startedAt
        expiresAt
      }
      roles {
        role
        county
        villages
        grids
        organisations
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AccountsQuery, AccountsQueryVariables>;
export const CreateAccountDocument = new TypedDocumentString(`
    mutation CreateAccount($login: String!, $name: String, $roles: [RoleInput!]!) {
  createAccount(login: $login, name: $name, roles: $roles) {
    login
  }
}
    `) as unknown as TypedDocumentString<CreateAccountMutation, CreateAccountMutationVariables>;
export const SetRolesDocument = new TypedDocumentString(`
    mutation SetRoles($login: String!, $roles: [RoleInput!]!) {
  setRoles(login: $login, roles: $roles) {
    login
  }
}
    `) as unknown as TypedDocumentString<SetRolesMutation, SetRolesMutationVariables>;
export const DisableAccountDocument = new TypedDocumentString(`
    mutation DisableAccount($login: String!) {
  disableAccount(login: $login) {
    login
  }
}
    `) as unknown as TypedDocumentString<DisableAccountMutation, DisableAccountMutationVariables>;
export const EnableAccountDocument = new TypedDocumentString(`
    mutation EnableAccount($login: String!) {
  enableAccount(login: $login) {
    login
  }
}
    `) as unknown as TypedDocumentString<EnableAccountMutation, EnableAccountMutationVariables>;
export const EndSessionsDocument = new TypedDocumentString(`
    mutation EndSessions($login: String!) {
  endSessions(login: $login) {
    login
  }
}
    `) as unknown as TypedDocumentString<EndSessionsMutation, EndSessionsMutationVariables>;
export const SignInLinkDocument = new TypedDocumentString(`
    mutation SignInLink($login: String!) {
  signInLink(login: $login) {
    url
    expiresAt
    loopbackOnly
  }
}
    `) as unknown as TypedDocumentString<SignInLinkMutation, SignInLinkMutationVariables>;
export const KeysDocument = new TypedDocumentString(`
    query Keys {
  keys {
    id
    name
    purpose
    scopes
    createdAt
    createdBy
    expiresAt
    lastUsedAt
    revokedAt
  }
}
    `) as unknown as TypedDocumentString<KeysQuery, KeysQueryVariables>;
export const CreateKeyDocument = new TypedDocumentString(`
    mutation CreateKey($name: String!, $purpose: String!, $scopes: [String!]!, $county: Int!, $expiresAt: Instant!) {
  createKey(
    name: $name
    purpose: $purpose
    scopes: $scopes
    county: $county
    expiresAt: $expiresAt
  ) {
    key
    apiKey {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<CreateKeyMutation, CreateKeyMutationVariables>;
export const RevokeKeyDocument = new TypedDocumentString(`
    mutation RevokeKey($name: String!) {
  revokeKey(name: $name) {
    id
  }
}
    `) as unknown as TypedDocumentString<RevokeKeyMutation, RevokeKeyMutationVariables>;
export const AccountAreasDocument = new TypedDocumentString(`
    query AccountAreas($county: Int!) {
  villages(filter: {area: {county: $county}}, first: 2000) {
    nodes {
      code
      name
    }
  }
  grids(filter: {area: {county: $county}}, first: 5000) {
    nodes {
      id
      code
      name
    }
  }
  organisations(first: 2000) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<AccountAreasQuery, AccountAreasQueryVariables>;
export const WallsDocument = new TypedDocumentString(`
    query Walls {
  devices {
    id
    county
    name
    household
    areas
    createdBy
    createdAt
    lastSeenAt
    revokedAt
  }
}
    `) as unknown as TypedDocumentString<WallsQuery, WallsQueryVariables>;
export const WallAreasDocument = new TypedDocumentString(`
    query WallAreas($county: Int!) {
  display(county: $county) {
    towns {
      code
      name
    }
  }
  villages(
    filter: {area: {county: $county}}
    orderBy: {field: CODE, direction: ASC}
    first: 5000
  ) {
    nodes {
      code
      name
    }
  }
}
    `) as unknown as TypedDocumentString<WallAreasQuery, WallAreasQueryVariables>;
export const WallPagesDocument = new TypedDocumentString(`
    query WallPages($county: Int!) {
  dashboards(
    filter: {county: $county}
    orderBy: {field: UPDATED_AT, direction: DESC}
    first: 100
  ) {
    nodes {
      id
      title
    }
  }
}
    `) as unknown as TypedDocumentString<WallPagesQuery, WallPagesQueryVariables>;
export const BindWallDocument = new TypedDocumentString(`
    mutation BindWall($name: String!, $county: Int!, $areas: [String!], $page: ID) {
  bindDevice(name: $name, county: $county, areas: $areas, dashboard: $page) {
    url
  }
}
    `) as unknown as TypedDocumentString<BindWallMutation, BindWallMutationVariables>;
export const EndWallDocument = new TypedDocumentString(`
    mutation EndWall($id: ID!) {
  endDevice(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<EndWallMutation, EndWallMutationVariables>;
export const FiguresDocument = new TypedDocumentString(`
    query Figures($filter: IncidentFilter!, $around: IncidentFilter!, $brushes: [BrushInput!]!, $views: [CountBy!]!, $times: TimesCounted!, $compare: CompareInput!, $besides: CompareInput!, $grids: GridsCountedInput) {
  now: incidentStats(
    filter: $filter
    brushes: $brushes
    groupBy: $views
    times: $times
    rate: HOUSEHOLDS
    grids: $grids
    compare: $compare
  ) {
    total {
      ...Compared
    }
    views {
      by
      groups {
        key
        label
        count
        expected
        rate {
          value
          low
          high
        }
        rank {
          first
          last
        }
      }
    }
    uncertain
    compared {
      from
      to
    }
  }
  besides: incidentStats(
    filter: $filter
    brushes: $brushes
    times: $times
    compare: $besides
  ) {
    total {
      ...Compared
    }
    compared {
      from
      to
    }
  }
  days: incidentStats(
    filter: $around
    brushes: $brushes
    groupBy: [DAY]
    times: $times
    compare: {against: LAST_YEAR}
  ) {
    views {
      by
      groups {
        key
        count
        expected
      }
    }
  }
}
    fragment Compared on StatTotal {
  count
  expected
  low
  high
}`) as unknown as TypedDocumentString<FiguresQuery, FiguresQueryVariables>;
export const PointsDocument = new TypedDocumentString(`
    query Points($filter: IncidentFilter!, $first: Int!) {
  incidents(filter: $filter, first: $first) {
    nodes {
      id
      category
      centroid
    }
  }
}
    `) as unknown as TypedDocumentString<PointsQuery, PointsQueryVariables>;
export const NoteVillagesDocument = new TypedDocumentString(`
    query NoteVillages($county: Int!) {
  villages(filter: {area: {county: $county}}, first: 2000) {
    nodes {
      id
      geometry
    }
  }
}
    `) as unknown as TypedDocumentString<NoteVillagesQuery, NoteVillagesQueryVariables>;
export const HotSpotsDocument = new TypedDocumentString(`
    query HotSpots($filter: IncidentFilter!, $unit: HotSpotUnitInput!, $statistic: HotSpotStatistic, $grids: GridsCountedInput, $outlined: Boolean!) {
  hotspots(filter: $filter, unit: $unit, statistic: $statistic, grids: $grids) {
    incidents
    reason {
      code
      zh
      en
    }
    cellCount
    tiles
    bounds
    cells {
      ...Cell
    }
    outlined: cells @include(if: $outlined) {
      own
      bin
      stable
      geometry
    }
    sheet {
      statistic
      incidents
      withoutRate
      meanRate
      n
      cellMetres
      stableMetres
      barredPairs
      correction {
        zh
        en
      }
      inference {
        zh
        en
      }
      islands
      mask {
        zh
        en
      }
      method {
        zh
        en
      }
      neighbours {
        zh
        en
      }
      values {
        zh
        en
      }
      levels {
        level
        hot
        cold
        rawHot
        rawCold
      }
      warnings {
        code
        zh
        en
      }
    }
  }
}
    fragment Cell on HotSpotCell {
  id
  q
  r
  name
  count
  rate
  z
  fdr
  bin
  own
  stable
}`) as unknown as TypedDocumentString<HotSpotsQuery, HotSpotsQueryVariables>;
export const HotCellsDocument = new TypedDocumentString(`
    query HotCells($filter: IncidentFilter!, $unit: HotSpotUnitInput!, $statistic: HotSpotStatistic, $grids: GridsCountedInput, $ids: [ID!]!) {
  hotspots(filter: $filter, unit: $unit, statistic: $statistic, grids: $grids) {
    named(ids: $ids) {
      ...Cell
      geometry
    }
  }
}
    fragment Cell on HotSpotCell {
  id
  q
  r
  name
  count
  rate
  z
  fdr
  bin
  own
  stable
}`) as unknown as TypedDocumentString<HotCellsQuery, HotCellsQueryVariables>;
export const DefaultPlacesDocument = new TypedDocumentString(`
    query DefaultPlaces($filter: IncidentFilter!) {
  placeCheck(filter: $filter) {
    share
    places {
      point
      incidents
    }
  }
}
    `) as unknown as TypedDocumentString<DefaultPlacesQuery, DefaultPlacesQueryVariables>;
export const CompareAreasDocument = new TypedDocumentString(`
    query CompareAreas($areas: [AreaInput!]!, $filter: IncidentFilter!, $times: TimesCounted!, $compare: CompareInput!) {
  compareAreas(
    areas: $areas
    filter: $filter
    times: $times
    compare: $compare
    rate: HOUSEHOLDS
  ) {
    areas {
      count
      interval {
        low
        high
      }
      expected
      low
      high
      rate {
        value
        low
        high
      }
      rank {
        first
        last
      }
    }
    total {
      count
    }
    shared
  }
}
    `) as unknown as TypedDocumentString<CompareAreasQuery, CompareAreasQueryVariables>;
export const NamesOfGridsDocument = new TypedDocumentString(`
    query NamesOfGrids($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on Grid {
      name
      geometry
    }
  }
}
    `) as unknown as TypedDocumentString<NamesOfGridsQuery, NamesOfGridsQueryVariables>;
export const LensCellsDocument = new TypedDocumentString(`
    query LensCells($now: IncidentFilter!, $before: IncidentFilter!, $metres: Float!) {
  now: hotspots(
    filter: $now
    unit: {hex: $metres}
    statistic: GI_STAR
    stable: false
  ) {
    cells {
      count
      geometry
    }
  }
  before: hotspots(
    filter: $before
    unit: {hex: $metres}
    statistic: GI_STAR
    stable: false
  ) {
    cells {
      count
      geometry
    }
  }
}
    `) as unknown as TypedDocumentString<LensCellsQuery, LensCellsQueryVariables>;
export const LensPointsDocument = new TypedDocumentString(`
    query LensPoints($now: IncidentFilter!, $before: IncidentFilter!, $first: Int!) {
  now: incidents(filter: $now, first: $first) {
    nodes {
      id
      centroid
    }
  }
  before: incidents(filter: $before, first: $first) {
    nodes {
      id
      centroid
    }
  }
}
    `) as unknown as TypedDocumentString<LensPointsQuery, LensPointsQueryVariables>;
export const DensityDocument = new TypedDocumentString(`
    query Density($filter: IncidentFilter!, $radius: Float, $pixels: Int!) {
  density(filter: $filter, radiusMetres: $radius, pixels: $pixels) {
    columns
    rows
    corners
    radiusMetres
    values
    peak
    incidents
    reason
  }
}
    `) as unknown as TypedDocumentString<DensityQuery, DensityQueryVariables>;
export const NearRepeatDocument = new TypedDocumentString(`
    query NearRepeat($filter: IncidentFilter!) {
  nearRepeat(filter: $filter) {
    incidents
    shuffles
    reason
    bands {
      samePlace
      metres
      days
      pairs
      expected
      ratio
      p
    }
    warnings {
      code
      zh
      en
    }
  }
}
    `) as unknown as TypedDocumentString<NearRepeatQuery, NearRepeatQueryVariables>;
export const RepeatPlacesDocument = new TypedDocumentString(`
    query RepeatPlaces($filter: IncidentFilter!) {
  repeatPlaces(filter: $filter) {
    incidents
    placeCount
    repeatIncidents
    places {
      name
      incidents
    }
  }
}
    `) as unknown as TypedDocumentString<RepeatPlacesQuery, RepeatPlacesQueryVariables>;
export const ConcentrationDocument = new TypedDocumentString(`
    query Concentration($filter: IncidentFilter!, $unit: HotSpotUnitInput, $grids: GridsCountedInput) {
  concentration(filter: $filter, unit: $unit, grids: $grids) {
    incidents
    places
    held
    figures {
      adjustedGini
      chanceGini
      placesForHalf
      placesForEighty
    }
    curve {
      places
      incidents
    }
    reason {
      zh
      en
    }
    warnings {
      code
      zh
      en
    }
  }
}
    `) as unknown as TypedDocumentString<ConcentrationQuery, ConcentrationQueryVariables>;
export const SavedQuestionsDocument = new TypedDocumentString(`
    query SavedQuestions {
  savedQuestions(first: 100, orderBy: {field: UPDATED_AT, direction: DESC}) {
    totalCount
    nodes {
      id
      version
      title
      sharedWithRole
      sharedWithOrganisation {
        id
        name
      }
      updatedBy
      updatedByName
    }
  }
}
    `) as unknown as TypedDocumentString<SavedQuestionsQuery, SavedQuestionsQueryVariables>;
export const SavedQuestionDocument = new TypedDocumentString(`
    query SavedQuestion($id: ID!) {
  savedQuestion(id: $id) {
    id
    version
    title
    view
    retiredAt
    updatedBy
  }
}
    `) as unknown as TypedDocumentString<SavedQuestionQuery, SavedQuestionQueryVariables>;
export const SaveQuestionDocument = new TypedDocumentString(`
    mutation SaveQuestion($input: CreateSavedQuestionInput!) {
  createSavedQuestion(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<SaveQuestionMutation, SaveQuestionMutationVariables>;
export const ChangeSavedQuestionDocument = new TypedDocumentString(`
    mutation ChangeSavedQuestion($id: ID!, $version: Int!, $changes: SavedQuestionChanges!) {
  updateSavedQuestion(id: $id, version: $version, changes: $changes) {
    id
  }
}
    `) as unknown as TypedDocumentString<ChangeSavedQuestionMutation, ChangeSavedQuestionMutationVariables>;
export const RetireSavedQuestionDocument = new TypedDocumentString(`
    mutation RetireSavedQuestion($id: ID!, $version: Int!) {
  retireSavedQuestion(id: $id, version: $version)
}
    `) as unknown as TypedDocumentString<RetireSavedQuestionMutation, RetireSavedQuestionMutationVariables>;
export const GridShapesDocument = new TypedDocumentString(`
    query GridShapes($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on Grid {
      areaM2
      geometry
    }
  }
}
    `) as unknown as TypedDocumentString<GridShapesQuery, GridShapesQueryVariables>;
export const VillageShapesDocument = new TypedDocumentString(`
    query VillageShapes($codes: [String!]!) {
  villages(filter: {codes: $codes}, first: 100) {
    nodes {
      id
      name
      geometry
    }
  }
}
    `) as unknown as TypedDocumentString<VillageShapesQuery, VillageShapesQueryVariables>;
export const SavedAreaDocument = new TypedDocumentString(`
    query SavedArea($id: ID!) {
  savedArea(id: $id) {
    id
    name
    area
    retiredAt
  }
}
    `) as unknown as TypedDocumentString<SavedAreaQuery, SavedAreaQueryVariables>;
export const SavedAreasDocument = new TypedDocumentString(`
    query SavedAreas {
  savedAreas(first: 500, orderBy: {field: UPDATED_AT, direction: DESC}) {
    nodes {
      id
      version
      name
      area
      sharedWithRole
      sharedWithOrganisation {
        id
        name
      }
      updatedBy
      updatedByName
    }
  }
}
    `) as unknown as TypedDocumentString<SavedAreasQuery, SavedAreasQueryVariables>;
export const ObjectShapeDocument = new TypedDocumentString(`
    query ObjectShape($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on Township {
      geometry
    }
    ... on Village {
      code
      geometry
    }
    ... on Building {
      geometry
    }
    ... on Parcel {
      geometry
    }
    ... on Water {
      geometry
    }
    ... on Street {
      geometry
    }
    ... on Camera {
      geometry
    }
    ... on Household {
      geometry
    }
    ... on Incident {
      geometry
    }
  }
}
    `) as unknown as TypedDocumentString<ObjectShapeQuery, ObjectShapeQueryVariables>;
export const SaveAreaDocument = new TypedDocumentString(`
    mutation SaveArea($input: CreateSavedAreaInput!) {
  createSavedArea(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<SaveAreaMutation, SaveAreaMutationVariables>;
export const ChangeSavedAreaDocument = new TypedDocumentString(`
    mutation ChangeSavedArea($id: ID!, $version: Int!, $changes: SavedAreaChanges!) {
  updateSavedArea(id: $id, version: $version, changes: $changes) {
    id
  }
}
    `) as unknown as TypedDocumentString<ChangeSavedAreaMutation, ChangeSavedAreaMutationVariables>;
export const RetireSavedAreaDocument = new TypedDocumentString(`
    mutation RetireSavedArea($id: ID!, $version: Int!) {
  retireSavedArea(id: $id, version: $version)
}
    `) as unknown as TypedDocumentString<RetireSavedAreaMutation, RetireSavedAreaMutationVariables>;
export const OrganisationNamesDocument = new TypedDocumentString(`
    query OrganisationNames($county: Int!) {
  organisations(filter: {county: $county}, orderBy: {field: CODE}, first: 1000) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<OrganisationNamesQuery, OrganisationNamesQueryVariables>;
export const CardPlansDocument = new TypedDocumentString(`
    query CardPlans($county: Int!) {
  groupPlans(
    filter: {county: $county}
    orderBy: {field: UPDATED_AT, direction: DESC}
    first: 100
  ) {
    nodes {
      id
      name
      status
      effectiveOn
    }
  }
}
    `) as unknown as TypedDocumentString<CardPlansQuery, CardPlansQueryVariables>;
export const PrintGroupCardsDocument = new TypedDocumentString(`
    mutation PrintGroupCards($plan: ID!, $groups: [ID!], $codes: Boolean!) {
  printGroupCards(plan: $plan, groups: $groups, codes: $codes) {
    card {
      group
      number
      code
      name
      village
      members {
        surname
        door
        isLeader
        isDeputy
      }
    }
    copies {
      household
      surname
      door
      code {
        ...CodeShown
      }
    }
  }
}
    fragment CodeShown on HouseholdCode {
  household
  code
  url
  expiresAt
}`) as unknown as TypedDocumentString<PrintGroupCardsMutation, PrintGroupCardsMutationVariables>;
export const CardHouseholdDocument = new TypedDocumentString(`
    query CardHousehold($county: Int!, $codes: [String!]!) {
  households(filter: {area: {county: $county}, codes: $codes}, first: 1) {
    nodes {
      id
      code
      headName
    }
  }
}
    `) as unknown as TypedDocumentString<CardHouseholdQuery, CardHouseholdQueryVariables>;
export const HeldConsentsDocument = new TypedDocumentString(`
    query HeldConsents($household: ID!) {
  consents(household: $household) {
    ...ConsentShown
  }
}
    fragment ConsentShown on Consent {
  id
  personName
  phone
  answers
  channel
  sheet
  guardian
  givenAt
  withdrawnAt
  withdrawnFor
}`) as unknown as TypedDocumentString<HeldConsentsQuery, HeldConsentsQueryVariables>;
export const PrintHouseholdCodeDocument = new TypedDocumentString(`
    mutation PrintHouseholdCode($household: ID!) {
  printHouseholdCode(household: $household) {
    ...CodeShown
  }
}
    fragment CodeShown on HouseholdCode {
  household
  code
  url
  expiresAt
}`) as unknown as TypedDocumentString<PrintHouseholdCodeMutation, PrintHouseholdCodeMutationVariables>;
export const HistoryDocument = new TypedDocumentString(`
    query History($id: ID!, $first: Int) {
  history(id: $id, first: $first) {
    id
    at
    actor
    actorName
    action
    version
    fields
    reason
    step
    before
    after
  }
}
    `) as unknown as TypedDocumentString<HistoryQuery, HistoryQueryVariables>;
export const RelationsDocument = new TypedDocumentString(`
    query Relations($id: ID!, $from: Instant, $to: Instant) {
  relations(id: $id, from: $from, to: $to) {
    layer
    by
    field
    metres
    count
    filter
  }
}
    `) as unknown as TypedDocumentString<RelationsQuery, RelationsQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($text: String!, $layers: [LayerName!], $first: Int, $firstOfEach: Int) {
  search(text: $text, layers: $layers, first: $first, firstOfEach: $firstOfEach) {
    id
    layer
    label
    detail
    point
    bounds
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const PublicReleaseDocument = new TypedDocumentString(`
    query PublicRelease($county: Int!) {
  publicRelease(county: $county) {
    id
    publishedAt
    areas {
      id
      name
      partition
      households
      geometry
    }
    categories {
      category
      firstMonth
      months
    }
    counts {
      area
      category
      month
      months
      count
    }
    totals {
      area
      category
      atLeast
      published
      months
    }
  }
}
    `) as unknown as TypedDocumentString<PublicReleaseQuery, PublicReleaseQueryVariables>;
export const ChangesPositionDocument = new TypedDocumentString(`
    query ChangesPosition {
  changesPosition
}
    `) as unknown as TypedDocumentString<ChangesPositionQuery, ChangesPositionQueryVariables>;
export const ChangesDocument = new TypedDocumentString(`
    subscription Changes($layers: [LayerName!]!, $area: AreaInput, $after: String) {
  changes(layers: $layers, area: $area, after: $after) {
    layer
    id
    action
    fields
    position
  }
}
    `) as unknown as TypedDocumentString<ChangesSubscription, ChangesSubscriptionVariables>;
export const WhereIsDocument = new TypedDocumentString(`
    query WhereIs($point: [Float!]!) {
  whereIs(point: $point) {
    village {
      id
      name
    }
    grid {
      id
      name
    }
    building {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<WhereIsQuery, WhereIsQueryVariables>;
export const MachinesDocument = new TypedDocumentString(`
    query Machines {
  machines {
    layer
    register
    states {
      code
      labelZh
      labelEn
    }
    actions {
      action
      mutation
      labelZh
      labelEn
      reasoned
      fields {
        name
        type
        labelZh
        labelEn
        of
        required
        multiline
        editable
        access
        min
        max
        scale {
          value
          labelZh
          labelEn
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MachinesQuery, MachinesQueryVariables>;
export const IncidentStepsDocument = new TypedDocumentString(`
    query IncidentSteps($id: ID!) {
  incident(id: $id) {
    id
    version
    status
    steps {
      ...StepTaken
    }
    clocks {
      ...ClockRun
    }
    can {
      ...StepPossible
    }
  }
}
    fragment StepTaken on Step {
  number
  action
  to
  at
  actor
  actorName
  reason
}
fragment ClockRun on Clock {
  kind
  state
  lamp
  dueAt
  adviseBy
  source
}
fragment StepPossible on PossibleStep {
  action
  allowed
  missing {
    code
    sentenceZh
    sentenceEn
  }
}`) as unknown as TypedDocumentString<IncidentStepsQuery, IncidentStepsQueryVariables>;
export const StepsTakenDocument = new TypedDocumentString(`
    query StepsTaken($id: ID!) {
  node(id: $id) {
    id
    ... on Incident {
      steps {
        ...StepTaken
      }
    }
    ... on GridPlan {
      steps {
        ...StepTaken
      }
    }
  }
}
    fragment StepTaken on Step {
  number
  action
  to
  at
  actor
  actorName
  reason
}`) as unknown as TypedDocumentString<StepsTakenQuery, StepsTakenQueryVariables>;
export const UndertakersDocument = new TypedDocumentString(`
    query Undertakers {
  organisations(first: 500) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<UndertakersQuery, UndertakersQueryVariables>;
export const IncidentNumberedDocument = new TypedDocumentString(`
    query IncidentNumbered($number: String!) {
  incidents(filter: {numbers: [$number]}, first: 1) {
    nodes {
      id
      title
    }
  }
}
    `) as unknown as TypedDocumentString<IncidentNumberedQuery, IncidentNumberedQueryVariables>;
export const GroupGroundDocument = new TypedDocumentString(`
    query GroupGround($county: Int!) {
  villages(filter: {area: {county: $county}}, first: 2000) {
    nodes {
      code
      name
      geometry
    }
  }
  grids(filter: {area: {county: $county}}, first: 5000) {
    nodes {
      id
      name
      villageCode
    }
  }
}
    `) as unknown as TypedDocumentString<GroupGroundQuery, GroupGroundQueryVariables>;
export const GroupPlansDocument = new TypedDocumentString(`
    query GroupPlans($county: Int!) {
  groupPlans(
    filter: {county: $county}
    orderBy: {field: UPDATED_AT, direction: DESC}
    first: 100
  ) {
    nodes {
      id
      name
      status
      mode
      effectiveOn
      endedOn
      updatedAt
    }
  }
}
    `) as unknown as TypedDocumentString<GroupPlansQuery, GroupPlansQueryVariables>;
export const GroupVillagesDocument = new TypedDocumentString(`
    query GroupVillages($villages: [String!]!) {
  households(filter: {area: {villages: $villages}}, first: 5000) {
    totalCount
    counts(by: CATEGORY) {
      key
      count
    }
    nodes {
      members
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<GroupVillagesQuery, GroupVillagesQueryVariables>;
export const GroupPlanDocument = new TypedDocumentString(`
    query GroupPlan($id: ID!) {
  groupPlan(id: $id) {
    id
    version
    name
    status
    mode
    effectiveOn
    endedOn
    edits
    villages
    rules {
      low
      high
      target
      minResponders
      radiusM
      preset
      seed
      thorough
    }
    job {
      id
      state
      phase
      done
      total
      error
      fault
    }
    verdict {
      groups
      households
      people
      livedIn
      registeredOnly
      exceptions
      metresPerHousehold
      p95Metres
      maxMetres
      isolated
      thin
      violations
      shareNearTarget
      searchGap
      priceOfWishes
      boundIs
      complete
      seconds
      sizes {
        size
        count
      }
    }
    can {
      edit
      publish
    }
  }
}
    `) as unknown as TypedDocumentString<GroupPlanQuery, GroupPlanQueryVariables>;
export const GroupsListedDocument = new TypedDocumentString(`
    query GroupsListed($id: ID!, $order: GroupOrder!, $first: Int!) {
  groupPlan(id: $id) {
    id
    groups(orderBy: $order, first: $first) {
      totalCount
      nodes {
        id
        number
        name
        gridId
        size
        people
        responders
        thin
        locked
        meanMetres
        maxMetres
        ties
        isolated
        floors
        openedBy {
          code
          params
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<GroupsListedQuery, GroupsListedQueryVariables>;
export const GroupMarksDocument = new TypedDocumentString(`
    query GroupMarks($id: ID!) {
  groupPlan(id: $id) {
    id
    groups(orderBy: NUMBER, first: 500) {
      nodes {
        id
        number
        gridId
        centre {
          id
          centroid
        }
        leader {
          id
          centroid
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<GroupMarksQuery, GroupMarksQueryVariables>;
export const OneGroupDocument = new TypedDocumentString(`
    query OneGroup($id: ID!, $group: ID!) {
  groupPlan(id: $id) {
    id
    group(id: $group) {
      id
      number
      name
      code
      gridId
      villageCode
      size
      people
      responders
      thin
      locked
      metres
      meanMetres
      maxMetres
      ties
      isolated
      floors
      openedAt
      openedBy {
        code
        params
      }
      centre {
        id
      }
      leader {
        id
      }
      deputy {
        id
      }
      cell
      members(first: 60) {
        household {
          id
          code
          headName
          buildingId
          stair
          floor
          unit
          centroid
        }
        metres
        isolated
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OneGroupQuery, OneGroupQueryVariables>;
export const GroupsBesideDocument = new TypedDocumentString(`
    query GroupsBeside($id: ID!, $grid: ID) {
  groupPlan(id: $id) {
    id
    groups(orderBy: NUMBER, first: 100, grid: $grid) {
      nodes {
        id
        number
        cell
        centre {
          id
          centroid
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<GroupsBesideQuery, GroupsBesideQueryVariables>;
export const GroupSectionDocument = new TypedDocumentString(`
    query GroupSection($id: ID!, $grid: ID, $buildings: [ID!]!) {
  households(filter: {buildings: $buildings}, first: 1000) {
    nodes {
      id
      code
      stair
      floor
      unit
    }
  }
  groupPlan(id: $id) {
    id
    groups(orderBy: NUMBER, first: 100, grid: $grid) {
      nodes {
        id
        number
        members(first: 60) {
          household {
            id
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<GroupSectionQuery, GroupSectionQueryVariables>;
export const GroupExceptionsDocument = new TypedDocumentString(`
    query GroupExceptions($id: ID!) {
  groupPlan(id: $id) {
    id
    exceptions(first: 200) {
      totalCount
      byReason {
        code
        count
      }
      nodes {
        household {
          id
          code
          headName
          stair
          floor
          unit
          centroid
        }
        reason {
          code
          params
        }
      }
    }
    groups(orderBy: ISOLATED, first: 40) {
      nodes {
        id
        number
        name
        isolated
        members(first: 60) {
          household {
            id
            code
            headName
            stair
            floor
            unit
            centroid
          }
          metres
          isolated
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<GroupExceptionsQuery, GroupExceptionsQueryVariables>;
export const GroupHistoryDocument = new TypedDocumentString(`
    query GroupHistory($id: ID!) {
  groupPlan(id: $id) {
    id
    editLog {
      number
      kind
      of
      version
      actor
      actorName
      at
      did
    }
  }
}
    `) as unknown as TypedDocumentString<GroupHistoryQuery, GroupHistoryQueryVariables>;
export const GroupTargetsDocument = new TypedDocumentString(`
    query GroupTargets($plan: ID!, $household: ID!) {
  groupTargets(plan: $plan, household: $household) {
    group
    number
    refusals {
      code
      params
    }
    price {
      ...Price
    }
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}`) as unknown as TypedDocumentString<GroupTargetsQuery, GroupTargetsQueryVariables>;
export const RunGroupsDocument = new TypedDocumentString(`
    mutation RunGroups($input: GroupRunInput!, $key: String!) {
  groupRun(input: $input, idempotencyKey: $key) {
    id
  }
}
    `) as unknown as TypedDocumentString<RunGroupsMutation, RunGroupsMutationVariables>;
export const StopGroupRunDocument = new TypedDocumentString(`
    mutation StopGroupRun($id: ID!) {
  cancelJob(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<StopGroupRunMutation, StopGroupRunMutationVariables>;
export const MoveToGroupDocument = new TypedDocumentString(`
    mutation MoveToGroup($plan: ID!, $version: Int!, $household: ID!, $group: ID!, $key: String!) {
  edited: moveToGroup(
    plan: $plan
    version: $version
    household: $household
    group: $group
    idempotencyKey: $key
  ) {
    ...Edited
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}
fragment Edited on GroupEdited {
  edit
  version
  refusals {
    code
    params
  }
  price {
    ...Price
  }
}`) as unknown as TypedDocumentString<MoveToGroupMutation, MoveToGroupMutationVariables>;
export const JoinGroupDocument = new TypedDocumentString(`
    mutation JoinGroup($plan: ID!, $version: Int!, $household: ID!) {
  edited: joinGroup(plan: $plan, version: $version, household: $household) {
    ...Edited
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}
fragment Edited on GroupEdited {
  edit
  version
  refusals {
    code
    params
  }
  price {
    ...Price
  }
}`) as unknown as TypedDocumentString<JoinGroupMutation, JoinGroupMutationVariables>;
export const LeaveGroupDocument = new TypedDocumentString(`
    mutation LeaveGroup($plan: ID!, $version: Int!, $household: ID!) {
  edited: leaveGroup(plan: $plan, version: $version, household: $household) {
    ...Edited
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}
fragment Edited on GroupEdited {
  edit
  version
  refusals {
    code
    params
  }
  price {
    ...Price
  }
}`) as unknown as TypedDocumentString<LeaveGroupMutation, LeaveGroupMutationVariables>;
export const MergeGroupsDocument = new TypedDocumentString(`
    mutation MergeGroups($plan: ID!, $version: Int!, $groups: [ID!]!, $dryRun: Boolean) {
  edited: mergeGroups(
    plan: $plan
    version: $version
    groups: $groups
    dryRun: $dryRun
  ) {
    ...Edited
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}
fragment Edited on GroupEdited {
  edit
  version
  refusals {
    code
    params
  }
  price {
    ...Price
  }
}`) as unknown as TypedDocumentString<MergeGroupsMutation, MergeGroupsMutationVariables>;
export const SplitGroupDocument = new TypedDocumentString(`
    mutation SplitGroup($plan: ID!, $version: Int!, $group: ID!) {
  edited: splitGroup(plan: $plan, version: $version, group: $group) {
    ...Edited
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}
fragment Edited on GroupEdited {
  edit
  version
  refusals {
    code
    params
  }
  price {
    ...Price
  }
}`) as unknown as TypedDocumentString<SplitGroupMutation, SplitGroupMutationVariables>;
export const LockGroupDocument = new TypedDocumentString(`
    mutation LockGroup($plan: ID!, $version: Int!, $group: ID!, $locked: Boolean!) {
  edited: lockGroup(
    plan: $plan
    version: $version
    group: $group
    locked: $locked
  ) {
    ...Edited
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}
fragment Edited on GroupEdited {
  edit
  version
  refusals {
    code
    params
  }
  price {
    ...Price
  }
}`) as unknown as TypedDocumentString<LockGroupMutation, LockGroupMutationVariables>;
export const SetLeaderDocument = new TypedDocumentString(`
    mutation SetLeader($plan: ID!, $version: Int!, $group: ID!, $household: ID!, $deputy: Boolean!) {
  edited: setLeader(
    plan: $plan
    version: $version
    group: $group
    household: $household
    deputy: $deputy
  ) {
    ...Edited
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}
fragment Edited on GroupEdited {
  edit
  version
  refusals {
    code
    params
  }
  price {
    ...Price
  }
}`) as unknown as TypedDocumentString<SetLeaderMutation, SetLeaderMutationVariables>;
export const UndoGroupEditDocument = new TypedDocumentString(`
    mutation UndoGroupEdit($plan: ID!, $version: Int!) {
  edited: undoGroupEdit(plan: $plan, version: $version) {
    ...Edited
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}
fragment Edited on GroupEdited {
  edit
  version
  refusals {
    code
    params
  }
  price {
    ...Price
  }
}`) as unknown as TypedDocumentString<UndoGroupEditMutation, UndoGroupEditMutationVariables>;
export const RedoGroupEditDocument = new TypedDocumentString(`
    mutation RedoGroupEdit($plan: ID!, $version: Int!) {
  edited: redoGroupEdit(plan: $plan, version: $version) {
    ...Edited
  }
}
    fragment Price on GroupPrice {
  total
  groups {
    group
    number
    before {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
    after {
      size
      metres
      meanMetres
      maxMetres
      responders
      ties
      isolated
    }
  }
  warnings {
    code
    params
  }
}
fragment Edited on GroupEdited {
  edit
  version
  refusals {
    code
    params
  }
  price {
    ...Price
  }
}`) as unknown as TypedDocumentString<RedoGroupEditMutation, RedoGroupEditMutationVariables>;
export const RepairGroupsDocument = new TypedDocumentString(`
    mutation RepairGroups($plan: ID!, $version: Int!, $accept: [ID!]) {
  repairGroups(plan: $plan, version: $version, accept: $accept) {
    version
    edit
    metresDelta
    changes {
      household {
        id
        code
        headName
        stair
        floor
        unit
        centroid
      }
      from
      to
      fromNumber
      toNumber
      reason {
        code
        params
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RepairGroupsMutation, RepairGroupsMutationVariables>;
export const PublishGroupPlanDocument = new TypedDocumentString(`
    mutation PublishGroupPlan($plan: ID!, $version: Int!, $day: Day!) {
  publishGroupPlan(plan: $plan, version: $version, effectiveOn: $day) {
    id
    version
  }
}
    `) as unknown as TypedDocumentString<PublishGroupPlanMutation, PublishGroupPlanMutationVariables>;
export const GroupPlanChangesDocument = new TypedDocumentString(`
    subscription GroupPlanChanges($plan: ID!) {
  groupPlanChanged(plan: $plan) {
    version
    what
    job {
      state
      phase
      done
      total
      metres
    }
  }
}
    `) as unknown as TypedDocumentString<GroupPlanChangesSubscription, GroupPlanChangesSubscriptionVariables>;
export const GroupTradeOffsDocument = new TypedDocumentString(`
    query GroupTradeOffs($id: ID!) {
  groupPlan(id: $id) {
    id
    tradeOff {
      preset
      metresPerHousehold
      shareNearTarget
      tiesKept
      isolated
    }
  }
}
    `) as unknown as TypedDocumentString<GroupTradeOffsQuery, GroupTradeOffsQueryVariables>;
export const GroupBordersDocument = new TypedDocumentString(`
    query GroupBorders($id: ID!) {
  groupPlan(id: $id) {
    id
    borderPrice {
      grids
      metres
      isolated
      parted
    }
  }
}
    `) as unknown as TypedDocumentString<GroupBordersQuery, GroupBordersQueryVariables>;
export const ComparePresetsDocument = new TypedDocumentString(`
    mutation ComparePresets($plan: ID!) {
  compareGroupPresets(plan: $plan) {
    id
  }
}
    `) as unknown as TypedDocumentString<ComparePresetsMutation, ComparePresetsMutationVariables>;
export const AccessRecordsDocument = new TypedDocumentString(`
    query AccessRecords($first: Int!, $after: String, $filter: AccessFilter) {
  accessRecords(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      at
      viewer
      viewerName
      purpose
      outlet
      sealed
      what
    }
  }
}
    `) as unknown as TypedDocumentString<AccessRecordsQuery, AccessRecordsQueryVariables>;
export const AccessLogProofDocument = new TypedDocumentString(`
    query AccessLogProof {
  accessLogProof {
    valid
    since
    until
    records
    unsealed
    head
    brokenAt
    fault
  }
}
    `) as unknown as TypedDocumentString<AccessLogProofQuery, AccessLogProofQueryVariables>;
export const MyGroupDocument = new TypedDocumentString(`
    query MyGroup($household: ID!) {
  groupOf {
    group
    number
    name
    village
    members {
      surname
      door
      isLeader
      isDeputy
      answers
      isOwn
    }
  }
  answerers {
    rank
    surname
    door
    answers
  }
  consents(household: $household) {
    ...ConsentShown
  }
  devices {
    id
    name
    createdAt
  }
}
    fragment ConsentShown on Consent {
  id
  personName
  phone
  answers
  channel
  sheet
  guardian
  givenAt
  withdrawnAt
  withdrawnFor
}`) as unknown as TypedDocumentString<MyGroupQuery, MyGroupQueryVariables>;
export const ConsentWordsDocument = new TypedDocumentString(`
    query ConsentWords {
  consentText {
    version
    zh
    en
  }
}
    `) as unknown as TypedDocumentString<ConsentWordsQuery, ConsentWordsQueryVariables>;
export const EnterHouseholdCodeDocument = new TypedDocumentString(`
    mutation EnterHouseholdCode($code: String!) {
  enterHouseholdCode(code: $code) {
    kind
  }
}
    `) as unknown as TypedDocumentString<EnterHouseholdCodeMutation, EnterHouseholdCodeMutationVariables>;
export const GiveConsentDocument = new TypedDocumentString(`
    mutation GiveConsent($input: ConsentInput!) {
  giveConsent(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<GiveConsentMutation, GiveConsentMutationVariables>;
export const WithdrawConsentDocument = new TypedDocumentString(`
    mutation WithdrawConsent($id: ID!) {
  withdrawConsent(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<WithdrawConsentMutation, WithdrawConsentMutationVariables>;
export const EndOwnDeviceDocument = new TypedDocumentString(`
    mutation EndOwnDevice {
  endDevice {
    id
  }
}
    `) as unknown as TypedDocumentString<EndOwnDeviceMutation, EndOwnDeviceMutationVariables>;
export const LeaveMyGroupDocument = new TypedDocumentString(`
    mutation LeaveMyGroup($withdraw: Boolean!) {
  leaveGroup(withdraw: $withdraw) {
    version
  }
}
    `) as unknown as TypedDocumentString<LeaveMyGroupMutation, LeaveMyGroupMutationVariables>;
export const OrganisationsDocument = new TypedDocumentString(`
    query Organisations($county: Int!, $point: [Float!]!) {
  organisations(filter: {county: $county}, orderBy: {field: CODE}, first: 1000) {
    nodes {
      id
      name
      kind
    }
  }
  organisationsFor(point: $point) {
    id
  }
}
    `) as unknown as TypedDocumentString<OrganisationsQuery, OrganisationsQueryVariables>;
export const CleaningDocument = new TypedDocumentString(`
    query Cleaning($id: ID!, $options: CleaningOptionsInput) {
  gridPlan(id: $id) {
    id
    cleaning(options: $options) {
      pieces
      areaM2
      vertices
      farthestM
      fixes {
        code
        params
        geometry
      }
      grids {
        id
        geometry
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CleaningQuery, CleaningQueryVariables>;
export const CleanPlanDocument = new TypedDocumentString(`
    mutation CleanPlan($plan: ID!, $version: Int!, $options: CleaningOptionsInput, $key: String) {
  cleanGridPlan(
    plan: $plan
    version: $version
    options: $options
    idempotencyKey: $key
  ) {
    version
  }
}
    `) as unknown as TypedDocumentString<CleanPlanMutation, CleanPlanMutationVariables>;
export const GridsInForceDocument = new TypedDocumentString(`
    query GridsInForce($county: Int!) {
  grids(filter: {area: {county: $county}}, first: 5000) {
    nodes {
      id
      code
      name
      kind
      villageCode
      geometry
    }
  }
  villages(filter: {area: {county: $county}}, first: 2000) {
    nodes {
      code
      name
      kind
    }
  }
  households(filter: {area: {county: $county}}) {
    counts(by: GRID) {
      key
      count
    }
  }
}
    `) as unknown as TypedDocumentString<GridsInForceQuery, GridsInForceQueryVariables>;
export const OpenPlansDocument = new TypedDocumentString(`
    query OpenPlans($county: Int!) {
  gridPlans(
    filter: {county: $county}
    orderBy: {field: UPDATED_AT, direction: DESC}
    first: 100
  ) {
    nodes {
      id
      name
      status
      effectiveOn
      overtaken
      villages
    }
  }
}
    `) as unknown as TypedDocumentString<OpenPlansQuery, OpenPlansQueryVariables>;
export const OpenPlanDocument = new TypedDocumentString(`
    query OpenPlan($id: ID!) {
  gridPlan(id: $id) {
    id
    version
    villages
    grids {
      id
      code
      name
      kind
      villageCode
      complaintPhone
      locked
      geometry
      households
      people
    }
    places {
      buildings
      lon
      lat
      households
      people
    }
  }
}
    `) as unknown as TypedDocumentString<OpenPlanQuery, OpenPlanQueryVariables>;
export const PlanFactsDocument = new TypedDocumentString(`
    query PlanFacts($id: ID!, $editsAfter: Int!) {
  gridPlan(id: $id) {
    id
    version
    name
    status
    effectiveOn
    overtaken
    otherPlans {
      id
      name
      status
      begunByName
    }
    grids {
      id
      households
      people
    }
    findings {
      severity
      code
      grids
      params
      geometry
    }
    editLog(after: $editsAfter, first: 500) {
      number
      kind
      of
      version
      actorName
      actor
      at
      note
      operations
      did
    }
    comments {
      id
      grid
      place
      text
      actorName
      actor
      at
      resolvedByName
      resolvedBy
    }
    steps {
      ...StepTaken
    }
    clocks {
      ...ClockRun
    }
    can {
      ...StepPossible
    }
  }
}
    fragment StepTaken on Step {
  number
  action
  to
  at
  actor
  actorName
  reason
}
fragment ClockRun on Clock {
  kind
  state
  lamp
  dueAt
  adviseBy
  source
}
fragment StepPossible on PossibleStep {
  action
  allowed
  missing {
    code
    sentenceZh
    sentenceEn
  }
}`) as unknown as TypedDocumentString<PlanFactsQuery, PlanFactsQueryVariables>;
export const PlanComparisonDocument = new TypedDocumentString(`
    query PlanComparison($id: ID!) {
  gridPlan(id: $id) {
    id
    compare {
      households
      buildings
      added
      removed
      redrawn
      transfers {
        from
        to
        buildings
        households
        people
        incidents
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PlanComparisonQuery, PlanComparisonQueryVariables>;
export const EditsSinceDocument = new TypedDocumentString(`
    query EditsSince($id: ID!, $after: Int!) {
  gridPlan(id: $id) {
    id
    editLog(after: $after, first: 500) {
      number
      version
      actor
      actorName
      change
    }
  }
}
    `) as unknown as TypedDocumentString<EditsSinceQuery, EditsSinceQueryVariables>;
export const BeginPlanDocument = new TypedDocumentString(`
    mutation BeginPlan($input: NewGridPlanInput!, $key: String) {
  createGridPlan(input: $input, idempotencyKey: $key) {
    id
  }
}
    `) as unknown as TypedDocumentString<BeginPlanMutation, BeginPlanMutationVariables>;
export const ApplyEditDocument = new TypedDocumentString(`
    mutation ApplyEdit($plan: ID!, $version: Int!, $operations: [GridOperationInput!]!, $key: String) {
  applyGridOperations(
    plan: $plan
    version: $version
    operations: $operations
    idempotencyKey: $key
  ) {
    number
    version
    actor
    change
  }
}
    `) as unknown as TypedDocumentString<ApplyEditMutation, ApplyEditMutationVariables>;
export const UndoEditDocument = new TypedDocumentString(`
    mutation UndoEdit($plan: ID!, $version: Int!) {
  undoGridEdit(plan: $plan, version: $version) {
    number
    version
    actor
    change
  }
}
    `) as unknown as TypedDocumentString<UndoEditMutation, UndoEditMutationVariables>;
export const RedoEditDocument = new TypedDocumentString(`
    mutation RedoEdit($plan: ID!, $version: Int!) {
  redoGridEdit(plan: $plan, version: $version) {
    number
    version
    actor
    change
  }
}
    `) as unknown as TypedDocumentString<RedoEditMutation, RedoEditMutationVariables>;
export const SayOfPlanDocument = new TypedDocumentString(`
    mutation SayOfPlan($plan: ID!, $text: String!, $grid: ID, $place: [Float!]) {
  commentOnGridPlan(plan: $plan, text: $text, grid: $grid, place: $place) {
    id
  }
}
    `) as unknown as TypedDocumentString<SayOfPlanMutation, SayOfPlanMutationVariables>;
export const SettleOfPlanDocument = new TypedDocumentString(`
    mutation SettleOfPlan($plan: ID!, $id: ID!) {
  settleGridPlanComment(plan: $plan, id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<SettleOfPlanMutation, SettleOfPlanMutationVariables>;
export const PlanEditsDocument = new TypedDocumentString(`
    subscription PlanEdits($plan: ID!, $after: Int!) {
  gridPlanEdited(plan: $plan, after: $after) {
    number
    version
    actor
    actorName
    change
  }
}
    `) as unknown as TypedDocumentString<PlanEditsSubscription, PlanEditsSubscriptionVariables>;
export const GroundNearDocument = new TypedDocumentString(`
    query GroundNear($area: AreaInput!) {
  buildings(filter: {area: $area}, first: 5000) {
    nodes {
      id
      name
      geometry
    }
    pageInfo {
      hasNextPage
    }
  }
  streets(filter: {area: $area}, first: 5000) {
    nodes {
      geometry
    }
    pageInfo {
      hasNextPage
    }
  }
  waters(filter: {area: $area}, first: 5000) {
    nodes {
      geometry
    }
    pageInfo {
      hasNextPage
    }
  }
  parcels(filter: {area: $area}, first: 5000) {
    nodes {
      geometry
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<GroundNearQuery, GroundNearQueryVariables>;
export const PlanVillagesDocument = new TypedDocumentString(`
    query PlanVillages($county: Int!) {
  villages(filter: {area: {county: $county}}, first: 2000) {
    nodes {
      code
      geometry
    }
  }
}
    `) as unknown as TypedDocumentString<PlanVillagesQuery, PlanVillagesQueryVariables>;
export const ForkPlanDocument = new TypedDocumentString(`
    mutation ForkPlan($id: ID!, $name: String!, $key: String) {
  forkGridPlan(id: $id, name: $name, idempotencyKey: $key) {
    id
  }
}
    `) as unknown as TypedDocumentString<ForkPlanMutation, ForkPlanMutationVariables>;
export const ChangePlanDocument = new TypedDocumentString(`
    mutation ChangePlan($id: ID!, $version: Int!, $changes: GridPlanChanges!) {
  updateGridPlan(id: $id, version: $version, changes: $changes) {
    id
    version
  }
}
    `) as unknown as TypedDocumentString<ChangePlanMutation, ChangePlanMutationVariables>;
export const PlanGridsToldDocument = new TypedDocumentString(`
    query PlanGridsTold($id: ID!) {
  gridPlan(id: $id) {
    id
    grids {
      id
      walkParts
      incidents
      border {
        zh
        en
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PlanGridsToldQuery, PlanGridsToldQueryVariables>;
export const ProposeGridsDocument = new TypedDocumentString(`
    mutation ProposeGrids($plan: ID!, $version: Int!, $villages: [String!], $options: GridProposalOptions, $key: String) {
  proposeGrids(
    plan: $plan
    version: $version
    villages: $villages
    options: $options
    idempotencyKey: $key
  ) {
    id
  }
}
    `) as unknown as TypedDocumentString<ProposeGridsMutation, ProposeGridsMutationVariables>;
export const ProposalProgressDocument = new TypedDocumentString(`
    subscription ProposalProgress($id: ID!) {
  jobProgress(id: $id) {
    id
    state
    phase
    done
    total
    result
    error
    fault
  }
}
    `) as unknown as TypedDocumentString<ProposalProgressSubscription, ProposalProgressSubscriptionVariables>;
export const StopProposalDocument = new TypedDocumentString(`
    mutation StopProposal($id: ID!) {
  cancelJob(id: $id) {
    id
    state
  }
}
    `) as unknown as TypedDocumentString<StopProposalMutation, StopProposalMutationVariables>;
export const SuggestedHandOverDocument = new TypedDocumentString(`
    query SuggestedHandOver($id: ID!) {
  gridPlan(id: $id) {
    id
    suggestHandOver {
      from
      to
      buildings
      households
      before
      after
      operation
    }
  }
}
    `) as unknown as TypedDocumentString<SuggestedHandOverQuery, SuggestedHandOverQueryVariables>;
export const PostedGridsDocument = new TypedDocumentString(`
    query PostedGrids($county: Int!) {
  grids(
    filter: {area: {county: $county}}
    orderBy: {field: CODE, direction: ASC}
    first: 5000
  ) {
    nodes {
      id
      code
      name
      villageCode
      complaintPhone
      validFrom
      geometry
      posting {
        village
        areaM2
        office
        officePhone
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PostedGridsQuery, PostedGridsQueryVariables>;
export const PostedBorderDocument = new TypedDocumentString(`
    query PostedBorder($id: ID!) {
  grid(id: $id) {
    id
    border {
      zh
      en
    }
  }
}
    `) as unknown as TypedDocumentString<PostedBorderQuery, PostedBorderQueryVariables>;
export const PosterBordersDocument = new TypedDocumentString(`
    query PosterBorders($village: String!) {
  grids(filter: {area: {villages: [$village]}}, first: 200) {
    nodes {
      id
      border {
        zh
        en
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PosterBordersQuery, PosterBordersQueryVariables>;
export const SessionDocument = new TypedDocumentString(`
    query Session {
  viewer {
    kind
    name
    actor
    household
    roles
    assignments {
      county
      grids
      villages
    }
    counties
    hasPurpose
    demoSignIn
  }
  counties {
    id
    name
    nameEn
    bounds
    origin
    timeZone
    dataVersion
    isDemo
  }
  layers {
    name
    singular
    typeName
    labelZh
    labelEn
    geometry
    minZoom
    category
    timed
    dated
    boundary
    ownPlace
    topCategories
    place
    canCreate
    canEdit
    exportable
    filters {
      key
      fields
    }
    fields {
      name
      labelZh
      labelEn
      type
      of
      required
      editable
      access
      min
      max
      scale {
        value
        labelZh
        labelEn
      }
      multiline
    }
  }
  categories {
    kind
    code
    parent
    nameZh
    nameEn
  }
  backgroundMaps {
    id
    nameZh
    nameEn
    tiles
    attribution
    crs
    maxZoom
  }
}
    `) as unknown as TypedDocumentString<SessionQuery, SessionQueryVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($login: String!, $password: String!) {
  signIn(login: $login, password: $password) {
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const SignInWithLinkDocument = new TypedDocumentString(`
    mutation SignInWithLink($token: String!) {
  signInWithLink(token: $token) {
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<SignInWithLinkMutation, SignInWithLinkMutationVariables>;
export const OpenDisplayDocument = new TypedDocumentString(`
    mutation OpenDisplay($token: String!) {
  openDisplay(token: $token) {
    kind
  }
}
    `) as unknown as TypedDocumentString<OpenDisplayMutation, OpenDisplayMutationVariables>;
export const DemoSignInDocument = new TypedDocumentString(`
    mutation DemoSignIn($role: Role!) {
  demoSignIn(role: $role) {
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<DemoSignInMutation, DemoSignInMutationVariables>;
export const SignOutDocument = new TypedDocumentString(`
    mutation SignOut {
  signOut
}
    `) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const OwnGridsDocument = new TypedDocumentString(`
    query OwnGrids($grids: [ID!]!, $villages: [String!]!, $hasGrids: Boolean!, $hasVillages: Boolean!) {
  named: grids(filter: {area: {grids: $grids}}, first: 500) @include(if: $hasGrids) {
    nodes {
      id
      name
      geometry
    }
  }
  ofVillages: grids(filter: {area: {villages: $villages}}, first: 500) @include(if: $hasVillages) {
    nodes {
      id
      name
      geometry
    }
  }
}
    `) as unknown as TypedDocumentString<OwnGridsQuery, OwnGridsQueryVariables>;
export const PublicBoardDocument = new TypedDocumentString(`
    query PublicBoard($county: Int!) {
  publicBoard(county: $county) {
    publishedAt
    latestMonth
    months {
      month
      months
      atLeast
    }
    newest {
      month
      months
      atLeast
    }
    areas {
      id
      name
      geometry
      atLeast
    }
  }
}
    `) as unknown as TypedDocumentString<PublicBoardQuery, PublicBoardQueryVariables>;
export const TodayDocument = new TypedDocumentString(`
    query Today($area: AreaInput) {
  today(area: $area) {
    at
    day
    count
    state
    usual {
      expected
      low
      high
    }
  }
}
    `) as unknown as TypedDocumentString<TodayQuery, TodayQueryVariables>;
export const TownsDocument = new TypedDocumentString(`
    query Towns($county: Int!) {
  display(county: $county) {
    towns {
      code
      name
      villages
    }
  }
}
    `) as unknown as TypedDocumentString<TownsQuery, TownsQueryVariables>;
export const LastDaysDocument = new TypedDocumentString(`
    query LastDays($area: AreaInput) {
  lastDays(area: $area) {
    count
    before
    change
    state
    days
    from
    to
    range {
      low
      high
    }
  }
}
    `) as unknown as TypedDocumentString<LastDaysQuery, LastDaysQueryVariables>;
export const HotNowDocument = new TypedDocumentString(`
    query HotNow($area: AreaInput) {
  hotNow(area: $area) {
    computedAt
    windowEnd
    areas {
      id
      name
      kind
      kindLabel
      since
      day
      incidents
      shape
    }
  }
}
    `) as unknown as TypedDocumentString<HotNowQuery, HotNowQueryVariables>;
export const NeedsDocument = new TypedDocumentString(`
    query Needs($area: AreaInput) {
  needs(area: $area, first: 5) {
    id
    kind
    place
    category
    kindLabel
    since
    day
    count
    expected
  }
}
    `) as unknown as TypedDocumentString<NeedsQuery, NeedsQueryVariables>;
export const NewestDocument = new TypedDocumentString(`
    query Newest($area: AreaInput) {
  newestIncidents(area: $area, first: 6) {
    delicate
    incidents {
      id
      at
      category
      categoryLabel
      place
      level
    }
  }
}
    `) as unknown as TypedDocumentString<NewestQuery, NewestQueryVariables>;
export const UsualWeekDocument = new TypedDocumentString(`
    query UsualWeek($area: AreaInput) {
  usualWeek(area: $area) {
    weekday
    hour
    weeks
    hours {
      weekday
      hour
      count
      expected
      state
    }
  }
}
    `) as unknown as TypedDocumentString<UsualWeekQuery, UsualWeekQueryVariables>;
export const CategoryBandsDocument = new TypedDocumentString(`
    query CategoryBands($area: AreaInput) {
  categoryBands(area: $area) {
    from
    to
    years
    delicate
    categories {
      category
      label
      count
      state
      band {
        low
        high
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CategoryBandsQuery, CategoryBandsQueryVariables>;
export const SpeakingDocument = new TypedDocumentString(`
    query Speaking($area: AreaInput) {
  needs(area: $area, first: 20) {
    village
  }
  hotNow(area: $area) {
    areas {
      villages
    }
  }
  newestIncidents(area: $area, first: 6) {
    incidents {
      at
      level
    }
  }
}
    `) as unknown as TypedDocumentString<SpeakingQuery, SpeakingQueryVariables>;
export const DashboardChangedDocument = new TypedDocumentString(`
    subscription DashboardChanged($area: AreaInput, $after: String) {
  dashboardChanged(area: $area, after: $after) {
    at
    position
  }
}
    `) as unknown as TypedDocumentString<DashboardChangedSubscription, DashboardChangedSubscriptionVariables>;
export const TownShapeDocument = new TypedDocumentString(`
    query TownShape($county: Int!, $codes: [String!]!) {
  display(county: $county) {
    towns(codes: $codes) {
      shape
    }
  }
}
    `) as unknown as TypedDocumentString<TownShapeQuery, TownShapeQueryVariables>;
export const DisplayBoardDocument = new TypedDocumentString(`
    query DisplayBoard {
  display {
    title
    template
    layout
  }
}
    `) as unknown as TypedDocumentString<DisplayBoardQuery, DisplayBoardQueryVariables>;
export const TilesDocument = new TypedDocumentString(`
    query Tiles {
  dashboardTiles {
    id
    visible
  }
}
    `) as unknown as TypedDocumentString<TilesQuery, TilesQueryVariables>;
export const BoardsDocument = new TypedDocumentString(`
    query Boards {
  dashboards(first: 100, orderBy: {field: UPDATED_AT, direction: DESC}) {
    totalCount
    nodes {
      id
      version
      title
      template
      layout
      sharedWithRole
      sharedWithOrganisation {
        id
        name
      }
      updatedBy
      updatedByName
    }
  }
}
    `) as unknown as TypedDocumentString<BoardsQuery, BoardsQueryVariables>;
export const BoardDocument = new TypedDocumentString(`
    query Board($id: ID!) {
  dashboard(id: $id) {
    id
    title
    template
    layout
    retiredAt
  }
}
    `) as unknown as TypedDocumentString<BoardQuery, BoardQueryVariables>;
export const SaveBoardDocument = new TypedDocumentString(`
    mutation SaveBoard($input: CreateDashboardInput!) {
  createDashboard(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<SaveBoardMutation, SaveBoardMutationVariables>;
export const ChangeBoardDocument = new TypedDocumentString(`
    mutation ChangeBoard($id: ID!, $version: Int!, $changes: DashboardChanges!) {
  updateDashboard(id: $id, version: $version, changes: $changes) {
    id
  }
}
    `) as unknown as TypedDocumentString<ChangeBoardMutation, ChangeBoardMutationVariables>;
export const RetireBoardDocument = new TypedDocumentString(`
    mutation RetireBoard($id: ID!, $version: Int!) {
  retireDashboard(id: $id, version: $version)
}
    `) as unknown as TypedDocumentString<RetireBoardMutation, RetireBoardMutationVariables>;