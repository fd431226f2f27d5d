import "reflect-metadata";
import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Instant } from "./scalars.js";

export const CONSENT_CHANNELS = ["LINK", "PAPER"] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];
const ConsentChannelEnum = { LINK: "LINK", PAPER: "PAPER" } as const;
registerEnumType(ConsentChannelEnum, {
  name: "ConsentChannel",
  description: "How somebody agreed (同意渠道).",
  valuesConfig: {
    LINK: { description: "On the household's own phone (住户手机)." },
    PAPER: { description: "On a signed sheet, noted by the grid worker (纸质)." },
  },
});

export const CONSENT_ENDS = ["WITHDRAWN", "LEFT", "MOVED"] as const;
export type ConsentEnd = (typeof CONSENT_ENDS)[number];
const ConsentEndEnum = { WITHDRAWN: "WITHDRAWN", LEFT: "LEFT", MOVED: "MOVED" } as const;
registerEnumType(ConsentEndEnum, {
  name: "ConsentEnd",
  description: "Why a consent holds no more (同意终止原因).",
  valuesConfig: {
    WITHDRAWN: { description: "Whoever gave it took it back (撤回)." },
    LEFT: { description: "The household left its group (退组)." },
    MOVED: { description: "The household moved or is no longer kept (搬迁)." },
  },
});

@InputType({ description: "Somebody's consent to the ten-household group (同意)." })
export class ConsentInput {
  @Field(() => ID, { description: "Id of the household (住户)." })
  household!: string;
  @Field(() => String, { description: "Number of the person's phone (电话), 5 to 15 digits." })
  phone!: string;
  @Field(() => String, {
    description:
      "Name of the person (姓名), up to 60 characters; the card shows the surname alone.",
  })
  personName!: string;
  @Field(() => Boolean, {
    description:
      "The person comes when a neighbour calls and may be rung for it (愿意应答); false: is on the " +
      "card and may call, and is not rung.",
  })
  answers!: boolean;
  @Field(() => ConsentChannelEnum, {
    description: "How it is given (渠道): LINK by the household's phone, PAPER by the grid worker.",
  })
  channel!: ConsentChannel;
  @Field(() => String, {
    nullable: true,
    description: "Of paper, where its sheet lies (纸质单据), up to 100 characters; of a link null.",
  })
  sheet?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Name of the guardian who agrees for a child under 14 (监护人), up to 60 characters; null: none.",
  })
  guardian?: string | null;
  @Field(() => String, {
    description: "Version of the text that was read (告知文本版本), as consentText answers it.",
  })
  textVersion!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What a person agreed to with a phone (同意): withdrawn, never changed. Once it is withdrawn " +
    "only the fact and its dates are kept.",
})
export class Consent {
  @Field(() => ID, { description: "County and uuid of the consent (标识)." })
  id!: string;
  @Field(() => ID, { description: "Id of the household (住户)." })
  household!: string;
  @Field(() => String, {
    nullable: true,
    description: "Name of the person (姓名), masked unless a purpose is given; null: withdrawn.",
  })
  personName!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Number of the phone (电话), masked unless a purpose is given; null: withdrawn.",
  })
  phone!: string | null;
  @Field(() => Boolean, { description: "Comes when a neighbour calls (愿意应答)." })
  answers!: boolean;
  @Field(() => ConsentChannelEnum, { description: "How it was given (渠道)." })
  channel!: ConsentChannel;
  @Field(() => String, { nullable: true, description: "Where the signed sheet lies (纸质单据)." })
  sheet!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Name of the guardian who agreed for a child (监护人), masked as the name is.",
  })
  guardian!: string | null;
  @Field(() => String, { description: "Version of the text that was read (告知文本版本)." })
  textVersion!: string;
  @Field(() => String, {
    description: "Who gave or noted it (登记人), like device:ID or person:LOGIN.",
  })
  givenBy!: string;
  @Field(() => Instant, { description: "When it was given (同意时间)." })
  givenAt!: string;
  @Field(() => Instant, {
    nullable: true,
    description: "When it was withdrawn (撤回时间); null: it holds.",
  })
  withdrawnAt!: string | null;
  @Field(() => ConsentEndEnum, {
    nullable: true,
    description: "Why it holds no more (终止原因); null: it holds.",
  })
  withdrawnFor!: ConsentEnd | null;
}

@ObjectType({ simpleResolvers: true, description: "What is agreed to, in plain words (告知文本)." })
export class ConsentText {
  @Field(() => String, { description: "Its version (版本), to be given with a consent." })
  version!: string;
  @Field(() => [String], { description: "Paragraphs in Chinese (中文)." })
  zh!: readonly string[];
  @Field(() => [String], { description: "The same in English (英文)." })
  en!: readonly string[];
}
