import { v4 as newId } from "uuid";
import type { GridOperation } from "../../geo/coverage/index.js";
import { content } from "../../geo/coverage/testing/content.js";
import {
  ApplyEditDocument,
  EditsSinceDocument,
  OpenPlanDocument,
  RedoEditDocument,
  UndoEditDocument,
} from "../../web-map/gql/graphql.js";
import { Draft } from "../../web-map/plan/draft.js";
import { operationInput } from "../../web-map/plan/operation-input.js";
import { catchUp, type Saved, saveEdit, type Told, took } from "../../web-map/plan/save-edit.js";
import type { Asker } from "../fixtures/service.js";

type Answer = { data: any; fault?: undefined } | { data?: undefined; fault: any };

/** A planner at the page: its own draft, its own questions, over HTTP. */
export class Planner {
  /** Numbers of the edits that were told as done. */
  readonly told: number[] = [];

  private constructor(
    private readonly asker: () => Asker,
    private readonly plan: string,
    readonly draft: Draft,
  ) {}

  /** @param asker through which process of the service the next question goes */
  static async open(asker: () => Asker, plan: string): Promise<Planner> {
    const { data } = await asking(asker(), OpenPlanDocument, { id: plan });
    return new Planner(asker, plan, Draft.of(data.gridPlan)!);
  }

  content(): string[] {
    return content(this.draft.coverage);
  }

  draw(operations: readonly GridOperation[]): Promise<Saved> {
    return saveEdit(this.draft, operations, {
      apply: (version, drawn) => {
        const edit = { plan: this.plan, version, operations: drawn.map(operationInput) };
        return this.once("applyGridOperations", ApplyEditDocument, { ...edit, key: newId() });
      },
      since: (version) => this.since(version),
    });
  }

  /** The answer's own fault where it was refused. */
  async turn(way: "undo" | "redo"): Promise<Answer> {
    const [field, document] = {
      undo: ["undoGridEdit", UndoEditDocument] as const,
      redo: ["redoGridEdit", RedoEditDocument] as const,
    }[way];
    const { version } = this.draft;
    const answer = await this.once(field, document, { plan: this.plan, version });
    if (answer.data && !took(this.draft, [answer.data])) throw new Error("astray");
    return answer;
  }

  async catchUp(): Promise<void> {
    const way = { apply: () => Promise.reject(), since: (v: number) => this.since(v) };
    const caughtUp = await catchUp(this.draft, way);
    if (typeof caughtUp !== "number") throw new Error(`catching up: ${caughtUp.kind}`);
  }

  private async since(after: number): Promise<Answer> {
    const { data, fault } = await asking(this.asker(), EditsSinceDocument, {
      ...{ id: this.plan, after },
    });
    return fault ? { fault } : { data: data.gridPlan.editLog as Told[] };
  }

  private async once(
    field: string,
    document: { toString(): string },
    variables: object,
  ): Promise<Answer> {
    const { data, fault } = await asking(this.asker(), document, variables);
    if (fault) return { fault };
    this.told.push(data[field].number);
    return { data: data[field] };
  }
}

async function asking(
  asker: Asker,
  document: { toString(): string },
  variables: object,
): Promise<Answer> {
  const { data, errors } = await asker(document.toString(), { ...variables });
  const first = errors?.[0];
  return first ? { fault: { message: first.message, ...first.extensions } } : { data };
}
