import "reflect-metadata";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { registerTexts } from "./enums.js";
import { PageInfo } from "./layer-types.js";
import { Instant, Json } from "./scalars.js";

@ObjectType({
  simpleResolvers: true,
  description: "A request that read personal fields unmasked (查阅记录).",
})
export class AccessRecord {
  @Field(() => ID, { description: "Id of the record (标识)." })
  id!: string;
  @Field(() => Instant, { description: "When (时间)." })
  at!: string;
  @Field(() => String, { description: "Who (查阅人), like person:LOGIN or app:NAME." })
  viewer!: string;
  @Field(() => String, {
    nullable: true,
    description: "What they are called (姓名), a person with an account; else null.",
  })
  viewerName!: string | null;
  @Field(() => [String], { description: "Roles they held (角色)." })
  roles!: string[];
  @Field(() => String, { description: "Why, as they said it (用途)." })
  purpose!: string;
  @Field(() => String, {
    description: "By which way (途径): graphql, subscription, tile, export or command.",
  })
  outlet!: string;
  @Field(() => [Int], { description: "Counties it concerns (区县), as far as you audit them." })
  counties!: number[];
  @Field(() => Json, {
    description:
      "What was opened (内容): by layer the kinds of fields, the fields read, the condition " +
      "without its values, how many rows, and their ids when at most 20.",
  })
  what!: unknown;
  @Field(() => Boolean, { description: "Sealed into the hash chain (已封存)." })
  sealed!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: "A record of a page with its cursor (查阅记录).",
})
export class AccessRecordEdge {
  @Field(() => String, { description: "Where it stands (游标): ask on with after." })
  cursor!: string;
  @Field(() => AccessRecord, { description: "The record (查阅记录)." })
  node!: AccessRecord;
}

@ObjectType({
  simpleResolvers: true,
  description: "A page of the access log, newest first (查阅日志).",
})
export class AccessRecordConnection {
  @Field(() => [AccessRecord], { description: "The page's records (查阅记录)." })
  nodes!: AccessRecord[];
  @Field(() => [AccessRecordEdge], {
    description: "The page's records, each with its cursor (查阅记录).",
  })
  edges!: AccessRecordEdge[];
  @Field(() => PageInfo, { description: "Where the page stands in the list (分页)." })
  pageInfo!: PageInfo;
}

@InputType({ description: "Which records of the access log (筛选); all that is given must hold." })
export class AccessFilter {
  @Field(() => String, {
    nullable: true,
    description: "Part of a login, an application's or a person's name (查阅人).",
  })
  person?: string | null;
  @Field(() => String, { nullable: true, description: "Part of the purpose (用途)." })
  purpose?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Name of a layer that something was opened of (图层), like households.",
  })
  layer?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "By which way (途径): graphql, subscription, tile, export or command.",
  })
  outlet?: string | null;
  @Field(() => Instant, { nullable: true, description: "Not before this moment (起)." })
  from?: string | null;
  @Field(() => Instant, { nullable: true, description: "Before this moment (止)." })
  until?: string | null;
}

const AccessLogFaultEnum = registerTexts(
  "AccessLogFault",
  "How the access log's chain is broken (断裂原因).",
  {
    SEAL_MISSING: "A seal is missing (缺少封条).",
    SEAL_UNLINKED: "A seal does not follow the one before it (封条不相连).",
    RECORDS_COUNT: "It holds more or fewer records than were sealed (条数不符).",
    RECORD_CHANGED: "A record was changed after it was sealed (内容被改).",
    SEAL_UNKNOWN: "Records name a seal that does not exist (封条不存在).",
  },
);
export type AccessLogFault = keyof typeof AccessLogFaultEnum;

@ObjectType({
  simpleResolvers: true,
  description:
    "What was found when the access log's hash chain was worked out anew from its records " +
    "(日志校验). The chain is one for the whole service.",
})
export class AccessLogProof {
  @Field(() => Boolean, { description: "No sealed record was changed, added or taken (完整)." })
  valid!: boolean;
  @Field(() => Instant, {
    nullable: true,
    description: "Moment of the first record of what is unbroken (起); null: nothing is sealed.",
  })
  since!: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "When the last unbroken batch was sealed (止).",
  })
  until!: string | null;
  @Field(() => Int, { description: "Number of records found as they were sealed (条数)." })
  records!: number;
  @Field(() => Int, { description: "Number of sealed batches (批次)." })
  batches!: number;
  @Field(() => Int, { description: "Number of records not sealed yet (待封存), about a minute's." })
  unsealed!: number;
  @Field(() => String, {
    description:
      "Digest of the last unbroken batch, SHA-256 in hexadecimal (摘要). Kept elsewhere, it shows " +
      "later that the log was not cut off either.",
  })
  head!: string;
  @Field(() => Int, {
    nullable: true,
    description: "Number of the batch at which it breaks (断裂批次); null: it holds.",
  })
  brokenAt!: number | null;
  @Field(() => AccessLogFaultEnum, {
    nullable: true,
    description: "How it is broken there (断裂原因); null: it holds.",
  })
  fault!: AccessLogFault | null;
}
