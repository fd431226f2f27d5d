import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { Clock } from "../../schema/clocks.js";
import { described, describeField } from "../../schema/describe.js";
import { inputName, LAYER_TYPES, scalarOf } from "../../schema/layer-types.js";
import { MachineInfo, PossibleStep, Step } from "../../schema/steps.js";
import { clockView } from "../clocks/clock-view.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import type { Row } from "../layers/layer.queries.js";
import { columnsFor } from "../layers/layer.resolver.js";
import { selectedFields } from "../layers/selected-fields.js";
import { clocksSeen } from "./clocks-seen.js";
import { describeMachine } from "./describe-machine.js";
import { possibleSteps } from "./judge.js";
import { shownMissing } from "./refusals.js";
import { takeStep } from "./step.service.js";
import { stepsTaken } from "./taken-steps.js";
import { allWorkflows, type Workflow } from "./workflow.js";

type Resolvers = new () => object;
type Decorate = ReturnType<typeof Ctx>;

const asType =
  <T>(value: T) =>
  () =>
    value as never;

@Resolver()
export class MachinesResolver {
  @Query(() => [MachineInfo], {
    description: "States of objects and the steps between them, with their forms (流程).",
  })
  machines(@Ctx() context: Context): MachineInfo[] {
    return allWorkflows()
      .filter(({ layer }) => context.tryAccess(layer))
      .map(describeMachine);
  }
}

/** What a layer's objects tell of their steps, and one mutation a step, made from its workflow. */
export function stepResolver(workflow: Workflow): Resolvers {
  const { layer, forms } = workflow;
  const object = LAYER_TYPES[layer.name].object;

  @Resolver(asType(object))
  class StepResolver {
    @FieldResolver(() => [Step], {
      description: "Steps taken with it (步骤), oldest first; the newest 500.",
    })
    steps(@Root() root: Row, @Ctx() context: Context): Promise<Step[]> {
      return context
        .batched(`steps of ${layer.name}`, (county, ids) =>
          stepsTaken(context, workflow, county, ids),
        )
        .load(parseId(root["id"] as string))
        .then((steps) => steps ?? []);
    }

    @FieldResolver(() => [Clock], {
      description:
        "Its clocks (时限), as they began: what is to be done by when, and by whose word.",
    })
    async clocks(@Root() root: Row, @Ctx() context: Context): Promise<Clock[]> {
      const clocks = await context
        .batched(`clocks of ${layer.name}`, (county, ids) =>
          clocksSeen(context, workflow, county, ids),
        )
        .load(parseId(root["id"] as string));
      const now = Date.now();
      return (clocks ?? []).map((row) => clockView(row, now));
    }

    @FieldResolver(() => [PossibleStep], {
      description: "Steps that lead on from where it stands (可办理动作), and why not the others.",
    })
    async can(@Root() root: Row, @Ctx() context: Context): Promise<PossibleStep[]> {
      const possible = await context
        .batched(`what can be done with ${layer.name}`, (county, ids) =>
          possibleSteps(context, workflow, county, ids),
        )
        .load(parseId(root["id"] as string));
      return (possible ?? []).map(({ action, allowed, missing }) => ({
        action,
        allowed,
        missing: missing.map(shownMissing),
      }));
    }
  }

  for (const action of Object.keys(forms)) addMutation(StepResolver, workflow, action);
  return StepResolver;
}

/** The mutation of one step: the object and its version, what the form asks, and why. */
function addMutation(resolver: Resolvers, workflow: Workflow, action: string): void {
  const { layer, forms } = workflow;
  const { mutation, description, label, fields, reasoned } = forms[action]!;
  const names = fields.map(inputName);

  async function take(
    context: Context,
    info: GraphQLResolveInfo,
    id: string,
    version: number,
    reason: string | null,
    ...values: unknown[]
  ): Promise<Row> {
    const form = Object.fromEntries(names.map((name, i) => [name, values[i]]));
    const made = await takeStep(context, workflow, action, { id, version, reason, form });
    const at = parseId(id);
    const columns = columnsFor(layer, selectedFields(info));
    // A step may take the subject out of the sight of whoever took it; its id stays theirs to know.
    return (
      (await context.loader(layer, columns).load(at)) ?? { id, county: at.county, version: made }
    );
  }

  const proto = resolver.prototype as Record<string, unknown>;
  proto[mutation] = take;
  const type = asType(LAYER_TYPES[layer.name].object);
  Mutation(type, { description: described(description, label.zh) })(proto, mutation, {
    value: take,
  } as unknown as TypedPropertyDescriptor<never>);
  const parameters: Decorate[] = [
    Ctx(),
    Info(),
    Arg("id", () => ID, { description: "Id of the object (标识)." }),
    Arg("version", () => Int, {
      description: "The version it was judged by (版本); another one answers CONFLICT.",
    }),
    Arg("reason", () => String, {
      nullable: !reasoned,
      description: "Why (原因), at most 500 characters; kept with the step.",
    }),
    ...fields.map((field) =>
      Arg(inputName(field), scalarOf(field) as never, {
        nullable: !field.required,
        description: describeField(field, "written"),
      }),
    ),
  ];
  parameters.forEach((decorate, i) => decorate(proto, mutation, i));
}
