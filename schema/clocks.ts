import "reflect-metadata";
import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Day, Instant } from "./scalars.js";

export enum ClockState {
  RUNNING = "running",
  PAUSED = "paused",
  MET = "met",
  MISSED = "missed",
  CANCELLED = "cancelled",
}
registerEnumType(ClockState, {
  name: "ClockState",
  description: "Whether a clock runs, or how it ended (时限状态).",
  valuesConfig: {
    RUNNING: { description: "It runs, in time or overdue (计时中)." },
    PAUSED: { description: "It stands still, and what has gone by is kept (暂停)." },
    MET: { description: "It was done in time (按时完成)." },
    MISSED: { description: "It was done late (超时完成)." },
    CANCELLED: { description: "It was no longer to be done (取消)." },
  },
});

export enum ClockLamp {
  GREEN = "green",
  YELLOW = "yellow",
  RED = "red",
  GREY = "grey",
}
registerEnumType(ClockLamp, {
  name: "ClockLamp",
  description: "How a clock stands at a glance (预警灯).",
  valuesConfig: {
    GREEN: { description: "There is time, or it was done in time (绿灯)." },
    YELLOW: { description: "Due soon (黄灯)." },
    RED: { description: "Overdue, or done late (红灯)." },
    GREY: { description: "Paused or cancelled (灰灯)." },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: "Until when something is to be done with an object (时限).",
})
export class Clock {
  @Field(() => String, { description: "What is to be done (事项), like accept or verify." })
  kind!: string;
  @Field(() => ClockState, { description: "Whether it runs, or how it ended (状态)." })
  state!: ClockState;
  @Field(() => ClockLamp, { description: "How it stands now (预警灯)." })
  lamp!: ClockLamp;
  @Field(() => Instant, { description: "When it began (开始时间)." })
  startedAt!: string;
  @Field(() => Instant, {
    nullable: true,
    description: "When its time is over (到期时间); null while it is paused.",
  })
  dueAt!: string | null;
  @Field(() => Day, {
    nullable: true,
    description:
      "Day to promise (建议办结日): the last working day before a rest day on which it would end; " +
      "null of minutes, hours and working days.",
  })
  adviseBy!: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "Paused since (暂停时间); null: it is not.",
  })
  pausedSince!: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "When it ended (结束时间); null: it is open.",
  })
  endedAt!: string | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "Seconds after its time at which the service saw that it was over (迟发现秒数), more than " +
      "one or two where no process ran; null: it is not.",
  })
  seenLate!: number | null;
  @Field(() => String, { description: "Who made the rule (依据), as of when the clock began." })
  source!: string;
  @Field(() => Boolean, {
    description: "The rule is law (法定); else it is a county's setting (内部规定).",
  })
  law!: boolean;
}
