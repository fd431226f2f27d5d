import "reflect-metadata";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { PageInfo } from "./layer-types.js";
import type { RoleName } from "./roles.js";
import { Instant } from "./scalars.js";
import { AccountRole, RoleEnum } from "./system.js";

@ObjectType({ simpleResolvers: true, description: "Where an account is signed in (会话)." })
export class AccountSession {
  @Field(() => Instant, { description: "When it signed in (登录时间)." })
  startedAt!: string;
  @Field(() => Instant, { description: "When it ends by itself (到期时间)." })
  expiresAt!: string;
}

@ObjectType({ simpleResolvers: true, description: "An account of a person (账号)." })
export class Account {
  @Field(() => ID, { description: "The login, unique over all accounts (用户名)." })
  login!: string;
  @Field(() => String, { description: "Name shown (姓名)." })
  name!: string;
  @Field(() => [AccountRole], {
    description: "Its roles in your counties, and those held in every county (任职).",
  })
  roles!: AccountRole[];
  @Field(() => Boolean, { description: "Has a password (有密码); others sign in by a link only." })
  hasPassword!: boolean;
  @Field(() => Boolean, { description: "Made for the demonstration (演示账号)." })
  isDemo!: boolean;
  @Field(() => Instant, {
    nullable: true,
    description: "When it was disabled (停用时间); null: it may sign in.",
  })
  disabledAt!: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "When it last signed in (上次登录); null: never.",
  })
  lastSignInAt!: string | null;
  @Field(() => [AccountSession], {
    description: "Its sessions that go on, the newest first (会话); endSessions ends them.",
  })
  sessions!: AccountSession[];
  @Field(() => Instant, { description: "When it was made (创建时间)." })
  createdAt!: string;
}

@ObjectType({ simpleResolvers: true, description: "An account of a page with its cursor (账号)." })
export class AccountEdge {
  @Field(() => String, { description: "Where it stands (游标): ask on with after." })
  cursor!: string;
  @Field(() => Account, { description: "The account (账号)." })
  node!: Account;
}

@ObjectType({ simpleResolvers: true, description: "A page of accounts, by login (账号列表)." })
export class AccountConnection {
  @Field(() => [Account], { description: "The page's accounts (账号)." })
  nodes!: Account[];
  @Field(() => [AccountEdge], { description: "The page's accounts, each with its cursor (账号)." })
  edges!: AccountEdge[];
  @Field(() => PageInfo, { description: "Where the page stands in the list (分页)." })
  pageInfo!: PageInfo;
  @Field(() => Int, { description: "Number of all accounts you may see (总数)." })
  totalCount!: number;
}

@InputType({ description: "A role to be held (任职)." })
export class RoleInput {
  @Field(() => RoleEnum, { description: "The role (角色)." })
  role!: RoleName;
  @Field(() => Int, {
    nullable: true,
    description: "Six digits of a county of yours (区县代码); may miss when you have one only.",
  })
  county?: number | null;
  @Field(() => [String], {
    nullable: true,
    description: "Codes of villages (村、社区), for roles that work in an area.",
  })
  villages?: string[] | null;
  @Field(() => [ID], {
    nullable: true,
    description: "Ids or codes of grids (网格), for roles that work in an area.",
  })
  grids?: string[] | null;
  @Field(() => [ID], {
    nullable: true,
    description: "Ids or codes of organisations (组织机构), for roles that work for one.",
  })
  organisations?: string[] | null;
}

@ObjectType({ simpleResolvers: true, description: "A one-time sign-in link (登录链接)." })
export class SignInLink {
  @Field(() => String, { description: "Hand it to its person only (链接)." })
  url!: string;
  @Field(() => Instant, { description: "When it ends, used or not (到期时间)." })
  expiresAt!: string;
  @Field(() => Boolean, { description: "Works on the service's own machine only (仅限本机)." })
  loopbackOnly!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "A key of a program (接口密钥)." })
export class ApiKey {
  @Field(() => ID, { description: "Id of the key (标识), not the key itself." })
  id!: string;
  @Field(() => String, {
    description: "Name (名称): what the program writes is written by app:NAME.",
  })
  name!: string;
  @Field(() => String, {
    description: "Why it reads (用途), logged with each reading of personal fields.",
  })
  purpose!: string;
  @Field(() => [String], {
    description:
      "What it may do (权限范围): LAYER:read, LAYER:write, LAYER:personal for names, phones and " +
      "exact places, cameras:sector for what cameras see.",
  })
  scopes!: string[];
  @Field(() => Int, {
    nullable: true,
    description: "Six digits of its county (区县代码); null: every one.",
  })
  county!: number | null;
  @Field(() => Instant, {
    nullable: true,
    description: "When it ends (到期时间); null: when it is revoked.",
  })
  expiresAt!: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "When it was last used, to the hour (上次使用); null: never.",
  })
  lastUsedAt!: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "When it was revoked (撤销时间); null: it was not.",
  })
  revokedAt!: string | null;
  @Field(() => Instant, { description: "When it was made (创建时间)." })
  createdAt!: string;
  @Field(() => String, {
    nullable: true,
    description: "Who made it (创建人), like person:LOGIN or operator.",
  })
  createdBy!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "A key as it was made (新密钥)." })
export class NewApiKey {
  @Field(() => String, { description: "The key itself (密钥): shown this once, kept by nobody." })
  key!: string;
  @Field(() => ApiKey, { description: "What is kept of it (密钥信息)." })
  apiKey!: ApiKey;
}

@ObjectType({
  simpleResolvers: true,
  description: "A thing bound to a household or hung on a wall that asks by itself (设备).",
})
export class Device {
  @Field(() => ID, { description: "County and uuid of the device (标识), not its token." })
  id!: string;
  @Field(() => Int, { description: "Six digits of its county (区县代码)." })
  county!: number;
  @Field(() => String, { description: "What it is called (名称)." })
  name!: string;
  @Field(() => ID, {
    nullable: true,
    description: "Id of the household it is bound to (住户); null: it hangs on a wall (大屏).",
  })
  household!: string | null;
  @Field(() => [String], {
    nullable: true,
    description:
      "Of a wall, codes of the townships and villages that it shows (范围); null: all of the county.",
  })
  areas!: string[] | null;
  @Field(() => ID, {
    nullable: true,
    description:
      "Of a wall, id of the dashboard that it shows (看板); null: what every wall shows.",
  })
  dashboard!: string | null;
  @Field(() => String, { description: "Who bound it (绑定人), like person:LOGIN." })
  createdBy!: string;
  @Field(() => Instant, { description: "When it was bound (绑定时间)." })
  createdAt!: string;
  @Field(() => Instant, {
    nullable: true,
    description: "When it last asked, to the hour (上次使用); null: never.",
  })
  lastSeenAt!: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "When it was ended (解除时间); null: it was not.",
  })
  revokedAt!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "A device as it was bound (新设备)." })
export class NewDevice {
  @Field(() => String, { description: "Its token (令牌): shown this once, kept by nobody." })
  token!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "Of a wall, the address to open in its browser (大屏链接), with the token in it; null: it " +
      "is bound to a household.",
  })
  url!: string | null;
  @Field(() => Device, { description: "What is kept of it (设备信息)." })
  device!: Device;
}

@ObjectType({ simpleResolvers: true, description: "A one-time code on a card (住户联系码)." })
export class HouseholdCode {
  @Field(() => ID, { description: "Id of the household that it is for (住户)." })
  household!: string;
  @Field(() => String, {
    description: "Twelve characters in fours (联系码): shown this once, kept by nobody.",
  })
  code!: string;
  @Field(() => String, {
    description: "Address for the card's QR code (链接), with the code behind its #.",
  })
  url!: string;
  @Field(() => Instant, { description: "Until when it can be used (有效期至): 14 days." })
  expiresAt!: string;
}
